import { parseDateTime } from '../events/event-time.js';
import { isTimeZone } from '../events/time-zone.js';
import { invalid } from './api-error.js';

/** Reads a boolean parameter; absent is undefined. Throws a 400 for anything but `true` and `false`. */
export function readFlag(query: URLSearchParams, name: string): boolean | undefined {
  const value = query.get(name);
  if (value === null) return undefined;
  if (value !== 'true' && value !== 'false') throw invalid(`Invalid boolean value: '${value}'.`, name);
  return value === 'true';
}

/** Reads a whole number of at least 1, limited to `max`; absent is `byDefault`. Throws a 400 otherwise. */
export function readCount(query: URLSearchParams, name: string, byDefault: number, max: number): number {
  const value = query.get(name);
  if (value === null) return byDefault;
  if (!/^\d{1,9}$/.test(value) || Number(value) < 1) throw invalid(`Invalid value '${value}'.`, name);
  return Math.min(Number(value), max);
}

/** Reads an RFC 3339 time with its offset as epoch ms. Throws a 400 if the offset is missing or the text is malformed. */
export function readInstant(query: URLSearchParams, name: string): number | undefined {
  const value = query.get(name);
  if (value === null) return undefined;
  const at = parseDateTime(value);
  if (at === undefined) throw invalid('Bad Request', name);
  return at;
}

/** Reads the name of an IANA zone. Throws a 400 for an unknown one. */
export function readZone(query: URLSearchParams, name: string): string | undefined {
  const value = query.get(name);
  if (value === null) return undefined;
  if (!isTimeZone(value)) throw invalid('Invalid time zone.', name);
  return value;
}

/** Reads one of a few words. Throws a 400 for another. */
export function readChoice<T extends string>(
  query: URLSearchParams,
  name: string,
  choices: readonly T[],
): T | undefined {
  const value = query.get(name);
  if (value === null) return undefined;
  const found = choices.find((choice) => choice === value);
  if (found === undefined) throw invalid(`Invalid string value: '${value}'.`, name);
  return found;
}

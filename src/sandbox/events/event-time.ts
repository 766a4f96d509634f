import { invalid } from '../http/api-error.js';
import type { EventTime } from '../store/event-record.js';
import { formatInZone, isTimeZone, offsetAt, toInstant } from './time-zone.js';

const datePattern = /^(\d{4})-(\d{2})-(\d{2})$/;
const dateTimePattern = /^(\d{4}-\d{2}-\d{2})[Tt](\d{2}):(\d{2}):(\d{2})(?:\.\d+)?([Zz]|[+-]\d{2}:\d{2})?$/;

function midnight(text: string): number | undefined {
  const match = datePattern.exec(text);
  if (match === null) return undefined;
  const at = Date.UTC(Number(match[1]), Number(match[2]) - 1, Number(match[3]));
  return new Date(at).toISOString().slice(0, 10) === text ? at : undefined;
}

function offsetOf(text: string): number {
  if (/^z$/i.test(text)) return 0;
  const minutes = Number(text.slice(1, 3)) * 60 + Number(text.slice(4, 6));
  return (text.startsWith('-') ? -1 : 1) * minutes * 60_000;
}

/** Reads RFC 3339 text to epoch ms, dropping fractions; wall-clock text needs `zone`; undefined when malformed. */
export function parseDateTime(text: string, zone?: string): number | undefined {
  const match = dateTimePattern.exec(text);
  const date = match === null ? undefined : midnight(match[1] ?? '');
  if (match === null || date === undefined) return undefined;
  const [hours, minutes, seconds] = [Number(match[2]), Number(match[3]), Number(match[4])];
  if (hours > 23 || minutes > 59 || seconds > 60) return undefined;
  const wall = date + ((hours * 60 + minutes) * 60 + seconds) * 1000;
  if (match[5] !== undefined) return wall - offsetOf(match[5]);
  return zone === undefined ? undefined : toInstant(wall, zone);
}

function readTimed(dateTime: unknown, timeZone: string | undefined, field: string): EventTime {
  if (typeof dateTime !== 'string' || !dateTimePattern.test(dateTime)) throw invalid(`Invalid ${field} time.`, field);
  if (timeZone === undefined && !/([Zz]|[+-]\d{2}:\d{2})$/.test(dateTime)) {
    throw invalid(`Missing time zone definition for ${field} time.`, field);
  }
  const at = parseDateTime(dateTime, timeZone);
  if (at === undefined) throw invalid(`Invalid ${field} time.`, field);
  return { dateTime: formatInZone(at, 'UTC'), ...(timeZone === undefined ? {} : { timeZone }) };
}

/**
 * Checks a start, end or original start and converts it to the stored form: `date`, or `dateTime` in UTC plus its own
 * zone. Throws a 400 for both kinds at once, for none, for a wall-clock time without zone and for an unknown zone.
 * Source: Calendar API v3, Events resource, `start`.
 */
export function readEventTime(raw: unknown, field: string): EventTime {
  if (typeof raw !== 'object' || raw === null) throw invalid(`Invalid ${field} time.`, field);
  const { date, dateTime, timeZone } = raw as Record<string, unknown>;
  const hasDate = date !== undefined && date !== null;
  const hasDateTime = dateTime !== undefined && dateTime !== null;
  if (hasDate === hasDateTime) throw invalid(`Invalid ${field} time.`, field);
  const zone = timeZone ?? undefined;
  if (zone !== undefined && (typeof zone !== 'string' || !isTimeZone(zone))) {
    throw invalid(`Invalid time zone definition for ${field} time.`, field);
  }
  if (hasDateTime) return readTimed(dateTime, zone, field);
  if (typeof date !== 'string' || midnight(date) === undefined) throw invalid(`Invalid ${field} time.`, field);
  return { date };
}

/** The epoch ms of a stored time; a date begins at midnight of `zone`. */
export function instantOf(time: EventTime, zone: string): number {
  if (typeof time.date === 'string') return toInstant(midnight(time.date) ?? 0, zone);
  return parseDateTime(time.dateTime ?? '') ?? 0;
}

/** The wall-clock time of a stored time in its own zone, as ms "as if UTC". */
export function wallClockOf(time: EventTime): number {
  if (typeof time.date === 'string') return midnight(time.date) ?? 0;
  const at = parseDateTime(time.dateTime ?? '') ?? 0;
  return at + offsetAt(at, time.timeZone ?? 'UTC');
}

/** A stored time as replies have it: the instant in `zone`, and the event's own zone. */
export function renderTime(time: EventTime, zone: string, calendarZone: string): EventTime {
  if (typeof time.date === 'string') return { date: time.date };
  const at = parseDateTime(time.dateTime ?? '') ?? 0;
  return { dateTime: formatInZone(at, zone), timeZone: time.timeZone ?? calendarZone };
}

import { Temporal } from 'temporal-polyfill';
import type { ColumnFormat } from './formats.js';
import { twentyFour } from './time-of-day.js';
import { type DateProblem, plainDate, whyNoDay } from './written-date.js';

/** Daylight saving leaves an hour out in spring, and has one twice in autumn. */
export type ClockChange = 'skipped' | 'doubled';

type DateReading =
  | {
      readonly value: Date;
      readonly dateOnly: boolean;
      /** The wall-clock time, as milliseconds; a text with its own zone has none. */
      readonly wall?: number;
    }
  | { readonly problem: DateProblem };

interface WallTime {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  readonly millisecond: number;
}

const iso =
  /^(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ,]+(\d{1,2})[:.](\d{2})(?:[:.](\d{2})(?:[.,](\d{1,9}))?)?)?\s*(Z|[+-]\d{2}:?\d{2}|[+-]\d{2})?$/i;
const numeric =
  /^(\d{1,2})([-./])(\d{1,2})\2(\d{4}|\d{2})(?:[T ,]+(?:kl\.?\s*)?(\d{1,2})[:.](\d{2})(?:[:.](\d{2}))?)?$/i;
const yearFirst = /^(\d{4})[/.](\d{1,2})[/.](\d{1,2})(?:[T ]+(\d{1,2})[:.](\d{2})(?:[:.](\d{2}))?)?$/;

/** Text that systems write after a time: AM or PM, and a zone by its name, as JavaScript and spreadsheets do. */
const timeEnd =
  /^(.*?\d[:.]\d{2}(?:[:.]\d{2}(?:[.,]\d{1,9})?)?)\s*([ap]\.?m\.?)?\s*(Z|CES?T|(?:UTC|GMT)(?:[+-]\d{1,2}(?::?\d{2})?)?)?(?:\s\([^()]*\))?$/i;
/** `2026-05-28 08:00-10:00` is from eight to ten, not an offset. */
const spanOfDay = /^\d{4}-\d{1,2}-\d{1,2}[ ,]+\d{1,2}[:.]\d{2}\s*-\d{2}:?\d{2}$/;

/** No time has this many characters; a longer text is not parsed. */
export const longestMoment = 100;

/** Reads dates as people and systems write them, in one time zone unless the text has its own. */
export class DateReader {
  readonly #timeZone: string;
  readonly #changes = new Map<number, ClockChange | null>();
  readonly #offsets = new Map<number, number>();
  /** Files repeat their dates. */
  readonly #known: Readonly<Record<ColumnFormat['dateOrder'], Map<string, DateReading>>> = {
    dmy: new Map(),
    mdy: new Map(),
    ambiguous: new Map(),
    seconds: new Map(),
    milliseconds: new Map(),
  };

  constructor(timeZone: string) {
    this.#timeZone = timeZone;
  }

  read(text: string, order: ColumnFormat['dateOrder']): DateReading {
    if (text.length > longestMoment) return { problem: 'not-a-date' };
    const known = this.#known[order];
    let reading = known.get(text);
    if (reading === undefined) {
      reading = this.#read(text, order);
      if (known.size >= 10_000) known.clear();
      known.set(text, reading);
    }
    return reading;
  }

  #read(text: string, order: ColumnFormat['dateOrder']): DateReading {
    const trimmed = text.trim();
    const epoch = epochOf(trimmed, order);
    if (epoch !== null) return { value: new Date(epoch), dateOnly: false };
    if (spanOfDay.test(trimmed)) return { problem: 'not-a-date' };
    const [, time = '', half, zone] = timeEnd.exec(trimmed) ?? [];
    if (half !== undefined || zone !== undefined) return this.#withEnd(this.#read(time, order), half, zone);
    const isoParts = iso.exec(trimmed);
    if (isoParts !== null) return this.#fromIso(isoParts);
    const other = yearFirst.exec(trimmed);
    if (other !== null) return this.#from(wall(other[1], other[2], other[3], other[4], other[5], other[6]), other[4]);
    const parts = numeric.exec(trimmed);
    if (parts !== null) return this.#fromNumeric(parts, order);
    const plain = plainDate(trimmed);
    if (plain !== trimmed) return this.#read(plain, order);
    return { problem: whyNoDay(trimmed) };
  }

  #fromIso(parts: RegExpExecArray): DateReading {
    const [, year, month, day, hour, minute, second, fraction, zone] = parts;
    const time = wall(year, month, day, hour, minute, second, fraction);
    if (zone === undefined) return this.#from(time, hour);
    const offset = zoneMinutes(zone);
    const local = this.#from(time, hour);
    if ('problem' in local || offset === null) return { problem: 'no-such-date' };
    return { value: new Date((local.wall ?? 0) - offset * 60_000), dateOnly: hour === undefined };
  }

  /** A time with the text after it. */
  #withEnd(reading: DateReading, half: string | undefined, zone: string | undefined): DateReading {
    if ('problem' in reading) return reading;
    if (reading.wall === undefined || reading.dateOnly) return { problem: 'not-a-date' };
    const hour = new Date(reading.wall).getUTCHours();
    const hours = half === undefined ? hour : twentyFour(hour, half);
    const offset = zone === undefined ? 0 : zoneMinutes(zone);
    if (hours === null || offset === null) return { problem: 'no-such-date' };
    const local = reading.wall + (hours - hour) * 3_600_000;
    if (zone !== undefined) return { value: new Date(local - offset * 60_000), dateOnly: false };
    const at = new Date(local);
    const [year, month, day] = [at.getUTCFullYear(), at.getUTCMonth() + 1, at.getUTCDate()].map(String);
    const [minute, second, millisecond] = [at.getUTCMinutes(), at.getUTCSeconds(), at.getUTCMilliseconds()].map(String);
    const fraction = millisecond?.padStart(3, '0');
    return this.#from(wall(year, month, day, String(hours), minute, second, fraction), String(hours));
  }

  #fromNumeric(parts: RegExpExecArray, order: ColumnFormat['dateOrder']): DateReading {
    const [, first = '', separator, second = '', year = '', hour, minute, seconds] = parts;
    let monthFirst = order === 'mdy' && separator === '/';
    if (order === 'ambiguous' && separator === '/' && first !== second) {
      if (Number(first) <= 12 && Number(second) <= 12) return { problem: 'ambiguous' };
      monthFirst = Number(second) > 12;
    }
    const fullYear = year.length === 2 ? String(Number(year) + (Number(year) < 70 ? 2000 : 1900)) : year;
    const [day, month] = monthFirst ? [second, first] : [first, second];
    return this.#from(wall(fullYear, month, day, hour, minute, seconds), hour);
  }

  #from(time: WallTime, hour: string | undefined): DateReading {
    const atMidnight = time.hour === 24 && time.minute + time.second + time.millisecond === 0;
    if (!exists(atMidnight ? { ...time, hour: 0 } : time)) return { problem: 'no-such-date' };
    const moment = atMidnight ? nextDay(time) : time;
    return { value: this.#toInstant(moment), dateOnly: hour === undefined, wall: asUtc(moment) };
  }

  /** The instant of a wall-clock time; a time that daylight saving skips moves on by an hour, a doubled one is the first. */
  #toInstant(time: WallTime): Date {
    const local = asUtc(time);
    const hour = Math.floor(local / 3_600_000);
    let offset = this.#offsets.get(hour);
    if (offset === undefined) {
      const zoned = new Temporal.PlainDateTime(time.year, time.month, time.day, time.hour).toZonedDateTime(
        this.#timeZone,
      );
      offset = hour * 3_600_000 - zoned.epochMilliseconds;
      if (this.#offsets.size > 50_000) this.#offsets.clear();
      this.#offsets.set(hour, offset);
    }
    return new Date(local - offset);
  }

  /** Whether daylight saving skips or doubles a time that was read. */
  changeAt({ value, wall }: Extract<DateReading, { readonly value: Date }>): ClockChange | null {
    if (wall === undefined) return null;
    const hour = Math.floor(wall / 3_600_000);
    let known = this.#changes.get(hour);
    if (known === undefined) {
      known = this.#lookAt(value.getTime(), wall);
      if (this.#changes.size > 50_000) this.#changes.clear();
      this.#changes.set(hour, known);
    }
    return known;
  }

  #lookAt(instant: number, wall: number): ClockChange | null {
    const offset = this.#offsetAt(instant);
    if (instant + offset !== wall) return 'skipped';
    return this.#offsetAt(wall - this.#offsetAt(instant + 10_800_000)) < offset ? 'doubled' : null;
  }

  #offsetAt(instant: number): number {
    return new Temporal.ZonedDateTime(BigInt(instant) * 1_000_000n, this.#timeZone).offsetNanoseconds / 1_000_000;
  }
}

function wall(year = '0', month = '0', day = '0', hour = '0', minute = '0', second = '0', fraction = '0'): WallTime {
  return {
    year: Number(year),
    month: Number(month),
    day: Number(day),
    hour: Number(hour),
    minute: Number(minute),
    second: Number(second),
    millisecond: Number(fraction.padEnd(3, '0').slice(0, 3)),
  };
}

/** 24:00 is the start of the next day. */
function nextDay(time: WallTime): WallTime {
  const next = new Date(Date.UTC(time.year, time.month - 1, time.day + 1));
  return { ...time, year: next.getUTCFullYear(), month: next.getUTCMonth() + 1, day: next.getUTCDate(), hour: 0 };
}

/** The time from a count of seconds or milliseconds since 1970; null for any other text. */
function epochOf(text: string, order: ColumnFormat['dateOrder']): number | null {
  if (order !== 'seconds' && order !== 'milliseconds') return null;
  return /^\d{10,13}$/.test(text) ? Number(text) * (order === 'seconds' ? 1_000 : 1) : null;
}

function asUtc(time: WallTime): number {
  return Date.UTC(time.year, time.month - 1, time.day, time.hour, time.minute, time.second, time.millisecond);
}

function exists(time: WallTime): boolean {
  const { year, month, day, hour, minute, second } = time;
  if (year < 1900 || year > 2200 || month < 1 || month > 12 || hour > 23 || minute > 59 || second > 59) return false;
  return day >= 1 && day <= new Date(Date.UTC(year, month, 0)).getUTCDate();
}

const namedZones: Readonly<Record<string, number>> = { Z: 0, UTC: 0, GMT: 0, CET: 60, CEST: 120 };
/** The words of zones, in lower case; a letter alone may be an initial. */
export const zoneWords: readonly string[] = Object.keys(namedZones)
  .filter((zone) => zone.length > 1)
  .map((zone) => zone.toLowerCase());

/** The offset of a zone from UTC, in minutes; null if no zone has it. */
function zoneMinutes(zone: string): number | null {
  const named = namedZones[zone.toUpperCase()];
  if (named !== undefined) return named;
  const [, sign, hours, rest = '0'] = /([+-])(\d{1,2}):?(\d{2})?$/.exec(zone) ?? [];
  const minutes = Number(hours) * 60 + Number(rest);
  if (Number(rest) > 59 || minutes > (sign === '-' ? 12 : 14) * 60) return null;
  return sign === '-' ? -minutes : minutes;
}

/** Whether a name is a time zone that this computer knows. */
export function isTimeZone(name: string): boolean {
  try {
    new Temporal.ZonedDateTime(0n, name);
    return true;
  } catch {
    return false;
  }
}

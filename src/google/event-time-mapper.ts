import type { calendar_v3 } from 'googleapis/build/src/apis/calendar/index.js';
import type { EventTime } from '../core/calendar/model/event.js';

/** RFC 3339, section 5.6. The offset is required: without it, JavaScript would use the machine's zone. */
const instantPattern = /^(\d{4}-\d{2}-\d{2})T\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:Z|[+-]\d{2}:\d{2})$/i;

/**
 * Reads `start`, `end` or `originalStartTime`: `dateTime` is an instant with an offset, `date` a whole day (exclusive
 * when it is an end). Null when it is absent or cannot be read.
 * Source: Calendar API v3, Events resource, "start".
 */
export function toEventTime(time: calendar_v3.Schema$EventDateTime | null | undefined): EventTime | null {
  if (time?.dateTime) {
    const at = toInstant(time.dateTime);
    return at ? { kind: 'timed', at, timeZone: time.timeZone ?? null } : null;
  }
  return time?.date && isCalendarDate(time.date) ? { kind: 'day', date: time.date } : null;
}

/** Reads an RFC 3339 instant; null when it is absent, has no offset, or names a day that does not exist. */
export function toInstant(text: string | null | undefined): Date | null {
  const day = text ? instantPattern.exec(text)?.[1] : undefined;
  if (!text || !day || !isCalendarDate(day)) return null;
  const at = new Date(text);
  return Number.isNaN(at.getTime()) ? null : at;
}

/** Writes a time for a new event: an instant in UTC and whole seconds, with its zone when it has one, or a day. */
export function toGoogleTime(time: EventTime): calendar_v3.Schema$EventDateTime {
  if (time.kind === 'day') return { date: time.date };
  return { dateTime: toRfc3339(time.at), ...(time.timeZone === null ? {} : { timeZone: time.timeZone }) };
}

/**
 * Writes a time for a PATCH. Google merges it into the stored time, so the fields of the other kind must be cleared: an
 * event that changes from timed to all-day would otherwise have both, and be refused. Source:
 * https://developers.google.com/workspace/calendar/api/guides/performance#patch
 */
export function toGoogleTimePatch(time: EventTime): calendar_v3.Schema$EventDateTime {
  const written = toGoogleTime(time);
  return time.kind === 'day' ? { ...written, dateTime: null, timeZone: null } : { ...written, date: null };
}

/**
 * Tells whether two times are the same day or the same second; Google stores no fractions, and a zone is only another
 * spelling.
 */
export function isSameTime(one: EventTime | null, other: EventTime | null): boolean {
  if (one?.kind === 'day' && other?.kind === 'day') return one.date === other.date;
  if (one?.kind !== 'timed' || other?.kind !== 'timed') return one === null && other === null;
  return wholeSeconds(one.at) === wholeSeconds(other.at);
}

/** Writes an instant as Google's examples do, in UTC and whole seconds: `2026-07-01T08:00:00Z`. */
export function toRfc3339(at: Date): string {
  return `${at.toISOString().slice(0, 19)}Z`;
}

function wholeSeconds(at: Date): number {
  return Math.floor(at.getTime() / 1000);
}

/** JavaScript reads the 30th of February as the 2nd of March; we treat such a date as unreadable. */
function isCalendarDate(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const parsed = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(parsed.getTime()) && parsed.toISOString().startsWith(text);
}

import * as v from 'valibot';
import { midnight } from '../calendar/model/zoned-day.js';
import type { SyncOptions } from './sync-options.js';

/** A day as it is typed or posted. */
export const dayWord = v.pipe(
  v.string(),
  v.isoDate('must be a day, YYYY-MM-DD'),
  v.check(isInCalendar, 'must be a day that there is, from 1970 on'),
);

/** What is no day at all has been told already. */
function isInCalendar(text: string): boolean {
  const day = new Date(`${text}T00:00:00Z`);
  return Number.isNaN(day.getTime()) || (day.getTime() >= 0 && day.toISOString().startsWith(text));
}

/** How many pairs may be removed, as it is typed or posted. */
export const removalsWord = v.pipe(v.string(), v.regex(/^\d{1,6}%?$/, 'must be a number, or a percentage like 30%'));

/** Events that are left alone unless they are asked for. */
export const leftOutEvents = ['private', 'declined'] as const;

/** Days are Danish. */
export function toMidnight(day: string | undefined): Date | null {
  return day === undefined ? null : midnight(day, 'Europe/Copenhagen');
}

export function toRemovals(said: string | number | undefined): SyncOptions['maxDeletes'] {
  if (said === undefined) return null;
  const count = Number.parseInt(String(said), 10);
  return String(said).endsWith('%') ? { percent: count } : { count };
}

export function toInclude(words: readonly string[]): SyncOptions['include'] {
  return { private: words.includes('private'), declined: words.includes('declined') };
}

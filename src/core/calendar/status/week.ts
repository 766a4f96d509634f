import { Temporal } from 'temporal-polyfill';
import type { BookingRepository, ExportedBooking } from '../../export/export-bookings.js';
import type { HeldConflictDetail } from '../../results/status-result.js';
import type { SyncChange, SyncResult } from '../../results/sync-result.js';
import { zone } from '../../zone.js';
import { isCancelled } from '../model/booking.js';
import type { KnownFailure } from '../model/sync-store.js';
import { instantOfWall, midnight, midnightAfter, wallClock } from '../model/zoned-day.js';

type ItemState = 'in-step' | 'waiting' | 'failed' | 'held' | 'unknown';

/** One booking, or an event that will become one, as the week page shows it. */
interface WeekItem {
  /** The booking's id; the event's if there is no booking yet. */
  readonly id: string;
  readonly start: Date;
  readonly end: Date;
  readonly title: string | null;
  readonly customer: string | null;
  readonly isCancelled: boolean;
  readonly state: ItemState;
  /** It has no booking yet. */
  readonly isEvent: boolean;
  /** The changes of the next sync, with their side. */
  readonly waiting: readonly Pick<SyncChange, 'side' | 'action' | 'fields'>[];
}

export interface Day {
  /** YYYY-MM-DD, in Copenhagen. */
  readonly date: string;
  readonly items: readonly WeekItem[];
  /** How many more bookings the day has. */
  readonly rest: number;
}

/** The bookings of a day, before the plan is known. */
interface BookedDay {
  readonly date: string;
  readonly bookings: readonly ExportedBooking[];
  readonly rest: number;
}

interface WeekStates {
  readonly held: readonly HeldConflictDetail[];
  readonly failed: readonly KnownFailure[];
  /** The plan of the next sync; null if Google cannot be asked. */
  readonly plan: SyncResult | null;
}

/** The Monday of the week in which a day, or else an instant, lies. */
export function mondayOf(day: string | null, now: Date): string {
  const noon = day === null ? now : new Date(midnight(day, zone).getTime() + 12 * 3_600_000);
  const weekday = (new Date(`${dateOf(noon)}T00:00:00Z`).getUTCDay() + 6) % 7;
  return dateOf(midnightAfter(noon, -weekday, zone));
}

/** By ISO 8601: the week of a year's first Thursday is its first. */
export const weekNumber = (day: string): number => Temporal.PlainDate.from(day).weekOfYear ?? 0;

export function dateOf(instant: Date): string {
  return new Intl.DateTimeFormat('sv-SE', { timeZone: zone }).format(instant);
}

/** The wall-clock time in Copenhagen as a form field has it, and back; null if it is no time. */
export const localTime = (instant: Date) => new Date(wallClock(instant.toISOString(), zone)).toISOString().slice(0, 16);
export const instantOfLocal = (text: string) => instantOfWall(text, zone);

/** A day this many days after another. */
export function daysAfter(date: string, days: number): string {
  return dateOf(midnightAfter(midnight(date, zone), days, zone));
}

/** The bookings of some days: at most this many a day, starting at a position. */
export function readDays(
  bookings: BookingRepository,
  dates: readonly string[],
  most: number,
  from = 0,
): Promise<BookedDay[]> {
  const everything = { ids: null, tags: null, statuses: null };
  return Promise.all(
    dates.map(async (date) => {
      const filter = { ...everything, since: midnight(date, zone), until: midnight(daysAfter(date, 1), zone) };
      const found: ExportedBooking[] = [];
      for await (const page of bookings.list({ ...filter, most: from + most })) found.push(...page);
      const isAll = found.length < from + most;
      const rest = isAll ? 0 : (await bookings.count(filter)) - found.length;
      return { date, bookings: found.slice(from), rest };
    }),
  );
}

/** Days as a calendar shows them; events without a booking come before the bookings of the first page. */
export function daysWithStates(booked: readonly BookedDay[], states: WeekStates, from = 0): Day[] {
  const all = states.plan?.changes ?? [];
  const changes = new Map<string, SyncChange[]>();
  for (const change of all) {
    if (change.bookingId !== null) changes.set(change.bookingId, [...(changes.get(change.bookingId) ?? []), change]);
  }
  const held = new Set(states.held.map(({ bookingId }) => bookingId));
  const failed = new Set(states.failed.map(({ bookingId }) => bookingId));
  const known = { held, failed, changes, isKnown: states.plan !== null };
  const fresh = from > 0 ? [] : all.flatMap(newItem);
  return booked.map(({ date, bookings, rest }) => {
    const items = bookings.map((booking) => itemOf(booking, known));
    const shown = items.filter((item) => !item.isCancelled || item.waiting.length > 0);
    return { date, items: [...fresh.filter(({ start }) => dateOf(start) === date), ...shown], rest };
  });
}

interface Known {
  readonly held: ReadonlySet<string | null>;
  readonly failed: ReadonlySet<string | null>;
  readonly changes: ReadonlyMap<string, readonly SyncChange[]>;
  readonly isKnown: boolean;
}

function itemOf(booking: ExportedBooking, { held, failed, changes, isKnown }: Known): WeekItem {
  const { id, start, end, service, customerName } = booking;
  const waiting = changes.get(id) ?? [];
  const state: ItemState = held.has(id)
    ? 'held'
    : failed.has(id)
      ? 'failed'
      : waiting.length > 0
        ? 'waiting'
        : isKnown
          ? 'in-step'
          : 'unknown';
  const shown = { id, start, end, title: service, customer: customerName, isCancelled: isCancelled(booking) };
  return { ...shown, isEvent: false, state, waiting };
}

/** An event for which the next sync would create a booking. */
function newItem(change: SyncChange): WeekItem[] {
  const { side, action, eventId, fields } = change;
  const [start = '', end = ''] = (fields.time?.[1] ?? '').split('/');
  if (side !== 'database' || action !== 'create' || eventId === null || start === '') return [];
  const instant = (text: string) => (text.length === 10 ? midnight(text, zone) : new Date(text));
  return [
    {
      id: eventId,
      start: instant(start),
      end: instant(end === '' ? start : end),
      title: fields.title?.[1] ?? null,
      customer: fields.customer?.[1] ?? null,
      isCancelled: false,
      isEvent: true,
      state: 'waiting',
      waiting: [change],
    },
  ];
}

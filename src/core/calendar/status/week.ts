import type { BookingFilter, BookingRepository, ExportedBooking } from '../../export/export-bookings.js';
import type { HeldConflictDetail } from '../../results/status-result.js';
import type { SyncChange, SyncResult } from '../../results/sync-result.js';
import { isCancelled } from '../model/booking.js';
import type { KnownFailure } from '../model/sync-store.js';
import { instantOfWall, midnight, midnightAfter, wallClock } from '../model/zoned-day.js';

export type ItemState = 'in-step' | 'waiting' | 'failed' | 'held' | 'unknown';

/** One booking, or an event that is to become one, as a calendar shows it. */
export interface WeekItem {
  /** Of the booking; of the event where there is none yet. */
  readonly id: string;
  readonly start: Date;
  readonly end: Date;
  readonly title: string | null;
  readonly customer: string | null;
  readonly isCancelled: boolean;
  readonly state: ItemState;
  /** What the next sync would do, and on which side. */
  readonly waiting: readonly Pick<SyncChange, 'side' | 'action' | 'fields'>[];
}

export interface Day {
  /** YYYY-MM-DD, in Copenhagen. */
  readonly date: string;
  readonly items: readonly WeekItem[];
  /** Bookings that the day has beyond those. */
  readonly rest: number;
}

interface WeekPorts {
  readonly bookings: BookingRepository;
  readonly held: readonly HeldConflictDetail[];
  readonly failed: readonly KnownFailure[];
  /** What the next sync would do; null when Google cannot be asked. */
  readonly plan: SyncResult | null;
}

const zone = 'Europe/Copenhagen';

/** The Monday of the week in which a day, or else an instant, lies. */
export function mondayOf(day: string | null, now: Date): string {
  const noon = day === null ? now : new Date(midnight(day, zone).getTime() + 12 * 3_600_000);
  const weekday = (new Date(`${dateOf(noon)}T00:00:00Z`).getUTCDay() + 6) % 7;
  return dateOf(midnightAfter(noon, -weekday, zone));
}

export function dateOf(instant: Date): string {
  return new Intl.DateTimeFormat('sv-SE', { timeZone: zone }).format(instant);
}

/** What the clock shows in Copenhagen, as a form has it, and back; null when it is no time. */
export const localTime = (instant: Date) => new Date(wallClock(instant.toISOString(), zone)).toISOString().slice(0, 16);
export const instantOfLocal = (text: string) => instantOfWall(text, zone);

/** A day so many days after another. */
export function daysAfter(date: string, days: number): string {
  return dateOf(midnightAfter(midnight(date, zone), days, zone));
}

/** The bookings of days, at most so many a day from a place on; events without a booking stand before them. */
export async function readDays(ports: WeekPorts, dates: readonly string[], most: number, from = 0): Promise<Day[]> {
  const changes = new Map<string, SyncChange[]>();
  for (const change of ports.plan?.changes ?? []) {
    if (change.bookingId !== null) changes.set(change.bookingId, [...(changes.get(change.bookingId) ?? []), change]);
  }
  const held = new Set(ports.held.map(({ bookingId }) => bookingId));
  const failed = new Set(ports.failed.map(({ bookingId }) => bookingId));
  const asItem = (booking: ExportedBooking) => itemOf(booking, { held, failed, changes, isKnown: ports.plan !== null });
  return Promise.all(dates.map((date) => readDay(ports, date, { most, from, asItem })));
}

interface DayQuery {
  readonly most: number;
  readonly from: number;
  readonly asItem: (booking: ExportedBooking) => WeekItem;
}

async function readDay({ bookings, plan }: WeekPorts, date: string, { most, from, asItem }: DayQuery): Promise<Day> {
  const filter: BookingFilter = {
    ids: null,
    tags: null,
    statuses: null,
    since: midnight(date, zone),
    until: midnight(daysAfter(date, 1), zone),
  };
  const found: ExportedBooking[] = [];
  let passed = 0;
  for await (const page of bookings.list(filter)) {
    for (const booking of page) {
      passed += 1;
      if (passed > from && found.length < most) found.push(booking);
    }
    if (found.length >= most) break;
  }
  const rest = found.length < most ? 0 : (await bookings.count(filter)) - from - found.length;
  const items = found.map(asItem).filter((item) => !item.isCancelled || item.waiting.length > 0);
  const fresh = from > 0 ? [] : (plan?.changes ?? []).flatMap((change) => newItem(change, date));
  return { date, items: [...fresh, ...items], rest };
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
  return { id, start, end, title: service, customer: customerName, isCancelled: isCancelled(booking), state, waiting };
}

/** An event that the next sync would make a booking of, where it begins on that day. */
function newItem(change: SyncChange, date: string): WeekItem[] {
  const { side, action, eventId, fields } = change;
  const [start = '', end = ''] = (fields.time?.[1] ?? '').split('/');
  if (side !== 'database' || action !== 'create' || eventId === null || start === '') return [];
  const instant = (text: string) => (text.length === 10 ? midnight(text, zone) : new Date(text));
  if (dateOf(instant(start)) !== date) return [];
  return [
    {
      id: eventId,
      start: instant(start),
      end: instant(end === '' ? start : end),
      title: fields.title?.[1] ?? null,
      customer: fields.customer?.[1] ?? null,
      isCancelled: false,
      state: 'waiting',
      waiting: [change],
    },
  ];
}

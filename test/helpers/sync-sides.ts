import { sql } from 'drizzle-orm';
import { isCancelled, readNotes } from '../../src/core/calendar/model/booking.js';
import { bookingTimeText, eventContent } from '../../src/core/calendar/model/content.js';
import { sameText } from '../../src/core/calendar/model/plain-text.js';
import { defaultTitleTemplate, titleAgrees } from '../../src/core/calendar/model/title.js';
import { bookingTimes } from '../../src/core/calendar/model/zoned-day.js';
import { rowsOf } from '../../src/db/client/database.js';
import { type GoogleEvent, toCalendarEvent } from '../../src/google/event-mapper.js';
import type { SyncWorld } from './sync-world.js';

const day = 86_400_000;
const zone = 'Europe/Copenhagen';

/** A booking as it stands, in comparable form. */
export interface BookingSays {
  readonly id: string;
  readonly live: boolean;
  readonly status: string;
  readonly time: string;
  readonly title: string | null;
  readonly location: string | null;
  readonly description: string | null;
  readonly customerName: string | null;
  readonly calendarEventId: string | null;
  /** Epoch ms. */
  readonly updatedAt: number;
}

/** An event as it stands, in comparable form; what is gone says nothing but its id. */
export interface EventSays {
  readonly id: string;
  readonly live: boolean;
  readonly time: string | null;
  readonly title: string | null;
  readonly location: string | null;
  readonly description: string | null;
  readonly seriesId: string | null;
  readonly updatedAt: number;
}

/** Both sides at one moment, and which booking belongs to which event. */
export interface Sides {
  readonly bookings: ReadonlyMap<string, BookingSays>;
  readonly events: ReadonlyMap<string, EventSays>;
  /** booking id → event id */
  readonly eventOf: ReadonlyMap<string, string>;
  /** event id → booking id */
  readonly bookingOf: ReadonlyMap<string, string>;
  /** Bookings whose event bears a title of its own, as it did before their first sync. */
  readonly titledApart: ReadonlySet<string>;
}

/** Reads both sides; `isOurs` leaves out events that no booking should be made of. */
export async function readSides(
  world: SyncWorld,
  isOurs: (event: GoogleEvent) => boolean = () => true,
): Promise<Sides> {
  const bookings = await readBookings(world);
  const events = (await readEvents(world)).filter(isOurs).map(eventSays);
  const links = await rowsOf<{ booking_id: string; event_id: string; apart: boolean }>(
    world.database.orm,
    sql`select booking_id, event_id, base -> 'booking' ->> 'title' is distinct from base -> 'event' ->> 'title' as apart
      from renos_sync.links order by booking_id`,
  );
  return {
    bookings: new Map(bookings.map((booking) => [booking.id, booking])),
    events: new Map(events.map((event) => [event.id, event])),
    eventOf: new Map(links.map((link) => [link.booking_id, link.event_id])),
    bookingOf: new Map(links.map((link) => [link.event_id, link.booking_id])),
    titledApart: new Set(links.flatMap(({ apart, booking_id }) => (apart ? [booking_id] : []))),
  };
}

interface Row extends Record<string, unknown> {
  readonly id: string;
  readonly serviceType: string | null;
  readonly address: string | null;
  readonly notes: string | null;
  readonly status: string;
  readonly name: string | null;
  readonly calendarEventId: string | null;
  readonly start: number;
  readonly end: number;
  readonly updated: number;
}

async function readBookings({ database }: SyncWorld): Promise<BookingSays[]> {
  const rows = await rowsOf<Row>(
    database.orm,
    sql`select b.id, b."serviceType", b.address, b.notes, b.status, b."calendarEventId", c.name,
      (extract(epoch from coalesce(b."startTime", b."scheduledAt")) * 1000)::float8 as start,
      (extract(epoch from coalesce(b."endTime", b."scheduledAt" + b."estimatedDuration" * interval '1 minute')) * 1000)::float8 as end,
      (extract(epoch from b."updatedAt") * 1000)::float8 as updated
      from bookings b left join customers c on c.id = b."customerId" order by b.id`,
  );
  return rows.map((row) => ({
    id: row.id,
    live: !isCancelled(row),
    status: row.status,
    time: bookingTimeText({ start: new Date(row.start), end: new Date(row.end) }),
    title: sameText(row.serviceType),
    location: sameText(row.address),
    description: sameText(readNotes(row.notes).notes),
    customerName: row.name,
    calendarEventId: row.calendarEventId,
    updatedAt: row.updated,
  }));
}

/** Every live single event and occurrence, a month beyond the window that a sync looks at. */
export async function readEvents({ google, now }: SyncWorld): Promise<GoogleEvent[]> {
  const { data } = await google.events.list({
    calendarId: 'primary',
    singleEvents: true,
    orderBy: 'startTime',
    maxResults: 2500,
    timeMin: new Date(now.getTime() - 60 * day).toISOString(),
    timeMax: new Date(now.getTime() + 400 * day).toISOString(),
  });
  return data.items ?? [];
}

function eventSays(resource: GoogleEvent): EventSays {
  const event = toCalendarEvent(resource, 'primary', 'owner');
  const { time, title, location, description } = eventContent(event);
  return {
    id: event.id,
    live: event.status !== 'cancelled',
    time,
    title,
    location,
    description,
    seriesId: event.recurringEventId,
    updatedAt: event.updated?.getTime() ?? 0,
  };
}

/** By which a run of a walk may make titles too. */
export const otherTemplate = '{customerName}: {serviceType}';
const templates = [defaultTitleTemplate, otherTemplate];

export const saidFields = ['time', 'title', 'location', 'description'] as const;
export type SaidField = (typeof saidFields)[number];

/** Whether a booking and an event say the same of a field. */
export function saysTheSame(field: SaidField, booking: BookingSays, event: EventSays): boolean {
  if (field === 'title') {
    const named = { serviceType: booking.title, customerName: booking.customerName };
    return templates.some((template) => titleAgrees(template, event.title, named));
  }
  if (field !== 'time') return booking[field] === event[field];
  return event.time !== null && bookingTimeText(bookingTimes(event.time, zone)) === booking.time;
}

/** What keeps the two sides from being equal, one event a booking; empty when nothing does. */
export function differences(sides: Sides): string[] {
  const found: string[] = [];
  for (const booking of sides.bookings.values()) {
    const event = sides.events.get(sides.eventOf.get(booking.id) ?? '');
    if (!booking.live) {
      if (event !== undefined) found.push(`booking ${booking.id} is cancelled, its event ${event.id} is there`);
    } else if (event === undefined) {
      // A completed booking stays, even if a person cleans up the calendar.
      if (booking.status !== 'completed') found.push(`booking ${booking.id} has no event`);
    } else {
      if (booking.calendarEventId !== event.id)
        found.push(`booking ${booking.id} notes event ${booking.calendarEventId}, not ${event.id}`);
      const compared = saidFields.filter((name) => name !== 'title' || !sides.titledApart.has(booking.id));
      for (const field of compared.filter((name) => !saysTheSame(name, booking, event))) {
        found.push(`${field} of ${booking.id}: "${booking[field]}", of event ${event.id}: "${event[field]}"`);
      }
    }
  }
  for (const { id } of sides.events.values()) {
    const booking = sides.bookings.get(sides.bookingOf.get(id) ?? '');
    if (booking?.live !== true) found.push(`event ${id} has no booking`);
  }
  const doubled = [...new Set(sides.eventOf.values())].length !== sides.eventOf.size;
  return doubled ? [...found, 'two bookings have one event'] : found;
}

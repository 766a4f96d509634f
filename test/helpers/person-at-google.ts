import { expect } from 'vitest';
import { differences, readSides } from './sync-sides.js';
import type { SyncWorld } from './sync-world.js';

type Booking = Parameters<SyncWorld['addBooking']>[0];

const calendarId = 'primary';
const day = 86_400_000;
const hour = 3_600_000;

/** What the application and a person at Google's own page do, and how a test tells the time; of the world that a test has open just then. */
export function personAtGoogle(world: () => SyncWorld) {
  const at = (days: number, hour = 9) =>
    `${new Date(world().now.getTime() + days * day).toISOString().slice(0, 10)}T${String(hour).padStart(2, '0')}:00:00Z`;
  const later = (minutes = 5) => {
    world().now = new Date(world().now.getTime() + minutes * 60_000);
  };
  const timed = (instant: string) => ({ dateTime: instant, timeZone: 'Europe/Copenhagen' });
  return {
    at,
    later,
    timed,
    /** So many hours after the one that has begun. */
    inHours: (hours: number) => new Date((Math.floor(world().now.getTime() / hour) + hours) * hour).toISOString(),
    /** A booking from 9 to 11 UTC on the day so many days from now, unless said otherwise. */
    book: (id = 'b1', days = 2, more: Partial<Booking> = {}) =>
      world().addBooking({ id, serviceType: 'Vask', start: at(days), end: at(days, 11), ...more }),
    /** Bookings `b0`, `b1` and so on, an hour each, one a day from tomorrow. */
    bookDays: async (count: number) => {
      for (let n = 0; n < count; n += 1)
        await world().addBooking({ id: `b${n}`, serviceType: `Vask ${n}`, start: at(n + 1), end: at(n + 1, 10) });
    },
    /** An event on the second day from now, 9 to 10 UTC, unless said otherwise. */
    insert: async (id: string, summary: string, more: Record<string, unknown> = {}): Promise<void> => {
      const requestBody = { id, summary, start: timed(at(2)), end: timed(at(2, 10)), ...more };
      await world().google.events.insert({ calendarId, requestBody });
    },
    patch: async (eventId: string, requestBody: Record<string, unknown>): Promise<void> => {
      await world().google.events.patch({ calendarId, eventId, requestBody });
    },
    eventOf: async (bookingId: string): Promise<string> => (await readSides(world())).eventOf.get(bookingId) ?? '',
    /** Both sides are equal, no mail was sent, and the next run makes one request and changes nothing. */
    expectSettled: async (): Promise<void> => {
      expect(differences(await readSides(world()))).toEqual([]);
      later();
      expect(await world().sync()).toMatchObject({ requests: 1, changes: [], conflicts: [], errors: [] });
      expect(world().sandbox.mails).toEqual([]);
    },
  };
}

import { expect } from 'vitest';
import { differences, readSides } from './sync-sides.js';
import type { SyncWorld } from './sync-world.js';

const calendarId = 'primary';
const day = 86_400_000;

/** What a person does at Google's own page, and how a test tells the time; of the world that a test has open just then. */
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
    /** An event on the second day from now, 9 to 10 UTC, unless said otherwise. */
    insert: async (id: string, summary: string, more: Record<string, unknown> = {}): Promise<void> => {
      const requestBody = { id, summary, start: timed(at(2)), end: timed(at(2, 10)), ...more };
      await world().google.events.insert({ calendarId, requestBody });
    },
    patch: async (eventId: string, requestBody: Record<string, unknown>): Promise<void> => {
      await world().google.events.patch({ calendarId, eventId, requestBody });
    },
    eventOf: async (bookingId: string): Promise<string> => (await readSides(world())).eventOf.get(bookingId) ?? '',
    /** Both sides are equal, nobody was mailed, and the next run makes one request and changes nothing. */
    expectSettled: async (): Promise<void> => {
      expect(differences(await readSides(world()))).toEqual([]);
      later();
      expect(await world().sync()).toMatchObject({ requests: 1, changes: [], conflicts: [], errors: [] });
      expect(world().sandbox.mails).toEqual([]);
    },
  };
}

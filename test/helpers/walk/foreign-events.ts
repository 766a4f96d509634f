import type { SyncWorld } from '../sync-world.js';

const minute = 60_000;
const day = 24 * 60 * minute;

/** Events that no run may touch: a private one, one far ahead, one that was declined. */
const foreign = [
  { id: 'foreign0', summary: 'Læge', visibility: 'private', days: 3 },
  { id: 'foreign1', summary: 'Om lang tid', days: 380 },
  {
    id: 'foreign2',
    summary: 'Nej tak',
    days: 4,
    attendees: [{ email: 'owner@sandbox.invalid', responseStatus: 'declined' }],
  },
];

export async function addForeign(world: SyncWorld): Promise<void> {
  for (const { days, ...requestBody } of foreign) {
    const at = (hours: number) => ({
      dateTime: new Date(world.now.getTime() + days * day + hours * 60 * minute).toISOString(),
    });
    await world.google.events.insert({
      calendarId: 'primary',
      requestBody: { ...requestBody, start: at(0), end: at(1) },
    });
  }
}

export async function foreignEtags(world: SyncWorld): Promise<unknown[]> {
  return Promise.all(
    foreign.map(async ({ id }) => (await world.google.events.get({ calendarId: 'primary', eventId: id })).data.etag),
  );
}

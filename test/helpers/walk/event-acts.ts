import { sql } from 'drizzle-orm';
import type { GoogleEvent } from '../../../src/google/event-mapper.js';
import { readSides } from '../sync-sides.js';
import { anyone, people, peopleIn, type WalkPerson, wordsFor } from './people.js';
import {
  type Act,
  day,
  giveRow,
  hour,
  patch,
  pickTimes,
  properties,
  type Scene,
  shifted,
  slot,
  textFor,
} from './scene.js';

const roles = [
  null,
  null,
  'writer',
  'writerWithoutPrivateAccess',
  'writerWithoutPrivateAccess',
  'reader',
  'freeBusyReader',
] as const;

/** What a person does to single events, or who owns the calendar to what the account may see. */
export const eventActs = {
  // As the application reschedules: the event is deleted and another one made.
  'remake-event': async (scene) => {
    const { world, n } = scene;
    const event = await scene.event(({ recurringEventId }) => !recurringEventId);
    const noting = sql`update bookings set "calendarEventId" = ${`gang${n}`}, "updatedAt" = now() where "calendarEventId" = ${event?.id ?? ''}`;
    if (!event?.id) return;
    await insertCopy(scene, event, {});
    await world.google.events.delete({ calendarId: 'primary', eventId: event.id });
    await world.database.orm.execute(noting);
  },
  'paste-event': async (scene) => {
    const event = await scene.event(
      ({ recurringEventId, extendedProperties }) => !recurringEventId && Boolean(extendedProperties?.private),
    );
    if (!event?.id) return;
    await insertCopy(scene, event, event.extendedProperties ? { extendedProperties: event.extendedProperties } : {});
    await scene.world.google.events.delete({ calendarId: 'primary', eventId: event.id });
  },
  'change-role': async ({ world, step }) =>
    world.sandbox.setRole('renos-sync', roles[step.pick % roles.length] ?? null),
  'hide-event': async (scene) => {
    const { bookingOf } = await readSides(scene.world);
    const isLinked = ({ id, recurringEventId }: GoogleEvent) => !recurringEventId && bookingOf.has(id ?? '');
    return patch(scene, await scene.event(isLinked), { visibility: scene.step.stamp ? 'private' : 'default' });
  },
  'make-event': (scene) => {
    const { world, step, n } = scene;
    const { start, end } = slot(scene);
    const isDay = step.pick % 5 === 0;
    const person = step.stamp ? anyone(step.size) : null;
    const words = wordsFor(person, n);
    return world.google.events.insert({
      calendarId: 'primary',
      requestBody: {
        id: `gang${n}`,
        summary: words.service(`Besøg ${n}`),
        ...(step.field === 0 ? {} : { location: words.address, colorId: '5' }),
        ...(person === null ? {} : { description: `<b>Obs</b> ${words.notes}`, attendees: [{ email: person.email }] }),
        start: isDay ? { date: start.slice(0, 10) } : { dateTime: start },
        end: isDay ? shifted({ date: start.slice(0, 10) }, day) : { dateTime: end },
      },
    });
  },
  'edit-event': async (scene) => {
    const event = await scene.event();
    return patch(scene, event, textFor(event, scene));
  },
  // The row gets another customer while a person in Google writes about the previous one.
  'edit-given-event': async (scene) => {
    const { bookingOf } = await readSides(scene.world);
    const event = await scene.event(
      (one) => !one.recurringEventId && bookingOf.has(one.id ?? '') && shown(one).length > 0,
    );
    const booking = bookingOf.get(event?.id ?? '');
    if (booking === undefined) return;
    const others = people.filter((person) => !shown(event).includes(person));
    await giveRow(scene, booking, others[scene.step.size % others.length] ?? anyone(scene.step.size));
    // A title gets the new customer's name behind it, and is merged as ever.
    const { step } = scene;
    return patch(scene, event, textFor(event, { ...scene, step: { ...step, field: 1 + (step.field % 2) } }));
  },
  'clear-event': async (scene) =>
    patch(scene, await scene.event(), { [properties[scene.step.field] ?? 'location']: scene.step.stamp ? null : '' }),
  'move-event': async (scene) => {
    const event = await scene.event();
    const by = (scene.step.size % 5) * hour + hour / 2;
    return patch(scene, event, { start: shifted(event?.start, by), end: shifted(event?.end, by) });
  },
  'make-all-day': async (scene) => {
    const { start } = slot(scene);
    const date = start.slice(0, 10);
    const end = shifted({ date }, (1 + scene.step.field) * day).date ?? date;
    return patch(scene, await scene.event(), { start: { date, dateTime: null }, end: { date: end, dateTime: null } });
  },
  'delete-event': async (scene) => {
    const event = await scene.event();
    if (event?.id) await scene.world.google.events.delete({ calendarId: 'primary', eventId: event.id });
  },
  'undelete-event': async (scene) => {
    const { data } = await scene.world.google.events.list({
      calendarId: 'primary',
      showDeleted: true,
      maxResults: 2500,
    });
    const gone = (data.items ?? []).filter(
      ({ status, start, recurringEventId }) => status === 'cancelled' && start && !recurringEventId,
    );
    const event = gone[scene.step.pick % Math.max(1, gone.length)] ?? null;
    return patch(scene, event, { status: 'confirmed', ...pickTimes(event) });
  },
  'copy-event': async (scene) => {
    const event = await scene.event(({ recurringEventId }) => !recurringEventId);
    if (event === null) return;
    const { summary, location, description, extendedProperties } = event;
    await scene.world.google.events.insert({
      calendarId: 'primary',
      requestBody: {
        id: `gang${scene.n}`,
        ...(summary ? { summary } : {}),
        ...(location ? { location } : {}),
        ...(description ? { description } : {}),
        ...(extendedProperties ? { extendedProperties } : {}),
        start: shifted(event.start, 3 * hour),
        end: shifted(event.end, 3 * hour),
      },
    });
  },
} satisfies Record<string, Act>;

/** Whose words an event bears. */
function shown(event: GoogleEvent | null): readonly WalkPerson[] {
  return peopleIn(event?.summary, event?.location, event?.description);
}

/** The event again, under an id of the walk's. */
async function insertCopy({ world, n }: Scene, event: GoogleEvent, more: GoogleEvent): Promise<void> {
  const { summary, location, description, start, end } = event;
  await world.google.events.insert({
    calendarId: 'primary',
    requestBody: {
      id: `gang${n}`,
      ...(summary ? { summary } : {}),
      ...(location ? { location } : {}),
      ...(description ? { description } : {}),
      ...pickTimes({ start, end } as GoogleEvent),
      ...more,
    },
  });
}

import { sql } from 'drizzle-orm';
import { rowsOf } from '../../../src/db/client/database.js';
import type { GoogleEvent } from '../../../src/google/event-mapper.js';
import type { SyncWorld } from '../sync-world.js';
import { people, peopleIn, type WalkPerson, wordsFor } from './people.js';

export const hour = 3_600_000;
export const day = 24 * hour;
export const zone = 'Europe/Copenhagen';

/** Chooses among what is there. */
export interface Choices {
  readonly pick: number;
  readonly field: number;
  readonly size: number;
  readonly stamp: boolean;
}

export interface Scene {
  readonly world: SyncWorld;
  readonly step: Choices;
  /** Rises with every step: makes texts and ids that occur once. */
  readonly n: number;
  /** A live event of the calendar that the walk may touch; null when there is none. */
  event(fits?: (event: GoogleEvent) => boolean): Promise<GoogleEvent | null>;
  /** A booking's id; null when there is none. */
  booking(where?: string): Promise<string | null>;
  /** Says that a row has another key from now on. */
  renamed(from: string, to: string): void;
}

/** What a person does on one side. */
export type Act = (scene: Scene) => Promise<unknown>;

/** Whether the walk made an event: the others are there to be left alone. */
export function isWalks({ id }: GoogleEvent): boolean {
  return !(id ?? '').startsWith('foreign');
}

export function slot({ world, step }: Scene): { start: string; end: string } {
  const midnight = Math.floor(world.now.getTime() / day) * day;
  const start = midnight + (2 + (step.pick % 20)) * day + (6 + (step.size % 10)) * hour;
  return { start: new Date(start).toISOString(), end: new Date(start + (1 + (step.field % 2)) * hour).toISOString() };
}

export async function editRow({ world, step }: Scene, id: string | null, columns: Record<string, string | null>) {
  if (id === null) return;
  if (step.stamp) return world.editBooking(id, columns);
  for (const [column, value] of Object.entries(columns)) {
    const type = /Time$|At$/.test(column) ? sql`::timestamp` : sql``;
    await world.database.orm.execute(
      sql`update bookings set ${sql.identifier(column)} = ${value}${type} where id = ${id}`,
    );
  }
}

/** Another customer's booking now, in another house. A title that names the one before, as an event made by hand has it, goes too. */
export async function giveRow(scene: Scene, id: string | null, person: WalkPerson | null) {
  const { world, n } = scene;
  const { address, notes } = wordsFor(person, n);
  const [row] = await rowsOf<{ service: string | null }>(
    world.database.orm,
    sql`select "serviceType" as service from bookings where id = ${id}`,
  );
  const isNamed = peopleIn(row?.service).length > 0;
  const service = isNamed ? { serviceType: `Vask ${n}` } : {};
  await editRow(scene, id, { customerId: person?.id ?? null, address, notes, ...service });
}

export async function patch({ world }: Scene, event: GoogleEvent | null, requestBody: GoogleEvent) {
  if (event?.id) await world.google.events.patch({ calendarId: 'primary', eventId: event.id, requestBody });
}

export async function masterOf(scene: Scene): Promise<GoogleEvent | null> {
  const occurrence = await scene.event(({ recurringEventId }) => typeof recurringEventId === 'string');
  if (!occurrence?.recurringEventId) return null;
  return (await scene.world.google.events.get({ calendarId: 'primary', eventId: occurrence.recurringEventId })).data;
}

export function shifted(time: GoogleEvent['start'], ms: number): NonNullable<GoogleEvent['start']> {
  if (time?.date) {
    const days = Math.max(1, Math.round(ms / day));
    return { date: new Date(Date.parse(time.date) + days * day).toISOString().slice(0, 10) };
  }
  if (!time?.dateTime) return {};
  const at = new Date(Date.parse(time.dateTime) + ms).toISOString();
  return { dateTime: at, ...(time.timeZone ? { timeZone: time.timeZone } : {}) };
}

/** Whose booking it is; one without a customer belongs to the customer in its texts. */
export async function customerOf({ database }: SyncWorld, id: string | null): Promise<WalkPerson | null> {
  const [row] = await rowsOf<Record<'customer' | 'words', string | null>>(
    database.orm,
    sql`select "customerId" as customer, concat_ws(' ', "serviceType", address, notes) as words from bookings where id = ${id}`,
  );
  return people.find((person) => person.id === row?.customer) ?? peopleIn(row?.words)[0] ?? null;
}

/** A person's text in an event, about its customer. */
export function textFor(event: GoogleEvent | null, { step, n }: Scene): GoogleEvent {
  const property = properties[step.field] ?? 'location';
  const { address, notes } = wordsFor(peopleIn(event?.summary, event?.location, event?.description)[0], n);
  return { [property]: { summary: `Der ${n}`, location: address, description: notes }[property] };
}

export const properties = ['summary', 'location', 'description'] as const;

export function pickTimes(event: GoogleEvent | null): GoogleEvent {
  return event?.start && event.end ? { start: event.start, end: event.end } : {};
}

import { sql } from 'drizzle-orm';
import fc from 'fast-check';
import type { ConflictPolicy, SyncDirection } from '../../src/core/calendar/model/sync-rules.js';
import { defaultTitleTemplate } from '../../src/core/calendar/model/title.js';
import type { SyncOptions } from '../../src/core/options/sync-options.js';
import { rowsOf } from '../../src/db/client/database.js';
import type { GoogleEvent } from '../../src/google/event-mapper.js';
import type { Fault } from '../../src/sandbox/start-sandbox.js';
import { otherTemplate, readEvents, readSides } from './sync-sides.js';
import type { SyncWorld } from './sync-world.js';
import { anyone, people, peopleIn, type WalkPerson, wordsFor } from './walk-people.js';

const roles = [
  null,
  null,
  'writer',
  'writerWithoutPrivateAccess',
  'writerWithoutPrivateAccess',
  'reader',
  'freeBusyReader',
] as const;

const hour = 3_600_000;
const day = 24 * hour;
const zone = 'Europe/Copenhagen';

/** One thing that happens in a walk; `pick` chooses among what is there. */
export type WalkStep =
  | { readonly do: 'run'; readonly run: WalkRun }
  | {
      readonly do: Deed;
      readonly pick: number;
      readonly field: number;
      readonly size: number;
      readonly stamp: boolean;
    };

export interface WalkRun {
  readonly direction: SyncDirection;
  /** null: a plain run, as a schedule makes it. */
  readonly policy: ConflictPolicy | null;
  readonly titleTemplate: string;
  readonly maxEvents: number | null;
  readonly force: boolean;
  readonly fault: Fault | null;
  /** What a person answers if a backup was restored before. */
  readonly restored: SyncOptions['restored'];
}

const deeds = [
  'book',
  'edit-booking',
  'clear-booking',
  'move-booking',
  'cancel-booking',
  'revive-booking',
  'complete-booking',
  'delete-row',
  'copy-row',
  'renew-key',
  'exchange-keys',
  'swap-events',
  'remake-event',
  'paste-event',
  'rename-customer',
  'give-customer',
  'change-role',
  'hide-event',
  'make-event',
  'edit-event',
  'clear-event',
  'move-event',
  'make-all-day',
  'delete-event',
  'undelete-event',
  'copy-event',
  'make-series',
  'edit-series',
  'shift-series',
  'shorten-series',
  'lengthen-series',
  'split-series',
  'delete-series',
  'end-recurrence',
  'begin-recurrence',
] as const;
type Deed = (typeof deeds)[number];

const weights: Partial<Record<Deed, number>> = {
  book: 4,
  'edit-booking': 6,
  'move-booking': 3,
  'make-event': 4,
  'edit-event': 6,
  'move-event': 3,
  'make-series': 2,
};

const faults: readonly Fault[] = [
  { kind: 'drop' },
  { kind: 'commit-then-drop' },
  { kind: 'status', status: 503, times: 2 },
  { kind: 'status', status: 503, times: 0 },
  { kind: 'commit-then-status', status: 500 },
  { kind: 'commit-then-status', status: 502, times: 0 },
  { kind: 'status', status: 429, retryAfter: 2 },
  { kind: 'status', status: 403, reason: 'rateLimitExceeded' },
  { kind: 'status', status: 403, reason: 'quotaExceeded', times: 0 },
  { kind: 'status', status: 401 },
  { kind: 'status', status: 412, match: { method: 'PATCH' } },
  { kind: 'status', status: 409, match: { operation: 'events.insert' } },
  { kind: 'truncated-json' },
  { kind: 'html' },
  { kind: 'empty-page' },
  { kind: 'repeat-item' },
  { kind: 'reverse-items' },
  { kind: 'no-sync-token' },
  { kind: 'expire-token' },
  { kind: 'expire-tombstones' },
  { kind: 'rival-edit', match: { method: 'PATCH' } },
  { kind: 'rival-edit', match: { method: 'DELETE' } },
];

const faultArbitrary = fc
  .tuple(fc.constantFrom(...faults), fc.integer({ min: 1, max: 6 }), fc.nat(1_000))
  .map(([fault, n, word]) => ({
    ...fault,
    match: { ...fault.match, n },
    ...(fault.kind === 'rival-edit' ? { patch: { location: `Rivalvej ${word}` } } : {}),
  }));

const runArbitrary: fc.Arbitrary<WalkRun> = fc.record({
  direction: fc.constantFrom('bidirectional', 'bidirectional', 'bidirectional', 'google-to-db', 'db-to-google'),
  policy: fc.constantFrom(null, null, 'newest', 'google', 'database', 'hold'),
  titleTemplate: fc.constantFrom(defaultTitleTemplate, defaultTitleTemplate, otherTemplate),
  maxEvents: fc.constantFrom(null, null, null, 1, 3),
  force: fc.constantFrom(false, false, false, false, true),
  fault: fc.option(faultArbitrary, { freq: 2, nil: null }),
  restored: fc.constantFrom(null, null, 'keep-calendar', 'keep-database'),
});

/** Steps of a walk: people's edits on both sides, interleaved with runs. */
export const stepArbitrary: fc.Arbitrary<WalkStep> = fc.oneof(
  { weight: 3, arbitrary: runArbitrary.map((run): WalkStep => ({ do: 'run', run })) },
  {
    weight: 7,
    arbitrary: fc.record({
      do: fc.constantFrom(...deeds.flatMap((deed) => Array<Deed>(weights[deed] ?? 1).fill(deed))),
      pick: fc.nat(1_000),
      field: fc.nat(2),
      size: fc.integer({ min: 1, max: 40 }),
      stamp: fc.boolean(),
    }),
  },
);

interface Scene {
  readonly world: SyncWorld;
  readonly step: Exclude<WalkStep, { do: 'run' }>;
  /** Rises with every step: makes texts and ids that occur once. */
  readonly n: number;
  /** A live event of the calendar that the walk may touch; null when there is none. */
  event(fits?: (event: GoogleEvent) => boolean): Promise<GoogleEvent | null>;
  /** A booking's id; null when there is none. */
  booking(where?: string): Promise<string | null>;
  /** Says that a row has another key from now on. */
  renamed(from: string, to: string): void;
}

/** Carries out what a person does on one side. */
export async function carryOut(
  world: SyncWorld,
  step: Scene['step'],
  n: number,
  renamed: Scene['renamed'] = () => {},
): Promise<void> {
  const pickOf = <Item>(items: readonly Item[]) => items[step.pick % Math.max(1, items.length)] ?? null;
  await acts[step.do]({
    world,
    step,
    n,
    renamed,
    event: async (fits = () => true) => pickOf((await readEvents(world)).filter(isWalks).filter(fits)),
    booking: async (where = "status <> 'cancelled'") => {
      const rows = await world.database.orm.execute(`select id from bookings where ${where} order by "startTime", id`);
      return pickOf(rows as unknown as { id: string }[])?.id ?? null;
    },
  });
}

/** Whether the walk made an event: the others are there to be left alone. */
export function isWalks({ id }: GoogleEvent): boolean {
  return !(id ?? '').startsWith('foreign');
}

function slot({ world, step }: Scene): { start: string; end: string } {
  const midnight = Math.floor(world.now.getTime() / day) * day;
  const start = midnight + (2 + (step.pick % 20)) * day + (6 + (step.size % 10)) * hour;
  return { start: new Date(start).toISOString(), end: new Date(start + (1 + (step.field % 2)) * hour).toISOString() };
}

async function editRow({ world, step }: Scene, id: string | null, columns: Record<string, string | null>) {
  if (id === null) return;
  if (step.stamp) return world.editBooking(id, columns);
  for (const [column, value] of Object.entries(columns)) {
    const type = /Time$|At$/.test(column) ? sql`::timestamp` : sql``;
    await world.database.orm.execute(
      sql`update bookings set ${sql.identifier(column)} = ${value}${type} where id = ${id}`,
    );
  }
}

async function patch({ world }: Scene, event: GoogleEvent | null, requestBody: GoogleEvent) {
  if (event?.id) await world.google.events.patch({ calendarId: 'primary', eventId: event.id, requestBody });
}

async function masterOf(scene: Scene): Promise<GoogleEvent | null> {
  const occurrence = await scene.event(({ recurringEventId }) => typeof recurringEventId === 'string');
  if (!occurrence?.recurringEventId) return null;
  return (await scene.world.google.events.get({ calendarId: 'primary', eventId: occurrence.recurringEventId })).data;
}

function shifted(time: GoogleEvent['start'], ms: number): NonNullable<GoogleEvent['start']> {
  if (time?.date) {
    const days = Math.max(1, Math.round(ms / day));
    return { date: new Date(Date.parse(time.date) + days * day).toISOString().slice(0, 10) };
  }
  if (!time?.dateTime) return {};
  const at = new Date(Date.parse(time.dateTime) + ms).toISOString();
  return { dateTime: at, ...(time.timeZone ? { timeZone: time.timeZone } : {}) };
}

/** Whose booking it is; one without a customer is of whom its words name. */
async function customerOf({ database }: SyncWorld, id: string | null): Promise<WalkPerson | null> {
  const [row] = await rowsOf<Record<'customer' | 'words', string | null>>(
    database.orm,
    sql`select "customerId" as customer, concat_ws(' ', "serviceType", address, notes) as words from bookings where id = ${id}`,
  );
  return people.find((person) => person.id === row?.customer) ?? peopleIn(row?.words)[0] ?? null;
}

/** What a person writes into an event: of the customer whom it shows. */
function textFor(event: GoogleEvent | null, { step, n }: Scene): GoogleEvent {
  const property = properties[step.field] ?? 'location';
  const { address, notes } = wordsFor(peopleIn(event?.summary, event?.location, event?.description)[0], n);
  return { [property]: { summary: `Der ${n}`, location: address, description: notes }[property] };
}

const columns = ['serviceType', 'address', 'notes'] as const;
const properties = ['summary', 'location', 'description'] as const;

const acts: Readonly<Record<Deed, (scene: Scene) => Promise<unknown>>> = {
  book: (scene) => {
    const { world, step, n } = scene;
    const person = step.stamp ? anyone(step.pick) : null;
    const { address, notes } = wordsFor(person, n);
    return world.addBooking({
      id: `b${n}`,
      serviceType: `Vask ${n}`,
      ...(step.field === 0 ? {} : { address }),
      ...(person === null ? {} : { customerId: person.id, notes }),
      ...slot(scene),
    });
  },
  'edit-booking': async (scene) => {
    const id = await scene.booking();
    const { address, notes } = wordsFor(await customerOf(scene.world, id), scene.n);
    const texts = { serviceType: `Her ${scene.n}`, address, notes };
    const column = columns[scene.step.field] ?? 'notes';
    return editRow(scene, id, { [column]: texts[column] });
  },
  'clear-booking': async (scene) =>
    editRow(scene, await scene.booking(), {
      [scene.step.field === 0 ? 'address' : 'notes']: scene.step.stamp ? null : '',
    }),
  'move-booking': async (scene) => {
    const { start, end } = slot(scene);
    const [startTime, endTime] = [start.replace('Z', ''), end.replace('Z', '')];
    return editRow(scene, await scene.booking(), { startTime, endTime, scheduledAt: startTime });
  },
  'cancel-booking': async (scene) => editRow(scene, await scene.booking(), { status: 'cancelled' }),
  'revive-booking': async (scene) =>
    editRow(scene, await scene.booking("status = 'cancelled'"), { status: 'confirmed' }),
  'complete-booking': async (scene) =>
    scene.step.pick % 3 === 0 ? editRow(scene, await scene.booking(), { status: 'completed' }) : null,
  'delete-row': async (scene) => {
    const id = scene.step.pick % 3 === 0 ? await scene.booking() : null;
    return id === null ? null : scene.world.database.orm.execute(sql`delete from bookings where id = ${id}`);
  },
  'copy-row': async (scene) => {
    const id = await scene.booking();
    return scene.world.database.orm.execute(sql`insert into bookings (id, "customerId", "serviceType", address, notes, status, "calendarEventId", "startTime", "endTime", "scheduledAt", "estimatedDuration", "updatedAt")
      select ${`b${scene.n}`}, "customerId", "serviceType", address, notes, status, "calendarEventId", "startTime" + interval '2 days', "endTime" + interval '2 days', "scheduledAt" + interval '2 days', "estimatedDuration", "updatedAt" from bookings where id = ${id}`);
  },
  'renew-key': async (scene) => {
    const id = await scene.booking();
    if (id === null) return;
    await scene.world.database.orm.execute(sql`update bookings set id = ${`b${scene.n}`} where id = ${id}`);
    scene.renamed(id, `b${scene.n}`);
  },
  'exchange-keys': async (scene) => {
    const { world, n } = scene;
    const id = await scene.booking();
    const other = await scene.booking(`id <> '${id}'`);
    if (id === null || other === null) return;
    for (const [from, to] of [
      [id, `x${n}`],
      [other, id],
      [`x${n}`, other],
    ] as const) {
      await world.database.orm.execute(sql`update bookings set id = ${to} where id = ${from}`);
      scene.renamed(from, to);
    }
  },
  // The ids alone: each row keeps its own words.
  'swap-events': async ({ world, step }) => {
    const { orm } = world.database;
    await orm.execute(sql`with two as (select id, "calendarEventId" as event, row_number() over (order by md5(id || ${`${step.pick}`})) as n
        from bookings b where status <> 'cancelled' and exists (select 1 from renos_sync.links l
          where l.booking_id = b.id and l.event_id = b."calendarEventId" and l.recurring_event_id is null and not l.closed) limit 2)
      update bookings b set "calendarEventId" = other.event, "updatedAt" = now() from two mine, two other
      where b.id = mine.id and other.n <> mine.n`);
  },
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
  'rename-customer': ({ world, step, n }) => {
    const { id, name } = anyone(step.pick);
    return world.database.orm.execute(sql`update customers set name = ${`${name} ${n}`} where id = ${id}`);
  },
  // Another house, and another key.
  'give-customer': async (scene) => {
    const person = scene.step.field === 0 ? null : anyone(scene.step.size);
    const { address, notes } = wordsFor(person, scene.n);
    return editRow(scene, await scene.booking(), { customerId: person?.id ?? null, address, notes });
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
  'make-series': (scene) => {
    const { start, end } = slot(scene);
    return scene.world.google.events.insert({
      calendarId: 'primary',
      requestBody: {
        id: `gang${scene.n}`,
        summary: `Fast ${scene.n}`,
        location: wordsFor(scene.step.field === 0 ? null : anyone(scene.step.pick), scene.n).address,
        start: { dateTime: start, timeZone: zone },
        end: { dateTime: end, timeZone: zone },
        recurrence: [`RRULE:FREQ=${scene.step.stamp ? 'WEEKLY' : 'DAILY'};COUNT=${2 + (scene.step.size % 3)}`],
      },
    });
  },
  'edit-series': async (scene) => {
    const master = await masterOf(scene);
    return patch(scene, master, textFor(master, scene));
  },
  'shift-series': async (scene) => {
    const master = await masterOf(scene);
    const by = (1 + (scene.step.size % 3)) * hour;
    return patch(scene, master, { start: shifted(master?.start, by), end: shifted(master?.end, by) });
  },
  'shorten-series': async (scene) => patch(scene, await masterOf(scene), { recurrence: ['RRULE:FREQ=DAILY;COUNT=1'] }),
  'lengthen-series': async (scene) =>
    patch(scene, await masterOf(scene), { recurrence: [`RRULE:FREQ=WEEKLY;COUNT=${3 + scene.step.field}`] }),
  'split-series': async (scene) => {
    const occurrence = await scene.event(({ recurringEventId }) => typeof recurringEventId === 'string');
    const at = occurrence?.originalStartTime?.dateTime;
    if (!occurrence?.recurringEventId || !at) return;
    const { data: master } = await scene.world.google.events.get({
      calendarId: 'primary',
      eventId: occurrence.recurringEventId,
    });
    const until = new Date(Date.parse(at) - 1_000).toISOString().replace(/\.\d+/, '').replaceAll(/[-:]/g, '');
    const rule = (master.recurrence?.[0] ?? '').replace(/;COUNT=\d+/, '').replace(/;UNTIL=\w+/, '');
    const length = Date.parse(master.end?.dateTime ?? '') - Date.parse(master.start?.dateTime ?? '');
    if (!rule.startsWith('RRULE') || Number.isNaN(length)) return;
    const first = Date.parse(at) <= Date.parse(master.start?.dateTime ?? '');
    if (first) return;
    await patch(scene, master, { recurrence: [`${rule};UNTIL=${until}`] });
    await scene.world.google.events.insert({
      calendarId: 'primary',
      requestBody: {
        id: `gang${scene.n}`,
        summary: master.summary ?? null,
        location: master.location ?? null,
        description: master.description ?? null,
        start: { dateTime: new Date(at).toISOString(), timeZone: zone },
        end: { dateTime: new Date(Date.parse(at) + length).toISOString(), timeZone: zone },
        recurrence: [`${rule};COUNT=2`],
      },
    });
  },
  'delete-series': async (scene) => {
    const master = await masterOf(scene);
    if (master?.id) await scene.world.google.events.delete({ calendarId: 'primary', eventId: master.id });
  },
  'end-recurrence': async (scene) => patch(scene, await masterOf(scene), { recurrence: null }),
  'begin-recurrence': async (scene) => {
    const event = await scene.event(({ recurringEventId, start }) => !recurringEventId && Boolean(start?.dateTime));
    const inZone = (time: GoogleEvent['start']) => ({ dateTime: time?.dateTime ?? null, timeZone: zone });
    return patch(scene, event, {
      start: inZone(event?.start),
      end: inZone(event?.end),
      recurrence: ['RRULE:FREQ=WEEKLY;COUNT=2'],
    });
  },
};

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

function pickTimes(event: GoogleEvent | null): GoogleEvent {
  return event?.start && event.end ? { start: event.start, end: event.end } : {};
}

/** All that was taken from the program for a while is given back: it sees every event, and none is private but foreign ones. */
export async function showAll({ sandbox, google }: SyncWorld): Promise<void> {
  sandbox.setRole('renos-sync', null);
  const { data } = await google.events.list({ calendarId: 'primary', maxResults: 2500 });
  for (const event of (data.items ?? []).filter(isWalks)) {
    if (event.visibility !== 'private' || !event.id || event.status === 'cancelled') continue;
    await google.events.patch({ calendarId: 'primary', eventId: event.id, requestBody: { visibility: 'default' } });
  }
}

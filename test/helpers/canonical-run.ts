import { randomUUID } from 'node:crypto';
import { copyFile, cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'drizzle-orm';
import postgres from 'postgres';
import { inject } from 'vitest';
import { type Database, rowsOf } from '../../src/db/client/database.js';
import { openEmbedded } from '../../src/db/client/open-embedded.js';
import { openServer } from '../../src/db/client/open-server.js';
import { createLeases } from '../../src/db/sync/leases.js';
import { createSyncStore } from '../../src/db/sync/sync-store.js';
import type { SandboxOptions } from '../../src/sandbox/start-sandbox.js';
import { freshDatabase, openTestDatabase, type TestDatabase } from './databases.js';
import { readSides, type Sides } from './sync-sides.js';
import { openSyncWorld, type SyncWorld } from './sync-world.js';

const calendarId = 'primary';
const day = 86_400_000;

/**
 * A world in which one sync has all kinds of work: creates, edits and removals both ways, a merge, a series whose
 * occurrences were edited and deleted, a new series, and a sync token that Google has forgotten (410).
 */
export interface CanonicalRun {
  /** A copy of that world, to be changed at will. */
  open(options?: SandboxOptions): Promise<CanonicalWorld>;
  close(): Promise<void>;
}

export interface CanonicalWorld {
  readonly world: SyncWorld;
  readonly databaseUrl: string;
  close(): Promise<void>;
}

/** Makes it once; every copy is a clone of its database and of the sandbox's journal. */
export async function prepareCanonicalRun(): Promise<CanonicalRun> {
  const folder = await mkdtemp(join(tmpdir(), 'renos-sync-canonical-'));
  const stateFile = join(folder, 'prepared.ndjson');
  const template = await freshDatabase();
  const world = await openSyncWorld(openServer(template.url), { state: stateFile });
  await fill(world);
  await world.close();
  return {
    open: async (options = {}) => {
      const copy = join(folder, `${randomUUID()}.ndjson`);
      await copyFile(stateFile, copy);
      const database = await cloneDatabase(template);
      const opened = await openSyncWorld(openServer(database.url), { ...options, state: copy });
      await keepCopied(opened.database);
      return {
        world: opened,
        databaseUrl: database.url,
        close: async () => {
          await opened.close();
          await database.drop();
        },
      };
    },
    close: async () => {
      await template.drop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** The same on one embedded database, whose rows are put back for each copy: there is one copy at a time. */
export async function prepareCanonicalRows(): Promise<CanonicalRun> {
  const folder = await mkdtemp(join(tmpdir(), 'renos-sync-canonical-'));
  const stateFile = join(folder, 'prepared.ndjson');
  const opened = await openTestDatabase('embedded');
  const database = { ...opened, close: async () => {} };
  const world = await openSyncWorld(database, { state: stateFile });
  await fill(world);
  await world.close();
  const restore = await keepRows(database);
  return {
    open: async (options = {}) => {
      const copy = join(folder, `${randomUUID()}.ndjson`);
      await Promise.all([copyFile(stateFile, copy), restore()]);
      const again = await openSyncWorld(database, { ...options, state: copy });
      return { world: again, databaseUrl: '', close: () => again.close() };
    },
    close: async () => {
      await opened.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Keeps all rows as they are now, and gives what puts them back. */
async function keepRows({ orm }: Database): Promise<() => Promise<void>> {
  const tables = await rowsOf<{ name: string; kept: string }>(
    orm,
    sql`select format('%I.%I', schemaname, tablename) as name, format('kept.%I', schemaname || '_' || tablename) as kept
      from pg_tables where schemaname in ('public', 'renos_sync')`,
  );
  await orm.execute('create schema kept');
  for (const { name, kept } of tables) await orm.execute(`create table ${kept} as table ${name}`);
  return async () => {
    await orm.execute(`truncate ${tables.map(({ name }) => name).join()}`);
    await orm.execute("set session_replication_role = 'replica'");
    for (const { name, kept } of tables) await orm.execute(`insert into ${name} overriding system value table ${kept}`);
    await orm.execute("set session_replication_role = 'origin'");
  };
}

/** The same on the embedded database, which one process at a time may have open. */
export interface EmbeddedRun {
  /** A copy of that world: its data folder, and the journal of its sandbox. */
  copy(): Promise<{ readonly dataDir: string; readonly stateFile: string }>;
  close(): Promise<void>;
}

export async function prepareEmbeddedRun(): Promise<EmbeddedRun> {
  const folder = await mkdtemp(join(tmpdir(), 'renos-sync-canonical-'));
  const prepared = { dataDir: join(folder, 'prepared'), stateFile: join(folder, 'prepared.ndjson') };
  await cp(inject('embeddedTemplate'), prepared.dataDir, { recursive: true });
  const world = await openSyncWorld(await openEmbedded(prepared.dataDir, { release: async () => {} }), {
    state: prepared.stateFile,
  });
  await fill(world);
  await world.close();
  return {
    copy: async () => {
      const name = join(folder, randomUUID());
      const copied = { dataDir: name, stateFile: `${name}.ndjson` };
      await Promise.all([
        cp(prepared.dataDir, copied.dataDir, { recursive: true }),
        copyFile(prepared.stateFile, copied.stateFile),
      ]);
      const database = await openEmbedded(copied.dataDir, { release: async () => {} });
      await keepCopied(database);
      await database.close();
      return copied;
    },
    close: () => rm(folder, { recursive: true, force: true }),
  };
}

/** A copied database keeps the calendar that was copied with it, as if a person had said so. */
async function keepCopied(database: Database): Promise<void> {
  const signal = new AbortController().signal;
  const lease = await createLeases(database, () => {}).acquire('sync', { wait: false, signal });
  await createSyncStore(database, lease).keep(new Map([[calendarId, 2]]));
  await lease.release();
}

function cloneDatabase({ url }: TestDatabase): Promise<TestDatabase> {
  return freshDatabase(url.slice(inject('postgresUrl').length + 1));
}

async function fill(world: SyncWorld): Promise<void> {
  const at = (days: number, hour: number) =>
    `${new Date(world.now.getTime() + days * day).toISOString().slice(0, 10)}T${String(hour).padStart(2, '0')}:00:00Z`;
  const timed = (instant: string) => ({ dateTime: instant, timeZone: 'Europe/Copenhagen' });
  const book = (id: string, days: number) =>
    world.addBooking({
      id,
      customerId: 'k1',
      serviceType: `Vask ${id}`,
      address: `Nygade ${days}`,
      start: at(days, 9),
      end: at(days, 11),
    });
  const insert = (id: string, days: number, more: object = {}) =>
    world.google.events.insert({
      calendarId,
      requestBody: { id, summary: `Besøg ${id}`, start: timed(at(days, 13)), end: timed(at(days, 14)), ...more },
    });
  const weekly = { recurrence: ['RRULE:FREQ=WEEKLY;COUNT=3'] };
  await world.addCustomer({ id: 'k1', name: 'Jensen', email: 'jensen@example.dk' });
  for (const [days, id] of ['edited', 'merged', 'cancelled', 'dropped'].entries()) await book(id, days + 2);
  await insert('event1', 7);
  await insert('event2', 8);
  await insert('series1', 9, weekly);
  await insert('foreign1', 3, { visibility: 'private' });
  await world.sync();

  world.now = new Date(world.now.getTime() + 60_000);
  const { eventOf, bookingOf } = await readSides(world);
  const [, second, third] = [...bookingOf.keys()].filter((id) => id.startsWith('series1')).sort();
  await book('new1', 20);
  await book('new2', 21);
  await world.editBooking('edited', { address: 'Nygade 99' });
  await world.editBooking('merged', { notes: 'Nøgle under måtten' });
  await world.editBooking('cancelled', { status: 'cancelled' });
  await world.editBooking(bookingOf.get(second ?? '') ?? '', { notes: 'Kun denne' });
  const patch = (eventId: string, requestBody: object) =>
    world.google.events.patch({ calendarId, eventId, requestBody });
  await patch(eventOf.get('merged') ?? '', { location: 'Torvet 1' });
  await patch('event1', { summary: 'Besøg, længere', end: timed(at(7, 16)) });
  await world.google.events.delete({ calendarId, eventId: eventOf.get('dropped') ?? '' });
  await world.google.events.delete({ calendarId, eventId: third ?? '' });
  await insert('event3', 22, { attendees: [{ email: 'jensen@example.dk' }] });
  await insert('series2', 23, { recurrence: ['RRULE:FREQ=DAILY;COUNT=2'] });
  await forgetToken(world);
}

async function forgetToken({ sandbox, google }: SyncWorld): Promise<void> {
  sandbox.addFault({ kind: 'expire-token', match: { syncToken: true } });
  const { data } = await google.events.list({ calendarId, maxResults: 2500, showDeleted: true });
  await google.events
    .list({ calendarId, maxResults: 2500, showDeleted: true, syncToken: data.nextSyncToken ?? '' })
    .catch(() => {});
  sandbox.clearFaults();
}

/** What both sides say, whatever the ids of what a run made. */
export function contentsOf(sides: Sides): { readonly bookings: string[]; readonly events: string[] } {
  const text = (item: object, names: readonly string[]) =>
    names.map((name) => String((item as Record<string, unknown>)[name] ?? '')).join(' | ');
  const shared = ['live', 'time', 'title', 'location', 'description'];
  return {
    bookings: [...sides.bookings.values()].map((item) => text(item, [...shared, 'customerName'])).sort(),
    events: [...sides.events.values()].map((item) => text(item, shared)).sort(),
  };
}

/** Ends every session of a database whose process was killed, as its server finds out by itself before long. */
export async function sessionsGone(databaseUrl: string): Promise<void> {
  const name = databaseUrl.split('/').at(-1) ?? '';
  const admin = postgres(`${inject('postgresUrl')}/postgres`, { max: 1, onnotice: () => {} });
  await admin`select pg_terminate_backend(pid) from pg_stat_activity where datname = ${name}`;
  for (;;) {
    const left = await admin`select 1 from pg_stat_activity where datname = ${name}`;
    if (left.length === 0) break;
  }
  await admin.end();
}

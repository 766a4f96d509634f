import { randomUUID } from 'node:crypto';
import { copyFile, mkdtemp, readdir, rm } from 'node:fs/promises';
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
import {
  copyFolder,
  type DatabaseKind,
  freshDatabase,
  freshFolder,
  openTestDatabase,
  type TestDatabase,
} from './databases.js';
import { personAtGoogle } from './person-at-google.js';
import { readSides, type Sides } from './sync-sides.js';
import { openSyncWorld, type SyncWorld } from './sync-world.js';

const calendarId = 'primary';

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

/** The same on databases whose rows are put back for each copy: as many copies at a time as there are databases. */
export async function prepareCanonicalRows(kind: DatabaseKind, width: number): Promise<CanonicalRun> {
  const folder = await mkdtemp(join(tmpdir(), 'renos-sync-canonical-'));
  const stateFile = join(folder, 'prepared.ndjson');
  const databases = kind === 'server' ? await fillServer(stateFile, width) : [await fillEmbedded(stateFile)];
  const idle: { readonly database: Database; readonly restore: () => Promise<void> }[] = [];
  for (const database of databases) idle.push({ database, restore: await keepRows(database) });
  return {
    open: async (options = {}) => {
      const next = idle.pop();
      if (next === undefined) throw new Error(`All ${databases.length} databases are in use.`);
      const copy = join(folder, `${randomUUID()}.ndjson`);
      await Promise.all([copyFile(stateFile, copy), next.restore()]);
      const world = await openSyncWorld({ ...next.database, close: async () => {} }, { ...options, state: copy });
      return {
        world,
        databaseUrl: '',
        close: async () => {
          await world.close();
          idle.push(next);
        },
      };
    },
    close: async () => {
      for (const database of databases) await database.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function fillEmbedded(stateFile: string): Promise<Database> {
  const database = await openTestDatabase('embedded');
  const world = await openSyncWorld({ ...database, close: async () => {} }, { state: stateFile });
  await fill(world);
  await world.close();
  return database;
}

async function fillServer(stateFile: string, width: number): Promise<readonly Database[]> {
  const template = await freshDatabase();
  const world = await openSyncWorld(openServer(template.url), { state: stateFile });
  await fill(world);
  await world.close();
  const databases: Database[] = [];
  for (let made = 0; made < width; made += 1) {
    const database = openServer((await cloneDatabase(template)).url);
    await keepCopied(database);
    databases.push(database);
  }
  return databases;
}

/** Keeps all rows as they are now, and gives what puts them back. */
async function keepRows({ orm, kind }: Database): Promise<() => Promise<void>> {
  const tables = sql`select format('%I.%I', schemaname, tablename) as name, format('kept.%I', schemaname || '_' || tablename) as kept
    from pg_tables where schemaname in ('public', 'renos_sync')`;
  await orm.execute('create schema kept');
  for (const { name, kept } of await rowsOf<{ name: string; kept: string }>(orm, tables))
    await orm.execute(`create table ${kept} as table ${name}`);
  let restored = 0;
  return async () => {
    await orm.execute(sql`do $$
      declare
        each record;
        has_rows boolean;
      begin
        perform set_config('session_replication_role', 'replica', true);
        for each in ${tables} loop
          execute 'select exists (select 1 from ' || each.name || ')' into has_rows;
          if has_rows then execute 'delete from ' || each.name; end if;
          execute 'select exists (select 1 from ' || each.kept || ')' into has_rows;
          if has_rows then execute 'insert into ' || each.name || ' overriding system value table ' || each.kept; end if;
        end loop;
      end $$`);
    restored += 1;
    // A server does it by itself.
    if (kind === 'embedded' && restored % 50 === 0) await orm.execute('vacuum');
  };
}

/** The same on the embedded database, which one process at a time may have open. */
export interface EmbeddedRun {
  /** A copy of that world: its data folder, and the journal of its sandbox. */
  copy(): Promise<EmbeddedCopy>;
  close(): Promise<void>;
}

export interface EmbeddedCopy {
  readonly dataDir: string;
  readonly stateFile: string;
  /** It is not used any more: its folder may hold another copy. */
  release(): void;
}

export async function prepareEmbeddedRun(): Promise<EmbeddedRun> {
  const folder = await mkdtemp(join(tmpdir(), 'renos-sync-canonical-'));
  const prepared = { dataDir: await freshFolder(), stateFile: join(folder, 'prepared.ndjson') };
  const world = await openSyncWorld(await openEmbedded(prepared.dataDir, { release: async () => {} }), {
    state: prepared.stateFile,
  });
  await fill(world);
  await world.close();
  // A database is known by its folder: one that keeps the calendar is kept, and what it holds put back.
  const idle: { readonly dataDir: string; readonly kept: string }[] = [];
  const another = async () => {
    const dataDir = await freshFolder(prepared.dataDir);
    const database = await openEmbedded(dataDir, { release: async () => {} });
    await keepCopied(database);
    await database.close();
    return { dataDir, kept: await freshFolder(dataDir) };
  };
  return {
    copy: async () => {
      const next = idle.pop() ?? (await another());
      const stateFile = join(folder, `${randomUUID()}.ndjson`);
      await Promise.all([copyFile(prepared.stateFile, stateFile), putBack(next)]);
      return { dataDir: next.dataDir, stateFile, release: () => void idle.push(next) };
    },
    close: () => rm(folder, { recursive: true, force: true }),
  };
}

/** Fills a data folder again; the folder of the database itself stays the one that it was. */
async function putBack({ dataDir, kept }: { readonly dataDir: string; readonly kept: string }): Promise<void> {
  const database = join(dataDir, 'database');
  const stays = (path: string) => path === database;
  for (const inside of [dataDir, database])
    for (const name of await readdir(inside))
      if (!stays(join(inside, name))) await rm(join(inside, name), { recursive: true, force: true });
  await copyFolder(kept, dataDir);
}

/** A copied database keeps the calendar that was copied with it, as if a person had said so. */
async function keepCopied(database: Database): Promise<void> {
  const signal = new AbortController().signal;
  const lease = await createLeases(database, () => {}).acquire('sync', { wait: false, signal });
  await createSyncStore(database, lease).keep(new Map([[calendarId, 2]]));
  await lease.release();
}

function cloneDatabase({ url }: TestDatabase): Promise<TestDatabase> {
  return freshDatabase(url.slice(inject('testServer').postgresUrl.length + 1));
}

async function fill(world: SyncWorld): Promise<void> {
  const { at, timed } = personAtGoogle(() => world);
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
  const admin = postgres(`${inject('testServer').postgresUrl}/postgres`, { max: 1, onnotice: () => {} });
  await admin`select pg_terminate_backend(pid) from pg_stat_activity where datname = ${name}`;
  for (;;) {
    const left = await admin`select 1 from pg_stat_activity where datname = ${name}`;
    if (left.length === 0) break;
  }
  await admin.end();
}

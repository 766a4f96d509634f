import { sql } from 'drizzle-orm';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { adoptCalendars } from '../../../src/core/calendar/adopt-calendar.js';
import type { SyncPorts } from '../../../src/core/calendar/model/sync-store.js';
import { inspectKeeper } from '../../../src/core/calendar/status/inspect-keeper.js';
import { lookAhead } from '../../../src/core/calendar/status/judge-status.js';
import { syncCalendar } from '../../../src/core/calendar/sync-calendar.js';
import { defaultSyncOptions, type SyncOptions } from '../../../src/core/options/sync-options.js';
import type { Database } from '../../../src/db/client/database.js';
import { openServer } from '../../../src/db/client/open-server.js';
import { createRunRepository } from '../../../src/db/read/run-repository.js';
import { createLeases } from '../../../src/db/sync/leases.js';
import { createSyncStore } from '../../../src/db/sync/sync-store.js';
import { copyDatabase } from '../../helpers/copied-database.js';
import { databaseKinds, freshDatabase, openTestDatabase } from '../../helpers/databases.js';
import { personAtGoogle } from '../../helpers/person-at-google.js';
import { openSyncWorld, type SyncWorld } from '../../helpers/sync-world.js';

describe.each(databaseKinds)('which database keeps a calendar, on the %s database', (kind) => {
  let world: SyncWorld;
  let copy: Database;

  beforeEach(async () => {
    world = await openSyncWorld(kind);
    for (const n of [1, 2]) await book(world.database, `b${n}`, n);
    await world.sync();
    later();
    copy = await copyDatabase(world.database, kind);
  });
  afterEach(async () => {
    await copy.close();
    await world.close();
  });

  const { inHours, later: goOn } = personAtGoogle(() => world);
  const at = (n: number) => inHours(n).replace('Z', '');
  const later = () => {
    goOn();
    return world.now.toISOString().replace('Z', '');
  };
  const book = ({ orm }: Database, id: string, n: number) =>
    orm.execute(sql`insert into bookings (id, "serviceType", "startTime", "endTime", "scheduledAt", "updatedAt")
      values (${id}, ${`Vask ${id}`}, ${at(n)}::timestamp, ${at(n + 1)}::timestamp, ${at(n)}::timestamp, now())`);
  const portsOf = (database: Database): SyncPorts => ({
    ...world.ports(),
    storeFor: (lease) => createSyncStore(database, lease),
    runs: createRunRepository(database),
    leases: createLeases(database, () => {}),
  });
  const sync = async (database: Database, options: Partial<SyncOptions> = {}) => {
    const { result, stopped } = await syncCalendar(portsOf(database), { ...defaultSyncOptions, ...options });
    if (stopped !== null) throw stopped;
    later();
    return result;
  };
  const nothing = { changes: [], conflicts: [], errors: [], requests: 1 };
  const copied = { exitCode: 3, code: 'database-copied' };
  const keptElsewhere = { exitCode: 3, code: 'calendar-kept-elsewhere' };

  test('a copy is refused before it has asked Google for anything, by sync, status and doctor', async () => {
    await book(copy, 'test1', 4);
    await copy.orm.execute(sql`update bookings set status = 'cancelled' where id = 'b1'`);
    world.sandbox.resetLog();
    for (const options of [{}, { dryRun: true }, { force: true }, { direction: 'google-to-db' } as const]) {
      await expect(sync(copy, options)).rejects.toMatchObject(copied);
    }
    const look = await lookAhead(async () => portsOf(copy), defaultSyncOptions);
    expect(look).toMatchObject({ result: null, refusal: copied });
    expect(await inspectKeeper(world.ports().calendar, createSyncStore(copy, null), 'primary')).toMatchObject(copied);
    expect(world.sandbox.requests).toEqual([]);
    expect(await sync(world.database)).toMatchObject(nothing);
  });

  test('a copy that is to keep the calendar continues, and the other one is refused from then on', async () => {
    const { calendars } = await adoptCalendars(portsOf(copy), ['primary']);
    expect(calendars).toMatchObject([{ calendarId: 'primary', epoch: 2 }]);
    later();
    await book(copy, 'b3', 4);
    expect(await sync(copy)).toMatchObject({ google: { created: 1, deleted: 0 }, database: { cancelled: 0 } });
    expect(await sync(copy)).toMatchObject(nothing);
    await book(world.database, 'b4', 5);
    for (const options of [{}, { dryRun: true }, { force: true }]) {
      await expect(sync(world.database, options)).rejects.toMatchObject(keptElsewhere);
    }
    const store = createSyncStore(world.database, null);
    expect(await inspectKeeper(world.ports().calendar, store, 'primary')).toMatchObject(keptElsewhere);
    // Its own event says so, and three are bookings'.
    expect(await world.events()).toHaveLength(4);
    expect(world.sandbox.mails).toEqual([]);
  });

  test.each([
    [
      'whose events were all deleted since',
      async () => {
        for (const { id } of await world.events()) {
          if (id?.startsWith('renos') && id !== 'renoskeeper')
            await world.google.events.delete({ calendarId: 'primary', eventId: id });
        }
      },
    ],
    ['in which no event of ours is left when it is said', async () => {}],
  ])('the other one is refused also in a calendar %s', async (what, thenDelete) => {
    if (what.startsWith('in which')) {
      await world.database.orm.execute(
        sql`update bookings set status = 'cancelled', "updatedAt" = ${later()}::timestamp`,
      );
      await sync(world.database, { maxDeletes: { percent: 100 } });
      await copy.orm.execute(sql`truncate bookings cascade`);
    }
    await adoptCalendars(portsOf(copy), ['primary']);
    await thenDelete();
    later();
    await book(world.database, 'b9', 5);
    const before = await world.bookings();
    await expect(sync(world.database)).rejects.toMatchObject(keptElsewhere);
    await expect(sync(world.database, { force: true })).rejects.toMatchObject(keptElsewhere);
    expect(await world.bookings()).toEqual(before);
    await adoptCalendars(portsOf(world.database), ['primary']);
    later();
    await sync(world.database, { maxDeletes: { percent: 100 } });
    await expect(sync(copy)).rejects.toMatchObject(keptElsewhere);
    expect((await world.bookings()).map(({ serviceType }) => serviceType)).not.toContain(
      'renos-sync: which database keeps this calendar',
    );
  });

  test('an account that may only read a calendar can own it, and writes nothing to it', async () => {
    world.sandbox.setRole('renos-sync', 'reader');
    const before = (await world.events()).map(({ etag }) => etag);
    expect(await adoptCalendars(portsOf(copy), ['primary'])).toMatchObject({ calendars: [{ eventId: null }] });
    expect((await world.events()).map(({ etag }) => etag)).toEqual(before);
    later();
    expect(await sync(copy, { direction: 'google-to-db' })).toMatchObject({ changes: [], errors: [] });
  });

  test('the other one may take it back, and then the copy is refused', async () => {
    await adoptCalendars(portsOf(copy), ['primary']);
    later();
    await sync(copy);
    await adoptCalendars(portsOf(world.database), ['primary']);
    later();
    expect(await sync(world.database)).toMatchObject({ changes: [], errors: [] });
    expect(await sync(world.database)).toMatchObject(nothing);
    await expect(sync(copy)).rejects.toMatchObject(keptElsewhere);
  });

  test('a database with a memory of its own is refused too: one of another firm, or a copy without the schema', async () => {
    const other = await openTestDatabase(kind);
    try {
      await book(other, 'x1', 6);
      await expect(sync(other)).rejects.toMatchObject(keptElsewhere);
      await expect(sync(other, { direction: 'google-to-db' })).rejects.toMatchObject(keptElsewhere);
      expect(await world.events()).toHaveLength(2);
    } finally {
      await other.close();
    }
  });

  test.runIf(kind === 'server')('a copy that takes the name of the original on its server is refused', async () => {
    const { data } = await world.google.calendars.insert({ requestBody: { summary: 'Hold 2' } });
    const calendarIds = [data.id ?? ''] as const;
    const original = await freshDatabase();
    const name = new URL(original.url).pathname.slice(1);
    const first = openServer(original.url);
    await book(first, 'x1', 1);
    await sync(first, { calendarIds });
    expect(await sync(first, { calendarIds })).toMatchObject(nothing);
    await first.close();
    const clone = await freshDatabase(name);
    const admin = openServer(original.url.replace(name, 'postgres'));
    const rename = (from: string, to: string) => admin.orm.execute(sql.raw(`alter database ${from} rename to ${to}`));
    await rename(name, `${name}_old`);
    const cloneName = new URL(clone.url).pathname.slice(1);
    await rename(cloneName, name);
    const second = openServer(original.url);
    try {
      await expect(sync(second, { calendarIds })).rejects.toMatchObject(copied);
    } finally {
      await second.close();
      await rename(name, cloneName);
      await rename(`${name}_old`, name);
      await admin.close();
      await Promise.all([original.drop(), clone.drop()]);
    }
  });

  test('a copy for tests may sync with a calendar of its own, and nothing in the other one is touched', async () => {
    const { data } = await world.google.calendars.insert({ requestBody: { summary: 'Prøve' } });
    world.sandbox.resetLog();
    const result = await sync(copy, { calendarIds: [data.id ?? ''] });
    expect(result.google).toEqual({ created: 0, updated: 0, deleted: 0 });
    expect(world.sandbox.requests.filter(({ calendarId }) => calendarId === 'primary')).toEqual([]);
  });

  test('the memory may be dropped: the same database keeps the calendar still', async () => {
    await world.database.orm.execute(
      sql`truncate renos_sync.keepers, renos_sync.calendars, renos_sync.links, renos_sync.runs`,
    );
    expect(await sync(world.database)).toMatchObject({ changes: [], errors: [] });
    expect(await sync(world.database)).toMatchObject(nothing);
    await expect(sync(copy)).rejects.toMatchObject(copied);
  });

  test('an event copied from a calendar of another database stops no sync', async () => {
    const other = await openTestDatabase(kind);
    try {
      const calendarId = (await world.google.calendars.insert({ requestBody: { summary: 'Hold 2' } })).data.id ?? '';
      const [event] = await world.events();
      const { start, end, summary, extendedProperties } = event ?? {};
      await world.google.events.insert({
        calendarId,
        requestBody: {
          start: start ?? {},
          end: end ?? {},
          summary: summary ?? '',
          extendedProperties: extendedProperties ?? {},
        },
      });
      expect(await sync(other, { calendarIds: [calendarId] })).toMatchObject({ errors: [], database: { created: 1 } });
    } finally {
      await other.close();
    }
  });

  test('nothing more is asked or read at rest, however many links there are', async () => {
    const statementsAtRest = async () => {
      const before = world.database.statements();
      expect(await sync(world.database)).toMatchObject(nothing);
      return world.database.statements() - before;
    };
    await sync(world.database);
    const few = await statementsAtRest();
    for (let n = 0; n < 40; n += 1) await book(world.database, `m${n}`, 10 + n);
    await sync(world.database);
    await sync(world.database);
    expect(await statementsAtRest()).toBe(few);
  });
});

import { sql } from 'drizzle-orm';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { GuardRefusal, LeaseLostError, saying } from '../../../src/core/errors.js';
import { silentProgress } from '../../../src/core/ports.js';
import { rowsOf } from '../../../src/db/client/database.js';
import { openGoogleCalendar } from '../../../src/google/open-google-calendar.js';
import { personAtGoogle } from '../../helpers/person-at-google.js';
import { differences, readSides } from '../../helpers/sync-sides.js';
import { openSyncWorld, type SyncWorld } from '../../helpers/sync-world.js';

const calendarId = 'primary';
let world: SyncWorld;
beforeEach(async () => {
  world = await openSyncWorld('server');
});
afterEach(() => world.close());

const { at, book, later, bookDays } = personAtGoogle(() => world);

async function removeEvents(count: number): Promise<void> {
  const events = (await world.events()).slice(0, count);
  for (const { id } of events) await world.google.events.delete({ calendarId, eventId: id ?? '' });
}

/** A run that is refused, and leaves both sides and its own memory as they were. */
async function expectRefusal(code: string): Promise<void> {
  const memory = () => rowsOf(world.database.orm, sql`select * from renos_sync.links order by id`);
  const tokens = () => rowsOf(world.database.orm, sql`select * from renos_sync.calendars`);
  const before = {
    bookings: await world.bookings(),
    events: await world.events(),
    links: await memory(),
    tokens: await tokens(),
  };
  for (let run = 0; run < 2; run += 1) {
    later();
    const error = await world.sync().catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(GuardRefusal);
    expect(error).toMatchObject({ code, exitCode: 3 });
    expect((error as GuardRefusal).actions.join('\n')).toContain('--max-deletes');
  }
  expect({
    bookings: await world.bookings(),
    events: await world.events(),
    links: await memory(),
    tokens: await tokens(),
  }).toEqual(before);
}

async function expectSettled(): Promise<void> {
  expect(differences(await readSides(world))).toEqual([]);
  later();
  expect(await world.sync()).toMatchObject({ requests: 1, changes: [], errors: [] });
  expect(world.sandbox.mails).toEqual([]);
}

describe('a run that would remove too much', () => {
  test('eleven of forty are a quarter and more: refused, named, and done when it is meant', async () => {
    await bookDays(40);
    await world.sync();
    await removeEvents(11);
    for (const dryRun of [true, false]) {
      const { result, stopped } = await world.syncOutcome({ dryRun });
      expect(stopped).toMatchObject({ code: 'too-many-removals', items: { length: 11 } });
      expect(result).toMatchObject({ dryRun: true, database: { cancelled: 11 }, changes: { length: 11 } });
    }
    await expectRefusal('too-many-removals');
    expect(await world.sync({ maxDeletes: { count: 11 } })).toMatchObject({ database: { cancelled: 11 } });
    await expectSettled();
  });

  test('ten of twelve are not more than ten', async () => {
    await bookDays(12);
    await world.sync();
    await removeEvents(10);
    expect(await world.sync()).toMatchObject({ database: { cancelled: 10 } });
    await expectSettled();
  });

  test('bookings cancelled in bulk', async () => {
    await bookDays(20);
    await world.sync();
    await world.database.orm.execute(sql`update bookings set status = 'cancelled' where id < 'b3'`);
    await expectRefusal('too-many-removals');
  });

  test('a calendar that is suddenly empty, its tombstones gone', async () => {
    await bookDays(3);
    await world.sync();
    await removeEvents(3);
    world.sandbox.addFault({ kind: 'expire-tombstones' });
    world.sandbox.addFault({ kind: 'expire-token', match: { syncToken: true } });
    await expectRefusal('calendar-empty');
  });

  test('a list in which more than a quarter of the events are missing, their tombstones gone', async () => {
    await bookDays(40);
    await world.sync();
    await removeEvents(11);
    world.sandbox.addFault({ kind: 'expire-tombstones' });
    world.sandbox.addFault({ kind: 'expire-token', match: { syncToken: true } });
    await expectRefusal('events-missing');
    expect(await world.sync({ maxDeletes: { count: 11 } })).toMatchObject({ database: { cancelled: 11 } });
    await expectSettled();
  });

  test('a table of bookings that is suddenly empty', async () => {
    await bookDays(3);
    await world.sync();
    await world.database.orm.execute(sql`delete from bookings`);
    await expectRefusal('bookings-gone');
    expect(await world.sync({ maxDeletes: { percent: 100 } })).toMatchObject({ google: { deleted: 3 } });
  });

  test('a calendar that cannot be found says nothing of its events', async () => {
    await bookDays(3);
    await world.sync();
    later();
    world.sandbox.addFault({ kind: 'status', status: 404, times: 0 });
    await expect(world.sync()).rejects.toMatchObject({ exitCode: 5, code: 'calendar-not-found' });
    world.sandbox.clearFaults();
    await expectSettled();
  });
});

test('with maxEvents the rest comes next time, and nothing is taken for deleted', async () => {
  await bookDays(7);
  const results = [];
  for (let run = 0; run < 3; run += 1) {
    const { google, database, deferred } = await world.sync({ maxEvents: 3 });
    results.push([google.created, database.cancelled, deferred]);
    later();
  }
  expect(results).toEqual([
    [3, 0, 4],
    [3, 0, 1],
    [1, 0, 0],
  ]);
  await removeEvents(4);
  expect(await world.sync({ maxEvents: 3 })).toMatchObject({ database: { cancelled: 3 }, google: { created: 0 } });
  later();
  expect(await world.sync({ maxEvents: 3 })).toMatchObject({ database: { cancelled: 1 }, google: { created: 0 } });
  await expectSettled();
});

test.each([
  ['maxEvents leaves', { force: true, maxEvents: 1 }, null],
  ['a quota leaves', { force: true }, { kind: 'status', status: 403, reason: 'quotaExceeded', times: 0 }],
] as const)(
  'what %s of a forced run comes next time, though no list of changes names it',
  async (_what, options, fault) => {
    await bookDays(4);
    await world.sync();
    for (const { id } of await world.events())
      await world.google.events.patch({ calendarId, eventId: id ?? '', requestBody: { location: 'Torvet 1' } });
    await world.database.orm.execute(sql`update bookings set notes = 'Nøgle', "updatedAt" = now() where id = 'b0'`);
    await aheadOfTheLinks();
    if (fault !== null) world.sandbox.addFault({ ...fault, match: { method: 'PATCH' } });
    await world.syncOutcome(options);
    world.sandbox.clearFaults();
    later();
    await world.sync();
    await expectSettled();
    expect((await world.bookings()).map(({ address }) => address)).toEqual(Array(4).fill('Torvet 1'));
  },
);

/** The token tells of nothing that was changed until now, as after the links alone came back from a backup. */
async function aheadOfTheLinks(): Promise<void> {
  const { data } = await world.google.events.list({ calendarId, maxResults: 2500, showDeleted: true });
  await world.database.orm.execute(sql`update renos_sync.calendars set sync_token = ${data.nextSyncToken ?? ''}`);
}

describe('a run whose lease another one takes over', () => {
  test('writes nothing more to the database, and the next run finds what it had made', async () => {
    await bookDays(3);
    const ports = world.ports();
    const { calendar } = ports;
    const takenOver: typeof calendar = {
      ...calendar,
      insert: async (...args) => {
        await world.database.orm.execute(sql`update renos_sync.leases set fence = fence + 1`);
        return calendar.insert(...args);
      },
    };
    const run = world.syncOutcome({}, { calendar: takenOver });
    await expect(run).rejects.toBeInstanceOf(LeaseLostError);
    await expect(run).rejects.toMatchObject({ exitCode: 5 });
    expect((await readSides(world)).eventOf.size).toBe(0);
    // It is another's now: ours must not have released it.
    await expect(world.sync()).rejects.toMatchObject({ code: 'busy' });
    await world.database.orm.execute(sql`update renos_sync.leases set expires_at = now()`);
    await world.sync();
    expect(await world.events()).toHaveLength(3);
    await expectSettled();
  });

  test.each([
    ['waits for its turn', { pace: { perSecond: 1, burst: 1 } }, null],
    ['is asked to slow down', {}, { kind: 'status', status: 429 }],
    ['backs off', {}, { kind: 'status', status: 503 }],
    ['backs off from a lost reply', {}, { kind: 'drop' }],
    ['has its token renewed', {}, { kind: 'status', status: 401 }],
  ] as const)('while a write %s: the write does not go out', async (_name, options, fault) => {
    await bookDays(1);
    if (fault !== null) world.sandbox.addFault({ ...fault, match: { operation: 'events.insert' } });
    let isWriting = false;
    let isTaken = false;
    const takeOver = async () => {
      isTaken = isWriting;
    };
    const calendar = openGoogleCalendar({
      apiUrl: world.sandbox.url,
      credentials: null,
      clock: () => world.now,
      wait: takeOver,
      log: ({ status }) => void (status === 401 && takeOver()),
      ...options,
    });
    const progress = {
      ...silentProgress,
      start: (_label: string, total: number | null) => {
        isWriting = total !== null;
      },
    };
    const { leases } = world.ports();
    const acquire: typeof leases.acquire = async (...args) => ({
      ...(await leases.acquire(...args)),
      assertOurs: async () => {
        if (isTaken) throw new LeaseLostError(saying('lease-lost', { name: 'sync' }));
      },
    });
    await world.syncOutcome({}, { calendar, progress, leases: { acquire } }).catch(() => {});
    expect(isTaken).toBe(true);
    expect(await world.events()).toEqual([]);
  });
});

describe('rows as the application left them over the years', () => {
  const insert = (id: string, days: number, more: object = {}) =>
    world.google.events.insert({
      calendarId,
      requestBody: { id, summary: 'Vask', start: { dateTime: at(days) }, end: { dateTime: at(days, 11) }, ...more },
    });

  test('without startTime, and with the event noted at the end of the notes', async () => {
    await insert('gammel1', 2, { description: 'Nøgle' });
    await world.database.orm.execute(sql`insert into bookings (id, "serviceType", notes, "scheduledAt", "estimatedDuration", "updatedAt")
      values ('b1', 'Vask', E'Nøgle\nGoogle Calendar Event ID: gammel1', ${at(2).replace('Z', '')}::timestamp, 120, now())`);
    expect(await world.sync()).toMatchObject({ linked: 1, changes: [] });
    later();
    await world.google.events.patch({
      calendarId,
      eventId: 'gammel1',
      requestBody: { description: 'Nøgle hos naboen' },
    });
    expect(await world.sync()).toMatchObject({ database: { updated: 1 }, google: { updated: 0 } });
    expect(await world.bookings()).toMatchObject([
      { notes: 'Nøgle hos naboen\nGoogle Calendar Event ID: gammel1', calendarEventId: 'gammel1' },
    ]);
    await expectSettled();
  });

  test('cancelled, while the event stayed: reported, and no booking is created from it again', async () => {
    await insert('gammel1', 2);
    await world.addBooking({
      id: 'b1',
      serviceType: 'Vask',
      status: 'cancelled',
      calendarEventId: 'gammel1',
      start: at(2),
      end: at(2, 11),
    });
    expect(await world.sync()).toMatchObject({ changes: [], errors: [{ code: 'parted-before-first-sync' }] });
    for (const force of [false, true]) {
      later();
      expect(await world.sync({ force })).toMatchObject({ changes: [], errors: [] });
    }
    expect(await world.bookings()).toHaveLength(1);
  });

  test.each([
    ['takes place, its event is nowhere', 'scheduled', 'google', 'cancelled'],
    ['was cancelled, its event stayed', 'cancelled', 'database', 'cancelled'],
    ['was cancelled, its event stayed', 'cancelled', 'google', 'scheduled'],
  ] as const)(
    'held, of which one %s: listed by each run, asked for once (%s, %s)',
    async (_what, status, side, ends) => {
      if (status === 'cancelled') await insert('gammel1', 2);
      await world.addBooking({
        id: 'b1',
        serviceType: 'Vask',
        status,
        calendarEventId: 'gammel1',
        start: at(2),
        end: at(2, 11),
      });
      const held = { changes: [], errors: [], conflicts: [{ bookingId: 'b1', fields: ['removed'], decision: 'held' }] };
      expect(await world.sync({ policy: 'hold' })).toMatchObject(held);
      for (let run = 0; run < 2; run += 1) {
        later();
        expect(await world.sync({ policy: 'hold' })).toMatchObject({ ...held, requests: 1 });
      }
      await world.sync({ policy: 'hold', decisions: new Map([['b1', side]]) });
      expect(await world.bookings()).toMatchObject([{ id: 'b1', status: ends }]);
      await expectSettled();
    },
  );

  test('two that note one event: the one that takes place has it, the other gets its own', async () => {
    await insert('gammel1', 2);
    await book('b1', 2, { calendarEventId: 'gammel1' });
    later();
    await book('b2', 2, { calendarEventId: 'gammel1' });
    expect(await world.sync()).toMatchObject({ linked: 1, google: { created: 1 } });
    await expectSettled();
  });
});

test('a calendar is empty in order when the bookings of all that it held have taken place', async () => {
  await bookDays(2);
  await world.sync();
  await world.database.orm.execute(sql`update bookings set status = 'completed'`);
  await removeEvents(2);
  await world.sync();
  later();
  expect(await world.sync({ force: true })).toMatchObject({ changes: [], errors: [] });
});

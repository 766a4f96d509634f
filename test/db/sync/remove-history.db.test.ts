import { type SQL, sql } from 'drizzle-orm';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { rowsOf } from '../../../src/db/client/database.js';
import { createHistoryStore } from '../../../src/db/read/history-store.js';
import { createRunRepository } from '../../../src/db/read/run-repository.js';
import { removeHistory, runsWithCleanup } from '../../../src/db/sync/remove-history.js';
import { databaseKinds } from '../../helpers/databases.js';
import { importText, worldOf } from '../../helpers/import-world.js';
import { openSyncWorld, type SyncWorld } from '../../helpers/sync-world.js';

const day = 86_400_000;

describe.each(databaseKinds)('history that is older than is kept, on %s', (kind) => {
  let world: SyncWorld;
  beforeEach(async () => {
    world = await openSyncWorld(kind);
  });
  afterEach(() => world.close());

  const write = (statement: SQL) => world.database.orm.execute(statement);
  const ids = async (table: string, id = 'id') =>
    (await rowsOf<{ id: string }>(world.database.orm, sql.raw(`select ${id} as id from ${table} order by 1`))).map(
      (row) => row.id,
    );
  const inDays = (days: number) => new Date(Date.now() + days * day);
  const addRun = (id: string, days: number, columns: { kind?: string; status?: string; counts?: object } = {}) => {
    const { kind: of = 'sync', status = 'succeeded', counts = { eventsCreated: 0, eventsUpdated: 0 } } = columns;
    return write(sql`insert into renos_sync.runs (id, kind, status, options, counts, started_at, finished_at)
      values (${id}, ${of}, ${status}, '{}', ${JSON.stringify(counts)}::text::jsonb, now() + ${days}::int * interval '1 day', now() + ${days}::int * interval '1 day')`);
  };
  const addChanges = (runId: string, count: number) =>
    write(sql`insert into renos_sync.journal (run_id, seq, side, action, kind, item_id, fields, rule)
      select ${runId}, n, 'database', 'update', 'booking', 'b' || n, '{}', 'x' from generate_series(1, ${count}::int) n`);

  test('a run goes with all of its journal, a younger one stays as it is', async () => {
    await addRun('old', -401);
    await addChanges('old', 3);
    await write(sql`insert into renos_sync.journal_creations (run_id, seq, seqs, lines, customer_ids)
      values ('old', 4, '{4,5}', '{2,3}', '{k1,k2}')`);
    await addRun('young', -399);
    await addChanges('young', 2);
    await addRun('last', 0);
    await removeHistory(world.database, { days: 400 });
    expect(await ids('renos_sync.runs')).toEqual(['last', 'young']);
    expect(await ids('renos_sync.journal', 'distinct run_id')).toEqual(['young']);
    expect(await ids('renos_sync.journal_creations', 'run_id')).toEqual([]);
    expect(await ids('renos_sync.past_runs')).toEqual([]);
    expect((await createHistoryStore(world.database).findRuns({ kind: null, limit: null })).length).toBe(2);
  });

  test('the last run of each kind stays, and the last that went well', async () => {
    await addRun('first', -800);
    await addRun('good', -700);
    await addRun('import', -600, { kind: 'import' });
    await addRun('failed', -500, { status: 'failed', counts: {} });
    await removeHistory(world.database, { days: 400 });
    expect(await ids('renos_sync.runs')).toEqual(['failed', 'good', 'import']);
    await removeHistory(world.database, { days: 400 });
    expect(await ids('renos_sync.runs')).toEqual(['failed', 'good', 'import']);
  });

  test('a conflict that waits for a person stays, with the run that found it and the link of its booking', async () => {
    await addRun('held', -500);
    await addRun('decided', -500);
    await addRun('last', 0);
    await write(sql`insert into renos_sync.conflicts (id, run_id, booking_id, calendar_id, event_id, fields, policy, decision, reason, at, resolved_at)
      values ('open', 'held', 'b1', 'primary', 'e1', '{}', 'hold', 'held', 'x', now() - interval '500 days', null),
        ('over', 'decided', 'b2', 'primary', 'e2', '{}', 'newest', 'google', 'x', now() - interval '500 days', now() - interval '500 days'),
        ('lately', 'decided', 'b3', 'primary', 'e3', '{}', 'newest', 'google', 'x', now() - interval '500 days', now() - interval '5 days')`);
    for (const n of [1, 2, 3])
      await write(sql`insert into renos_sync.links (id, booking_id, calendar_id, event_id, etag, base, closed, updated_at)
        values ('l' || ${n}::text, 'b' || ${n}::text, 'primary', 'e' || ${n}::text, '', '{}', true, now() - ${n === 3 ? 5 : 500}::int * interval '1 day')`);
    await removeHistory(world.database, { days: 400 });
    expect(await ids('renos_sync.conflicts')).toEqual(['lately', 'open']);
    expect(await ids('renos_sync.runs')).toEqual(['held', 'last']);
    expect(await ids('renos_sync.links')).toEqual(['l1', 'l3']);
  });

  test('a pair stays while either side is there, and while its cancelled booking is not long over', async () => {
    const at = (days: number) => inDays(days).toISOString();
    await world.addBooking({ id: 'past', start: at(-500), end: at(-500), status: 'cancelled' });
    await world.addBooking({ id: 'planned', start: at(-500), end: at(-500) });
    await world.addBooking({ id: 'ahead', start: at(30), end: at(30), status: 'cancelled' });
    for (const [id, closed] of [
      ['past', true],
      ['planned', true],
      ['ahead', true],
      ['none', true],
      ['open', false],
    ] as const)
      await write(sql`insert into renos_sync.links (id, booking_id, calendar_id, event_id, etag, base, closed, updated_at)
        values (${id}, ${id}, 'primary', ${id}, '', '{}', ${closed}, now() - interval '500 days')`);
    await removeHistory(world.database, { days: 400 });
    expect(await ids('renos_sync.links')).toEqual(['ahead', 'open', 'planned']);
  });

  test('an event of a run that was removed is not taken for a sign of a backup', async () => {
    const start = new Date(Math.floor(Date.now() / 3_600_000) * 3_600_000 + day);
    const end = new Date(start.getTime() + 3_600_000);
    await world.addBooking({ id: 'b1', serviceType: 'Vask', start: start.toISOString(), end: end.toISOString() });
    expect(await world.sync()).toMatchObject({ google: { created: 1 }, errors: [] });
    const [writing] = await ids('renos_sync.runs');
    for (let run = 0; run < 3; run += 1) await world.sync();
    await removeHistory(world.database, { days: 400, now: inDays(500) });
    expect(await ids('renos_sync.runs')).toHaveLength(1);
    expect(await ids('renos_sync.past_runs')).toEqual([writing]);
    expect(await ids('renos_sync.journal', 'run_id')).toEqual([]);
    const [event] = await world.events();
    await world.google.events.patch({
      calendarId: 'primary',
      eventId: event?.id ?? '',
      requestBody: { location: 'Torvet 1' },
    });
    expect(await world.sync()).toMatchObject({ database: { updated: 1 }, errors: [] });
    expect((await world.bookings())[0]?.address).toBe('Torvet 1');
  });

  test('previous keys of customers that no file has met for so long are removed', async () => {
    const imports = worldOf(world.database);
    await importText(
      imports,
      'Name,Email,Phone\nJens Hansen,jens@example.dk,20304050\nBo Madsen,bo@example.dk,20304060',
    );
    const [jens, bo] = await ids('customers');
    const age = () =>
      write(sql`insert into renos_sync.customer_aliases (customer_id, kind, key, seen_at)
        select id, 'email', 'old' || email, now() - interval '500 days' from customers`);
    await age();
    await importText(imports, 'Name,Email,Company\nJens Hansen,jens@example.dk,Hansen ApS');
    const met = await ids('customers where "companyName" is not null');
    await removeHistory(world.database, { days: 400 });
    expect([jens, bo]).toContain(met[0]);
    expect(await ids('renos_sync.customer_aliases', 'customer_id')).toEqual(met);
  });

  test('a file that says nothing new keeps the previous keys of its customers too', async () => {
    const imports = worldOf(world.database);
    const file = 'Name,Email,Phone\nJens Hansen,jens@example.dk,20304050\nBo Madsen,bo@example.dk,20304060';
    await importText(imports, file);
    await write(sql`insert into renos_sync.customer_aliases (customer_id, kind, key, seen_at)
      select id, 'email', 'old' || email, now() - interval '500 days' from customers`);
    expect(await importText(imports, file)).toMatchObject({ customersUpdated: 0, customersCreated: 0 });
    await removeHistory(world.database, { days: 400 });
    expect(await ids('renos_sync.customer_aliases', 'customer_id')).toEqual(await ids('customers'));
  });

  test('failed items whose booking is gone are removed, those that are still to be done stay', async () => {
    const at = inDays(1).toISOString();
    await world.addBooking({ id: 'there', start: at, end: at });
    for (const id of ['there', 'gone'])
      await write(sql`insert into renos_sync.troubles (id, calendar_id, booking_id, code, reason, last_at)
        values (${id}, 'primary', ${id}, 'x', 'x', now() - interval '500 days')`);
    await removeHistory(world.database, { days: 400 });
    expect(await ids('renos_sync.troubles')).toEqual(['there']);
  });

  test('much of it is removed in bites that are a statement each, and a run has a bounded number of them', async () => {
    await addRun('old', -500);
    await addRun('last', 0);
    await addChanges('old', 120_000);
    const counted = async () => {
      const before = world.database.statements();
      await removeHistory(world.database, { days: 400 });
      return world.database.statements() - before;
    };
    expect(await counted()).toBe(20);
    // The run itself went first: half a journal is never taken for a whole one.
    expect(await ids('renos_sync.runs')).toEqual(['last']);
    expect(await ids('renos_sync.journal', 'count(*)::int')).toEqual([120_000 - 19 * 5_000]);
    expect(await counted()).toBe(6);
    expect(await ids('renos_sync.journal', 'run_id')).toEqual([]);
    expect(await counted()).toBe(1);
  });

  test('a run that ends well removes what is old, and is not failed by what cannot be removed', async () => {
    await addRun('old', -500);
    const runs = runsWithCleanup(createRunRepository(world.database), world.database, { days: 400 });
    const first = await runs.start('sync', {});
    await runs.finish(first, 'failed', {}, null);
    expect(await ids('renos_sync.runs')).toContain('old');
    const second = await runs.start('sync', {});
    await runs.finish(second, 'succeeded', {}, null);
    expect(await ids('renos_sync.runs')).not.toContain('old');
    await write(sql`drop table renos_sync.past_runs`);
    const third = await runs.start('sync', {});
    await runs.finish(third, 'succeeded', {}, null);
    expect((await runs.findLast('sync'))?.status).toBe('succeeded');
  });
});

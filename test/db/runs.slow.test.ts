import { sql } from 'drizzle-orm';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Database, rowsOf } from '../../src/db/client/database.js';
import { openServer } from '../../src/db/client/open-server.js';
import { createHistoryStore } from '../../src/db/read/history-store.js';
import { createRunRepository } from '../../src/db/read/run-repository.js';
import { createStatusStore } from '../../src/db/read/status-store.js';
import { createLeases } from '../../src/db/sync/leases.js';
import { databaseKinds, freshDatabase, openTestDatabase, type TestDatabase } from '../helpers/databases.js';

const signal = new AbortController().signal;

/** What everybody who is asked says of the last sync. */
async function told(database: Database) {
  const history = createHistoryStore(database);
  const [line] = await history.findRuns({ kind: 'sync', limit: 1 });
  const [like] = await history.findRunsLike(line?.id ?? '');
  const last = await createRunRepository(database).findLast('sync');
  const [memory] = await createStatusStore(database).readCalendarMemories(['primary']);
  return [line?.status, like?.status, last?.status, memory?.lastRun?.status];
}

describe.each(databaseKinds)('a run without an end (%s)', (kind) => {
  let database: Database;
  beforeEach(async () => {
    database = await openTestDatabase(kind);
  });
  afterEach(() => database.close());

  test('says running while its lease is held, and interrupted when it is not', async () => {
    const lease = await createLeases(database, () => {}).acquire('sync', { wait: false, signal });
    await createRunRepository(database).start('sync', { calendarIds: ['primary'] });
    expect(await told(database)).toEqual(Array(4).fill('running'));
    await lease.release();
    expect(await told(database)).toEqual(Array(4).fill('interrupted'));
  });

  test('is set right by the next of its kind, and only by that', async () => {
    const runs = createRunRepository(database);
    const ids = [await runs.start('import', {}), await runs.start('sync', {})];
    await runs.start('import', {});
    const list = await rowsOf(
      database.orm,
      sql`select id, status, finished_at is null as open from renos_sync.runs order by seq`,
    );
    expect(list).toMatchObject([
      { id: ids[0], status: 'interrupted', open: false },
      { id: ids[1], status: 'running', open: true },
      { status: 'running', open: true },
    ]);
  });
});

describe('on a server', () => {
  let fresh: TestDatabase;
  let [mine, other]: Database[] = [];
  beforeEach(async () => {
    fresh = await freshDatabase();
    [mine, other] = [openServer(fresh.url), openServer(fresh.url)];
  });
  afterEach(async () => {
    await Promise.all([mine?.close(), other?.close()]);
    await fresh.drop();
  });

  test('a run is interrupted as soon as the connection of its process is gone', async () => {
    if (mine === undefined || other === undefined) return;
    await createLeases(other, () => {}).acquire('sync', { wait: false, signal });
    await createRunRepository(other).start('sync', { calendarIds: ['primary'] });
    expect(await told(mine)).toEqual(Array(4).fill('running'));
    await other.close();
    await expect.poll(() => mine !== undefined && told(mine)).toEqual(Array(4).fill('interrupted'));
  });

  test('a waiting run soon gets a free lease', async () => {
    if (mine === undefined || other === undefined) return;
    const waited: number[] = [];
    for (let n = 0; n < 3; n += 1) {
      const lease = await createLeases(mine, () => {}).acquire('sync', { wait: false, signal });
      const next = createLeases(other, () => lease.release()).acquire('sync', { wait: true, signal });
      const startedAt = performance.now();
      await (await next).release();
      waited.push(performance.now() - startedAt);
    }
    expect(Math.min(...waited)).toBeLessThan(400);
  });
});

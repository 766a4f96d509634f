import { sql } from 'drizzle-orm';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { readStatus } from '../../src/core/calendar/status/sync-status.js';
import { defaultSyncOptions } from '../../src/core/options/sync-options.js';
import { listRuns } from '../../src/core/runs/history.js';
import { rowsOf } from '../../src/db/client/database.js';
import { createHistoryStore } from '../../src/db/read/history-store.js';
import { createRunRepository } from '../../src/db/read/run-repository.js';
import { createStatusStore } from '../../src/db/read/status-store.js';
import { databaseKinds } from '../helpers/databases.js';
import { openSyncWorld, type SyncWorld } from '../helpers/sync-world.js';

const day = 86_400_000;
const hour = 3_600_000;

describe.each(databaseKinds)('a clock that is a day ahead for one run, on %s', (kind) => {
  let world: SyncWorld;
  beforeEach(async () => {
    world = await openSyncWorld(kind);
  });
  afterEach(() => world.close());

  const status = (maxAge: number | null) =>
    readStatus(
      {
        store: createStatusStore(world.database),
        runs: createRunRepository(world.database),
        clock: () => world.now,
        googleAs: null,
        sync: async () => world.ports(),
      },
      { sync: defaultSyncOptions, maxAge },
    );

  const runAhead = async () => {
    world.now = new Date(Date.now() + day);
    await world.sync();
    world.now = new Date();
  };

  /** What a database whose own clock was wrong holds of a run, as one inside the process does. */
  const datedAhead = async () => {
    await world.sync();
    await world.database.orm.execute(
      sql`update renos_sync.runs set started_at = started_at + interval '1 day', finished_at = finished_at + interval '1 day'`,
    );
    await world.database.orm.execute(
      sql`update analytics set date = date + 1, value = value + ${day}::float8 where metric = 'calendar_sync'`,
    );
  };

  test.each([
    ["the program's own", runAhead],
    ["the database's", datedAhead],
  ])('%s: later runs are the last ones, and a good one is not too old', async (_whose, wrong) => {
    await wrong();
    await world.sync();
    expect(await status(2 * hour)).toMatchObject({ verdict: 'in-step', lastRun: { status: 'succeeded' } });
    world.sandbox.addFault({ kind: 'status', status: 403, reason: 'forbidden', times: 1 });
    await world.sync().catch(() => {});
    const { lastRun, calendars, lastSync } = await status(null);
    expect(lastRun).toMatchObject({ status: 'failed' });
    expect(calendars).toMatchObject([{ lastRun: { status: 'failed' } }]);
    expect(Math.abs(Date.now() - Date.parse(lastSync ?? ''))).toBeLessThan(hour);
    const { runs } = await listRuns(createHistoryStore(world.database), { kind: null, limit: null });
    expect(runs.map((run) => run.status)).toEqual(['failed', 'succeeded', 'succeeded']);
    for (const { durationMs, startedAt, finishedAt } of runs) {
      expect(durationMs).toBeGreaterThanOrEqual(0);
      expect(Date.parse(finishedAt ?? '')).toBeGreaterThanOrEqual(Date.parse(startedAt));
    }
  });

  test('the dashboard has no row of a day that is still to come, once a sync is done', async () => {
    await datedAhead();
    await world.sync();
    const [row] = await rowsOf<{ newest: number }>(
      world.database.orm,
      sql`select max(value)::float8 as newest from analytics where metric = 'calendar_sync'`,
    );
    expect(Math.abs(Date.now() - (row?.newest ?? 0))).toBeLessThan(hour);
  });

  test('a run whose clock was set back while it went on took no less than nothing', async () => {
    const runs = createRunRepository(world.database);
    const id = await runs.start('sync', {});
    await world.database.orm.execute(sql`update renos_sync.runs set started_at = now() + interval '1 day'`);
    await runs.finish(id, 'succeeded', {}, null);
    const told = await listRuns(createHistoryStore(world.database), { kind: null, limit: null });
    expect(told.runs).toMatchObject([{ durationMs: 0 }]);
    expect(told.runs[0]?.finishedAt).toBe(told.runs[0]?.startedAt);
  });

  test('a last sync that is still to come is no proof of a recent one', async () => {
    await datedAhead();
    expect(await status(2 * hour)).toMatchObject({ verdict: 'stale' });
  });
});

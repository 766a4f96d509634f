import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { sql } from 'drizzle-orm';
import { afterEach, beforeEach, describe, expect, inject, test } from 'vitest';
import type { SyncOptions } from '../../../src/core/options/sync-options.js';
import { rowsOf } from '../../../src/db/client/database.js';
import { runCli } from '../../helpers/cli.js';
import { databaseKinds } from '../../helpers/databases.js';
import { owner, type StockedCalendar, stockCalendars } from '../../helpers/stocked-calendar.js';
import { openSyncWorld, type SyncWorld } from '../../helpers/sync-world.js';

/** Every table that an idle run must leave alone; the run's own record, its lease and the dashboard's row are written. */
const tables = [
  'bookings',
  'customers',
  'renos_sync.links',
  'renos_sync.calendars',
  'renos_sync.journal',
  'renos_sync.conflicts',
  'renos_sync.troubles',
];

const few = 'lille@group.calendar.google.com';

describe.each(databaseKinds)('calendars of 10 and of 10,000 events on the %s database', (kind) => {
  let stock: StockedCalendar;
  let world: SyncWorld;
  beforeEach(async () => {
    const now = new Date();
    stock = stockCalendars({ [few]: 10, [owner]: 10_000 }, now);
    world = await openSyncWorld(kind, { state: stock.stateFile });
  });
  afterEach(async () => {
    await world.close();
    await stock.remove();
  });

  /** Where each row lies and who wrote it: any write changes it, even one of equal values. */
  const versions = async () => {
    const found: Record<string, unknown> = {};
    for (const table of tables) {
      [found[table]] = await rowsOf(
        world.database.orm,
        sql`select count(*)::int as rows, md5(string_agg(ctid::text || xmin::text, ',' order by ctid)) as print from ${sql.raw(table)}`,
      );
    }
    return found;
  };

  /** Syncs, and tells what it took. */
  const measure = async (calendarId: string) => {
    const calendarIds: SyncOptions['calendarIds'] = [calendarId];
    world.now = new Date(world.now.getTime() + 300_000);
    world.sandbox.resetLog();
    const before = world.database.statements();
    const result = await world.sync({ calendarIds });
    return { result, requests: [...world.sandbox.requests], statements: world.database.statements() - before };
  };

  /** The same by the program itself, and how much memory it held at most; what node takes for itself depends on how busy the machine is. */
  const measureProgram = async () => {
    const [row] = await rowsOf<{ name: string }>(world.database.orm, sql`select current_database() as name`);
    const report = `${stock.stateFile}.memory`;
    world.sandbox.resetLog();
    const outcome = await runCli(['sync', '--json'], {
      DATABASE_URL: `${inject('testServer').postgresUrl}/${row?.name}`,
      GOOGLE_CALENDAR_API_URL: world.sandbox.url,
      GOOGLE_CALENDAR_ID: owner,
      NODE_OPTIONS: `--import ${fileURLToPath(new URL('../../helpers/report-memory.mjs', import.meta.url))}`,
      MEMORY_REPORT: report,
    });
    const memory = JSON.parse(await readFile(report, 'utf8')) as { held: number; resident: number };
    return { result: outcome.json(), requests: [...world.sandbox.requests], memory };
  };

  test('the first sync reads pages of 2,500 and writes in batches; a run without changes costs the same with both', async () => {
    const small = await measure(few);
    expect(small.result).toMatchObject({ success: true, database: { created: 10 } });
    const large = kind === 'server' ? await measureProgram() : await measure(owner);
    expect(large.result).toMatchObject({ success: true, database: { created: 10_000 }, errors: [], skipped: {} });
    const listings = large.requests.filter(({ operation }) => operation === 'events.list');
    expect(listings.map(({ query }) => query.maxResults)).toEqual(Array.from({ length: 4 }, () => '2500'));
    // Once in its life a calendar is asked for its id.
    expect(large.requests).toHaveLength(listings.length + 1);
    // The first run also asks where the database stands, and notes who keeps the calendar and which one it is.
    expect(small.statements).toBe(17);
    // Three statements more for each 500 pairs.
    if ('statements' in large) expect(large.statements).toBe(small.statements + 19 * 3);
    else expect(large.memory.held).toBeLessThan(200);

    const before = await versions();
    const [idle, idleWithMany] = [await measure(few), await measure(owner)];
    for (const { result, requests } of [idle, idleWithMany]) {
      expect(result).toMatchObject({ success: true, eventsProcessed: 0, changes: [], skipped: {} });
      expect(requests.map(({ operation }) => operation)).toEqual(['events.list']);
    }
    expect(idle.statements).toBe(8);
    expect(idleWithMany.statements).toBe(idle.statements);
    expect(await versions()).toEqual(before);
  }, 120_000);
});

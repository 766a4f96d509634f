import { sql } from 'drizzle-orm';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Database } from '../../../src/db/client/database.js';
import { openServer } from '../../../src/db/client/open-server.js';
import { createLeases, renewLease } from '../../../src/db/sync/leases.js';
import { freshDatabase, openTestDatabase } from '../../helpers/databases.js';

const signal = new AbortController().signal;

/** A database whose clock a test may set. */
interface ClockedDatabase {
  readonly database: Database;
  setBack(milliseconds: number): Promise<void>;
  close(): Promise<void>;
}

/** The server's own `now()` is hidden by one that goes wrong. */
async function openClockedServer(): Promise<ClockedDatabase> {
  const fresh = await freshDatabase();
  const setup = openServer(fresh.url);
  await setup.orm.execute(sql`create schema clock`);
  const setBack = async (milliseconds: number) => {
    await setup.orm.execute(
      sql.raw(`create or replace function clock.now() returns timestamptz language sql stable
        as $$ select pg_catalog.now() - interval '${milliseconds} milliseconds' $$`),
    );
  };
  await setBack(0);
  const searchPath = encodeURIComponent('-c search_path=clock,pg_catalog,public');
  const database = openServer(`${fresh.url}?options=${searchPath}`);
  const close = async () => {
    await Promise.all([database.close(), setup.close()]);
    await fresh.drop();
  };
  return { database, setBack, close };
}

/** The embedded database asks JavaScript for the time. */
async function openClockedEmbedded(): Promise<ClockedDatabase> {
  const database = await openTestDatabase('embedded');
  const setBack = async (milliseconds: number) => {
    const { now } = Date;
    vi.spyOn(Date, 'now').mockImplementation(() => now() - milliseconds);
  };
  return { database, setBack, close: database.close };
}

describe.each([
  ['server', openClockedServer],
  ['embedded', openClockedEmbedded],
])('a lease on the %s database', (_kind, open) => {
  let clocked: ClockedDatabase;
  beforeEach(async () => {
    clocked = await open();
  });
  afterEach(async () => {
    vi.restoreAllMocks();
    await clocked.close();
  });
  const acquire = () => createLeases(clocked.database, () => {}).acquire('sync', { wait: false, signal });

  test('is refused while another one holds it, and free at once when it was released', async () => {
    const lease = await acquire();
    await expect(acquire()).rejects.toMatchObject({ code: 'busy' });
    await lease.release();
    expect((await acquire()).fence).toBe(lease.fence + 1);
  });

  test('stays free when a renewal arrives after the release', async () => {
    const lease = await acquire();
    await lease.release();
    await expect(renewLease(clocked.database.orm, lease)).rejects.toMatchObject({ code: 'lease-lost' });
    expect((await acquire()).fence).toBe(lease.fence + 1);
  });

  test.each([1, 3_600_000])('is free when the clock was set back %i ms after its release', async (milliseconds) => {
    const lease = await acquire();
    await lease.release();
    await clocked.setBack(milliseconds);
    expect((await acquire()).fence).toBe(lease.fence + 1);
  });
});

import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Database } from '../../../src/db/client/database.js';
import { createQuotaLedger } from '../../../src/db/sync/quota-ledger.js';
import { LocalQuota } from '../../../src/google/local-quota.js';
import { openTestDatabase } from '../../helpers/databases.js';

describe.each(['server', 'embedded'] as const)('the ledger of the quota on the %s database', (kind) => {
  let database: Database;
  beforeAll(async () => {
    database = await openTestDatabase(kind);
  });
  afterAll(() => database.close());

  /** Makes all that was taken so many seconds older. */
  const age = (account: string, seconds: number) =>
    database.orm.execute(sql`update renos_sync.quota set taken_at = (select array_agg(at - ${seconds}::int order by n)
      from unnest(taken_at) with ordinality t(at, n)) where account = ${account}`);

  test('gives what is free as a process of its own counts it', async () => {
    let now = 0;
    const local = new LocalQuota(100, () => now);
    const ledger = createQuotaLedger(database, 'contract');
    for (const [wanted, seconds] of [
      [40, 10],
      [40, 30],
      [40, 15],
      [5, 10],
      [100, 70],
      [130, 1],
      [1, 62],
      [1, 0],
    ] as const) {
      const { units } = await ledger.take(wanted, 100);
      expect(units).toBe(local.take(wanted).units);
      now += seconds * 1000;
      await age('contract', seconds);
    }
  });

  test('says when there will be more', async () => {
    const ledger = createQuotaLedger(database, 'more');
    await ledger.take(60, 60);
    await age('more', 20);
    const { units, moreInMs } = await ledger.take(1, 60);
    expect(units).toBe(0);
    expect(moreInMs).toBeGreaterThan(38_000);
    expect(moreInMs).toBeLessThanOrEqual(42_000);
  });

  test('gives two that ask at once no more than there is, in one statement each', async () => {
    const ledger = createQuotaLedger(database, 'together');
    const before = database.statements();
    const taken = await Promise.all(Array.from({ length: 30 }, () => ledger.take(25, 540)));
    expect(taken.reduce((sum, { units }) => sum + units, 0)).toBe(540);
    expect(database.statements() - before).toBe(30);
  });

  test('keeps one row an account, however often it is asked', async () => {
    const ledger = createQuotaLedger(database, 'rows');
    for (let count = 0; count < 20; count += 1) await ledger.take(0, 540);
    const { rows } = (await database.orm.execute(
      sql`select count(*)::int as rows, max(cardinality(units)) as entries from renos_sync.quota where account = 'rows'`,
    )) as unknown as { rows: unknown[] };
    expect(rows).toEqual([{ rows: 1, entries: 1 }]);
  });
});

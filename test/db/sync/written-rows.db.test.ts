import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Database } from '../../../src/db/client/database.js';
import { createWrittenRows } from '../../../src/db/sync/written-rows.js';
import { openTestDatabase } from '../../helpers/databases.js';

describe.each(['server', 'embedded'] as const)('what was written on the %s database', (kind) => {
  let database: Database;
  let now = 0;
  let wasWritten: () => Promise<boolean>;
  const run = (statement: string) => database.orm.execute(sql.raw(statement));
  beforeAll(async () => {
    database = await openTestDatabase(kind);
    await run(`insert into customers (id, name, "updatedAt") values ('c1', 'Anna', now())`);
    await run(`insert into bookings (id, "customerId", "updatedAt") values ('b1', 'c1', now()), ('b2', null, now())`);
  });
  afterAll(() => database.close());
  beforeEach(async () => {
    now = 0;
    wasWritten = createWrittenRows(database, () => now);
    await wasWritten();
  });

  test('is reported the first time', async () => {
    expect(await createWrittenRows(database, () => now)()).toBe(true);
  });

  test.each([
    ['an updated booking', `update bookings set notes = 'x' where id = 'b1'`],
    ['a booking updated to what it is', `update bookings set id = id where id = 'b1'`],
    ['a new booking', `insert into bookings (id, "updatedAt") values ('b3', now())`],
    ['a removed booking', `delete from bookings where id = 'b2'`],
    [
      'one removed and one made',
      `with gone as (delete from bookings where id = 'b3') insert into bookings (id, "updatedAt") values ('b4', now())`,
    ],
    ["a customer's new name", `update customers set name = 'Anne' where id = 'c1'`],
  ])('tells of %s at once, and once', async (_what, statement) => {
    await run(statement);
    expect(await wasWritten()).toBe(true);
    expect(await wasWritten()).toBe(false);
  });

  test('does not tell of writes to other tables', async () => {
    await run(`insert into renos_sync.quota (account, taken_at, units) values ('x' || random(), '{}', '{}')`);
    expect(await wasWritten()).toBe(false);
  });

  test('costs one statement while nothing is written', async () => {
    const tenLooks = async () => {
      const before = database.statements();
      for (let look = 0; look < 10; look += 1) await wasWritten();
      return database.statements() - before;
    };
    // Other tests write to other databases of the server now and then, which costs a second statement.
    await expect.poll(tenLooks).toBe(10);
  });

  test('looks through large tables less often, and forgets nothing', async () => {
    const slow = createWrittenRows(database, () => (now += 100));
    await slow();
    await run(`update bookings set notes = 'y' where id = 'b1'`);
    expect(await slow()).toBe(false);
    now += 100_000;
    expect(await slow()).toBe(true);
  });
});

test('tells of a transaction that began before the last look and ended after it', async () => {
  const database = await openTestDatabase('server');
  const wasWritten = createWrittenRows(database, () => 0);
  await database.orm.execute(sql`insert into bookings (id, "updatedAt") values ('long', now())`);
  let look = Promise.resolve(false);
  await database.orm.transaction(async (tx) => {
    await tx.execute(sql`update bookings set notes = 'long' where id = 'long'`);
    await wasWritten();
    look = Promise.resolve(await wasWritten());
  });
  expect(await look).toBe(false);
  expect(await wasWritten()).toBe(true);
  await database.close();
});

import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { withoutValues } from '../../../src/core/plans/make-plan.js';
import type { SavedPlan } from '../../../src/core/results/plan-result.js';
import { type Database, rowsOf } from '../../../src/db/client/database.js';
import { databaseKinds, emptyDatabase, openTestDatabase } from '../../helpers/databases.js';
import { importText, worldOf } from '../../helpers/import-world.js';
import { applyImport, planImport } from '../../helpers/plan-world.js';
import { lastRun, readRows, undo } from '../../helpers/undo-world.js';

const head = 'Name;Email;Phone;Booking start;Booking end;Service';
const aase = 'Åse Holm;aase@example.dk;20304050;2026-03-01 10:00;2026-03-01 12:00;Vask';
const bo = 'Bo Dam;bo@example.dk;20304051;;;';
const carl = 'Carl Bro;carl@example.dk;20304052;2026-03-03 10:00;2026-03-03 12:00;Vask';
const text = (...rows: readonly string[]) => `${[head, ...rows].join('\n')}\n`;
const withBookings = { createBookings: true };

describe.each(databaseKinds)('on a database of kind %s', (kind) => {
  let database: Database;
  beforeAll(async () => {
    database = await openTestDatabase(kind);
  });
  afterAll(() => database.close());
  beforeEach(async () => {
    await emptyDatabase(database);
    await database.orm.execute(
      sql`truncate renos_sync.customer_keys, renos_sync.customer_aliases, renos_sync.imported_bookings`,
    );
  });

  const run = (statement: string) => database.orm.execute(sql.raw(statement));
  const names = async () =>
    (await rowsOf<{ name: string }>(database.orm, sql`select name from customers order by 1`)).map(({ name }) => name);
  const file = text(aase, bo, carl);

  test('a plan holds every change with what it expects; applying it does what the import would', async () => {
    await importText(worldOf(database), text(bo));
    await run(`update customers set phone = '+4599887766' where name = 'Bo Dam'`);
    const plan = await planImport(database, file, withBookings);
    expect(plan.counts).toMatchObject({ customersCreated: 2, customersUpdated: 1, bookingsCreated: 2 });
    expect(plan.items.map(({ kind: item, action, line, fields }) => [item, action, line, fields.phone])).toEqual([
      ['customer', 'create', 2, [null, '+4520304050']],
      ['customer', 'update', 3, ['+4599887766', '+4520304051']],
      ['customer', 'create', 4, [null, '+4520304052']],
      ['booking', 'create', 2, undefined],
      ['booking', 'create', 4, undefined],
    ]);
    expect(await names()).toEqual(['Bo Dam']);
    const { result, moved } = await applyImport(database, file, plan);
    expect([result.customersCreated, result.customersUpdated, result.bookingsCreated, moved]).toEqual([2, 1, 2, []]);
    const after = await readRows(database);
    const again = await applyImport(database, file, plan);
    expect(again).toMatchObject({ moved: [], doneBefore: 5, result: { runId: null, customersCreated: 0 } });
    expect(await readRows(database)).toEqual(after);
  });

  test('what moved on is left alone and listed; all or nothing writes nothing', async () => {
    await importText(worldOf(database), text(bo));
    await run(`update customers set phone = '+4599887766' where name = 'Bo Dam'`);
    const plan = await planImport(database, file, withBookings);
    await run(`update customers set phone = '+4511223344' where name = 'Bo Dam'`);
    await run(
      `insert into customers (id, name, email, phone, "updatedAt") values ('c1', 'Carl Bro', 'carl@example.dk', '+4577889900', now())`,
    );
    const before = await readRows(database);
    const refused = await applyImport(database, file, plan, { allOrNothing: true });
    expect(refused.result.refusal).toMatchObject({ code: 'plan-moved-on' });
    expect(await readRows(database)).toEqual(before);
    const { result, moved } = await applyImport(database, file, plan);
    expect(moved.map(({ kind: item, line }) => [item, line])).toEqual([
      ['customer', 3],
      ['customer', 4],
      ['booking', 4],
    ]);
    expect([result.customersCreated, result.customersUpdated, result.bookingsCreated]).toEqual([1, 0, 1]);
    const rows = await rowsOf(database.orm, sql`select name, phone from customers order by 1`);
    expect(rows).toEqual([
      { name: 'Bo Dam', phone: '+4511223344' },
      { name: 'Carl Bro', phone: '+4577889900' },
      { name: 'Åse Holm', phone: '+4520304050' },
    ]);
  });

  test('what is left alone is in no count, also where several rows are about one customer', async () => {
    const bos = [bo, 'Bo Dam;bo@example.dk;20304059;;;'];
    await importText(worldOf(database), text('Bo Holm;bo@example.dk;20304051;;;', carl));
    const plan = await planImport(database, text(...bos, aase));
    expect(plan.counts).toMatchObject({ customersUpdated: 2 });
    await run(`update customers set phone = '+4599887766' where email = 'bo@example.dk'`);
    const { result, moved } = await applyImport(database, text(...bos, aase), plan);
    expect(moved).toMatchObject([{ line: 2, reason: 'changed-since' }]);
    const none = { customersUpdated: 0, customersRenamed: 0 };
    expect(result).toMatchObject({
      customersCreated: 1,
      customersUnchanged: 2,
      ...none,
      replaced: { name: 0, phone: 0 },
    });
    const again = await applyImport(database, text(...bos, aase), plan);
    expect(again.result).toMatchObject({ runId: null, customersUnchanged: 3, ...none });
  });

  test('only the changes in the plan are written, even if others are due now', async () => {
    await importText(worldOf(database), file, withBookings);
    const plan = await planImport(database, text(aase, bo, carl, 'Dan Eg;dan@example.dk;;;;'), withBookings);
    await run(`delete from bookings where "customerId" = (select id from customers where name = 'Carl Bro')`);
    await run(`delete from customers where name = 'Bo Dam'`);
    const { result, moved } = await applyImport(database, text(aase, bo, carl, 'Dan Eg;dan@example.dk;;;;'), plan);
    expect([moved, result.customersCreated, result.bookingsCreated]).toEqual([[], 1, 0]);
    expect(await names()).toEqual(['Carl Bro', 'Dan Eg', 'Åse Holm']);
  });

  test('a plan without values can be applied, and tells none of them', async () => {
    const plan = withoutValues(await planImport(database, file, withBookings)) as SavedPlan<'import'>;
    expect(JSON.stringify(plan)).not.toMatch(/Holm|aase@|20304050|2026-03-01/);
    expect((await applyImport(database, file, plan)).result).toMatchObject({ customersCreated: 3, bookingsCreated: 2 });
  });

  test('of rows that were one customer then, only what was approved is written', async () => {
    const twice = text(aase, 'Åse Holm;aase@example.dk;20304050;2026-03-05 10:00;2026-03-05 12:00;Vask', bo);
    const plan = await planImport(database, twice, withBookings);
    const part = { ...plan, items: plan.items.filter(({ kind: item, line }) => item !== 'booking' || line === 2) };
    expect((await applyImport(database, twice, part)).result).toMatchObject({
      customersCreated: 2,
      bookingsCreated: 1,
    });
    await emptyDatabase(database);
    await run('truncate renos_sync.customer_keys, renos_sync.customer_aliases, renos_sync.imported_bookings');
    const none = { ...plan, items: plan.items.filter(({ line }) => line === 4) };
    expect((await applyImport(database, twice, none)).result).toMatchObject({
      customersCreated: 1,
      bookingsCreated: 0,
    });
    expect(await names()).toEqual(['Bo Dam']);
  });

  test('is a run that undo can reverse', async () => {
    const plan = await planImport(database, file, withBookings);
    await applyImport(database, file, plan);
    await undo(database, await lastRun(database));
    expect(await readRows(database)).toEqual([]);
  });
});

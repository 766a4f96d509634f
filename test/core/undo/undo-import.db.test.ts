import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Database, rowsOf } from '../../../src/db/client/database.js';
import { databaseKinds, emptyDatabase, openTestDatabase } from '../../helpers/databases.js';
import { countsOf, importText, type World, worldOf } from '../../helpers/import-world.js';
import { lastRun, readRows, undo } from '../../helpers/undo-world.js';

const first =
  'Name;Email;Phone;Address;Tags\nÅse Holm;aase@example.dk;20304050;Nygade 1, 8000 Aarhus C;vip\nBo Dam;bo@example.dk;;;\n';
const second =
  'Name;Email;Phone;Address;Tags\nÅse Holm;aase@example.dk;20304051;Torvet 2, 8000 Aarhus C;gold\nCarl Bro;carl@example.dk;;;\n';

describe.each(databaseKinds)('on a database of kind %s', (kind) => {
  let database: Database;
  let world: World;
  beforeAll(async () => {
    database = await openTestDatabase(kind);
    world = worldOf(database);
  });
  afterAll(() => database.close());
  beforeEach(async () => {
    await emptyDatabase(database);
    await run('truncate renos_sync.customer_keys, renos_sync.customer_aliases, renos_sync.imported_bookings');
    await run('drop table if exists leads, invoices');
  });

  const run = (statement: string) => database.orm.execute(sql.raw(statement));

  test('removes the customers that an import created, and does it again when that is undone', async () => {
    const imported = await importText(world, first);
    const after = await readRows(database);
    const undone = await undo(database, imported.runId ?? '');
    expect(undone).toMatchObject({
      success: true,
      customers: { removed: 2, restored: 0 },
      kept: [],
      undone: { kind: 'import' },
    });
    expect(await readRows(database)).toEqual([]);
    const again = await undo(database, undone.runId ?? '');
    expect(again).toMatchObject({ success: true, customers: { madeAgain: 2 } });
    expect(await readRows(database)).toEqual(after);
    expect(countsOf(await importText(world, first))).toEqual([0, 0, 2, 0, 0]);
  });

  test('lets the same file be imported again as if for the first time', async () => {
    await undo(database, (await importText(world, first)).runId ?? '');
    const left = await rowsOf(
      database.orm,
      sql`select customer_id from renos_sync.customer_keys union all select customer_id from renos_sync.customer_aliases`,
    );
    expect(left).toEqual([]);
    expect(countsOf(await importText(world, first))).toEqual([2, 0, 0, 0, 0]);
  });

  test('gives fields that an import changed their old value back', async () => {
    await importText(world, first);
    await run(`update customers set tags = null where name = 'Bo Dam'`);
    const before = await readRows(database);
    const changed = await importText(world, `${second}Bo Dam;bo@example.dk;70809010;;ny\n`);
    expect(countsOf(changed)).toEqual([1, 2, 0, 0, 0]);
    const after = await readRows(database);
    const undone = await undo(database, changed.runId ?? '');
    expect(undone).toMatchObject({ success: true, customers: { removed: 1, restored: 2 } });
    expect(await readRows(database)).toEqual(before);
    await undo(database, undone.runId ?? '');
    expect(await readRows(database)).toEqual(after);
  });

  test('keeps what was changed since, and lists both values', async () => {
    await importText(world, first);
    const { runId } = await importText(world, second);
    await run(`update customers set address = 'Åvej 9' where name = 'Åse Holm'`);
    await run(`update customers set phone = '+4599887766' where name = 'Carl Bro'`);
    const undone = await undo(database, runId ?? '');
    expect(undone.success).toBe(false);
    expect(undone.kept.map(({ kind, reason, fields }) => ({ kind, reason, fields }))).toEqual(
      expect.arrayContaining([
        { kind: 'customer', reason: 'changed-since', fields: {} },
        {
          kind: 'customer',
          reason: 'changed-since',
          fields: { address: { before: 'Nygade 1, 8000 Aarhus C', written: 'Torvet 2, 8000 Aarhus C', now: 'Åvej 9' } },
        },
      ]),
    );
    expect(undone.kept).toHaveLength(2);
    const rows = await rowsOf(
      database.orm,
      sql`select name, phone, address from customers where name <> 'Bo Dam' order by name`,
    );
    expect(rows).toEqual([
      { name: 'Carl Bro', phone: '+4599887766', address: null },
      { name: 'Åse Holm', phone: '+4520304050', address: 'Åvej 9' },
    ]);
  });

  test('keeps a customer that has a booking since, or that another table refers to', async () => {
    await run(
      'create table leads (id text primary key, "customerId" text references customers(id) on delete set null)',
    );
    await run('create table invoices (id text primary key, "customerId" text not null)');
    const { runId } = await importText(world, `${first}Carl Bro;carl@example.dk;;;\n`);
    const id = (name: string) => `(select id from customers where name = '${name}')`;
    await run(`insert into bookings (id, "customerId", "updatedAt") values ('b1', ${id('Bo Dam')}, now())`);
    await run(`insert into leads values ('l1', ${id('Åse Holm')})`);
    await run(`insert into invoices values ('i1', ${id('Carl Bro')})`);
    const undone = await undo(database, runId ?? '');
    expect(undone.customers.removed).toBe(0);
    expect(undone.kept.map(({ reason, usedBy }) => [reason, ...usedBy]).sort()).toEqual([
      ['has-bookings'],
      ['in-use', 'invoices'],
      ['in-use', 'leads'],
    ]);
    expect(await rowsOf(database.orm, sql`select 1 from customers`)).toHaveLength(3);
  });

  test('does nothing the second time, and writes nothing on a dry run', async () => {
    const { runId } = await importText(world, first);
    const planned = await undo(database, runId ?? '', { dryRun: true });
    expect(planned).toMatchObject({ dryRun: true, runId: null, customers: { removed: 2 } });
    expect(await readRows(database)).toHaveLength(2);
    expect(await lastRun(database)).toBe(runId);
    await undo(database, runId ?? '');
    expect(await undo(database, runId ?? '')).toMatchObject({ success: true, runId: null, changes: [], kept: [] });
  });

  test('refuses to remove more than a quarter, and names the override', async () => {
    const rows = Array.from({ length: 20 }, (_, n) => `Kunde ${n};k${n}@example.dk;;;`);
    const { runId } = await importText(world, `Name;Email;Phone;Address;Tags\n${rows.join('\n')}\n`);
    const refused = await undo(database, runId ?? '', { maxDeletes: null }).catch((error: unknown) => error);
    expect(refused).toMatchObject({
      code: 'too-many-removals',
      exitCode: 3,
      actions: [expect.stringContaining('--dry-run'), expect.stringContaining('--max-deletes 20')],
    });
    expect(await readRows(database)).toHaveLength(20);
  });

  test('removes bookings that the import created, and restores those that it changed', async () => {
    const head = 'Name;Email;Booking start;Booking end;Service';
    const text = `${head}\nÅse Holm;aase@example.dk;2026-03-01 10:00;2026-03-01 12:00;Vask\nBo Dam;bo@example.dk;2026-03-02 10:00;2026-03-02 12:00;Vask\n`;
    const imported = await importText(world, text, { createBookings: true });
    expect(imported.bookingsCreated).toBe(2);
    const after = await readRows(database);
    const undone = await undo(database, imported.runId ?? '');
    expect(undone).toMatchObject({ success: true, customers: { removed: 2 }, bookings: { removed: 2 } });
    expect(await readRows(database)).toEqual([]);
    const again = await undo(database, undone.runId ?? '');
    expect(again).toMatchObject({ customers: { madeAgain: 2 }, bookings: { madeAgain: 2 } });
    expect(await readRows(database)).toEqual(after);
    await run(`update bookings set status = 'confirmed' where "startTime" = '2026-03-01 09:00'`);
    expect(await undo(database, again.runId ?? '')).toMatchObject({
      success: false,
      customers: { removed: 1 },
      bookings: { removed: 1 },
      kept: [
        { kind: 'customer', reason: 'has-bookings' },
        { kind: 'booking', reason: 'changed-since' },
      ],
    });
  });
});

import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { sql } from 'drizzle-orm';
import type { CellValue } from 'hucre';
import { writeXlsx } from 'hucre/xlsx';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { CustomerSource } from '../../src/core/customers/model/source.js';
import { rowsOf } from '../../src/db/client/database.js';
import { openSource } from '../../src/files/bytes/open-source.js';
import { emptyDatabase, openTestDatabase } from '../helpers/databases.js';
import { importInto, type World, worldOf } from '../helpers/import-world.js';
import { openShape, shapes } from '../helpers/systems/shapes.js';
import { tempFolder } from '../helpers/temp-folder.js';

const fixtures = ['customers', 'demo'].map((name) => fileURLToPath(new URL(`../fixtures/${name}`, import.meta.url)));
const paths = (
  await Promise.all(fixtures.map((folder) => readdir(folder).then((names) => names.map((name) => join(folder, name)))))
).flat();
type Open = () => Promise<CustomerSource>;

/** The rows of a file as a workbook. */
const asWorkbook =
  (path: string): Open =>
  async () => {
    const rows: CellValue[][] = [];
    for await (const part of (await openSource(path)).rows())
      for (const { cells } of part) rows.push(cells.map(String));
    const workbook = join(folder, 'list.xlsx');
    await writeFile(workbook, await writeXlsx({ sheets: [{ name: 'Kunder', rows }] }));
    return openSource(workbook, { archives: true });
  };

const lists: readonly (readonly [name: string, open: Open])[] = [
  ...paths.map((path) => [path.slice(path.lastIndexOf('fixtures')), () => openSource(path)] as const),
  ...paths
    .filter((path) => path.endsWith('.csv'))
    .map((path) => [`${path.slice(path.lastIndexOf('/') + 1)} as a workbook`, asWorkbook(path)] as const),
  ...shapes.map(({ system, text }) => [system, () => openShape(text)] as const),
];

let world: World;
const folder = tempFolder('twice');
beforeAll(async () => {
  world = worldOf(await openTestDatabase('server'));
});
beforeEach(() => emptyDatabase(world.database));
afterAll(async () => {
  await world.database.close();
});

/** All that RenOS holds, the moments of the last change too. */
const held = () =>
  rowsOf(
    world.database.orm,
    sql`select to_jsonb(c) as row from customers c union all select to_jsonb(b) from bookings b order by 1`,
  );

test('at least 71 lists are tried', () => {
  expect(lists.length).toBeGreaterThanOrEqual(71);
});

test.each(lists)('%s: a second import changes nothing', async (_, open) => {
  const options = { createBookings: true, acceptRejects: true };
  const first = await importInto(world, await open(), options);
  expect(first.customersCreated).toBeGreaterThan(0);
  const before = await held();
  const { customersCreated, customersUpdated, bookingsCreated, bookingsUpdated } = await importInto(
    world,
    await open(),
    options,
  );
  expect([customersCreated, customersUpdated, bookingsCreated, bookingsUpdated]).toEqual([0, 0, 0, 0]);
  expect(await held()).toEqual(before);
});

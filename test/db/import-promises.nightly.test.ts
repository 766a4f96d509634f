import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Database } from '../../src/db/client/database.js';
import { databaseKinds, openTestDatabase } from '../helpers/databases.js';
import { costOfImport } from '../helpers/import-cost.js';
import { worldOf } from '../helpers/import-world.js';
import { expectRepeatable } from '../helpers/repeat-imports.js';

describe.each(databaseKinds)('what importing into a %s database promises', (kind) => {
  let database: Database;
  beforeAll(async () => {
    database = await openTestDatabase(kind);
  });
  afterAll(() => database.close());

  test('a dry run predicts every count, and a second run finds nothing to do: random files', async () => {
    const files = kind === 'server' ? 200 : 10;
    await expectRepeatable(
      worldOf(database),
      Array.from({ length: files }, (_, index) => index + 1),
    );
  }, 900_000);
});

test('50,000 customers cost the statements and scans of 50, and 1,000 rows those of 10', async () => {
  const few = await costOfImport({ customers: 50, rows: 10 });
  const known = await costOfImport({ customers: 50_000, rows: 10 });
  const many = await costOfImport({ customers: 50_000, rows: 1_000 });
  expect([known.statements, many.statements]).toEqual([few.statements, few.statements]);
  expect(Math.max(...known.scansOfCustomers, ...many.scansOfCustomers)).toBe(1);
});

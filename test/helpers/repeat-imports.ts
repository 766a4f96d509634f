import { sql } from 'drizzle-orm';
import { expect } from 'vitest';
import type { ImportOptions } from '../../src/core/options/import-options.js';
import { bookingsIn, countsOf, customersIn, importText, type World } from './import-world.js';
import { randomCustomerFile } from './random-customer-file.js';

const policies = [
  {},
  { onProbable: 'create' },
  { onProbable: 'update' },
  { fillBlanks: true },
  { onDuplicate: 'skip' },
] as const;

/** Imports random files: a dry run must predict every count and finding, and a second run must find nothing to do. */
export async function expectRepeatable(world: World, seeds: readonly number[]): Promise<void> {
  for (const seed of seeds) {
    if (seed % 20 === 0) await world.database.orm.execute(sql`truncate bookings, customers cascade`);
    const file = randomCustomerFile(seed);
    const options: Partial<ImportOptions> = {
      createBookings: true,
      acceptRejects: true,
      batchSize: 7,
      ...policies[seed % policies.length],
    };
    const dry = await importText(world, file, { ...options, dryRun: true });
    const real = await importText(world, file, options);
    expect([seed, ...countsOf(dry), dry.bookingsCreated, dry.findings]).toEqual([
      seed,
      ...countsOf(real),
      real.bookingsCreated,
      real.findings,
    ]);
    expect(real.customersProcessed).toBe(real.file.rows);
    // Customers that --on-probable create doubled may be matched differently by a second run.
    if (options.onProbable === 'create') continue;
    const before = [await customersIn(world), await bookingsIn(world)];
    const { customersCreated, customersUpdated, bookingsCreated } = await importText(world, file, options);
    expect({ seed, customersCreated, customersUpdated, bookingsCreated }).toEqual({
      seed,
      customersCreated: 0,
      customersUpdated: 0,
      bookingsCreated: 0,
    });
    expect([await customersIn(world), await bookingsIn(world)]).toEqual(before);
  }
}

import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { checkFile } from '../../src/core/customers/import/check-file.js';
import { type ImportOptions, usualImport } from '../../src/core/options/import-options.js';
import { silentProgress } from '../../src/core/ports.js';
import type { ImportResult } from '../../src/core/results/import-result.js';
import { openSource, sourceOfText } from '../../src/files/bytes/open-source.js';
import { runCli } from '../helpers/cli.js';
import { freshDatabase, openTestDatabase } from '../helpers/databases.js';
import { importInto, worldOf } from '../helpers/import-world.js';
import { randomCustomerFile } from '../helpers/random-customer-file.js';

const fixtures = fileURLToPath(new URL('../fixtures/customers', import.meta.url));

describe('validate never says another thing than import', () => {
  const open = [
    async (name: string) => openSource(join(fixtures, name)),
    async (seed: string) => sourceOfText(randomCustomerFile(Number(seed)), 'csv'),
  ] as const;
  const policies: readonly Partial<ImportOptions>[] = [
    {},
    { onProbable: 'create' },
    { onProbable: 'update', validateEmail: false },
    { onDuplicate: 'skip' },
    { onDuplicate: 'error' },
  ];

  test('every fixture and twenty random files: the same counts, bookings, findings and refusals', async () => {
    const database = await openTestDatabase('server');
    const world = worldOf(database);
    const seeds = Array.from({ length: 20 }, (_, index) => String(index + 1));
    const files = [
      ...(await readdir(fixtures)).map((name) => [open[0], name] as const),
      ...seeds.map((seed) => [open[1], seed] as const),
    ];
    for (const [index, [openFile, name]] of files.entries()) {
      const options: ImportOptions = { ...usualImport, createBookings: true, ...policies[index % policies.length] };
      const checked = await checkFile(
        {
          source: await openFile(name),
          clock: () => new Date(),
          progress: silentProgress,
          signal: new AbortController().signal,
        },
        options,
      );
      const predicted = await importInto(world, await openFile(name), { ...options, dryRun: true });
      const timeless = ({ processingTime: _, ...told }: ImportResult) => told;
      expect({ name, ...timeless(checked) }).toEqual({ name, ...timeless(predicted) });
    }
    await database.close();
  });
});

describe('validate from the command line', () => {
  let folder: string;
  let path: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'renos-sync-test-'));
    path = join(folder, 'kunder.csv');
    await writeFile(path, 'Navn;E-mail;Telefon\nÅse Ærø;aase@example.dk;20304050\nBo Bak;bo@example.dk;1030\n');
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  test('needs no database; a warning is an error only when --strict', async () => {
    const nowhere = { DATABASE_URL: 'postgres://nobody@127.0.0.1:1/nothing' };
    const lax = await runCli(['validate', path, '--json'], nowhere);
    expect([lax.exitCode, lax.json()]).toMatchObject([
      0,
      { success: true, customersCreated: 2, warnings: ['line 3, column Telefon: has 4 digits'], errors: [] },
    ]);
    const strict = await runCli(['validate', path, '--strict', '--json'], nowhere);
    expect([strict.exitCode, strict.json()]).toMatchObject([
      4,
      { success: false, customersCreated: 2, warnings: [], errors: ['line 3, column Telefon: has 4 digits'] },
    ]);
    expect((await runCli(['validate', path, '--against-database'], nowhere)).exitCode).toBe(5);
  });

  test('--against-database tells what would be created and updated, and writes nothing', async () => {
    const fresh = await freshDatabase();
    const env = { DATABASE_URL: fresh.url };
    await writeFile(join(folder, 'first.csv'), 'Navn;E-mail\nAase Aeroe;aase@example.dk\n');
    await runCli(['import-csv', join(folder, 'first.csv')], env);
    const alone = await runCli(['validate', path, '--json'], env);
    expect(alone.json()).toMatchObject({ customersCreated: 2, customersUpdated: 0 });
    const against = await runCli(['validate', path, '--against-database', '--json'], env);
    expect(against.json()).toMatchObject({ customersCreated: 1, customersUpdated: 1, runId: null, rejectsFile: null });
    const again = await runCli(['validate', path, '--against-database', '--json'], env);
    expect(again.json()).toMatchObject({ customersCreated: 1, customersUpdated: 1 });
    await fresh.drop();
  });
});

import { describe, expect, test } from 'vitest';
import { checkFile } from '../../src/core/customers/import/check-file.js';
import type { RejectedRow } from '../../src/core/customers/model/source.js';
import { type ImportOptions, usualImport } from '../../src/core/options/import-options.js';
import { silentProgress } from '../../src/core/ports.js';
import { sourceOfText } from '../../src/files/bytes/open-source.js';
import { databaseKinds, emptyDatabase } from '../helpers/databases.js';
import {
  beforeBatches,
  bookingsIn,
  countsOf,
  customersIn,
  importInto,
  importText,
  killedBefore,
  type World,
} from '../helpers/import-world.js';
import { importWorldInTurn } from '../helpers/worlds-in-turn.js';

const times = (count: number, row: string) => Array<string>(count).fill(row);
const fileOf = (...rows: readonly string[]) => ['Name,Email,Phone,Notes', ...rows, ''].join('\n');
const ada = 'Ada Holm,ada@example.dk,20304050,';
const bo = 'Bo Friis,bo@example.dk,21314151,';

describe.each(databaseKinds)('equal rows behind each other, on a %s database', (kind) => {
  let world: World;
  importWorldInTurn(kind, (opened) => {
    world = opened;
  });

  const checked = async (text: string, options: Partial<ImportOptions> = {}) =>
    checkFile(
      {
        source: await sourceOfText(text, 'csv'),
        clock: () => new Date(),
        progress: silentProgress,
        signal: new AbortController().signal,
      },
      { ...usualImport, ...options },
    );

  test('are one customer and one finding with a count, and nothing new at the next run', async () => {
    const file = fileOf(bo, ...times(3000, ada), bo);
    for (const result of [await checked(file), await importText(world, file)]) {
      expect(countsOf(result)).toEqual([2, 0, 3000, 0, 0]);
      expect(result.customersProcessed).toBe(3002);
      expect(result.findings.map(({ code, line, reason }) => [code, line, reason])).toEqual([
        ['row-repeated', 4, 'is the same as line 3 (and 2998 more rows)'],
        ['same-customer', 3003, 'is the same customer as line 2'],
      ]);
      expect(result.findingGroups[0]).toMatchObject({ code: 'row-repeated', count: 2999, lines: [4, 5, 6, 7, 8] });
    }
    expect(await customersIn(world)).toHaveLength(2);
    expect(countsOf(await importText(world, file))).toEqual([0, 0, 3002, 0, 0]);
  });

  test('with other rows between are one customer and one finding with a count', async () => {
    const others = Array.from({ length: 1_500 }, (_, row) => `Kunde ${row} Navn${row},k${row}@example.dk,,`);
    const file = fileOf(...others.flatMap((row) => [ada, row]));
    for (const result of [await checked(file), await importText(world, file)]) {
      expect(countsOf(result)).toEqual([1_501, 0, 1_499, 0, 0]);
      expect(result.findings.map(({ code, line }) => [code, line])).toEqual([['same-customer', 4]]);
      expect(result.findingGroups).toMatchObject([{ code: 'same-customer', count: 1_499, lines: [4, 6, 8, 10, 12] }]);
    }
    expect(countsOf(await importText(world, file))).toEqual([0, 0, 3_000, 0, 0]);
  });

  test('leave customers as the file without them does, with any text in between', async () => {
    const other = 'Ada Holm,ada@example.dk,29292929,hund';
    const left = [];
    for (const count of [1, 3]) {
      await emptyDatabase(world.database);
      const file = fileOf(...[ada, bo, other, ada, other].flatMap((row) => times(count, row)));
      for (const result of [await checked(file), await importText(world, file)])
        expect(countsOf(result)).toEqual([2, 1, 5 * count - 3, 0, 0]);
      left.push((await customersIn(world)).map(({ id: _, ...customer }) => customer));
    }
    expect(left[1]).toEqual(left[0]);
  });

  test('a remark on them is counted for each, and listed once', async () => {
    const file = fileOf(...times(50, 'Ib Dam,ib@example.dk,1234,'));
    for (const result of [await checked(file), await importText(world, file), await importText(world, file)]) {
      const doubtful = result.findingGroups.find(({ code }) => code === 'phone-doubtful');
      expect(doubtful).toMatchObject({ count: 50, lines: [2, 3, 4, 5, 6] });
      expect(result.findings.filter(({ code }) => code === 'phone-doubtful')).toHaveLength(1);
    }
  });

  test('each of them is rejected with its reason where the first one is, and held rows refuse no file', async () => {
    await importText(world, 'Name,Email,Phone\nAda Holm,ada@example.dk,20304050\n');
    const rejected: RejectedRow[] = [];
    const rejects = {
      write: async (_: unknown, __: unknown, rows: AsyncIterable<RejectedRow>) => {
        for await (const row of rows) rejected.push(row);
        return 'rejects.csv';
      },
    };
    // Another e-mail of one who has the same phone and name: a person is to decide.
    const file = fileOf(...times(4, 'Ada Holm,ada@other.dk,20304050,'), 'Ib Dam,wrong,,', 'Ib Dam,wrong,,');
    const result = await importInto(world, await sourceOfText(file, 'csv'), {}, rejects);
    expect([result.refusal, ...countsOf(result)]).toEqual([null, 0, 0, 0, 0, 6]);
    expect(rejected.map(({ line }) => line)).toEqual([2, 3, 4, 5, 6, 7]);
    expect(new Set(rejected.slice(0, 4).map(({ reasons }) => reasons)).size).toBe(1);
    expect(result.findingGroups.map(({ code, count }) => [code, count])).toEqual([
      ['probable-duplicate', 4],
      ['email-invalid', 2],
    ]);
    const twice = await checked(fileOf(bo, ...times(3, 'Bo Friis,bo@other.dk,21314151,')), { acceptRejects: true });
    expect(countsOf(twice)).toEqual([1, 0, 0, 0, 3]);
  });

  test.each([
    ['skip', [1, 0, 0, 2, 0]],
    ['error', [1, 0, 0, 0, 2]],
  ] as const)('--on-duplicate %s counts each as it counts any duplicate', async (onDuplicate, counts) => {
    const options = { onDuplicate, acceptRejects: true };
    expect(countsOf(await checked(fileOf(ada, ada, ada), options))).toEqual(counts);
    expect(countsOf(await importText(world, fileOf(ada, ada, ada), options))).toEqual(counts);
  });

  test('with the same booking they are one booking, and the others are known', async () => {
    const file = [
      'Name,Email,Booking Start,Booking End',
      ...times(40, 'Ada Holm,ada@example.dk,2027-03-01 10:00,2027-03-01 11:00'),
    ].join('\n');
    const options = { createBookings: true };
    for (const run of [() => checked(file, options), () => importText(world, file, options)]) {
      const result = await run();
      expect([...countsOf(result), result.bookingsCreated, result.bookingsUnchanged]).toEqual([1, 0, 39, 0, 0, 1, 39]);
      expect(result.findings).toEqual([]);
    }
    const again = await importText(world, file, options);
    expect([...countsOf(again), again.bookingsCreated, again.bookingsUnchanged]).toEqual([0, 0, 40, 0, 0, 0, 40]);
    expect(await bookingsIn(world)).toHaveLength(1);
  });

  test('an import of them that was killed is taken up, and counts all of them', async () => {
    const file = fileOf(bo, ...times(20, ada), 'Eva Lund,eva@example.dk,,', 'Eva Lund,eva@example.dk,,');
    const dying = killedBefore(world.store, 2);
    await expect(importText({ ...world, store: dying }, file, { batchSize: 5 })).rejects.toThrow('killed');
    const again = await importText(world, file, { batchSize: 5 });
    expect([again.resumed, ...countsOf(again)]).toEqual([true, 3, 0, 20, 0, 0]);
    expect(await customersIn(world)).toHaveLength(3);
  });

  test('their customer taken by another program meanwhile, each is rejected with the first', async () => {
    const racing = beforeBatches(world.store, async () => {
      await world.database.orm.execute(
        `insert into customers (id, name, email, "updatedAt") values ('other', 'Ada', 'ada@example.dk', now()) on conflict do nothing`,
      );
    });
    const result = await importText({ ...world, store: racing }, fileOf(bo, ada, ada, ada));
    expect(countsOf(result)).toEqual([1, 0, 0, 0, 3]);
  });
});

import { sql } from 'drizzle-orm';
import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Database, rowsOf } from '../../src/db/client/database.js';
import { databaseKinds, emptyDatabase, openTestDatabase } from '../helpers/databases.js';
import {
  countsOf,
  customersIn,
  importText,
  killedBefore,
  type World,
  withStaging,
  worldOf,
} from '../helpers/import-world.js';
import { importWorldInTurn } from '../helpers/worlds-in-turn.js';

const header = 'Navn;E-mail;Telefon;Adresse;Noter;Antal leads';
const fileOf = (...rows: readonly string[]) => [header, ...rows, ''].join('\r\n');
const ada = 'Ada Holm;ada@example.dk;20 30 40 50;Skovvej 3, 8000 Aarhus C;nøgle i skabet;2';
const bo = 'Bo Friis;bo@example.dk;21 31 41 51;Havnegade 12, 5000 Odense C;;1';

const forget = ({ orm }: Database) =>
  orm.execute(sql`truncate renos_sync.customer_keys, renos_sync.customer_aliases`).then(() => {});

describe.each(databaseKinds)('a file that comes again, on a %s database', (kind) => {
  let world: World;
  importWorldInTurn(kind, (opened) => {
    world = opened;
  });

  const stagedWhile = async (text: string, options = {}) => {
    let staged = 0;
    const count: <Page extends { readonly rows: readonly unknown[] }>(
      pages: AsyncIterable<Page>,
    ) => AsyncIterable<Page> = async function* (pages) {
      for await (const page of pages) {
        staged += page.rows.length;
        yield page;
      }
    };
    const store = withStaging(world.store, (staging) => ({
      ...staging,
      stage: (pages) => staging.stage(count(pages)),
      match: (matcher) => staging.match({ ...matcher, readAgain: (seqs) => count(matcher.readAgain(seqs)) }),
    }));
    const result = await importText({ ...world, store }, text, options);
    return [staged, ...countsOf(result)];
  };

  test('its rows are not understood again, but for those that are new, changed or had a remark', async () => {
    const remarked = 'Ib Dam;ib@example.dk;1234;;;';
    expect(await stagedWhile(fileOf(ada, bo, remarked))).toEqual([3, 3, 0, 0, 0, 0]);
    expect(await stagedWhile(fileOf(ada, bo, remarked))).toEqual([1, 0, 0, 3, 0, 0]);
    const again = await importText(world, fileOf(ada, remarked));
    expect(again.findingGroups.map(({ code, lines }) => [code, lines])).toEqual([['phone-doubtful', [3]]]);
    expect(await stagedWhile(fileOf(ada, bo.replace('21 31', '22 31'), 'Eva Lund;eva@example.dk;;;;'))).toEqual([
      2, 1, 1, 1, 0, 0,
    ]);
  });

  test('a customer that the application changed, in any field, is imported as ever', async () => {
    await importText(world, fileOf(ada, bo));
    await world.database.orm.execute(
      sql`update customers set notes = 'ring først', "totalLeads" = 1 where name = 'Ada Holm'`,
    );
    expect(await stagedWhile(fileOf(ada, bo))).toEqual([1, 0, 1, 1, 0, 0]);
    // A line that the import wrote and a person took out stays out.
    expect((await customersIn(world))[0]).toMatchObject({ notes: 'ring først', leads: 2 });
    await world.database.orm.execute(sql`delete from customers where name = 'Bo Friis'`);
    expect(countsOf(await importText(world, fileOf(ada, bo)))).toEqual([1, 0, 1, 0, 0]);
  });

  test('the same cells are read again if they mean something else', async () => {
    const file = 'Name,Email,Phone,Last Contact\nAda Holm,ada@example.dk,+4520304050,2025-03-31 10:00\n';
    await importText(world, file);
    expect(await stagedWhile(file)).toEqual([0, 0, 0, 1, 0, 0]);
    expect(await stagedWhile(file, { timeZone: 'America/New_York' })).toEqual([1, 0, 1, 0, 0, 0]);
    const swapped = file.replace('Name,Email', 'Company,Email');
    expect(await stagedWhile(swapped)).toEqual([1, 0, 1, 0, 0, 0]);
  });

  test('another version of the program reads rows and makes keys again', async () => {
    await importText(world, fileOf(ada, bo));
    expect(await stagedWhile(fileOf(ada))).toEqual([0, 0, 0, 1, 0, 0]);
    // As if an older version had not known what to make of a phone.
    await world.database.orm.execute(sql`update renos_sync.customer_keys set phone_key = null`);
    world = { ...world, version: '1.0.1' };
    expect(await stagedWhile(fileOf(ada))).toEqual([1, 0, 0, 1, 0, 0]);
    expect(countsOf(await importText(world, 'Name,Phone,Notes\nAda Holm,20304050,hund\n'))).toEqual([0, 1, 0, 0, 0]);
  });

  test('two rows for one customer end the same at every run, whichever made it', async () => {
    await importText(world, fileOf(ada));
    const both = fileOf('Ada Holm;ada@example.dk;29 29 29 29;;;', ada);
    const runs = [];
    for (let run = 0; run < 4; run += 1) {
      const counts = countsOf(await importText(world, both));
      runs.push([...counts, (await customersIn(world))[0]?.phone]);
    }
    // The first run puts the phone that loses into the notes.
    const again = Array(3).fill([0, 0, 2, 0, 0, '+4520304050']);
    expect(runs).toEqual([[0, 2, 0, 0, 0, '+4520304050'], ...again]);
    expect((await customersIn(world))[0]?.notes).toContain('Phone: +4529292929');
  });

  test('the same of an export to which a person added a row', async () => {
    const columns =
      'Name,Email,Phone,Address,Company,Notes,Tags,Total Leads,Total Bookings,Total Revenue,Last Contact,Created At';
    await importText(world, 'Name,Email,Phone\nAda Holm,ada@example.dk,20304050\n');
    const added = 'Ada Holm,ada@example.dk,+4529292929,,,,,,,,,';
    const exported = 'Ada Holm,ada@example.dk,+4520304050,,,,,0,0,0,,24-11-2026 10:00';
    const runs = [];
    for (let run = 0; run < 4; run += 1)
      runs.push(countsOf(await importText(world, [columns, added, exported, ''].join('\n'))));
    expect(runs).toEqual([[0, 2, 0, 0, 0], ...Array(3).fill([0, 0, 2, 0, 0])]);
  });

  test('an import of old and new rows is taken up where it was killed, and counts all of them', async () => {
    await importText(world, fileOf(ada, bo));
    const file = fileOf(
      ada,
      bo,
      ...Array.from({ length: 9 }, (_, row) => `Kunde Nr ${row}sen,;k${row}@example.dk;;;;`),
    );
    const dying = killedBefore(world.store, 2);
    await expect(importText({ ...world, store: dying }, file, { batchSize: 5 })).rejects.toThrow('killed');
    const again = await importText(world, file, { batchSize: 5 });
    expect([again.resumed, ...countsOf(again)]).toEqual([true, 9, 0, 2, 0, 0]);
    expect(await customersIn(world)).toHaveLength(11);
  });

  test('titles and totals are reported at every run, and neither counted nor rejected', async () => {
    const titles = ['Tabel 2;;;;;', header, 'I alt;;;;;3'];
    const file = fileOf(ada, ...titles, bo, 'Eva Lund;eva@example.dk;;;;');
    const told = [
      ['row-alone', 'warning', [3]],
      ['header-again', 'warning', [4]],
      ['row-total', 'warning', [5]],
    ];
    const outcome = (result: Awaited<ReturnType<typeof importText>>) => [
      ...countsOf(result),
      result.customersProcessed,
      result.findingGroups.map(({ code, severity, lines }) => [code, severity, lines]),
    ];
    expect(outcome(await importText(world, file, { dryRun: true }))).toEqual([3, 0, 0, 0, 0, 3, told]);
    const dying = { ...world, store: killedBefore(world.store, 2) };
    await expect(importText(dying, file, { batchSize: 3 })).rejects.toThrow('killed');
    const again = await importText(world, file, { batchSize: 3 });
    expect([again.resumed, ...outcome(again)]).toEqual([true, 3, 0, 0, 0, 0, 3, told]);
    expect(await stagedWhile(file)).toEqual([0, 0, 0, 3, 0, 0]);
    expect(outcome(await importText(world, file))).toEqual([0, 0, 3, 0, 0, 3, told]);
    expect(await customersIn(world)).toHaveLength(3);
  });

  test('a file of titles alone is refused', async () => {
    const { refusal, customersProcessed } = await importText(world, fileOf('I alt;;;;;3', 'Side 1;;;;;'));
    expect([refusal?.code, customersProcessed]).toEqual(['no-customers', 0]);
  });

  test('rows above the headers count for nothing, though they made customers once', async () => {
    await importText(world, fileOf(ada, bo));
    const sorted = [ada, header, bo, 'Eva Lund;eva@example.dk;;;;', ''].join('\r\n');
    expect(await stagedWhile(sorted)).toEqual([1, 1, 0, 1, 0, 0]);
    expect(await customersIn(world)).toHaveLength(3);
  });

  test('a blank row of an export counts for nothing, though a customer has no more than that', async () => {
    await world.database.orm.execute(sql`insert into customers (id, name, "updatedAt") values ('a', '', now())`);
    const columns =
      'Name,Email,Phone,Address,Company,Notes,Tags,Total Leads,Total Bookings,Total Revenue,Last Contact,Created At';
    const file = [columns, ','.repeat(11), `Eva Lund${','.repeat(11)}`, ''].join('\n');
    expect(await stagedWhile(file)).toEqual([1, 1, 0, 0, 0, 0]);
  });

  test('a quoted row is reported again, even if its cells are known', async () => {
    await importText(world, fileOf(ada, bo));
    const told = [];
    for (let run = 0; run < 2; run += 1) {
      const { findings } = await importText(world, fileOf(`"${ada}"`, bo));
      told.push(findings.map(({ code, line }) => [code, line]));
    }
    expect(told).toEqual(Array(2).fill([['row-in-quotes', 2]]));
  });

  test('a repeated row is reported when it creates a customer, and unchanged ever after', async () => {
    const file = fileOf(ada, bo, ada);
    const runs = [];
    for (let run = 0; run < 4; run += 1) {
      if (run === 3) await forget(world.database);
      const result = await importText(world, file);
      runs.push([countsOf(result), result.findings.map(({ code, line }) => [code, line])]);
    }
    const again = [[0, 0, 3, 0, 0], []];
    expect(runs).toEqual([[[2, 0, 1, 0, 0], [['same-customer', 4]]], again, again, again]);
    const ida = 'Ida Dam;ida@example.dk;25 35 45 55;;;';
    await importText(world, fileOf(ida));
    expect(await stagedWhile(fileOf(ida, ida))).toEqual([0, 0, 0, 2, 0, 0]);
  });
});

describe('what is known of earlier imports changes nothing but the time they take', () => {
  let knowing: World;
  let forgetful: World;
  beforeAll(async () => {
    knowing = worldOf(await openTestDatabase('server'));
    forgetful = worldOf(await openTestDatabase('server'));
  });
  afterAll(async () => {
    await knowing.database.close();
    await forgetful.database.close();
  });

  const cell = (...texts: readonly string[]) => fc.constantFrom(...texts);
  const row = fc
    .tuple(
      cell('Ada Holm', 'Ada Holm', 'Bo Friis', 'Eva Lund', 'Ida Dam'),
      cell('', 'ada@example.dk', 'bo@example.dk', 'BO@example.dk', 'eva@example.dk', 'wrong'),
      cell('', '20304050', '20 30 40 50', '21314151', '22324252', '12'),
      cell('', 'Skovvej 3, 8000 Aarhus C', 'Skovvej 5, 8000 Aarhus C'),
      cell('', 'nøgle', 'hund'),
      cell('', '1', '2'),
    )
    .map((cells) => cells.join(';'));
  const options = fc.record({
    onDuplicate: fc.constantFrom('update' as const, 'update' as const, 'update' as const, 'skip' as const),
    onProbable: fc.constantFrom('hold' as const, 'update' as const, 'create' as const),
    fillBlanks: fc.boolean(),
    country: fc.constantFrom('DK', 'DK', 'SE'),
    createBookings: fc.constantFrom(false, false, false, true),
  });
  const step = fc.oneof(
    { weight: 6, arbitrary: fc.record({ rows: fc.array(row, { minLength: 1, maxLength: 6 }), how: options }) },
    { weight: 4, arbitrary: fc.record({ how: options }) },
    {
      weight: 2,
      arbitrary: fc.record({
        edit: cell(
          `update customers set phone = '+4529292929' where name = 'Ada Holm'`,
          `update customers set notes = 'ny' where name <> 'Eva Lund'`,
          `update customers set email = null where name = 'Bo Friis'`,
          `delete from customers where name = 'Ida Dam'`,
        ),
      }),
    },
  );

  test('in any order of files, options, and edits of the application', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 3, maxLength: 9 }), async (steps) => {
        for (const { database } of [knowing, forgetful]) {
          await emptyDatabase(database);
        }
        let file = fileOf(ada, bo);
        for (const next of steps) {
          if ('edit' in next) {
            for (const { database } of [knowing, forgetful]) await database.orm.execute(sql.raw(next.edit));
            continue;
          }
          if ('rows' in next) file = fileOf(...next.rows, ada);
          await forgetful.database.orm.execute(sql`update renos_sync.customer_keys set source_print = null`);
          expect(await told(knowing, file, next.how)).toEqual(await told(forgetful, file, next.how));
        }
      }),
      {
        numRuns: Number(process.env.RENOS_IMPORT_WALKS ?? 25),
        seed: Number(process.env.RENOS_WALK_SEED ?? 20_261_124),
      },
    );
  });

  async function told(world: World, file: string, how: object) {
    const result = await importText(world, file, { ...how, acceptRejects: true });
    const customers = await customersIn(world);
    const plain = (text: string) => customers.reduce((left, { id }) => left.replaceAll(id, 'ID'), text);
    const seen = await rowsOf(world.database.orm, sql`select count(*)::int from renos_sync.customer_aliases`);
    return {
      counts: countsOf(result),
      findings: result.findings.map(({ code, line, reason }) => [code, line, plain(reason)]),
      customers: customers.map(({ id: _, ...customer }) => customer),
      seen,
    };
  }
});

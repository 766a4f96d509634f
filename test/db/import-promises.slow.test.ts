import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { exportCustomers } from '../../src/core/export/export-customers.js';
import { type Database, rowsOf } from '../../src/db/client/database.js';
import { createCustomerRepository } from '../../src/db/read/customer-repository.js';
import { openSource } from '../../src/files/bytes/open-source.js';
import { csvText } from '../../src/files/csv/export-text.js';
import { rejectsBeside } from '../../src/files/csv/rejects-file.js';
import { databaseKinds, openTestDatabase } from '../helpers/databases.js';
import { costOfImport } from '../helpers/import-cost.js';
import { countsOf, customersIn, importInto, importText, type World, worldOf } from '../helpers/import-world.js';
import { expectRepeatable } from '../helpers/repeat-imports.js';
import { tempFolder } from '../helpers/temp-folder.js';

describe.each(databaseKinds)('what importing into a %s database promises', (kind) => {
  let database: Database;
  let world: World;
  const folder = tempFolder('test');
  beforeAll(async () => {
    database = await openTestDatabase(kind);
    world = worldOf(database);
  });
  afterAll(async () => {
    await database.close();
  });

  test('a dry run predicts every count, and a second run finds nothing to do: random files', async () => {
    const seeds = kind === 'server' ? [1, 2, 3, 4, 5, 6, 7, 8, 27, 28, 29, 30, 120, 121, 125] : [3, 5];
    await expectRepeatable(world, seeds);
  });

  test('rejected rows are kept byte for byte, and fixing them completes the import', async () => {
    const path = join(folder, 'kunder.csv');
    const rows = [
      'Navn;E-mail;Noter',
      'Rosa Rød;rosa@example.dk;',
      'Blå Bjørn;blå;"én\r\nto"',
      'Grøn;groen(at)example.dk',
      '',
    ];
    await writeFile(path, Buffer.from(rows.join('\r\n'), 'latin1'));
    const write = rejectsBeside(path);
    const first = await importInto(world, await openSource(path), { acceptRejects: true }, write);
    expect(first.rejectsFile).toBe(`${path}.rejects.csv`);
    const rejects = await readFile(first.rejectsFile ?? '');
    expect(rejects.toString('latin1')).toBe(
      [
        'renos-sync line;renos-sync reasons;Navn;E-mail;Noter',
        '3;"E-mail: has no @";Blå Bjørn;blå;"én\r\nto"',
        '5;"E-mail: has no @";Grøn;groen(at)example.dk',
        '',
      ].join('\r\n'),
    );
    const second = await importInto(world, await openSource(path), { acceptRejects: true }, write);
    expect(second.rejectsFile).toBe(`${path}.rejects-2.csv`);
    const fixed = rejects.toString('latin1').replace(';blå;', ';blaa@example.dk;').replace('(at)', '@');
    await writeFile(first.rejectsFile ?? '', Buffer.from(fixed, 'latin1'));
    const third = await importInto(world, await openSource(first.rejectsFile ?? ''));
    expect([...countsOf(third), third.findings]).toEqual([2, 0, 0, 0, 0, []]);
    const names = (await customersIn(world)).map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining(['Rosa Rød', 'Blå Bjørn', 'Grøn']));
  });

  test('more than half rejected: refused, and nothing written', async () => {
    const before = await customersIn(world);
    const result = await importText(world, 'Name,Email\nAda,a@example.dk\nB,b\nC,c\n');
    expect([result.success, result.refusal?.code, result.refusal?.override]).toEqual([
      false,
      'most-rows-rejected',
      '--accept-rejects',
    ]);
    expect(await customersIn(world)).toEqual(before);
  });

  test('policies for known customers', async () => {
    await importText(world, 'Name,Email,Phone\nPia Policy,pia@example.dk,40506070\n');
    const row = 'Name,Email,Phone,Address\nPia P. Policy,pia@example.dk,,Markvej 1 8000 Aarhus C\n';
    expect(countsOf(await importText(world, row, { onDuplicate: 'skip' }))).toEqual([0, 0, 0, 1, 0]);
    expect(countsOf(await importText(world, row, { onDuplicate: 'error', acceptRejects: true }))).toEqual([
      0, 0, 0, 0, 1,
    ]);
    expect(countsOf(await importText(world, row, { fillBlanks: true }))).toEqual([0, 1, 0, 0, 0]);
    const find = async () => (await customersIn(world)).find(({ email }) => email === 'pia@example.dk');
    expect(await find()).toMatchObject({ name: 'Pia Policy', address: 'Markvej 1 8000 Aarhus C' });
    expect(countsOf(await importText(world, row))).toEqual([0, 1, 0, 0, 0]);
    expect(await find()).toMatchObject({ name: 'Pia P. Policy', phone: '+4540506070' });
    const [entry] = await rowsOf<{ fields: unknown; rule: string }>(
      database.orm,
      sql`select fields, rule from renos_sync.journal where kind = 'customer' and action = 'update' order by at desc, seq desc limit 1`,
    );
    expect(entry).toMatchObject({ fields: { name: ['Pia Policy', 'Pia P. Policy'] }, rule: 'same-email' });
  });

  test('damaged text replaces nothing that is known, and sound text replaces it', async () => {
    const fileOf = (name: string, address: string) => `Name,Email,Address\n${name},soren@example.dk,${address}\n`;
    const sound = fileOf('Søren Ågård', 'Øvej 7');
    const damaged = [fileOf('S\ufffdren \ufffdg\ufffdrd', '\ufffdvej 7'), fileOf('SÃ¸ren Ã…gÃ¥rd', 'Ã˜vej 7')];
    const find = async () => (await customersIn(world)).find(({ email }) => email === 'soren@example.dk');
    await importText(world, damaged[0] ?? '');
    expect(countsOf(await importText(world, sound))).toEqual([0, 1, 0, 0, 0]);
    for (const file of damaged) {
      const again = await importText(world, file);
      expect([...countsOf(again), again.findings.map(({ code, column }) => [code, column])]).toEqual([
        ...[0, 0, 1, 0, 0],
        ['Name', 'Address'].map((column) => ['broken-characters', column]),
      ]);
    }
    expect(await find()).toMatchObject({ name: 'Søren Ågård', address: 'Øvej 7' });
  });

  test('letters that a Mac writes in two parts are the same letters', async () => {
    const file = 'Name,Email,Address\nÅse Bødtker,aase@example.dk,Ågade 7\n';
    await importText(world, file);
    expect(countsOf(await importText(world, file.normalize('NFD')))).toEqual([0, 0, 1, 0, 0]);
    await importText(world, 'Name,Email\nRené Åberg,rene@example.dk\n'.normalize('NFD'));
    expect(await customersIn(world)).toContainEqual(expect.objectContaining({ name: 'René Åberg'.normalize('NFC') }));
  });

  test('e-mails that differ in case only, and totals, are the application’s to keep', async () => {
    await database.orm.execute(sql`insert into customers (id, name, email, "totalBookings", "updatedAt") values
      ('u1', 'Upper', 'CASE@example.dk', 9, now()), ('u2', 'Lower', 'case@example.dk', 9, now())`);
    const exact = await importText(world, 'Name,Email,Total Bookings\nLower,case@example.dk,3\n');
    expect([...countsOf(exact), exact.findings.map(({ code }) => code)]).toEqual([0, 0, 1, 0, 0, ['total-lower']]);
    const either = await importText(world, 'Name,Email\nWho,Case@example.dk\n', { acceptRejects: true });
    expect(either.findings.map(({ code }) => code)).toEqual(['several-customers']);
  });

  test('the export reads back as it was', async () => {
    await importText(
      world,
      'Name;Email;Phone;Notes;Tags;Total Revenue\n"=cmd|x";f@example.dk;20212223;"-1\n2";"a,b";"1,125"\n\'@it;g@example.dk;;+1;x ::: y;7\n',
      { acceptRejects: true },
    );
    let text = '';
    for await (const part of csvText(exportCustomers(createCustomerRepository(database)), {
      delimiter: ',',
      mark: true,
    }))
      text += part;
    expect(text).toContain("'=cmd|x");
    const before = await customersIn(world);
    const result = await importText(world, text, { acceptRejects: true });
    expect([result.customersCreated, result.customersUpdated]).toEqual([0, 0]);
    expect(await customersIn(world)).toEqual(before);
  });
});

describe('what an import costs', () => {
  test('the same statements with 5,000 customers as with 50, for 1,000 rows as for 10, and no scan of them a row', async () => {
    const few = await costOfImport({ customers: 50, rows: 10 });
    const known = await costOfImport({ customers: 5_000, rows: 10 });
    const many = await costOfImport({ customers: 5_000, rows: 1_000 });
    expect([known.statements, many.statements]).toEqual([few.statements, few.statements]);
    expect(Math.max(...known.scansOfCustomers, ...many.scansOfCustomers)).toBe(1);
    expect(many.scansOfCustomers.length).toBeLessThan(12);
  });
});

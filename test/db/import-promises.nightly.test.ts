import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { madeUpCustomer, randomNumbers } from '../../scripts/made-up-customers.js';
import { exportCustomers } from '../../src/core/customers/export-customers.js';
import type { ImportOptions } from '../../src/core/customers/import-options.js';
import { createCustomerRepository } from '../../src/db/customer-repository.js';
import { type Database, rowsOf } from '../../src/db/database.js';
import { openServer } from '../../src/db/open-server.js';
import { csvText } from '../../src/files/export-text.js';
import { openSource } from '../../src/files/open-source.js';
import { rejectsBeside } from '../../src/files/rejects-file.js';
import { databaseKinds, freshDatabase, openTestDatabase } from '../helpers/databases.js';
import {
  bookingsIn,
  countsOf,
  customersIn,
  importInto,
  importText,
  type World,
  worldOf,
} from '../helpers/import-world.js';

/** A file of some twenty rows about a dozen people, with every kind of repetition and mistake. */
function randomFile(seed: number): string {
  const random = randomNumbers(seed);
  const chance = (share: number) => random() < share;
  const lines = ['Navn;E-mail;Telefon;Adresse;Noter;Omsætning;Mærker;Booking start;Ydelse'];
  const count = 5 + Math.floor(random() * 20);
  for (let row = 0; row < count; row += 1) {
    const person = madeUpCustomer(Math.floor(random() * 12), 1 + (seed % 5));
    const other = madeUpCustomer(Math.floor(random() * 12), 1 + (seed % 5));
    const name = chance(0.05)
      ? ''
      : chance(0.1)
        ? person.name.toUpperCase()
        : chance(0.1)
          ? person.name.slice(1)
          : person.name;
    const email = chance(0.3) ? '' : chance(0.05) ? 'forkert' : chance(0.1) ? person.email.toUpperCase() : person.email;
    const phone = chance(0.4) ? '' : chance(0.1) ? other.phone : person.phone;
    const address = chance(0.5) ? '' : `${person.street.replace(',', '')}, ${person.town}`;
    const start = chance(0.3) ? `0${1 + Math.floor(random() * 9)}-06-2025 09:00` : '';
    const notes = chance(0.3) ? 'ring først' : '';
    lines.push(
      [
        name,
        email,
        phone,
        address,
        notes,
        Math.floor(random() * 9),
        person.tags.replaceAll(';', ','),
        start,
        'Vinduer',
      ].join(';'),
    );
  }
  return lines.join('\n');
}

describe.each(databaseKinds)('what importing into a %s database promises', (kind) => {
  let database: Database;
  let world: World;
  let folder: string;
  beforeAll(async () => {
    database = await openTestDatabase(kind);
    world = worldOf(database);
    folder = await mkdtemp(join(tmpdir(), 'renos-sync-test-'));
  });
  afterAll(async () => {
    await database.close();
    await rm(folder, { recursive: true, force: true });
  });

  test('a dry run predicts every count, and a second run finds nothing to do: random files', async () => {
    const policies = [
      {},
      { onProbable: 'create' },
      { onProbable: 'update' },
      { fillBlanks: true },
      { onDuplicate: 'skip' },
    ] as const;
    const files = kind === 'server' ? 200 : 10;
    for (let seed = 1; seed <= files; seed += 1) {
      if (seed % 20 === 0) await database.orm.execute(sql`truncate bookings, customers cascade`);
      const file = randomFile(seed);
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
      const before = [await customersIn(world), await bookingsIn(world)];
      const again = await importText(world, file, options);
      const told = {
        seed,
        created: again.customersCreated,
        updated: again.customersUpdated,
        bookings: again.bookingsCreated,
      };
      // Whom --on-probable create made twice may well be sorted anew by a second run.
      if (options.onProbable === 'create') continue;
      expect(told).toMatchObject({ created: 0, updated: 0, bookings: 0 });
      expect([await customersIn(world), await bookingsIn(world)]).toEqual(before);
    }
  }, 300_000);

  test('rejected rows are kept byte for byte, and mending them completes the import', async () => {
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
    const mended = rejects.toString('latin1').replace(';blå;', ';blaa@example.dk;').replace('(at)', '@');
    await writeFile(first.rejectsFile ?? '', Buffer.from(mended, 'latin1'));
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
  async function cost(customers: number, rows: number) {
    const fresh = await freshDatabase();
    const first = openServer(fresh.url);
    await first.orm.execute(sql`insert into customers (id, name, email, phone, address, "updatedAt")
      select 'k' || n, 'Kunde ' || n || 'sen', 'k' || n || '@example.dk', (20000000 + n)::text, 'Vej ' || n || ', 8000 Aarhus', now() from generate_series(1, ${customers}) n`);
    await first.close();
    const scans = async (database: Database) =>
      (
        await rowsOf<{ scans: number }>(
          database.orm,
          sql`select seq_scan::int as scans from pg_stat_all_tables where relname = 'customers' and schemaname = 'public'`,
        )
      )[0]?.scans ?? 0;
    const counting = openServer(fresh.url);
    const before = await scans(counting);
    await counting.close();
    const database = openServer(fresh.url);
    const file = Array.from(
      { length: rows },
      (_, row) => `Ny ${row} Navnsen,ny${row}@example.dk,${30_000_000 + row},"Gade ${row}, 9000 Aalborg"`,
    );
    const result = await importText(worldOf(database), ['Name,Email,Phone,Address', ...file].join('\n'));
    expect(countsOf(result)).toEqual([rows, 0, 0, 0, 0]);
    const statements = database.statements();
    await database.close();
    const after = openServer(fresh.url);
    const scanned = (await scans(after)) - before;
    await after.close();
    await fresh.drop();
    return { statements, scanned };
  }

  test('the same statements and scans with 50,000 customers as with 50, and for 1,000 rows as for 10', async () => {
    const few = await cost(50, 10);
    expect((await cost(50_000, 10)).statements).toBe(few.statements);
    const many = await cost(50_000, 1_000);
    expect(many.statements).toBe(few.statements);
    expect(many.scanned).toBeLessThan(12);
  });
});

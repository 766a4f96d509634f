import { checkFile } from '../src/core/customers/import/check-file.js';
import { type ImportOptions, usualImport } from '../src/core/options/import-options.js';
import { silentProgress } from '../src/core/ports.js';
import { sourceOfText } from '../src/files/bytes/open-source.js';
import { importText, worldOf } from '../test/helpers/import-world.js';
import { type Bench, fill, type Scenario } from './growth-scenario.js';

const csv = (header: string, n: number, row: (index: number) => string) =>
  [header, ...Array.from({ length: n }, (_, index) => row(index))].join('\n');

async function importing({ database }: Bench, text: string, options: Partial<ImportOptions> = {}): Promise<void> {
  await importText(worldOf(database), text, options);
}

/** Customers k1 to kn, each with an e-mail, a phone and an address of its own. */
async function customers(bench: Bench, n: number): Promise<void> {
  const { sql } = bench;
  await fill(
    bench,
    n,
    (from, to) => sql`insert into customers (id, name, email, phone, address, "updatedAt")
      select 'k' || n, 'Kunde ' || n || 'sen', 'k' || n || '@example.dk', (20000000 + n)::text, 'Vej ' || n || ', 8000 Aarhus', now()
      from generate_series(${from}::int, ${to}::int) n`,
  );
}

const one = 'Name,Email,Phone\nNy Navnsen,ny@example.dk,30000001';
const switchboard = (index: number) => `Ansat ${index} Navnsen${index},a${index}@example.dk,70101010`;

const sharedEmail = (n: number) =>
  csv('Name,Email,Phone', n, (index) => `Ansat ${index} Navnsen${index},info@example.dk,${20_000_000 + index}`);
const sharedAddress = (n: number) =>
  csv('Name,Phone,Address', n, (index) => `Jens Hansen,${20_000_000 + index},"Vej 1, 8000 Aarhus"`);

/** Imports of a file of n rows: once for all, and what is measured is the second time. */
function again(name: string, n: number, file: (n: number) => string, options: Partial<ImportOptions> = {}): Scenario {
  return {
    name,
    n,
    prepare: async (bench, size) => {
      await importing(bench, file(size), options);
      if (bench.statistics === 'fresh') await bench.sql`analyze`;
      return () => importing(bench, file(size), options);
    },
  };
}

function first(name: string, n: number, file: (n: number) => string, options: Partial<ImportOptions> = {}): Scenario {
  return { name, n, prepare: async (bench, size) => () => importing(bench, file(size), options) };
}

export const importScenarios: readonly Scenario[] = [
  {
    name: 'import after all customers vanished',
    n: 10_000,
    prepare: async (bench, n) => {
      await customers(bench, n);
      await importing(bench, one);
      await bench.sql`delete from customers`;
      return () => importing(bench, one.replaceAll('ny', 'anden').replace('30000001', '30000002'));
    },
  },
  {
    name: 'import of 100 rows beside customers',
    n: 20_000,
    prepare: async (bench, n) => {
      await customers(bench, n);
      await importing(bench, one);
      return () =>
        importing(
          bench,
          csv('Name,Email', 100, (index) => `Ny ${index} Navnsen,ny${index}@example.dk`),
        );
    },
  },
  first('import of rows that share a phone', 2_000, (n) => csv('Name,Email,Phone', n, switchboard)),
  again('import of rows that share a phone, again', 2_000, (n) => csv('Name,Email,Phone', n, switchboard)),
  first('import of rows that share an e-mail', 2_000, sharedEmail),
  again('import of rows that share an e-mail, again', 2_000, sharedEmail),
  first('import of rows that share name and address', 2_000, sharedAddress),
  again('import of rows that share name and address, again', 2_000, sharedAddress),
  first('import of rows that share two phones', 2_000, (n) =>
    csv('Name,Email,Phone', n, (index) =>
      switchboard(index).replace('70101010', index % 2 === 0 ? '70101010' : '70101011'),
    ).replace('a1@', 'a0@'),
  ),
  again('import of one customer with other notes, again', 2_000, (n) =>
    csv('Name,Email,Notes', n, (index) => `Jens Hansen,jens@example.dk,Besøg nummer ${index}`),
  ),
  first('import of one customer with other notes', 2_000, (n) =>
    csv('Name,Email,Notes', n, (index) => `Jens Hansen,jens@example.dk,Besøg nummer ${index}`),
  ),
  first('import of one row many times', 20_000, (n) =>
    csv('Name,Email,Phone', n, () => 'Jens Hansen,jens@example.dk,20304050'),
  ),
  {
    name: 'import of rows that share a phone with customers',
    n: 1_000,
    prepare: async (bench, n) => {
      const { sql } = bench;
      await fill(
        bench,
        n,
        (from, to) => sql`insert into customers (id, name, email, phone, "updatedAt")
          select 'k' || n, 'Kunde ' || n || 'sen', 'k' || n || '@example.dk', '70101010', now()
          from generate_series(${from}::int, ${to}::int) n`,
      );
      return () => importing(bench, csv('Name,Email,Phone', n, switchboard));
    },
  },
  {
    name: 'import that updates customers',
    n: 2_000,
    prepare: async (bench, n) => {
      await customers(bench, n);
      const file = csv(
        'Name,Email,Company',
        n,
        (index) => `Kunde ${index + 1}sen,k${index + 1}@example.dk,Firma ${index}`,
      );
      return () => importing(bench, file);
    },
  },
  {
    name: 'import of bookings beside bookings',
    n: 3_000,
    prepare: async (bench, n) => {
      const { sql } = bench;
      await fill(
        bench,
        n,
        (from, to) => sql`insert into bookings (id, "startTime", "endTime", "scheduledAt", "updatedAt")
          select 'b' || n, t, t + interval '1 hour', t, now()
          from generate_series(${from}::int, ${to}::int) n, lateral (select timestamp '2026-01-01' + n * interval '2 hours' as t) at`,
      );
      const at = (index: number) => new Date(Date.UTC(2026, 0, 1) + index * 7_200_000).toISOString();
      const file = csv(
        'Name,Email,Booking Start,Booking End',
        n,
        (index) => `Ny ${index} Navnsen,ny${index}@example.dk,${at(index)},${at(index + 0.5)}`,
      );
      return () => importing(bench, file, { createBookings: true });
    },
  },
  chain(400),
  {
    name: 'validate of one row many times',
    n: 20_000,
    prepare: async (_, n) => {
      const text = csv('Name,Email,Phone', n, () => 'Jens Hansen,jens@example.dk,20304050');
      return async () => checkFile(await checking(text), usualImport);
    },
  },
  {
    name: 'validate of rows that share a phone',
    n: 4_000,
    prepare: async (_, n) => {
      const text = csv('Name,Email,Phone', n, switchboard);
      return async () => checkFile(await checking(text), usualImport);
    },
  },
];

/** Customers of whom each shares a phone with the next, and that one name and address with the one after. */
function chain(n: number): Scenario {
  const row = (index: number, name: string) => {
    const pair = Math.floor(index / 2);
    const address = Math.floor((index + 1) / 2);
    return `${name}${address} Navnsen${address},,${20_000_000 + pair},"Vej ${address}, 8000 Aarhus",,,,0,0,0,,`;
  };
  const header =
    'Name,Email,Phone,Address,Company,Notes,Tags,Total Leads,Total Bookings,Total Revenue,Last Contact,Created At';
  return {
    name: 'import of our own export of a chain',
    n,
    prepare: async (bench, size) => {
      const { sql } = bench;
      await fill(
        bench,
        size,
        (from, to) => sql`insert into customers (id, name, phone, address, "updatedAt")
          select 'k' || n, 'Kunde' || (n + 1) / 2 || ' Navnsen' || (n + 1) / 2, (20000000 + n / 2)::text, 'Vej ' || (n + 1) / 2 || ', 8000 Aarhus', now()
          from generate_series(${from - 1}::int, ${to - 1}::int) n`,
      );
      const rows = csv(header, size, (index) => row(index, 'Kunde')).split('\n');
      rows[1] = (rows[1] ?? '').replace(',,,,0', ',Firma,,,0');
      return () => importing(bench, rows.join('\n'));
    },
  };
}

async function checking(text: string) {
  return {
    source: await sourceOfText(text, 'csv'),
    clock: () => new Date(),
    progress: silentProgress,
    signal: new AbortController().signal,
  };
}

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir, readFile, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { sql } from 'drizzle-orm';
import postgres from 'postgres';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type ExportFilter, everyCustomer } from '../../src/core/export/customer-repository.js';
import { customerRows } from '../../src/core/export/export-customers.js';
import { createBookingRepository } from '../../src/db/read/booking-repository.js';
import { createCustomerRepository } from '../../src/db/read/customer-repository.js';
import { writeWhole } from '../../src/files/write-whole.js';
import { runCli } from '../helpers/cli.js';
import { databaseKinds, freshDatabase, openTestDatabase, type TestDatabase } from '../helpers/databases.js';
import { tempFolder } from '../helpers/temp-folder.js';

const program = fileURLToPath(new URL('../../bin/run.js', import.meta.url));
const known = sql`
  insert into customers (id, name, email, phone, notes, tags, status, "totalLeads", "totalBookings", "totalRevenue", "lastContactAt", "createdAt", "updatedAt") values
    ('c1', 'Åse Bøgh', 'aase@example.dk', '+4520304050', E'Nøgle; "under"\\nmåtten', '{Fast,erhverv}', 'active', 1, 2, 1234.5, '2026-03-29 00:30', '2026-01-31 23:30', now()),
    ('c2', '=1+1', null, null, null, null, 'inactive', 0, 0, 0, null, '2026-02-01 00:00', now()),
    ('c3', 'Bo', '', null, '', '{}', 'active', 0, 0, 1.234, '2026-06-30 22:00', '2025-12-31 12:00', now())`;
const knownBookings = sql`
  insert into bookings (id, "customerId", "serviceType", status, "scheduledAt", "startTime", "endTime", notes, "createdAt", "updatedAt") values
    ('b1', 'c1', 'Vask', 'completed', '2026-03-29 07:00', '2026-03-29 07:00', '2026-03-29 09:00', E'Ring først\\nGoogle Calendar Event ID: ev1', now(), now()),
    ('b2', 'c3', null, 'scheduled', '2026-01-05 08:00', null, null, null, now(), now()),
    ('b3', null, '@Gulv', 'cancelled', '2026-07-01 08:00', '2026-07-01 08:00', '2026-07-01 09:00', null, now(), now())`;

const folder = tempFolder('export');
let database: TestDatabase;
let client: postgres.Sql;
beforeAll(async () => {
  database = await freshDatabase();
  client = postgres(database.url, { max: 1, onnotice: () => {} });
  for (const statement of [known, knownBookings])
    await client.unsafe((statement.queryChunks[0] as unknown as { value: string[] }).value.join(''));
});
afterAll(async () => {
  await client?.end();
  await database?.drop();
});
const run = (...args: string[]) => runCli(['export', ...args], { DATABASE_URL: database.url }, { cwd: folder });

describe('known customers, as they are written', () => {
  test('a file named as an argument is written as with --output, its name telling the format', async () => {
    expect(await run('argument.csv')).toMatchObject({ exitCode: 0, stdout: '3 customers written to argument.csv.\n' });
    const { stdout } = await run();
    expect(await readFile(join(folder, 'argument.csv'), 'utf8')).toBe(stdout);
    expect(await run('bookings.ndjson', '--bookings', '--json')).toMatchObject({ exitCode: 0 });
    const lines = (await readFile(join(folder, 'bookings.ndjson'), 'utf8')).trim().split('\n');
    expect(lines.map((line) => JSON.parse(line).id)).toEqual(['b2', 'b1', 'b3']);
    expect(await run('-')).toMatchObject({ exitCode: 0, stdout });
  });

  test('an argument is not replaced without --force, and no second file is named beside it', async () => {
    await writeFile(join(folder, 'there.csv'), 'mine');
    expect(await run('there.csv')).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('--force') });
    expect(await run('one.csv', '--output', 'two.csv')).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining('Two files'),
    });
    expect(await run('')).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('no name') });
    for (const subject of ['bookings', 'Kunder'])
      expect(await run(subject)).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('--bookings') });
    expect(await run('there.csv', '--output', 'there.csv', '--force')).toMatchObject({ exitCode: 0 });
    expect((await readdir(folder)).filter((name) => /^(one|two)\.csv$/.test(name))).toEqual([]);
  });

  test("RenOS's columns, by name, to standard output", async () => {
    expect(await run()).toMatchObject({
      exitCode: 0,
      stderr: '',
      stdout: [
        'Name,Email,Phone,Address,Company,Notes,Tags,Total Leads,Total Bookings,Total Revenue,Last Contact,Created At',
        "'=1+1,,,,,,,0,0,0,,2026-02-01T00:00:00.000Z",
        'Bo,,,,,,,0,0,1.2340,2026-06-30T22:00:00.000Z,2025-12-31T12:00:00.000Z',
        `Åse Bøgh,aase@example.dk,'+4520304050,,,"Nøgle; ""under""\nmåtten",Fast;erhverv,1,2,1234.5,2026-03-29T00:30:00.000Z,2026-01-31T23:30:00.000Z`,
        '',
      ].join('\r\n'),
    });
  });

  test('--excel: byte order mark, semicolons, decimal commas, days and times as Denmark has them', async () => {
    const { stdout } = await run('--excel');
    expect(stdout.startsWith('\ufeffName;Email;')).toBe(true);
    expect(stdout.split('\r\n').slice(1)).toEqual([
      "'=1+1;;;;;;;0;0;0;;01-02-2026 01:00",
      'Bo;;;;;;;0;0;1,2340;01-07-2026;31-12-2025 13:00',
      `Åse Bøgh;aase@example.dk;'+4520304050;;;"Nøgle; ""under""\nmåtten";"Fast;erhverv";1;2;1234,5;29-03-2026 01:30;01-02-2026 00:30`,
      '',
    ]);
  });

  test('JSON is one array; what its name says decides; --json tells what was done, and nothing else', async () => {
    const outcome = await run('--output', 'kunder.json', '--json');
    expect(outcome).toMatchObject({ exitCode: 0, stderr: '' });
    expect(outcome.json()).toEqual({ success: true, kind: 'customers', format: 'json', rows: 3, file: 'kunder.json' });
    const records = JSON.parse(await readFile(join(folder, 'kunder.json'), 'utf8')) as object[];
    expect(records.map((record) => Object.values(record).slice(0, 2))).toEqual([
      ['c2', '=1+1'],
      ['c3', 'Bo'],
      ['c1', 'Åse Bøgh'],
    ]);
    expect(records[2]).toEqual({
      id: 'c1',
      name: 'Åse Bøgh',
      email: 'aase@example.dk',
      phone: '+4520304050',
      address: null,
      companyName: null,
      notes: 'Nøgle; "under"\nmåtten',
      status: 'active',
      tags: ['Fast', 'erhverv'],
      totalLeads: 1,
      totalBookings: 2,
      totalRevenue: 1234.5,
      lastContactAt: '2026-03-29T00:30:00.000Z',
      createdAt: '2026-01-31T23:30:00.000Z',
    });
    const inside = (await run('--json', '--format', 'ndjson', '--tag', 'FAST')).json();
    expect(inside).toMatchObject({ rows: 1, file: null, records: [{ id: 'c1' }] });
    expect((await run('--json', '--id', 'c3')).json().csv).toMatch(/^Name,.*\r\nBo,.*\r\n$/);
  });

  test('bookings, one JSON object a line, without the bookkeeping in their notes', async () => {
    const { stdout } = await run('--bookings', '--format', 'ndjson');
    const lines = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(lines).toMatchObject([
      {
        id: 'b2',
        customerName: 'Bo',
        startTime: '2026-01-05T08:00:00.000Z',
        endTime: '2026-01-05T10:00:00.000Z',
        serviceType: null,
      },
      { id: 'b1', notes: 'Ring først', eventId: 'ev1', customerEmail: 'aase@example.dk', status: 'completed' },
      { id: 'b3', customerId: null, customerName: null, serviceType: '@Gulv', eventId: null },
    ]);
    const csv = (await run('--bookings', '--status', 'cancelled')).stdout;
    expect(csv.split('\r\n')[1]).toBe(",,,2026-07-01T08:00:00.000Z,2026-07-01T09:00:00.000Z,'@Gulv,cancelled,,,b3,,");
  });
});

test.each(databaseKinds)(
  'filters: all that is said must be so, and order and pages are the same on %s',
  async (kind) => {
    const opened = await openTestDatabase(kind);
    try {
      await opened.orm.execute(known);
      await opened.orm.execute(knownBookings);
      await opened.orm.execute(sql`insert into customers (id, name, tags, "createdAt", "updatedAt")
      select 'x' || lpad(n::text, 5, '0'), 'Samme', '{mange}', '2024-01-01', now() from generate_series(1, 1200) n`);
      const customers = createCustomerRepository(opened);
      const bookings = createBookingRepository(opened);
      const ids = async (
        filter: Partial<ExportFilter> & { readonly search?: string },
        repository: typeof customers | typeof bookings = customers,
      ) => {
        const found: string[] = [];
        for await (const page of repository.list({ ...everyCustomer, ...filter }))
          found.push(...page.map(({ id }) => id));
        expect(await repository.count({ ...everyCustomer, ...filter })).toBe(found.length);
        return found;
      };
      expect(await ids({ ids: ['c3', 'c1', 'findes-ikke'] })).toEqual(['c3', 'c1']);
      expect(await ids({ tags: ['fast', 'andet'] })).toEqual(['c1']);
      expect(await ids({ statuses: ['Inactive'] })).toEqual(['c2']);
      const day = (text: string) => new Date(`${text}Z`);
      expect(await ids({ since: day('2026-01-31T23:00'), until: day('2026-02-01T00:00') })).toEqual(['c1']);
      const many = await ids({ tags: ['mange'] });
      expect([many.length, many[0], many[1_199], new Set(many).size]).toEqual([1_200, 'x00001', 'x01200', 1_200]);
      expect(await ids({ tags: ['fast'] }, bookings)).toEqual(['b1']);
      expect(await ids({ since: day('2026-03-29T00:00') }, bookings)).toEqual(['b1', 'b3']);
      // Who stops early leaves nothing open: the next statement is answered.
      for await (const page of customers.list(everyCustomer)) {
        expect(page.length).toBeGreaterThan(0);
        break;
      }
      expect(await customers.count(everyCustomer)).toBe(1_203);
      let cells = 0;
      for await (const rows of customerRows(customers.list(everyCustomer), 'plain')) cells += rows.length;
      expect(cells).toBe(1_204);
    } finally {
      await opened.close();
    }
  },
);

describe('a file is written whole or not at all', () => {
  async function* parts(fails = false): AsyncIterable<string> {
    yield 'første\n';
    if (fails) throw new Error('the database went away');
    yield 'anden\n';
  }
  const growing = async () => (await readdir(folder)).filter((name) => name.startsWith('.'));

  test('it is refused when it is there, when its folder is not, and when it is a folder; nothing is asked of the database', async () => {
    await writeFile(join(folder, 'findes.csv'), 'gammel');
    const away = { DATABASE_URL: 'postgres://renos@127.0.0.1:9/renos' };
    for (const [path, says] of [
      ['findes.csv', 'exists already'],
      ['findes-ikke/kunder.csv', 'is in a folder that does not exist'],
      ['.', 'is a folder'],
    ] as const) {
      const outcome = await runCli(['export', '--output', path, '--json'], away, { cwd: folder });
      expect(outcome).toMatchObject({ exitCode: 2, stderr: '' });
      expect(outcome.json()).toMatchObject({
        success: false,
        error: { code: 'file-unwritable', message: expect.stringContaining(says) },
      });
    }
    expect(await readFile(join(folder, 'findes.csv'), 'utf8')).toBe('gammel');
  });

  test('what fails half-way leaves the old file and no trace; a link is followed, and rights are kept', async () => {
    const path = join(folder, 'gammel.csv');
    await writeFile(path, 'gammel', { mode: 0o640 });
    await expect(writeWhole(path, parts(true), true)).rejects.toThrow('went away');
    expect([await readFile(path, 'utf8'), await growing()]).toEqual(['gammel', []]);
    await symlink(path, join(folder, 'link.csv'));
    await writeWhole(join(folder, 'link.csv'), parts(), true);
    expect([await readFile(path, 'utf8'), (await stat(path)).mode & 0o777, await growing()]).toEqual([
      'første\nanden\n',
      0o640,
      [],
    ]);
    const fresh = join(folder, 'ny.csv');
    await writeWhole(fresh, parts(), false);
    expect((await stat(fresh)).mode & 0o777).toBe(0o600);
  });

  test('a file of that name that appears meanwhile is not replaced', async () => {
    const path = join(folder, 'samtidig.csv');
    async function* slow() {
      await writeFile(path, 'den anden');
      yield 'min';
    }
    await expect(writeWhole(path, slow(), false)).rejects.toThrow(/exists already/);
    expect([await readFile(path, 'utf8'), await growing()]).toEqual(['den anden', []]);
  });

  test('a pipe is written as it is; a reader that has had enough ends the export', async () => {
    await client`insert into customers (id, name, "updatedAt") select 'm' || n, 'Mange ' || repeat('x', 200), now() from generate_series(1, 5000) n`;
    const env = { PATH: process.env.PATH ?? '', DATABASE_URL: database.url };
    const script = `"${process.execPath}" "${program}" export 2>err.txt | head -n 1; "${process.execPath}" "${program}" export -o /dev/stdout --quiet | tail -n 1 | cut -d, -f1`;
    const child = spawn('bash', ['-c', script], { env, cwd: folder, stdio: ['ignore', 'pipe', 'inherit'] });
    let out = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      out += text;
    });
    await once(child, 'close');
    expect(out).toBe(
      'Name,Email,Phone,Address,Company,Notes,Tags,Total Leads,Total Bookings,Total Revenue,Last Contact,Created At\r\nmåtten"\n',
    );
    expect(await readFile(join(folder, 'err.txt'), 'utf8')).toBe('');
  });

  test('Ctrl-C leaves no file and no half of one, and exits 130', async () => {
    const sql = postgres(database.url, { max: 1 });
    await sql`begin`;
    await sql`lock table customers in access exclusive mode`;
    const env = { PATH: process.env.PATH ?? '', DATABASE_URL: database.url };
    const child = spawn(process.execPath, [program, 'export', '--output', 'afbrudt.csv'], {
      env,
      cwd: folder,
      stdio: 'ignore',
    });
    const [waiting] = await client`select 1`;
    expect(waiting).toBeDefined();
    for (;;) {
      const [row] =
        await client`select count(*)::int as waits from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()`;
      if (row?.waits > 0) break;
    }
    child.kill('SIGINT');
    await sql`commit`;
    await sql.end();
    expect((await once(child, 'close'))[0]).toBe(130);
    expect((await readdir(folder)).filter((name) => name.includes('afbrudt'))).toEqual([]);
  });
});

test.each([
  [['--format', 'json', '--excel'], '--excel is for CSV, and the format is json.'],
  [['--since', '2026-02-30'], '--since must be a day that exists, from 1970 on.'],
  [['--since', '2026-02-01', '--until', '2026-02-01'], '--until must be a later day than --since.'],
  [['--delimiter', '::'], '--delimiter must be one character, or tab.'],
])('%j is refused before anything is read', async (args, says) => {
  const outcome = await run(...args, '--json');
  expect(outcome).toMatchObject({ exitCode: 2, stderr: '' });
  expect(outcome.json()).toMatchObject({ error: { message: says, actions: expect.anything() } });
});

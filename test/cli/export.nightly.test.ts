import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import postgres from 'postgres';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { openServer } from '../../src/db/client/open-server.js';
import { runCli } from '../helpers/cli.js';
import { freshDatabase, type TestDatabase } from '../helpers/databases.js';
import { addStrangeCustomers } from '../helpers/round-trip.js';
import { tempFolder } from '../helpers/temp-folder.js';

vi.setConfig({ testTimeout: 900_000, hookTimeout: 900_000 });

const program = fileURLToPath(new URL('../../bin/run.js', import.meta.url));
const meter = fileURLToPath(new URL('../helpers/report-memory.mjs', import.meta.url));
const million = 1_000_000;
const seed = Number(process.env.SEED ?? Date.now() % 1_000_000_000);

const folder = tempFolder('export');
let strange: TestDatabase;
let large: TestDatabase;

beforeAll(async () => {
  strange = await freshDatabase();
  const database = openServer(strange.url);
  await addStrangeCustomers(database, 10_000, seed);
  await database.close();
  large = await freshDatabase();
  const sql = postgres(large.url, { max: 1, onnotice: () => {} });
  await sql`insert into customers (id, name, email, phone, address, notes, tags, "totalRevenue", "createdAt", "updatedAt")
    select 'k' || n, 'Kunde ' || md5(n::text), 'k' || n || '@example.dk', '+45' || (20000000 + n), 'Skovvej ' || n || ', 8000 Aarhus C',
      'Nøgle under måtten', '{fast,privat}', n / 7.0, now(), now() from generate_series(1, ${million}) n`;
  await sql.end();
});
afterAll(async () => {
  await strange?.drop();
  await large?.drop();
});

test.each([
  ['export | import-csv -', [], 'import-csv'],
  ['export --excel | import-csv -', ['--excel'], 'import-csv'],
  ['export --format json | import -', ['--format', 'json'], 'import'],
  ['export --format ndjson | import -', ['--format', 'ndjson'], 'import'],
])(
  `%s: 10,000 customers out of all of Unicode, none created, none updated (SEED=${seed})`,
  async (_, flags, command) => {
    const env = { DATABASE_URL: strange.url };
    const exported = await runCli(['export', ...flags], env);
    expect(exported).toMatchObject({ exitCode: 0, stderr: '' });
    const imported = await runCli([command, '-', '--json'], env, { input: exported.stdout });
    expect(imported.json()).toMatchObject({
      success: true,
      customersProcessed: 10_000,
      customersCreated: 0,
      customersUpdated: 0,
      customersRejected: 0,
      customersUnchanged: 10_000,
      findings: [],
    });
    expect(imported.exitCode).toBe(0);
  },
);

test('1,000,000 customers in under 150 MB, and the file is there only when it is whole', async () => {
  const report = join(folder, 'memory.json');
  const env = {
    PATH: process.env.PATH ?? '',
    HOME: folder,
    DATABASE_URL: large.url,
    NODE_OPTIONS: `--import=${meter}`,
    MEMORY_REPORT: report,
  };
  const target = join(folder, 'kunder.csv');
  const startedAt = performance.now();
  const child = spawn(process.execPath, [program, 'export', '--output', target], { env, stdio: 'inherit' });
  const seen: boolean[] = [];
  const watch = setInterval(
    () =>
      void stat(target).then(
        () => seen.push(true),
        () => seen.push(false),
      ),
    100,
  );
  const [exitCode] = await once(child, 'close');
  clearInterval(watch);
  const seconds = (performance.now() - startedAt) / 1000;
  expect([exitCode, seen.slice(0, -2).includes(true)]).toEqual([0, false]);
  const { resident } = JSON.parse(await readFile(report, 'utf8')) as { resident: number };
  const { size } = await stat(target);
  process.stderr.write(
    `1,000,000 customers, ${Math.round(size / 1e6)} MB of CSV: ${resident.toFixed(0)} MB resident, ${seconds.toFixed(1)} s\n`,
  );
  expect(resident).toBeLessThan(150);

  // The same again to a pipe: stable order, byte for byte.
  const piped = spawn(process.execPath, [program, 'export'], {
    env: { ...env, NODE_OPTIONS: '' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const hash = createHash('sha256');
  for await (const chunk of piped.stdout) hash.update(chunk as Buffer);
  expect(hash.digest('hex')).toBe(
    createHash('sha256')
      .update(await readFile(target))
      .digest('hex'),
  );
});

test('Ctrl-C in the middle of a million leaves no half file', async () => {
  const target = join(folder, 'afbrudt.csv');
  const env = { PATH: process.env.PATH ?? '', HOME: folder, DATABASE_URL: large.url };
  const child = spawn(process.execPath, [program, 'export', '--output', target], { env, stdio: 'ignore' });
  const growing = async () => (await readdir(folder)).find((name) => name.startsWith('.afbrudt.csv.'));
  await vi.waitUntil(async () => {
    const name = await growing();
    return name !== undefined && (await stat(join(folder, name))).size > 1_000_000;
  }, 120_000);
  child.kill('SIGINT');
  expect((await once(child, 'close'))[0]).toBe(130);
  expect(await growing()).toBeUndefined();
  await expect(stat(target)).rejects.toThrow('ENOENT');
});

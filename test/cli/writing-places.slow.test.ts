import { spawnSync } from 'node:child_process';
import {
  closeSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { program, runCli } from '../helpers/cli.js';
import { freshDatabase, freshFolder } from '../helpers/databases.js';
import { serveProgram } from '../helpers/served.js';

let folder: string;
let env: Record<string, string>;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'renos-sync-places-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  env = {
    PATH: process.env.PATH ?? '',
    HOME: folder,
    GOOGLE_CALENDAR_API_URL: 'sandbox',
    RENOS_DATA_DIR: join(folder, 'data'),
  };
});

interface Limits {
  /** For bash's `ulimit`, as `-n 64`. */
  readonly ulimit?: string;
  /** A file that standard output goes to. */
  readonly stdout?: string;
}

/** Runs the program; with limits in a process of its own, where a minute is more than any refusal may take. */
async function run(args: readonly string[], more: Record<string, string> = {}, limits: Limits = {}) {
  if (limits.ulimit === undefined && limits.stdout === undefined)
    return runCli(args, { ...env, ...more }, { cwd: folder });
  const { ulimit, stdout } = limits;
  const out = stdout === undefined ? null : openSync(stdout, 'w');
  const [command, words] =
    ulimit === undefined
      ? [process.execPath, [program, ...args]]
      : ['bash', ['-c', `ulimit ${ulimit}; exec "$@"`, 'bash', process.execPath, program, ...args]];
  const done = spawnSync(command, words, {
    cwd: folder,
    env: { ...env, ...more },
    stdio: ['ignore', out ?? 'pipe', 'pipe'],
    encoding: 'utf8',
    timeout: 120_000,
  });
  if (out !== null) closeSync(out);
  return { exitCode: done.status, stdout: done.stdout ?? '', stderr: done.stderr };
}

function expectTold(outcome: Awaited<ReturnType<typeof run>>, exitCode: number, ...words: readonly string[]): void {
  expect({ exitCode: outcome.exitCode, stderr: outcome.stderr }).toMatchObject({ exitCode });
  for (const word of words) expect(outcome.stderr).toContain(word);
  expect(outcome.stderr).toContain('What to do');
  expect(outcome.stderr).not.toMatch(/mistake in renos-sync|PostgreSQL cannot be reached|^\s+at /m);
}

const customers =
  'Navn;E-mail;Telefon\nMette Holm;mette@example.dk;20304050\nBo Dahl;bo@example.dk;ikke et nummer\n;;\n';

describe('a data folder that cannot be made', () => {
  const places: [string, string][] = [
    ['a file', 'file'],
    ['below a file', 'file/below/it'],
    ['a link to nothing', 'link'],
    ['a link to itself', 'round'],
    ['a name that is too long', 'x'.repeat(300)],
  ];
  if (existsSync('/proc/self')) places.push(['below /proc', '/proc/renos-sync/data']);

  test.each(places)(
    '%s: every command that needs it ends with exit 2, the path and what to set',
    async (_what, path) => {
      writeFileSync(join(folder, 'file'), '');
      symlinkSync('gone', join(folder, 'link'));
      symlinkSync('round', join(folder, 'round'));
      const place = resolve(folder, path);
      for (const command of ['status', 'sync', 'export', 'history', 'migrate', 'sandbox', 'serve'])
        expectTold(await run([command], { RENOS_DATA_DIR: place }), 2, place, 'RENOS_DATA_DIR=');
    },
  );

  test.runIf(existsSync('/proc/self'))('doctor knows that nothing can be made below /proc', async () => {
    const { exitCode, stdout } = await run(['doctor'], { XDG_DATA_HOME: '/proc', RENOS_DATA_DIR: '' });
    expect(exitCode).toBe(2);
    expect(stdout).toContain('/proc/renos-sync cannot be written to');
  });

  test.runIf(process.getuid?.() !== 0)('a home that may only be read', async () => {
    const home = join(folder, 'home');
    mkdirSync(home, { mode: 0o500 });
    expectTold(await run(['status'], { HOME: home, RENOS_DATA_DIR: '' }), 2, home, 'rights');
  });
});

describe('the folder `database`', () => {
  test('may be a symbolic link', async () => {
    mkdirSync(join(folder, 'data'));
    mkdirSync(join(folder, 'elsewhere'));
    symlinkSync(join(folder, 'elsewhere'), join(folder, 'data', 'database'));
    writeFileSync(join(folder, 'kunder.csv'), customers);
    expect((await run(['import-csv', 'kunder.csv', '--no-sync'])).exitCode).toBeOneOf([0, 4]);
    expect((await run(['export'])).stdout).toContain('mette@example.dk');
    expect(readdirSync(join(folder, 'elsewhere'))).toContain('PG_VERSION');
  });

  test('of two data folders with links to one, the second waits or fails', async () => {
    mkdirSync(join(folder, 'elsewhere'));
    const dataFolders = ['one', 'two'].map((name) => {
      mkdirSync(join(folder, name));
      symlinkSync(join(folder, 'elsewhere'), join(folder, name, 'database'));
      return join(folder, name);
    });
    const [first = '', second = ''] = dataFolders;
    const holder = await serveProgram({ ...env, RENOS_DATA_DIR: first });
    expectTold(await run(['history'], { RENOS_DATA_DIR: second }), 5, 'using the embedded database');
    await holder.end('SIGTERM');
    expect(await run(['history'], { RENOS_DATA_DIR: second })).toMatchObject({ exitCode: 0 });
  });

  test.each([
    ['a file', (path: string) => writeFileSync(path, '')],
    ['a link to nothing', (path: string) => symlinkSync('gone', path)],
  ])('%s: the error has its path', async (_what, make) => {
    mkdirSync(join(folder, 'data'));
    make(join(folder, 'data', 'database'));
    expectTold(await run(['history']), 2, join(folder, 'data', 'database'));
  });
});

describe.runIf(existsSync('/dev/full'))('standard output on a full disk', () => {
  const full = { stdout: '/dev/full' };

  test.each([
    [['--help']],
    [['--version']],
    [['sync', '--help']],
    [['doctor']],
    [['doctor', '--json']],
    [['status']],
    [['export']],
  ])('%j: exit 5 and one message', async (args) => {
    const outcome = await run(args, { RENOS_DATA_DIR: await freshFolder() }, full);
    expectTold(outcome, 5, 'Standard output cannot be written (ENOSPC)');
    expect(outcome.stderr.match(/Error:/g)).toHaveLength(1);
  });

  test('--output names the file that does not fit', async () => {
    expectTold(
      await run(['export', '--output', '/dev/full'], { RENOS_DATA_DIR: await freshFolder() }),
      2,
      '/dev/full',
      'does not fit',
    );
  });
});

test('a report that is only partly written is reported', async () => {
  const outcome = await run(['sync', '--help'], {}, { ulimit: '-f 1', stdout: join(folder, 'help.txt') });
  expectTold(outcome, 5, 'Standard output cannot be written (EFBIG)');
});

describe("a disk that is full for the sandbox's file", () => {
  /** As many bytes as the file may grow by, in blocks of 1024. */
  const limit = { ulimit: '-f 4' };

  async function bookings(count: number): Promise<Record<string, string>> {
    const database = await freshDatabase();
    onTestFinished(database.drop);
    const { default: postgres } = await import('postgres');
    const sql = postgres(database.url, { max: 1, onnotice: () => {} });
    await sql`insert into bookings (id, "serviceType", "startTime", "endTime", "updatedAt")
      select 'b' || n, 'Vask ' || n, now() + n * interval '1 hour', now() + n * interval '1 hour' + interval '30 minutes', now()
      from generate_series(1, ${count}::int) n`;
    await sql.end();
    return { DATABASE_URL: database.url };
  }

  test('sync says so at once; what was written can be read, and the next run continues', async () => {
    const server = await bookings(20);
    const stopped = await run(['sync'], server, limit);
    expectTold(stopped, 5, join(folder, 'data', 'sandbox.ndjson'), 'RENOS_DATA_DIR');
    expect(readFileSync(join(folder, 'data', 'sandbox.ndjson'), 'utf8')).toMatch(/\n$/);
    expect(await run(['doctor'], server)).toMatchObject({ exitCode: 0 });
    expect(await run(['sync'], server)).toMatchObject({ exitCode: 0 });
    const { stdout } = await run(['status', '--deep', '--json'], server);
    expect(JSON.parse(stdout)).toMatchObject({ verdict: 'in-step', totalEvents: 20 });
  });

  test.each([
    [
      'half a record with the next one glued to it',
      (lines: string[]) => [lines[0] ?? '', `${lines[1]?.slice(0, 40)}${lines[2]}`, ...lines.slice(3)],
      2,
    ],
    ['a line of something else', (lines: string[]) => [...lines.slice(0, 2), '42', ...lines.slice(2)], 3],
    ['a change of no known kind', (lines: string[]) => [...lines, '[{"kind":"other"}]'], null],
  ])('%s: the error has its number and a remedy, by doctor too', async (_what, damage, number) => {
    const server = await bookings(3);
    expect(await run(['sync'], server)).toMatchObject({ exitCode: 0 });
    const path = join(folder, 'data', 'sandbox.ndjson');
    const lines = damage(readFileSync(path, 'utf8').trimEnd().split('\n'));
    writeFileSync(path, `${lines.join('\n')}\n`);
    const line = number ?? lines.length;
    for (const command of ['status', 'sync']) {
      const outcome = await run([command], server);
      expectTold(outcome, 2, path, `line ${line} `, `sed -i.damaged '${line}d'`, 'mv ');
    }
    const examined = await run(['doctor'], server);
    expect(examined).toMatchObject({ exitCode: 2 });
    expect(examined.stdout).toContain(`line ${line} `);
    const [way] = /sed -i.*(?= {3}#)/.exec((await run(['status'], server)).stderr) ?? [];
    expect(spawnSync('bash', ['-c', way ?? 'false']).status).toBe(0);
    expect(await run(['doctor'], server)).toMatchObject({ exitCode: 0 });
  });
});

test('a rejects file that could not be written leaves nothing, and the next run writes it', async () => {
  const database = await freshDatabase();
  onTestFinished(database.drop);
  const rows = Array.from({ length: 60 }, (_, n) => `;${'x'.repeat(50)}${n};`).join('\n');
  writeFileSync(join(folder, 'kunder.csv'), `${customers}${rows}\n`);
  const words = ['import-csv', 'kunder.csv', '--no-sync', '--accept-rejects'];
  const failed = await run(words, { DATABASE_URL: database.url }, { ulimit: '-f 1' });
  expectTold(failed, 2, 'kunder.csv.rejects.csv', 'EFBIG', 'all other rows are imported');
  expect(readdirSync(folder)).not.toContain('kunder.csv.rejects.csv');
  expect(await run(words, { DATABASE_URL: database.url })).toMatchObject({ exitCode: 4 });
  expect(readFileSync(join(folder, 'kunder.csv.rejects.csv'), 'utf8').split('\n').length).toBeGreaterThan(60);
  expect((await run(['export'], { DATABASE_URL: database.url })).stdout).toContain('mette@example.dk');
});

describe('a process that may not have what it needs', () => {
  test.each([
    ['24', ['status']],
    ['40', ['status']],
    ['32', ['import-csv', 'kunder.csv']],
    ['48', ['serve', '--port', '0']],
    ['64', ['serve', '--port', '0']],
    ['72', ['status']],
  ])('ulimit -n %s, %j: what to set, and exit 5', async (files, args) => {
    writeFileSync(join(folder, 'kunder.csv'), customers);
    expectTold(await run(args, {}, { ulimit: `-n ${files}` }), 5, 'ulimit -n 1024');
  });

  test('ulimit -v: what to set, and exit 5, also in JSON', async () => {
    expectTold(
      await run(['status'], {}, { ulimit: '-v 3000000' }),
      5,
      'may not use more memory',
      'ulimit -v unlimited',
    );
    const { exitCode, stdout } = await run(['status', '--json'], {}, { ulimit: '-v 3000000' });
    expect(exitCode).toBe(5);
    expect(JSON.parse(stdout)).toMatchObject({ success: false });
  });
});

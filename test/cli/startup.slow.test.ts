import { execFileSync } from 'node:child_process';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, test } from 'vitest';
import { runCli } from '../helpers/cli.js';
import { freshDatabase } from '../helpers/databases.js';

const folder = mkdtempSync(join(tmpdir(), 'renos-sync-start-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const heavy = {
  oclif: /@oclif\/core/,
  embedded: /@electric-sql\/pglite/,
  server: /node_modules\/pg\//,
  google: /node_modules\/(googleapis|google-auth-library)/,
  allOfGoogle: /googleapis\/build\/src\/(index|apis\/index)\.js/,
  sandbox: /dist\/sandbox\/|rrule-temporal/,
  csv: /fast-csv/,
  phones: /libphonenumber/,
  http: /node_modules\/(hono|@hono)/,
  terminal: /node_modules\/(ora|cli-table3)/,
} as const;
type Part = keyof typeof heavy;

interface Covered {
  readonly url: string;
  readonly functions: readonly {
    readonly functionName: string;
    readonly ranges: readonly { readonly count: number }[];
  }[];
}

/** Modules in the program's one file are functions that are named by their path; those outside are files of their own. */
function modulesOf({ url, functions }: Covered): readonly string[] {
  const run = functions.filter(({ ranges }) => ranges.some(({ count }) => count > 0));
  return [url, ...run.map(({ functionName }) => functionName).filter((name) => /^(dist|node_modules)\//.test(name))];
}

/** The parts whose code was loaded by a command, as V8's own coverage lists it. */
async function partsOf(args: readonly string[], env: Record<string, string>): Promise<readonly Part[]> {
  const coverage = mkdtempSync(join(folder, 'coverage-'));
  const { stderr } = await runCli(args, { ...env, NODE_V8_COVERAGE: coverage }, { cwd: folder });
  const urls = readdirSync(coverage).flatMap((file) => {
    const { result } = JSON.parse(readFileSync(join(coverage, file), 'utf8')) as { result: Covered[] };
    return result.flatMap(modulesOf);
  });
  expect(
    urls.some((url) => url.endsWith('bin/run.js')),
    stderr,
  ).toBe(true);
  return (Object.keys(heavy) as Part[]).filter((part) => urls.some((url) => heavy[part].test(url)));
}

test.each([[['--help']], [['sync', '--help']]])('%j loads nothing at all', async (args) => {
  expect(await partsOf(args, {})).toEqual([]);
});

test('--version, wrong words and wrong settings load oclif and no more', async () => {
  expect(await partsOf(['--version'], {})).toEqual(['oclif']);
  expect(await partsOf(['sync', '--wrong'], {})).toEqual(['oclif']);
  expect(await partsOf(['sync'], { RUN_MODE: 'maybe' })).toEqual(['oclif']);
});

const noneOf = (parts: readonly Part[], unwanted: readonly Part[]) =>
  expect(parts.filter((part) => unwanted.includes(part))).toEqual([]);

test('a command on a server loads neither the embedded database nor Google', async () => {
  const database = await freshDatabase();
  const unwanted = ['embedded', 'google', 'sandbox', 'http'] as const;
  try {
    const env = { DATABASE_URL: database.url };
    expect(await partsOf(['migrate', '--dry-run'], env)).toEqual(['oclif', 'server']);
    noneOf(await partsOf(['export'], env), unwanted);
    writeFileSync(join(folder, 'kunder.csv'), 'Navn;Telefon\r\nMette Sørensen;20 30 40 50\r\n');
    const imported = await partsOf(['import-csv', 'kunder.csv', '--no-sync'], env);
    expect(imported).toEqual(expect.arrayContaining(['server', 'phones']));
    noneOf(imported, unwanted);
  } finally {
    await database.drop();
  }
});

test('a sync loads the calendar part of googleapis alone', async () => {
  const env = { GOOGLE_CALENDAR_API_URL: 'sandbox', RENOS_DATA_DIR: join(folder, 'data') };
  const parts = await partsOf(['sync'], env);
  expect(parts).toEqual(expect.arrayContaining(['embedded', 'google', 'sandbox']));
  noneOf(parts, ['allOfGoogle', 'server', 'csv', 'http']);
});

const root = fileURLToPath(new URL('../../', import.meta.url));

test('what V8 compiled of a sync is kept beside the program and taken the next time, also that of a long one; a damaged one, or one of another build, is created again', async () => {
  const copy = join(folder, 'renos-sync');
  for (const part of [
    'bin',
    'drizzle',
    'package.json',
    'oclif.manifest.json',
    'dist/help.json',
    'dist/program/renos-sync.cjs',
  ])
    cpSync(join(root, part), join(copy, part), { recursive: true });
  symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'));
  const database = await freshDatabase();
  const env = {
    PATH: process.env.PATH,
    DATABASE_URL: database.url,
    GOOGLE_CALENDAR_API_URL: 'sandbox',
    RENOS_DATA_DIR: join(folder, 'kept'),
  };
  const sync = (options = '') =>
    execFileSync(process.execPath, [join(copy, 'bin', 'run.js'), 'sync'], {
      env: { ...env, NODE_OPTIONS: options },
      encoding: 'utf8',
    });
  // A long run collects garbage often, and V8 then forgets what has not run for a while. (`gc()` does not age code.)
  const collecting = join(folder, 'collecting.cjs');
  writeFileSync(
    collecting,
    `process.on('exit', () => {
      const held = [];
      for (let time = 0; time < 400; time += 1) held[time % 20] = new Array(200_000).fill({});
    });`,
  );
  const kept = () => readdirSync(join(copy, 'dist', 'program')).filter((file) => file !== 'renos-sync.cjs');
  expect(sync()).toBe('In step: nothing to do.\n');
  const [file = ''] = kept();
  expect(kept()).toEqual([expect.stringMatching(/^sync-\d+-v[\d.]+-\w+-\d+-\d+\.cache$/)]);
  const place = join(copy, 'dist', 'program', file);
  const { mtimeMs, ino } = statSync(place);
  expect(sync()).toBe('In step: nothing to do.\n');
  expect(statSync(place)).toMatchObject({ mtimeMs, ino });
  const whole = readFileSync(place);
  rmSync(place);
  expect(sync(`--require ${collecting}`)).toBe('In step: nothing to do.\n');
  expect(statSync(place).size).toBeGreaterThan(whole.length * 0.9);
  const damaged = [0.3, 0.9].map((part) => {
    const bytes = Buffer.from(whole);
    const at = Math.floor(part * bytes.length);
    bytes[at] = (bytes[at] ?? 0) ^ 1;
    return bytes;
  });
  for (const bytes of [...damaged, whole.subarray(0, -40), Buffer.from('not from V8')]) {
    writeFileSync(place, bytes);
    expect(sync()).toBe('In step: nothing to do.\n');
    expect(readFileSync(place).equals(bytes)).toBe(false);
    expect(statSync(place).size).toBeGreaterThan(100_000);
  }
  const program = join(copy, 'dist', 'program', 'renos-sync.cjs');
  const other = readFileSync(program);
  // Another build of the same length.
  other[other.length - 10] = (other[other.length - 10] ?? 0) ^ 1;
  writeFileSync(program, other);
  const before = readFileSync(place);
  expect(sync()).toBe('In step: nothing to do.\n');
  expect(readFileSync(place).subarray(-32).equals(before.subarray(-32))).toBe(false);
  rmSync(place);
  mkdirSync(place);
  expect(sync()).toBe('In step: nothing to do.\n');
  await database.drop();
});

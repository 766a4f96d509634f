/**
 * Packs renos-sync, installs the tarball in an empty folder as its user would, and runs it there: version, help,
 * validate, import with bookings, sync, status; then as the pages say to, and published as a dry run. On this Node, on the oldest that is supported and on the newest LTS,
 * which come from the registry as packages. Exits 1 when anything is not as promised.
 */
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { pagePaths, readPage, typedLines } from '../test/docs/read-page.js';
import { writeDemoFile } from './demo-file.js';

const root = fileURLToPath(new URL('..', import.meta.url));
const others = ['20.19', '24'];
const run = promisify(execFile);

function npm(folder: string, ...words: string[]) {
  return run('npm', [...words, '--loglevel=error'], { cwd: folder, maxBuffer: 1 << 26 });
}

/** Node of a major or minor version, as `node-PLATFORM-ARCH` brings it: the binary, without an install script. */
async function nodeOf(version: string, folder: string): Promise<string> {
  const name = `node-${process.platform}-${process.arch}`;
  await npm(folder, 'install', '--no-save', '--prefix', join(folder, version), `${name}@${version}`);
  return join(folder, version, 'node_modules', name, 'bin', 'node');
}

/** Installs the tarball with npm on that Node; a warning about engines is a failure. */
async function install(node: string, prefix: string, tarball: string, ...words: string[]): Promise<void> {
  const env = { ...process.env, PATH: `${dirname(node)}${delimiter}${process.env.PATH}` };
  await mkdir(prefix, { recursive: true });
  const { stderr } = await run('npm', ['install', '--prefix', prefix, tarball, ...words], { cwd: prefix, env });
  expect(!stderr.includes('EBADENGINE'), `no warning about engines: ${stderr}`);
}

async function tryOn(node: string, installed: string): Promise<void> {
  const data = await mkdtemp(join(tmpdir(), 'renos-sync-try-data-'));
  const program = join(installed, 'node_modules', 'renos-sync', 'bin', 'run.js');
  const env = {
    PATH: process.env.PATH ?? '',
    HOME: data,
    RENOS_DATA_DIR: join(data, 'data'),
    GOOGLE_CALENDAR_API_URL: 'sandbox',
  };
  const renosSync = async (...words: string[]) => (await run(node, [program, ...words], { cwd: data, env })).stdout;
  const { stdout: version } = await run(node, ['--version']);
  try {
    expect((await renosSync('--version')).startsWith('renos-sync/'), '--version');
    expect((await renosSync('--help')).includes('import-csv'), '--help');
    writeDemoFile(join(data, 'kunder.csv'), new Date());
    const found = JSON.parse(await renosSync('validate', 'kunder.csv', '--json'));
    expect(found.success === true && found.customersRejected === 0, 'validate');
    const imported = JSON.parse(
      await renosSync('import-csv', 'kunder.csv', '--create-bookings', '--no-sync', '--json'),
    );
    expect(imported.success === true && imported.bookingsCreated > 0, 'import-csv');
    const synced = JSON.parse(await renosSync('sync', '--json'));
    expect(synced.google.created === imported.bookingsCreated, 'sync');
    const again = JSON.parse(await renosSync('sync', '--json'));
    expect(again.requests === 1 && again.changes.length === 0, 'a second sync that does nothing');
    const status = JSON.parse(await renosSync('status', '--json'));
    expect(status.verdict === 'in-step' && status.totalBookings === imported.bookingsCreated, 'status');
    const library = "import('renos-sync').then(({ syncCalendar }) => process.stdout.write(typeof syncCalendar))";
    expect((await run(node, ['-e', library], { cwd: installed })).stdout === 'function', 'the library');
    const sandbox =
      "import('renos-sync/sandbox').then(async ({ startSandbox }) => { const { url, close } = await startSandbox(); await close(); process.stdout.write(url); })";
    expect(
      (await run(node, ['-e', sandbox], { cwd: installed })).stdout.startsWith('http://127.0.0.1:'),
      'the sandbox',
    );
    process.stdout.write(`Node ${version.trim()}: all as promised\n`);
  } finally {
    await rm(data, { recursive: true, force: true });
  }
}

/** The library's types, read as a strict TypeScript project reads them. */
async function tryTypes(installed: string): Promise<void> {
  const program = `import { type SyncResult, syncCalendar } from 'renos-sync';
    import { type Sandbox, startSandbox } from 'renos-sync/sandbox';
    export const sandbox = (): Promise<Sandbox> => startSandbox({ port: 0, state: 'calendar.ndjson' });
    export const created = async (): Promise<number> => {
      const result: SyncResult = await syncCalendar({ syncDirection: 'google_to_db', maxEvents: 10 });
      return result.eventsCreated;
    };`;
  await writeFile(join(installed, 'user.mts'), program);
  const tsc = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
  const words = ['--noEmit', '--strict', '--module', 'NodeNext', '--target', 'ES2023', '--types', 'node'];
  const typeRoots = ['--typeRoots', join(root, 'node_modules', '@types')];
  await run(process.execPath, [tsc, ...words, ...typeRoots, 'user.mts'], { cwd: installed });
}

/** Runs each way to install that pages show, with the tarball in the registry's place and folders of ours. */
async function tryPages(folder: string, tarball: string): Promise<void> {
  const blocks = pagePaths().flatMap((path) => readPage(path).blocks);
  const lines = new Set(blocks.filter(({ word }) => word === 'not-run npm').flatMap(typedLines));
  const ways = new Set([...lines].map((line) => line.replace(/@\S+$/, '')));
  expect(ways.size > 1, 'pages show how to install');
  for (const way of ways) {
    const [, place] = /^npm install (--global|--prefix \S+) renos-sync$/.exec(way) ?? [];
    expect(place !== undefined, `a way to install: ${way}`);
    const prefix = join(folder, place === '--global' ? 'global' : 'opt');
    await mkdir(prefix, { recursive: true });
    await npm(prefix, 'install', '--prefix', prefix, ...(place === '--global' ? ['--global'] : []), tarball);
    const program = join(prefix, place === '--global' ? 'bin' : join('node_modules', '.bin'), 'renos-sync');
    expect((await run(program, ['--version'])).stdout.startsWith('renos-sync/'), way);
  }
  // Provenance can be written on a machine of GitHub's only.
  const { stderr } = await run('npm', ['publish', '--dry-run', '--provenance=false', tarball], { cwd: folder });
  expect(!stderr.includes('auto-corrected'), `a package.json that npm need not correct: ${stderr}`);
  process.stdout.write('Installed as the pages say, and published as a dry run: all as promised\n');
}

function expect(isSo: boolean, what: string): void {
  if (!isSo) throw new Error(`not as promised: ${what}`);
}

const folder = await mkdtemp(join(tmpdir(), 'renos-sync-try-'));
try {
  await npm(root, 'pack', '--pack-destination', folder);
  const tarball = (await readdir(folder)).find((name) => name.endsWith('.tgz')) ?? '';
  const installed = join(folder, 'empty');
  await install(process.execPath, installed, join(folder, tarball));
  const { stdout: told } = await run('npx', ['--no-install', 'renos-sync', '--version'], { cwd: installed });
  expect(told.startsWith('renos-sync/'), 'npx renos-sync');
  await Promise.all([
    tryTypes(installed),
    tryPages(folder, join(folder, tarball)),
    tryOn(process.execPath, installed),
    ...others.map(async (version) => {
      const node = await nodeOf(version, folder);
      await install(node, join(folder, `on-${version}`), join(folder, tarball), '--dry-run');
      await tryOn(node, installed);
    }),
  ]);
} finally {
  await rm(folder, { recursive: true, force: true });
}

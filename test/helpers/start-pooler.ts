import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { freePort } from './own-postgres.js';

/** Why the tests that need PgBouncer are skipped; null: they run. */
export const poolerMissing: string | null =
  spawnSync('pgbouncer', ['--version']).error === undefined
    ? null
    : 'skipped: pgbouncer is not installed (Debian and Ubuntu: apt-get install pgbouncer)';

export interface RunningPooler {
  /** The address of a database of the server, through the pooler. */
  through(databaseUrl: string): string;
  /** What it wrote so far. */
  log(): string;
  stop(): Promise<void>;
}

export interface PoolerOptions {
  /** An address of the server behind it. */
  readonly server: string;
  /** Connections to the server, for each database. */
  readonly size: number;
  /** Further lines of the section [pgbouncer]. */
  readonly settings?: readonly string[];
}

/** Starts a PgBouncer in transaction mode on a free port. It refuses to run as root, and gets another user then. */
export async function startPooler({ server, size, settings = [] }: PoolerOptions): Promise<RunningPooler> {
  const { hostname, port: serverPort, username, password } = new URL(server);
  const folder = await mkdtemp(join(tmpdir(), 'renos-sync-pooler-'));
  await chmod(folder, 0o755);
  const port = await freePort();
  const file = join(folder, 'pgbouncer.ini');
  await writeFile(
    file,
    [
      '[databases]',
      `* = host=${hostname} port=${serverPort} user=${username} password=${password}`,
      '[pgbouncer]',
      'listen_addr = 127.0.0.1',
      `listen_port = ${port}`,
      'unix_socket_dir =',
      'auth_type = any',
      'pool_mode = transaction',
      `default_pool_size = ${size}`,
      'max_client_conn = 500',
      ...settings,
    ].join('\n'),
  );
  const asRoot = process.getuid?.() === 0;
  const child = spawn('pgbouncer', [...(asRoot ? ['-u', serverUser()] : []), file], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  child.stderr.on('data', (chunk) => {
    said += chunk;
  });
  await untilListening(port, child, () => said);
  return {
    through: (databaseUrl) => {
      const url = new URL(databaseUrl);
      url.hostname = '127.0.0.1';
      url.port = String(port);
      return url.href;
    },
    log: () => said,
    stop: async () => {
      if (child.exitCode === null) {
        child.kill('SIGINT');
        child.kill('SIGTERM');
        await once(child, 'exit');
      }
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** A user that is not root, as the test server has one. */
function serverUser(): string {
  const hasUser = (name: string) => spawnSync('id', ['-u', name]).status === 0;
  return ['nobody', 'postgres'].find(hasUser) ?? execFileSync('id', ['-un'], { encoding: 'utf8' }).trim();
}

async function untilListening(port: number, child: ChildProcess, said: () => string): Promise<void> {
  for (;;) {
    if (child.exitCode !== null) throw new Error(`pgbouncer ended: ${said()}`);
    const socket = connect(port, '127.0.0.1');
    const isUp = await new Promise<boolean>((resolve) => {
      socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
    });
    socket.destroy();
    if (isUp) return;
    await pause(20);
  }
}

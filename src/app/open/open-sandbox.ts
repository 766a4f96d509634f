import { readFile, realpath, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Config } from '../../config/config.js';
import { BusyError, ConfigurationError, saying } from '../../core/errors.js';
import type { Progress } from '../../core/ports.js';
import type { FolderLock } from '../../files/folder-lock.js';
import type { SandboxOptions } from '../../sandbox/start-sandbox.js';
import { fileFailure, inDataFolder, rethrown } from '../explain-failure.js';
import { endsByItself, natureOf, type Purpose } from '../purposes.js';

/** Which process uses the data folder, and for how long. */
export interface DataHolder {
  readonly config: Config;
  readonly purpose: Purpose;
  readonly wait?: boolean;
  readonly progress: Progress;
}

export type Closers = (() => Promise<void>)[];

export interface SandboxChoice {
  readonly port: number;
  readonly memory: boolean;
  readonly faults: boolean;
  /** Quota units that each user may use in any minute. */
  readonly quota?: number | undefined;
  /** Milliseconds added to each reply. */
  readonly latency?: number | undefined;
  /** Mail addresses of additional accounts. */
  readonly account?: readonly string[] | undefined;
  /** Whether push messages go to receivers on this machine. */
  readonly push?: boolean;
}

export interface ServedSandbox {
  readonly url: string;
  readonly port: number;
  /** null = nothing is kept. */
  readonly stateFile: string | null;
}

/** Opens the sandbox that `renos-sync sandbox` serves from this folder; otherwise one inside this process. */
export async function openSandbox(options: DataHolder, closers: Closers): Promise<string> {
  const { dataDir } = options.config;
  try {
    return (
      await serveSandbox(options, closers, {
        port: 0,
        memory: natureOf(options.purpose).keepsNothing === true,
        faults: false,
      })
    ).url;
  } catch (error) {
    if (!(error instanceof BusyError)) throw error;
    const url = await servedUrl(dataDir);
    // The other process is just starting, or about to end.
    if (url === null) throw error;
    return url;
  }
}

async function servedUrl(dataDir: string): Promise<string | null> {
  try {
    const { url } = JSON.parse(await readFile(addressFile(dataDir), 'utf8')) as { url?: unknown };
    return typeof url === 'string' ? url : null;
  } catch {
    return null;
  }
}

/** Serves the sandbox until its closers are called; throws BusyError when another process serves it. */
export async function serveSandbox(
  options: DataHolder,
  closers: Closers,
  choice: SandboxChoice,
): Promise<ServedSandbox> {
  const { dataDir } = options.config;
  const { startSandbox } = await import('../../sandbox/start-sandbox.js');
  const { port } = choice;
  const asked = toOptions(choice);
  if (choice.memory) {
    const sandbox = await startSandbox(asked).catch((error) => cannotListen(error, port));
    closers.push(() => sandbox.close());
    return { url: sandbox.url, port: sandbox.port, stateFile: null };
  }
  const lock = await lockData(options, 'sandbox');
  closers.push(() => lock.release());
  const stateFile = stateFileIn(dataDir);
  const sandbox = await startSandbox({ ...asked, state: stateFile })
    .catch(rethrown(stateFileFailure))
    .catch((error) => cannotListen(error, port));
  closers.push(() => sandbox.close());
  // Other commands find a long-running sandbox by this file.
  if (natureOf(options.purpose).lasts === true) await writeAddress(dataDir, sandbox.url);
  return { url: sandbox.url, port: sandbox.port, stateFile };
}

function toOptions({ port, faults, quota, latency, account = [], push = false }: SandboxChoice): SandboxOptions {
  const wrong = account.find((address) => !/^[^\s@]+@[^\s@]+$/.test(address));
  if (wrong !== undefined) throw new ConfigurationError(saying('usage/account', { address: wrong }));
  return {
    port,
    faults,
    accounts: account,
    pushToLoopback: push,
    ...(quota !== undefined && { quotaPerMinute: quota }),
    ...(latency !== undefined && { latency }),
  };
}

async function writeAddress(dataDir: string, url: string): Promise<void> {
  const path = addressFile(dataDir);
  const place = inDataFolder(path, 'sandbox-address');
  const failed = rethrown((error) => fileFailure(error, place));
  await writeFile(path, JSON.stringify({ url }), { mode: 0o600 }).catch(failed);
}

/** Throws if a sandbox could not be served from this folder; changes nothing. */
export async function checkStateFile(dataDir: string): Promise<void> {
  const { checkState } = await import('../../sandbox/start-sandbox.js');
  try {
    checkState(stateFileIn(dataDir));
  } catch (error) {
    throw stateFileFailure(error);
  }
}

/** Translates a failure of the sandbox's file. */
function stateFileFailure(error: unknown): unknown {
  const { name, path, line, code } = error as { name?: string; path?: string; line?: number; code?: string };
  if (name === 'StateFileDamaged' && path !== undefined) {
    return new ConfigurationError(saying('sandbox-damaged', { path, line: line ?? 0 }), { cause: error });
  }
  if (path === undefined || code === undefined) return error;
  const system = Object.assign(new Error(code), { code, syscall: 'write', path });
  return fileFailure(system, inDataFolder(path, 'sandbox'));
}

function stateFileIn(dataDir: string): string {
  return join(dataDir, 'sandbox.ndjson');
}

function cannotListen(error: NodeJS.ErrnoException, port: number): never {
  if (error.syscall !== 'listen') throw error;
  const reason = error.code === 'EADDRINUSE' ? null : (error.code ?? '?');
  throw new ConfigurationError(saying('cannot-listen/sandbox', { port, reason }), { cause: error });
}

function addressFile(dataDir: string): string {
  return join(dataDir, 'sandbox.json');
}

/** Locks the embedded database. This is needed with Google's own calendar too: two data folders may link to one database. */
export async function lockDatabase(holder: DataHolder): Promise<FolderLock> {
  const { dataDir } = holder.config;
  const lock = await lockData(holder, 'database');
  const database = join(await realpath(dataDir), 'database');
  const target = await realpath(database).catch(() => database);
  if (target === database) return lock;
  try {
    const inTarget = await lockData({ ...holder, config: { ...holder.config, dataDir: target } }, 'renos-sync');
    return { release: async () => void (await Promise.all([inTarget.release(), lock.release()])) };
  } catch (error) {
    await lock.release();
    throw error;
  }
}

/** Waits for another process that uses the folder, and says so. Two processes of the same purpose wait only if asked to. */
async function lockData({ config, purpose, wait, progress }: DataHolder, name: string): Promise<FolderLock> {
  const { lockFolder } = await import('../../files/folder-lock.js');
  let isNoted = false;
  const place = inDataFolder(config.dataDir);
  const locked = lockFolder(config.dataDir, {
    name,
    purpose,
    wait: (otherPurpose, pid) => {
      if (!endsByItself(otherPurpose)) return false;
      if (otherPurpose === purpose && natureOf(purpose).isOneAtATime === true && wait !== true) return false;
      if (!isNoted) progress.note({ id: 'waiting-for-program', purpose: otherPurpose, pid });
      isNoted = true;
      return true;
    },
  });
  return locked.catch(rethrown((error) => fileFailure(error, place)));
}

import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Config } from './config.js';
import { BusyError, ConfigurationError } from './core/errors.js';
import type { Progress } from './core/ports.js';
import type { FolderLock } from './files/folder-lock.js';

/** Who uses the data folder, and how long for. */
export interface DataHolder {
  readonly config: Config;
  readonly purpose: string;
  readonly wait?: boolean;
  readonly progress: Progress;
}

export type Closers = (() => Promise<void>)[];

export interface SandboxChoice {
  readonly port: number;
  readonly memory: boolean;
  readonly faults: boolean;
}

export interface ServedSandbox {
  readonly url: string;
  readonly port: number;
  /** null = nothing is kept. */
  readonly stateFile: string | null;
}

/** The sandbox that `renos-sync sandbox` runs on this folder, or else one inside this process. */
export async function openSandbox(options: DataHolder, closers: Closers): Promise<string> {
  const { dataDir } = options.config;
  try {
    return (await serveSandbox(options, closers, { port: 0, memory: options.purpose === 'doctor', faults: false })).url;
  } catch (error) {
    if (!(error instanceof BusyError)) throw error;
    const { url } = JSON.parse(await readFile(addressFile(dataDir), 'utf8')) as { url: string };
    return url;
  }
}

/** Serves the sandbox until its closers are called; throws BusyError when another process serves it. */
export async function serveSandbox(
  options: DataHolder,
  closers: Closers,
  choice: SandboxChoice,
): Promise<ServedSandbox> {
  const { dataDir } = options.config;
  const { startSandbox } = await import('./sandbox/start-sandbox.js');
  const { port, faults } = choice;
  if (choice.memory) {
    const sandbox = await startSandbox({ port, faults }).catch((error) => cannotListen(error, port));
    closers.push(() => sandbox.close());
    return { url: sandbox.url, port: sandbox.port, stateFile: null };
  }
  const lock = await lockData(options, 'sandbox');
  closers.push(() => lock.release());
  const stateFile = join(dataDir, 'sandbox.ndjson');
  const sandbox = await startSandbox({ port, faults, stateFile }).catch((error) => cannotListen(error, port));
  closers.push(() => sandbox.close());
  // Those that last are found by the commands beside them.
  if (options.purpose === 'sandbox' || options.purpose === 'serve')
    await writeFile(addressFile(dataDir), JSON.stringify({ url: sandbox.url }), { mode: 0o600 });
  return { url: sandbox.url, port: sandbox.port, stateFile };
}

function cannotListen(error: NodeJS.ErrnoException, port: number): never {
  if (error.syscall !== 'listen') throw error;
  const reason = error.code === 'EADDRINUSE' ? 'it is taken' : (error.code ?? 'unknown reason');
  throw new ConfigurationError('cannot-listen', `The sandbox cannot listen on port ${port}: ${reason}.`, {
    cause: error,
    actions: ['renos-sync sandbox --port 0   # any free one'],
  });
}

function addressFile(dataDir: string): string {
  return join(dataDir, 'sandbox.json');
}

/** Waits for whoever else uses the folder and says so; two of the same purpose only wait when asked to. */
export async function lockData({ config, purpose, wait, progress }: DataHolder, name: string): Promise<FolderLock> {
  const { lockFolder } = await import('./files/folder-lock.js');
  let told = false;
  return lockFolder(config.dataDir, {
    name,
    purpose,
    wait: (otherPurpose, pid) => {
      // A server does not end by itself.
      if (otherPurpose === 'sandbox' || otherPurpose === 'serve') return false;
      if (otherPurpose === purpose && purpose === 'sync' && wait !== true) return false;
      if (!told) progress.note(`Waiting for another renos-sync (${otherPurpose}, process ${pid}) to end…`);
      told = true;
      return true;
    },
  });
}

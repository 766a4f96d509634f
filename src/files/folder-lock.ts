import { randomUUID } from 'node:crypto';
import { link, open, readFile, readlink, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { BusyError, saying } from '../core/errors.js';
import { makeFolder } from './make-folder.js';

/** The process that holds a folder: enough for another process to find out whether it is still alive. */
interface Holder {
  readonly id: string;
  readonly pid: number;
  /** Where its pid is valid: this machine, since this boot, in this container. */
  readonly place: string;
  /** Why the process was started, in one word, for the message of a waiting process. */
  readonly purpose: string;
  /** Clock ticks since boot at which the process started (Linux); distinguishes a reused pid from the old one. */
  readonly startedAt: string | null;
}

interface FolderLockOptions {
  readonly name: string;
  readonly purpose: string;
  /** Called with the holder's purpose and pid: true waits for it, false fails at once. */
  readonly wait: (purpose: string, pid: number) => boolean;
  /** Milliseconds until waiting ends in a BusyError. */
  readonly patience?: number;
  /** Milliseconds between a holder's heartbeats; all processes that share a folder must use the same. */
  readonly heartbeat?: number;
}

export interface FolderLock {
  release(): Promise<void>;
}

/** A holder on another machine cannot be checked; after this many missed heartbeats it is gone. */
const missed = 12;

/**
 * Makes this process the only one in `folder`, until release or its death: a lock file with pid and heartbeat, because
 * the embedded database has no lock of its own. Throws BusyError (exit 5) if another process holds it and is not waited
 * for.
 */
export async function lockFolder(folder: string, options: FolderLockOptions): Promise<FolderLock> {
  await makeFolder(folder);
  const file = join(folder, `${options.name}.lock`);
  const mine: Holder = {
    id: randomUUID(),
    pid: process.pid,
    place: await placeOfPids(),
    purpose: options.purpose,
    startedAt: await startOf(process.pid),
  };
  const { heartbeat = 5_000 } = options;
  const deadline = performance.now() + (options.patience ?? 600_000);
  for (;;) {
    if (await create(file, mine)) return hold(file, mine, heartbeat);
    const holder = await read(file);
    if (holder === null || !(await lives(holder, file, heartbeat))) {
      await clear(file, holder);
      continue;
    }
    if (!options.wait(holder.purpose, holder.pid) || performance.now() > deadline)
      throw busy(folder, options.name, holder);
    await sleep(100 + Math.random() * 100);
  }
}

/** Written under another name first, so that no process ever reads an incomplete holder. */
async function create(file: string, holder: Holder): Promise<boolean> {
  const draft = `${file}.${holder.id}`;
  try {
    await writeFile(draft, JSON.stringify(holder), { mode: 0o600 });
    // A disk without hard links needs two steps.
    await link(draft, file).catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'EEXIST') throw error;
      return writeFile(file, JSON.stringify(holder), { mode: 0o600, flag: 'wx' });
    });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  } finally {
    await rm(draft, { force: true });
  }
}

async function read(file: string): Promise<Holder | null> {
  try {
    return JSON.parse(await readFile(file, 'utf8')) as Holder;
  } catch {
    return null;
  }
}

async function lives(holder: Holder, file: string, heartbeat: number): Promise<boolean> {
  if (holder.place !== (await placeOfPids())) return beats(file, heartbeat);
  try {
    process.kill(holder.pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false;
  }
  const started = await startOf(holder.pid);
  return holder.startedAt === null || started === null || started === holder.startedAt;
}

/** Whether a holder on another machine is still alive; if its clock or ours is wrong, this waits for its next heartbeat. */
async function beats(file: string, heartbeat: number): Promise<boolean> {
  const before = await age(file);
  if (Math.abs(before) < missed * heartbeat) return true;
  const sign = await signOf(file);
  await sleep(2.5 * heartbeat);
  return sign !== null && (await signOf(file)) !== sign;
}

async function signOf(file: string): Promise<number | null> {
  return stat(file).then(
    ({ mtimeMs }) => mtimeMs,
    () => null,
  );
}

async function age(file: string): Promise<number> {
  try {
    return Date.now() - (await stat(file)).mtimeMs;
  } catch {
    return Number.POSITIVE_INFINITY;
  }
}

/** Removes a dead holder's file, one process at a time, so that no process removes the lock of the next holder. */
async function clear(file: string, dead: Holder | null): Promise<void> {
  // A file without a holder is not ours, or the disk damaged it in a power failure.
  if (dead === null && (await age(file)) < 2_000) return void (await sleep(50));
  const broom = `${file}.clearing`;
  try {
    await (await open(broom, 'wx', 0o600)).close();
  } catch {
    if ((await age(broom)) > 10_000) await rm(broom, { force: true });
    return void (await sleep(50));
  }
  try {
    const now = await read(file);
    if (now?.id === dead?.id) await rm(file, { force: true });
  } finally {
    await rm(broom, { force: true });
  }
}

function hold(file: string, mine: Holder, heartbeat: number): FolderLock {
  const beat = setInterval(() => void utimes(file, new Date(), new Date()).catch(() => {}), heartbeat);
  beat.unref();
  return {
    release: async () => {
      clearInterval(beat);
      if ((await read(file))?.id === mine.id) await rm(file, { force: true });
    },
  };
}

/** Linux numbers processes from 1 again in each container and after each boot, and the host name may be the same. */
async function placeOfPids(): Promise<string> {
  const boot = await readFile('/proc/sys/kernel/random/boot_id', 'utf8').catch(() => '');
  const namespace = await readlink('/proc/self/ns/pid').catch(() => '');
  return [hostname(), boot.trim(), namespace].join(' ');
}

async function startOf(pid: number): Promise<string | null> {
  try {
    const line = await readFile(`/proc/${pid}/stat`, 'utf8');
    return line.slice(line.lastIndexOf(')') + 2).split(' ')[19] ?? null;
  } catch {
    return null;
  }
}

function busy(folder: string, name: string, { purpose, pid }: Holder): BusyError {
  const id = name === 'sandbox' ? 'folder-in-use/sandbox' : 'folder-in-use/database';
  return new BusyError(saying(id, { purpose, pid, folder }));
}

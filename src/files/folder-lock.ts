import { randomUUID } from 'node:crypto';
import { mkdir, open, readFile, rm, stat, utimes } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { BusyError } from '../core/errors.js';

/** Who holds a folder: enough for another process to judge whether that one still lives. */
interface Holder {
  readonly id: string;
  readonly pid: number;
  readonly host: string;
  /** What the process was started for, in a word, so that the one who waits can say so. */
  readonly purpose: string;
  /** Clock ticks since boot at which the process started (Linux); tells a reused pid from the old one. */
  readonly startedAt: string | null;
}

export interface FolderLockOptions {
  readonly name: string;
  readonly purpose: string;
  /** Given the holder's purpose and pid: wait for it (true), or fail at once (false). */
  readonly wait: (purpose: string, pid: number) => boolean;
  /** Milliseconds until waiting ends in a BusyError. */
  readonly patience?: number;
}

export interface FolderLock {
  release(): Promise<void>;
}

const heartbeat = 5_000;
/** A holder on another host cannot be asked; silence this long means that it is gone. */
const silence = 60_000;

/**
 * Makes this process the only one in `folder`, until release or its death: a lock file with pid and liveness, as the
 * embedded database has no lock of its own. Throws BusyError (exit 5) when another one is there and is not waited for.
 */
export async function lockFolder(folder: string, options: FolderLockOptions): Promise<FolderLock> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const file = join(folder, `${options.name}.lock`);
  const mine: Holder = {
    id: randomUUID(),
    pid: process.pid,
    host: hostname(),
    purpose: options.purpose,
    startedAt: await startOf(process.pid),
  };
  const deadline = performance.now() + (options.patience ?? 600_000);
  for (;;) {
    if (await create(file, mine)) return hold(file, mine);
    const holder = await read(file);
    if (holder === null || !(await lives(holder, file))) {
      await clear(file, holder);
      continue;
    }
    if (!options.wait(holder.purpose, holder.pid) || performance.now() > deadline) throw busy(folder, holder);
    await sleep(100 + Math.random() * 100);
  }
}

async function create(file: string, holder: Holder): Promise<boolean> {
  try {
    const handle = await open(file, 'wx', 0o600);
    await handle.writeFile(JSON.stringify(holder));
    await handle.close();
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

async function read(file: string): Promise<Holder | null> {
  try {
    return JSON.parse(await readFile(file, 'utf8')) as Holder;
  } catch {
    return null;
  }
}

async function lives(holder: Holder, file: string): Promise<boolean> {
  if (holder.host !== hostname()) return (await age(file)) < silence;
  try {
    process.kill(holder.pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false;
  }
  const started = await startOf(holder.pid);
  return holder.startedAt === null || started === null || started === holder.startedAt;
}

async function age(file: string): Promise<number> {
  try {
    return Date.now() - (await stat(file)).mtimeMs;
  } catch {
    return Number.POSITIVE_INFINITY;
  }
}

/** Removes a dead holder's file, one process at a time, so that nobody removes the lock of the next holder. */
async function clear(file: string, dead: Holder | null): Promise<void> {
  // A file without a holder was made this very moment, or its maker died between the two steps.
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

function hold(file: string, mine: Holder): FolderLock {
  const beat = setInterval(() => void utimes(file, new Date(), new Date()).catch(() => {}), heartbeat);
  beat.unref();
  return {
    release: async () => {
      clearInterval(beat);
      if ((await read(file))?.id === mine.id) await rm(file, { force: true });
    },
  };
}

async function startOf(pid: number): Promise<string | null> {
  try {
    const line = await readFile(`/proc/${pid}/stat`, 'utf8');
    return line.slice(line.lastIndexOf(')') + 2).split(' ')[19] ?? null;
  } catch {
    return null;
  }
}

function busy(folder: string, holder: Holder): BusyError {
  return new BusyError(
    'folder-in-use',
    `Another renos-sync (${holder.purpose}, process ${holder.pid}) is using the embedded database in ${folder}.`,
    {
      actions: [
        'Run the command again when that one has ended, or with --wait.',
        'Set DATABASE_URL to a PostgreSQL server to let several processes work at once.',
      ],
    },
  );
}

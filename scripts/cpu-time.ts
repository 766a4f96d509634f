import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';

/** Ticks a second in /proc/<pid>/stat, whatever the kernel's own clock (man 5 proc, sysconf(_SC_CLK_TCK)). */
const ticks = 100;
/** Where the time of a process begins in its stat, and that of its children which have ended. */
const own = 11;
const ended = 13;

/**
 * Milliseconds that this process and the connections of a PostgreSQL server have computed: what others do on the same
 * machine hardly changes them. Where there is no /proc, the time that passed.
 */
export function readComputed(folder: string): number {
  const { user, system } = process.cpuUsage();
  const server = readServer(folder);
  return server === null ? performance.now() : (user + system) / 1000 + server;
}

/** Of connections that ended by the server's own account, of those that are open by theirs. */
function readServer(folder: string): number | null {
  try {
    const pid = readFileSync(join(folder, 'data', 'postmaster.pid'), 'utf8').split('\n', 1)[0] ?? '';
    const open = childrenOf(pid).filter(isConnection);
    return open.reduce((sum, child) => sum + timeOf(child, own), timeOf(pid, ended));
  } catch {
    return null;
  }
}

function childrenOf(pid: string): string[] {
  return readdirSync('/proc').filter((name) => /^\d+$/.test(name) && fieldsOf(name)[1] === pid);
}

/** Not a checkpoint, or another task of the server's own. */
function isConnection(pid: string): boolean {
  return /127\.0\.0\.1|parallel worker/.test(readOrNothing(`/proc/${pid}/cmdline`));
}

/** From field `from` of /proc/<pid>/stat: in the user's mode and in the system's. */
function timeOf(pid: string, from: number): number {
  const fields = fieldsOf(pid);
  return ((Number(fields[from] ?? 0) + Number(fields[from + 1] ?? 0)) / ticks) * 1000;
}

/** What follows the name, which may hold anything: the state, the parent, … */
function fieldsOf(pid: string): string[] {
  return readOrNothing(`/proc/${pid}/stat`)
    .replace(/^.*\) /s, '')
    .split(' ');
}

/** A process may end while it is looked at. */
function readOrNothing(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';

/**
 * Identifies this process, so that another process on the same machine and in the same container can see that it ended,
 * long before its lease expires; null if the system does not provide enough (other systems than Linux).
 */
export function ownProcess(): string | null {
  const machine = ownMachine();
  const startedAt = startOf(process.pid);
  return machine === null || startedAt === null ? null : `${machine}/${process.pid}/${startedAt}`;
}

/** Whether a process of this machine has certainly ended. For another machine, nothing is known. */
export function hasEnded(name: string): boolean {
  const [, machine, pid, startedAt] = /^(.+)\/(\d+)\/(\d+)$/.exec(name) ?? [];
  if (machine === undefined || machine !== ownMachine()) return false;
  return startOf(Number(pid)) !== startedAt;
}

/** The host by its name, its boot id and the namespace of its process numbers. */
function ownMachine(): string | null {
  try {
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    return `${hostname()}/${boot}/${readlinkSync('/proc/self/ns/pid')}`;
  } catch {
    return null;
  }
}

/** When a process started, in the kernel's ticks: another process may have its number now. Null: there is none. */
function startOf(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return fields[0] === 'Z' ? null : (fields[19] ?? null);
  } catch {
    return null;
  }
}

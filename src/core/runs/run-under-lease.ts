import { GuardRefusal, InterruptedError } from '../errors.js';
import type { Lease, Leases, RunStatus } from '../ports.js';

/** Does some work while no other run of that name can: takes the lease, and gives it back whatever becomes of the work. */
export async function underLease<Outcome>(
  { leases, signal }: { readonly leases: Leases; readonly signal: AbortSignal },
  { name, wait }: { readonly name: string; readonly wait: boolean },
  work: (lease: Lease) => Promise<Outcome>,
): Promise<Outcome> {
  const lease = await leases.acquire(name, { wait, signal });
  try {
    return await work(lease);
  } finally {
    // A lease that cannot be released expires; the earlier error is the one to report.
    await lease.release().catch(() => {});
  }
}

/** How a run ended, by what stopped it (null: nothing did), and whether all of it succeeded. */
export function statusOf(stopped: unknown, isWhole: boolean): RunStatus {
  if (stopped instanceof GuardRefusal) return 'refused';
  if (stopped instanceof InterruptedError) return 'interrupted';
  if (stopped !== null) return 'failed';
  return isWhole ? 'succeeded' : 'partly';
}

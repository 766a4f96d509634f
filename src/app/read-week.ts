import { type Day, readDays } from '../core/calendar/status/week.js';
import { defaultSyncOptions } from '../core/options/sync-options.js';
import { failureIn } from './explain-failure.js';
import { runSync } from './run-sync.js';
import type { Services } from './services.js';

export interface ReadWeek {
  readonly days: readonly Day[];
  /** Why it cannot be told what waits: Google is away, a guard refuses, or a sync is running. */
  readonly problem: unknown;
}

/** The bookings of some days with what the next sync would do to each: `export bookings` beside `sync --dry-run`. */
export async function readWeek(
  services: Services,
  { dates, most, from }: { readonly dates: readonly string[]; readonly most: number; readonly from: number },
): Promise<ReadWeek> {
  const { store } = await services.statusPorts();
  let problem: unknown = null;
  const sync = { ...defaultSyncOptions, ...services.config.sync, dryRun: true };
  const looked = await runSync(services, sync).catch((error: unknown) => {
    // What we did not foresee is no reason to show a calendar without states.
    if (failureIn('en', error).code === 'internal') throw error;
    problem = error;
    return null;
  });
  problem ??= looked?.stopped ?? null;
  const [held, failed] = await Promise.all([store.findHeldConflicts(), store.findAllFailures()]);
  const { bookings } = await services.reads();
  const ports = { bookings, held, failed, plan: problem === null ? (looked?.result ?? null) : null };
  return { days: await readDays(ports, dates, most, from), problem };
}

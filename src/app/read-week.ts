import { type Day, daysWithStates, readDays } from '../core/calendar/status/week.js';
import { defaultSyncOptions } from '../core/options/sync-options.js';
import type { SyncResult } from '../core/results/sync-result.js';
import { runSync } from './run-sync.js';
import type { Services } from './services.js';

interface ReadWeek {
  readonly days: readonly Day[];
  /** Why the pending changes are not known: Google is unreachable, a guard refuses, or a sync is running. */
  readonly problem: unknown;
  /** The plan is not ready yet: ask again. */
  readonly isLooking: boolean;
}

/** The bookings of some days, each with its change in the next sync: `export bookings` joined with `sync --dry-run`. */
export async function readWeek(
  services: Services,
  {
    dates,
    most,
    from,
    again,
  }: { readonly dates: readonly string[]; readonly most: number; readonly from: number; readonly again: boolean },
): Promise<ReadWeek> {
  const { store } = await services.statusPorts();
  const { bookings } = await services.reads();
  // Read before planning begins: a plan of thousands of changes would delay these reads.
  const [booked, held, failed] = await Promise.all([
    readDays(bookings, dates, most, from),
    store.findHeldConflicts(),
    store.findAllFailures(),
  ]);
  const look = await lookFor(services, again);
  const days = daysWithStates(booked, { held, failed, plan: look?.plan ?? null }, from);
  return { days, problem: look?.problem ?? null, isLooking: look === null };
}

interface Look {
  readonly plan: SyncResult | null;
  readonly problem: unknown;
}

/** Milliseconds that a page waits for the plan of a sync, and milliseconds for which a later plan is kept. */
const [patience, keptFor] = [300, 15_000];
const looks = new WeakMap<Services, Begun>();

interface Begun {
  readonly at: number;
  readonly look: Promise<Look>;
  state: 'waits' | 'goes-on' | 'ended';
}

/** One at a time: two plans at once would both take twice as long. Callers that arrive before it begins share it. */
function beginLook(services: Services, last: Begun | undefined): Begun {
  if (last?.state === 'waits') return last;
  const work = async () => {
    begun.state = 'goes-on';
    const look = await lookAhead(services);
    begun.state = 'ended';
    return look;
  };
  const isFree = last === undefined || last.state === 'ended';
  const look = isFree ? Promise.resolve().then(work) : last.look.then(work);
  const begun: Begun = { at: services.clock().getTime(), look, state: 'waits' };
  return begun;
}

/** The changes of the next sync; null while the plan is being made. Only the page that asks again gets that plan. */
async function lookFor(services: Services, again: boolean): Promise<Look | null> {
  const now = services.clock().getTime();
  const kept = looks.get(services);
  const isFresh = kept !== undefined && (kept.state !== 'ended' || now - kept.at < keptFor);
  const begun = again && isFresh ? kept : beginLook(services, kept);
  looks.set(services, begun);
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<null>((resolve) => {
    timer = setTimeout(() => resolve(null), patience);
  });
  const look = await Promise.race([begun.look, late]);
  clearTimeout(timer);
  // A plan is shown once: the next page needs a new one.
  if (look !== null && looks.get(services) === begun) looks.delete(services);
  return look;
}

async function lookAhead(services: Services): Promise<Look> {
  try {
    const options = { ...defaultSyncOptions, ...services.config.sync, dryRun: true };
    const { result, stopped } = await runSync(services, options);
    return { plan: stopped === null ? result : null, problem: stopped };
  } catch (problem) {
    return { plan: null, problem };
  }
}

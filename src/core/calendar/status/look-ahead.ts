import { GuardRefusal, InterruptedError, RenosSyncError } from '../../errors.js';
import type { SyncOptions } from '../../options/sync-options.js';
import type { SyncResult } from '../../results/sync-result.js';
import { syncResult } from '../apply/sync-result.js';
import type { LoadedCalendar } from '../load/load-calendar.js';
import { loadSync } from '../load/load-sync.js';
import type { SyncPorts } from '../model/sync-ports.js';
import { planSync } from '../plan/plan-sync.js';

/** What the next run would find and do, as far as it is known. */
export interface Look {
  /** null if a guard refuses, or Google cannot be asked. */
  readonly result: SyncResult | null;
  readonly calendars: readonly LoadedCalendar[];
  readonly refusal: GuardRefusal | null;
  /** The error if Google could not be asked. */
  readonly problem: RenosSyncError | null;
  readonly milliseconds: number;
}

/** Reads and plans the next run, and writes nothing. A guard's refusal and an unreachable Google are findings. */
export async function lookAhead(open: () => Promise<SyncPorts>, options: SyncOptions): Promise<Look> {
  const startedAt = performance.now();
  const since = () => Math.round(performance.now() - startedAt);
  const nothing = { result: null, calendars: [], refusal: null, problem: null };
  let calendars: readonly LoadedCalendar[] = [];
  try {
    const { calendar, clock, newId, storeFor, progress } = await open();
    progress.start('Reading the calendar', null);
    const state = await loadSync({ calendar, store: storeFor(null), options, now: clock(), newId });
    calendars = state.calendars;
    const milliseconds = since();
    const plan = await planSync(state, options);
    if (plan.refusal !== null) throw plan.refusal;
    const { requests } = calendar.traffic();
    const result = await syncResult({
      state,
      plan,
      results: null,
      movedBookings: new Set(),
      refused: [],
      requests,
      at: clock(),
    });
    return { ...nothing, result, calendars, milliseconds };
  } catch (error) {
    if (!(error instanceof RenosSyncError) || error instanceof InterruptedError) throw error;
    const milliseconds = since();
    return error instanceof GuardRefusal
      ? { ...nothing, calendars, refusal: error, milliseconds }
      : { ...nothing, problem: error, milliseconds };
  }
}

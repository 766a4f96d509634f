import { GuardRefusal, InterruptedError, RenosSyncError } from '../errors.js';
import { giveWay, mustGiveWay } from '../give-way.js';
import type { Lease, RunStatus } from '../ports.js';
import type { UndoResult } from '../results/undo-result.js';
import { findOneRun } from '../runs/history.js';
import { applyUndo } from './apply-undo.js';
import { loadUndo } from './load-undo.js';
import { planUndo } from './plan-undo.js';
import { undoMove } from './undo-move.js';
import type { RunToUndo, UndoOptions, UndoOutcome, UndoPorts } from './undo-ports.js';

import { plannedResult, undoResult } from './undo-result.js';

/**
 * Undoes a run's changes if they have not been changed since: load, plan, apply. Other items are kept and listed. The
 * undo is itself a run, and can be undone. Throws ConfigurationError if no run has that id.
 */
export async function undoRun(ports: UndoPorts, id: string, options: UndoOptions): Promise<UndoOutcome> {
  const { id: runId } = await findOneRun(ports.history, id);
  const found = await ports.store.findRun(runId);
  const { moved } = found;
  if (moved !== null) return undoMove(ports, { ...found, moved }, options);
  if (options.dryRun) {
    const { work } = await look(ports, runId, options, null);
    return { result: plannedResult(work.plan), stopped: work.plan.refusal };
  }
  const how = { wait: options.wait, signal: ports.signal };
  const held: Lease[] = [];
  try {
    for (const name of ['undo', 'import', 'sync']) held.push(await ports.leases.acquire(name, how));
    const [undo, importing, sync] = held as [Lease, Lease, Lease];
    return await recorded(ports, runId, options, { undo, import: importing, sync });
  } finally {
    // A lease that cannot be released expires; the earlier error is the one to report.
    for (const lease of held.reverse()) await lease.release().catch(() => {});
  }
}

type Leases = Readonly<Record<'undo' | 'import' | 'sync', Lease>>;

async function look(ports: UndoPorts, runId: string, options: UndoOptions, lease: Lease | null) {
  ports.progress.start('Reading what the run did', null);
  const run = await ports.store.findRun(runId);
  const [first, ...others] = [...new Set([...run.calendarIds, ...options.sync.calendarIds])];
  const sync = { ...options.sync, calendarIds: [first ?? options.sync.calendarIds[0], ...others] as const };
  const state = await loadUndo(ports, run, sync, (syncing) => syncing.storeFor(lease));
  const linked = new Set(state.links.map(({ bookingId }) => bookingId));
  const unlinked = [...state.bookings.keys()].filter((id) => !linked.has(id));
  const bookings = unlinked.length === 0 ? [] : await ports.storeFor(null).findByIds(unlinked);
  const totals = await ports.store.countRows();
  const work = await planUndo(state, { bookings: new Map(bookings.map((each) => [each.id, each])), totals }, sync);
  if (mustGiveWay()) await giveWay();
  return { run, state, work, sync };
}

async function recorded(ports: UndoPorts, id: string, options: UndoOptions, leases: Leases): Promise<UndoOutcome> {
  const { run, state, work, sync } = await look(ports, id, options, leases.sync);
  const { plan } = work;
  if (plan.refusal === null && plan.items.length === 0 && run.unfinishedUndo === null) {
    return { result: undoResult(plan, null, { done: [], kept: [], failed: [], stopped: null }), stopped: null };
  }
  const runId = await begin(ports, run, options);
  try {
    ports.signal.throwIfAborted();
    if (plan.refusal !== null) {
      await ports.runs.finish(runId, 'refused', {}, plan.refusal.message);
      return { result: plannedResult(plan, false), stopped: plan.refusal };
    }
    if (run.kind === 'import') await ports.store.forgetImport(run.id);
    const applied = await applyUndo({ ports, state, work, options: sync, runId, leases });
    const result = undoResult(plan, runId, applied);
    await ports.runs.finish(runId, statusOf(applied.stopped, result), countsOf(result), messageOf(applied.stopped));
    return { result, stopped: applied.stopped };
  } catch (error) {
    const status = error instanceof InterruptedError ? 'interrupted' : 'failed';
    await ports.runs.finish(runId, status, {}, messageOf(error)).catch(() => {});
    throw error;
  }
}

/** An undo that was killed is continued, so that undoing it reverses all of it. */
async function begin(ports: UndoPorts, run: RunToUndo, { sync }: UndoOptions): Promise<string> {
  if (run.unfinishedUndo !== null) {
    await ports.runs.resume(run.unfinishedUndo);
    return run.unfinishedUndo;
  }
  const { id, rootKind } = run;
  const { maxDeletes, notify, calendarIds } = sync;
  return ports.runs.start('undo', { run: id, rootKind, maxDeletes, notify, calendarIds });
}

function statusOf(stopped: unknown, { success }: UndoResult): RunStatus {
  if (stopped instanceof InterruptedError) return 'interrupted';
  if (stopped !== null) return stopped instanceof GuardRefusal ? 'refused' : 'failed';
  return success ? 'succeeded' : 'partly';
}

function countsOf({ customers, bookings, events, kept, errors }: UndoResult): Record<string, number> {
  return {
    customersRemoved: customers.removed,
    customersRestored: customers.restored,
    customersMadeAgain: customers.madeAgain,
    bookingsRemoved: bookings.removed,
    bookingsRestored: bookings.restored,
    bookingsMadeAgain: bookings.madeAgain,
    eventsDeleted: events.removed,
    eventsUpdated: events.restored,
    eventsCreated: events.madeAgain,
    kept: kept.length,
    errors: errors.length,
  };
}

/** Only our own messages are stored: a failed statement's message contains the values it was about to write. */
function messageOf(error: unknown): string | null {
  if (error instanceof RenosSyncError) return error.message;
  return error instanceof Error ? `internal: ${error.name}` : null;
}

import { recordOf } from '../errors.js';
import { giveWay, mustGiveWay } from '../give-way.js';
import type { Lease } from '../ports.js';
import type { UndoResult } from '../results/undo-result.js';
import { findOneRun } from '../runs/history.js';
import { statusOf } from '../runs/run-under-lease.js';
import { applyUndo } from './apply-undo.js';
import { loadUndo } from './load-undo.js';
import { planUndo } from './plan-undo.js';
import type { UndoItem, UndoPlan } from './undo-model.js';
import { undoMove } from './undo-move.js';
import type { RunToUndo, UndoOptions, UndoOutcome, UndoPorts } from './undo-ports.js';

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
    const { plan } = await look(ports, runId, options, null);
    return { result: plannedResult(plan), stopped: plan.refusal };
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
  const plan = await planUndo(state, { bookings: new Map(bookings.map((each) => [each.id, each])), totals }, sync);
  if (mustGiveWay()) await giveWay();
  return { run, state, plan, sync };
}

async function recorded(ports: UndoPorts, id: string, options: UndoOptions, leases: Leases): Promise<UndoOutcome> {
  const { run, state, plan, sync } = await look(ports, id, options, leases.sync);
  if (plan.refusal === null && plan.items.length === 0 && run.unfinishedUndo === null) {
    return { result: undoResult(plan, null, { done: [], kept: [], failed: [] }), stopped: null };
  }
  const runId = await begin(ports, run, options);
  try {
    ports.signal.throwIfAborted();
    if (plan.refusal !== null) {
      await ports.runs.finish(runId, 'refused', {}, recordOf(plan.refusal));
      return { result: plannedResult(plan, false), stopped: plan.refusal };
    }
    if (run.kind === 'import') await ports.store.forgetImport(run.id);
    const applied = await applyUndo({ ports, state, plan, options: sync, runId, leases });
    const result = undoResult(plan, runId, applied);
    await ports.runs.finish(
      runId,
      statusOf(applied.stopped, result.success),
      countsOf(result),
      recordOf(applied.stopped),
    );
    return { result, stopped: applied.stopped };
  } catch (error) {
    await ports.runs.finish(runId, statusOf(error, false), {}, recordOf(error)).catch(() => {});
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

/** A plan that is not applied. */
function plannedResult(plan: UndoPlan, dryRun = true): UndoResult {
  const result = undoResult(plan, null, { done: plan.items, kept: [], failed: [] });
  return { ...result, dryRun, success: result.success && plan.refusal === null };
}

/** What became of the items of a plan. */
interface Applied {
  readonly done: readonly UndoItem[];
  readonly kept: UndoPlan['kept'];
  readonly failed: UndoResult['errors'];
}

/** Summarizes an undo: what was committed, not what was planned. */
function undoResult(plan: UndoPlan, runId: string | null, applied: Applied): UndoResult {
  const { done, failed } = applied;
  const kept = [...plan.kept, ...applied.kept];
  return {
    success: kept.length + failed.length === 0,
    dryRun: false,
    runId,
    undone: plan.run,
    customers: countsOfKind(done, 'customer'),
    bookings: countsOfKind(done, 'booking'),
    events: countsOfKind(done, 'event'),
    kept,
    errors: failed,
    changes: done.map(({ expects: _, ...change }) => change),
  };
}

function countsOfKind(items: readonly UndoItem[], kind: UndoItem['kind']): UndoResult['customers'] {
  const count = (action: UndoItem['action']) =>
    items.filter((item) => item.kind === kind && item.action === action).length;
  return { removed: count('remove'), restored: count('restore'), madeAgain: count('make-again') };
}

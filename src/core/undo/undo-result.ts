import type { UndoResult } from '../results/undo-result.js';
import type { UndoApplied } from './apply-undo.js';
import type { UndoItem, UndoPlan } from './undo-model.js';

/** A plan that is not applied. */
export function plannedResult(plan: UndoPlan, dryRun = true): UndoResult {
  const result = undoResult(plan, null, { done: plan.items, kept: [], failed: [], stopped: null });
  return { ...result, dryRun, success: result.success && plan.refusal === null };
}

/** Summarizes an undo: what was committed, not what was planned. */
export function undoResult(plan: UndoPlan, runId: string | null, applied: UndoApplied): UndoResult {
  const { done, failed } = applied;
  const kept = [...plan.kept, ...applied.kept];
  return {
    success: kept.length + failed.length === 0,
    dryRun: false,
    runId,
    undone: plan.run,
    customers: countsOf(done, 'customer'),
    bookings: countsOf(done, 'booking'),
    events: countsOf(done, 'event'),
    kept,
    errors: failed,
    changes: done.map(({ expects: _, ...change }) => change),
  };
}

function countsOf(items: readonly UndoItem[], kind: UndoItem['kind']): UndoResult['customers'] {
  const count = (action: UndoItem['action']) =>
    items.filter((item) => item.kind === kind && item.action === action).length;
  return { removed: count('remove'), restored: count('restore'), madeAgain: count('make-again') };
}

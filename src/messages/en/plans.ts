import type { ApplyResult } from '../../core/results/plan-result.js';
import { counter } from '../language.js';

const n = counter('en');

/** Texts about saved plans, and the report of applying one. */
export const plans = {
  saved: (file: string, items: number) =>
    `The plan (${n(items, 'item', 'items')}) is saved. To carry it out: renos-sync apply ${file}`,
  notSaved: 'No plan is saved, as a guard refuses it.',
  of: (id: string, madeAt: string, items: number) => `Plan ${id} of ${madeAt}, ${n(items, 'item', 'items')}.`,
  nothing: 'Nothing to do.',
  doneBefore: (count: number) => `${n(count, 'item is', 'items are')} as planned already.`,
  moved: (count: number) => `${n(count, 'item', 'items')} changed since the plan was made and were skipped:`,
  reasons: {
    'changed-since': 'it changed, and something else would be done now',
    'no-longer-planned': 'nothing of it would be done now',
    'changed-meanwhile': 'it changed while the plan was applied',
  } as Record<ApplyResult['moved'][number]['reason'], string>,
  line: (line: number) => `line ${line}`,
  undo: (id: string) => `To undo it: renos-sync undo ${id}`,
  calendarLater: 'New bookings go to the calendar with the next sync.',
};

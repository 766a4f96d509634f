import type { MoveResult } from '../core/calendar/move-calendar.js';
import { safeText } from './one-line.js';

const shown = 50;

/** How many events were moved, and which could not be. */
export function renderMoved(
  { moved, failed, dryRun }: MoveResult,
  { from, to }: { readonly from: string; readonly to: string },
): string {
  const what = dryRun ? 'would be moved' : 'were moved';
  return [
    `The events of ${moved.length} bookings ${what} from ${safeText(from)} to ${safeText(to)}.`,
    ...(failed.length === 0 ? [] : [`${failed.length} could not be moved:`]),
    ...failed.slice(0, shown).map(({ bookingId, reason }) => `  ${safeText(bookingId)}: ${reason}`),
    ...(failed.length > shown ? [`  … and ${failed.length - shown} more; --json shows all.`] : []),
  ].join('\n');
}

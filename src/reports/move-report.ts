import type { MoveResult } from '../core/results/sync-result.js';
import { safeText } from './one-line.js';
import { type Page, wordsOn } from './page.js';
import { paragraph } from './wrap.js';

const shown = 50;

/** How many events were moved, and which could not be. */
export function renderMoved(
  { moved, failed, dryRun }: MoveResult,
  { from, to }: { readonly from: string; readonly to: string },
  page: Page,
): string {
  const { items, sync } = wordsOn(page);
  const say = dryRun ? sync.wouldMove : sync.moved;
  return [
    ...paragraph(say(moved.length, safeText(from), safeText(to)), page, 0),
    ...(failed.length === 0 ? [] : [sync.notMoved(failed.length)]),
    ...failed
      .slice(0, shown)
      .flatMap(({ bookingId }) => paragraph(`${safeText(bookingId)}: ${sync.whyNotMoved}`, page, 2)),
    ...(failed.length > shown ? [`  ${items.moreInJson(failed.length - shown)}`] : []),
  ].join('\n');
}

import type { SyncState } from '../load/load-sync.js';
import { isCancelled } from '../model/booking.js';
import type { SyncPlan } from '../model/sync-plan.js';
import type { CalendarProgress } from '../model/sync-store.js';

/** How far the calendars have been read, as it is stored with the last of what a run did; `isDone`: all that was planned is. */
export function progressToStore(plan: SyncPlan, state: SyncState, isDone: boolean): CalendarProgress[] {
  if (!isDone) return listedAgain(state);
  return holdsBackNews(plan) ? [] : state.calendars.filter(isNews).map(({ next }) => next);
}

/**
 * Progress for a calendar whose full listing was not completely applied: its events may not be in a later list of
 * changes, so the next run lists everything again.
 */
function listedAgain({ calendars }: SyncState): CalendarProgress[] {
  return calendars
    .filter(({ full, progress }) => full && progress.syncToken !== null)
    .map(({ progress }) => ({ ...progress, syncToken: null }));
}

/** Whether a calendar's progress has changed and must be stored. */
export function isNews({ progress, next }: SyncState['calendars'][number]): boolean {
  return (
    progress.syncToken !== next.syncToken ||
    progress.timeZone !== next.timeZone ||
    progress.googleId !== next.googleId ||
    progress.googleAccount !== next.googleAccount ||
    progress.included.join() !== next.included.join() ||
    progress.coveredFrom?.getTime() !== next.coveredFrom?.getTime() ||
    progress.coveredUntil?.getTime() !== next.coveredUntil?.getTime()
  );
}

/**
 * Whether the sync token must not advance. This direction leaves a pair without a link alone, no later run would read
 * its booking, and only Google's list contains it.
 */
function holdsBackNews(plan: SyncPlan): boolean {
  return plan.pairs.some(({ pair: { link, event, booking }, base, pending, conflict }) => {
    const isForgotten = link === null && base === null && event !== null && (booking === null || isCancelled(booking));
    return isForgotten && pending.length > 0 && conflict === null;
  });
}

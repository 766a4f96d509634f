import { GuardRefusal } from '../../errors.js';
import type { CalendarPort } from '../model/calendar-port.js';
import { keptEpochs, refuseCopy } from '../model/keeper.js';
import type { SyncStore } from '../model/sync-store.js';

/**
 * Why a sync would be refused because of another database, or because the name refers to another calendar; null if it
 * would not.
 */
export async function inspectKeeper(
  port: CalendarPort,
  store: SyncStore,
  calendarId: string,
): Promise<GuardRefusal | null> {
  try {
    const { keeping, progress: known } = await store.readMemory([calendarId]);
    refuseCopy(keeping);
    const progress = known.get(calendarId);
    const token = progress?.syncToken ?? null;
    const listing = await port.listChanges(calendarId, token);
    const all = listing.kind === 'listed' ? listing : await port.listChanges(calendarId, null);
    const events = all.kind === 'listed' ? all.events : [];
    keptEpochs(keeping, [{ calendarId, events, googleId: progress?.googleId ?? null }]);
    return null;
  } catch (error) {
    if (error instanceof GuardRefusal) return error;
    throw error;
  }
}

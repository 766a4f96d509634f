import type { SyncOptions } from '../../options/sync-options.js';
import type { CalendarPort } from '../model/calendar-port.js';
import type { EventKey, SyncStore } from '../model/sync-store.js';

/** Everything needed to read both sides. */
export interface LoadContext {
  readonly calendar: CalendarPort;
  readonly store: SyncStore;
  readonly options: SyncOptions;
  readonly now: Date;
  readonly newId: () => string;
  /** Events whose pairs are wanted even if they have not changed. */
  readonly also?: readonly EventKey[];
}

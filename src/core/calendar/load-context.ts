import type { CalendarPort } from './calendar-port.js';
import type { SyncOptions } from './sync-options.js';
import type { SyncStore } from './sync-store.js';

/** What reading both sides needs. */
export interface LoadContext {
  readonly calendar: CalendarPort;
  readonly store: SyncStore;
  readonly options: SyncOptions;
  readonly now: Date;
  readonly newId: () => string;
}

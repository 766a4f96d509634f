import type { Lease, RunPorts } from '../../ports.js';
import type { CalendarPort } from './calendar-port.js';
import type { SyncStore } from './sync-store.js';

/** All that a sync needs of the world. */
export interface SyncPorts extends RunPorts {
  readonly calendar: CalendarPort;
  /** The sync's memory; what it writes is refused once the lease is lost. */
  readonly storeFor: (lease: Lease | null) => SyncStore;
}

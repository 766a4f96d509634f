import type { Lease, RunPorts } from '../../ports.js';
import type { CalendarPort } from './calendar-port.js';
import type { SyncStore } from './sync-store.js';

/** Everything outside the process that a sync uses. */
export interface SyncPorts extends RunPorts {
  readonly calendar: CalendarPort;
  /** The sync's store; its writes are refused once the lease is lost. */
  readonly storeFor: (lease: Lease | null) => SyncStore;
}

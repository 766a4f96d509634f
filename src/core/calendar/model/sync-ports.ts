import type { Clock, Lease, Leases, Progress, RunRepository } from '../../ports.js';
import type { CalendarPort } from './calendar-port.js';
import type { SyncStore } from './sync-store.js';

/** All that a sync needs of the world. */
export interface SyncPorts {
  readonly calendar: CalendarPort;
  /** The sync's memory; what it writes is refused once the lease is lost. */
  readonly storeFor: (lease: Lease | null) => SyncStore;
  readonly runs: RunRepository;
  readonly leases: Leases;
  readonly clock: Clock;
  readonly newId: () => string;
  readonly progress: Progress;
  readonly signal: AbortSignal;
}

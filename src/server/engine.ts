import type { Reads } from '../app/open/open-reads.js';
import type { Services } from '../app/services.js';
import type { Log } from '../config/log.js';
import type { Room } from './http/body-room.js';
import type { Metrics } from './metrics.js';
import type { LiveRuns } from './runs/live-runs.js';
import type { Workload } from './runs/workload.js';
import type { ServerSettings } from './server-settings.js';

/** Shared by routes, schedule and push messages. */
export interface Engine {
  readonly services: Services;
  readonly reads: Reads;
  readonly settings: ServerSettings;
  readonly log: Log;
  readonly metrics: Metrics;
  readonly live: LiveRuns;
  readonly workload: Workload;
  /** For workbooks and ZIP archives, by their number. */
  readonly archives: Room;
}

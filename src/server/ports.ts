import type { Readable } from 'node:stream';
import type { CalendarWatch, ChannelStore } from '../core/calendar/model/calendar-watch.js';
import type { SyncPorts } from '../core/calendar/model/sync-ports.js';
import type { StatusPorts } from '../core/calendar/status/sync-status.js';
import type { CustomerRepository, ImportPorts } from '../core/customers/match/ports.js';
import type { CustomerSource } from '../core/customers/model/source.js';
import type { Clock } from '../core/ports.js';
import type { HistoryStore } from '../core/runs/history.js';
import type { Ticks } from '../core/ticks.js';

/** One request to Google, as it is counted. */
export interface GoogleRequest {
  readonly operation: string;
  /** null when no reply came. */
  readonly status: number | null;
  readonly ms: number;
}

/** What the server asks of the world: what the commands do, it does through the same. */
export interface ServerPorts {
  readonly clock: Clock;
  readonly ticks: Ticks;
  /** Opened when it is first asked for, as there may be no calendar. */
  readonly watch: () => Promise<CalendarWatch>;
  readonly channels: ChannelStore;
  /** Aborted when the process is told to end: what is at work finishes its item and stops. */
  readonly signal: AbortSignal;
  readonly sync: () => Promise<SyncPorts>;
  readonly status: () => Promise<StatusPorts>;
  readonly customers: CustomerRepository;
  readonly history: HistoryStore;
  readonly importing: (source: CustomerSource) => Promise<ImportPorts>;
  /** Keeps what comes in until the source is closed; it may be larger than memory. */
  readonly receive: (
    bytes: Readable,
    csv: { readonly encoding: string | null; readonly delimiter: string | null },
  ) => Promise<CustomerSource>;
  /** Customers or a CSV's text that are in memory already. */
  readonly sourceOf: (text: string, format: 'csv' | 'json', delimiter?: string | null) => Promise<CustomerSource>;
  readonly csvText: (rows: AsyncIterable<readonly (readonly string[])[]>) => AsyncIterable<string>;
  /** Lets somebody count the requests to Google. */
  readonly onGoogleRequest: (listener: (request: GoogleRequest) => void) => void;
  /** Says what an error of an edge means for the caller; others come back as they are. */
  readonly explain: (thrown: unknown) => unknown;
}

import type { RequestFacts } from '../faults/fault-queue.js';
import type { WireReply, WireRequest } from './wire.js';

/** One request as the sandbox saw it; `status` is 0 when the connection was cut instead of answered. */
export interface SandboxRequest {
  readonly n: number;
  /** Epoch ms of the server's clock. */
  readonly at: number;
  readonly method: string;
  readonly path: string;
  /** As written in the path, decoded; undefined where the path names none. */
  readonly calendarId?: string;
  readonly eventId?: string;
  /** Such as `events.list`, `batch` or `oauth.token`; `unknown` for a path the API does not have. */
  readonly operation: string;
  readonly query: Readonly<Record<string, string | readonly string[]>>;
  readonly ifMatch?: string;
  readonly status: number;
  /** The kind of the injected fault, when there was one. */
  readonly fault?: string;
}

const capacity = 200_000;

/** The latest 200,000 entries of a log. */
export class RingLog<T> {
  readonly entries: T[] = [];

  /** Adds an entry, dropping the oldest tenth when full. */
  add(entry: T): void {
    if (this.entries.length >= capacity) this.entries.splice(0, capacity / 10);
    this.entries.push(entry);
  }

  clear(): void {
    this.entries.length = 0;
  }
}

function plainQuery(query: URLSearchParams): Record<string, string | string[]> {
  const plain: Record<string, string | string[]> = {};
  for (const name of new Set(query.keys())) {
    const values = query.getAll(name);
    plain[name] = values.length > 1 ? values : (values[0] ?? '');
  }
  return plain;
}

/** The entry of one answered request. A parameter given more than once is a list. */
export function logEntry(
  n: number,
  at: number,
  request: WireRequest,
  facts: RequestFacts,
  reply: WireReply,
  fault: string | undefined,
): SandboxRequest {
  const { calendarId, eventId, operation } = facts;
  const ifMatch = request.headers['if-match'];
  return {
    n,
    at,
    method: request.method,
    path: request.path,
    ...(calendarId !== undefined && { calendarId }),
    ...(eventId !== undefined && { eventId }),
    operation,
    query: plainQuery(request.query),
    ...(ifMatch !== undefined && { ifMatch }),
    status: reply.status,
    ...(fault !== undefined && { fault }),
  };
}

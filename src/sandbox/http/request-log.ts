import type { RequestFacts } from '../faults/fault-queue.js';
import type { SandboxRequest } from './sandbox-request.js';
import type { WireReply, WireRequest } from './wire.js';

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

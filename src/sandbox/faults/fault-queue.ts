import type { WireRequest } from '../http/wire.js';
import type { SandboxStore } from '../store/sandbox-store.js';
import type { Fault } from './fault.js';

/** The facts that a fault's conditions are compared with. */
export interface RequestFacts {
  readonly operation: string;
  readonly method: string;
  readonly calendarId?: string;
  readonly eventId?: string;
  /** The calendar's real id if the path has `primary`. */
  readonly realCalendarId?: string;
  readonly query: URLSearchParams;
}

/** The facts of a request. */
export function readFacts(
  request: WireRequest,
  route: { readonly operation: string; readonly params: Readonly<Record<string, string>> } | undefined,
  store: SandboxStore,
): RequestFacts {
  const { calendarId, eventId } = route?.params ?? {};
  return {
    operation: route?.operation ?? 'unknown',
    method: request.method,
    query: request.query,
    ...(calendarId !== undefined && { calendarId, realCalendarId: store.resolveId(calendarId) }),
    ...(eventId !== undefined && { eventId }),
  };
}

interface Armed {
  readonly fault: Fault;
  seen: number;
  left: number;
}

function fits({ match = {}, kind }: Fault, facts: RequestFacts): boolean {
  const { operation, method, calendarId, eventId, page, syncToken } = match;
  const wantsToken = syncToken ?? (kind === 'expire-token' ? true : undefined);
  return (
    (operation === undefined || operation === facts.operation) &&
    (method === undefined || method.toUpperCase() === facts.method) &&
    (calendarId === undefined || calendarId === facts.calendarId || calendarId === facts.realCalendarId) &&
    (eventId === undefined || eventId === facts.eventId) &&
    (page === undefined || (page === 2) === facts.query.has('pageToken')) &&
    (wantsToken === undefined || wantsToken === facts.query.has('syncToken'))
  );
}

/** The waiting faults, oldest first; a request gets at most one. */
export class FaultQueue {
  private armed: Armed[] = [];

  add(fault: Fault): void {
    const times = fault.times ?? 1;
    this.armed.push({ fault, seen: 0, left: times === 0 ? Number.POSITIVE_INFINITY : times });
  }

  clear(): void {
    this.armed = [];
  }

  /** The faults that have not been used up. */
  get waiting(): readonly Fault[] {
    return this.armed.map(({ fault }) => fault);
  }

  /** Takes the fault for a request; all waiting faults count the request. */
  take(facts: RequestFacts): Fault | undefined {
    const fitting = this.armed.filter(({ fault }) => fits(fault, facts));
    for (const each of fitting) each.seen += 1;
    const chosen = fitting.find(({ fault, seen }) => seen >= (fault.match?.n ?? 1));
    if (chosen === undefined) return undefined;
    chosen.left -= 1;
    if (chosen.left <= 0) this.armed = this.armed.filter((each) => each !== chosen);
    return chosen.fault;
  }
}

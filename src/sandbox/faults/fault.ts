/** The requests to which a fault applies; all given conditions must hold. */
interface FaultMatch {
  /** The nth request from now, counted among those that match the other conditions; 1 is the next. */
  readonly n?: number;
  /** Such as `events.insert`, `batch` or `oauth.token`. */
  readonly operation?: string;
  readonly method?: string;
  readonly calendarId?: string;
  readonly eventId?: string;
  /** 1 for requests without a page token, 2 for those with one. */
  readonly page?: 1 | 2;
  /** Whether the request carries a sync token. */
  readonly syncToken?: boolean;
}

/** The kinds of faults, by name. */
const faultKinds = [
  'drop',
  'commit-then-drop',
  'status',
  'commit-then-status',
  'slow',
  'truncated-json',
  'html',
  'empty-page',
  'repeat-item',
  'move-item',
  'reverse-items',
  'no-sync-token',
  'rival-edit',
  'expire-token',
  'expire-tombstones',
  'expire-access-token',
  'invalid-grant',
  'missing-batch-part',
  'delay-listing',
  'lost-push',
  'repeat-push',
  'clock-skew',
] as const;

/** A kind of fault. */
export type FaultKind = (typeof faultKinds)[number];

/** One fault, used once by default. */
export interface Fault {
  readonly match?: FaultMatch;
  /** How often it is used; the default is 1, and 0 is every time until cleared. */
  readonly times?: number;
  readonly kind: FaultKind;
  /** For `status`, `commit-then-status` and `html`. */
  readonly status?: number;
  /** Google's reason; the default is the usual one for the status. */
  readonly reason?: string;
  readonly message?: string;
  /** Seconds, sent as Retry-After. */
  readonly retryAfter?: number;
  /** For `slow` and `delay-listing`. */
  readonly delayMs?: number;
  /** For `clock-skew`: how far the server's clock is ahead (or behind), until faults are cleared. */
  readonly skewMs?: number;
  /** For `rival-edit`: the body with which another writer patches the event, just before the request is carried out. */
  readonly patch?: Readonly<Record<string, unknown>>;
}

/** Reads faults sent as JSON, one or a list. Throws a plain Error that names the mistake. */
export function readFaults(text: string): Fault[] {
  const value: unknown = JSON.parse(text);
  const list: unknown[] = Array.isArray(value) ? value : [value];
  return list.map((item) => {
    const kind = typeof item === 'object' && item !== null ? (item as { kind?: unknown }).kind : undefined;
    if (!faultKinds.some((known) => known === kind)) throw new Error(`Unknown kind of fault: ${String(kind)}`);
    return item as Fault;
  });
}

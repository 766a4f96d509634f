/** Which requests a fault is for; all that is given must hold. */
interface FaultMatch {
  /** The nth request from now, counted among those the other conditions let through; 1 is the next. */
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

/** What can go wrong, by name. */
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

/** One of the things that can go wrong. */
export type FaultKind = (typeof faultKinds)[number];

/** One thing to go wrong, once unless said otherwise. */
export interface Fault {
  readonly match?: FaultMatch;
  /** How often it strikes; 1 when absent, 0 for every time until cleared. */
  readonly times?: number;
  readonly kind: FaultKind;
  /** For `status`, `commit-then-status` and `html`. */
  readonly status?: number;
  /** Google's reason; absent means the usual one for the status. */
  readonly reason?: string;
  readonly message?: string;
  /** Seconds, sent as Retry-After. */
  readonly retryAfter?: number;
  /** For `slow` and `delay-listing`. */
  readonly delayMs?: number;
  /** For `clock-skew`: how far ahead (or behind) the server's clock goes, until faults are cleared. */
  readonly skewMs?: number;
  /** For `rival-edit`: the body another writer patches the event with, just before the request is carried out. */
  readonly patch?: Readonly<Record<string, unknown>>;
}

/** Reads faults sent as JSON, one or a list. Throws a plain Error that names what is wrong. */
export function readFaults(text: string): Fault[] {
  const value: unknown = JSON.parse(text);
  const list: unknown[] = Array.isArray(value) ? value : [value];
  return list.map((item) => {
    const kind = typeof item === 'object' && item !== null ? (item as { kind?: unknown }).kind : undefined;
    if (!faultKinds.some((known) => known === kind)) throw new Error(`Unknown kind of fault: ${String(kind)}`);
    return item as Fault;
  });
}

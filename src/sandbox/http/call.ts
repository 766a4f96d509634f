import type { WatchChannels } from '../calendars/watch-channels.js';
import type { EventLimits } from '../events/event-limits.js';
import type { JsonObject } from '../events/merge-patch.js';
import type { SandboxMail } from '../events/sandbox-mail.js';
import type { AccessRole } from '../store/access-role.js';
import type { CalendarState } from '../store/calendar-state.js';
import type { SandboxStore } from '../store/sandbox-store.js';

/** What the calendar's rules need to know of the server's settings. */
export interface Rules {
  readonly limits: EventLimits;
  /** ms after which a write shows in listings. */
  readonly listingDelay: number;
  /** ms for which tombstones are kept. */
  readonly tombstoneAge: number;
  /** ms for which a sync token is good. */
  readonly syncTokenAge: number;
  /** Whether repeated property filters must all match, or any. Google's guide and reference disagree. */
  readonly propertyFilter: 'all' | 'any';
  /** Whether bringing a cancelled event back needs start and end in the request. */
  readonly undeleteNeedsTimes: boolean;
}

/** One call of the API: where it goes, what it carries, and the server it meets. */
export interface Call {
  readonly store: SandboxStore;
  readonly rules: Rules;
  /** The server's clock, epoch ms. */
  readonly now: number;
  readonly query: URLSearchParams;
  /** The parts of the path by name, decoded. */
  readonly params: Readonly<Record<string, string>>;
  readonly headers: Readonly<Record<string, string | undefined>>;
  /** The request's body; throws a 400 when it is not a JSON object. */
  readonly body: () => JsonObject;
  readonly mail: (mail: SandboxMail) => void;
  /** What the caller may do, where it is less than what the calendar's user may. */
  readonly role?: AccessRole;
  /** Hides a write from listings for this long (ms) rather than for the server's usual delay. */
  readonly listingDelay?: number;
  /** Lists everything in reverse, so that exceptions come before their series. */
  readonly reverseListing?: boolean;
  /** Tells the watchers of a calendar that something in it changed. */
  readonly changed: (calendar: CalendarState) => void;
  readonly channels: WatchChannels;
}

/** What a call is answered with; no body means an empty one. */
export interface Reply {
  readonly status: number;
  readonly body?: object;
  readonly etag?: string;
}

/** Answers one operation of the API. Throws ApiError to refuse. */
export type Handler = (call: Call) => Reply;

/** A 200 with a body. */
export function ok(body: object, etag?: string): Reply {
  return { status: 200, body, ...(etag === undefined ? {} : { etag }) };
}

/** A 204 with an empty body. */
export function noContent(): Reply {
  return { status: 204 };
}

import type { WatchChannels } from '../calendars/watch-channels.js';
import type { EventLimits } from '../events/event-limits.js';
import type { JsonObject } from '../events/merge-patch.js';
import type { SandboxMail } from '../events/sandbox-mail.js';
import type { AccessRole } from '../store/access-role.js';
import type { CalendarState } from '../store/calendar-state.js';
import type { SandboxStore } from '../store/sandbox-store.js';

/** The server's settings that the calendar's rules need. */
export interface Rules {
  readonly limits: EventLimits;
  /** ms until a write shows in listings. */
  readonly listingDelay: number;
  /** ms for which tombstones are kept. */
  readonly tombstoneAge: number;
  /** ms until a sync token expires. */
  readonly syncTokenAge: number;
  /** Whether repeated property filters must all match, or any. Google's guide and reference disagree. */
  readonly propertyFilter: 'all' | 'any';
  /** Whether restoring a cancelled event needs start and end in the request. */
  readonly undeleteNeedsTimes: boolean;
}

/** One call of the API: its path, its body, and the server. */
export interface Call {
  readonly store: SandboxStore;
  readonly rules: Rules;
  /** The server's clock, epoch ms. */
  readonly now: number;
  readonly query: URLSearchParams;
  /** The parts of the path by name, decoded. */
  readonly params: Readonly<Record<string, string>>;
  readonly headers: Readonly<Record<string, string | undefined>>;
  /** The request's body; throws a 400 if it is not a JSON object. */
  readonly body: () => JsonObject;
  readonly mail: (mail: SandboxMail) => void;
  /** The caller's role, if it is lower than the calendar user's. */
  readonly role?: AccessRole;
  /** Hides a write from listings for this many ms instead of the server's usual delay. */
  readonly listingDelay?: number;
  /** Lists everything in reverse, so that exceptions come before their series. */
  readonly reverseListing?: boolean;
  /** Notifies the watchers of a calendar of a change. */
  readonly changed: (calendar: CalendarState) => void;
  readonly channels: WatchChannels;
}

/** The reply to a call; no body means an empty one. */
export interface Reply {
  readonly status: number;
  readonly body?: object;
  readonly etag?: string;
}

/** Answers one operation of the API. Throws ApiError for a refusal. */
export type Handler = (call: Call) => Reply;

/** A 200 with a body. */
export function ok(body: object, etag?: string): Reply {
  return { status: 200, body, ...(etag === undefined ? {} : { etag }) };
}

/** A 204 with an empty body. */
export function noContent(): Reply {
  return { status: 204 };
}

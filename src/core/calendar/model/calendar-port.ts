import type { CalendarEvent, EventChange, EventDraft } from './event.js';

/** Whether Google may mail the guests about a write. `none` unless a person asked for mails. */
export type Notify = 'none' | 'all';

/** How a write is done. */
export interface WriteOptions {
  readonly notify: Notify;
  /**
   * Asked right before each attempt leaves, after every wait for the pace, a token or another try. What it rejects with
   * ends the call, and nothing goes out.
   */
  readonly beforeSend?: () => Promise<void>;
}

/** What a listing says of the calendar itself. */
export interface CalendarInfo {
  readonly summary: string | null;
  /** IANA; all-day events begin and end in it. */
  readonly timeZone: string;
  readonly canWrite: boolean;
  /** Comes with each page of a listing, so it is known before any of its events is used. */
  readonly accessRole: string;
}

export type Listing =
  | {
      readonly kind: 'listed';
      readonly calendar: CalendarInfo;
      /** Each event once, in its last state: singles, masters and exceptions, cancelled ones included. */
      readonly events: readonly CalendarEvent[];
      /** Hand it in next time to hear only of changes. */
      readonly token: string;
    }
  /** Google has forgotten the token (410): list all, judge absence by comparing. */
  | { readonly kind: 'token-expired' };

export type InsertOutcome =
  | { readonly kind: 'created'; readonly event: CalendarEvent }
  /** The id is in use, be it by a deleted event (409): look at it before deciding. */
  | { readonly kind: 'id-taken' }
  /** The reply never came: it may or may not have been written. Find out by `get`. */
  | { readonly kind: 'unknown'; readonly cause: unknown };

export type UpdateOutcome =
  | { readonly kind: 'updated'; readonly event: CalendarEvent }
  /** Somebody changed it since we read it (412): nothing was written. */
  | { readonly kind: 'etag-moved' }
  | { readonly kind: 'gone' }
  | { readonly kind: 'unknown'; readonly cause: unknown };

export type MoveOutcome =
  | { readonly kind: 'moved'; readonly event: CalendarEvent }
  /** It is not in the first calendar, or one of its id is in the other already. */
  | { readonly kind: 'not-moved' }
  | { readonly kind: 'unknown'; readonly cause: unknown };

export type DeleteOutcome =
  | { readonly kind: 'deleted' }
  /** It was deleted already, or never existed (404, 410). */
  | { readonly kind: 'gone' }
  | { readonly kind: 'etag-moved' }
  | { readonly kind: 'unknown'; readonly cause: unknown };

/** What Google was asked so far, and how its clock stands to ours. */
export interface CalendarTraffic {
  readonly requests: number;
  readonly writes: number;
  readonly retries: number;
  /** Google's clock minus ours in milliseconds, from the Date header of the last reply; null before one came. */
  readonly skewMs: number | null;
}

/** What was given of a quota: as many units as were free, and in how many milliseconds there will be more. */
export interface QuotaTaken {
  readonly units: number;
  readonly moreInMs: number;
}

/** Remembers what all processes took of an account's quota in the last minute. */
export interface QuotaLedger {
  /** Takes up to `wanted` units, so that at most `perMinute` are taken in any sliding minute. */
  take(wanted: number, perMinute: number): Promise<QuotaTaken>;
}

/**
 * Google Calendar, as the sync needs it. Every method paces, backs off and retries by itself what may be repeated
 * (reads, and writes that Google certainly refused); it throws UnavailableError (exit 5) when that does not help,
 * ConfigurationError (exit 2) for credentials or a calendar that will never work, ItemRefusedError for one item that
 * Google will not take. "Not found", "already gone" and "etag moved" are return values.
 */
export interface CalendarPort {
  /** Whose calendar `primary` is; null when no account is set. */
  readonly account: string | null;
  /** The id that Google knows the calendar by, whatever it is called in the settings; null if it is not known. */
  identify(calendarId: string): Promise<string | null>;
  /** All changes since `token`, or all events when it is null; pages are followed to the end. */
  listChanges(calendarId: string, token: string | null): Promise<Listing>;
  /** Every single event and every occurrence that overlaps [from, to), expanded; no cancelled ones. */
  listWindow(calendarId: string, from: Date, to: Date): Promise<readonly CalendarEvent[]>;
  /** The occurrences of one series that overlap [from, to), cancelled ones included; null when the series is gone. */
  listOccurrences(calendarId: string, masterId: string, from: Date, to: Date): Promise<readonly CalendarEvent[] | null>;
  /** One event, cancelled or not; null when there is none of that id. */
  get(calendarId: string, eventId: string): Promise<CalendarEvent | null>;
  insert(calendarId: string, draft: EventDraft, how: WriteOptions): Promise<InsertOutcome>;
  /** Changes only the fields given. With an etag, only if the event is still that one. */
  update(
    calendarId: string,
    eventId: string,
    etag: string | null,
    change: EventChange,
    how: WriteOptions,
  ): Promise<UpdateOutcome>;
  /** To another calendar, under the same id; a series goes whole. */
  move(calendarId: string, eventId: string, destination: string, how: WriteOptions): Promise<MoveOutcome>;
  delete(calendarId: string, eventId: string, etag: string | null, how: WriteOptions): Promise<DeleteOutcome>;
  traffic(): CalendarTraffic;
}

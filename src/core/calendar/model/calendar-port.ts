import type { CalendarEvent, EventChange, EventDraft } from './event.js';

/** How a write is done. */
export interface WriteOptions {
  /** Whether Google may mail the guests about a write: `none` unless a person asked for mails. */
  readonly notify: 'none' | 'all';
  /**
   * Called right before each attempt is sent, after every wait for the pace, a token or a retry. If it rejects, the
   * call ends with that error, and nothing is sent.
   */
  readonly beforeSend?: () => Promise<void>;
}

/** Properties of the calendar itself, as a listing has them. */
export interface CalendarInfo {
  readonly summary: string | null;
  /** IANA; all-day events begin and end in it. */
  readonly timeZone: string;
  readonly canWrite: boolean;
  /** In each page of a listing, so it is known before any of its events is used. */
  readonly accessRole: string;
}

export type Listing =
  | {
      readonly kind: 'listed';
      readonly calendar: CalendarInfo;
      /** Each event once, in its last state: single events, masters and exceptions, cancelled ones included. */
      readonly events: readonly CalendarEvent[];
      /** Pass it to the next call to get only changes. */
      readonly token: string;
    }
  /** Google has forgotten the token (410): list everything, and find missing events by comparing. */
  | { readonly kind: 'token-expired' };

/** What may become of each kind of write. */
export interface WriteOutcomes {
  readonly insert:
    | { readonly kind: 'created'; readonly event: CalendarEvent }
    /** The id is in use, maybe by a deleted event (409): read it before deciding. */
    | { readonly kind: 'id-taken' }
    | Unknown;
  readonly update:
    | { readonly kind: 'updated'; readonly event: CalendarEvent }
    /** The event was changed since we read it (412): nothing was written. */
    | { readonly kind: 'etag-moved' }
    | { readonly kind: 'gone' }
    | Unknown;
  readonly move:
    | { readonly kind: 'moved'; readonly event: CalendarEvent }
    /** It is not in the first calendar, or the other calendar already has an event of that id. */
    | { readonly kind: 'not-moved' }
    | Unknown;
  readonly delete:
    | { readonly kind: 'deleted' }
    /** It was deleted already, or never existed (404, 410). */
    | { readonly kind: 'gone' }
    | { readonly kind: 'etag-moved' }
    | Unknown;
}

/** The reply was lost: the write may or may not have been done. Find out by `get`. */
interface Unknown {
  readonly kind: 'unknown';
  readonly cause: unknown;
}

/** Records the quota that all processes used of an account in the last minute. */
export interface QuotaLedger {
  /**
   * Takes up to `wanted` units, so that at most `perMinute` are taken in any sliding minute: gives as many as were free,
   * and in how many milliseconds there will be more.
   */
  take(wanted: number, perMinute: number): Promise<{ readonly units: number; readonly moreInMs: number }>;
}

/**
 * Google Calendar, as the sync needs it. Every method limits its rate, backs off and retries whatever may be repeated
 * (reads, and writes that Google certainly refused). If that does not help, it throws UnavailableError (exit 5);
 * ConfigurationError (exit 2) for credentials or a calendar that can never work; ItemRefusedError for one item that
 * Google refuses. "Not found", "already gone" and "etag moved" are return values.
 */
export interface CalendarPort {
  /** The account whose calendar is `primary`; null if none is set. */
  readonly account: string | null;
  /** Google's id of the calendar, under any name in the settings; null if it is not known. */
  identify(calendarId: string): Promise<string | null>;
  /** All changes since `token`, or all events when it is null; pages are followed to the end. */
  listChanges(calendarId: string, token: string | null): Promise<Listing>;
  /** Every single event and every occurrence that overlaps [from, to), expanded; no cancelled ones. */
  listWindow(calendarId: string, from: Date, to: Date): Promise<readonly CalendarEvent[]>;
  /** The occurrences of one series that overlap [from, to), cancelled ones included; null when the series is gone. */
  listOccurrences(calendarId: string, masterId: string, from: Date, to: Date): Promise<readonly CalendarEvent[] | null>;
  /** One event, cancelled or not; null if there is none of that id. */
  get(calendarId: string, eventId: string): Promise<CalendarEvent | null>;
  insert(calendarId: string, draft: EventDraft, how: WriteOptions): Promise<WriteOutcomes['insert']>;
  /** Changes only the given fields. With an etag, only if the event has not changed. */
  update(
    calendarId: string,
    eventId: string,
    etag: string | null,
    change: EventChange,
    how: WriteOptions,
  ): Promise<WriteOutcomes['update']>;
  /** Moves to another calendar, under the same id; a series moves as a whole. */
  move(calendarId: string, eventId: string, destination: string, how: WriteOptions): Promise<WriteOutcomes['move']>;
  delete(calendarId: string, eventId: string, etag: string | null, how: WriteOptions): Promise<WriteOutcomes['delete']>;
  /** Requests to Google so far, and the difference between its clock and ours. */
  traffic(): {
    readonly requests: number;
    readonly writes: number;
    readonly retries: number;
    /** Google's clock minus ours in milliseconds, from the Date header of the last reply; null before one came. */
    readonly skewMs: number | null;
  };
}

import type { CalendarChannels, CalendarEvents, Calendars } from './access-tokens.js';
import type { GoogleFailure } from './google-failure.js';

/** What every request carries: the token, the etag, our time limit; and no retries of the library's own. */
export interface RequestOptions {
  readonly headers: Record<string, string>;
  readonly timeout: number;
  readonly retry: false;
  readonly signal?: AbortSignal;
}

/** One thing to ask of Google, and how to read what it says. */
export interface GoogleCall<T> {
  /** As in Google's reference: `events.list`. */
  readonly operation: string;
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  /** What it takes of the quota; one unit unless said. */
  readonly units?: number;
  /** Asks about the calendar itself, which takes another scope than its events. */
  readonly isAboutCalendar?: true;
  readonly ifMatch?: string | null;
  /** As in WriteOptions. */
  readonly beforeSend?: (() => Promise<void>) | undefined;
  send(
    events: CalendarEvents,
    options: RequestOptions,
    channels: CalendarChannels,
    calendars: Calendars,
  ): Promise<{ readonly data: unknown }>;
  /** Null when the data is not what Google sends here: cut off, or another server's page. */
  read(data: unknown): T | null;
  /** Looks whether a write that may have happened did; null when it did not. */
  settle?(): Promise<T | null>;
}

export type Answer<T> =
  | { readonly kind: 'answered'; readonly value: T }
  /** `uncertain`: one of the attempts may have been carried out. */
  | { readonly kind: 'failed'; readonly failure: GoogleFailure; readonly uncertain: boolean };

import type { CalendarChannels, CalendarEvents, Calendars } from './access-tokens.js';
import type { GoogleFailure } from './google-failure.js';

/** Sent with every request: the token, the etag, our time limit; the library's own retries are off. */
export interface RequestOptions {
  readonly headers: Record<string, string>;
  readonly timeout: number;
  readonly retry: false;
  readonly signal?: AbortSignal;
}

/** One request to Google, and how to read its reply. */
export interface GoogleCall<T> {
  /** As in Google's reference: `events.list`. */
  readonly operation: string;
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  /** Quota units of the request; the default is 1. */
  readonly units?: number;
  /** Asks about the calendar itself, which needs another scope than its events. */
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
  /** Null if Google cannot have sent the data: it is cut off, or another server's page. */
  read(data: unknown): T | null;
  /** Reads whether a write without a reply was done; null if it was not. */
  settle?(): Promise<T | null>;
}

export type Answer<T> =
  | { readonly kind: 'answered'; readonly value: T }
  /** `uncertain`: Google may have carried out one of the attempts. */
  | { readonly kind: 'failed'; readonly failure: GoogleFailure; readonly uncertain: boolean };

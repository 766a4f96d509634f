import type { AccessTokens, CalendarChannels, CalendarEvents, Calendars } from './access-tokens.js';
import { reportFailure, reportUnreadable } from './failure-report.js';
import type { GoogleCall, RequestOptions } from './google-call.js';
import { type GoogleFailure, judgeFailure } from './google-failure.js';
import type { Pace } from './pace.js';
import { readHeader } from './read-header.js';

/** One line of the log: no ids, no texts, no addresses. */
export interface GoogleLogEntry {
  readonly method: string;
  readonly operation: string;
  /** Null if no reply came. */
  readonly status: number | null;
  /** Null if the request succeeded. */
  readonly reason: string | null;
  /** Counted from 1. */
  readonly attempt: number;
  readonly ms: number;
}

interface SenderOptions {
  readonly load: () => Promise<{
    readonly events: CalendarEvents;
    readonly channels: CalendarChannels;
    readonly calendars: Calendars;
  }>;
  readonly tokens: AccessTokens;
  /** For calls about the calendar itself. */
  readonly calendarTokens: AccessTokens;
  readonly pace: Pace;
  readonly timeoutMs: number;
  readonly clock: () => Date;
  readonly signal?: AbortSignal | undefined;
  readonly log?: ((entry: GoogleLogEntry) => void) | undefined;
}

type Reply<T> = { readonly value: T } | { readonly failure: GoogleFailure };

/** Sends the requests of one calendar port: paced, with an access token, counted and logged. */
export class RequestSender {
  readonly #options: SenderOptions;
  #traffic = { requests: 0, writes: 0, retries: 0, skewMs: null as number | null };

  constructor(options: SenderOptions) {
    this.#options = options;
  }

  /** Counts requests to the Calendar API; token requests use none of its quota. */
  traffic() {
    return this.#traffic;
  }

  /**
   * Makes one attempt. If Google rejects the token, it renews the token once and tries again: nothing was done. Rejects
   * with the signal's reason if aborted before a write was sent, or at any time of a read; and as `beforeSend` does.
   */
  async send<T>(call: GoogleCall<T>, attempt: number): Promise<Reply<T>> {
    if (attempt > 1) this.#count({ retries: 1 });
    const reply = await this.#sendOnce(call, attempt);
    if (!('failure' in reply) || reply.failure.meaning !== 'token-rejected') return reply;
    this.#count({ retries: 1 });
    return this.#sendOnce(call, attempt);
  }

  async #sendOnce<T>(call: GoogleCall<T>, attempt: number): Promise<Reply<T>> {
    const { clock, pace, tokens: eventTokens, calendarTokens } = this.#options;
    const tokens = call.isAboutCalendar ? calendarTokens : eventTokens;
    await pace.take(call.units ?? 1);
    const startedAt = clock();
    const token = await this.#fetchToken(tokens);
    const reply = await this.#ask(call, token);
    const failure = 'failure' in reply ? reply.failure : null;
    if (failure?.meaning === 'token-rejected' && 'value' in token) tokens.renew(token.value);
    this.#options.log?.({
      method: call.method,
      operation: call.operation,
      status: failure === null ? 200 : failure.status,
      reason: failure === null ? null : (failure.reasons[0] ?? failure.meaning),
      attempt,
      ms: clock().getTime() - startedAt.getTime(),
    });
    return reply;
  }

  /** Sends a request, and tells the requests that wait for its outcome, unless a pause follows. */
  async #ask<T>(call: GoogleCall<T>, token: Reply<string>): Promise<Reply<T>> {
    let isRefused = false;
    try {
      const reply = 'failure' in token ? token : await this.#request(call, token.value);
      isRefused = 'failure' in reply && reply.failure.meaning === 'rate-limited';
      return reply;
    } finally {
      if (!isRefused) this.#options.pace.passed();
    }
  }

  async #fetchToken(tokens: AccessTokens): Promise<Reply<string>> {
    try {
      return { value: await tokens.current() };
    } catch (thrown) {
      return { failure: judgeFailure(reportFailure(thrown, 'token', this.#options.clock())) };
    }
  }

  async #request<T>(call: GoogleCall<T>, token: string): Promise<Reply<T>> {
    const { clock, load, signal } = this.#options;
    const { events, channels, calendars } = await load();
    await call.beforeSend?.();
    this.#count({ requests: 1, writes: call.method === 'GET' ? 0 : 1 });
    try {
      const response = await call.send(events, this.#toRequestOptions(call, token), channels, calendars);
      this.#noteClock(response);
      const value = call.read(response.data);
      return value === null ? { failure: judgeFailure(reportUnreadable(200)) } : { value };
    } catch (thrown) {
      if (call.method === 'GET') signal?.throwIfAborted();
      this.#noteClock((thrown as { readonly response?: unknown }).response);
      return { failure: judgeFailure(reportFailure(thrown, 'api', clock())) };
    }
  }

  #toRequestOptions(call: GoogleCall<unknown>, token: string): RequestOptions {
    const { timeoutMs, signal } = this.#options;
    return {
      headers: { Authorization: `Bearer ${token}`, ...(call.ifMatch ? { 'If-Match': call.ifMatch } : {}) },
      timeout: timeoutMs,
      retry: false,
      ...(signal && call.method === 'GET' ? { signal } : {}),
    };
  }

  /** The Date header is precise to the second (RFC 9110, section 6.6.1). */
  #noteClock(response: unknown): void {
    const date = Date.parse(readHeader((response as { headers?: unknown } | undefined)?.headers, 'date') ?? '');
    if (Number.isNaN(date)) return;
    this.#traffic = { ...this.#traffic, skewMs: date - this.#options.clock().getTime() };
  }

  #count(more: { readonly requests?: number; readonly writes?: number; readonly retries?: number }): void {
    const { requests, writes, retries, skewMs } = this.#traffic;
    this.#traffic = {
      requests: requests + (more.requests ?? 0),
      writes: writes + (more.writes ?? 0),
      retries: retries + (more.retries ?? 0),
      skewMs,
    };
  }
}

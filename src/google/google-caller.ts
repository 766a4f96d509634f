import { attemptsAt, backOffMs, longestRetryAfterMs } from './back-off.js';
import type { Answer, GoogleCall } from './google-call.js';
import { type GoogleFailure, isWorthRetrying, mayHaveHappened } from './google-failure.js';
import type { Pace, Wait } from './pace.js';
import type { RequestSender } from './request-sender.js';

interface CallerOptions {
  readonly sender: RequestSender;
  readonly pace: Pace;
  /** Attempts per request, the first one included. */
  readonly maxAttempts: number;
  readonly wait: Wait;
  readonly signal?: AbortSignal | undefined;
}

interface Doubt {
  /** The last failure, after an attempt at a write that Google may have carried out. */
  failure: GoogleFailure | null;
}

/** Sends requests to Google, and retries them if a retry may help and is safe. */
export class GoogleCaller {
  readonly #options: CallerOptions;

  constructor(options: CallerOptions) {
    this.#options = options;
  }

  /**
   * Retries until there is an answer, a permanent failure, or no attempt left. After a write that may have been carried
   * out, it reads the event before the next attempt. Rejects with the signal's reason when aborted, unless a write is
   * in doubt: then it returns that.
   */
  async call<T>(call: GoogleCall<T>): Promise<Answer<T>> {
    const doubt: Doubt = { failure: null };
    try {
      return await this.#tryUntilClear(call, doubt);
    } catch (thrown) {
      if (doubt.failure === null) throw thrown;
      return { kind: 'failed', failure: doubt.failure, uncertain: true };
    }
  }

  async #tryUntilClear<T>(call: GoogleCall<T>, doubt: Doubt): Promise<Answer<T>> {
    for (let attempt = 1; ; attempt += 1) {
      const reply = await this.#options.sender.send(call, attempt);
      if ('value' in reply) return { kind: 'answered', value: reply.value };
      const { failure } = reply;
      if (doubt.failure !== null || (call.method !== 'GET' && mayHaveHappened(failure))) doubt.failure = failure;
      const isLast = attempt >= attemptsAt(failure, this.#options.maxAttempts) || !mayBeRepeated(failure);
      if (isLast) this.#options.pace.passed();
      else await this.#backOff(failure, attempt);
      const found = doubt.failure === null ? null : ((await call.settle?.()) ?? null);
      if (found !== null) return { kind: 'answered', value: found };
      if (isLast) return { kind: 'failed', failure, uncertain: doubt.failure !== null };
    }
  }

  /** A rate limit belongs to the user, not to the request: all calls of the port wait. */
  async #backOff(failure: GoogleFailure, failures: number): Promise<void> {
    const ms = backOffMs(failures, failure.retryAfterMs);
    if (failure.meaning === 'rate-limited') this.#options.pace.pause(ms);
    else await this.#options.wait(ms, this.#options.signal);
  }
}

function mayBeRepeated(failure: GoogleFailure): boolean {
  return isWorthRetrying(failure) && (failure.retryAfterMs ?? 0) <= longestRetryAfterMs;
}

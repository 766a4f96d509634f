import { attemptsAt, backOffMs, longestRetryAfterMs } from './back-off.js';
import type { Answer, GoogleCall } from './google-call.js';
import { type GoogleFailure, isWorthRetrying, mayHaveHappened } from './google-failure.js';
import type { Pace, Wait } from './pace.js';
import type { RequestSender } from './request-sender.js';

interface CallerOptions {
  readonly sender: RequestSender;
  readonly pace: Pace;
  /** How often a request goes out at most, the first time included. */
  readonly maxAttempts: number;
  readonly wait: Wait;
  readonly signal?: AbortSignal | undefined;
}

interface Doubt {
  /** The last failure, once an attempt at a write may have been carried out. */
  failure: GoogleFailure | null;
}

/** Asks Google, and asks again where that may help and can do no harm. */
export class GoogleCaller {
  readonly #options: CallerOptions;

  constructor(options: CallerOptions) {
    this.#options = options;
  }

  /**
   * Tries until there is an answer, a failure that will stay, or no attempt left. After an attempt at a write that may
   * have been carried out, it looks before it tries again. Rejects with the signal's reason when it is aborted, unless
   * a write is in doubt: then that is the answer.
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
      const settled = doubt.failure === null ? null : ((await call.settle?.()) ?? null);
      if (settled !== null) return { kind: 'answered', value: settled };
      if (isLast) return { kind: 'failed', failure, uncertain: doubt.failure !== null };
    }
  }

  /** A rate limit is the user's, not the request's: all calls of the port wait. */
  async #backOff(failure: GoogleFailure, failures: number): Promise<void> {
    const ms = backOffMs(failures, failure.retryAfterMs);
    if (failure.meaning === 'rate-limited') this.#options.pace.pause(ms);
    else await this.#options.wait(ms, this.#options.signal);
  }
}

function mayBeRepeated(failure: GoogleFailure): boolean {
  return isWorthRetrying(failure) && (failure.retryAfterMs ?? 0) <= longestRetryAfterMs;
}

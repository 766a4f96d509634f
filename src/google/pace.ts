/** Waits some milliseconds; rejects with the signal's reason when it is aborted. */
export type Wait = (ms: number, signal?: AbortSignal) => Promise<void>;

export interface PaceOptions {
  /** Quota units a second, over time. */
  readonly perSecond: number;
  /** Units that may go out at once after a rest. */
  readonly burst: number;
  /** Milliseconds on a clock that need not tell the time. */
  readonly now: () => number;
  readonly wait: Wait;
  readonly signal?: AbortSignal | undefined;
}

/**
 * What is taken of Google's 600 units a minute unless a caller says otherwise. In any minute at most burst + 60 seconds'
 * worth goes out, 580 units: what is left over is for requests that a slow connection bunches together. A thousand new
 * events take 107 seconds, where the quota alone would allow 100; the forty events of a small run go out at once.
 */
export const defaultPace = { perSecond: 9, burst: 40 } as const;

/**
 * One bucket of tokens for every call of a calendar port, so that many writes under way together keep Google's limit
 * (600 units a minute and user: https://developers.google.com/workspace/calendar/api/guides/quota). A place is
 * reserved before waiting, so callers go out in the order they came.
 */
export class Pace {
  readonly #options: PaceOptions;
  /** When the bucket will be full again, if nobody else comes. */
  #fullAt: number;
  #pausedUntil: number;

  constructor(options: PaceOptions) {
    this.#options = options;
    this.#fullAt = options.now();
    this.#pausedUntil = this.#fullAt;
  }

  /** Resolves when a request of that many units may go out. */
  async take(units: number): Promise<void> {
    const { perSecond, burst, now, wait, signal } = this.#options;
    signal?.throwIfAborted();
    const at = now();
    const msPerUnit = 1000 / perSecond;
    this.#fullAt = Math.max(this.#fullAt, this.#pausedUntil, at) + units * msPerUnit;
    const goAt = Math.max(this.#pausedUntil, this.#fullAt - Math.max(burst, units) * msPerUnit);
    if (goAt > at) await wait(goAt - at, signal);
  }

  /** Holds everybody back: Google has had enough of this user, not of one request. */
  pause(ms: number): void {
    this.#pausedUntil = Math.max(this.#pausedUntil, this.#options.now() + ms);
  }
}

/**
 * Turns messages into syncs: the first waits a moment for more of them, messages during a sync are answered by one more
 * sync after it, and there is never more than one.
 */
export class PushedSync {
  readonly #sync: () => Promise<unknown>;
  readonly #quiet: number;
  #timer: NodeJS.Timeout | null = null;
  #isAtWork = false;
  #isAsked = false;
  #isOver = false;

  /** `quiet` is how long a message waits for others, in milliseconds. `sync` throws nothing. */
  constructor(sync: () => Promise<unknown>, quiet: number) {
    this.#sync = sync;
    this.#quiet = quiet;
  }

  ask(): void {
    this.#isAsked = true;
    if (this.#timer !== null || this.#isAtWork || this.#isOver) return;
    this.#timer = setTimeout(() => void this.#run(), this.#quiet);
  }

  /** Starts no more syncs. */
  end(): void {
    this.#isOver = true;
    if (this.#timer !== null) clearTimeout(this.#timer);
  }

  async #run(): Promise<void> {
    this.#timer = null;
    this.#isAtWork = true;
    this.#isAsked = false;
    await this.#sync();
    this.#isAtWork = false;
    if (this.#isAsked) this.ask();
  }
}

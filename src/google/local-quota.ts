/** Milliseconds of the period in which Google counts. */
export const minute = 60_000;

/** The quota that this process used in the last minute. */
export class LocalQuota {
  readonly #perMinute: number;
  readonly #now: () => number;
  #spent: { readonly at: number; readonly units: number }[] = [];
  #sum = 0;

  constructor(perMinute: number, now: () => number) {
    this.#perMinute = perMinute;
    this.#now = now;
  }

  /** Units used in the last minute. */
  used(): number {
    const since = this.#now() - minute;
    while ((this.#spent[0]?.at ?? Number.POSITIVE_INFINITY) <= since) this.#sum -= this.#spent.shift()?.units ?? 0;
    return this.#sum;
  }

  /** Takes as many of the wanted units as are free. */
  take(wanted: number) {
    const units = Math.max(0, Math.min(wanted, this.#perMinute - this.used()));
    if (units > 0) this.note(units);
    const oldest = this.#spent[0]?.at ?? this.#now();
    return { units, moreInMs: units === wanted ? 0 : oldest + minute - this.#now() };
  }

  /** Counts units that were taken elsewhere. */
  note(units: number): void {
    this.#spent.push({ at: this.#now(), units });
    this.#sum += units;
  }
}

import type { QuotaLedger } from '../core/calendar/model/calendar-port.js';
import { LocalQuota, minute } from './local-quota.js';

/** Waits some milliseconds; rejects with the signal's reason when it is aborted. */
export type Wait = (ms: number, signal?: AbortSignal) => Promise<void>;

export interface PaceLimits {
  /** Quota units in any sliding minute. */
  readonly perMinute: number;
  /** Units a second at the start, and at most. */
  readonly perSecond: number;
  /** Units that may go out at once after a rest. */
  readonly burst: number;
}

interface PaceOptions extends PaceLimits {
  /** Milliseconds of any steady clock. */
  readonly now: () => number;
  readonly wait: Wait;
  readonly signal?: AbortSignal | undefined;
  /** The units that all processes of the database use; null: this process is alone. */
  readonly ledger?: QuotaLedger | null;
}

/**
 * Google gives a user 600 units in any sliding minute. A tenth is left to other programs, and to runs too small to be
 * recorded. The rate within the minute is a guess, which Google's refusals correct. Source:
 * https://developers.google.com/workspace/calendar/api/guides/quota
 */
export const defaultPace: PaceLimits = { perMinute: 540, perSecond: 100, burst: 40 };

/** Units in a minute that a process uses without recording them: a run that finds nothing to do must not write. */
const unrecorded = 20;
/**
 * The most units taken from the ledger at once: one statement for that many requests. Each time such a supply is used
 * up, the next one is twice as large: a rare change takes only what it uses.
 */
const largestHandful = 25;
/** Milliseconds after which the rest of a supply is dropped: the ledger counts it as used when it was taken. */
const handfulLasts = 1_500;
const noHandful = { units: 0, takenAt: 0, next: 0 };
/** Milliseconds for which a ledger is not asked after a failure. */
const ledgerRests = 30_000;
const slowest = 1;
/** Milliseconds in which a halved rate grows back from zero to the full one. */
const recovery = 20_000;

/**
 * Sends the requests of a calendar port in the order they came. It keeps to the sliding minute, which all processes of
 * one account share by the ledger, and to a rate that each refusal halves and that grows back.
 */
export class Pace {
  readonly #options: PaceOptions;
  readonly #own: LocalQuota;
  /** Until when the requests sent so far have used up their rate. */
  #usedUntil: number;
  #pausedUntil: number;
  #slowed: { readonly at: number; readonly rate: number };
  #handful = noHandful;
  /** Units that are not in the ledger yet, each with the time of use. */
  #unrecordedUnits: { readonly at: number; readonly units: number }[] = [];
  #ledgerRestsUntil: number;
  /** After a pause one request is sent first; the others wait for its outcome. */
  #probe: { readonly ended: Promise<void>; readonly end: () => void } | 'due' | null = null;
  #turn: Promise<void> = Promise.resolve();

  constructor(options: PaceOptions) {
    this.#options = options;
    const now = options.now();
    this.#own = new LocalQuota(options.perMinute, options.now);
    this.#usedUntil = now - this.#burstMs(options.perSecond);
    this.#pausedUntil = now;
    this.#ledgerRestsUntil = now;
    this.#slowed = { at: now, rate: options.perSecond };
  }

  /** Resolves when a request of that many units may be sent. */
  take(units: number): Promise<void> {
    const turn = this.#turn.then(() => this.#take(units));
    this.#turn = turn.catch(() => {});
    return turn;
  }

  /** Pauses all requests: Google has refused this user, not one request. Several refusals at one time slow down once. */
  pause(ms: number): void {
    const now = this.#options.now();
    const until = now + ms;
    if (now >= this.#pausedUntil) this.#slowed = { at: until, rate: Math.max(slowest, this.#rateAt(now) / 2) };
    this.#pausedUntil = Math.max(this.#pausedUntil, until);
    this.#endProbe('due');
  }

  /** Google did not refuse a request for its rate. */
  passed(): void {
    if (this.#probe !== 'due') this.#endProbe(null);
  }

  #endProbe(next: 'due' | null): void {
    const probe = this.#probe;
    this.#probe = next;
    if (probe !== null && probe !== 'due') probe.end();
  }

  async #take(units: number): Promise<void> {
    const { now, wait, signal } = this.#options;
    signal?.throwIfAborted();
    await this.#reserve(units);
    while (this.#probe !== null && this.#probe !== 'due') await this.#probe.ended;
    signal?.throwIfAborted();
    if (this.#probe === 'due') this.#probe = makeProbe();
    const at = now();
    const rate = this.#rateAt(at);
    const from = Math.max(this.#usedUntil, this.#pausedUntil - this.#burstMs(rate), at - this.#burstMs(rate));
    this.#usedUntil = from + (units * 1000) / rate;
    const goAt = Math.max(at, this.#pausedUntil, this.#usedUntil);
    try {
      if (goAt > at) await wait(goAt - at, signal);
      // Google may have asked for a pause in the meantime.
      if (this.#pausedUntil > goAt) await wait(this.#pausedUntil - goAt, signal);
    } catch (error) {
      this.#endProbe(null);
      throw error;
    }
  }

  #burstMs(rate: number): number {
    return (this.#options.burst * 1000) / rate;
  }

  #rateAt(now: number): number {
    const { perSecond } = this.#options;
    const grown = (Math.max(0, now - this.#slowed.at) / recovery) * perSecond;
    return Math.min(perSecond, this.#slowed.rate + grown);
  }

  /** Takes units of the minute; waits until some are free. */
  async #reserve(units: number): Promise<void> {
    const { now, wait, signal } = this.#options;
    if (now() - this.#handful.takenAt > handfulLasts) this.#handful = noHandful;
    while (this.#handful.units < units) {
      const taken = await this.#ask(units - this.#handful.units);
      const next = Math.min(largestHandful, 2 * taken.units);
      this.#handful = { units: this.#handful.units + taken.units, takenAt: now(), next };
      if (this.#handful.units < units) await wait(taken.moreInMs, signal);
      signal?.throwIfAborted();
    }
    this.#handful = { ...this.#handful, units: this.#handful.units - units };
  }

  async #ask(wanted: number) {
    const { ledger = null, perMinute, now } = this.#options;
    const isSmall = this.#own.used() + wanted <= unrecorded;
    if (ledger === null || isSmall || now() < this.#ledgerRestsUntil) return this.#takeUntold(wanted);
    const since = now() - minute;
    const unrecordedUnits = this.#unrecordedUnits.reduce((sum, { at, units }) => (at > since ? sum + units : sum), 0);
    try {
      const taken = await ledger.take(unrecordedUnits + Math.max(wanted, this.#handful.next), perMinute);
      const units = Math.max(0, taken.units - unrecordedUnits);
      this.#unrecordedUnits =
        taken.units < unrecordedUnits ? [{ at: now(), units: unrecordedUnits - taken.units }] : [];
      this.#own.note(units);
      return { ...taken, units };
    } catch {
      // Without the database the process counts its own minute: refusals by Google show the use of the others.
      this.#ledgerRestsUntil = now() + ledgerRests;
      return this.#takeUntold(wanted);
    }
  }

  #takeUntold(wanted: number) {
    const taken = this.#own.take(wanted);
    if (this.#options.ledger) this.#unrecordedUnits.push({ at: this.#options.now(), units: taken.units });
    return taken;
  }
}

function makeProbe() {
  let end = () => {};
  const ended = new Promise<void>((resolve) => {
    end = resolve;
  });
  return { ended, end };
}

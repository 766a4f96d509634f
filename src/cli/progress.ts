import type { Progress } from '../core/ports.js';
import { digits } from '../messages/language.js';
import { number, type Page, wordsOn } from '../reports/page.js';

const noticeable = 1_000;

interface ProgressOptions {
  /** The page's language is used. */
  readonly page: Page;
  readonly quiet: boolean;
  /** The log goes to stderr too: a spinner would be mixed with its lines. */
  readonly logging: boolean;
}

/**
 * Progress on stderr: a spinner with rate and time left in a terminal, notes as plain lines, nothing with --quiet. Work
 * of less than a second shows nothing.
 */
export function showProgress({ page, quiet, logging }: ProgressOptions): Progress & { stop(): void } {
  const interactive = process.stderr.isTTY === true && !quiet && !logging;
  let spinner: { text: string; clear(): unknown; stop(): unknown } | null = null;
  let label = '';
  let total: number | null = null;
  let done = 0;
  let startedAt = 0;
  let timer: NodeJS.Timeout | null = null;
  const text = () =>
    done === 0 ? label : `${label}: ${describe(page, { done, total, milliseconds: performance.now() - startedAt })}`;
  const stop = () => {
    if (timer !== null) clearTimeout(timer);
    spinner?.stop();
    spinner = null;
    timer = null;
  };
  const show = async (mine: NodeJS.Timeout) => {
    const { default: ora } = await import('ora');
    if (timer === mine) spinner = ora({ text: text(), stream: process.stderr, discardStdin: false }).start();
  };
  return {
    start(nextLabel, nextTotal) {
      stop();
      label = wordsOn(page).programs.progress[nextLabel];
      total = nextTotal;
      done = 0;
      startedAt = performance.now();
      if (!interactive) return;
      const mine = setTimeout(() => void show(mine), noticeable);
      timer = mine;
    },
    advance(nowDone) {
      done = nowDone;
      if (spinner !== null) spinner.text = text();
    },
    note(note) {
      if (quiet) return;
      spinner?.clear();
      process.stderr.write(`${wordsOn(page).programs.notes(note)}\n`);
    },
    stop,
  };
}

/** Progress of a piece of work. */
interface Pace {
  readonly done: number;
  readonly total: number | null;
  readonly milliseconds: number;
}

/** `1200 of 5000, 400 a second, 10 s left`; without a total only the count and the rate. */
export function describe(page: Page, { done, total, milliseconds }: Pace): string {
  const { items, programs } = wordsOn(page);
  const rate = done / Math.max(milliseconds / 1000, 0.001);
  const speed = programs.speed(rate < 10 ? digits(page.language, rate, 1) : number(page, Math.round(rate)));
  if (total === null) return `${number(page, done)}, ${speed}`;
  const left = rate > 0 ? Math.ceil(Math.max(0, total - done) / rate) : 0;
  const { minute, second } = items.units;
  const time = left < 90 ? `${number(page, left)} ${second}` : `${number(page, Math.ceil(left / 60))} ${minute}`;
  return `${programs.ofTotal(number(page, done), number(page, total))}, ${speed}, ${programs.left(time)}`;
}

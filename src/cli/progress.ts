import type { Progress } from '../core/ports.js';

const noticeable = 1_000;

export interface ProgressOptions {
  readonly quiet: boolean;
  /** Lines of a log go to stderr too: a spinner would run into them. */
  readonly logging: boolean;
}

/**
 * Progress on stderr: a spinner with rate and time left in a terminal, notes as plain lines, nothing when quiet.
 * Work that takes less than a second shows nothing.
 */
export function showProgress({ quiet, logging }: ProgressOptions): Progress & { stop(): void } {
  const interactive = process.stderr.isTTY === true && !quiet && !logging;
  let spinner: { text: string; clear(): unknown; stop(): unknown } | null = null;
  let label = '';
  let total: number | null = null;
  let done = 0;
  let startedAt = 0;
  let timer: NodeJS.Timeout | null = null;
  const text = () => (done === 0 ? label : `${label}: ${describe(done, total, performance.now() - startedAt)}`);
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
      label = nextLabel;
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
    note(message) {
      if (quiet) return;
      spinner?.clear();
      process.stderr.write(`${message}\n`);
    },
    stop,
  };
}

/** `1200 of 5000, 400 a second, 10 s left`; without a total only what is done and how fast. */
export function describe(done: number, total: number | null, milliseconds: number): string {
  const rate = done / Math.max(milliseconds / 1000, 0.001);
  const speed = `${rate < 10 ? rate.toFixed(1) : Math.round(rate)} a second`;
  if (total === null) return `${done}, ${speed}`;
  const left = rate > 0 ? Math.ceil(Math.max(0, total - done) / rate) : 0;
  return `${done} of ${total}, ${speed}, ${left < 90 ? `${left} s` : `${Math.ceil(left / 60)} min`} left`;
}

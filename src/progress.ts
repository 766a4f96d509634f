import type { Progress } from './core/ports.js';

const noticeable = 1_000;

/**
 * Progress on stderr: a spinner with rate and time left in a terminal, plain notes elsewhere, nothing when quiet.
 * Work that takes less than a second shows nothing.
 */
export function showProgress({ quiet }: { readonly quiet: boolean }): Progress & { stop(): void } {
  const interactive = process.stderr.isTTY === true && !quiet;
  let spinner: { text: string; stop(): unknown } | null = null;
  let label = '';
  let total: number | null = null;
  let startedAt = 0;
  let timer: NodeJS.Timeout | null = null;
  const stop = () => {
    if (timer !== null) clearTimeout(timer);
    spinner?.stop();
    spinner = null;
    timer = null;
  };
  return {
    start(nextLabel, nextTotal) {
      stop();
      label = nextLabel;
      total = nextTotal;
      startedAt = performance.now();
      if (!interactive) return;
      timer = setTimeout(
        () =>
          void import('ora').then(({ default: ora }) => {
            if (timer !== null) spinner = ora({ text: label, stream: process.stderr, discardStdin: false }).start();
          }),
        noticeable,
      );
    },
    advance(done) {
      if (spinner !== null) spinner.text = `${label} ${describe(done, total, performance.now() - startedAt)}`;
    },
    note(message) {
      if (quiet) return;
      const shown = spinner !== null;
      if (shown) spinner?.stop();
      process.stderr.write(`${message}\n`);
    },
    stop,
  };
}

function describe(done: number, total: number | null, ms: number): string {
  const rate = done / Math.max(ms / 1000, 0.001);
  if (total === null) return `${done} (${Math.round(rate)} a second)`;
  const left = rate > 0 ? Math.ceil((total - done) / rate) : 0;
  return `${done} of ${total} (${Math.round(rate)} a second, ${left} s left)`;
}

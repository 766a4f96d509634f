// Loaded before the program by NODE_OPTIONS=--import: on SIGUSR2 it writes down the longest time between two turns of the
// event loop since it was last asked: milliseconds of the clock, of the main thread's computing as the kernel knows it
// (to some 4 ms), and of all threads'.
import { openSync, readSync, writeFileSync } from 'node:fs';
import { isMainThread } from 'node:worker_threads';

if (isMainThread) {
  const file = openSync('/proc/self/schedstat');
  const bytes = Buffer.alloc(64);
  const read = () => {
    readSync(file, bytes, 0, bytes.length, 0);
    const { user, system } = process.cpuUsage();
    return {
      clock: performance.now(),
      thread: Number.parseInt(bytes.toString('latin1'), 10) / 1e6,
      all: (user + system) / 1000,
    };
  };
  let last = read();
  let longest = { clock: 0, thread: 0, all: 0 };
  const turn = () => {
    const now = read();
    for (const name of Object.keys(longest)) longest[name] = Math.max(longest[name], now[name] - last[name]);
    last = now;
    setImmediate(turn).unref();
  };
  setImmediate(turn).unref();
  process.on('SIGUSR2', () => {
    writeFileSync(process.env.TURNS_REPORT ?? '', JSON.stringify(longest));
    longest = { clock: 0, thread: 0, all: 0 };
  });
}

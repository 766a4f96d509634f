/** What `--help` costs, as a multiple of `node -e 0`: medians of ten, taken in turns. Exits 1 above the limits. */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const program = fileURLToPath(new URL('../bin/run.js', import.meta.url));
const rounds = 10;
const bare = { name: 'node -e 0', words: ['-e', '0'], limit: 1 };
const measured = [
  bare,
  { name: 'renos-sync --help', words: [program, '--help'], limit: 3 },
  { name: 'renos-sync sync --help', words: [program, 'sync', '--help'], limit: 4 },
];

const times = new Map(measured.map(({ name }) => [name, [] as number[]]));
for (let round = 0; round < rounds; round += 1) {
  for (const { name, words } of measured) {
    const began = performance.now();
    const { status } = spawnSync(process.execPath, words, { stdio: 'ignore' });
    times.get(name)?.push(performance.now() - began);
    if (status !== 0) throw new Error(`${name} exited ${status}.`);
  }
}

function median(name: string): number {
  const sorted = (times.get(name) ?? []).toSorted((a, b) => a - b);
  return ((sorted[rounds / 2 - 1] ?? 0) + (sorted[rounds / 2] ?? 0)) / 2;
}

for (const { name, limit } of measured) {
  const ratio = median(name) / median(bare.name);
  const told = `${name.padEnd(24)} ${median(name).toFixed(0).padStart(5)} ms  ${ratio.toFixed(2)} × (at most ${limit})`;
  process.stdout.write(`${told}\n`);
  if (ratio > limit) process.exitCode = 1;
}

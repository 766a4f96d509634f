import { spawnSync } from 'node:child_process';

// A thousand random walks (RENOS_WALKS), or the one that failed (RENOS_WALK_SEED, as the failure prints it); then the
// canonical run killed at every single statement, with every fault at every request.
const env = { RENOS_WALKS: '1000', RENOS_KILLS: 'all', ...process.env };
const files = [
  'calendar/random-walk',
  'calendar/kills',
  'calendar/kills-embedded',
  'calendar/faults',
  'plans/kills',
].map((name) => `test/core/${name}.slow.test.ts`);
const { status } = spawnSync('npx', ['vitest', 'run', '--no-file-parallelism', ...files], {
  env,
  stdio: 'inherit',
});
process.exitCode = status ?? 1;

import { spawnSync } from 'node:child_process';

// A thousand random walks (RENOS_WALKS), or the one that failed (RENOS_WALK_SEED, as the failure prints it); then the
// canonical run killed at every single statement.
const env = { RENOS_WALKS: '1000', RENOS_KILLS: 'all', ...process.env };
const files = ['test/core/calendar/random-walk.slow.test.ts', 'test/core/calendar/kills.slow.test.ts'];
const { status } = spawnSync('npx', ['vitest', 'run', '--no-file-parallelism', ...files], {
  env,
  stdio: 'inherit',
});
process.exitCode = status ?? 1;

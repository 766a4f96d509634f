import { spawnSync } from 'node:child_process';

// Ten thousand broken workbooks and contacts (RENOS_FUZZ), or from the one that failed on (RENOS_FUZZ_SEED).
const env = { RENOS_FUZZ: '10000', ...process.env };
const { status } = spawnSync('npx', ['vitest', 'run', '--testTimeout=7200000', 'test/files/fuzz.slow.test.ts'], {
  env,
  stdio: 'inherit',
});
process.exitCode = status ?? 1;

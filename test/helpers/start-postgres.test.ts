import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const helper = new URL('./start-postgres.ts', import.meta.url).href;
const program = `
  import { startPostgres } from ${JSON.stringify(helper)};
  const server = await startPostgres();
  await server.stop();
  process.exitCode = 3;
`;

test('a server that was started and stopped leaves the exit code to the one who started it', () => {
  const { status } = spawnSync(process.execPath, ['--import', 'tsx', '--input-type=module', '--eval', program], {
    cwd: fileURLToPath(new URL('../..', import.meta.url)),
  });
  expect(status).toBe(3);
});

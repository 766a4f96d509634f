import { expect, test } from 'vitest';
import { startSandbox } from '../../src/sandbox/start-sandbox.js';
import { runCli } from '../helpers/cli.js';
import { freshDatabase } from '../helpers/databases.js';

test('500, again and again: it is tried again a few times, then exit 5', async () => {
  const database = await freshDatabase();
  const sandbox = await startSandbox({ faults: true });
  sandbox.addFault({ kind: 'status', status: 500, reason: 'backendError', times: 100 });
  const outcome = await runCli(['sync', '--json'], {
    DATABASE_URL: database.url,
    GOOGLE_CALENDAR_API_URL: sandbox.url,
  });
  const tries = sandbox.requests.length;
  await sandbox.close();
  await database.drop();
  expect(outcome).toMatchObject({ exitCode: 5 });
  expect(outcome.json()).toMatchObject({ success: false, error: { exitCode: 5 } });
  expect(tries).toBeGreaterThan(2);
}, 120_000);

import { execFile, spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, onTestFinished, test } from 'vitest';
import { freshFolder } from '../helpers/databases.js';
import { freePort } from '../helpers/own-postgres.js';
import { serveProgram } from '../helpers/served.js';
import { tempFolder } from '../helpers/temp-folder.js';
import { until } from '../server/open-server.js';

const run = promisify(execFile);
const kit = join(import.meta.dirname, '..', '..', 'node_modules', 'drizzle-kit', 'bin.cjs');

test('drizzle-kit reads the schema of the embedded database, and its studio the rows', async () => {
  const folder = tempFolder('tools');
  const served = await serveProgram({ RENOS_DATA_DIR: await freshFolder() }, [], 'database');
  onTestFinished(async () => {
    await served.end('SIGINT');
  });
  await run(process.execPath, [
    kit,
    'pull',
    '--dialect=postgresql',
    `--url=${served.url}`,
    `--out=${join(folder, 'out')}`,
  ]);
  expect(await readFile(join(folder, 'out', 'schema.ts'), 'utf8')).toContain('pgTable("bookings"');
  const port = await freePort();
  const studio = spawn(process.execPath, [kit, 'studio', '--host=127.0.0.1', `--port=${port}`], {
    env: { PATH: process.env.PATH ?? '', DATABASE_URL: served.url },
    stdio: 'ignore',
  });
  onTestFinished(() => void studio.kill());
  const ask = async (body: object) => {
    const request = { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
    return fetch(`http://127.0.0.1:${port}/`, request).then(
      (answer) => answer.json(),
      () => null,
    );
  };
  const sql = 'select count(*)::int as n from bookings where id <> $1';
  const query = { type: 'proxy', data: { sql, params: ['x'], mode: 'object', method: 'all' } };
  expect(
    await until(
      () => ask(query),
      (answer) => answer !== null,
      60_000,
    ),
  ).toEqual([{ n: 0 }]);
});

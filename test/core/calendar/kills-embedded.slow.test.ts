import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { inParallel } from '../../../src/core/calendar/model/in-parallel.js';
import { openEmbedded } from '../../../src/db/client/open-embedded.js';
import { startSandbox } from '../../../src/sandbox/start-sandbox.js';
import { contentsOf, type EmbeddedRun, prepareEmbeddedRun } from '../../helpers/canonical-run.js';
import { type KillPoint, proxyHttp } from '../../helpers/killing-proxies.js';
import { sampleOf } from '../../helpers/sample.js';
import { differences, readSides } from '../../helpers/sync-sides.js';
import { openSyncWorld } from '../../helpers/sync-world.js';

const program = fileURLToPath(new URL('../../../bin/run.js', import.meta.url));
const killer = fileURLToPath(new URL('../../helpers/kill-at-transaction.mjs', import.meta.url));
const isOurs = ({ visibility }: { visibility?: string | null }) => visibility !== 'private';

/** Where a run is killed: at a request, at a transaction, or not at all. */
interface Point {
  readonly google?: KillPoint;
  readonly database?: KillPoint;
}

let canonical: EmbeddedRun;
beforeAll(async () => {
  canonical = await prepareEmbeddedRun();
});
afterAll(() => canonical.close());

/** Runs the program until that point; then once more, and tells what both sides say. */
async function strikeAndRecover(point: Point) {
  const { dataDir, stateFile, release } = await canonical.copy();
  const sandbox = await startSandbox({ state: stateFile, now: Date.now });
  const count = `${stateFile}.count`;
  let strike = () => {};
  const google = await proxyHttp({ port: sandbox.port, point: point.google ?? null, strike: () => strike() });
  const child = spawn(process.execPath, [program, 'sync', '--json'], {
    env: {
      PATH: process.env.PATH ?? '',
      RENOS_DATA_DIR: dataDir,
      GOOGLE_CALENDAR_API_URL: `http://127.0.0.1:${google.port}/`,
      NODE_OPTIONS: `--import ${killer}`,
      KILL_COUNT: count,
      ...(point.database === undefined ? {} : { KILL_AT: `${point.database.n} ${point.database.when}` }),
    },
    stdio: 'ignore',
  });
  strike = () => void child.kill('SIGKILL');
  const [exitCode] = (await once(child, 'close')) as [number | null];
  await Promise.all([google.close(), sandbox.close()]);
  const world = await openSyncWorld(await openEmbedded(dataDir, { release: async () => {} }), { state: stateFile });
  try {
    const { mails } = world.sandbox;
    await world.sync();
    const sides = await readSides(world, isOurs);
    expect(differences(sides)).toEqual([]);
    expect(mails).toEqual([]);
    expect(await world.sync()).toMatchObject({ requests: 1, changes: [], conflicts: [], errors: [] });
    const transactions = exitCode === null ? 0 : Number(await readFile(count, 'utf8'));
    return { exitCode, requests: google.asked.length, transactions, contents: contentsOf(sides) };
  } finally {
    await world.close();
    release();
  }
}

test('on the embedded database: killed before and after requests and transactions, one more run makes it good', {
  timeout: 900_000,
}, async () => {
  const unharmed = await strikeAndRecover({});
  expect(unharmed.exitCode).toBe(0);
  expect(unharmed.transactions).toBeGreaterThan(5);
  const both = (length: number) =>
    Array.from({ length }, (_, index) => [
      { n: index + 1, when: 'before' } as const,
      { n: index + 1, when: 'after' } as const,
    ]).flat();
  const points: readonly Point[] = sampleOf(
    [
      ...both(unharmed.requests).map((google) => ({ google })),
      ...both(unharmed.transactions).map((database) => ({ database })),
    ],
    2,
  );
  const failed: string[] = [];
  let killed = 0;
  await inParallel(points, { width: 2, stop: () => false }, async (point) => {
    try {
      const { exitCode, contents } = await strikeAndRecover(point);
      if (exitCode === null) killed += 1;
      expect(contents).toEqual(unharmed.contents);
    } catch (error) {
      failed.push(`${JSON.stringify(point)}: ${error instanceof Error ? error.message : error}`);
    }
  });
  process.stdout.write(
    `${points.length} kill points on the embedded database (of ${unharmed.requests} requests, ${unharmed.transactions} transactions), ${points.length - failed.length} recovered\n`,
  );
  expect(failed).toEqual([]);
  expect(killed).toBe(points.length);
});

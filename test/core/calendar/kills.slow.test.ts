import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { inParallel } from '../../../src/core/calendar/model/in-parallel.js';
import { type CanonicalRun, contentsOf, prepareCanonicalRun } from '../../helpers/canonical-run.js';
import {
  everyStatement,
  expectRecovered,
  isOurs,
  killPoints,
  runUntil,
  type Struck,
  startProgram,
  transactionEnds,
} from '../../helpers/kill-run.js';
import { proxyHttp } from '../../helpers/killing-proxies.js';
import { isExhaustive } from '../../helpers/sample.js';
import { differences, readSides } from '../../helpers/sync-sides.js';

const words = ['sync', '--json'];

let canonical: CanonicalRun;
let expected: ReturnType<typeof contentsOf>;
let uninterrupted: Pick<Struck, 'requests' | 'statements'>;
/** At night every statement, reading ones too. */
const filter = isExhaustive ? everyStatement : transactionEnds;

beforeAll(async () => {
  canonical = await prepareCanonicalRun();
});
afterAll(() => canonical.close());

test('the canonical run does all kinds of work, and is what every other is measured by', async () => {
  const { world, databaseUrl, close } = await canonical.open({ now: Date.now });
  const { exitCode, ...asked } = await runUntil(world, databaseUrl, { words, filter });
  expect(exitCode).toBe(0);
  uninterrupted = asked;
  world.now = new Date();
  const sides = await readSides(world, isOurs);
  expected = contentsOf(sides);
  expect(differences(sides)).toEqual([]);
  expect(expected.bookings.filter((text) => text.startsWith('true'))).toHaveLength(11);
  expect(expected.events).toHaveLength(11);
  expect(expected.bookings.join('\n')).toMatch(/Torvet 1 \| Nøgle under måtten \| Jensen/);
  const statuses = world.sandbox.requests.map(({ status, operation }) => `${operation} ${status}`);
  expect(statuses).toContain('events.list 410');
  for (const operation of ['events.insert 200', 'events.patch 200', 'events.delete 204'])
    expect(statuses).toContain(operation);
  await expectRecovered(world, expected);
  await close();
});

test('killed before and after every request and every transaction, one more run makes it good', {
  timeout: 900_000,
}, async () => {
  const { requests, statements } = uninterrupted;
  const points = killPoints(uninterrupted);
  let killed = 0;
  const failed: string[] = [];
  await inParallel(points, { width: 2, stop: () => false }, async (point) => {
    const { world, databaseUrl, close } = await canonical.open({ now: Date.now });
    try {
      const { exitCode } = await runUntil(world, databaseUrl, { words, filter, ...point });
      if (exitCode === null) killed += 1;
      world.now = new Date();
      await world.sync();
      await expectRecovered(world, expected);
    } catch (error) {
      failed.push(`${JSON.stringify(point)}: ${error instanceof Error ? error.message : error}`);
    } finally {
      await close();
    }
  });
  process.stdout.write(
    `${points.length} kill points (${requests.length} requests, ${statements.length} ${isExhaustive ? 'statements' : 'transactions'}), ${points.length - failed.length} recovered\n`,
  );
  expect(failed).toEqual([]);
  // Which of the reading statements comes when may differ from run to run; the writing ones are all met.
  if (isExhaustive) expect(killed).toBeGreaterThanOrEqual(points.length * 0.9);
  else expect(killed).toBe(points.length);
});

test('a process that was frozen does not wake up behind its successor', { timeout: 120_000 }, async () => {
  const { world, databaseUrl, close } = await canonical.open({ now: Date.now });
  let child: ChildProcess | null = null;
  const freeze = { n: uninterrupted.requests.length - 2, when: 'after' } as const;
  let frozen: () => void = () => {};
  const isFrozen = new Promise<void>((resolve) => {
    frozen = resolve;
  });
  const strike = () => {
    child?.kill('SIGSTOP');
    frozen();
  };
  const google = await proxyHttp({ port: world.sandbox.port, point: freeze, strike, passesOn: true });
  child = startProgram(words, databaseUrl, google.port);
  const ended = once(child, 'close') as Promise<[number | null]>;
  await isFrozen;
  world.now = new Date();
  // Its time is up, as the database's clock would have it after a minute.
  await world.database.orm.execute(sql`update renos_sync.leases set expires_at = now()`);
  await world.sync();
  const before = contentsOf(await readSides(world, isOurs));
  expect(before).toEqual(expected);
  child.kill('SIGCONT');
  expect((await ended)[0]).toBe(5);
  await google.close();
  await expectRecovered(world, expected);
  await close();
});

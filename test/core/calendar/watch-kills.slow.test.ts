import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { inParallel } from '../../../src/core/calendar/model/in-parallel.js';
import { rowOf } from '../../../src/db/client/database.js';
import {
  type CanonicalRun,
  type CanonicalWorld,
  contentsOf,
  prepareCanonicalRun,
} from '../../helpers/canonical-run.js';
import { expectRecovered, isOurs, killPoints, runUntil, type Striking } from '../../helpers/kill-run.js';
import { isExhaustive, sampleOf } from '../../helpers/sample.js';
import { readSides } from '../../helpers/sync-sides.js';

let canonical: CanonicalRun;
beforeAll(async () => {
  canonical = await prepareCanonicalRun();
});
afterAll(() => canonical.close());

/** Watches until one more sync has succeeded, or the point is reached. */
async function watch({ world, databaseUrl }: CanonicalWorld, striking: Striking) {
  const succeeded = async () => {
    const counted = sql`select count(*)::int as n from renos_sync.runs where status = 'succeeded'`;
    return (await rowOf<{ n: number }>(world.database.orm, counted)).n;
  };
  const before = await succeeded();
  const struck = await runUntil(world, databaseUrl, { ...striking, until: async () => (await succeeded()) > before });
  world.now = new Date();
  return struck;
}

test.each([
  { name: 'sync --watch', words: ['sync', '--watch', '--json'], every: 10 },
  { name: 'serve --watch', words: ['serve', '--watch', '--port', '0', '--json'], every: 14 },
])(
  '$name killed before and after requests and transactions: the next watch brings both sides in step',
  {
    timeout: 900_000,
  },
  async ({ words, every }) => {
    const alone = await canonical.open({ now: Date.now });
    const { exitCode, ...uninterrupted } = await watch(alone, { words });
    expect(exitCode).toBe(0);
    const expected = contentsOf(await readSides(alone.world, isOurs));
    expect(expected.events).toHaveLength(11);
    await alone.close();

    const points = isExhaustive ? killPoints(uninterrupted) : sampleOf(killPoints(uninterrupted), every);
    const failed: string[] = [];
    let killed = 0;
    await inParallel(points, { width: 2, stop: () => false }, async (point) => {
      const copy = await canonical.open({ now: Date.now });
      try {
        if ((await watch(copy, { words, ...point })).exitCode === null) killed += 1;
        expect((await watch(copy, { words })).exitCode).toBe(0);
        await expectRecovered(copy.world, expected);
      } catch (error) {
        failed.push(`${JSON.stringify(point)}: ${error instanceof Error ? error.message : error}`);
      } finally {
        await copy.close();
      }
    });
    expect(failed).toEqual([]);
    // How often a watch looks is the clock's matter: of the points at its end some may not be met.
    expect(killed).toBeGreaterThanOrEqual(points.length / 2);
    process.stdout.write(`${words.join(' ')}: ${killed} of ${points.length} points were met, all recovered\n`);
  },
);

import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { inParallel } from '../../../src/core/calendar/model/in-parallel.js';
import { RenosSyncError } from '../../../src/core/errors.js';
import { rowsOf } from '../../../src/db/client/database.js';
import type { Fault } from '../../../src/sandbox/start-sandbox.js';
import { type CanonicalRun, contentsOf, prepareCanonicalRun } from '../../helpers/canonical-run.js';
import { killPoints, runUntil } from '../../helpers/kill-run.js';
import { applyImport, applySync, planImport, planSync } from '../../helpers/plan-world.js';
import { sampleOf } from '../../helpers/sample.js';
import { readSides } from '../../helpers/sync-sides.js';
import type { SyncWorld } from '../../helpers/sync-world.js';
import { tempFolder } from '../../helpers/temp-folder.js';
import { lastRun, undo } from '../../helpers/undo-world.js';

let canonical: CanonicalRun;
const folder = tempFolder('plan-kills');
beforeAll(async () => {
  canonical = await prepareCanonicalRun();
});
afterAll(async () => {
  await canonical.close();
});

interface Begun {
  /** What is typed to do it. */
  readonly words: readonly string[];
  /** Does it, or the rest of it, in this process; gives what was left undone. */
  readonly goOn: () => Promise<readonly unknown[]>;
}

const csv = `Name;Email;Booking start;Booking end;Service\n${Array.from({ length: 12 }, (_, n) => `Kunde ${n};k${n}@example.dk;2031-03-0${1 + (n % 9)} 10:00;2031-03-0${1 + (n % 9)} 12:00;Vask`).join('\n')}\n`;
let files = 0;
const fileOf = async (text: string) => {
  files += 1;
  const path = join(folder, `${files}.txt`);
  await writeFile(path, text);
  return path;
};

/** The interrupted work, started again in each copy of the world. */
const verbs: Readonly<Record<string, (world: SyncWorld) => Promise<Begun>>> = {
  'apply of a sync': async (world) => {
    const plan = await planSync(world);
    const file = await fileOf(JSON.stringify(plan));
    return { words: ['apply', file, '--json'], goOn: async () => (await applySync(world, plan)).moved };
  },
  'undo of a sync': async (world) => {
    await world.sync();
    const run = await lastRun(world.database);
    return {
      words: ['undo', run, '--max-deletes', '100%', '--json'],
      goOn: async () => (await undo(world, run)).errors,
    };
  },
  'apply of an import': async (world) => {
    const plan = await planImport(world.database, csv, { createBookings: true });
    const words = ['apply', await fileOf(JSON.stringify(plan)), '--file', await fileOf(csv), '--json'];
    return { words, goOn: async () => (await applyImport(world.database, csv, plan)).moved };
  },
};

/** Both sides, and the customers, whatever the ids of what was made. */
async function stateOf(world: SyncWorld) {
  const customers = await rowsOf(
    world.database.orm,
    sql`select c.name, c.email, (select count(*)::int from bookings b where b."customerId" = c.id) as bookings from customers c order by 1, 2`,
  );
  return { ...contentsOf(await readSides(world, ({ visibility }) => visibility !== 'private')), customers };
}

describe.each(Object.entries(verbs))('%s', (name, begin) => {
  test('killed before and after requests and transactions, it continues when it is called again', {
    timeout: 900_000,
  }, async () => {
    const alone = await canonical.open({ now: Date.now });
    const { words } = await begin(alone.world);
    const uninterrupted = await runUntil(alone.world, alone.databaseUrl, { words });
    expect(uninterrupted.exitCode).toBe(0);
    const expected = await stateOf(alone.world);
    await alone.close();
    const points = sampleOf(killPoints(uninterrupted), 9);
    const failed: string[] = [];
    await inParallel(points, { width: 2, stop: () => false }, async (point) => {
      const { world, databaseUrl, close } = await canonical.open({ now: Date.now });
      try {
        const begun = await begin(world);
        await runUntil(world, databaseUrl, { words: begun.words, ...point });
        world.now = new Date();
        expect(await begun.goOn()).toEqual([]);
        expect(await stateOf(world)).toEqual(expected);
        expect(world.sandbox.mails).toEqual([]);
        if (name !== 'apply of an import') expect((await world.sync()).changes).toEqual([]);
      } catch (error) {
        failed.push(`${JSON.stringify(point)}: ${error instanceof Error ? error.message : error}`);
      } finally {
        await close();
      }
    });
    process.stdout.write(`${name}: ${points.length} kill points, ${points.length - failed.length} recovered\n`);
    expect(failed).toEqual([]);
  });
});

const forever = { times: 0 };
const faults: Readonly<Record<string, Fault>> = {
  dropped: { kind: 'drop' },
  'dropped for good': { kind: 'drop', ...forever },
  'done, then dropped': { kind: 'commit-then-drop' },
  'done, then dropped for good': { kind: 'commit-then-drop', ...forever },
  'done, then 502 for good': { kind: 'commit-then-status', status: 502, ...forever },
  '503 for good': { kind: 'status', status: 503, ...forever },
  '401 for good': { kind: 'status', status: 401, ...forever },
  '403 for good': { kind: 'status', status: 403, reason: 'quotaExceeded', ...forever },
  '409': { kind: 'status', status: 409, match: { operation: 'events.insert' } },
  '409 done': { kind: 'commit-then-status', status: 409, match: { operation: 'events.insert' } },
  '412': { kind: 'status', status: 412, match: { method: 'PATCH' } },
  'a rival edit': { kind: 'rival-edit', patch: { colorId: '7' }, match: { method: 'PATCH' } },
  '404 of one event': { kind: 'status', status: 404, match: { operation: 'events.patch' } },
  '410 of a deleted event': { kind: 'commit-then-status', status: 410, match: { operation: 'events.delete' } },
  'half a document': { kind: 'truncated-json' },
};

describe.each(Object.entries(verbs).slice(0, 2))('%s', (name, begin) => {
  test('with a fault at a request it ends in order, and comes to the same when it is called again', {
    timeout: 900_000,
  }, async () => {
    const alone = await canonical.open();
    const { goOn } = await begin(alone.world);
    const before = alone.world.sandbox.requests.length;
    expect(await goOn()).toEqual([]);
    const count = alone.world.sandbox.requests.length - before;
    const expected = await stateOf(alone.world);
    await alone.close();
    const cases = Object.entries(faults).flatMap(([fault, how]) =>
      Array.from({ length: count }, (_, at) => ({ fault, how, n: at + 1 })),
    );
    const tried = sampleOf(cases, 13);
    const failed: string[] = [];
    await inParallel(tried, { width: 2, stop: () => false }, async ({ fault, how, n }) => {
      const { world, close } = await canonical.open();
      try {
        const begun = await begin(world);
        world.sandbox.addFault({ ...how, match: { ...how.match, n } });
        await begun.goOn().catch((error: unknown) => {
          if (!(error instanceof RenosSyncError)) throw error;
        });
        world.sandbox.clearFaults();
        world.now = new Date(world.now.getTime() + 60_000);
        await begun.goOn();
        // What moved on meanwhile is the next sync's; an undo has nothing left to do.
        if (name === 'apply of a sync') await world.sync({ retryFailed: true });
        expect(await stateOf(world)).toEqual(expected);
        world.now = new Date(world.now.getTime() + 60_000);
        expect((await world.sync()).changes).toEqual([]);
      } catch (error) {
        failed.push(`${fault}, at request ${n}: ${error instanceof Error ? error.message : error}`);
      } finally {
        await close();
      }
    });
    process.stdout.write(`${name}: ${tried.length} faults, ${tried.length - failed.length} borne\n`);
    expect(failed).toEqual([]);
  });
});

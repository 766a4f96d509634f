import { readFile } from 'node:fs/promises';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type DatabaseKind, emptyDatabase } from '../../helpers/databases.js';
import { openSyncWorld, type SyncWorld } from '../../helpers/sync-world.js';
import { type Clocked, openClockedDatabase } from '../../helpers/walk/clocked-database.js';
import { addForeign, foreignEtags } from '../../helpers/walk/foreign-events.js';
import { people } from '../../helpers/walk/people.js';
import { stepArbitrary, type WalkStep } from '../../helpers/walk/steps.js';
import { Walk } from '../../helpers/walk/walk.js';
import { WalkWorlds, type WorldStep, worldStepArbitrary } from '../../helpers/walk/worlds.js';

const walks = Number(process.env.RENOS_WALKS ?? 50);
/** A failing walk prints its seed and path: given back, they lead to the same walk; without a path it is made small first. */
const path = process.env.RENOS_WALK_PATH;
/** A file with a walk of its own, as a failure prints it: a list of the steps and the skew. */
const given = process.env.RENOS_WALK_STEPS;
const isQuick = process.env.RENOS_WALK_QUICK !== undefined;
/** CI judges a change by walks that are known; by hand and by night they are new ones each time. */
const usualSeed = process.env.CI === undefined ? Date.now() % 2 ** 31 : 20_261_123;
const seed = Number(process.env.RENOS_WALK_SEED ?? usualSeed);
const minute = 60_000;

/** The embedded database takes ten times as long to open, and gets a tenth of the walks; RENOS_WALK_KIND picks one. */
const lengths: readonly (readonly [DatabaseKind, number])[] = [
  ['server', walks],
  ['embedded', Math.ceil(walks / 10)],
];

async function walk(steps: readonly (WalkStep | WorldStep)[], skew: number): Promise<void> {
  const { database } = clocked;
  const setClock = async (now: Date) => {
    await clocked.setClock(now);
    await copied.setClock(now);
  };
  await emptyDatabase(database);
  await emptyDatabase(copied.database);
  let world: SyncWorld | null = null;
  const start = new Date('2026-03-20T06:00:00Z');
  world = await openSyncWorld(
    { ...database, close: async () => {} },
    { now: () => (world?.now ?? start).getTime() + skew },
  );
  try {
    world.now = start;
    await setClock(start);
    for (const { id, name, email } of people) await world.addCustomer({ id, name, email });
    await addForeign(world);
    const etags = await foreignEtags(world);
    const taken = await Walk.begin(new WalkWorlds(world, copied.database), setClock);
    for (const step of steps) await taken.take(step);
    await taken.end();
    await taken.forget();
    expect(await foreignEtags(world)).toEqual(etags);
    expect(world.sandbox.mails).toEqual([]);
  } finally {
    await world.close();
  }
}

async function givenWalk(): Promise<{ examples?: [(WalkStep | WorldStep)[], number][]; numRuns?: number }> {
  if (given === undefined) return {};
  return { examples: [JSON.parse(await readFile(given, 'utf8'))], numRuns: 1 };
}

let clocked: Clocked;
/** Becomes a copy of the other one in the course of a walk. */
let copied: Clocked;

const anyStep = fc.oneof({ weight: 5, arbitrary: stepArbitrary }, { weight: 1, arbitrary: worldStepArbitrary });

const asked = lengths.filter(([kind]) => (process.env.RENOS_WALK_KIND ?? kind) === kind);

test.each(asked)(
  `random walks on the %s database: %i converge, lose no edit, touch nothing foreign and mail nobody (seed ${seed})`,
  {
    timeout: walks * 60_000,
  },
  async (kind, numRuns) => {
    clocked = await openClockedDatabase(kind);
    copied = await openClockedDatabase(kind);
    try {
      const skews = fc.constantFrom(0, 0, 2 * 60 * minute, -2 * 60 * minute);
      await fc.assert(fc.asyncProperty(fc.array(anyStep, { minLength: 4, maxLength: 30, size: 'max' }), skews, walk), {
        numRuns,
        seed,
        endOnFailure: isQuick,
        ...(path === undefined ? {} : { path }),
        ...(await givenWalk()),
      });
    } finally {
      await clocked.database.close();
      await copied.database.close();
    }
  },
);

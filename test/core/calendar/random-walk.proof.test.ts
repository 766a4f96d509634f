import { sql } from 'drizzle-orm';
import fc from 'fast-check';
import postgres from 'postgres';
import { expect, test } from 'vitest';
import { GuardRefusal, UnavailableError } from '../../../src/core/errors.js';
import { defaultSyncOptions, type SyncOptions } from '../../../src/core/options/sync-options.js';
import type { Database } from '../../../src/db/client/database.js';
import { openServer } from '../../../src/db/client/open-server.js';
import type { Fault } from '../../../src/sandbox/start-sandbox.js';
import { type DatabaseKind, emptyDatabase, freshDatabase, openTestDatabase } from '../../helpers/databases.js';
import { LostEdits } from '../../helpers/lost-edits.js';
import { differences, readSides, type Sides } from '../../helpers/sync-sides.js';
import { openSyncWorld, type SyncWorld } from '../../helpers/sync-world.js';
import { carryOut, isWalks, showAll, stepArbitrary, type WalkRun, type WalkStep } from '../../helpers/walk-steps.js';

const walks = Number(process.env.RENOS_WALKS ?? 50);
/** A failing walk prints its seed and path: given back, they lead to the same walk; without a path it is made small first. */
const path = process.env.RENOS_WALK_PATH;
const isQuick = process.env.RENOS_WALK_QUICK !== undefined;
/** CI judges a change by walks that are known; by hand and by night they are new ones each time. */
const usualSeed = process.env.CI === undefined ? Date.now() % 2 ** 31 : 20_261_123;
const seed = Number(process.env.RENOS_WALK_SEED ?? usualSeed);
const minute = 60_000;
const day = 24 * 60 * minute;

/** The embedded database takes ten times as long to open, and gets a tenth of the walks; RENOS_WALK_KIND picks one. */
const lengths: readonly (readonly [DatabaseKind, number])[] = [
  ['server', walks],
  ['embedded', Math.ceil(walks / 10)],
];

const clock = `create schema clock;
  create table clock.hand (moment timestamptz not null);
  insert into clock.hand values (pg_catalog.now());
  create function clock.now() returns timestamptz language sql stable as 'select moment from clock.hand';`;

interface Clocked {
  readonly database: Database;
  setClock(now: Date): Promise<void>;
}

/** A migrated database whose own now() is the walk's clock: what RenOS and the sync stamp is then on one time line. */
async function openClockedDatabase(kind: DatabaseKind): Promise<Clocked> {
  const database = kind === 'server' ? await openClockedServer() : await openTestDatabase(kind);
  if (kind === 'embedded') {
    for (const statement of [...clock.split(/;\n/), 'set search_path = clock, pg_catalog, public'])
      await database.orm.execute(statement);
  }
  return {
    database,
    setClock: async (now) => {
      await database.orm.execute(sql`update clock.hand set moment = ${now.toISOString()}`);
    },
  };
}

/** Where now() is looked for is a setting of the database: it holds for sessions that begin after it. */
async function openClockedServer(): Promise<Database> {
  const fresh = await freshDatabase();
  const admin = postgres(fresh.url, { max: 1, onnotice: () => {} });
  await admin.unsafe(
    `${clock} alter database ${fresh.url.split('/').at(-1)} set search_path = clock, pg_catalog, public`,
  );
  await admin.end();
  const database = openServer(fresh.url);
  return {
    ...database,
    close: async () => {
      await database.close();
      await fresh.drop();
    },
  };
}

const foreign = [
  { id: 'foreign0', summary: 'Læge', visibility: 'private', days: 3 },
  { id: 'foreign1', summary: 'Om lang tid', days: 380 },
  {
    id: 'foreign2',
    summary: 'Nej tak',
    days: 4,
    attendees: [{ email: 'owner@sandbox.invalid', responseStatus: 'declined' }],
  },
];

async function addForeign(world: SyncWorld): Promise<void> {
  for (const { days, ...requestBody } of foreign) {
    const at = (hours: number) => ({
      dateTime: new Date(world.now.getTime() + days * day + hours * 60 * minute).toISOString(),
    });
    await world.google.events.insert({
      calendarId: 'primary',
      requestBody: { ...requestBody, start: at(0), end: at(1) },
    });
  }
}

async function foreignEtags(world: SyncWorld): Promise<unknown[]> {
  return Promise.all(
    foreign.map(async ({ id }) => (await world.google.events.get({ calendarId: 'primary', eventId: id })).data.etag),
  );
}

/** One walk: the people's steps, runs between them, and what must hold after each run and in the end. */
class Walk {
  #n = 0;
  #ids = 0;
  readonly #edits: LostEdits;

  private constructor(
    readonly world: SyncWorld,
    readonly setClock: (now: Date) => Promise<void>,
    start: Sides,
  ) {
    this.#edits = new LostEdits(start);
  }

  static async begin(world: SyncWorld, setClock: (now: Date) => Promise<void>): Promise<Walk> {
    return new Walk(world, setClock, await readSides(world, isWalks));
  }

  async take(step: WalkStep): Promise<void> {
    this.#n += 1;
    await this.#tick(3);
    if (step.do === 'run') await this.#run(step.run);
    else await carryOut(this.world, step, this.#n, (from, to) => this.#edits.renamed(from, to));
  }

  /** Runs until nothing is left to settle, and shows that the run after that is silent. */
  async end(): Promise<void> {
    await showAll(this.world);
    const all: Partial<SyncOptions> = { maxDeletes: { percent: 100 }, retryFailed: true };
    for (let round = 0; round < 3; round += 1) {
      await this.#tick(3);
      await this.#judged({ ...all, policy: round === 0 ? 'newest' : 'google' });
    }
    expect(differences(await readSides(this.world, isWalks))).toEqual([]);
    await this.#tick(3);
    this.world.sandbox.resetLog();
    const statements = this.world.database.statements();
    expect(await this.#sync({})).toMatchObject({ requests: 1, changes: [], conflicts: [], errors: [], linked: 0 });
    expect(this.world.database.statements() - statements).toBeLessThan(15);
  }

  /** Forgets all that the sync remembers: the next run finds every pair again and writes nothing to Google. */
  async forget(): Promise<void> {
    const { bookings, eventOf, events } = await readSides(this.world, isWalks);
    // That an event was tidied away after its booking had taken place is known to nobody else.
    if ([...bookings.values()].some(({ id, live }) => live && !events.has(eventOf.get(id) ?? ''))) return;
    await this.world.database.orm.execute(
      sql`truncate renos_sync.links, renos_sync.calendars, renos_sync.conflicts, renos_sync.troubles`,
    );
    await this.#tick(3);
    this.world.sandbox.resetLog();
    const { changes, conflicts } = await this.#sync({});
    expect({ changes, conflicts }).toEqual({ changes: [], conflicts: [] });
    expect(differences(await readSides(this.world, isWalks))).toEqual([]);
  }

  async #run(run: WalkRun): Promise<void> {
    const { fault, ...options } = run;
    await this.#judged(options, fault);
  }

  async #judged(options: Partial<SyncOptions>, fault: Fault | null = null): Promise<void> {
    this.#edits.edited(await readSides(this.world, isWalks));
    const from = this.world.sandbox.requests.length;
    if (fault !== null) this.world.sandbox.addFault(fault);
    let isCutShort = false;
    try {
      await this.#sync(options);
    } catch (error) {
      if (!(error instanceof UnavailableError || error instanceof GuardRefusal)) throw error;
      isCutShort = true;
    }
    this.world.sandbox.clearFaults();
    const rivals = this.world.sandbox.requests.slice(from).filter(({ fault }) => fault === 'rival-edit');
    const after = await readSides(this.world, isWalks);
    const problems = await this.#edits.judge(after, this.world.database, {
      policy: options.policy ?? 'newest',
      isPlain: (options.policy ?? null) === null,
      isCutShort,
    });
    // What a rival wrote in mid-run was not there to be seen before it.
    expect(rivals.length === 0 ? problems : problems.filter((text) => !text.includes('location'))).toEqual([]);
  }

  async #sync(options: Partial<SyncOptions>) {
    const newId = () => {
      this.#ids += 1;
      return `c${this.#ids}`;
    };
    const { result, stopped } = await this.world.syncOutcome({ ...defaultSyncOptions, ...options }, { newId });
    if (stopped !== null) throw stopped;
    return result;
  }

  async #tick(minutes: number): Promise<void> {
    this.world.now = new Date(this.world.now.getTime() + minutes * minute);
    await this.setClock(this.world.now);
  }
}

async function walk(steps: readonly WalkStep[], skew: number): Promise<void> {
  const { database, setClock } = clocked;
  await emptyDatabase(database);
  let world: SyncWorld | null = null;
  const start = new Date('2026-03-20T06:00:00Z');
  world = await openSyncWorld(
    { ...database, close: async () => {} },
    { now: () => (world?.now ?? start).getTime() + skew },
  );
  try {
    world.now = start;
    await setClock(start);
    await world.addCustomer({ id: 'k1', name: 'Jensen', email: 'kunde@example.dk' });
    await addForeign(world);
    const etags = await foreignEtags(world);
    const taken = await Walk.begin(world, setClock);
    for (const step of steps) await taken.take(step);
    await taken.end();
    await taken.forget();
    expect(await foreignEtags(world)).toEqual(etags);
    expect(world.sandbox.mails).toEqual([]);
  } finally {
    await world.close();
  }
}

let clocked: Clocked;

const asked = lengths.filter(([kind]) => (process.env.RENOS_WALK_KIND ?? kind) === kind);

test.each(asked)(
  `random walks on the %s database: %i converge, lose no edit, touch nothing foreign and mail nobody (seed ${seed})`,
  {
    timeout: walks * 60_000,
  },
  async (kind, numRuns) => {
    clocked = await openClockedDatabase(kind);
    try {
      const skews = fc.constantFrom(0, 0, 2 * 60 * minute, -2 * 60 * minute);
      await fc.assert(
        fc.asyncProperty(fc.array(stepArbitrary, { minLength: 4, maxLength: 30, size: 'max' }), skews, walk),
        { numRuns, seed, endOnFailure: isQuick, ...(path === undefined ? {} : { path }) },
      );
    } finally {
      await clocked.database.close();
    }
  },
);

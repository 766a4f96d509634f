import { sql } from 'drizzle-orm';
import { expect } from 'vitest';
import type { SyncPorts } from '../../../src/core/calendar/model/sync-store.js';
import { GuardRefusal, UnavailableError } from '../../../src/core/errors.js';
import { defaultSyncOptions, type SyncOptions } from '../../../src/core/options/sync-options.js';
import type { Fault } from '../../../src/sandbox/start-sandbox.js';
import { differences, readSides, type Sides, saidFields } from '../sync-sides.js';
import type { SyncWorld } from '../sync-world.js';
import { answerDoubts } from './doubts.js';
import { LostEdits } from './lost-edits.js';
import { leaks } from './people.js';
import { isWalks } from './scene.js';
import { carryOut, showAll, type WalkRun, type WalkStep } from './steps.js';
import type { InDoubt, WalkWorlds, WorldStep } from './worlds.js';

const minute = 60_000;

class Killed extends Error {}

/** Stores of a run that is killed when it has stored so many times, before which it may have written to Google. */
function dying(storeFor: SyncPorts['storeFor'], killed: number): SyncPorts['storeFor'] {
  let stored = 0;
  return (lease) => {
    const store = storeFor(lease);
    return {
      ...store,
      commit: (commit) => {
        const items = [...commit.items];
        // What is stored of the calendar before anything is written.
        if (items.length > 0) stored += 1;
        return stored > killed ? Promise.reject(new Killed()) : store.commit({ ...commit, items });
      },
    };
  };
}

/** What happens to a run. */
interface Mishap {
  readonly fault: Fault | null;
  readonly killed: number | null;
}

const nothing: Mishap = { fault: null, killed: null };

/** One walk: the people's steps, runs between them, and what must hold after each run and in the end. */
export class Walk {
  #n = 0;
  #ids = 0;
  readonly #edits: LostEdits;

  private constructor(
    readonly worlds: WalkWorlds,
    readonly setClock: (now: Date) => Promise<void>,
    start: Sides,
  ) {
    this.#edits = new LostEdits(start);
  }

  static async begin(worlds: WalkWorlds, setClock: (now: Date) => Promise<void>): Promise<Walk> {
    return new Walk(worlds, setClock, await readSides(worlds.world, isWalks));
  }

  get world(): SyncWorld {
    return this.worlds.world;
  }

  async take(step: WalkStep | WorldStep): Promise<void> {
    this.#n += 1;
    await this.#tick(3);
    if (step.do === 'run') await this.#run(step.run);
    else if (step.do === 'around') await this.#around(step);
    else if (!this.#hidesWhose(step) || (await this.#isInStep()))
      await carryOut(this.world, step, this.#n, (from, to) => this.#edits.renamed(from, to));
  }

  /** Whether a step leaves rows that say something else than before under keys that no run has read: no run can recognize them. */
  #hidesWhose({ do: does }: WalkStep): boolean {
    return does === 'renew-keys' || (does === 'rename-customer' && this.#edits.previousKeys.size > 0);
  }

  /** Syncs. */
  async #isInStep(): Promise<boolean> {
    await this.#judged({});
    return differences(await readSides(this.world, isWalks)).length === 0;
  }

  /** Runs until nothing is left to settle, and shows that the run after that is silent. */
  async end(): Promise<void> {
    await showAll(this.world);
    this.worlds.isReplaced = false;
    await this.#settleWorlds();
    const all: Partial<SyncOptions> = { maxDeletes: { percent: 100 }, retryFailed: true };
    for (let round = 0; round < 3; round += 1) {
      await this.#tick(3);
      await this.#judged({ ...all, policy: round === 0 ? 'newest' : 'google' });
      await answerDoubts(this.world, this.#n + round);
    }
    expect(differences(await readSides(this.world, isWalks))).toEqual([]);
    await this.#tick(3);
    this.world.sandbox.resetLog();
    const statements = this.world.database.statements();
    expect(await this.#sync({})).toMatchObject({ requests: 1, changes: [], conflicts: [], errors: [], linked: 0 });
    expect(this.world.database.statements() - statements).toBeLessThan(15);
  }

  /** Takes the ways out that a refusal names. */
  async #settleWorlds(): Promise<void> {
    if (this.worlds.keeper === 'copy') await this.worlds.adopt();
    for (let round = 0; round < 2; round += 1) {
      const stopped = await this.#sync({ dryRun: true }).then(
        () => null,
        (error: unknown) => error,
      );
      if (!(stopped instanceof GuardRefusal)) return;
      if (stopped.code === 'calendar-kept-elsewhere') await this.worlds.adoptBy('ours');
      if (stopped.code === 'database-restored') {
        const restored = this.#n % 2 === 0 ? 'keep-calendar' : 'keep-database';
        await this.#judged({ restored, maxDeletes: { percent: 100 } });
      }
    }
  }

  /** Forgets all that the sync remembers: the next run finds every pair again and writes nothing to Google. */
  async forget(): Promise<void> {
    const { bookings, eventOf, events } = await readSides(this.world, isWalks);
    // That an event was tidied away after its booking was completed is recorded nowhere else.
    if ([...bookings.values()].some(({ id, live }) => live && !events.has(eventOf.get(id) ?? ''))) return;
    await this.world.database.orm.execute(
      sql`truncate renos_sync.links, renos_sync.calendars, renos_sync.conflicts, renos_sync.troubles`,
    );
    await this.#tick(3);
    this.world.sandbox.resetLog();
    const { changes, conflicts } = await this.#sync(this.worlds.isMissingRuns ? { restored: 'keep-calendar' } : {});
    expect({ changes, conflicts }).toEqual({ changes: [], conflicts: [] });
    expect(differences(await readSides(this.world, isWalks))).toEqual([]);
  }

  async #run({ fault, restored, killed = null, ...options }: WalkRun): Promise<void> {
    if (this.worlds.isRestored === 'no' || restored === null) return this.#judged(options, { fault, killed });
    await this.#judged({ restored, maxDeletes: { percent: 100 } }, { fault, killed });
  }

  async #around({ move, pick }: WorldStep): Promise<void> {
    const { worlds } = this;
    if (move === 'back-up') {
      await worlds.backUp();
      this.#edits.backedUp();
    }
    if (move === 'restore') await this.#restore(pick % 3 === 0 ? 'all' : 'tables');
    if (move === 'copy-database') await worlds.copyDatabase();
    if (move === 'run-copy') await this.#runCopy(pick);
    if (move === 'adopt') await worlds.adopt();
    if (move === 'replace-calendar') await worlds.replaceCalendar();
  }

  async #restore(what: 'tables' | 'all'): Promise<void> {
    this.#edits.edited(await readSides(this.world, isWalks));
    if (!(await this.worlds.restore(what))) return;
    await this.#edits.restored(await readSides(this.world, isWalks), this.world.database, what);
  }

  /** A copy is refused, and changes nothing, until a person has said that it keeps the calendar. */
  async #runCopy(pick: number): Promise<void> {
    const before = await readSides(this.world, isWalks);
    const isRefused = await this.worlds.runCopy(pick, this.#n);
    const after = await readSides(this.world, isWalks);
    if (this.worlds.keeper === 'ours') expect(isRefused).toBe(true);
    if (isRefused) expect(after).toEqual(before);
    expect(leaks(after)).toEqual([]);
  }

  async #judged(options: Partial<SyncOptions>, { fault, killed }: Mishap = nothing): Promise<void> {
    const before = await readSides(this.world, isWalks);
    this.#edits.edited(before);
    const inDoubt = this.worlds.isRestored === 'no' ? null : await this.worlds.inDoubt(this.#edits.previousKeys);
    const other = await this.worlds.readOther();
    const from = this.world.sandbox.requests.length;
    if (fault !== null) this.world.sandbox.addFault(fault);
    const stopped = await this.#sync(options, killed).then(
      () => null,
      (error: unknown) => error,
    );
    const isKnown = [UnavailableError, GuardRefusal, Killed].some((kind) => stopped instanceof kind);
    if (stopped !== null && !isKnown) throw stopped;
    this.world.sandbox.clearFaults();
    const rivals = this.world.sandbox.requests.slice(from).filter(({ fault }) => fault === 'rival-edit');
    const after = await readSides(this.world, isWalks);
    expect(leaks(after)).toEqual([]);
    if (stopped instanceof GuardRefusal && rivals.length === 0) expect(after).toEqual(before);
    if (this.worlds.isReplaced) {
      expect(await this.worlds.readOther()).toEqual(other);
      expect(after).toEqual(before);
    }
    const restored = options.restored ?? null;
    const mustRefuse = inDoubt?.isBack === true || (inDoubt?.isCut === true && (options.maxDeletes ?? null) === null);
    if (mustRefuse && restored === null) expect(stopped).not.toBeNull();
    if (inDoubt !== null && restored !== null) this.#judgeRestored(restored, { inDoubt, before, after });
    if (restored !== null && stopped === null) this.worlds.isRestored = 'no';
    const problems = await this.#edits.judge(after, this.world.database, {
      policy: options.policy ?? 'newest',
      isPlain: (options.policy ?? null) === null,
      isCutShort: stopped !== null,
      restored,
    });
    // What a rival wrote in mid-run was not there to be seen before it.
    expect(rivals.length === 0 ? problems : problems.filter((text) => !text.includes('location'))).toEqual([]);
  }

  /** The side that a person named stands as it stood, wherever a backup had put a pair in doubt. */
  #judgeRestored(
    restored: 'keep-calendar' | 'keep-database',
    { inDoubt, before, after }: { readonly inDoubt: InDoubt; readonly before: Sides; readonly after: Sides },
  ): void {
    const [ids, side] =
      restored === 'keep-calendar' ? ([inDoubt.events, 'events'] as const) : ([inDoubt.bookings, 'bookings'] as const);
    const saysIn = (sides: Sides) =>
      [...ids]
        .map((id) => sides[side].get(id))
        .filter((item) => item?.live)
        .map((item) => [item?.id, ...saidFields.map((field) => item?.[field])]);
    expect(saysIn(after)).toEqual(saysIn(before));
  }

  async #sync(options: Partial<SyncOptions>, killed: number | null = null) {
    const newId = () => {
      this.#ids += 1;
      return `c${this.#ids}`;
    };
    const ports = this.worlds.ports();
    const { result, stopped } = await this.world.syncOutcome(
      { ...defaultSyncOptions, ...options },
      { ...ports, newId, ...(killed === null ? {} : { storeFor: dying(ports.storeFor, killed) }) },
    );
    if (stopped !== null) throw stopped;
    return result;
  }

  async #tick(minutes: number): Promise<void> {
    this.world.now = new Date(this.world.now.getTime() + minutes * minute);
    await this.setClock(this.world.now);
  }
}

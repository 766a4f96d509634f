import { InterruptedError, UnavailableError } from '../../errors.js';
import { giveWay, mustGiveWay } from '../../give-way.js';
import type { Lease } from '../../ports.js';
import { findElsewhere } from '../load/known-elsewhere.js';
import type { SyncState } from '../load/load-sync.js';
import { marked, sentNotes, takenBack } from '../load/sent-writes.js';
import { isLinkedEvent, isUnstoredEvent } from '../load/unstored-links.js';
import type { WriteOptions } from '../model/calendar-port.js';
import type { CalendarEvent } from '../model/event.js';
import { inParallel } from '../model/in-parallel.js';
import { markingPort, writtenMark } from '../model/keeper.js';
import type { PairPlan, SyncPlan } from '../model/sync-plan.js';
import type { CommitItem, CommitOutcome, KnownFailure, SentNote, SyncPorts, SyncStore } from '../model/sync-store.js';
import { failureItem, failureKey } from '../plan/plan-sync.js';
import { clearing, commitItem, movedItem } from './commit-item.js';
import { LostEvents } from './lost-events.js';
import { progressToStore } from './read-progress.js';
import { type EventResult, writeEvent } from './write-event.js';
import type { EventWriter } from './write-step.js';

interface ApplyContext {
  readonly ports: Pick<SyncPorts, 'calendar' | 'progress' | 'signal'>;
  readonly store: SyncStore;
  readonly lease: Lease;
  readonly runId: string;
  readonly planAgain: EventWriter['planAgain'];
  /** Whether Google may mail the guests about a pair's write. */
  readonly notifyOf: (plan: PairPlan) => WriteOptions['notify'];
  /** The plan is only a part of what there is to do: no listing is used up, and no other failure is over. */
  readonly isPart: boolean;
}

/** The outcome of a plan. */
interface Applied {
  readonly results: readonly EventResult[];
  readonly movedBookings: readonly string[];
  /** Bookings that the database refused. */
  readonly refused: readonly KnownFailure[];
  /** The error or signal that ended the run early: everything that is not in `results` is left for the next run. */
  readonly stopped: unknown;
}

/** Number of parallel writes; the port limits the rate of requests. */
const width = 12;
/** The links are stored after this many writes to Google. After a crash, the next run has to look up at most these. */
const chunk = 50;

/**
 * Applies a plan: first the writes to Google, storing links in between; then, in slices, everything read from Google's
 * pages. The sync tokens are stored with the last slice. A failed item does not stop the others.
 */
export async function applySync(plan: SyncPlan, state: SyncState, context: ApplyContext): Promise<Applied> {
  const toGoogle = plan.pairs.filter(({ google }) => google !== null);
  const rest = plan.pairs.filter(({ google }) => google === null);
  const items = await itemMaker(plan, state, context);
  const results: EventResult[] = [];
  const outcomes: CommitOutcome[] = [];
  // All in one transaction: half of an exchange would put two customers' data together.
  const moved = plan.relinked.map(movedItem);
  if (moved.length > 0) await context.store.commit({ runId: context.runId, items: moved, calendars: [] });
  let stopped: unknown = null;
  const { progress, signal } = context.ports;
  progress.start('Writing to Google Calendar', toGoogle.length);
  for (let from = 0; from < toGoogle.length && stopped === null; from += chunk) {
    const done = await writeChunk(toGoogle.slice(from, from + chunk), state, context);
    stopped = done.stopped;
    results.push(...done.results);
    outcomes.push(await store(done.results, items, context));
    progress.advance(results.length);
  }
  if (stopped === null && signal.aborted) stopped = signal.reason;
  const quiet = rest.map((pair): EventResult => ({ plan: pair, event: null, failure: pair.failure }));
  const unsent = toGoogle.slice(results.length);
  const isDone = stopped === null && plan.deferred === 0 && unsent.length === 0;
  const calendars = context.isPart ? [] : progressToStore(plan, state, isDone);
  for await (const part of inSlices(made(quiet, items, context.isPart ? [] : state.over))) {
    const progressed = part.isLast ? calendars : [];
    if (part.items.length + progressed.length === 0) continue;
    outcomes.push(await context.store.commit({ runId: context.runId, ...part, calendars: progressed }));
  }
  return {
    results: [...results, ...quiet],
    movedBookings: outcomes.flatMap(({ movedBookings }) => movedBookings),
    refused: outcomes.flatMap(({ refused }) => refused),
    stopped,
  };
}

interface Chunk {
  readonly results: readonly EventResult[];
  readonly stopped: unknown;
}

async function writeChunk(plans: readonly PairPlan[], state: SyncState, context: ApplyContext): Promise<Chunk> {
  const { ports, store, lease, notifyOf, planAgain, runId } = context;
  const { rulesFor } = state;
  const { signal } = ports;
  const port = markingPort(ports.calendar, (calendarId, eventId) => markOf(state, runId, { calendarId, eventId }));
  const results: EventResult[] = [];
  const toWrite = plans.map((plan) => marked(plan, rulesFor(plan.pair)));
  const left = new Set(toWrite);
  await note(sentNotes(toWrite, runId), context);
  const lost = new LostEvents((keys) =>
    findElsewhere({ calendar: ports.calendar, store, calendars: state.calendars }, keys),
  );
  let stopped: unknown = null;
  try {
    await inParallel(toWrite, { width, stop: () => signal.aborted }, (plan) =>
      lost.begin(async (findLost) => {
        const how = { notify: notifyOf(plan), beforeSend: () => lease.assertOurs() };
        const isUnstored = (event: CalendarEvent) => isUnstoredEvent(store, event);
        const isLinked = (event: CalendarEvent) => isLinkedEvent(store, event);
        const writer = { port, rulesFor, planAgain, how, findElsewhere: findLost, isUnstored, isLinked };
        const result = await writeEvent(plan, writer);
        results.push(result);
        left.delete(plan);
        if (result.stopped !== undefined) throw result.stopped;
      }),
    );
    await lost.end();
    if (signal.aborted) stopped = signal.reason;
  } catch (error) {
    // Completed work is kept and stored even if an error or a signal ended the rest.
    if (!(error instanceof UnavailableError || error instanceof InterruptedError)) throw error;
    stopped = error;
  }
  await note(takenBack([...left]), context);
  return { results, stopped };
}

/** The mark of a written event, which tells the database and the run that wrote it. */
function markOf(
  { calendars, epochs, keeping }: SyncState,
  runId: string,
  { calendarId, eventId }: { readonly calendarId: string; readonly eventId: string },
): string | null {
  const epoch = epochs.get(calendarId);
  const googleId = calendars.find((each) => each.calendarId === calendarId)?.next.googleId ?? null;
  return epoch === undefined ? null : writtenMark({ epoch, place: keeping.places[0], runId }, { eventId, googleId });
}

async function note(notes: readonly SentNote[], { store }: ApplyContext): Promise<void> {
  if (notes.length > 0) await store.noteSent(notes);
}

type ItemMaker = (result: EventResult) => CommitItem | null;

async function itemMaker(plan: SyncPlan, state: SyncState, { store, runId }: ApplyContext): Promise<ItemMaker> {
  const failures = new Map(state.failures.map((failure) => [failureKey(failure), failure] as const));
  const disputed = plan.pairs.filter(({ pair, conflict }) => conflict !== null || pair.link?.seen != null);
  const bookingIds = disputed.flatMap(({ pair }) => pair.booking?.id ?? []);
  const held: ReadonlyMap<string, { readonly fields: object }> =
    bookingIds.length === 0 ? new Map() : await store.findHeld(bookingIds);
  return (result) => {
    const { pair } = result.plan;
    const known: KnownFailure | null = failures.get(failureKey(failureItem(result.plan))) ?? null;
    return commitItem(result, {
      rules: state.rulesFor(pair),
      runId,
      knownFailure: known,
      held: held.get(pair.booking?.id ?? '')?.fields ?? null,
    });
  };
}

/** Creates each item right before it is stored: ten thousand at once would need much memory. */
async function* made(
  results: readonly EventResult[],
  items: ItemMaker,
  over: SyncState['over'],
): AsyncIterable<CommitItem> {
  for (const result of results) {
    if (mustGiveWay()) await giveWay();
    const item = items(result);
    if (item !== null) yield item;
  }
  for (const failure of over) yield clearing(failure);
}

async function store(results: readonly EventResult[], items: ItemMaker, context: ApplyContext): Promise<CommitOutcome> {
  const made = results.map(items).filter((item) => item !== null);
  if (made.length === 0) return { movedBookings: [], refused: [] };
  return context.store.commit({ runId: context.runId, items: made, calendars: [] });
}

/**
 * Items per transaction: a calendar of 50,000 events in one would hold the lease, and memory, for more than a minute.
 * If a later slice is lost, the next run finds its items again, because the sync tokens are stored with the last one.
 */
const slice = 2_000;

async function* inSlices(
  all: AsyncIterable<CommitItem>,
): AsyncIterable<{ readonly items: readonly CommitItem[]; readonly isLast: boolean }> {
  let items: CommitItem[] = [];
  for await (const item of all) {
    if (items.length === slice) {
      yield { items, isLast: false };
      items = [];
    }
    items.push(item);
  }
  yield { items, isLast: true };
}

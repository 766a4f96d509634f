import { InterruptedError, UnavailableError } from '../../errors.js';
import { giveWay, mustGiveWay } from '../../give-way.js';
import type { Lease, Progress } from '../../ports.js';
import type { SyncState } from '../load/load-sync.js';
import { marked, sentNotes, takenBack } from '../load/sent-writes.js';
import { isUnstoredEvent } from '../load/unstored-links.js';
import { isCancelled } from '../model/booking.js';
import type { CalendarPort, Notify } from '../model/calendar-port.js';
import type { CalendarEvent } from '../model/event.js';
import { inParallel } from '../model/in-parallel.js';
import type { Pair, PairPlan, SyncPlan } from '../model/sync-plan.js';
import type { SyncRules } from '../model/sync-rules.js';
import type {
  CalendarProgress,
  CommitItem,
  CommitOutcome,
  Held,
  KnownFailure,
  SentNote,
  SyncStore,
} from '../model/sync-store.js';
import { failureItem, failureKey } from '../plan/plan-sync.js';
import { clearing, commitItem, movedItem } from './commit-item.js';
import { inSlices } from './in-slices.js';
import { type FindElsewhere, LostEvents } from './lost-events.js';
import { type EventResult, writeEvent } from './write-event.js';
import type { EventWriter } from './write-step.js';

interface ApplyContext {
  readonly calendar: CalendarPort;
  readonly store: SyncStore;
  readonly lease: Lease;
  readonly runId: string;
  /** The rules for a pair, with a person's decisions: the pair may have to be planned again. */
  readonly rulesFor: (pair: Pair) => SyncRules;
  /** Plans a pair again if its event has changed since it was planned. */
  readonly planAgain: EventWriter['planAgain'];
  /** Whether Google may mail the guests about a pair's write. */
  readonly notifyOf: (plan: PairPlan) => Notify;
  readonly findElsewhere: FindElsewhere;
  readonly progress: Progress;
  readonly signal: AbortSignal;
}

/** The outcome of a plan. */
export interface Applied {
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
  context.progress.start('Writing to Google Calendar', toGoogle.length);
  for (let from = 0; from < toGoogle.length && stopped === null; from += chunk) {
    const done = await writeChunk(toGoogle.slice(from, from + chunk), context);
    stopped = done.stopped;
    results.push(...done.results);
    outcomes.push(await store(done.results, items, context));
    context.progress.advance(results.length);
  }
  if (stopped === null && context.signal.aborted) stopped = context.signal.reason;
  const quiet = rest.map((pair): EventResult => ({ plan: pair, event: null, failure: pair.failure }));
  const unsent = toGoogle.slice(results.length);
  const isDone = stopped === null && plan.deferred === 0 && unsent.length === 0;
  const calendars = isDone ? (holdsBackNews(plan) ? [] : readToTheEnd(state)) : listedAgain(state);
  for await (const part of inSlices(made(quiet, items, state))) {
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

function readToTheEnd({ calendars }: SyncState): CalendarProgress[] {
  return calendars.filter(isNews).map(({ next }) => next);
}

/**
 * Progress for a calendar whose full listing was not completely applied: its events may not be in a later list of
 * changes, so the next run lists everything again.
 */
function listedAgain({ calendars }: SyncState): CalendarProgress[] {
  return calendars
    .filter(({ full, progress }) => full && progress.syncToken !== null)
    .map(({ progress }) => ({ ...progress, syncToken: null }));
}

/** Whether a calendar's progress has changed and must be stored. */
export function isNews({ progress, next }: SyncState['calendars'][number]): boolean {
  return (
    progress.syncToken !== next.syncToken ||
    progress.timeZone !== next.timeZone ||
    progress.googleId !== next.googleId ||
    progress.googleAccount !== next.googleAccount ||
    progress.included.join() !== next.included.join() ||
    progress.coveredFrom?.getTime() !== next.coveredFrom?.getTime() ||
    progress.coveredUntil?.getTime() !== next.coveredUntil?.getTime()
  );
}

/**
 * Whether the sync token must not advance. This direction leaves a pair without a link alone, no later run would read
 * its booking, and only Google's list contains it.
 */
function holdsBackNews(plan: SyncPlan): boolean {
  return plan.pairs.some(({ pair: { link, event, booking }, base, pending, conflict }) => {
    const isForgotten = link === null && base === null && event !== null && (booking === null || isCancelled(booking));
    return isForgotten && pending.length > 0 && conflict === null;
  });
}

interface Chunk {
  readonly results: readonly EventResult[];
  readonly stopped: unknown;
}

async function writeChunk(plans: readonly PairPlan[], context: ApplyContext): Promise<Chunk> {
  const { calendar, lease, notifyOf, rulesFor, planAgain, signal } = context;
  const results: EventResult[] = [];
  const toWrite = plans.map((plan) => marked(plan, rulesFor(plan.pair)));
  const left = new Set(toWrite);
  await note(sentNotes(toWrite, context.runId), context);
  const lost = new LostEvents(context.findElsewhere);
  let stopped: unknown = null;
  try {
    await inParallel(toWrite, { width, stop: () => signal.aborted }, (plan) =>
      lost.begin(async (findElsewhere) => {
        const how = { notify: notifyOf(plan), beforeSend: () => lease.assertOurs() };
        const isUnstored = (event: CalendarEvent) => isUnstoredEvent(context.store, event);
        const result = await writeEvent(plan, { port: calendar, rulesFor, planAgain, how, findElsewhere, isUnstored });
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

async function note(notes: readonly SentNote[], { store }: ApplyContext): Promise<void> {
  if (notes.length > 0) await store.noteSent(notes);
}

type ItemMaker = (result: EventResult) => CommitItem | null;

async function itemMaker(
  plan: SyncPlan,
  state: SyncState,
  { store, rulesFor, runId }: ApplyContext,
): Promise<ItemMaker> {
  const failures = new Map(state.failures.map((failure) => [failureKey(failure), failure] as const));
  const disputed = plan.pairs.filter(({ pair, conflict }) => conflict !== null || pair.link?.seen != null);
  const bookingIds = disputed.flatMap(({ pair }) => pair.booking?.id ?? []);
  const held = bookingIds.length === 0 ? new Map<string, Held>() : await store.findHeld(bookingIds);
  return (result) => {
    const { pair } = result.plan;
    const known: KnownFailure | null = failures.get(failureKey(failureItem(result.plan))) ?? null;
    return commitItem(result, {
      rules: rulesFor(pair),
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
  { over }: SyncState,
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

import { applySync } from '../calendar/apply/apply-sync.js';
import { emptyItem, rowActions } from '../calendar/apply/commit-item.js';
import type { SyncState } from '../calendar/load/load-sync.js';
import type { Pair } from '../calendar/model/sync-plan.js';
import type { CommitItem, KnownFailure, SyncStore } from '../calendar/model/sync-store.js';
import { keep } from '../calendar/sync-calendar.js';
import { inEnglish } from '../english.js';
import type { SyncOptions } from '../options/sync-options.js';
import type { Lease } from '../ports.js';
import type { KeptItem, UndoResult } from '../results/undo-result.js';
import type { UndoState } from './load-undo.js';
import { pastChangesOf, planPairUndo, untouched } from './plan-pair.js';
import { rowWrite } from './plan-row.js';
import type { UndoItem, UndoPlan } from './undo-model.js';
import type { UndoPorts } from './undo-ports.js';

/** The outcome of a plan. */
interface UndoApplied {
  readonly done: readonly UndoItem[];
  /** Items that turned out to have changed only when they were written. */
  readonly kept: readonly KeptItem[];
  readonly failed: UndoResult['errors'];
  /** The error or signal that ended it early: a second undo does the rest. */
  readonly stopped: unknown;
}

interface Applying {
  readonly ports: UndoPorts;
  readonly state: UndoState;
  readonly plan: UndoPlan;
  readonly options: SyncOptions;
  readonly runId: string;
  readonly leases: { readonly sync: Lease; readonly import: Lease };
}

/** Customers per statement. */
const customerBatch = 1_000;
/** Bookings per transaction. */
const bookingBatch = 2_000;

/** Applies an undo: customers are restored before their bookings, and deleted after them. */
export async function applyUndo(applying: Applying): Promise<UndoApplied> {
  const { customers } = applying.plan;
  const ofCustomers = (...actions: UndoItem['action'][]) => customers.filter(({ action }) => actions.includes(action));
  const steps = [
    () => applyCustomers(applying, ofCustomers('make-again')),
    () => applyPairs(applying),
    () => applyRows(applying),
    () => applyCustomers(applying, ofCustomers('remove')),
    () => applyCustomers(applying, ofCustomers('restore')),
  ];
  const { signal, progress } = applying.ports;
  const parts: UndoApplied[] = [];
  progress.start('Undoing', applying.plan.items.length);
  for (const step of steps) {
    const part = await step();
    parts.push(part);
    progress.advance(parts.reduce((sum, { done }) => sum + done.length, 0));
    const stopped = part.stopped ?? (signal.aborted ? signal.reason : null);
    if (stopped !== null) return { ...summed(parts), stopped };
  }
  return summed(parts);
}

const nothingDone: UndoApplied = { done: [], kept: [], failed: [], stopped: null };

function summed(parts: readonly UndoApplied[]): UndoApplied {
  return {
    done: parts.flatMap(({ done }) => done),
    kept: parts.flatMap(({ kept }) => kept),
    failed: parts.flatMap(({ failed }) => failed),
    stopped: null,
  };
}

async function applyCustomers(applying: Applying, items: readonly UndoItem[]): Promise<UndoApplied> {
  const { ports, state, plan, runId, leases } = applying;
  const images = new Map(state.customers.flatMap(({ id, image }) => (image === null ? [] : [[id, image] as const])));
  const lines = new Map(
    state.customers.flatMap((past) =>
      past.lines !== null && 'notes' in (plan.columns.get(past.id) ?? {}) ? [[past.id, past.lines] as const] : [],
    ),
  );
  const parts: UndoApplied[] = [];
  for (let from = 0; from < items.length; from += customerBatch) {
    if (ports.signal.aborted) break;
    await leases.import.assertOurs();
    const batch = items.slice(from, from + customerBatch);
    const written = await ports.store.writeCustomers({
      runId,
      lease: leases.import,
      items: batch,
      images,
      lines,
      columns: plan.columns,
    });
    const [done, refused] = [new Set(written.done), new Set(written.refused.map(({ id }) => id))];
    parts.push({
      done: batch.filter(({ id }) => done.has(id)),
      kept: batch.filter(({ id }) => !done.has(id) && !refused.has(id)).map(movedItem),
      failed: written.refused.map(({ id, rule }) => ({
        code: 'database-refused',
        message: inEnglish().failed({ code: 'database-refused', params: { rule, of: 'customer' } }),
        kind: 'customer',
        id,
      })),
      stopped: null,
    });
  }
  return summed(parts);
}

function movedItem({ side, kind, id }: UndoItem): KeptItem {
  return { side, kind, id, reason: 'moved', fields: {}, usedBy: [] };
}

/** Writes pairs as a sync does: each write to Google is recorded before it is sent, and links are stored in between. */
async function applyPairs({ ports, state, plan, options, runId, leases }: Applying): Promise<UndoApplied> {
  const { sync } = state;
  if (sync === null || plan.pairs.length + plan.unconfirmed.length === 0) return nothingDone;
  const { state: read, store, ports: syncing } = sync;
  await keep(read, store);
  const applied = await applySync(
    {
      pairs: [...plan.pairs, ...plan.unconfirmed],
      skipped: {},
      deferred: 0,
      refusal: null,
      relinked: relinkedWith(plan, read),
    },
    { ...read, failures: [] },
    {
      ports: { calendar: syncing.calendar, progress: ports.progress, signal: ports.signal },
      store,
      lease: leases.sync,
      runId,
      notifyOf: () => options.notify,
      planAgain: (pair, rules) => planPairUndo(pair, pastChangesOf(state, pair), rules).plan ?? untouched(pair, rules),
      // Changes in the listing are left to the next sync: no token advances.
      isPart: true,
    },
  );
  const results = applied.results.filter((result) => !plan.unconfirmed.includes(result.plan));
  return outcomeOf({ ...applied, results }, state, read.rulesFor);
}

/** Bookings that exchanged their events since: half of an exchange must never be stored. */
function relinkedWith({ pairs }: UndoPlan, state: SyncState): readonly Pair[] {
  const isTouched = pairs.some(({ pair }) => pair.relinked === true);
  return isTouched ? state.pairs.filter(({ relinked }) => relinked === true) : [];
}

function outcomeOf(
  { results, movedBookings, refused, stopped }: Awaited<ReturnType<typeof applySync>>,
  state: UndoState,
  rulesFor: SyncState['rulesFor'],
): UndoApplied {
  const moved = new Set(movedBookings);
  const refusedIds = new Set(refused.map(({ bookingId }) => bookingId));
  const done: UndoItem[] = [];
  const kept: KeptItem[] = [];
  const failed: UndoResult['errors'][number][] = refused.map(refusedBooking);
  for (const { plan, failure } of results) {
    const { pair } = plan;
    const undo = planPairUndo(pair, pastChangesOf(state, pair), rulesFor(pair));
    const bookingId = pair.link?.bookingId ?? '';
    if (failure !== null) {
      failed.push({ code: failure.code, message: inEnglish().failed(failure), kind: 'event', id: pair.eventId ?? '' });
      continue;
    }
    if (undo.plan === null) kept.push(...undo.kept);
    const isRowLeft = moved.has(bookingId) || refusedIds.has(bookingId);
    for (const item of undo.items) {
      if (item.side === 'database' && isRowLeft) {
        if (moved.has(bookingId)) kept.push(movedItem(item));
      } else done.push(item);
    }
  }
  return { done, kept, failed, stopped };
}

function refusedBooking(failure: KnownFailure): UndoResult['errors'][number] {
  const { code, bookingId } = failure;
  return { code, message: inEnglish().failed(failure), kind: 'booking', id: bookingId ?? '' };
}

async function applyRows({ ports, plan, runId, leases }: Applying): Promise<UndoApplied> {
  const parts: UndoApplied[] = [];
  const store = ports.storeFor(leases.sync);
  for (let from = 0; from < plan.rows.length; from += bookingBatch) {
    if (ports.signal.aborted) break;
    parts.push(await commitRows(store, runId, plan.rows.slice(from, from + bookingBatch)));
  }
  return summed(parts);
}

async function commitRows(store: SyncStore, runId: string, rows: UndoPlan['rows']): Promise<UndoApplied> {
  const { movedBookings, refused } = await store.commit({ runId, items: rows.flatMap(commitItem), calendars: [] });
  const moved = new Set(movedBookings);
  const refusedIds = new Set(refused.map(({ bookingId }) => bookingId));
  return {
    done: rows.filter(({ past }) => !moved.has(past.id) && !refusedIds.has(past.id)).map(({ item }) => item),
    kept: rows.filter(({ past }) => moved.has(past.id)).map(({ item }) => movedItem(item)),
    failed: refused.map(refusedBooking),
    stopped: null,
  };
}

function commitItem({ past, item, columns, booking }: UndoPlan['rows'][number]): CommitItem[] {
  const write = rowWrite(past, { action: item.action, columns, booking });
  if (write === null) return [];
  const { fields, action } = item;
  return [
    {
      ...emptyItem,
      row: { ...write, unwritten: null },
      journal: [
        { side: 'database', action: rowActions[action], kind: 'booking', itemId: past.id, fields, rule: 'undo' },
      ],
    },
  ];
}

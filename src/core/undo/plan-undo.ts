import { unconfirmedWriteIn } from '../calendar/apply/unconfirmed-writes.js';
import type { Booking } from '../calendar/model/booking.js';
import type { Pair, PairPlan } from '../calendar/model/sync-plan.js';
import { rulesFor } from '../calendar/plan/plan-sync.js';
import { GuardRefusal, saying } from '../errors.js';
import { eachInTurn, giveWay, mustGiveWay } from '../give-way.js';
import type { SyncOptions } from '../options/sync-options.js';
import { removalLimit } from '../removal-limit.js';
import type { KeptItem } from '../results/undo-result.js';
import type { UndoState } from './load-undo.js';
import { type PastPairChanges, planPairUndo, untouched } from './plan-pair.js';
import { planRow } from './plan-row.js';
import type { Columns, Decided, PastRowChange, UndoItem, UndoPlan } from './undo-model.js';

/** The steps of an undo: the pairs that a sync writes, and the rows without an event. */
export interface UndoWork {
  readonly plan: UndoPlan;
  readonly pairs: readonly PairPlan[];
  /** Nothing is left to do for these, but the journal must still record that it was done. */
  readonly unconfirmed: readonly PairPlan[];
  /** Bookings without a link. */
  readonly rows: readonly RowWork[];
  readonly customers: readonly UndoItem[];
  readonly columns: ReadonlyMap<string, Columns>;
}

export interface RowWork {
  readonly past: PastRowChange;
  readonly item: UndoItem;
  readonly columns: Columns;
  readonly booking: Booking | null;
}

interface Totals {
  readonly customer: number;
  readonly booking: number;
}

/** Plans the undo of a run; the plan has a refusal if it may not be applied. Sends no requests. */
export async function planUndo(
  state: UndoState,
  found: { readonly bookings: ReadonlyMap<string, Booking>; readonly totals: Totals },
  options: SyncOptions,
): Promise<UndoWork> {
  const items: UndoItem[] = [];
  const kept: KeptItem[] = [];
  const note = (decided: Decided) => {
    items.push(...decided.items);
    kept.push(...decided.kept);
  };
  const pairs: PairPlan[] = [];
  const unconfirmed: PairPlan[] = [];
  const linked = new Set<string>();
  for (const pair of pairsOf(state)) {
    if (mustGiveWay()) await giveWay();
    const rules = rulesOf(state, pair, options);
    const undo = planPairUndo(pair, pastChangesOf(state, pair), rules);
    note(undo);
    if (undo.plan !== null) pairs.push(undo.plan);
    else if (pair.link?.sent != null) unconfirmed.push(untouched(pair, rules));
    linked.add(pair.link?.bookingId ?? '');
  }
  const known = new Set(pairsOf(state).map(({ eventId }) => eventId));
  for (const { id } of state.events.values()) {
    if (!known.has(id)) kept.push({ side: 'google', kind: 'event', id, reason: 'not-linked', fields: {}, usedBy: [] });
  }
  const unlinked = [...state.bookings.values()].filter(({ id }) => !linked.has(id));
  const rows = await eachInTurn(unlinked, (past): RowWork[] => {
    const planned = planRow(past, new Set());
    note(planned);
    const booking = found.bookings.get(past.id) ?? null;
    return planned.items.map((item) => ({ past, item, columns: planned.columns, booking }));
  });
  if (mustGiveWay()) await giveWay();
  const leaving = new Set(
    items.flatMap(({ kind, action, id }) => (kind === 'booking' && action === 'remove' ? [id] : [])),
  );
  const columns = new Map<string, Columns>();
  const customers = await eachInTurn(state.customers, (past) => {
    const planned = planRow(past, leaving);
    note(planned);
    columns.set(past.id, planned.columns);
    return planned.items;
  });
  if (mustGiveWay()) await giveWay();
  const { id, kind } = state.run;
  const totals = { ...found.totals, event: linksIn(state) };
  const refusal = findUnconfirmed(state) ?? findMassRemoval(items, totals, { ...options, runId: id });
  if (mustGiveWay()) await giveWay();
  const plan = { run: { id, kind }, items, kept: inOrder(kept), refusal };
  return { plan, pairs, unconfirmed, rows: rows.flat(), customers: customers.flat(), columns };
}

function inOrder(kept: readonly KeptItem[]): readonly KeptItem[] {
  const placed = kept.map((item) => {
    const place = `${kinds.indexOf(item.kind as (typeof kinds)[number])} ${item.id}`;
    return { place, item };
  });
  return placed.sort((one, other) => (one.place < other.place ? -1 : 1)).map(({ item }) => item);
}

/** The pairs that the run wrote to. */
function pairsOf({ sync, bookings, events }: UndoState): readonly Pair[] {
  return (sync?.state.pairs ?? []).filter(
    ({ link, eventId }) => link !== null && (bookings.has(link.bookingId) || events.has(eventId ?? '')),
  );
}

export function pastChangesOf({ run, bookings, events }: UndoState, { link, eventId }: Pair): PastPairChanges {
  return {
    row: bookings.get(link?.bookingId ?? '') ?? null,
    event: events.get(eventId ?? '') ?? null,
    takesEvents: run.rootKind === 'import',
  };
}

export function rulesOf({ sync }: UndoState, pair: Pair, options: SyncOptions) {
  if (sync === null) throw new Error('a pair was planned though nothing was read of it');
  return rulesFor(pair, sync.state, options);
}

function linksIn({ sync }: UndoState): number {
  return [...(sync?.state.openLinks.values() ?? [])].reduce((sum, count) => sum + count, 0);
}

/**
 * Why (exit 3) a run may not be undone if some of its writes to the calendar are in no journal: these would stay, and
 * the next sync would find them and continue from there.
 */
function findUnconfirmed({ run, sync }: UndoState): GuardRefusal | null {
  if (run.isWhole) return null;
  const written = (sync?.state.pairs ?? []).filter(
    (pair) => pair.unclear === undefined && unconfirmedWriteIn(pair, pair.link === null)?.runId === run.id,
  );
  if (written.length === 0) return null;
  const items = written.flatMap(({ eventId }) => eventId ?? []);
  return new GuardRefusal(saying('sync-first', { run: run.id, events: items.length }), { items });
}

const kinds = ['customer', 'booking', 'event'] as const;

/** Why (exit 3) an undo may not be applied that would remove too much: more than ten, or than a quarter if that is more. */
function findMassRemoval(
  items: readonly UndoItem[],
  totals: Totals & { readonly event: number },
  options: Pick<SyncOptions, 'maxDeletes'> & { readonly runId: string },
): GuardRefusal | null {
  for (const kind of kinds) {
    const removed = items.filter((item) => item.kind === kind && item.action === 'remove');
    if (removed.length <= removalLimit(totals[kind], options)) continue;
    const counts = { removed: removed.length, total: totals[kind], most: mostOf(items) };
    return new GuardRefusal(saying('too-many-removals/undo', { kind, run: options.runId, ...counts }), {
      items: removed.map(({ id }) => id),
    });
  }
  return null;
}

/** Each kind has its own limit. */
function mostOf(items: readonly UndoItem[]): number {
  const counts = kinds.map((kind) => items.filter((item) => item.kind === kind && item.action === 'remove').length);
  return Math.max(...counts);
}

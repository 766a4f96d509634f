import { unconfirmedWriteIn } from '../calendar/apply/unconfirmed-writes.js';
import type { Booking } from '../calendar/model/booking.js';
import type { Pair, PairPlan } from '../calendar/model/sync-plan.js';
import type { SyncRules } from '../calendar/model/sync-rules.js';
import { GuardRefusal, saying } from '../errors.js';
import { eachInTurn, giveWay, mustGiveWay } from '../give-way.js';
import type { SyncOptions } from '../options/sync-options.js';
import { removalLimit } from '../removal-limit.js';
import type { KeptItem } from '../results/undo-result.js';
import type { UndoState } from './load-undo.js';
import { pastChangesOf, planPairUndo, untouched } from './plan-pair.js';
import { planRow } from './plan-row.js';
import type { Columns, UndoItem, UndoPlan } from './undo-model.js';

interface Totals {
  readonly customer: number;
  readonly booking: number;
}

/** Plans the undo of a run; the plan has a refusal if it may not be applied. Sends no requests. */
export async function planUndo(
  state: UndoState,
  found: { readonly bookings: ReadonlyMap<string, Booking>; readonly totals: Totals },
  options: SyncOptions,
): Promise<UndoPlan> {
  const items: UndoItem[] = [];
  const kept: KeptItem[] = [];
  const note = (decided: Pick<UndoPlan, 'items' | 'kept'>) => {
    items.push(...decided.items);
    kept.push(...decided.kept);
  };
  const pairs: PairPlan[] = [];
  const unconfirmed: PairPlan[] = [];
  const linked = new Set<string>();
  const known = new Set<string | null>();
  for (const { pair, rules } of pairsOf(state)) {
    if (mustGiveWay()) await giveWay();
    const undo = planPairUndo(pair, pastChangesOf(state, pair), rules);
    note(undo);
    if (undo.plan !== null) pairs.push(undo.plan);
    else if (pair.link?.sent != null) unconfirmed.push(untouched(pair, rules));
    linked.add(pair.link?.bookingId ?? '');
    known.add(pair.eventId);
  }
  for (const { id } of state.events.values()) {
    if (!known.has(id)) kept.push({ side: 'google', kind: 'event', id, reason: 'not-linked', fields: {}, usedBy: [] });
  }
  const unlinked = [...state.bookings.values()].filter(({ id }) => !linked.has(id));
  const rows = await eachInTurn(unlinked, (past): UndoPlan['rows'] => {
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
  const decided = { run: { id, kind }, items, kept: inOrder(kept), refusal };
  return { ...decided, pairs, unconfirmed, rows: rows.flat(), customers: customers.flat(), columns };
}

function inOrder(kept: readonly KeptItem[]): readonly KeptItem[] {
  const placed = kept.map((item) => {
    const place = `${kinds.indexOf(item.kind as (typeof kinds)[number])} ${item.id}`;
    return { place, item };
  });
  return placed.sort((one, other) => (one.place < other.place ? -1 : 1)).map(({ item }) => item);
}

/** The pairs that the run wrote to, and what they are decided by. */
function* pairsOf({ sync, bookings, events }: UndoState): Iterable<{ readonly pair: Pair; readonly rules: SyncRules }> {
  if (sync === null) return;
  const { pairs, rulesFor } = sync.state;
  for (const pair of pairs) {
    const isWritten = bookings.has(pair.link?.bookingId ?? '') || events.has(pair.eventId ?? '');
    if (pair.link !== null && isWritten) yield { pair, rules: rulesFor(pair) };
  }
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

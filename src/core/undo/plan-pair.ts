import { type Booking, isCancelled, readNotes } from '../calendar/model/booking.js';
import { type Base, bookingContent, type Content, fieldsOf, syncFields } from '../calendar/model/content.js';
import { nothing } from '../calendar/model/decision.js';
import type { GoogleWrite, Pair, PairPlan, RowWrite } from '../calendar/model/sync-plan.js';
import type { SyncRules } from '../calendar/model/sync-rules.js';
import { stateOf } from '../calendar/plan/pair-state.js';
import { because } from '../codes/reasons.js';
import type { KeptItem } from '../results/undo-result.js';
import type { UndoState } from './load-undo.js';
import { planEvent } from './plan-event.js';
import { planRow, rowWrite } from './plan-row.js';
import type { Columns, PastEventChange, PastRowChange, UndoItem, UndoPlan } from './undo-model.js';

/** A run's changes of a booking and of its event. */
interface PastPairChanges {
  readonly row: PastRowChange | null;
  readonly event: PastEventChange | null;
  /** The run created bookings of a file: if one is removed, so is the event that a sync created for it. */
  readonly takesEvents: boolean;
}

export function pastChangesOf({ run, bookings, events }: UndoState, { link, eventId }: Pair): PastPairChanges {
  return {
    row: bookings.get(link?.bookingId ?? '') ?? null,
    event: events.get(eventId ?? '') ?? null,
    takesEvents: run.rootKind === 'import',
  };
}

type PairUndo = Pick<UndoPlan, 'items' | 'kept'> & {
  /** null: nothing to do. */
  readonly plan: PairPlan | null;
};

/** Decides an undo's changes of a booking and its event, and the base afterwards. Pure. */
export function planPairUndo(pair: Pair, pastChanges: PastPairChanges, rules: SyncRules): PairUndo {
  const row = pastChanges.row === null ? null : planRow(pastChanges.row, new Set());
  const event = pastChanges.event === null ? null : planEvent(pair, pastChanges.event);
  const removesRow = row?.items.some(({ action }) => action === 'remove') ?? false;
  const keepsRow = pastChanges.row?.did === 'created' && (row?.kept.length ?? 0) > 0;
  const isEventKept = (event?.kept.length ?? 0) > 0;
  const takes = removesRow && pastChanges.takesEvents && pastChanges.event === null && isThere(pair);
  if (pastChanges.row !== null && removesRow && (isEventKept || (takes && isEdited(pair)))) {
    return { items: [], kept: [...(event?.kept ?? []), rowKept(pastChanges.row, 'event-changed')], plan: null };
  }
  if (keepsRow && event?.google?.kind === 'delete' && pastChanges.event !== null) {
    const kept = {
      side: 'google',
      kind: 'event',
      id: pastChanges.event.id,
      reason: 'booking-kept',
      fields: {},
      usedBy: [],
    } as const;
    return { items: [], kept: [...(row?.kept ?? []), kept], plan: null };
  }
  const google: GoogleWrite | null = takes ? { kind: 'delete', fields: {} } : (event?.google ?? null);
  const write = rowWrite(pastChanges.row, {
    action: row?.items[0]?.action ?? null,
    // The run's own changes of the row were recorded before the event.
    columns: { ...namedBefore(pair, pastChanges, google), ...row?.columns },
    booking: pair.booking,
  });
  const kept = [...(row?.kept ?? []), ...(event?.kept ?? [])];
  if (google === null && write === null) return { items: [], kept, plan: null };
  const planned = pairPlan(pair, { google, write, fields: row?.items[0]?.fields ?? {} }, rules);
  const plan = pastChanges.takesEvents && google === null && write?.kind === 'restore' ? asEdit(planned) : planned;
  return { items: itemsOf(pair, plan, row?.items ?? []), kept, plan };
}

interface Writes {
  readonly google: GoogleWrite | null;
  readonly write: RowWrite | null;
  readonly fields: UndoItem['fields'];
}

function pairPlan(pair: Pair, { google, write, fields }: Writes, rules: SyncRules): PairPlan {
  const base = pair.link === null ? null : baseAfter(pair, { google, write }, rules);
  const texts = Object.entries(fields).map(([field, [from, to]]) => [field, [asText(from), asText(to)]] as const);
  return {
    pair,
    state: stateOf(pair, rules),
    action: 'undo',
    ...nothing,
    reason: because('undone', {}),
    google,
    ...(write === null ? {} : { row: write, rowFields: Object.fromEntries(texts) }),
    base,
    pending: openFields(pair, { google, write }, rules),
  };
}

/**
 * A sync may already have written an import's change to Google: restoring the old value is an edit, and the next sync
 * writes it.
 */
function asEdit(plan: PairPlan): PairPlan {
  const { link } = plan.pair;
  return link === null ? plan : { ...plan, base: link.base, pending: syncFields };
}

/** A pair with nothing left to undo: the next sync still has to compare both sides. */
export function untouched(pair: Pair, rules: SyncRules): PairPlan {
  const base = pair.link?.base ?? null;
  return { pair, state: stateOf(pair, rules), action: 'undo', ...nothing, base, pending: syncFields };
}

function asText(value: unknown): string | null {
  return value === null || value === undefined ? null : String(value);
}

/** If an undo deletes the event that a row names, the row names the previous one again. */
function namedBefore({ booking, eventId }: Pair, { event }: PastPairChanges, google: GoogleWrite | null): Columns {
  return google?.kind === 'delete' && booking?.notedEventId === eventId ? (event?.stamped ?? {}) : {};
}

/** The base: that of the link, except undone values, which neither side has edited. */
function baseAfter(pair: Pair, { google, write }: Pick<Writes, 'google' | 'write'>, rules: SyncRules): Base | null {
  const { link } = pair;
  if (link === null) return null;
  const standing = { ...link.base.booking, ...bookingAfter(pair, write, rules) };
  const { undone: _, ...said } = link.base.event;
  const restored = Object.fromEntries(Object.entries(google?.fields ?? {}).map(([field, [, to]]) => [field, to]));
  const removed = google?.kind === 'delete' || (said.removed && google?.kind !== 'revive');
  const event: Content = { ...said, ...(google?.kind === 'update' ? restored : {}), removed };
  if (!removed || standing.removed) return { booking: standing, event };
  // A value that was edited before the run cancelled the booking must not restore its event.
  const isRevived = link.base.booking.removed && write?.kind === 'restore' && pair.booking !== null;
  const says = isRevived ? bookingContent(restoredBooking(pair.booking, write.columns), rules) : {};
  return { booking: { ...standing, ...says }, event: { ...event, undone: true } };
}

function bookingAfter({ booking }: Pair, write: RowWrite | null, rules: SyncRules): Partial<Content> {
  if (write?.kind === 'remove') return { removed: true };
  if (write?.kind === 'make-again') {
    const { status } = write.image.row as { readonly status?: string };
    return { removed: isCancelled({ status: status ?? '' }), ...(status === undefined ? {} : { status }) };
  }
  if (write === null || booking === null) return {};
  const after = restoredBooking(booking, write.columns);
  const [before, says] = [bookingContent(booking, rules), bookingContent(after, rules)];
  const fields = syncFields.filter((field) => before[field] !== says[field]);
  return { ...fieldsOf(says, fields), removed: says.removed, ...(says.removed ? {} : { status: after.status }) };
}

/** A booking after columns of its row are restored. */
function restoredBooking(booking: Booking, columns: Columns): Booking {
  const text = (column: string, now: string | null) =>
    column in columns ? ((columns[column] ?? null) as string | null) : now;
  const start = text('startTime', null) ?? text('scheduledAt', null);
  const minutes = Number(columns.estimatedDuration ?? 0);
  const end = text('endTime', null);
  const from = start === null ? booking.start : instant(start);
  const hasTime = 'startTime' in columns || 'scheduledAt' in columns || 'endTime' in columns;
  const until = end === null ? (hasTime ? new Date(from.getTime() + minutes * 60_000) : booking.end) : instant(end);
  return {
    ...booking,
    customerId: text('customerId', booking.customerId),
    serviceType: text('serviceType', booking.serviceType),
    address: text('address', booking.address),
    notes: 'notes' in columns ? readNotes(text('notes', null)).notes : booking.notes,
    status: text('status', booking.status) ?? '',
    start: from,
    end: until,
  };
}

/** A timestamp without zone is UTC. */
function instant(text: string): Date {
  return new Date(/Z$/.test(text) ? text : `${text}Z`);
}

/** Fields that were edited since both sides last agreed: the next sync still has to write them. */
function openFields(
  pair: Pair,
  { google, write }: Pick<Writes, 'google' | 'write'>,
  rules: SyncRules,
): PairPlan['pending'] {
  const { link, booking, event } = pair;
  if (link === null) return [];
  const says = booking === null || write?.kind === 'remove' ? null : bookingContent(booking, rules);
  const isGone = (event?.content.removed ?? false) !== link.base.event.removed;
  const isCancelledSince = says !== null && says.removed !== link.base.booking.removed;
  if ((isGone && google === null) || isCancelledSince) return syncFields;
  const isOwn = (field: string) => Object.keys(google?.fields ?? {}).includes(field);
  return syncFields.filter((field) => {
    const isEventEdited =
      event !== null &&
      !event.content.removed &&
      !link.base.event.removed &&
      event.content[field] !== link.base.event[field];
    const isBookingEdited =
      says !== null && !says.removed && !link.base.booking.removed && says[field] !== link.base.booking[field];
    return (isEventEdited && !isOwn(field) && google?.kind !== 'delete') || isBookingEdited;
  });
}

function isThere({ event }: Pair): boolean {
  return event !== null && !event.content.removed;
}

/** The event was changed, and no sync has written that to the booking yet. */
function isEdited({ link, event }: Pair): boolean {
  return event !== null && syncFields.some((field) => event.content[field] !== link?.base.event[field]);
}

function rowKept({ kind, id, usedBy }: PastRowChange, reason: KeptItem['reason']) {
  return { side: 'database' as const, kind, id, reason, fields: {}, usedBy };
}

function itemsOf({ eventId, event }: Pair, { google }: PairPlan, rows: readonly UndoItem[]): readonly UndoItem[] {
  const actions = { create: 'make-again', revive: 'make-again', update: 'restore', delete: 'remove' } as const;
  if (google === null || eventId === null) return rows;
  const action = actions[google.kind];
  return [
    ...rows,
    { side: 'google', kind: 'event', id: eventId, action, fields: google.fields, expects: event?.etag ?? null },
  ];
}

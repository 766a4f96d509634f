import type { Booking } from '../calendar/model/booking.js';
import { canonicalJson } from '../calendar/model/canonical-json.js';
import type { RowWrite } from '../calendar/model/sync-plan.js';
import type { KeptItem } from '../results/undo-result.js';
import type { UndoItem } from './undo-model.js';
import { type Columns, type ItemState, type PastRowChange, type UndoPlan, undoTable } from './undo-model.js';

/** Columns that belong together for a person: they are restored together, or not at all. */
const groups: Readonly<Record<string, string>> = {
  startTime: 'time',
  endTime: 'time',
  scheduledAt: 'time',
  estimatedDuration: 'time',
  calendarEventId: 'link',
  calendarLink: 'link',
};

/** The step of an undo for one row. Pure. `leaving`: bookings that this undo removes. */
export function planRow(
  past: PastRowChange,
  leaving: ReadonlySet<string>,
): Pick<UndoPlan, 'items' | 'kept'> & { readonly columns: Columns } {
  const item = { side: 'database' as const, kind: past.kind, id: past.id };
  const keep = (reason: KeptItem['reason']) => ({
    items: [],
    columns: {},
    kept: [{ ...item, reason, fields: {}, usedBy: past.usedBy }],
  });
  if (past.did === 'changed' && past.exists) return planColumns(past);
  const { standing, reason } = standingOf(past, leaving);
  const action = undoTable[`${past.did}/${standing}`] ?? 'nothing';
  if (action === 'keep') return keep(reason);
  if (action === 'nothing') return { items: [], kept: [], columns: {} };
  return { items: [{ ...item, action, fields: {}, expects: past.version }], kept: [], columns: {} };
}

function standingOf(
  { did, exists, isAsLeft, usedBy, bookingIds }: PastRowChange,
  leaving: ReadonlySet<string>,
): { readonly standing: ItemState; readonly reason: KeptItem['reason'] } {
  if (!exists) return { standing: 'gone', reason: 'gone' };
  if (did === 'removed') return { standing: 'there', reason: 'changed-since' };
  if (!isAsLeft) return { standing: 'changed', reason: 'changed-since' };
  if (usedBy.length > 0) return { standing: 'in-use', reason: 'in-use' };
  if (bookingIds.some((id) => !leaving.has(id))) return { standing: 'in-use', reason: 'has-bookings' };
  return { standing: 'as-left', reason: 'changed-since' };
}

/** Field by field: a value that is still as the run wrote it gets its old value back. */
function planColumns(past: PastRowChange): Pick<UndoPlan, 'items' | 'kept'> & { readonly columns: Columns } {
  const { was, is, now } = past;
  const item = { side: 'database' as const, kind: past.kind, id: past.id };
  const changed = Object.keys(was).filter((column) => !isSame(was[column], is[column]));
  const names = [...new Set(changed.map((column) => groups[column] ?? column))];
  const columns: Record<string, unknown> = {};
  const fields: Record<string, readonly [unknown, unknown]> = {};
  const kept: Record<string, { before: unknown; written: unknown; now: unknown }> = {};
  for (const name of names) {
    const mine = changed.filter((column) => (groups[column] ?? column) === name);
    const action = undoTable[`changed/${fieldStanding(mine, past)}`];
    const shown = (row: Columns) => shownOf(name, mine, row);
    if (action === 'restore') {
      for (const column of mine) columns[column] = was[column] ?? null;
      if (name !== 'link') fields[name] = [shown(now), shown({ ...now, ...was })];
    }
    if (action === 'keep' && name !== 'link') {
      kept[name] = { before: shown({ ...now, ...was }), written: shown({ ...now, ...is }), now: shown(now) };
    }
  }
  const isKept = Object.keys(kept).length > 0;
  return {
    columns,
    items: Object.keys(columns).length === 0 ? [] : [{ ...item, action: 'restore', fields, expects: past.version }],
    kept: isKept ? [{ ...item, reason: 'changed-since', fields: kept, usedBy: [] }] : [],
  };
}

/** A field as a person sees it: for a time the start and end, as in an event, if a row has both. */
function shownOf(name: string, columns: readonly string[], row: Columns): unknown {
  const { startTime, endTime } = row;
  if (name === 'time' && typeof startTime === 'string' && typeof endTime === 'string')
    return `${utc(startTime)}/${utc(endTime)}`;
  return row[columns[0] ?? name] ?? null;
}

/** A column's time as an instant. */
function utc(time: string): string {
  return time.endsWith('Z') ? time : `${time}Z`;
}

function fieldStanding(columns: readonly string[], { was, is, now }: PastRowChange): ItemState {
  if (columns.every((column) => isSame(now[column], is[column]))) return 'as-left';
  if (columns.every((column) => isSame(now[column], was[column]))) return 'as-before';
  return 'changed';
}

function isSame(one: unknown, other: unknown): boolean {
  return canonicalJson(one ?? null) === canonicalJson(other ?? null);
}

interface Undoing {
  /** null: nothing is undone of the row itself. */
  readonly action: UndoItem['action'] | null;
  readonly columns: Columns;
  readonly booking: Booking | null;
}

/** The write of a booking's row; null: there is nothing to write. */
export function rowWrite(past: PastRowChange | null, { action, columns, booking }: Undoing): RowWrite | null {
  if (past !== null && action === 'make-again') {
    const { row, imported = null } = (past.image ?? {}) as { readonly row?: object; readonly imported?: object | null };
    return row === undefined ? null : { kind: 'make-again', bookingId: past.id, image: { row, imported } };
  }
  if (booking === null) return null;
  const place = { bookingId: booking.id, fingerprint: booking.fingerprint };
  if (past !== null && action === 'remove') return { kind: 'remove', ...place };
  return Object.keys(columns).length === 0 ? null : { kind: 'restore', ...place, columns };
}

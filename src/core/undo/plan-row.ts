import { canonicalJson } from '../calendar/model/canonical-json.js';
import { type Columns, type Decided, type KeptReason, type RowDeed, type Standing, undoTable } from './undo-model.js';

/** Columns that are one thing to a person: they go back together, or not at all. */
const groups: Readonly<Record<string, string>> = {
  startTime: 'time',
  endTime: 'time',
  scheduledAt: 'time',
  estimatedDuration: 'time',
  calendarEventId: 'link',
  calendarLink: 'link',
};

/** What is done about a row of which a run is undone. Pure. `leaving`: bookings that this undo removes. */
export function planRow(deed: RowDeed, leaving: ReadonlySet<string>): Decided & { readonly columns: Columns } {
  const item = { side: 'database' as const, kind: deed.kind, id: deed.id };
  const keep = (reason: KeptReason) => ({
    items: [],
    columns: {},
    kept: [{ ...item, reason, fields: {}, usedBy: deed.usedBy }],
  });
  if (deed.did === 'changed' && deed.exists) return planColumns(deed);
  const { standing, reason } = standingOf(deed, leaving);
  const action = undoTable[`${deed.did}/${standing}`] ?? 'nothing';
  if (action === 'keep') return keep(reason);
  if (action === 'nothing') return { items: [], kept: [], columns: {} };
  return { items: [{ ...item, action, fields: {}, expects: deed.version }], kept: [], columns: {} };
}

function standingOf(
  { did, exists, isAsLeft, usedBy, bookingIds }: RowDeed,
  leaving: ReadonlySet<string>,
): { readonly standing: Standing; readonly reason: KeptReason } {
  if (!exists) return { standing: 'gone', reason: 'gone' };
  if (did === 'removed') return { standing: 'there', reason: 'changed-since' };
  if (!isAsLeft) return { standing: 'changed', reason: 'changed-since' };
  if (usedBy.length > 0) return { standing: 'in-use', reason: 'in-use' };
  if (bookingIds.some((id) => !leaving.has(id))) return { standing: 'in-use', reason: 'has-bookings' };
  return { standing: 'as-left', reason: 'changed-since' };
}

/** Field by field: what still says what the run wrote gets its old value back. */
function planColumns(deed: RowDeed): Decided & { readonly columns: Columns } {
  const { was, is, now } = deed;
  const item = { side: 'database' as const, kind: deed.kind, id: deed.id };
  const changed = Object.keys(was).filter((column) => !isSame(was[column], is[column]));
  const names = [...new Set(changed.map((column) => groups[column] ?? column))];
  const columns: Record<string, unknown> = {};
  const fields: Record<string, readonly [unknown, unknown]> = {};
  const kept: Record<string, { before: unknown; written: unknown; now: unknown }> = {};
  for (const name of names) {
    const mine = changed.filter((column) => (groups[column] ?? column) === name);
    const action = undoTable[`changed/${fieldStanding(mine, deed)}`];
    const shown = mine[0] ?? name;
    if (action === 'restore') {
      for (const column of mine) columns[column] = was[column] ?? null;
      if (name !== 'link') fields[name] = [now[shown] ?? null, was[shown] ?? null];
    }
    if (action === 'keep' && name !== 'link') {
      kept[name] = { before: was[shown] ?? null, written: is[shown] ?? null, now: now[shown] ?? null };
    }
  }
  const isKept = Object.keys(kept).length > 0;
  return {
    columns,
    items: Object.keys(columns).length === 0 ? [] : [{ ...item, action: 'restore', fields, expects: deed.version }],
    kept: isKept ? [{ ...item, reason: 'changed-since', fields: kept, usedBy: [] }] : [],
  };
}

function fieldStanding(columns: readonly string[], { was, is, now }: RowDeed): Standing {
  if (columns.every((column) => isSame(now[column], is[column]))) return 'as-left';
  if (columns.every((column) => isSame(now[column], was[column]))) return 'as-before';
  return 'changed';
}

function isSame(one: unknown, other: unknown): boolean {
  return canonicalJson(one ?? null) === canonicalJson(other ?? null);
}

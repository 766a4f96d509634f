import { isDocumentPath } from '../core/customers/columns/file-words.js';
import type { Cell } from '../core/customers/model/source.js';

type Fields = { readonly [key: string]: Cell };

/** Whether anything in the text of a record looks like a wrapper: most files have none, so their records need no unwrapping. */
export function mayBeWrapped(text: string): boolean {
  return /"(?:\$[a-zA-Z]+|[a-z]+Value|_seconds)"/.test(text);
}

/**
 * Removes the wrappers that systems put around values: MongoDB's Extended JSON (v2), the typed values of Firestore's
 * REST interface, and the seconds of its libraries. Other values stay unchanged.
 */
export function unwrapRecord(record: Fields): Fields {
  const document = isFields(record.document) ? record.document : record;
  const isDocument = isFields(document.fields) && typeof document.name === 'string' && isDocumentPath(document.name);
  return unwrapFields(isDocument ? (document.fields as Fields) : record, 8);
}

function unwrapFields(fields: Fields, depth: number): Fields {
  return Object.fromEntries(Object.entries(fields).map(([name, cell]) => [name, unwrap(cell, depth)]));
}

function unwrap(cell: Cell, depth: number): Cell {
  if (cell === null || typeof cell !== 'object' || depth === 0) return cell;
  if (Array.isArray(cell)) return cell.map((each) => unwrap(each, depth - 1));
  const fields = cell as Fields;
  const names = Object.keys(fields);
  const [only = ''] = names;
  if (names.length === 2 && typeof fields._seconds === 'number' && '_nanoseconds' in fields)
    return momentOf(fields._seconds * 1000);
  const open = names.length === 1 && Object.hasOwn(wrappers, only) ? wrappers[only] : undefined;
  const opened = open?.(fields[only] ?? null, depth - 1);
  return opened === undefined ? unwrapFields(fields, depth - 1) : opened;
}

/** The value below each name, unwrapped; undefined: it is not a wrapper. */
const wrappers: Readonly<Record<string, (value: Cell, depth: number) => Cell | undefined>> = {
  $oid: asIs,
  $uuid: asIs,
  $symbol: asIs,
  $numberInt: asNumber,
  $numberLong: asNumber,
  $numberDouble: asNumber,
  $numberDecimal: asNumber,
  $date: (value) => {
    const inner = isFields(value) ? asNumber(value.$numberLong ?? null) : value;
    return typeof inner === 'number' ? momentOf(inner) : asIs(inner ?? null);
  },
  stringValue: asIs,
  referenceValue: asIs,
  timestampValue: asIs,
  booleanValue: asIs,
  nullValue: () => null,
  integerValue: asNumber,
  doubleValue: asNumber,
  mapValue: (value, depth) => {
    if (!isFields(value)) return undefined;
    return isFields(value.fields)
      ? unwrapFields(value.fields, depth)
      : Object.keys(value).length === 0
        ? null
        : undefined;
  },
  arrayValue: (value, depth) => {
    if (!isFields(value)) return undefined;
    const values = value.values ?? [];
    return Array.isArray(values) ? values.map((each) => unwrap(each, depth)) : undefined;
  },
};

function asIs(value: Cell): Cell | undefined {
  return value === null || typeof value !== 'object' ? value : undefined;
}

/** A number that is written as a text; one with too many digits for a number stays a text. */
function asNumber(value: Cell): Cell | undefined {
  if (typeof value !== 'string') return asIs(value);
  const number = value.trim() === '' ? Number.NaN : Number(value);
  const isExact = Number.isFinite(number) && (!Number.isInteger(number) || Number.isSafeInteger(number));
  return isExact ? number : value;
}

/** Epoch milliseconds as ISO 8601. */
function momentOf(milliseconds: number): string {
  const moment = new Date(milliseconds);
  return Number.isNaN(moment.getTime()) ? String(milliseconds) : moment.toISOString();
}

function isFields(cell: Cell | undefined): cell is Fields {
  return cell !== null && typeof cell === 'object' && !Array.isArray(cell);
}

import { type ColumnTarget, namingTargets } from '../columns/header-words.js';
import type { MappedColumn } from '../columns/map-headers.js';
import { isNullWord } from '../columns/null-words.js';
import type { Cell } from '../model/source.js';
import { cleanText, unescapeFormula } from '../values/clean-text.js';
import { listInCell } from './list-in-cell.js';
import type { RowContext } from './row-context.js';

/** In English and in Danish; `####` is a column that was too narrow when the file was saved. */
const excelError =
  /^#(REF!|N\/A|VALUE!|NAME\?|DIV\/0!|NULL!|NUM!|SPILL!|CALC!|REFERENCE!|I\/T|VÆRDI!|NAVN\?|DIVISION\/0!|NUL!|OVERLØB!|#{2,})$/i;
const longest = 100_000;
/** Dashes that lists write for an empty value. */
const dashes = /^\s*[-\u2013\u2014]+\s*$/;
const nothing = /^\(?(?:\?+|\.+|n\/?a|null|none|nil|ingen|intet|ukendt|unknown|nej|no|mangler)[.)]?$/i;

/** Whether a cell for an e-mail, a phone, a number or a date means that there is none. */
export function saysNothing(text: string): boolean {
  return text.length < 12 && nothing.test(text.trim());
}

/** A cell as clean text; lists of JSON are joined with ` ::: `, as Google does. */
export function readText(
  cell: Cell | undefined,
  column: MappedColumn,
  context: RowContext,
  nullWords: ReadonlySet<string>,
): string {
  if (cell === undefined || cell === null || column.target === 'bookings') return '';
  let raw: string;
  if (typeof cell === 'string') raw = bareText(cell, column.target);
  else if (Array.isArray(cell)) {
    const texts = cell.filter((part) => part === null || typeof part !== 'object');
    if (texts.length < cell.length) context.report('warning', column.header, 'not-a-text/list', {});
    const said = texts.filter((part) => part !== null).map(String);
    if (said.length > 1 && namingTargets.has(column.target))
      context.report('error', column.header, 'several-names', { count: said.length });
    raw = said.join(' ::: ');
  } else if (typeof cell === 'object') {
    context.report('warning', column.header, 'not-a-text/object', {});
    return '';
  } else raw = typeof cell === 'number' ? plainNumber(cell) : String(cell);
  if (raw === '' || (raw.length < 4 && dashes.test(raw))) return '';
  if (raw.length > longest && raw.trim().length > longest) {
    context.report('error', column.header, 'cell-too-long', { count: raw.trim().length });
    return '';
  }
  const { text, damage } = cleanText(raw);
  if (text.charCodeAt(0) !== 35 && isNullWord(text, column.target, nullWords)) return '';
  if (damage !== null) context.report('warning', column.header, damage, {});
  if (text.charCodeAt(0) === 35 && excelError.test(text)) {
    context.report('warning', column.header, 'excel-error', { name: text.toUpperCase() });
    return '';
  }
  return text;
}

/** Columns whose cells may hold a list. */
const listed: ReadonlySet<ColumnTarget | null> = new Set<ColumnTarget>(['email', 'phone', 'tags']);
/** Prefixes that lists of leads put before a number. */
const prefixes = new Map<ColumnTarget | null, RegExp>([
  ['phone', /^(?:p|tel):\s*(?=[+(\d])/i],
  ['postalCode', /^(?:z|zip):\s*(?=[\p{L}\d])/iu],
]);

/** Removes the wrapping that a spreadsheet or a system puts around a cell. */
function bareText(cell: string, target: ColumnTarget | null): string {
  const code = cell.charCodeAt(0);
  if (code === 61) return textFormula(cell);
  if ((code === 91 || code === 123) && listed.has(target)) return listInCell(cell)?.join(' ::: ') ?? cell;
  const prefix = prefixes.get(target);
  return prefix === undefined ? unescapeFormula(cell) : unescapeFormula(cell).replace(prefix, '');
}

/** `="0800"` keeps Excel from reading a text as a number. */
function textFormula(cell: string): string {
  if (cell.length < 3 || !cell.startsWith('="') || !cell.endsWith('"')) return cell;
  const inside = cell.slice(2, -1);
  const quotes = inside.replaceAll('""', '');
  return quotes.includes('"') ? cell : inside.replaceAll('""', '"');
}

/** A JSON number is exact: its three decimals must not be read as thousands. */
function plainNumber(number: number): string {
  const text = String(number);
  return /^-?\d{1,3}\.\d{3}$/.test(text) ? `${text}0` : text;
}

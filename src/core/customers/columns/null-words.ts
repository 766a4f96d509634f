import { addressTargets, type ColumnTarget } from './header-words.js';

/** Words that databases and programs write for an empty value, and that are never a person's name. */
const neverNames: ReadonlySet<string> = new Set([
  '\\N',
  '[NULL]',
  '[null]',
  '(NULL)',
  '(null)',
  '<NULL>',
  '<null>',
  'undefined',
  'NaN',
  '#N/A',
  '0',
]);
/** The same, for words that may be names too. */
const perhapsNames: ReadonlySet<string> = new Set(['NULL', 'null', 'Null', 'nan', 'None', 'none', 'nil', 'N/A', 'n/a']);
const longest = 9;
/** The first letters of these words, so that most cells need no lookup in a set. */
const mayBegin = /^[\\[(<nNu#0]/;

const personNames: ReadonlySet<ColumnTarget | null> = new Set<ColumnTarget>([
  'name',
  'lastFirstName',
  'firstName',
  'middleName',
  'lastName',
]);
/** Columns in which zero is a value. */
const zeroCounts: ReadonlySet<ColumnTarget | null> = new Set<ColumnTarget | null>([
  null,
  'ignore',
  'houseNumber',
  'floor',
  'door',
  'totalLeads',
  'totalBookings',
  'totalRevenue',
  'bookingDuration',
]);
/** Columns in which a cell without a letter or a digit is empty. */
const needLetters: ReadonlySet<ColumnTarget | null> = new Set<ColumnTarget>(['companyName', ...addressTargets]);
const letter = /[\p{L}\p{N}]/u;

/** The word for an empty value in a cell, for the analysis: the same word is not a name in another column. */
export function nullWordIn(cell: string, target: ColumnTarget | null): string | null {
  if (cell.length > longest) return null;
  const word = cell.trim();
  if (!mayBegin.test(word) || personNames.has(target) || cell === '0') return null;
  return neverNames.has(word) || perhapsNames.has(word) ? word : null;
}

/** Whether a cell's text means an empty value; `seen` are the file's words for it in other columns. */
export function isNullWord(text: string, target: ColumnTarget | null, seen: ReadonlySet<string>): boolean {
  if (text.length <= longest && mayBegin.test(text)) {
    if (text === '0') return !zeroCounts.has(target);
    if (neverNames.has(text)) return true;
    if (perhapsNames.has(text)) return !personNames.has(target) || seen.has(text);
  }
  return needLetters.has(target) && !letter.test(text);
}

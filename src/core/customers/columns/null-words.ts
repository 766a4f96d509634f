import { addressTargets, type ColumnTarget } from './header-words.js';

/** What databases and programs write where there is nothing, and what no person is called. */
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
/** The same, which may be names too. */
const perhapsNames: ReadonlySet<string> = new Set(['NULL', 'null', 'Null', 'nan', 'None', 'none', 'nil', 'N/A', 'n/a']);
const longest = 9;
/** What these words begin with, so that most cells need no look into a set. */
const mayBegin = /^[\\[(<nNu#0]/;

const personNames: ReadonlySet<ColumnTarget | null> = new Set<ColumnTarget>([
  'name',
  'lastFirstName',
  'firstName',
  'middleName',
  'lastName',
]);
/** Where zero is a value. */
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
/** Where a cell without a letter or a digit says nothing. */
const needLetters: ReadonlySet<ColumnTarget | null> = new Set<ColumnTarget>(['companyName', ...addressTargets]);
const letter = /[\p{L}\p{N}]/u;

/** The word for nothing that a cell holds, for the analysis: what a file writes for nothing elsewhere is no name in it either. */
export function nullWordIn(cell: string, target: ColumnTarget | null): string | null {
  if (cell.length > longest) return null;
  const word = cell.trim();
  if (!mayBegin.test(word) || personNames.has(target) || cell === '0') return null;
  return neverNames.has(word) || perhapsNames.has(word) ? word : null;
}

/** Whether a cell's text stands for nothing; `seen` are the words that the file writes for nothing in other columns. */
export function isNullWord(text: string, target: ColumnTarget | null, seen: ReadonlySet<string>): boolean {
  if (text.length <= longest && mayBegin.test(text)) {
    if (text === '0') return !zeroCounts.has(target);
    if (neverNames.has(text)) return true;
    if (perhapsNames.has(text)) return !personNames.has(target) || seen.has(text);
  }
  return needLetters.has(target) && !letter.test(text);
}

import { type ColumnTarget, columnTargets } from '../columns/header-words.js';
import { nullWordIn } from '../columns/null-words.js';
import { recogniseHeader } from '../columns/recognise-header.js';
import { saysNothing } from '../read/read-text.js';
import { stateNamed } from '../values/booking-states.js';
import { countryNamed, isNameOf } from '../values/country-names.js';
import { zoneWords } from '../values/local-time.js';
import { monthWords, weekdayLetters, weekdayWords, wordsBesideDates } from '../values/written-date.js';

/** Words that reading looks for inside cells, and that are not personal data. */
const fixed: ReadonlySet<string> = new Set(
  [
    // Titles, generations, and words that join names.
    'hr fru frk mr mrs ms miss dr doktor herr frau familien fam jr junior sr senior ii iii og and eller or samt el ved att',
    // Legal forms.
    'aps ivs smba amba fmba gmbh ltd inc llc ab oy kg ag',
    // Phones.
    'tlf tel telefon mob mobil mobile phone arb arbejde priv privat hjem work home cell lok lokal ext',
    // Amounts and durations.
    'kr dkk eur usd sek nok min mins minutter minutes minute timer time hours hour hrs moms inkl ekskl excl incl',
    // Titles, totals and the foot of a page.
    'total totalt totaler totals sum subtotal grand samlet ialt alt side page af antal udskrevet udskrift printed eksporteret',
    'exported generated rows rækker række row tabel table liste listen kunde kunder customer customers client clients klienter',
    'kontakter contacts erhverv walk walkin diverse øvrige gruppe group for med til the of på',
    // Addresses.
    'vej gade allé alle stræde plads torv vænge boulevard boulevarden blvd sal st th tv mf kld danmark denmark dk',
    // Addresses of the web, and markup.
    'http https www mailto tel zip href projects databases documents nbsp amp quot lt gt br',
  ]
    .join(' ')
    .split(' ')
    .concat(weekdayWords, wordsBesideDates, zoneWords),
);
const months: ReadonlySet<string> = new Set(monthWords);
/** Columns in which a month's name may be a person's. */
const ofPeople: ReadonlySet<ColumnTarget | null> = new Set<ColumnTarget>([
  'name',
  'lastFirstName',
  'firstName',
  'middleName',
  'lastName',
  'companyName',
]);
const targets: ReadonlySet<string> = new Set(columnTargets);

/** Whether a word of a cell stays unchanged. */
export function isFixedWord(word: string, target: ColumnTarget | null): boolean {
  const lower = word.toLowerCase();
  return fixed.has(lower) || (months.has(lower) && !ofPeople.has(target));
}

/** Whether a new word could be taken for one that reading knows. */
export function meansSomething(word: string): boolean {
  const lower = word.toLowerCase();
  if (fixed.has(lower) || months.has(lower) || targets.has(lower) || saysNothing(lower)) return true;
  if (weekdayLetters(word) > 0) return true;
  return nullWordIn(lower, null) !== null || isWordOfState(lower) || recogniseHeader(lower).target !== null;
}

const spreadsheetError = /^#(?:[A-ZÆØÅ/]+[!?]|DIV\/0!|N\/A|I\/T|#+)$/i;
const yesOrNo = /^(?:ja|nej|yes|no|true|false|sand|falsk|on|off|y|n|x)$/i;
const longestFixed = 60;

/** Whether a cell as a whole is empty or a word that reading knows. `header` is its column's. */
export function isFixedCell(text: string, target: ColumnTarget | null, header: string): boolean {
  const cell = text.trim();
  if (cell === '' || !/[\p{L}\p{N}]/u.test(cell)) return true;
  if (cell.length > longestFixed) return false;
  if (yesOrNo.test(cell) || saysNothing(cell) || nullWordIn(cell, null) !== null || spreadsheetError.test(cell))
    return true;
  if (cell.toLowerCase() === header.trim().toLowerCase()) return true;
  if (target === 'country' || (target === null && !/\d/.test(cell))) {
    if (isNameOf('DK', cell) || countryNamed(cell) !== null) return true;
  }
  if (ofPeople.has(target) && target !== 'name') return false;
  return isWordOfState(cell) || isHeader(cell);
}

/** A long number after the word is not part of the header: `Tlf. 20304050`. */
function isHeader(cell: string): boolean {
  const figures = cell.match(/\d/g)?.length ?? 0;
  return figures < 3 && /\p{L}/u.test(cell) && !cell.includes('@') && recogniseHeader(cell).target !== null;
}

/** How many letters at the end of an address are a country. */
export function countryAtEnd(text: string): number {
  const comma = text.lastIndexOf(',');
  const last = text.slice(comma + 1);
  return comma >= 0 && last.trim() !== '' && !/\d/.test(last) && countryNamed(last) !== null ? last.length : 0;
}

/** Whether a cell is a booking's status; a cancellation may be followed by its reason, so only its first word counts. */
function isWordOfState(cell: string): boolean {
  const state = stateNamed(cell);
  return state !== null && (state !== 'cancelled' || !/\s/.test(cell));
}

/** How many letters at the beginning of a cell mean a cancellation. */
export function cancellationAtStart(text: string): number {
  const word = /^\s*[\p{L}_]+/u.exec(text)?.[0] ?? '';
  return stateNamed(word.trim()) === 'cancelled' ? word.length : 0;
}

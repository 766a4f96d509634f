import type { Analysis } from '../columns/analyze-file.js';
import type { ColumnTarget } from '../columns/header-words.js';
import { recogniseHeader } from '../columns/recognise-header.js';
import { DateReader } from '../values/local-time.js';
import { monthWords, weekdayLetters } from '../values/written-date.js';
import { cancellationAtStart, countryAtEnd, isFixedCell, isFixedWord } from './fixed-words.js';
import { type DigitReplacer, movedMoment, movedYear } from './replace-digits.js';
import type { WordReplacer } from './replace-words.js';

interface Replacers {
  readonly words: WordReplacer;
  readonly digits: DigitReplacer;
}

/** The column of a cell. */
interface CellPlace {
  readonly target: ColumnTarget | null;
  readonly header: string;
}

type Rule = readonly [pattern: RegExp, replace: (found: RegExpExecArray, place: CellPlace, by: Replacers) => string];

const ofTime: ReadonlySet<ColumnTarget | null> = new Set<ColumnTarget>([
  'lastContactAt',
  'bookingDate',
  'bookingStart',
  'bookingEndDate',
  'bookingEnd',
  'bookingDuration',
]);
/** A lower total is a finding: the figures of such columns stay. */
const ofAmounts: ReadonlySet<ColumnTarget | null> = new Set<ColumnTarget>([
  'totalLeads',
  'totalBookings',
  'totalRevenue',
]);
const month = `(?:${[...monthWords].sort((one, other) => other.length - one.length).join('|')})`;
const keep: Rule[1] = ([found]) => found;
const moveLast: Rule[1] = ([found]) => found.replace(/\d+$/, movedYear);

/** Patterns of a cell's values; text that no rule matches goes to the next one. */
const rules: readonly Rule[] = [
  // Tags and letters of HTML, and the names of fields of JSON.
  [/<\/?[a-z][a-z0-9]{0,10}(?=[\s/>])|&(?:[a-z]{2,8}|#\d{1,6});/gi, keep],
  [/(?<=[{,]\s*"{1,2})[\w .-]{1,60}(?="{1,2}\s*:)/gu, keep],
  [/(?<![^\s<>()[\]{}"',;:|])[^\s<>()[\]{}"',;:|]*@[^\s<>()[\]{}"',;:|]*/gu, ([found], _, by) => redactMail(found, by)],
  // `p: 20 30 40 50`, `d. 3/5`, `204050 x 12`, `I alt`.
  [/(?<!\p{L})(?:[dmptz](?=(?:[:.]\s*|\s+)[+(\d])|[pz](?=:\p{L})|i\s?alt(?!\p{L}))|(?<=\d\s?)x(?=\s?\d)/giu, keep],
  // Dates: the year first, last, or behind the name of a month.
  [/(?<![\p{L}\d])\d{4}([-/.])\d{1,2}\1\d{1,2}(?!\d)/gu, ([found]) => found.replace(/^\d+/, movedYear)],
  [/(?<![\d./-])\d{1,2}([-./])\d{1,2}\1(?:\d{4}|\d{2})(?!\d|[-./]\d)/g, moveLast],
  [
    /(?<![\d./-])\d{1,2}\s*([-./])\s*\d{1,2}\s*\1\s*\d{4}(?!\d|[-./]\d)/g,
    (found, place, by) =>
      ofTime.has(place.target) ? moveLast(found, place, by) : found[0].replace(/\d+/g, (run) => by.digits.replace(run)),
  ],
  [/(?<![\d./-])\d{1,2}\/\d{1,2}(?:\s*-\s*|\s+)(?:\d{4}|\d{2})(?!\d|[-./]\d)/g, moveLast],
  [
    new RegExp(`(?<![\\p{L}\\d])\\d{1,2}\\.?[\\s/-]*${month}\\.?,?[\\s/-]*(?:\\d{4}|\\d{2})(?![\\d.:])`, 'giu'),
    moveLast,
  ],
  [new RegExp(`(?<![\\p{L}\\d])${month}\\.?\\s+\\d{1,2},?\\s+\\d{4}(?!\\d)`, 'giu'), moveLast],
  [
    /(?<![\d:])[T ]?\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d{1,9})?)?(?:\s?(?:Z|[ap]\.?m\.?)(?!\p{L})|\s?(?:GMT|UTC)?[+-]\d{2}:?\d{2}(?!\d))?/giu,
    keep,
  ],
  [
    /(?<![\d\p{L}])(?:(?:\+|00)[1-9](?:[ \u00a0.()-]{0,2}\d){6,14}|(?:45[ .-]?)?[2-9]\d(?:[ \u00a0.-]?\d\d){3}|(?:45[ .-]?)?[2-9]\d{3}[ \u00a0.-]\d{4})(?!\d)/gu,
    ([found], { target }, { digits }) => (ofTime.has(target) || ofAmounts.has(target) ? found : digits.phone(found)),
  ],
  // A number as a spreadsheet shortens it.
  [
    /(?<![\d\p{L}])(\d{1,3}(?:[.,]\d+)?)(e[+-]?\d{1,3})(?![\p{L}\d])/giu,
    ([, mantissa = '', exponent = ''], _, { digits }) =>
      mantissa.replace(/\d+/g, (run) => digits.replace(run)) + exponent,
  ],
  [/(?<!\p{L})(?:[aikp]\/s|s\/i|c\/o|v\/|[af]\.?m\.?b\.?a|d-?(?=\d{4,5}))(?!\p{L})/giu, keep],
  [/[\p{L}\p{M}]+/gu, redactWord],
  [
    /\d+/g,
    ([found], { target }, { digits }) => (ofTime.has(target) || ofAmounts.has(target) ? found : digits.replace(found)),
  ],
];

function redactWord({ 0: found, index, input }: RegExpExecArray, { target }: CellPlace, { words }: Replacers): string {
  if (isFixedWord(found, target) || (ofTime.has(target) && found.length === 1)) return found;
  const isFirst = ofTime.has(target) && input.slice(0, index).trim() === '';
  const kept = isFirst ? weekdayLetters(found) : 0;
  const stem = stemOf(found.slice(kept), input.slice(index + found.length, index + found.length + 4));
  return found.slice(0, kept) + (stem === '' ? '' : words.replace(stem)) + found.slice(kept + stem.length);
}

function redactMail(text: string, { words, digits }: Replacers): string {
  const end = /(?<=@.*)\.[a-z]{2,10}$/i.exec(text)?.[0] ?? '';
  const rest = text.slice(0, text.length - end.length);
  return (
    rest.replace(/[\p{L}\p{M}]+/gu, (found) => words.replace(found)).replace(/\d+/g, (run) => digits.replace(run)) + end
  );
}

/** The text of a cell with other words and figures in the same places; its length, signs and kinds of value stay. */
export function redactCell(text: string, { target: column, header }: CellPlace, by: Replacers): string {
  const target = column === null && isMoment(text) ? 'lastContactAt' : column;
  const place = { target, header };
  if (isFixedCell(text, target, header)) return text;
  const whole = /^(\s*"*)(\d+)("*\s*)$/.exec(text);
  if (whole !== null && (ofTime.has(target) || target === null)) {
    const moved = movedMoment(whole[2] ?? '');
    if (moved !== null && (ofTime.has(target) || moved.length > 9)) return `${whole[1]}${moved}${whole[3]}`;
    if (ofTime.has(target)) return /^\s*"*(?:19|20)\d{6}"*\s*$/.test(text) ? text.replace(/\d{4}/, movedYear) : text;
  }
  const start = target === 'bookingStatus' || target === null ? cancellationAtStart(text) : 0;
  const end = countryAtEnd(text);
  const middle = text.slice(start, text.length - end);
  return text.slice(0, start) + redactFrom(middle, 0, place, by) + (end === 0 ? '' : text.slice(-end));
}

const dates = new DateReader('UTC');

/** Reading looks for times in columns of no kind too: these may hold bookings. */
function isMoment(text: string): boolean {
  return /\d/.test(text) && /\p{L}/u.test(text) && !('problem' in dates.read(text, 'dmy'));
}

function redactFrom(text: string, at: number, place: CellPlace, by: Replacers): string {
  const rule = rules[at];
  if (rule === undefined || text === '') return text;
  const [pattern, replace] = rule;
  let redacted = '';
  let last = 0;
  for (const found of text.matchAll(pattern)) {
    redacted += redactFrom(text.slice(last, found.index), at + 1, place, by) + replace(found, place, by);
    last = found.index + found[0].length;
  }
  return redacted + redactFrom(text.slice(last), at + 1, place, by);
}

const streets = /^(.{2,})(vej|gade|all[eé]|stræde|plads|torv|vænge|boulevarden|boulevard)$/iu;

/** The part of a word that is replaced: of `Skovvej`, and of `Skovv.` before a number, only `Skov`. */
function stemOf(text: string, after: string): string {
  const street = streets.exec(text)?.[1];
  if (street !== undefined) return street;
  return /^.{3,}[vg]$/i.test(text) && /^\.?\s+\d/.test(after) ? text.slice(0, -1) : text;
}

/** The words of a text that are replaced. */
export function* wordsIn(text: string): Iterable<string> {
  for (const { 0: found, index } of text.matchAll(/[\p{L}\p{M}]+/gu))
    yield stemOf(found, text.slice(index + found.length, index + found.length + 4));
}

/** The meaning of a column, by its number or by the name of a field. */
export function places(analysis: Analysis | null): (column: number | string | null) => CellPlace {
  const nowhere: CellPlace = { target: null, header: '' };
  const known = new Map<number | string, CellPlace>();
  for (const { index, header, target } of analysis?.mapping ?? []) {
    known.set(index, { target, header });
    if (analysis?.headerSeq === null) known.set(header, { target, header });
  }
  return (column) => {
    if (column === null) return nowhere;
    let place = known.get(column);
    if (place === undefined) {
      place = typeof column === 'number' ? nowhere : { target: recogniseHeader(column).target, header: column };
      if (known.size < 20_000) known.set(column, place);
    }
    return place;
  };
}

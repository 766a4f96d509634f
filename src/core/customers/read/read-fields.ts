import type { ColumnTarget } from '../columns/header-words.js';
import { oneLine } from '../values/clean-text.js';
import { countryNamed, isNameOf } from '../values/country-names.js';
import { readEmail } from '../values/email.js';
import { readNumber } from '../values/formats.js';
import type { DateReader } from '../values/local-time.js';
import { readPhoneAbroad } from '../values/phone.js';
import { saysNothing } from './read-text.js';
import { type RowContext, type RowTexts, reportDate, type Texts, type Understanding } from './row-context.js';

const maxInteger = 2_147_483_647;

/** The first cell of a target, in one line. */
export function first(texts: RowTexts, target: ColumnTarget): string | null {
  const text = texts.get(target)?.[0]?.text;
  return text === undefined ? null : oneLine(text);
}

/** PostgreSQL cannot index a longer text. */
const longestKept = 600;

/** The first good e-mail; additional ones go into the notes. A wrong one rejects its row if `strict`. */
export function readEmails(
  cells: Texts | undefined,
  strict: boolean,
  context: RowContext,
  extra: string[],
): string | null {
  let email: string | null = null;
  for (const { column, text } of cells ?? []) {
    const reading = readEmail(text);
    if (reading.problem !== null) {
      if (saysNothing(text)) continue;
      const count = reading.email.split('@').length - 1;
      if (email === null) {
        const isRefused = strict || reading.email.length > longestKept;
        context.report(isRefused ? 'error' : 'warning', column.header, `email-invalid/${reading.problem}`, { count });
        email = oneLine(reading.email);
      } else context.report('warning', column.header, `email-invalid/${reading.problem}`, { count });
      continue;
    }
    if (reading.hasWords) {
      context.report('warning', column.header, 'email-words', {});
      extra.push(`E-mail: ${oneLine(text)}`);
    }
    for (const address of [reading.email, ...reading.others]) {
      if (email === null) email = address;
      else if (address.toLowerCase() !== email.toLowerCase() && !extra.includes(`E-mail: ${address}`)) {
        context.report('warning', column.header, 'several-emails', {});
        extra.push(`E-mail: ${address}`);
      }
    }
  }
  return email;
}

/** The country of a row's phones: the row's own country, if it is a known one. */
function countryOf(cells: Texts | undefined, usual: string): string {
  if (cells === undefined) return usual;
  const named = cells.map(({ text }) => (isNameOf(usual, text) ? usual : countryNamed(text)));
  return named.every((country) => country === named[0]) ? (named[0] ?? usual) : usual;
}

/** The first phone; additional ones go into the notes. A doubtful one is kept as written. */
export function readPhones(texts: RowTexts, usual: string, context: RowContext, extra: string[]): string | null {
  const cells = texts.get('phone');
  if (cells === undefined) return null;
  const country = countryOf(texts.get('country'), usual);
  let phone: string | null = null;
  for (const { column, text } of cells) {
    const reading = readPhoneAbroad(text, country, usual);
    if (reading.problem === 'excel') {
      context.report('warning', column.header, 'excel-number/phone', {});
      continue;
    }
    if (reading.problem === 'doubtful') {
      context.report('warning', column.header, 'phone-doubtful', { count: text.replace(/\D/g, '').length });
    }
    if (reading.problem === 'words') {
      if (saysNothing(text)) continue;
      context.report('warning', column.header, 'phone-words', {});
      extra.push(`Phone: ${oneLine(text)}`);
    }
    if (reading.extension !== null) {
      context.report('warning', column.header, 'phone-extension', {});
      extra.push(`Phone: ${reading.phone} ext. ${reading.extension}`);
    }
    for (const number of [reading.phone, ...reading.others]) {
      if (number === null) continue;
      if (phone === null) phone = oneLine(number);
      else if (number !== phone && !extra.includes(`Phone: ${number}`)) {
        context.report('warning', column.header, 'several-phones', {});
        extra.push(`Phone: ${number}`);
      }
    }
  }
  return phone;
}

const tagSeparator = /[;,|\n]|:::/;

/** Splits by the strongest separator in the cell; Google's own marks (`* myContacts`) are not tags. */
export function readTags(cells: Texts | undefined): readonly string[] {
  if (cells === undefined) return [];
  const [only] = cells;
  if (cells.length === 1 && only !== undefined && !tagSeparator.test(only.text) && !only.text.startsWith('* '))
    return [oneLine(unquoted(only.text))];
  const tags = cells.flatMap(({ text }) => text.split(text.includes(':::') ? ':::' : /[;,|\n]/));
  const clean = tags.map((tag) => oneLine(unquoted(tag.trim()))).filter((tag) => tag !== '' && !tag.startsWith('* '));
  return [...new Set(clean)];
}

/** Some systems write a list into a cell as `"vip","post"` or `["vip","post"]`. */
function unquoted(tag: string): string {
  return /^\[?"([^"]*)"\]?$/.exec(tag)?.[1]?.trim() ?? tag;
}

/** A whole number that is not negative; otherwise nothing, with a warning. */
export function readCount(cells: Texts | undefined, how: Understanding, context: RowContext): number | null {
  const cell = cells?.[0];
  if (cell === undefined) return null;
  const value = readNumberCell(cell, how, context, true);
  if (value === null) return null;
  if (!Number.isInteger(value) || value < 0 || value > maxInteger) {
    const nature = value < 0 ? 'negative' : value > maxInteger ? 'large' : 'fraction';
    context.report('warning', cell.column.header, `number-out-of-range/${nature}`, {});
    return null;
  }
  return value;
}

/** An amount of money; otherwise nothing, with a warning. */
export function readAmount(cells: Texts | undefined, how: Understanding, context: RowContext): number | null {
  const cell = cells?.[0];
  return cell === undefined ? null : readNumberCell(cell, how, context, false);
}

function readNumberCell(cell: Texts[number], how: Understanding, context: RowContext, whole: boolean): number | null {
  const { column, text } = cell;
  const reading = readNumber(text, how.formats.get(column.index)?.decimal ?? 'ambiguous', whole);
  if ('value' in reading) return reading.value;
  const { problem } = reading;
  if (saysNothing(text)) return null;
  if (problem === 'excel') context.report('warning', column.header, 'excel-number/number', {});
  else context.report('warning', column.header, problem === 'ambiguous' ? 'number-ambiguous' : 'number-invalid', {});
  return null;
}

/** A date; otherwise nothing, with a warning. */
export function readMoment(
  cells: Texts | undefined,
  how: Understanding,
  dates: DateReader,
  context: RowContext,
): Date | null {
  const cell = cells?.[0];
  if (cell === undefined) return null;
  const reading = dates.read(cell.text, how.formats.get(cell.column.index)?.dateOrder ?? 'dmy');
  if ('value' in reading) return reading.value;
  if (saysNothing(cell.text)) return null;
  reportDate('warning', reading.problem, cell.column.header, context);
  return null;
}

import { cleanText, oneLine, unescapeFormula } from './clean-text.js';
import { composeAddress } from './compose-address.js';
import type { BookingDraft, CustomerDraft } from './customer.js';
import { readEmail } from './email.js';
import type { Finding } from './finding.js';
import { readNumber } from './formats.js';
import type { ColumnTarget } from './header-words.js';
import { DateReader } from './local-time.js';
import type { MappedColumn } from './map-headers.js';
import { readPhone } from './phone.js';
import { createBookingReader } from './read-booking.js';
import { remedies } from './remedies.js';
import { type RowContext, reportDate, type Texts, type Understanding } from './row-context.js';
import type { Cell, SourceRow } from './source.js';

export interface UnderstoodRow {
  readonly seq: number;
  readonly line: number;
  /** null: the row is rejected, and `reasons` says why. */
  readonly customer: CustomerDraft | null;
  readonly bookings: readonly BookingDraft[];
  readonly reasons: readonly string[];
}

const excelError = /^#(REF!|N\/A|VALUE!|NAME\?|DIV\/0!|NULL!|NUM!|SPILL!|CALC!)$/i;
const maxInteger = 2_147_483_647;
const longest = 100_000;

/** Makes the function that reads this file's rows; it hands every finding to `tell` and never throws for bad data. */
export function createRowReader(
  how: Understanding,
  tell: (finding: Finding) => void,
): (row: SourceRow) => UnderstoodRow {
  const dates = new DateReader(how.timeZone);
  const byTarget = new Map<ColumnTarget, MappedColumn[]>();
  for (const column of how.mapping) {
    if (column.target === null) continue;
    byTarget.set(column.target, [...(byTarget.get(column.target) ?? []), column]);
  }
  const used = how.mapping.filter(({ target }) => target !== null && target !== 'ignore');
  const width = how.mapping.length;
  const readBookings = how.bookings ? createBookingReader(how, dates) : null;

  return (row) => {
    const reasons: string[] = [];
    const context: RowContext = {
      line: row.line,
      report: (severity, code, column, reason) => {
        tell({ severity, code, line: row.line, column, reason, remedy: remedies[code] });
        if (severity === 'error') reasons.push(column === null ? reason : `${column}: ${reason}`);
      },
    };
    if (row.problem !== null) {
      tell({ severity: 'error', line: row.line, column: null, ...row.problem });
      return { seq: row.seq, line: row.line, customer: null, bookings: [], reasons: [row.problem.reason] };
    }
    checkWidth(row, width, context);
    const texts = new Map<ColumnTarget, Texts>();
    for (const column of used) {
      const text = readText(row.cells[column.index], column, context);
      if (text === '') continue;
      const target = column.target as ColumnTarget;
      const these = texts.get(target);
      if (these === undefined) texts.set(target, [{ column, text }]);
      else these.push({ column, text });
    }
    const customer = readCustomer(texts, how, dates, context);
    const bookings = readBookings?.(row, texts, context) ?? [];
    return { seq: row.seq, line: row.line, customer: reasons.length > 0 ? null : customer, bookings, reasons };
  };
}

function checkWidth(row: SourceRow, width: number, context: RowContext): void {
  for (let index = width; index < row.cells.length; index += 1) {
    if (String(row.cells[index] ?? '').trim() !== '') {
      context.report('error', 'row-too-long', null, `has ${row.cells.length} cells where the header has ${width}`);
      return;
    }
  }
}

/** A cell as clean text; lists of JSON become the ` ::: ` list that Google writes. */
function readText(cell: Cell | undefined, column: MappedColumn, context: RowContext): string {
  if (cell === undefined || cell === null || column.target === 'bookings') return '';
  let raw: string;
  if (typeof cell === 'string') raw = unescapeFormula(cell);
  else if (Array.isArray(cell))
    raw = cell
      .filter((part) => part !== null)
      .map(String)
      .join(' ::: ');
  else if (typeof cell === 'object') {
    context.report('warning', 'not-a-text', column.header, 'is an object where a text belongs');
    return '';
  } else raw = typeof cell === 'number' ? plainNumber(cell) : String(cell);
  if (raw === '') return '';
  const { text, damage } = cleanText(raw);
  if (damage === 'control-characters') context.report('warning', damage, column.header, 'had control characters');
  if (damage === 'broken-characters') context.report('warning', damage, column.header, 'has broken characters');
  if (excelError.test(text)) {
    context.report('warning', 'excel-error', column.header, `is the spreadsheet error ${text.toUpperCase()}`);
    return '';
  }
  if (text.length > longest) {
    context.report('error', 'cell-too-long', column.header, `is ${text.length} characters long`);
    return '';
  }
  return text;
}

/** A JSON number is what it is: its three decimals must not be taken for thousands. */
function plainNumber(number: number): string {
  const text = String(number);
  return /^-?\d{1,3}\.\d{3}$/.test(text) ? `${text}0` : text;
}

function readCustomer(
  texts: ReadonlyMap<ColumnTarget, Texts>,
  how: Understanding,
  dates: DateReader,
  context: RowContext,
): CustomerDraft | null {
  const extra: string[] = [];
  const companyName = first(texts, 'companyName');
  const email = readEmails(texts.get('email'), how.validateEmail, context, extra);
  const phone = readPhones(texts.get('phone'), how.country, context, extra);
  const address = composeAddress(texts, how.country, context, extra);
  const name = readName(texts, companyName, context);
  const notes = (texts.get('notes') ?? []).map(({ text }) => text);
  const draft = {
    email,
    phone,
    address,
    companyName,
    notes: notes.length + extra.length === 0 ? null : [...notes, ...extra].join('\n'),
    tags: readTags(texts.get('tags')),
    totalLeads: readCount(texts.get('totalLeads'), how, context),
    totalBookings: readCount(texts.get('totalBookings'), how, context),
    totalRevenue: readAmount(texts.get('totalRevenue'), how, context),
    lastContactAt: readMoment(texts.get('lastContactAt'), how, dates, context),
  };
  return name === null ? null : { name, ...draft };
}

function first(texts: ReadonlyMap<ColumnTarget, Texts>, target: ColumnTarget): string | null {
  const text = texts.get(target)?.[0]?.text;
  return text === undefined ? null : oneLine(text);
}

function readName(texts: ReadonlyMap<ColumnTarget, Texts>, company: string | null, context: RowContext): string | null {
  const whole = first(texts, 'name');
  if (whole !== null) return whole;
  const parts = [first(texts, 'firstName'), first(texts, 'middleName'), first(texts, 'lastName')];
  const joined = parts.filter((part) => part !== null).join(' ');
  if (joined !== '') return joined;
  if (company !== null) return company;
  const column = texts.size === 0 ? null : 'name';
  context.report(
    'error',
    texts.size === 0 ? 'row-empty' : 'name-missing',
    column,
    texts.size === 0 ? 'has nothing that can be imported' : 'is missing',
  );
  return null;
}

function readEmails(cells: Texts | undefined, strict: boolean, context: RowContext, extra: string[]): string | null {
  let email: string | null = null;
  for (const { column, text } of cells ?? []) {
    const reading = readEmail(text);
    if (reading.problem !== null) {
      if (email === null) {
        context.report(strict ? 'error' : 'warning', 'email-invalid', column.header, reading.problem);
        email = oneLine(reading.email);
      } else context.report('warning', 'email-invalid', column.header, reading.problem);
      continue;
    }
    for (const address of [reading.email, ...reading.others]) {
      if (email === null) email = address;
      else if (address.toLowerCase() !== email.toLowerCase() && !extra.includes(`E-mail: ${address}`)) {
        context.report('warning', 'several-emails', column.header, 'is a further e-mail');
        extra.push(`E-mail: ${address}`);
      }
    }
  }
  return email;
}

function readPhones(cells: Texts | undefined, country: string, context: RowContext, extra: string[]): string | null {
  let phone: string | null = null;
  for (const { column, text } of cells ?? []) {
    const reading = readPhone(oneLine(text), country);
    if (reading.problem === 'excel') {
      context.report('warning', 'excel-number', column.header, 'is a phone number in scientific notation');
      continue;
    }
    if (reading.problem === 'doubtful') {
      context.report('warning', 'phone-doubtful', column.header, `has ${text.replace(/\D/g, '').length} digits`);
    }
    if (reading.extension !== null) {
      context.report('warning', 'phone-extension', column.header, 'has an extension');
      extra.push(`Phone: ${reading.phone} ext. ${reading.extension}`);
    }
    for (const number of [reading.phone, ...reading.others]) {
      if (number === null) continue;
      if (phone === null) phone = number;
      else if (number !== phone && !extra.includes(`Phone: ${number}`)) {
        context.report('warning', 'several-phones', column.header, 'is a further phone');
        extra.push(`Phone: ${number}`);
      }
    }
  }
  return phone;
}

/** Splits by the strongest separator in the cell; Google's own marks (`* myContacts`) are not tags. */
function readTags(cells: Texts | undefined): readonly string[] {
  if (cells === undefined) return [];
  const tags = cells.flatMap(({ text }) => text.split(text.includes(':::') ? ':::' : /[;,|\n]/));
  const clean = tags.map((tag) => oneLine(tag.trim())).filter((tag) => tag !== '' && !tag.startsWith('* '));
  return [...new Set(clean)];
}

function readCount(cells: Texts | undefined, how: Understanding, context: RowContext): number | null {
  const cell = cells?.[0];
  if (cell === undefined) return null;
  const value = readNumberCell(cell, how, context, true);
  if (value === null) return null;
  if (!Number.isInteger(value) || value < 0 || value > maxInteger) {
    const nature = value < 0 ? 'is negative' : value > maxInteger ? 'is too large' : 'is not a whole number';
    context.report('warning', 'number-out-of-range', cell.column.header, nature);
    return null;
  }
  return value;
}

function readAmount(cells: Texts | undefined, how: Understanding, context: RowContext): number | null {
  const cell = cells?.[0];
  return cell === undefined ? null : readNumberCell(cell, how, context, false);
}

function readNumberCell(cell: Texts[number], how: Understanding, context: RowContext, whole: boolean): number | null {
  const { column, text } = cell;
  const reading = readNumber(text, how.formats.get(column.index)?.decimal ?? 'ambiguous', whole);
  if ('value' in reading) return reading.value;
  const { problem } = reading;
  if (problem === 'excel') context.report('warning', 'excel-number', column.header, 'is in scientific notation');
  else if (problem === 'ambiguous')
    context.report('warning', 'number-ambiguous', column.header, 'can be thousands or decimals');
  else context.report('warning', 'number-invalid', column.header, 'is not a number');
  return null;
}

function readMoment(cells: Texts | undefined, how: Understanding, dates: DateReader, context: RowContext): Date | null {
  const cell = cells?.[0];
  if (cell === undefined) return null;
  const reading = dates.read(cell.text, how.formats.get(cell.column.index)?.dateOrder ?? 'dmy');
  if ('value' in reading) return reading.value;
  reportDate('warning', reading.problem, cell.column.header, context);
  return null;
}

import type { ImportOptions } from '../../options/import-options.js';
import type { Finding } from '../../results/import-result.js';
import type { Analysis } from '../columns/analyze-file.js';
import type { ColumnTarget } from '../columns/header-words.js';
import { type ColumnMapping, type MappedColumn, repeatable } from '../columns/map-headers.js';
import { recogniseHeader } from '../columns/recognise-header.js';
import type { BookingDraft, CustomerDraft } from '../model/customer.js';
import type { RowPlace, SourceRow } from '../model/source.js';
import { countryNamed } from '../values/country-names.js';
import { DateReader } from '../values/local-time.js';
import { composeAddress } from './compose-address.js';
import { nonCustomerWatch, otherThanCustomer } from './no-customer.js';
import { notesColumns, readNotes } from './notes-columns.js';
import { createBookingReader } from './read-booking.js';
import { first, readAmount, readCount, readEmails, readMoment, readPhones, readTags } from './read-fields.js';
import { readNamed } from './read-name.js';
import { readText } from './read-text.js';
import { type RowContext, type RowTexts, TextSlots, type Texts, type Understanding } from './row-context.js';
import { RowReports, recordNamer } from './row-reports.js';

export interface UnderstoodRow extends RowPlace {
  readonly seq: number;
  /** null: the row is rejected, with `reasons`, or skipped. */
  readonly customer: CustomerDraft | null;
  readonly bookings: readonly BookingDraft[];
  readonly reasons: readonly Finding[];
  /** The row is a title, a total or a repeated header: it gets a finding and is not counted. */
  readonly isPassedOver: boolean;
}

/** The reader of an analyzed file's rows, with the options of its import. */
export function rowReader(
  { mapping, formats, nullWords, headerSeq, lonelyCell }: Analysis,
  { country, timeZone, validateEmail, createBookings }: ImportOptions,
  tell: (finding: Finding) => void,
): (row: SourceRow) => UnderstoodRow {
  return createRowReader(
    { mapping, formats, nullWords, headerSeq, lonelyCell, country, timeZone, validateEmail, bookings: createBookings },
    tell,
  );
}

/** Makes the function that reads this file's rows; it passes every finding to `tell` and never throws for bad data. */
export function createRowReader(
  how: Understanding,
  tell: (finding: Finding) => void,
): (row: SourceRow) => UnderstoodRow {
  const dates = new DateReader(how.timeZone);
  const texts = new TextSlots();
  const ranked = [...how.mapping].sort((one, other) => one.rank - other.rank);
  const used = ranked.flatMap((column) => {
    const { target } = column;
    return target === null || target === 'ignore' ? [] : [{ column, place: texts.placeOf(target) }];
  });
  const width = how.mapping.length;
  const isHeaderAgain = headerWatch(how.mapping);
  const doubled = doubledTargets(how.mapping);
  const labels = notesLabels(how.mapping);
  const reading = { ...how, columns: notesColumns(how.mapping) };
  const readBookings = how.bookings ? createBookingReader(how, dates) : null;

  const nameRecord = recordNamer(how.mapping);
  const findNobody = how.headerSeq === null ? () => null : nonCustomerWatch(how.mapping, how.lonelyCell);
  const isLonely = ({ seq, cells }: SourceRow) =>
    texts.size === 1 &&
    how.lonelyCell(seq, cells.filter((cell) => cell !== null && String(cell).trim() !== '').length) !== null;

  return (row) => {
    const context = new RowReports(row, nameRecord, tell);
    const { reasons } = context;
    if (row.problem !== null) {
      const problem: Finding = { severity: 'error', ...context.place(), column: null, ...row.problem };
      tell(problem);
      return { ...noCustomer(row), reasons: [problem] };
    }
    if (row.doubt) tell({ severity: 'warning', ...context.place(), column: null, ...row.doubt });
    if (isHeaderAgain(row.cells)) {
      context.report('warning', null, 'header-again', {});
      return { ...noCustomer(row), isPassedOver: true };
    }
    const found = findNobody(row);
    if (found !== null) {
      const header = how.mapping[found.index]?.header ?? null;
      context.report('warning', header, `${found.code}/passed`, {});
      return { ...noCustomer(row), isPassedOver: true };
    }
    checkWidth(row, width, context);
    texts.clear();
    for (const { column, place } of used) {
      const text = readText(row.cells[column.index], column, context, how.nullWords);
      if (text !== '') texts.add(place, column, text);
    }
    if (labels.size > 0) for (const target of ['notes', 'bookingNotes'] as const) label(texts.get(target), labels);
    for (const target of doubled) warnOfSecond(texts.get(target), context);
    const customer = readCustomer(texts, reading, dates, context);
    if (customer !== null && reasons.length === 0 && isLonely(row)) {
      const column = texts.get('name')?.[0]?.column.header ?? null;
      context.report('error', column, 'row-alone/refused', {});
    }
    const bookings = readBookings?.(row, texts, context) ?? [];
    return {
      seq: row.seq,
      line: row.line,
      record: row.record,
      customer: reasons.length > 0 ? null : customer,
      bookings,
      reasons,
      isPassedOver: false,
    };
  };
}

const noCustomer = ({ seq, line, record }: SourceRow): UnderstoodRow => ({
  ...{ seq, line, record, customer: null, bookings: [], reasons: [], isPassedOver: false },
});

/** Finds repeated headers, as at the top of each page of a printed list. */
function headerWatch(mapping: ColumnMapping): (cells: SourceRow['cells']) => boolean {
  const headers = mapping.map(({ header }) => header.toLowerCase());
  return (cells) => {
    let same = 0;
    for (let index = 0; index < cells.length; index += 1) {
      const cell = cells[index];
      if (cell === '' || cell === null || cell === undefined) continue;
      const header = headers[index];
      if (typeof cell !== 'string' || header === undefined || cell.length < header.length) return false;
      if (cell.trim().toLowerCase() !== header) return false;
      same += 1;
    }
    return same > 1;
  };
}

/** Targets for which only the first field of a record counts; JSON records may name them differently. */
function doubledTargets(mapping: ColumnMapping): readonly ColumnTarget[] {
  const targets = mapping.flatMap(({ target }) => (target === null || repeatable.has(target) ? [] : [target]));
  return [...new Set(targets.filter((target, index) => targets.indexOf(target) !== index))];
}

/** Headers that a user maps to the notes: `120` means little there, and `Kvm: 120` is clear. */
function notesLabels(mapping: ColumnMapping): ReadonlyMap<MappedColumn, string> {
  const other = mapping.filter(
    ({ target, header }) =>
      (target === 'notes' || target === 'bookingNotes') && !/otes$/.test(recogniseHeader(header).target ?? ''),
  );
  return new Map(other.map((column) => [column, column.header]));
}

function label(notes: Texts | undefined, labels: ReadonlyMap<MappedColumn, string>): void {
  for (const [index, { column, text }] of (notes ?? []).entries()) {
    const header = labels.get(column);
    if (header !== undefined) notes?.splice(index, 1, { column, text: `${header}: ${text}` });
  }
}

function warnOfSecond(cells: Texts | undefined, context: RowContext): void {
  const [first, ...others] = cells ?? [];
  for (const { column, text } of others)
    if (column.group === first?.column.group && text !== first.text && !isSameCountry(column, text, first.text))
      context.report('warning', column.header, 'said-twice', {});
}

/** `Denmark` and `DK` are the same. */
function isSameCountry({ target }: MappedColumn, one: string, other: string): boolean {
  const named = target === 'country' ? countryNamed(one) : null;
  return named !== null && named === countryNamed(other);
}

function checkWidth(row: SourceRow, width: number, context: RowContext): void {
  for (let index = width; index < row.cells.length; index += 1) {
    if (String(row.cells[index] ?? '').trim() !== '') {
      context.report('error', null, 'row-too-long', { cells: row.cells.length, width });
      return;
    }
  }
}

function readCustomer(
  texts: RowTexts,
  how: Understanding & { readonly columns: ReadonlyMap<MappedColumn, string> },
  dates: DateReader,
  context: RowContext,
): CustomerDraft | null {
  const extra: string[] = [];
  const email = readEmails(texts.get('email'), how.validateEmail, context, extra);
  const phone = readPhones(texts, how.country, context, extra);
  const address = composeAddress(texts, how.country, context, extra);
  const { name, company } = readNamed(texts, how.mapping, context, extra);
  const { notes, lines } = readNotes(texts.get('notes'), how.columns);
  const draft = {
    name: name ?? '',
    email,
    phone,
    address,
    companyName: company,
    notes: notes.length + extra.length === 0 ? null : [...notes, ...extra].join('\n'),
    tags: readTags(texts.get('tags')),
    totalLeads: readCount(texts.get('totalLeads'), how, context),
    totalBookings: readCount(texts.get('totalBookings'), how, context),
    totalRevenue: readAmount(texts.get('totalRevenue'), how, context),
    lastContactAt: readMoment(texts.get('lastContactAt'), how, dates, context),
  };
  const ref = first(texts, 'customerId');
  if (name === null) return null;
  const other = email === null && phone === null && address === null ? otherThanCustomer(name) : null;
  if (other !== null) {
    const column = texts.get('name')?.[0]?.column.header ?? null;
    context.report('error', column, `${other}/refused`, {});
  }
  if (ref === null) return lines.length === 0 ? draft : Object.assign(draft, { notesLines: lines });
  return { ...draft, ref, ...(lines.length === 0 ? {} : { notesLines: lines }) };
}

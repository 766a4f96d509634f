import * as v from 'valibot';
import { priceIn } from '../columns/bookings-left-out.js';
import type { ColumnTarget } from '../columns/header-words.js';
import { isNullWord } from '../columns/null-words.js';
import type { BookingDraft } from '../model/customer.js';
import type { Cell, SourceRow } from '../model/source.js';
import { stateByAnswer, stateNamed } from '../values/booking-states.js';
import { cleanText, oneLine } from '../values/clean-text.js';
import type { ColumnFormat } from '../values/formats.js';
import { type DateReader, longestMoment } from '../values/local-time.js';
import { timeOfDay, timeSpan } from '../values/time-of-day.js';
import { readMinutes } from './read-duration.js';
import {
  type RowContext,
  type RowTexts,
  reportClock,
  reportDate,
  type Texts,
  type Understanding,
} from './row-context.js';

/** RenOS's own default for a booking without an end. */
const usualMinutes = 120;

const text = v.nullish(v.union([v.string(), v.number()]));
const bookingObject = v.object({
  startTime: v.string(),
  endTime: text,
  duration: text,
  serviceType: text,
  status: text,
  notes: text,
});

/** Makes the reader of a row's bookings: its booking columns, and the `bookings` list of a JSON record. */
export function createBookingReader(
  how: Understanding,
  dates: DateReader,
): (row: SourceRow, texts: RowTexts, context: RowContext) => readonly BookingDraft[] {
  const lists = how.mapping.filter(({ target }) => target === 'bookings');
  return (row, texts, context) => {
    const own = readColumns(texts, how, dates, context);
    const listed = lists.flatMap(({ index, header }) => readList(row.cells[index] ?? null, header, dates, context));
    return own === null ? listed : [own, ...listed];
  };
}

function readColumns(texts: RowTexts, how: Understanding, dates: DateReader, context: RowContext): BookingDraft | null {
  const cell = (target: ColumnTarget) => texts.get(target)?.[0];
  const textsOf = (target: ColumnTarget) => (texts.get(target) ?? []).map(({ text }) => text).join('\n');
  const order = (index: number) => how.formats.get(index)?.dateOrder ?? 'dmy';
  const date = cell('bookingDate');
  const start = cell('bookingStart') ?? date;
  const span = start === undefined ? null : timeSpan(start.text);
  const end = cell('bookingEnd');
  if (start === undefined) {
    // If no column is a start, one finding for the whole file has said so.
    const mayStart = how.mapping.some(({ target }) => target === 'bookingStart' || target === 'bookingDate');
    if (end !== undefined && mayStart) context.report('error', end.column.header, 'booking-invalid/no-start', {});
    return null;
  }
  const from = readMoment({ cell: start, time: span?.[0] ?? timeOfDay(start.text), day: date, order, dates }, context);
  if (from === null) return null;
  let until: Date | null = null;
  const last = end ?? (span === null ? undefined : start);
  if (last !== undefined) {
    const time = end === undefined ? (span?.[1] ?? null) : timeOfDay(end.text);
    const day = cell('bookingEndDate') ?? date ?? start;
    until = readMoment({ cell: last, time: time?.replace(/^00(?=:00:00)/, '24') ?? null, day, order, dates }, context);
    if (until === null) return null;
  }
  const duration = cell('bookingDuration');
  return finish(
    { start: from, end: until, duration: duration?.text ?? null },
    {
      service: oneLineOrNull(cell('bookingService')?.text),
      ...statusOf(texts.get('bookingStatus')),
      notes: textsOf('bookingNotes') || null,
      ref: oneLineOrNull(cell('bookingId')?.text),
    },
    (end ?? duration ?? start).column.header,
    context,
  );
}

/** The status from all columns of a booking's state: if one means cancelled, the booking is cancelled. */
function statusOf(cells: Texts | undefined): { readonly status: string | null; readonly statusColumn: string | null } {
  const said = (cells ?? []).flatMap(({ column, text }) => {
    const answer = stateByAnswer(text, column.header);
    return answer === null ? [] : [{ status: answer ?? text, statusColumn: column.header }];
  });
  const isOff = ({ status }: { readonly status: string }) => stateNamed(oneLine(status)) === 'cancelled';
  return said.find(isOff) ?? said[0] ?? { status: null, statusColumn: null };
}

interface Moment {
  readonly cell: Texts[number];
  /** If the cell holds only a time of day, another cell has the day. */
  readonly time: string | null;
  readonly day: Texts[number] | undefined;
  readonly order: (index: number) => ColumnFormat['dateOrder'];
  readonly dates: DateReader;
}

/** A cell's instant; null, with a finding, if it has none. */
function readMoment({ cell, time, day, order, dates }: Moment, context: RowContext): Date | null {
  const { header } = cell.column;
  if (time !== null && day === undefined) {
    context.report('error', header, 'booking-invalid/no-date', {});
    return null;
  }
  const source = time === null || day === undefined ? cell : day;
  const text = time === null ? cell.text : `${withoutTime(source.text)} ${time}`;
  const reading = dates.read(text, order(source.column.index));
  if ('problem' in reading) {
    const isWord = reading.problem === 'not-a-date' && source === cell && day !== undefined && day !== cell;
    if (isWord) context.report('error', header, 'booking-invalid/not-a-time', {});
    else reportDate('error', reading.problem, source.column.header, context);
    return null;
  }
  if (!reading.dateOnly) {
    reportClock(dates.changeAt(reading), header, context);
    return reading.value;
  }
  context.report('error', header, 'booking-invalid/no-time', {});
  return null;
}

/** The day in a cell that may also hold a time. */
function withoutTime(text: string): string {
  if (text.length > longestMoment) return text;
  return text.replace(/(?<=\d)[T ,]+(kl\.?\s*)?\d{1,2}[:.]\d{2}\S*(\s*([ap]m|[+-]\d\d:?\d\d))?$/i, '');
}

function readList(cell: Cell, column: string, dates: DateReader, context: RowContext): BookingDraft[] {
  if (cell === null) return [];
  if (!Array.isArray(cell)) {
    context.report('error', column, 'booking-invalid/not-a-list', {});
    return [];
  }
  const bookings: BookingDraft[] = [];
  for (const [index, item] of (cell as readonly Cell[]).entries()) {
    const parsed = v.safeParse(bookingObject, item);
    if (!parsed.success) {
      context.report('error', column, 'booking-invalid/unreadable', { place: index + 1 });
      continue;
    }
    const price = priceIn(item, bookingObject.entries);
    if (price !== null) context.report('warning', `${column}.${price}`, 'price-left/json', {});
    const { startTime, endTime, duration, serviceType, status, notes } = parsed.output;
    const from = dates.read(startTime, 'ambiguous');
    const until =
      endTime === null || endTime === undefined || endTime === '' ? null : dates.read(String(endTime), 'ambiguous');
    if ('problem' in from || (until !== null && 'problem' in until)) {
      reportDate(
        'error',
        'problem' in from ? from.problem : until !== null && 'problem' in until ? until.problem : 'not-a-date',
        column,
        context,
      );
      continue;
    }
    reportClock(dates.changeAt(from) ?? (until === null ? null : dates.changeAt(until)), column, context);
    const booking = finish(
      {
        start: from.value,
        end: until?.value ?? null,
        duration: durationOf(duration),
      },
      {
        service: oneLineOrNull(serviceType),
        status: wordOrNull(status),
        statusColumn: column,
        notes: wordOrNull(notes),
      },
      column,
      context,
    );
    if (booking !== null) bookings.push(booking);
  }
  return bookings;
}

/** A number in JSON is minutes, as in RenOS. */
function durationOf(duration: string | number | null | undefined): string | null {
  if (duration === null || duration === undefined) return null;
  return typeof duration === 'number' ? `${Math.round(duration)} min` : duration;
}

function finish(
  time: { readonly start: Date; readonly end: Date | null; readonly duration: string | null },
  rest: {
    readonly service: string | null;
    readonly status: string | null;
    readonly statusColumn: string | null;
    readonly notes: string | null;
    readonly ref?: string | null;
  },
  column: string,
  context: RowContext,
): BookingDraft | null {
  let { end } = time;
  if (end === null) {
    const minutes = time.duration === null ? usualMinutes : readMinutes(time.duration, column);
    if (minutes === 'ambiguous') {
      context.report('error', column, 'duration-ambiguous', {});
      return null;
    }
    if (minutes === 'not-a-duration') {
      context.report('error', column, 'booking-invalid/not-a-duration', {});
      return null;
    }
    end = new Date(time.start.getTime() + minutes * 60_000);
  }
  if (end <= time.start) {
    context.report('error', column, 'booking-invalid/ends-before', {});
    return null;
  }
  if (end.getTime() - time.start.getTime() > 31 * 86_400_000) {
    context.report('error', column, 'booking-invalid/too-long', {});
    return null;
  }
  const word = rest.status === null ? null : oneLine(rest.status).toLowerCase();
  const state = word === null ? null : stateNamed(word);
  if (word !== null && state === null) context.report('warning', rest.statusColumn, 'status-unknown', {});
  const draft = { start: time.start, end, service: rest.service, notes: rest.notes };
  // A booking with an id keeps its status if the file has none.
  if (typeof rest.ref === 'string') return { ...draft, status: state ?? word, ref: rest.ref };
  return { ...draft, status: state ?? word ?? 'scheduled' };
}

function wordOrNull(value: string | number | null | undefined): string | null {
  if (value === null || value === undefined) return null;
  const clean = cleanText(String(value)).text;
  return clean === '' || isNullWord(clean, 'bookingNotes', new Set()) ? null : clean;
}

function oneLineOrNull(value: string | number | null | undefined): string | null {
  const word = wordOrNull(value);
  return word === null ? null : oneLine(word);
}

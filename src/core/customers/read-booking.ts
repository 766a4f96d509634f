import * as v from 'valibot';
import { cleanText, oneLine } from './clean-text.js';
import type { BookingDraft } from './customer.js';
import type { ColumnTarget } from './header-words.js';
import type { DateReader } from './local-time.js';
import { type RowContext, reportDate, type Texts, type Understanding } from './row-context.js';
import type { Cell, SourceRow } from './source.js';

/** RenOS's own default for a booking whose end is not said. */
const usualMinutes = 120;

const text = v.nullish(v.union([v.string(), v.number()]));
const bookingObject = v.object({
  startTime: v.string('has no startTime'),
  endTime: text,
  duration: text,
  serviceType: text,
  status: text,
  notes: text,
});

/** What people write for RenOS's states. */
const states: Readonly<Record<string, string>> = {
  planlagt: 'scheduled',
  booket: 'scheduled',
  bekræftet: 'confirmed',
  afsluttet: 'completed',
  udført: 'completed',
  færdig: 'completed',
  aflyst: 'cancelled',
  annulleret: 'cancelled',
  canceled: 'cancelled',
  afventer: 'pending',
  udeblevet: 'no_show',
};

/** Makes the reader of a row's bookings: its booking columns, and the `bookings` list of a JSON record. */
export function createBookingReader(
  how: Understanding,
  dates: DateReader,
): (row: SourceRow, texts: ReadonlyMap<ColumnTarget, Texts>, context: RowContext) => readonly BookingDraft[] {
  const list = how.mapping.find(({ target }) => target === 'bookings');
  return (row, texts, context) => {
    const own = readColumns(texts, how, dates, context);
    const cell = list === undefined ? undefined : row.cells[list.index];
    const listed = cell === undefined || list === undefined ? [] : readList(cell, list.header, dates, context);
    return own === null ? listed : [own, ...listed];
  };
}

function readColumns(
  texts: ReadonlyMap<ColumnTarget, Texts>,
  how: Understanding,
  dates: DateReader,
  context: RowContext,
): BookingDraft | null {
  const start = texts.get('bookingStart')?.[0];
  const end = texts.get('bookingEnd')?.[0];
  const others = end ?? texts.get('bookingService')?.[0];
  if (start === undefined) {
    if (others !== undefined && end !== undefined)
      context.report('error', 'booking-invalid', end.column.header, 'stands without a start');
    return null;
  }
  const order = (index: number) => how.formats.get(index)?.dateOrder ?? 'dmy';
  const from = dates.read(start.text, order(start.column.index));
  if ('problem' in from) {
    reportDate('error', from.problem, start.column.header, context);
    return null;
  }
  if (from.dateOnly) {
    context.report('error', 'booking-invalid', start.column.header, 'has no time of day');
    return null;
  }
  const duration = texts.get('bookingDuration')?.[0];
  let until: Date | null = null;
  if (end !== undefined) {
    const reading = readEnd(end.text, start.text, dates, order(end.column.index));
    if ('problem' in reading) {
      reportDate('error', reading.problem, end.column.header, context);
      return null;
    }
    until = reading.value;
  }
  return finish(
    { start: from.value, end: until, duration: duration?.text ?? null },
    {
      service: oneLineOrNull(texts.get('bookingService')?.[0]?.text),
      status: texts.get('bookingStatus')?.[0]?.text ?? null,
      notes: texts.get('bookingNotes')?.[0]?.text ?? null,
    },
    (end ?? duration ?? start).column.header,
    context,
  );
}

/** An end may be a time of day only: the start's day, at whose end midnight is. */
function readEnd(end: string, start: string, dates: DateReader, order: 'dmy' | 'mdy' | 'ambiguous') {
  if (!/^\d{1,2}[:.]\d{2}([:.]\d{2})?$/.test(end)) return dates.read(end, order);
  const day = start.replace(/[T ,]+(kl\.?\s*)?\d{1,2}[:.]\d{2}\S*(\s*([ap]m|[+-]\d\d:?\d\d))?$/i, '');
  return dates.read(`${day} ${end.replace(/^0?0(?=[:.]00)/, '24')}`, order);
}

function readList(cell: Cell, column: string, dates: DateReader, context: RowContext): BookingDraft[] {
  if (cell === null) return [];
  if (!Array.isArray(cell)) {
    context.report('error', 'booking-invalid', column, 'is not a list');
    return [];
  }
  const bookings: BookingDraft[] = [];
  for (const [index, item] of (cell as readonly Cell[]).entries()) {
    const parsed = v.safeParse(bookingObject, item);
    if (!parsed.success) {
      context.report('error', 'booking-invalid', column, `booking ${index + 1} has no readable startTime`);
      continue;
    }
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
    const booking = finish(
      {
        start: from.value,
        end: until?.value ?? null,
        duration: durationOf(duration),
      },
      { service: oneLineOrNull(serviceType), status: wordOrNull(status), notes: wordOrNull(notes) },
      column,
      context,
    );
    if (booking !== null) bookings.push(booking);
  }
  return bookings;
}

/** A number of JSON is minutes, as RenOS keeps them. */
function durationOf(duration: string | number | null | undefined): string | null {
  if (duration === null || duration === undefined) return null;
  return typeof duration === 'number' ? `${Math.round(duration)} min` : duration;
}

function finish(
  time: { readonly start: Date; readonly end: Date | null; readonly duration: string | null },
  rest: { readonly service: string | null; readonly status: string | null; readonly notes: string | null },
  column: string,
  context: RowContext,
): BookingDraft | null {
  let { end } = time;
  if (end === null) {
    const minutes = time.duration === null ? usualMinutes : readMinutes(time.duration, column);
    if (minutes === 'ambiguous') {
      context.report('error', 'duration-ambiguous', column, 'can be hours or minutes');
      return null;
    }
    if (minutes === 'not-a-duration') {
      context.report('error', 'booking-invalid', column, 'is not a duration');
      return null;
    }
    end = new Date(time.start.getTime() + minutes * 60_000);
  }
  if (end <= time.start) {
    context.report('error', 'booking-invalid', column, 'ends before it starts');
    return null;
  }
  if (end.getTime() - time.start.getTime() > 31 * 86_400_000) {
    context.report('error', 'booking-invalid', column, 'lasts more than a month');
    return null;
  }
  const word = rest.status === null ? 'scheduled' : oneLine(rest.status).toLowerCase();
  return { start: time.start, end, service: rest.service, status: states[word] ?? word, notes: rest.notes };
}

/**
 * `120`, `90 min`, `2 timer`, `2 t 30 min`, `1,5 h`, `1:30`, `01:30:00`. A bare number is what its header says, else
 * hours with a decimal and minutes from fifteen on; below, it may be either.
 */
function readMinutes(duration: string, header: string): number | 'not-a-duration' | 'ambiguous' {
  const text = duration.trim();
  const clock = /^(\d{1,2}):(\d{2})(?::\d{2})?$/.exec(text);
  if (clock !== null) return positive(Number(clock[1]) * 60 + Number(clock[2]));
  if (/^\d+([.,]\d+)?$/.test(text)) {
    const amount = Number(text.replace(',', '.'));
    if (/min/i.test(header)) return positive(Math.round(amount));
    if (/tim|hour/i.test(header) || /[.,]/.test(text)) return positive(Math.round(amount * 60));
    return amount > 0 && amount < 15 ? 'ambiguous' : positive(amount);
  }
  const parts =
    /^(?:(\d+(?:[.,]\d+)?)\s*(?:t|timer?|h|hours?)\.?)?(?:\s*(?:og\s|and\s)?\s*(\d+)\s*(?:m|min|minutter|minutes?)\.?)?$/i;
  const said = parts.exec(text);
  if (said === null) return 'not-a-duration';
  return positive(Math.round(Number((said[1] ?? '0').replace(',', '.')) * 60) + Number(said[2] ?? '0'));
}

function positive(minutes: number): number | 'not-a-duration' {
  return minutes > 0 ? minutes : 'not-a-duration';
}

function wordOrNull(value: string | number | null | undefined): string | null {
  if (value === null || value === undefined) return null;
  const clean = cleanText(String(value)).text;
  return clean === '' ? null : clean;
}

function oneLineOrNull(value: string | number | null | undefined): string | null {
  const word = wordOrNull(value);
  return word === null ? null : oneLine(word);
}

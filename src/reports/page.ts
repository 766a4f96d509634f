import { styleText } from 'node:util';
import { zone } from '../core/zone.js';
import { digits, type Language } from '../messages/language.js';
import { type Messages, messagesIn } from '../messages/messages.js';
import { safeText } from './one-line.js';

/** Where a report is shown. */
export interface Page {
  /** Columns of the terminal; null = no terminal: nothing is shortened. */
  readonly width: number | null;
  readonly colors: boolean;
  /** Danes read 1.234,5 and 23.11.2026; English has plain digits and ISO days. */
  readonly language: Language;
}

/** A file or a pipe: no colours, nothing shortened. */
export const plainPage: Page = { width: null, colors: false, language: 'en' };

/** Created once: this takes as long as formatting a hundred times. */
let clock: Intl.DateTimeFormat | null = null;

/** The texts of the page's language. */
export function wordsOn(page: Page): Messages {
  return messagesIn(page.language);
}

/** A number as the reader's language writes it. */
export function number(page: Page, value: number): string {
  return digits(page.language, value);
}

/** An amount as the reader's language writes it, with two decimals. */
export function amount(page: Page, kroner: number): string {
  return digits(page.language, kroner, 2);
}

/** A share: `98.5 %`, in Danish with a comma. */
export function percent(page: Page, share: number): string {
  return `${number(page, share)} %`;
}

/** A day; for an instant, the day in Copenhagen. */
export function day(page: Page, instant: string): string {
  return moment(page, instant).slice(0, 10);
}

/** An instant, given as ISO text or a date, on Copenhagen's clock to the minute. */
export function moment(page: Page, instant: string | Date): string {
  const date = new Date(instant);
  if (Number.isNaN(date.getTime())) return String(instant);
  clock ??= new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
  });
  const parts = clock.formatToParts(date);
  const part = (type: string) => parts.find((found) => found.type === type)?.value ?? '';
  return page.language === 'da'
    ? `${part('day')}.${part('month')}.${part('year')} ${part('hour')}.${part('minute')}`
    : `${part('year')}-${part('month')}-${part('day')} ${part('hour')}:${part('minute')}`;
}

/** A `start/end` of instants or whole days, for people: `2026-03-01 09:00–11:00`. */
export function period(page: Page, text: string): string {
  const [start = '', end = ''] = text.split('/');
  if (!start.includes('T')) return wordsOn(page).items.wholeDays(start, end);
  const [from, until] = [moment(page, start), moment(page, end)];
  return until.startsWith(from.slice(0, 10)) ? `${from}–${until.slice(11)}` : `${from} – ${until}`;
}

/** An instant: with its Z, or a column's UTC without one. */
const instant = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z?$/;

/** A field's value on Copenhagen's clock; null if it is not a time. */
export function timeOf(page: Page, field: string, value: string): string | null {
  if (field === 'time' && value.includes('/')) return period(page, value);
  return instant.test(value) ? moment(page, value.endsWith('Z') ? value : `${value}Z`) : null;
}

export interface Named {
  /** `start/end`; null or absent: not known. */
  readonly time?: string | null | undefined;
  readonly title?: string | null | undefined;
  readonly bookingId: string | null;
  readonly eventId?: string | null;
}

/** Title, time and id of a booking: `Vinduer - Mette Holm, 2026-03-01 09:00–11:00 (b12)`. */
export function named(page: Page, { time = null, title = null, bookingId, eventId = null }: Named): string {
  const id = safeText(bookingId ?? eventId ?? '');
  const known = [title === null || title === '' ? '' : safeText(title), time === null ? '' : period(page, time)].filter(
    Boolean,
  );
  return known.length === 0 ? id : `${known.join(', ')} (${id})`;
}

const steps = [
  [86_400_000, 'day'],
  [3_600_000, 'hour'],
  [60_000, 'minute'],
  [1_000, 'second'],
] as const;

/** A length of time in its one or two largest units: `2 h 5 min`, `12.3 s`, `40 ms`. */
export function duration(page: Page, milliseconds: number): string {
  const { units } = wordsOn(page).items;
  if (milliseconds < 1_000) return `${number(page, Math.round(milliseconds))} ${units.millisecond}`;
  if (milliseconds < 60_000) return `${number(page, Math.round(milliseconds / 100) / 10)} ${units.second}`;
  const first = steps.findIndex(([size]) => milliseconds >= size);
  const [size, unit] = steps[first] ?? steps[3];
  const whole = Math.floor(milliseconds / size);
  const [nextSize, nextUnit] = steps[first + 1] ?? steps[3];
  const rest = Math.floor((milliseconds - whole * size) / nextSize);
  const largest = `${number(page, whole)} ${units[unit]}`;
  return rest === 0 ? largest : `${largest} ${rest} ${units[nextUnit]}`;
}

/** Text in a colour or weight, if the page has them. */
export function paint(page: Page, style: 'bold' | 'dim' | 'red' | 'green' | 'yellow', text: string): string {
  // The page decides about colours: for a report in a file, a stream would not know.
  return page.colors && text !== '' ? styleText(style, text, { validateStream: false }) : text;
}

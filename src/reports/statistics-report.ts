import type { StatisticsResult } from '../core/results/export-result.js';
import { amount, day, number, type Page, percent, wordsOn } from './page.js';
import { type Cell, type Column, renderTable } from './table.js';
import { paragraph } from './wrap.js';

/** Months and services that a screen shows; JSON has all. */
const mostMonths = 24;
const mostServices = 15;
const barWidth = 20;

/** The figures of `stats`, section by section; bars only in a terminal. */
export function renderStatistics(page: Page, result: StatisticsResult): string {
  const parts = [customers(page, result), duplicates(page, result), served(page, result)];
  if (result.months.length > 0) parts.push(months(page, result), services(page, result), best(page, result));
  return parts.filter((part) => part !== '').join('\n\n');
}

const right = (head: string): Column => ({ head, align: 'right' });

function customers(page: Page, result: StatisticsResult): string {
  const { coverage, tags } = result;
  const words = wordsOn(page).statistics;
  const share = (value: number | null): Cell[] => [
    value === null ? '' : percent(page, value),
    bar(page, value ?? 0, 100),
  ];
  const rows: Cell[][] = [
    [tags.length === 0 ? words.customers : words.customersTagged, number(page, result.totalCustomers), '', ''],
    [words.withEmail, number(page, result.customersWithEmail), ...share(coverage.email)],
    [words.withPhone, number(page, result.customersWithPhone), ...share(coverage.phone)],
    [words.withAddress, number(page, result.customersWithAddress), ...share(coverage.address)],
    [words.bookingsOnCustomers, number(page, result.totalBookings), '', ''],
    [words.revenueOnCustomers, amount(page, result.totalRevenue), '', ''],
  ];
  const columns = [{ head: '' }, right(''), right(''), ...bars(page)];
  return renderTable(page, columns, rows).replace(/^\s*\n/, '');
}

function duplicates(page: Page, { duplicates: found }: StatisticsResult): string {
  const words = wordsOn(page).statistics;
  if (found.customers === 0) return paragraph(words.noDuplicates, page, 0).join('\n');
  const lines = found.likenesses.map(({ by, groups, customers: all, examples }) =>
    words.share(all, words.likenesses[by], groups, examples.map((ids) => ids.join(' = ')).join('; ')),
  );
  return [words.duplicates(found.customers), ...lines.flatMap((line) => paragraph(line, page, 2))].join('\n');
}

function served(page: Page, { bookings, period }: StatisticsResult): string {
  const words = wordsOn(page).statistics;
  const span = periodInWords(period, page);
  const revenue = bookings.revenue === null ? words.noRevenue : words.revenueIs(amount(page, bookings.revenue));
  const people = [
    words.served(bookings.customersServed),
    words.areNew(bookings.newCustomers),
    ...(period.since === null ? [] : [words.returning(bookings.returningCustomers)]),
    words.cameAgain(bookings.cameBack),
  ].join(', ');
  return [
    ...paragraph(words.bookingsOf(span, bookings.total, bookings.cancelled, revenue), page, 0),
    ...paragraph(`${people}.`, page, 0),
  ].join('\n');
}

/** The period of the figures: `from 2026-01-01 before 2026-04-01`. */
export function periodInWords({ since, until }: StatisticsResult['period'], page: Page): string {
  const words = wordsOn(page).statistics;
  const bounds = [
    ...(since === null ? [] : [words.from(day(page, since))]),
    ...(until === null ? [] : [words.before(day(page, until))]),
  ];
  return bounds.length === 0 ? words.ofAllTime : bounds.join(' ');
}

/** The column heads of a month. */
export function monthHeads(isPriced: boolean, page: Page): readonly [month: string, ...counts: string[]] {
  const { month, bookings, cancelled, newOnes, returningOnes, revenue } = wordsOn(page).statistics;
  return [month, bookings, cancelled, newOnes, returningOnes, ...(isPriced ? [revenue] : [])];
}

/** A month's name and counts, and its revenue if bookings have prices. */
export function monthInWords(month: StatisticsResult['months'][number], isPriced: boolean, page: Page): string[] {
  return [
    month.month,
    number(page, month.bookings),
    number(page, month.cancelled),
    number(page, month.newCustomers),
    number(page, month.returningCustomers),
    ...(isPriced ? [amount(page, month.revenue ?? 0)] : []),
  ];
}

function months(page: Page, { months: all, bookings }: StatisticsResult): string {
  const words = wordsOn(page).statistics;
  const shown = all.slice(-mostMonths);
  const isPriced = bookings.revenue !== null;
  const most = Math.max(...shown.map(({ revenue, bookings: count }) => (isPriced ? (revenue ?? 0) : count)));
  const [name, ...counts] = monthHeads(isPriced, page);
  const columns = [{ head: name }, ...counts.map(right), ...bars(page)];
  const rows = shown.map((month) => [
    ...monthInWords(month, isPriced, page),
    bar(page, isPriced ? (month.revenue ?? 0) : month.bookings, most),
  ]);
  const rest = all.length > shown.length ? `\n${words.earlierMonths(all.length - shown.length)}` : '';
  return `${renderTable(page, columns, rows)}${rest}`;
}

function services(page: Page, { services: all, bookings }: StatisticsResult): string {
  const words = wordsOn(page).statistics;
  const shown = all.slice(0, mostServices);
  const isPriced = bookings.revenue !== null;
  const most = Math.max(...shown.map(({ revenue, bookings: count }) => (isPriced ? (revenue ?? 0) : count)));
  const columns = [
    { head: words.service, flexible: true },
    right(words.bookings),
    ...(isPriced ? [right(words.revenue)] : []),
    ...bars(page),
  ];
  const rows = shown.map((one) => [
    one.service ?? words.noService,
    number(page, one.bookings),
    ...(isPriced ? [amount(page, one.revenue ?? 0)] : []),
    bar(page, isPriced ? (one.revenue ?? 0) : one.bookings, most),
  ]);
  const rest = all.length > shown.length ? `\n${words.more(all.length - shown.length)}` : '';
  return `${renderTable(page, columns, rows)}${rest}`;
}

function best(page: Page, { topCustomers, bookings }: StatisticsResult): string {
  if (topCustomers.length === 0) return '';
  const words = wordsOn(page).statistics;
  const isPriced = bookings.revenue !== null;
  const columns = [
    { head: words.best, flexible: true },
    { head: words.id },
    right(words.bookings),
    ...(isPriced ? [right(words.revenue)] : []),
  ];
  const rows = topCustomers.map((one) => [
    one.name,
    one.id,
    number(page, one.bookings),
    ...(isPriced ? [amount(page, one.revenue ?? 0)] : []),
  ]);
  return renderTable(page, columns, rows);
}

/** The column for bars, in a terminal that is wide enough. */
function bars(page: Page): readonly Column[] {
  return page.width === null ? [] : [{ head: '', optional: true }];
}

/** A bar in eighths; any value above zero is visible. */
function bar(page: Page, value: number, most: number): string {
  if (page.width === null || value <= 0 || most <= 0) return '';
  const eighths = Math.max(1, Math.round((Math.min(value, most) / most) * barWidth * 8));
  const rest = ' ▏▎▍▌▋▊▉'[eighths % 8] ?? '';
  return `${'█'.repeat(Math.floor(eighths / 8))}${eighths % 8 === 0 ? '' : rest}`;
}

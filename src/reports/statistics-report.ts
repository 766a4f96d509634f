import type { LikenessKind, StatisticsResult } from '../core/statistics/read-statistics.js';
import { amount, day, number, type Page, percent } from './page.js';
import { type Cell, type Column, renderTable } from './table.js';
import { paragraph } from './wrap.js';

/** Months and services that a screen shows; JSON has all. */
const mostMonths = 24;
const mostServices = 15;
const barWidth = 20;

const alike: Readonly<Record<LikenessKind, string>> = {
  email: 'the same e-mail',
  phone: 'the same phone',
  'name-and-address': 'the same name and address',
};

/** The figures of `stats`, section by section; bars only where somebody looks at them. */
export function renderStatistics(page: Page, result: StatisticsResult): string {
  const parts = [customers(page, result), duplicates(page, result), served(page, result)];
  if (result.months.length > 0) parts.push(months(page, result), services(page, result), best(page, result));
  return parts.filter((part) => part !== '').join('\n\n');
}

const right = (head: string): Column => ({ head, align: 'right' });

function customers(page: Page, result: StatisticsResult): string {
  const { coverage, tags } = result;
  const share = (value: number | null): Cell[] => [
    value === null ? '' : percent(page, value),
    bar(page, value ?? 0, 100),
  ];
  const rows: Cell[][] = [
    [tags.length === 0 ? 'Customers' : 'Customers tagged so', number(page, result.totalCustomers), '', ''],
    ['with an e-mail', number(page, result.customersWithEmail), ...share(coverage.email)],
    ['with a phone', number(page, result.customersWithPhone), ...share(coverage.phone)],
    ['with an address', number(page, result.customersWithAddress), ...share(coverage.address)],
    ['Bookings in all', number(page, result.totalBookings), '', ''],
    ['Revenue in all, kr.', amount(page, result.totalRevenue), '', ''],
  ];
  const columns = [{ head: '' }, right(''), right(''), ...bars(page)];
  return renderTable(page, columns, rows).replace(/^\s*\n/, '');
}

function duplicates(page: Page, { duplicates: found }: StatisticsResult): string {
  if (found.customers === 0) return paragraph('No customer looks as if it were there twice.', page, 0).join('\n');
  const lines = found.likenesses.map(
    ({ by, groups, customers: all, examples }) =>
      `  ${number(page, all)} share ${alike[by]}, in ${number(page, groups)} ${groups === 1 ? 'group' : 'groups'}: ${examples.map((ids) => ids.join(' = ')).join('; ')}`,
  );
  const words = found.customers === 1 ? 'customer looks' : 'customers look';
  return [
    `${number(page, found.customers)} ${words} as if they were there twice:`,
    ...lines.flatMap((line) => paragraph(line.trim(), page, 2)),
  ].join('\n');
}

function served(page: Page, { bookings, period }: StatisticsResult): string {
  const span =
    period.since === null && period.until === null
      ? 'of all time'
      : [
          period.since === null ? '' : `from ${day(page, period.since)}`,
          period.until === null ? '' : `before ${day(page, period.until)}`,
        ]
          .filter((part) => part !== '')
          .join(' ');
  const revenue =
    bookings.revenue === null
      ? 'what they came to is not known: there are neither invoices nor quotes in this database'
      : `they came to kr. ${amount(page, bookings.revenue)}`;
  const people = [
    `${number(page, bookings.customersServed)} ${bookings.customersServed === 1 ? 'customer' : 'customers'} served`,
    `${number(page, bookings.newCustomers)} of them new`,
    ...(period.since === null ? [] : [`${number(page, bookings.returningCustomers)} known from before`]),
    `${number(page, bookings.cameBack)} came again`,
  ].join(', ');
  return [
    ...paragraph(
      `Bookings ${span}: ${number(page, bookings.total)}, and ${number(page, bookings.cancelled)} cancelled; ${revenue}.`,
      page,
      0,
    ),
    ...paragraph(`${people}.`, page, 0),
  ].join('\n');
}

function months(page: Page, { months: all, bookings }: StatisticsResult): string {
  const shown = all.slice(-mostMonths);
  const isPriced = bookings.revenue !== null;
  const most = Math.max(...shown.map(({ revenue, bookings: count }) => (isPriced ? (revenue ?? 0) : count)));
  const columns = [
    { head: 'Month' },
    right('Bookings'),
    right('Cancelled'),
    right('New'),
    right('Returning'),
    ...(isPriced ? [right('Revenue, kr.')] : []),
    ...bars(page),
  ];
  const rows = shown.map((month) => [
    month.month,
    number(page, month.bookings),
    number(page, month.cancelled),
    number(page, month.newCustomers),
    number(page, month.returningCustomers),
    ...(isPriced ? [amount(page, month.revenue ?? 0)] : []),
    bar(page, isPriced ? (month.revenue ?? 0) : month.bookings, most),
  ]);
  const rest = all.length > shown.length ? `\n… and ${all.length - shown.length} earlier months; --json has all.` : '';
  return `${renderTable(page, columns, rows)}${rest}`;
}

function services(page: Page, { services: all, bookings }: StatisticsResult): string {
  const shown = all.slice(0, mostServices);
  const isPriced = bookings.revenue !== null;
  const most = Math.max(...shown.map(({ revenue, bookings: count }) => (isPriced ? (revenue ?? 0) : count)));
  const columns = [
    { head: 'Service', flexible: true },
    right('Bookings'),
    ...(isPriced ? [right('Revenue, kr.')] : []),
    ...bars(page),
  ];
  const rows = shown.map((one) => [
    one.service ?? '(not said)',
    number(page, one.bookings),
    ...(isPriced ? [amount(page, one.revenue ?? 0)] : []),
    bar(page, isPriced ? (one.revenue ?? 0) : one.bookings, most),
  ]);
  const rest = all.length > shown.length ? `\n… and ${all.length - shown.length} more; --json has all.` : '';
  return `${renderTable(page, columns, rows)}${rest}`;
}

function best(page: Page, { topCustomers, bookings }: StatisticsResult): string {
  if (topCustomers.length === 0) return '';
  const isPriced = bookings.revenue !== null;
  const columns = [
    { head: 'Best customers', flexible: true },
    { head: 'Id' },
    right('Bookings'),
    ...(isPriced ? [right('Revenue, kr.')] : []),
  ];
  const rows = topCustomers.map((one) => [
    one.name,
    one.id,
    number(page, one.bookings),
    ...(isPriced ? [amount(page, one.revenue ?? 0)] : []),
  ]);
  return renderTable(page, columns, rows);
}

/** The column for bars: where a terminal is, and wide enough. */
function bars(page: Page): readonly Column[] {
  return page.width === null ? [] : [{ head: '', optional: true }];
}

/** A bar of eighths; whatever is more than nothing shows. */
function bar(page: Page, value: number, most: number): string {
  if (page.width === null || value <= 0 || most <= 0) return '';
  const eighths = Math.max(1, Math.round((Math.min(value, most) / most) * barWidth * 8));
  const rest = ' ▏▎▍▌▋▊▉'[eighths % 8] ?? '';
  return `${'█'.repeat(Math.floor(eighths / 8))}${eighths % 8 === 0 ? '' : rest}`;
}

import type { StatisticsResult } from '../../core/results/export-result.js';
import { amount, number, type Page, percent, wordsOn } from '../page.js';
import { monthInWords, periodInWords } from '../statistics-report.js';
import { facts, right, said, section, table, tiles } from './components.js';
import { type Html, html, type Part } from './markup.js';
import { leftOut } from './view.js';

const mostMonths = 36;
const mostRows = 100;

/** The figures of `stats`, with bookings and revenue by month as charts. */
export function statsBody(result: StatisticsResult, page: Page): Part {
  return [
    figures(result, page),
    months(result, page),
    services(result, page),
    best(result, page),
    customers(result, page),
  ];
}

function figures({ bookings, totalCustomers, period }: StatisticsResult, page: Page): Part {
  const { pages, statistics: words } = wordsOn(page);
  const tile = (label: string, value: string) => ({ label, value });
  return [
    html`<p class="dim">${words.bookings} ${periodInWords(period, page)}</p>`,
    tiles([
      tile(words.customers, number(page, totalCustomers)),
      tile(words.bookings, number(page, bookings.total)),
      tile(words.cancelled, number(page, bookings.cancelled)),
      ...(bookings.revenue === null ? [] : [tile(words.revenue, amount(page, bookings.revenue))]),
      tile(pages.served, number(page, bookings.customersServed)),
      tile(words.newOnes, number(page, bookings.newCustomers)),
      tile(words.returningOnes, number(page, bookings.returningCustomers)),
    ]),
    bookings.revenue === null && html`<p class="dim">${words.noRevenue}.</p>`,
  ];
}

function months({ months: all, bookings }: StatisticsResult, page: Page): Part {
  if (all.length === 0) return null;
  const words = wordsOn(page).statistics;
  const shown = all.slice(-mostMonths);
  const isPriced = bookings.revenue !== null;
  const names = shown.map(({ month }) => month);
  return section(wordsOn(page).pages.byMonth, [
    chart(
      words.bookings,
      names,
      shown.map((month) => month.bookings),
      (value) => number(page, value),
    ),
    isPriced &&
      chart(
        words.revenue,
        names,
        shown.map(({ revenue }) => revenue ?? 0),
        (value) => amount(page, value),
      ),
    table(
      [
        words.month,
        right(words.bookings),
        right(words.cancelled),
        right(words.newOnes),
        right(words.returningOnes),
        ...(isPriced ? [right(words.revenue)] : []),
      ],
      shown.map((month) => monthInWords(month, isPriced, page)),
    ),
    leftOut(shown.length, all.length, 'renos-sync stats --json', page),
  ]);
}

const height = 150;
const foot = 20;

/** Bars by month. Places across are per cent, so that the words keep their size on every screen. */
function chart(
  title: string,
  names: readonly string[],
  values: readonly number[],
  say: (value: number) => string,
): Html {
  const most = Math.max(...values, 0);
  const step = 100 / values.length;
  const every = Math.max(1, Math.ceil(values.length / 5));
  const bars = values.map((value, at) => {
    const tall = most <= 0 ? 0 : Math.max(value > 0 ? 1 : 0, (Math.max(0, value) / most) * height);
    const x = (at * step + step * 0.12).toFixed(2);
    const name = names[at] ?? '';
    return html`<rect x="${x}%" y="${(height + foot - tall).toFixed(1)}" width="${(step * 0.76).toFixed(2)}%" height="${tall.toFixed(1)}"><title>${name}: ${say(value)}</title></rect>${at % every === 0 && html`<text x="${x}%" y="${height + foot + 15}">${name}</text>`}`;
  });
  return html`<figure><figcaption>${title}</figcaption><svg class="chart" role="img" aria-label="${title}" width="100%" height="${height + foot + 20}"><line x1="0" x2="100%" y1="${foot}" y2="${foot}"/><text x="0" y="${foot - 5}">${say(most)}</text>${bars}<line x1="0" x2="100%" y1="${height + foot}" y2="${height + foot}"/></svg></figure>`;
}

function services({ services: all, bookings }: StatisticsResult, page: Page): Part {
  if (all.length === 0) return null;
  const words = wordsOn(page).statistics;
  const isPriced = bookings.revenue !== null;
  const shown = all.slice(0, mostRows);
  return section(words.service, [
    counted(
      words.service,
      isPriced,
      shown.map(({ service, ...rest }) => ({ name: said(service ?? words.noService, page, 500), ...rest })),
      page,
    ),
    leftOut(shown.length, all.length, 'renos-sync stats --json', page),
  ]);
}

function best({ topCustomers, bookings }: StatisticsResult, page: Page): Part {
  if (topCustomers.length === 0) return null;
  const words = wordsOn(page).statistics;
  const rows = topCustomers.slice(0, mostRows).map(({ name, id, ...rest }) => ({
    name: html`${said(name, page)} <code class="dim">${id}</code>`,
    ...rest,
  }));
  return section(words.best, counted(words.customers, bookings.revenue !== null, rows, page));
}

interface Counted {
  readonly name: Part;
  readonly bookings: number;
  readonly revenue: number | null;
}

function counted(head: string, isPriced: boolean, rows: readonly Counted[], page: Page): Html {
  const words = wordsOn(page).statistics;
  return table(
    [head, right(words.bookings), ...(isPriced ? [right(words.revenue)] : [])],
    rows.map(({ name, bookings, revenue }) => [
      name,
      number(page, bookings),
      ...(isPriced ? [amount(page, revenue ?? 0)] : []),
    ]),
  );
}

function customers(result: StatisticsResult, page: Page): Part {
  const words = wordsOn(page).statistics;
  const { coverage, duplicates } = result;
  const share = (count: number, of: number | null) =>
    of === null ? number(page, count) : `${number(page, count)} (${percent(page, of)})`;
  const found = duplicates.likenesses.map(
    ({ by, groups, customers: all, examples }) =>
      html`<li><bdi>${words.share(all, words.likenesses[by], groups, examples.map((ids) => ids.join(' = ')).join('; '))}</bdi></li>`,
  );
  return section(words.customers, [
    facts([
      [words.customers, number(page, result.totalCustomers)],
      [words.withEmail, share(result.customersWithEmail, coverage.email)],
      [words.withPhone, share(result.customersWithPhone, coverage.phone)],
      [words.withAddress, share(result.customersWithAddress, coverage.address)],
      [words.bookingsOnCustomers, number(page, result.totalBookings)],
      [words.revenueOnCustomers, amount(page, result.totalRevenue)],
    ]),
    duplicates.customers === 0
      ? html`<p>${words.noDuplicates}</p>`
      : [html`<p>${words.duplicates(duplicates.customers)}</p>`, html`<ul>${found}</ul>`],
  ]);
}

import type { StatisticsResult } from '../../core/results/export-result.js';
import { amount, number, type Page, percent, wordsOn } from '../page.js';
import { monthHeads, monthInWords, periodInWords } from '../statistics-report.js';
import { counts, facts, said, section, table } from './components.js';
import { type Html, html, type Part } from './markup.js';
import { leftOut, type View } from './view.js';

const mostMonths = 36;
const mostRows = 100;

/** The figures of `stats`, with bookings and revenue by month as charts. */
export function statsBody(result: StatisticsResult, view: View): Part {
  const { pages, statistics: words } = wordsOn(view);
  const { bookings, totalCustomers, period, services, topCustomers } = result;
  const { revenue } = bookings;
  const named = services.map(({ service, ...rest }) => ({
    name: said(service ?? words.noService, view, 500),
    ...rest,
  }));
  const best = topCustomers.map(({ name, id, ...rest }) => ({
    ...{ ...rest, name: html`${said(name, view)} <code class="dim">${id}</code>` },
  }));
  const figures: readonly (readonly [string, string])[] = [
    [words.customers, number(view, totalCustomers)],
    [words.bookings, number(view, bookings.total)],
    [words.cancelled, number(view, bookings.cancelled)],
    ...(revenue === null ? [] : [[words.revenue, amount(view, revenue)] as const]),
    [pages.served, number(view, bookings.customersServed)],
    [words.newOnes, number(view, bookings.newCustomers)],
    [words.returningOnes, number(view, bookings.returningCustomers)],
  ];
  return [
    html`<p class="dim">${words.bookings} ${periodInWords(period, view)}</p>`,
    counts([figures.map(([name]) => name), [figures.map(([, value]) => value)]]),
    revenue === null && html`<p class="dim">${words.noRevenue}.</p>`,
    months(result, view),
    counted(words.service, named, revenue !== null, view),
    counted(words.best, best, revenue !== null, view),
    customers(result, view),
  ];
}

function months({ months: all, bookings }: StatisticsResult, page: Page): Part {
  if (all.length === 0) return null;
  const { pages, statistics: words } = wordsOn(page);
  const shown = all.slice(-mostMonths);
  const isPriced = bookings.revenue !== null;
  const names = shown.map(({ month }) => month);
  const rows = shown.map((month) => monthInWords(month, isPriced, page));
  const [booked, earned] = [shown.map((month) => month.bookings), shown.map(({ revenue }) => revenue ?? 0)];
  return section(pages.byMonth, [
    chart(words.bookings, names, booked, (value) => number(page, value)),
    isPriced && chart(words.revenue, names, earned, (value) => amount(page, value)),
    table(monthHeads(isPriced, page), rows),
    leftOut(shown.length, all.length, 'renos-sync stats --json', page),
  ]);
}

const height = 150;
const foot = 20;

/** Bars by month. Horizontal positions are per cent, so that text keeps its size on every screen. */
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
  return html`<figure><figcaption><strong>${title}</strong></figcaption><svg class="chart" role="img" aria-label="${title}" width="100%" height="${height + foot + 20}"><line x1="0" x2="100%" y1="${foot}" y2="${foot}"/><text x="0" y="${foot - 5}">${say(most)}</text>${bars}<line x1="0" x2="100%" y1="${height + foot}" y2="${height + foot}"/></svg></figure>`;
}

interface Counted {
  readonly name: Part;
  readonly bookings: number;
  readonly revenue: number | null;
}

function counted(title: string, all: readonly Counted[], isPriced: boolean, page: Page): Part {
  if (all.length === 0) return null;
  const words = wordsOn(page).statistics;
  const shown = all
    .slice(0, mostRows)
    .map(({ name, bookings, revenue }) => [
      name,
      number(page, bookings),
      ...(isPriced ? [amount(page, revenue ?? 0)] : []),
    ]);
  return section(title, [
    table([title, words.bookings, ...(isPriced ? [words.revenue] : [])], shown),
    leftOut(shown.length, all.length, 'renos-sync stats --json', page),
  ]);
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

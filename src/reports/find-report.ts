import type { FindResult } from '../core/results/find-result.js';
import { type Page, period, wordsOn } from './page.js';
import { renderTable } from './table.js';

/** The found customers and bookings, a line each. */
export function renderFound({ customers, customersFound, bookings, bookingsFound }: FindResult, page: Page): string {
  const { find: words, items } = wordsOn(page);
  if (customersFound + bookingsFound === 0) return words.nothing;
  const more = (shown: number, all: number) => (all > shown ? [items.moreAt(all - shown, '--limit 0')] : []);
  const people = renderTable(
    page,
    words.customerColumns.map((head, at) => ({ head, flexible: at === 4 })),
    customers.map(({ id, name, email, phone, address, bookings: count }) => [id, name, email, phone, address, count]),
  );
  const booked = renderTable(
    page,
    words.bookingColumns.map((head, at) => ({ head, flexible: at === 3 })),
    bookings.map(({ id, start, end, status, serviceType, customerName }) => [
      id,
      start === null || end === null ? '' : period(page, `${start}/${end}`),
      status,
      [serviceType, customerName].filter((word) => word !== null).join(', '),
    ]),
  );
  return [
    ...(customersFound === 0
      ? []
      : [words.customers(customersFound), people, ...more(customers.length, customersFound)]),
    ...(customersFound > 0 && bookingsFound > 0 ? [''] : []),
    ...(bookingsFound === 0
      ? []
      : [words.bookings(bookingsFound), booked, ...more(bookings.length, bookingsFound), '', words.showOne]),
  ].join('\n');
}

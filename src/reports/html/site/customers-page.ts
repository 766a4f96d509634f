import type { ExportedCustomer } from '../../../core/export/customer-repository.js';
import type { ExportedBooking } from '../../../core/export/export-bookings.js';
import { amount, moment, period, wordsOn } from '../../page.js';
import { facts, said, section, table } from '../components.js';
import { type Html, html, type Part } from '../markup.js';
import { itemLink, type View } from '../view.js';

type Customers = readonly ExportedCustomer[];

/** Customers by name; `next` is the offset of the next page, null on the last. */
export function customersBody(search: string, customers: Customers, next: number | null, view: View): Html {
  const { items, site: words } = wordsOn(view);
  const rows = customers.map(({ id, name, email, phone, address, companyName }) => [
    html`<a href="/customers/${id}">${said(name === '' ? items.nothing : name, view)}</a>`,
    ...[companyName, email, phone, address].map((value) => value !== null && said(value, view)),
  ]);
  const form = html`<form method="get" action="/customers" role="search" class="bar"><label for="q">${words.search}</label><input id="q" name="q" type="search" value="${search}"><button>${words.find}</button></form>`;
  const more = next !== null && html`<p><a href="/customers?q=${search}&from=${next}">${words.moreCustomers}</a></p>`;
  const heads = [words.name, words.company, words.email, words.phone, words.address];
  const none = html`<p>${search === '' ? words.noCustomersYet : words.noCustomers}</p>`;
  return html`${form}<section>${customers.length === 0 ? none : table(heads, rows)}${more}</section>`;
}

/** One customer, with their bookings. */
export function customerBody(customer: ExportedCustomer, bookings: readonly ExportedBooking[], view: View): Part {
  const { site: words, status } = wordsOn(view);
  const { tags, totalRevenue, createdAt } = customer;
  const texts = [
    [words.company, customer.companyName],
    [words.email, customer.email],
    [words.phone, customer.phone],
    [words.address, customer.address],
    [words.notes, customer.notes],
    [words.tags, (tags ?? []).join(', ')],
    [words.revenue, totalRevenue === null ? null : amount(view, totalRevenue)],
    [words.since, moment(view, createdAt)],
  ] as const;
  const rows = bookings.map(({ id, start, end, service, status }) => [
    itemLink(view, id, period(view, `${start.toISOString()}/${end.toISOString()}`)),
    said(service, view),
    said(status, view),
  ]);
  const list = table([words.when, words.service, words.status], rows);
  const about = facts(texts.map(([name, value]) => [name, said(value, view)]));
  return [
    html`<section>${about}</section>`,
    section(status.bookings, rows.length === 0 ? html`<p>${words.noBookings}</p>` : list),
  ];
}

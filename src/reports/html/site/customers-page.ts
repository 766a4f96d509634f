import type { ExportedCustomer } from '../../../core/export/customer-repository.js';
import type { ExportedBooking } from '../../../core/export/export-bookings.js';
import { amount, moment, period, wordsOn } from '../../page.js';
import { facts, said, section, table } from '../components.js';
import { type Html, html } from '../markup.js';
import { itemLink } from '../view.js';
import type { Site } from './site.js';

interface CustomerPage {
  readonly search: string;
  /** Customers on the pages before. */
  readonly from: number;
  readonly customers: readonly ExportedCustomer[];
  readonly hasMore: boolean;
}

/** Customers by name, a page at a time. */
export function customersBody({ page }: Site, { search, from, customers, hasMore }: CustomerPage): Html {
  const { items, site: words } = wordsOn(page);
  const rows = customers.map(({ id, name, email, phone, address, companyName }) => [
    html`<a href="/customers/${id}">${said(name === '' ? items.nothing : name, page)}</a>`,
    companyName !== null && said(companyName, page),
    email !== null && said(email, page),
    phone !== null && said(phone, page),
    address !== null && said(address, page),
  ]);
  const form = html`<form method="get" action="/customers" role="search" class="bar"><label for="q">${words.search}</label><input id="q" name="q" type="search" value="${search}"><button>${words.find}</button></form>`;
  const more =
    hasMore && html`<p><a href="/customers?q=${search}&from=${from + customers.length}">${words.moreCustomers}</a></p>`;
  const heads = [words.name, words.company, words.email, words.phone, words.address];
  const none = html`<p>${search === '' && from === 0 ? words.noCustomersYet : words.noCustomers}</p>`;
  return html`${form}<section>${customers.length === 0 ? none : table(heads, rows)}${more}</section>`;
}

/** One customer, with the bookings that are theirs. */
export function customerBody(site: Site, customer: ExportedCustomer, bookings: readonly ExportedBooking[]): Html {
  const { page } = site;
  const { site: words, status } = wordsOn(page);
  const { email, phone, address, companyName, notes, tags, totalRevenue, createdAt } = customer;
  const rows = bookings.map(({ id, start, end, service, status }) => [
    itemLink(site, id, period(page, `${start.toISOString()}/${end.toISOString()}`)),
    said(service, page),
    said(status, page),
  ]);
  const about = facts([
    [words.company, said(companyName, page)],
    [words.email, said(email, page)],
    [words.phone, said(phone, page)],
    [words.address, said(address, page)],
    [words.notes, said(notes, page)],
    [words.tags, said((tags ?? []).join(', '), page)],
    [words.revenue, totalRevenue === null ? said(null, page) : amount(page, totalRevenue)],
    [words.since, moment(page, createdAt)],
  ]);
  const list =
    rows.length === 0 ? html`<p>${words.noBookings}</p>` : table([words.when, words.service, words.status], rows);
  return html`<section>${about}</section>${section(status.bookings, list)}`;
}

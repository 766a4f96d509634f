import type { ExportedCustomer } from '../../../core/export/customer-repository.js';
import type { ExportedBooking } from '../../../core/export/export-bookings.js';
import { amount, moment, wordsOn } from '../../page.js';
import { facts, said, section, table } from '../components.js';
import { type Html, html } from '../markup.js';
import { itemLink, type Site } from './site.js';

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
    said(companyName, page),
    said(email, page),
    said(phone, page),
    said(address, page),
  ]);
  const heads = [words.name, words.company, words.email, words.phone, words.address].map((text) => ({ text }));
  const form = html`<form method="get" action="/customers" role="search" class="bar"><label for="q">${words.search}</label><input id="q" name="q" type="search" value="${search}"><button>${words.find}</button></form>`;
  const more =
    hasMore && html`<p><a href="/customers?q=${search}&from=${from + customers.length}">${words.moreCustomers}</a></p>`;
  return html`${form}<section>${customers.length === 0 ? html`<p>${words.noCustomers}</p>` : table(heads, rows)}${more}</section>`;
}

/** One customer, with the bookings that are theirs. */
export function customerBody({ page }: Site, customer: ExportedCustomer, bookings: readonly ExportedBooking[]): Html {
  const { site: words, sync } = wordsOn(page);
  const { email, phone, address, companyName, notes, tags, totalRevenue, createdAt } = customer;
  const rows = bookings.map(({ id, start, end, service, status }) => [
    itemLink(id, moment(page, start)),
    moment(page, end),
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
    [words.revenue, totalRevenue === null ? '' : amount(page, totalRevenue)],
    [words.since, moment(page, createdAt)],
  ]);
  const heads = [words.start, words.end, words.service, words.status].map((text) => ({ text }));
  return html`<section>${about}</section>${section(sync.booking, rows.length === 0 ? html`<p>${words.noBookings}</p>` : table(heads, rows))}`;
}

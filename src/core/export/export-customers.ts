import { escapeFormula } from '../customers/values/clean-text.js';
import type { ExportRecord } from '../results/export-result.js';
import { amountCell, type CellStyle, isoMoment, momentCell } from './cell-style.js';
import { type CustomerRepository, type ExportedCustomer, everyCustomer } from './customer-repository.js';

/** The columns that RenOS writes, in its order. */
export const customerHeaders = [
  'Name',
  'Email',
  'Phone',
  'Address',
  'Company',
  'Notes',
  'Tags',
  'Total Leads',
  'Total Bookings',
  'Total Revenue',
  'Last Contact',
  'Created At',
] as const;

/**
 * Returns all customers, or those with the ids, as rows of RenOS's columns, by name, the headers first. Times are ISO
 * in UTC. Cells that a spreadsheet would run get a `'` before them; importing removes it again.
 */
export function exportCustomers(
  customers: Pick<CustomerRepository, 'list'>,
  ids: readonly string[] | null = null,
): AsyncIterable<readonly (readonly string[])[]> {
  return customerRows(customers.list({ ...everyCustomer, ids }), 'plain');
}

/** The headers, and each page of customers as rows of cells. */
export async function* customerRows(
  pages: AsyncIterable<readonly ExportedCustomer[]>,
  style: CellStyle,
): AsyncIterable<readonly (readonly string[])[]> {
  yield [customerHeaders];
  for await (const page of pages) yield page.map((customer) => customerRow(customer, style));
}

function customerRow(customer: ExportedCustomer, style: CellStyle): readonly string[] {
  const texts = [customer.name, customer.email, customer.phone, customer.address, customer.companyName, customer.notes];
  return [
    ...texts.map((text) => escapeFormula(text ?? '')),
    escapeFormula(joinTags(customer.tags)),
    String(customer.totalLeads ?? 0),
    String(customer.totalBookings ?? 0),
    amountCell(customer.totalRevenue ?? 0, style),
    momentCell(customer.lastContactAt, style),
    momentCell(customer.createdAt, style),
  ];
}

/** A customer as a JSON object. */
export function customerRecord(customer: ExportedCustomer): ExportRecord<'customer'> {
  const { id, name, email, phone, address, companyName, notes, status, tags } = customer;
  const { totalLeads, totalBookings, totalRevenue, lastContactAt, createdAt } = customer;
  return {
    id,
    name,
    email,
    phone,
    address,
    companyName,
    notes,
    status,
    tags,
    totalLeads: totalLeads ?? 0,
    totalBookings: totalBookings ?? 0,
    totalRevenue: Number.isFinite(totalRevenue) ? totalRevenue : null,
    lastContactAt: isoMoment(lastContactAt),
    createdAt: isoMoment(createdAt),
  };
}

/** If a tag contains a separator, a separator is used that no tag contains. */
export function joinTags(tags: readonly string[]): string {
  return tags.some((tag) => /[;,|\n]/.test(tag))
    ? `${tags.join(' ::: ')}${tags.length === 1 ? ' ::: ' : ''}`
    : tags.join(';');
}

import { escapeFormula } from './clean-text.js';
import type { CustomerRepository, ExportedCustomer } from './ports.js';

/** The columns that RenOS writes, in its order. */
const exportHeaders = [
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
 * Gives customers as rows of RenOS's columns, by name, the headers first. Times are ISO in UTC. Cells that a
 * spreadsheet would run get a `'` before them; importing takes it off again.
 */
export async function* exportCustomers(
  customers: Pick<CustomerRepository, 'list'>,
  ids: readonly string[] | null = null,
): AsyncIterable<readonly (readonly string[])[]> {
  yield [exportHeaders];
  for await (const page of customers.list(ids)) yield page.map(toRow);
}

function toRow(customer: ExportedCustomer): readonly string[] {
  const texts = [customer.name, customer.email, customer.phone, customer.address, customer.companyName, customer.notes];
  return [
    ...texts.map((text) => escapeFormula(text ?? '')),
    escapeFormula(joinTags(customer.tags)),
    String(customer.totalLeads ?? 0),
    String(customer.totalBookings ?? 0),
    plainAmount(customer.totalRevenue ?? 0),
    customer.lastContactAt?.toISOString() ?? '',
    customer.createdAt.toISOString(),
  ];
}

/** A tag that holds a separator itself needs the one that no tag holds. */
function joinTags(tags: readonly string[]): string {
  return tags.some((tag) => /[;,|\n]/.test(tag))
    ? `${tags.join(' ::: ')}${tags.length === 1 ? ' ::: ' : ''}`
    : tags.join(';');
}

/** Three decimals could be taken for thousands by whoever reads it. */
function plainAmount(amount: number): string {
  const text = String(amount);
  return /^-?\d{1,3}\.\d{3}$/.test(text) ? `${text}0` : text;
}

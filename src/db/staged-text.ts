import type { StagedRow } from '../core/customers/ports.js';
import type { Repeats } from '../core/customers/repeats.js';
import { arrayLiteral } from './array-literal.js';

export const copyRows = `copy renos_sync.import_rows (import_id, seq, line, reasons, new_id, name, email, phone, address, company_name, notes,
  tags, total_leads, total_bookings, total_revenue, last_contact_at, bookings, email_key, phone_key, name_key, blocks) from stdin`;

export const copyRepeats = 'copy renos_sync.import_repeats (import_id, kind, key, block) from stdin';

/** Rows in COPY's text format, in the order of `copyRows`. Written out, as it is done for every cell of a file. */
export function rowsText(importId: number, rows: readonly StagedRow[]): string {
  let text = '';
  for (const { seq, line, reasons, newId, customer, keys, bookings } of rows) {
    text += `${importId}\t${seq}\t${line}\t${cell(reasons)}\t${newId ?? '\\N'}`;
    if (customer === null || keys === null) {
      text += nothing;
      continue;
    }
    const { name, email, phone, address, companyName, notes, tags } = customer;
    text += `\t${cell(name)}\t${cell(email)}\t${cell(phone)}\t${cell(address)}\t${cell(companyName)}\t${cell(notes)}`;
    text += `\t${tags.length === 0 ? '\\N' : cell(arrayLiteral(tags))}`;
    const { totalLeads, totalBookings, totalRevenue, lastContactAt } = customer;
    text += `\t${totalLeads ?? '\\N'}\t${totalBookings ?? '\\N'}\t${totalRevenue ?? '\\N'}\t${lastContactAt?.toISOString() ?? '\\N'}`;
    text += `\t${bookings.length === 0 ? '\\N' : cell(JSON.stringify(bookings))}`;
    text += `\t${cell(keys.email)}\t${cell(keys.phone)}\t${cell(keys.nameAddress)}\t{${keys.blocks.join(',')}}\n`;
  }
  return text;
}

/** The rest of a rejected row. */
const nothing = `${'\t\\N'.repeat(16)}\n`;

export function repeatsText(importId: number, { keys, blocks }: Repeats): string {
  let text = '';
  for (const [kind, key] of keys) text += `${importId}\t${kind}\t${cell(key)}\t\\N\n`;
  for (const block of blocks) text += `${importId}\tblock\t\\N\t${block}\n`;
  return text;
}

const special = /[\\\n\r\t]/;
const escapes: Readonly<Record<string, string>> = { '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t' };

function cell(value: string | null): string {
  if (value === null) return '\\N';
  return special.test(value) ? value.replace(/[\\\n\r\t]/g, (character) => escapes[character] ?? character) : value;
}

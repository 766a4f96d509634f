import type { Repeats } from '../../core/customers/match/repeats.js';
import type { FingerprintedRow, StagedRow } from '../../core/customers/match/staged-row.js';
import type { CopyRows } from '../client/copy-rows.js';

export const copyRows = `copy renos_sync.import_rows (import_id, seq, line, outcome, reasons, new_id, name, email, phone, address, company_name, notes,
  tags, total_leads, total_bookings, total_revenue, last_contact_at, bookings, email_key, phone_key, name_key, further_keys, blocks, letters, print, notes_lines) from stdin`;
const rowFields = 26;
const totalBookings = 14;

export const copyRepeats = 'copy renos_sync.import_repeats (import_id, kind, key, block) from stdin';
const repeatFields = 4;

/** Writes rows in the order of `copyRows`. */
export function writeRows(importId: number, rows: readonly StagedRow[], to: CopyRows): void {
  for (const { seq, line, outcome, reasons, newId, customer, keys, bookings, print, equalBookings } of rows) {
    to.row(rowFields);
    to.int(importId);
    to.int(seq);
    to.int(line);
    to.text(outcome);
    to.text(reasons);
    to.text(newId);
    if (customer === null || keys === null) {
      for (let field = 6; field < rowFields; field += 1) {
        if (field === totalBookings && equalBookings !== undefined) to.int(equalBookings);
        else to.null();
      }
      continue;
    }
    to.text(customer.name);
    to.text(customer.email);
    to.text(customer.phone);
    to.text(customer.address);
    to.text(customer.companyName);
    to.text(customer.notes);
    if (customer.tags.length === 0) to.null();
    else to.texts(customer.tags);
    to.int(customer.totalLeads);
    to.int(customer.totalBookings);
    to.double(customer.totalRevenue);
    to.timestamp(customer.lastContactAt);
    to.json(bookings.length === 0 ? null : bookings);
    to.text(keys.email);
    to.text(keys.phone);
    to.text(keys.nameAddress);
    const further = customer.ref === undefined ? keys.further : [`ident ${customer.ref}`, ...keys.further];
    if (further.length === 0) to.null();
    else to.texts(further);
    to.ints(keys.blocks);
    to.long(keys.letters.once, keys.letters.twice);
    if (print === null) to.null();
    else to.long(print.upper, print.lower);
    if (customer.notesLines === undefined) to.null();
    else to.texts(customer.notesLines);
  }
}

/** Writes repeats in the order of `copyRepeats`. */
export function writeRepeats(importId: number, { keys, blocks }: Repeats, to: CopyRows): void {
  for (const [kind, key] of keys) {
    to.row(repeatFields);
    to.int(importId);
    to.text(kind);
    to.text(key);
    to.null();
  }
  for (const block of blocks) {
    to.row(repeatFields);
    to.int(importId);
    to.text('block');
    to.null();
    to.int(block);
  }
}

export const copyFingerprints = 'copy renos_sync.import_prints (import_id, seq, print) from stdin';
const printFields = 3;

/** Writes fingerprints in the order of `copyFingerprints`. */
export function writeFingerprints(importId: number, rows: readonly FingerprintedRow[], to: CopyRows): void {
  for (const { seq, print } of rows) {
    to.row(printFields);
    to.int(importId);
    to.int(seq);
    to.long(print.upper, print.lower);
  }
}

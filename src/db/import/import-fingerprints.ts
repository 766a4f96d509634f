import { type SQL, sql } from 'drizzle-orm';
import type { FingerprintedRow } from '../../core/customers/match/staged-row.js';
import { CopyRows } from '../client/copy-rows.js';
import type { Database } from '../client/database.js';
import { copyFingerprints, writeFingerprints } from './staged-rows.js';

/** A fingerprint of all columns of customer `c` that a row can have. */
export const fingerprintOfCustomer = sql`hash_record_extended(row(c.name, c.email, c.phone, c.address, c."companyName", c.notes, c.tags,
  c."totalLeads", c."totalBookings", c."totalRevenue", c."lastContactAt"), 0)`;

/** The same for the customer that row `w` creates. */
export const fingerprintOfNew = sql`hash_record_extended(row(w.name, w.email, w.phone, w.address, w.company_name, w.notes, coalesce(w.tags, '{}'),
  coalesce(w.total_leads, 0), coalesce(w.total_bookings, 0), coalesce(w.total_revenue, 0), w.last_contact_at), 0)`;

export async function stageFingerprints(
  { copyIn }: Database,
  importId: number,
  pages: Iterable<readonly FingerprintedRow[]>,
): Promise<void> {
  const bytes = new CopyRows();
  const copy = await copyIn(copyFingerprints);
  try {
    for (const rows of pages) {
      writeFingerprints(importId, rows, bytes);
      await copy.write(bytes.take());
    }
    await copy.end();
  } catch (error) {
    await copy.abort();
    throw error;
  }
}

/**
 * Rows whose fingerprint belongs to a customer that has not changed since: their `seq`, and the customer's `id`. A
 * customer has one only if a row created it.
 */
export function printedRows(importId: number): SQL {
  return sql`select r.seq, c.id
    from renos_sync.import_prints r
    join renos_sync.customer_keys k on k.row_print = r.print
    join customers c on c.id = k.customer_id
    where r.import_id = ${importId} and k.source_print # ${fingerprintOfCustomer} = r.print`;
}

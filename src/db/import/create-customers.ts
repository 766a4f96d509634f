import { type SQL, sql } from 'drizzle-orm';
import type { FoundRow } from '../../core/customers/match/forecast.js';
import type { BatchToMerge } from '../../core/customers/match/import-store.js';
import { arrayLiteral } from '../client/array-literal.js';
import { type Orm, rowsOf } from '../client/database.js';
import { fingerprintOf } from './customer-keys.js';
import { fingerprintOfNew } from './import-fingerprints.js';
import { ownKeys } from './import-ids.js';

/** The new customers of a batch: from the staged row itself, or from the draft that several rows created together. */
function newCustomers({ importId, from, until }: BatchToMerge): SQL {
  return sql`select r.seq, r.line, r.new_id as id, r.name, r.email, r.phone, r.address, r.company_name, r.notes, r.tags, r.total_leads, r.total_bookings,
      r.total_revenue, r.last_contact_at, r.email_key, r.phone_key, r.name_key, r.further_keys, r.blocks, r.letters, r.print, r.notes_lines
    from renos_sync.import_rows r
    where r.import_id = ${importId} and r.seq >= ${from}::int and r.seq < ${until}::int and r.outcome = 'created'
      and not exists (select from renos_sync.import_plan p where p.import_id = r.import_id and p.seq = r.seq)
    union all
    select r.seq, r.line, p.customer_id, d.name, d.email, d.phone, d.address, d."companyName", d.notes, d.tags, d."totalLeads", d."totalBookings",
      d."totalRevenue", d."lastContactAt"::timestamp(3), null, null, null, null, null, null, null, p.wrote_notes
    from renos_sync.import_plan p join renos_sync.import_rows r using (import_id, seq)
    cross join lateral jsonb_to_record(p.created) as d(name text, email text, phone text, address text, "companyName" text, notes text,
      tags text[], "totalLeads" int, "totalBookings" int, "totalRevenue" float8, "lastContactAt" text)
    where p.import_id = ${importId} and p.seq >= ${from}::int and p.seq < ${until}::int and p.created is not null`;
}

/** One statement for all data of the new customers, so that the batch's rows are looked up once. */
export async function createCustomers(tx: Orm, batch: BatchToMerge, careful: boolean): Promise<readonly FoundRow[]> {
  if (!careful) {
    await tx.execute(sql`with w as materialized (${newCustomers(batch)}), made as (${insertCustomers(batch)}), keyed as (${insertKeys(batch)}), noted as (${insertNotes})
      ${insertJournal(batch)}`);
    return [];
  }
  // Only in this case is it necessary to ask which rows were written: a plain insert writes all of them or fails.
  await tx.execute(sql`with w as (${newCustomers(batch)}) ${insertCustomers(batch)} on conflict do nothing`);
  const missing = await rowsOf<FoundRow & Record<string, unknown>>(
    tx,
    sql`select w.line, w.seq, w.name from (${newCustomers(batch)}) w where not exists (select from customers c where c.id = w.id)`,
  );
  if (missing.length > 0) await rejectOutrun(tx, batch, missing);
  await tx.execute(
    sql`with w as materialized (${newCustomers(batch)}), keyed as (${insertKeys(batch)}), noted as (${insertNotes}) ${insertJournal(batch)}`,
  );
  return missing;
}

/* Written for each row of `w`, the rows of `newCustomers`. */

function insertCustomers(batch: BatchToMerge): SQL {
  const now = batch.now.toISOString();
  return sql`insert into customers (id, name, email, phone, address, "companyName", notes, tags, "totalLeads", "totalBookings",
      "totalRevenue", "lastContactAt", "createdAt", "updatedAt")
    select w.id, w.name, w.email, w.phone, w.address, w.company_name, w.notes, coalesce(w.tags, '{}'), coalesce(w.total_leads, 0),
      coalesce(w.total_bookings, 0), coalesce(w.total_revenue, 0), w.last_contact_at, ${now}::timestamp(3), ${now}::timestamp(3)
    from w order by w.seq`;
}

function insertKeys(batch: BatchToMerge): SQL {
  return sql`insert into renos_sync.customer_keys (customer_id, print, email_key, phone_key, name_key, further_keys, blocks, letters, source_print, row_print)
    select w.id, ${fingerprintOf(batch.keyedBy, 'w')}, w.email_key, w.phone_key, w.name_key, ${ownKeys('w')}, w.blocks, w.letters, w.print # ${fingerprintOfNew}, w.print from w where w.blocks is not null`;
}

const insertNotes = sql`insert into renos_sync.imported_notes (customer_id, lines)
    select w.id, w.notes_lines from w where w.notes_lines is not null`;

/** Numbered as the rows are; other entries follow. */
function insertJournal({ runId }: BatchToMerge): SQL {
  return sql`insert into renos_sync.journal_creations (run_id, seq, seqs, lines, customer_ids, prints)
    select ${runId}::text, min(w.seq) + 1, array_agg(w.seq + 1), array_agg(w.line), array_agg(w.id), array_agg(${fingerprintOfNew}) from w having count(*) > 0`;
}

/** Rows that are not written, because another program has used their e-mail. */
export async function rejectOutrun(
  tx: Orm,
  { importId }: BatchToMerge,
  rows: readonly { readonly seq: number }[],
): Promise<void> {
  await tx.execute(sql`insert into renos_sync.import_plan (import_id, seq, outcome, rule, reason)
    select ${importId}::int, s, 'rejected', 'outrun', 'another program took this e-mail during the import'
    from unnest(${arrayLiteral(rows.map(({ seq }) => seq))}::text::int[]) s
    on conflict (import_id, seq) do update set outcome = 'rejected', rule = 'outrun', reason = excluded.reason, created = null, updated = null`);
}

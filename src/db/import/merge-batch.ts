import { eq, sql } from 'drizzle-orm';
import type { FoundRow } from '../../core/customers/match/forecast.js';
import type { BatchToMerge, MergedBatch } from '../../core/customers/match/import-store.js';
import { type Orm, rowsOf } from '../client/database.js';
import { failureCode, SqlState } from '../client/database-failure.js';
import { journalEnd } from '../read/journal.js';
import { imports } from '../schema/imports.js';
import { renewLease } from '../sync/leases.js';
import { createCustomers, rejectOutrun } from './create-customers.js';
import { createBookings } from './import-bookings.js';
import { changeBookings } from './import-known-bookings.js';
import { keepPreviousKeys } from './import-previous-keys.js';

/**
 * Writes one batch: customers, their keys, bookings, journal and progress, all or nothing. Only if the application has
 * used an e-mail since the plan was made is the batch written again with a check for that, which takes longer.
 */
export async function merge(orm: Orm, batch: BatchToMerge): Promise<MergedBatch> {
  try {
    return await mergeOnce(orm, batch, false);
  } catch (error) {
    if (failureCode(error) !== SqlState.uniqueViolation) throw error;
    return mergeOnce(orm, batch, true);
  }
}

function mergeOnce(orm: Orm, batch: BatchToMerge, careful: boolean): Promise<MergedBatch> {
  return orm.transaction(async (tx) => {
    const missing = await createCustomers(tx, batch, careful);
    await batch.turn;
    const outrun = [...missing, ...(careful ? await dropOutrun(tx, batch) : [])];
    if (batch.hasUpdates) await updateCustomers(tx, batch);
    await keepPreviousKeys(tx, batch);
    if (batch.changesBookings) await changeBookings(tx, batch);
    const bookingsCreated = batch.hasBookings ? await createBookings(tx, batch) : 0;
    // Last, so that the lease's row is locked only for a moment: its holder renews it meanwhile.
    await renewLease(tx, batch.lease);
    await tx.update(imports).set({ mergedBefore: batch.until }).where(eq(imports.id, batch.importId));
    return { bookingsCreated, outrun };
  });
}

/** Updates that would give a customer an e-mail which another customer has now: they are not written. */
async function dropOutrun(tx: Orm, batch: BatchToMerge): Promise<readonly FoundRow[]> {
  const outrun = await rowsOf<FoundRow & Record<string, unknown>>(
    tx,
    sql`select r.line, r.seq, r.name from renos_sync.import_plan p join renos_sync.import_rows r using (import_id, seq)
      where p.import_id = ${batch.importId} and p.outcome = 'updated' and p.customer_id in (
        select u.customer_id from renos_sync.import_plan u join customers o on o.email = u.updated -> 'email' ->> 1 and o.id <> u.customer_id
        where u.import_id = ${batch.importId} and u.seq >= ${batch.from}::int and u.seq < ${batch.until}::int)
      order by r.seq`,
  );
  if (outrun.length > 0) await rejectOutrun(tx, batch, outrun);
  return outrun;
}

async function updateCustomers(tx: Orm, { importId, runId, from, until, now, last }: BatchToMerge): Promise<void> {
  const to = (field: string) => sql.raw(`p.updated -> '${field}' ->> 1`);
  await tx.execute(sql`with wanted as materialized (
      select p.customer_id, p.updated, p.rule, p.seq, p.wrote_notes, p.updated ? 'tags' and o.tags is null as had_no_tags, m.lines as old_lines
      from renos_sync.import_plan p join customers o on o.id = p.customer_id left join renos_sync.imported_notes m using (customer_id)
      where p.import_id = ${importId} and p.seq >= ${from}::int and p.seq < ${until}::int and p.updated is not null
    ), done as (
      update customers c set
        name = coalesce(${to('name')}, c.name), email = coalesce(${to('email')}, c.email), phone = coalesce(${to('phone')}, c.phone),
        address = coalesce(${to('address')}, c.address), "companyName" = coalesce(${to('companyName')}, c."companyName"),
        notes = coalesce(${to('notes')}, c.notes),
        tags = case when p.updated ? 'tags' then array(select jsonb_array_elements_text(p.updated -> 'tags' -> 1)) else c.tags end,
        "totalLeads" = coalesce((${to('totalLeads')})::int, c."totalLeads"),
        "totalBookings" = coalesce((${to('totalBookings')})::int, c."totalBookings"),
        "totalRevenue" = coalesce((${to('totalRevenue')})::float8, c."totalRevenue"),
        "lastContactAt" = coalesce((${to('lastContactAt')})::timestamp(3), c."lastContactAt"),
        "updatedAt" = ${now.toISOString()}::timestamp(3)
      from wanted p where c.id = p.customer_id returning p.seq, p.customer_id, p.updated, p.rule, p.wrote_notes, p.had_no_tags, p.old_lines
    ), noted as (
      insert into renos_sync.imported_notes (customer_id, lines)
      select d.customer_id, d.wrote_notes from done d where d.wrote_notes is not null
      on conflict (customer_id) do update set lines = excluded.lines
    )
    insert into renos_sync.journal (run_id, seq, side, action, kind, item_id, fields, rule, undo)
    select ${runId}::text, ${journalEnd(runId, last + 1)} + row_number() over (order by d.seq), 'database', 'update', 'customer', d.customer_id, d.updated, d.rule,
      nullif(case when d.had_no_tags then '{"was":{"tags":null}}'::jsonb else '{}' end
        || case when d.wrote_notes is null then '{}' else jsonb_build_object('lines', jsonb_build_array(d.old_lines, d.wrote_notes)) end, '{}')
    from done d`);
}

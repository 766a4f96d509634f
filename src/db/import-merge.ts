import { type SQL, sql } from 'drizzle-orm';
import type { RowDecision } from '../core/customers/decide-rows.js';
import type { BatchToMerge, BookingForecast, MergedBatch, OutcomeCounts } from '../core/customers/ports.js';
import { arrayLiteral } from './array-literal.js';
import { printOf } from './customer-keys.js';
import { type Orm, rowsOf } from './database.js';
import { failureCode, SqlState } from './database-failure.js';

export async function plan(orm: Orm, importId: number, decisions: readonly RowDecision[]): Promise<void> {
  if (decisions.length === 0) return;
  const text = (of: (decision: RowDecision) => string | number | null) => arrayLiteral(decisions.map(of));
  const json = (value: unknown) => (value === null ? null : JSON.stringify(value));
  await orm.execute(sql`insert into renos_sync.import_plan (import_id, seq, outcome, customer_id, rule, reason, created, updated)
    select ${importId}::int, r.seq, r.outcome, r.customer_id, r.rule, r.reason, r.created::jsonb, r.updated::jsonb from unnest(
      ${text(({ seq }) => seq)}::text::int[], ${text(({ outcome }) => outcome)}::text::text[],
      ${text(({ customerId }) => customerId)}::text::text[], ${text(({ rule }) => rule)}::text::text[],
      ${text(({ reason, outcome }) => (outcome === 'rejected' ? reason : null))}::text::text[],
      ${text(({ create }) => json(create))}::text::text[], ${text(({ update }) => json(update))}::text::text[]
    ) as r(seq, outcome, customer_id, rule, reason, created, updated)`);
}

export async function count(orm: Orm, importId: number): Promise<OutcomeCounts> {
  const rows = await rowsOf<{ outcome: keyof OutcomeCounts; count: number }>(
    orm,
    sql`select case when r.reasons is not null then 'rejected' else coalesce(p.outcome, 'created') end as outcome, count(*)::int as count
      from renos_sync.import_rows r left join renos_sync.import_plan p using (import_id, seq)
      where r.import_id = ${importId} group by 1`,
  );
  const counts = { created: 0, updated: 0, unchanged: 0, skipped: 0, rejected: 0 };
  for (const row of rows) counts[row.outcome] = row.count;
  return counts;
}

/** The bookings of a range of rows that are not there yet: found again by customer, start and service. */
function newBookings(importId: number, range: SQL): SQL {
  return sql`select distinct on (b.customer_id, b.start, lower(coalesce(b.service, ''))) b.*
    from (
      select r.seq, r.line, r.address, coalesce(p.customer_id, r.new_id) as customer_id, e ->> 'id' as id, (e ->> 'start')::timestamp(3) as start,
        (e ->> 'end')::timestamp(3) as "end", e ->> 'service' as service, e ->> 'status' as status, e ->> 'notes' as notes, n
      from renos_sync.import_rows r
      left join renos_sync.import_plan p using (import_id, seq)
      cross join lateral jsonb_array_elements(r.bookings) with ordinality as j(e, n)
      where r.import_id = ${importId} and r.reasons is null and r.bookings is not null and ${range}
        and coalesce(p.outcome, 'created') not in ('rejected', 'skipped')
    ) b
    where not exists (
      select from bookings k where k."customerId" = b.customer_id
        and coalesce(k."startTime", k."scheduledAt") = b.start
        and lower(coalesce(k."serviceType", '')) = lower(coalesce(b.service, '')))
    order by b.customer_id, b.start, lower(coalesce(b.service, '')), b.seq, b.n`;
}

export async function forecastBookings(orm: Orm, importId: number): Promise<BookingForecast> {
  const [row] = await rowsOf<{ all: number; fresh: number; overlaps: number; lines: number[] | string | null }>(
    orm,
    sql`with fresh as (${newBookings(importId, sql`true`)}),
      overlapping as (
        select f.line from fresh f where f.status <> 'cancelled' and exists (
          select from bookings k where k."customerId" = f.customer_id and k.status <> 'cancelled'
            and coalesce(k."startTime", k."scheduledAt") < f."end"
            and coalesce(k."endTime", coalesce(k."startTime", k."scheduledAt") + k."estimatedDuration" * interval '1 minute') > f.start))
      select (select coalesce(sum(jsonb_array_length(r.bookings)), 0)::int from renos_sync.import_rows r left join renos_sync.import_plan p using (import_id, seq)
              where r.import_id = ${importId} and r.reasons is null and coalesce(p.outcome, 'created') not in ('rejected', 'skipped')) as all,
        (select count(*)::int from fresh) as fresh, (select count(*)::int from overlapping) as overlaps,
        (select json_agg(line) from (select line from overlapping order by line limit 5) l) as lines`,
  );
  const lines = typeof row?.lines === 'string' ? (JSON.parse(row.lines) as number[]) : (row?.lines ?? []);
  const fresh = row?.fresh ?? 0;
  return { toCreate: fresh, known: (row?.all ?? 0) - fresh, overlaps: { count: row?.overlaps ?? 0, lines } };
}

/** The customers that a batch makes: the staged row itself, or the whole draft that several rows made together. */
function newCustomers({ importId, from, until }: BatchToMerge): SQL {
  return sql`select r.seq, r.line, r.new_id as id, r.name, r.email, r.phone, r.address, r.company_name, r.notes, r.tags, r.total_leads, r.total_bookings,
      r.total_revenue, r.last_contact_at, r.email_key, r.phone_key, r.name_key, r.blocks
    from renos_sync.import_rows r
    where r.import_id = ${importId} and r.seq >= ${from}::int and r.seq < ${until}::int and r.reasons is null
      and not exists (select from renos_sync.import_plan p where p.import_id = r.import_id and p.seq = r.seq)
    union all
    select r.seq, r.line, p.customer_id, d.name, d.email, d.phone, d.address, d."companyName", d.notes, d.tags, d."totalLeads", d."totalBookings",
      d."totalRevenue", d."lastContactAt"::timestamp(3), null, null, null, null
    from renos_sync.import_plan p join renos_sync.import_rows r using (import_id, seq)
    cross join lateral jsonb_to_record(p.created) as d(name text, email text, phone text, address text, "companyName" text, notes text,
      tags text[], "totalLeads" int, "totalBookings" int, "totalRevenue" float8, "lastContactAt" text)
    where p.import_id = ${importId} and p.seq >= ${from}::int and p.seq < ${until}::int and p.created is not null`;
}

/**
 * Writes one batch: customers, their keys, bookings, journal and how far it has come, all or nothing. Only when the
 * application took an e-mail since the plan was made is it written again with an eye on that, which takes longer.
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
    const outrun = await createCustomers(tx, batch, careful);
    await updateCustomers(tx, batch);
    const bookingsCreated = await createBookings(tx, batch);
    await tx.execute(
      sql`update renos_sync.imports set merged_before = ${batch.until}::int where id = ${batch.importId}`,
    );
    return { bookingsCreated, outrun };
  });
}

const journalEnd = (runId: string) =>
  sql`(select coalesce(max(seq), 0) from renos_sync.journal where run_id = ${runId}::text)`;

async function createCustomers(tx: Orm, batch: BatchToMerge, careful: boolean): Promise<readonly number[]> {
  const now = batch.now.toISOString();
  // A plain insert writes all of them or fails; only a careful one has to ask which were written.
  const written = careful ? sql` and w.id in (select id from made)` : sql``;
  const missing = await rowsOf<{ line: number; seq: number }>(
    tx,
    sql`with wanted as materialized (${newCustomers(batch)}),
      made as (
        insert into customers (id, name, email, phone, address, "companyName", notes, tags, "totalLeads", "totalBookings", "totalRevenue",
          "lastContactAt", "createdAt", "updatedAt")
        select w.id, w.name, w.email, w.phone, w.address, w.company_name, w.notes, coalesce(w.tags, '{}'), coalesce(w.total_leads, 0),
          coalesce(w.total_bookings, 0), coalesce(w.total_revenue, 0), w.last_contact_at, ${now}::timestamp(3), ${now}::timestamp(3)
        from wanted w order by w.seq
        ${careful ? sql`on conflict do nothing` : sql``} returning id
      ), keyed as (
        insert into renos_sync.customer_keys (customer_id, print, email_key, phone_key, name_key, blocks)
        select w.id, ${printOf(batch.country, 'w')}, w.email_key, w.phone_key, w.name_key, w.blocks from wanted w
        where w.blocks is not null${written}
      ), told as (
        insert into renos_sync.journal (run_id, seq, side, action, kind, item_id, fields, rule)
        select ${batch.runId}::text, ${journalEnd(batch.runId)} + row_number() over (), 'database', 'create', 'customer', w.id,
          ('{"line":[null,' || w.line || ']}')::jsonb, 'no-match'
        from wanted w where true${written}
      )
      select w.line, w.seq from wanted w where (select count(*) from made) < (select count(*) from wanted)
        and not exists (select from made m where m.id = w.id)`,
  );
  if (missing.length === 0) return [];
  await tx.execute(sql`insert into renos_sync.import_plan (import_id, seq, outcome, rule, reason)
    select ${batch.importId}::int, s, 'rejected', 'outrun', 'another program took this e-mail during the import'
    from unnest(${arrayLiteral(missing.map(({ seq }) => seq))}::text::int[]) s
    on conflict (import_id, seq) do update set outcome = 'rejected', rule = 'outrun', reason = excluded.reason, created = null`);
  return missing.map(({ line }) => line);
}

async function updateCustomers(tx: Orm, { importId, runId, from, until, now }: BatchToMerge): Promise<void> {
  const to = (field: string) => sql.raw(`p.updated -> '${field}' ->> 1`);
  await tx.execute(sql`with wanted as materialized (
      select p.customer_id, p.updated, p.rule, p.seq from renos_sync.import_plan p
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
      from wanted p where c.id = p.customer_id returning c.id
    )
    insert into renos_sync.journal (run_id, seq, side, action, kind, item_id, fields, rule)
    select ${runId}::text, ${journalEnd(runId)} + row_number() over (order by w.seq), 'database', 'update', 'customer', w.customer_id, w.updated, w.rule
    from wanted w join done d on d.id = w.customer_id`);
}

async function createBookings(tx: Orm, batch: BatchToMerge): Promise<number> {
  const now = batch.now.toISOString();
  const range = sql`r.seq >= ${batch.from}::int and r.seq < ${batch.until}::int`;
  const [made] = await rowsOf<{ count: number }>(
    tx,
    sql`with wanted as materialized (${newBookings(batch.importId, range)}),
      made as (
        insert into bookings (id, "customerId", "serviceType", address, "scheduledAt", "startTime", "endTime", "estimatedDuration", status, notes,
          "createdAt", "updatedAt")
        select w.id, w.customer_id, w.service, coalesce(w.address, c.address), w.start, w.start, w."end",
          (extract(epoch from w."end" - w.start) / 60)::int, w.status, w.notes, ${now}::timestamp(3), ${now}::timestamp(3)
        from wanted w join customers c on c.id = w.customer_id returning id
      ), told as (
        insert into renos_sync.journal (run_id, seq, side, action, kind, item_id, fields, rule)
        select ${batch.runId}::text, ${journalEnd(batch.runId)} + row_number() over (order by w.seq, w.n), 'database', 'create', 'booking', w.id,
          ('{"line":[null,' || w.line || ']}')::jsonb, 'booking-new'
        from made m join wanted w on w.id = m.id
      )
      select count(*)::int as count from made`,
  );
  return made?.count ?? 0;
}

export async function* rejects(
  orm: Orm,
  importId: number,
): AsyncIterable<{ seq: number; line: number; reasons: string }> {
  for (let after = -1; ; ) {
    const rows = await rowsOf<{ seq: number; line: number; reasons: string }>(
      orm,
      sql`select r.seq, r.line, coalesce(r.reasons, p.reason, p.rule) as reasons
        from renos_sync.import_rows r left join renos_sync.import_plan p using (import_id, seq)
        where r.import_id = ${importId} and r.seq > ${after}::int and (r.reasons is not null or p.outcome = 'rejected')
        order by r.seq limit 2000`,
    );
    yield* rows;
    const last = rows.at(-1);
    if (last === undefined) return;
    after = last.seq;
  }
}

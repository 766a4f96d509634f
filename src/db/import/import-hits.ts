import { type SQL, sql } from 'drizzle-orm';
import { arrayLiteral } from '../client/array-literal.js';
import { type Orm, rowsOf } from '../client/database.js';
import { bulkWork } from './bulk-work.js';
import { namedId } from './import-ids.js';

const isPlanned = sql`exists (select from renos_sync.import_plan p where p.import_id = r.import_id and p.seq = r.seq)`;
/** Not `exists`, which would run for each row: `not in` hashes all pairs once. */
const isAlone = (importId: number) => sql`r.seq not in (
  select n.seq from renos_sync.import_pairs n where n.import_id = ${importId}
  union all select n.other_seq from renos_sync.import_pairs n where n.import_id = ${importId})`;

/**
 * Whether row `r` has no value that customer `c` with the keys `k` does not have, and all lines `n` that its columns
 * wrote. `is true` is needed: otherwise PostgreSQL might join the two by their names, and many customers may share one.
 */
const saysNothingNew = sql`(r.name = c.name) is true
  and (r.email is null or r.email_key = k.email_key)
  and (r.phone is null or r.phone = c.phone or r.phone_key = k.phone_key)
  and (r.address is null or r.address = c.address)
  and (r.company_name is null or r.company_name = c."companyName")
  and (r.notes is null or position(E'\\n' || r.notes || E'\\n' in E'\\n' || c.notes || E'\\n') > 0)
  and (r.notes_lines is null or n.lines is null or not exists (select from unnest(n.lines) l
    where l <> all (r.notes_lines) and left(l, 8) in (select left(s, 8) from unnest(r.notes_lines) s)))
  and (r.tags is null or r.tags <@ c.tags)
  and (r.total_leads is null or r.total_leads = c."totalLeads")
  and (r.total_bookings is null or r.total_bookings = c."totalBookings")
  and (r.total_revenue is null or r.total_revenue = c."totalRevenue")
  and (r.last_contact_at is null or r.last_contact_at <= c."lastContactAt")`;

/**
 * Plans `unchanged`, as `decideRows` would, for rows that share nothing with other rows, have the e-mail of one
 * customer and the phone of no other, and have no new value: all rows of a repeated export are such.
 */
export async function settleSame(orm: Orm, importId: number): Promise<number> {
  const [planned] = await bulkWork(orm, (tx) =>
    rowsOf<{ count: number }>(
      tx,
      sql`with planned as (insert into renos_sync.import_plan (import_id, seq, outcome, customer_id, rule)
      select r.import_id, r.seq, 'unchanged', c.id, 'same'
      from renos_sync.import_rows r
      join (select email_key, min(phone_key) as phone_key, min(customer_id) as customer_id
            from renos_sync.customer_keys where email_key in (select email_key from renos_sync.import_rows where import_id = ${importId})
            group by email_key having count(*) = 1) k on k.email_key = r.email_key
      join customers c on c.id = k.customer_id
      left join renos_sync.imported_notes n on n.customer_id = c.id
      where r.import_id = ${importId} and r.reasons is null and ${isAlone(importId)}
        and (r.phone_key is null or r.phone_key = k.phone_key) and coalesce(${namedId} = c.id, true)
        and ${saysNothingNew} returning 1)
      select count(*)::int as count from planned`,
    ),
  );
  return planned?.count ?? 0;
}

/** `settleSame` for rows without an e-mail that match only one customer, by any key. */
export async function settleHits(orm: Orm, importId: number): Promise<void> {
  await bulkWork(orm, (tx) =>
    tx.execute(sql`insert into renos_sync.import_plan (import_id, seq, outcome, customer_id, rule)
      select r.import_id, r.seq, 'unchanged', c.id, 'same'
      from (select seq, min(customer_id) as customer_id from renos_sync.import_hits where import_id = ${importId}
            group by seq having count(*) = 1) h
      join renos_sync.import_rows r on r.import_id = ${importId} and r.seq = h.seq
      join customers c on c.id = h.customer_id
      join renos_sync.customer_keys k on k.customer_id = c.id
      left join renos_sync.imported_notes n on n.customer_id = c.id
      where ${isAlone(importId)} and not ${isPlanned}
        and (r.email_key = k.email_key or r.phone_key = k.phone_key or r.name_key = k.name_key)
        and ${saysNothingNew}`),
  );
}

/**
 * Finds the customers of all rows without a plan: one hash join per key. If another row was already planned for the
 * customer, both rows are decided together.
 */
export async function findHits(orm: Orm, importId: number): Promise<void> {
  await bulkWork(orm, async (tx) => {
    await tx.execute(sql`analyze renos_sync.import_plan`);
    let met = 0;
    do {
      await tx.execute(hits(importId));
      const [again] = await rowsOf<{ count: number }>(
        tx,
        sql`with back as (
            delete from renos_sync.import_plan p using (select distinct customer_id from renos_sync.import_hits where import_id = ${importId}) h
            where p.import_id = ${importId} and p.rule = 'same' and p.customer_id = h.customer_id returning p.seq
          ) select count(*)::int as count from back`,
      );
      met = again?.count ?? 0;
    } while (met > 0);
  });
}

/**
 * The first row with a key gets all customers of the key, each other row only the first: rows that share a key are
 * decided together, and a thousand rows and customers with one switchboard's number would be a million hits.
 */
function hits(importId: number): SQL {
  const has = (kind: string, column: string) =>
    sql`select seq, ${kind}::text as kind, ${sql.raw(column)} as key from r where ${sql.raw(column)} is not null`;
  const by = (kind: string, column: string) => sql`select f.kind, f.key, f.seq, k.customer_id
      from firsts f join renos_sync.customer_keys k on k.${sql.raw(column)} = f.key where f.kind = ${kind}`;
  // A `FurtherKey`, or the id in a row, in its two parts.
  const split = sql`left(u.f, 5) as kind, substr(u.f, 7) as key`;
  return sql`insert into renos_sync.import_hits (import_id, seq, customer_id)
    with r as materialized (
      select r.seq, r.email_key, r.phone_key, r.name_key, r.further_keys from renos_sync.import_rows r
      where r.import_id = ${importId} and r.reasons is null and not ${isPlanned}
    ), keyed as materialized (${has('email', 'email_key')} union all ${has('phone', 'phone_key')} union all ${has('name', 'name_key')}
      union all select seq, ${split} from (select seq, unnest(further_keys) as f from r) u),
    firsts as materialized (select kind, key, min(seq) as seq from keyed group by kind, key),
    known as materialized (
      select f.kind, f.key, f.seq, f.customer_id
      from (${by('email', 'email_key')} union all ${by('phone', 'phone_key')} union all ${by('name', 'name_key')}
        union all select f.kind, f.key, f.seq, f.key from firsts f where f.kind = 'ident'
        union all select f.kind, f.key, f.seq, n.customer_id from firsts f join (
          select customer_id, ${split} from (select customer_id, unnest(further_keys) as f from renos_sync.customer_keys where further_keys is not null) u
        ) n using (kind, key)
        union all select f.kind, f.key, f.seq, a.customer_id from firsts f join renos_sync.customer_aliases a using (kind, key)) f
      join customers c on c.id = f.customer_id
    ), lowest as (select kind, key, min(customer_id) as customer_id from known group by kind, key)
    select ${importId}::int, seq, customer_id from known
    union select ${importId}::int, k.seq, l.customer_id from keyed k join lowest l using (kind, key)
    on conflict do nothing`;
}

/** Duplicates that core found. */
export async function addHits(
  orm: Orm,
  importId: number,
  found: readonly { readonly seq: number; readonly customerId: string }[],
): Promise<void> {
  if (found.length === 0) return;
  await orm.execute(sql`insert into renos_sync.import_hits (import_id, seq, customer_id)
    select ${importId}::int, r.seq, r.id from unnest(${arrayLiteral(found.map(({ seq }) => seq))}::text::int[],
      ${arrayLiteral(found.map(({ customerId }) => customerId))}::text::text[]) as r(seq, id) on conflict do nothing`);
}

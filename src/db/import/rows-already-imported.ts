import { type SQL, sql } from 'drizzle-orm';
import type { WrittenRow } from '../../core/customers/match/staged-row.js';
import { arrayLiteral, textSet } from '../client/array-literal.js';
import { type Orm, rowsOf } from '../client/database.js';
import { bulkWork } from './bulk-work.js';
import { printedRows } from './import-fingerprints.js';

/** Row numbers in one text: this many are some hundred kilobytes. */
const page = 50_000;

/** The numbers of rows that need not be parsed, from one join of all rows with all customers. */
export async function* unchangedSeqs(orm: Orm, rows: SQL): AsyncIterable<readonly number[]> {
  const found = await bulkWork(orm, (tx) =>
    rowsOf<{ seqs: string }>(
      tx,
      sql`select string_agg(s.seq::text, ',') as seqs from (${rows}) s group by s.seq / ${page}::int`,
    ),
  );
  for (const { seqs } of found) yield seqs.split(',').map(Number);
}

/**
 * Unchanged rows whose customer a staged row matches, those of all customers that share a key with one of these, and so
 * on: each would match the next one once it is staged.
 */
export async function metSeqs(orm: Orm, importId: number): Promise<readonly number[]> {
  const unchanged = sql`select s.seq, s.id from (${printedRows(importId)} union all ${writtenRows(importId)}) s
    where not exists (select from renos_sync.import_rows r where r.import_id = ${importId} and r.seq = s.seq)`;
  return bulkWork(orm, async (tx) => {
    const met = await rowsOf<{ id: string }>(
      tx,
      sql`select distinct s.id from (${unchanged}) s
        where s.id in (select distinct customer_id from renos_sync.import_hits where import_id = ${importId})`,
    );
    if (met.length === 0) return [];
    const all = reached(met, await sharingKeys(tx, unchanged));
    const rows = await rowsOf<{ seq: number }>(
      tx,
      sql`select distinct s.seq from (${unchanged}) s where s.id in (${textSet([...all])})`,
    );
    return rows.map(({ seq }) => seq);
  });
}

interface Sharing extends Record<string, unknown> {
  readonly id: string;
  readonly first: string;
}

/** Customers of unchanged rows that have, or had, the same key, each with the first of them. */
function sharingKeys(tx: Orm, unchanged: SQL): Promise<Sharing[]> {
  const has = (
    kind: string,
  ) => sql`select k.customer_id as id, ${kind}::text as kind, k.${sql.raw(`${kind}_key`)} as key
    from renos_sync.customer_keys k where k.customer_id in (select i.id from ids i)`;
  return rowsOf<Sharing>(
    tx,
    sql`with ids as materialized (select distinct s.id from (${unchanged}) s),
      keyed as materialized (${has('email')} union all ${has('phone')} union all ${has('name')}
        union all select a.customer_id, a.kind, a.key from renos_sync.customer_aliases a where a.customer_id in (select i.id from ids i)),
      firsts as (select id, min(id) over (partition by kind, key) as first from keyed where key is not null)
      select distinct id, first from firsts where id <> first`,
  );
}

/** The matched customers, and all that are connected with them. */
function reached(met: readonly { readonly id: string }[], sharing: readonly Sharing[]): ReadonlySet<string> {
  const beside = new Map<string, string[]>();
  const note = (one: string, other: string) => {
    const there = beside.get(one);
    if (there === undefined) beside.set(one, [other]);
    else there.push(other);
  };
  for (const { id, first } of sharing) {
    note(id, first);
    note(first, id);
  }
  const all = new Set(met.map(({ id }) => id));
  // A set that grows during the loop is walked to its new end.
  for (const id of all) for (const other of beside.get(id) ?? []) all.add(other);
  return all;
}

/** Stores of each row the values that are compared with a customer's export. */
export async function stageWritten(orm: Orm, importId: number, rows: readonly WrittenRow[]): Promise<void> {
  const column = (of: (row: WrittenRow) => string | number | null) => arrayLiteral(rows.map(of));
  await orm.execute(sql`insert into renos_sync.import_written (import_id, seq, print, leads, bookings, revenue, contact)
    select ${importId}::int, r.seq, r.print, r.leads, r.bookings, r.revenue, r.contact::timestamp(3) from unnest(
      ${column(({ seq }) => seq)}::text::int[], ${column(({ print }) => print)}::text::text[],
      ${column(({ leads }) => leads)}::text::float8[], ${column(({ bookings }) => bookings)}::text::float8[],
      ${column(({ revenue }) => revenue)}::text::float8[],
      ${column(({ contact }) => contact?.toISOString() ?? null)}::text::text[]
    ) as r(seq, print, leads, bookings, revenue, contact)`);
}

/** The tags of customer `c` in one text, joined as core does for a file. */
const tagText = sql`case when coalesce(cardinality(c.tags), 0) = 0 then ''
  when exists (select from unnest(c.tags) t where t ~ '[;,|\\n]')
    then array_to_string(c.tags, ' ::: ', '') || case when cardinality(c.tags) = 1 then ' ::: ' else '' end
  else array_to_string(c.tags, ';', '') end`;

const zero = sql`'\\x00'::bytea`;
const fields = ['name', 'email', 'phone', 'address', '"companyName"', 'notes'].map(
  (name) => sql`convert_to(coalesce(c.${sql.raw(name)}, ''), 'UTF8') || ${zero}`,
);

/** A fingerprint of all texts that export writes for customer `c`, separated by zero bytes: no text contains one. */
export const fingerprintOfTexts = sql`md5(${sql.join(fields, sql` || `)} || convert_to(${tagText}, 'UTF8'))`;

/**
 * Rows whose texts equal a customer's, letter for letter, and whose numbers are equal too: their `seq`, and the
 * customer's `id`.
 */
export function writtenRows(importId: number): SQL {
  return sql`select w.seq, k.id
    from renos_sync.import_written w
    join (select c.id, c."totalLeads", c."totalBookings", c."totalRevenue", c."lastContactAt", ${fingerprintOfTexts} as print from customers c) k
      on k.print = w.print
    where w.import_id = ${importId}
      and (w.leads is null or w.leads = k."totalLeads") and (w.bookings is null or w.bookings = k."totalBookings")
      and (w.revenue is null or w.revenue = k."totalRevenue") and (w.contact is null or w.contact <= k."lastContactAt")`;
}

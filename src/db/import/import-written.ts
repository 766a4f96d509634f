import { type SQL, sql } from 'drizzle-orm';
import type { WrittenRow } from '../../core/customers/match/staged-row.js';
import { arrayLiteral } from '../client/array-literal.js';
import type { Orm } from '../client/database.js';

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

/** The tags of customer `c` in one text, as core joins them for a file. */
const tagText = sql`case when coalesce(cardinality(c.tags), 0) = 0 then ''
  when exists (select from unnest(c.tags) t where t ~ '[;,|\\n]')
    then array_to_string(c.tags, ' ::: ', '') || case when cardinality(c.tags) = 1 then ' ::: ' else '' end
  else array_to_string(c.tags, ';', '') end`;

const zero = sql`'\\x00'::bytea`;
const fields = ['name', 'email', 'phone', 'address', '"companyName"', 'notes'].map(
  (name) => sql`convert_to(coalesce(c.${sql.raw(name)}, ''), 'UTF8') || ${zero}`,
);

/** A fingerprint of all texts that export writes of customer `c`, with zero bytes between: no text holds one. */
export const fingerprintOfTexts = sql`md5(${sql.join(fields, sql` || `)} || convert_to(${tagText}, 'UTF8'))`;

/** Rows whose texts are a customer's, letter for letter, and whose numbers say nothing else: their `seq`, and its `id`. */
export function writtenRows(importId: number): SQL {
  return sql`select w.seq, k.id
    from renos_sync.import_written w
    join (select c.id, c."totalLeads", c."totalBookings", c."totalRevenue", c."lastContactAt", ${fingerprintOfTexts} as print from customers c) k
      on k.print = w.print
    where w.import_id = ${importId}
      and (w.leads is null or w.leads = k."totalLeads") and (w.bookings is null or w.bookings = k."totalBookings")
      and (w.revenue is null or w.revenue = k."totalRevenue") and (w.contact is null or w.contact <= k."lastContactAt")`;
}

import { type SQL, sql } from 'drizzle-orm';
import type { FoundRow, RowsFound } from '../../core/customers/match/forecast.js';
import { type Orm, rowsOf } from '../client/database.js';
import { bulkWork } from './bulk-work.js';

/** The customer's id in staged row `r`: it is stored before the additional keys. */
export const namedId = sql`case when r.further_keys[1] like 'ident %' then substr(r.further_keys[1], 7) end`;

/** The additional keys of a row without its customer's id, which is not a key of a new customer. */
export const ownKeys = (row: string) => {
  const keys = `${row}.further_keys`;
  return sql.raw(`case when ${keys}[1] like 'ident %' then nullif(${keys}[2:], '{}') else ${keys} end`);
};

/** The good rows with a customer's id that RenOS does not have. */
export function unknownIds(orm: Orm, importId: number): Promise<RowsFound> {
  return bulkWork(orm, async (tx) => {
    const [found] = await rowsOf<{ count: number; first: FoundRow | null }>(
      tx,
      sql`with missing as materialized (
          select r.seq, r.line, r.name from renos_sync.import_rows r left join customers c on c.id = ${namedId}
          where r.import_id = ${importId} and r.reasons is null and ${namedId} is not null and c.id is null)
        select (select count(*)::int from missing) as count,
          (${firstOf(sql`missing`)}) as first`,
    );
    return { count: found?.count ?? 0, first: found?.first ?? null };
  });
}

/** The first of some rows, as JSON. */
export const firstOf = (rows: SQL) =>
  sql`select json_build_object('seq', f.seq, 'line', f.line, 'name', f.name) from ${rows} f order by f.seq limit 1`;

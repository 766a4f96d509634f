import { type SQL, sql } from 'drizzle-orm';
import { SchemaVersionError, saying } from '../../core/errors.js';

/** A table of RenOS that holds no two rows of the same columns, as we count on, though no index of it says so. */
export interface MissingIndex {
  readonly table: string;
  readonly columns: string;
}

/**
 * A JSON list of the unique indexes that RenOS's tables have not, for a statement that reads the catalogue. A table that
 * is not there yet, and a view, has none to miss.
 */
export const missingIndexes: SQL = sql`(select coalesce(jsonb_agg(jsonb_build_object('table', c.oid::regclass::text, 'columns', array_to_string(w.columns, ', '))), '[]')
  from (values ('customers', array['id']), ('bookings', array['id']), ('analytics', array['date', 'metric'])) as w(name, columns)
    join pg_class c on c.oid = to_regclass(w.name) and c.relkind in ('r', 'p')
  where not exists (select from pg_index i where i.indrelid = c.oid and i.indisunique and i.indisvalid and i.indimmediate
    and i.indpred is null and i.indexprs is null and i.indnkeyatts = cardinality(w.columns)
    and w.columns @> (select array_agg(a.attname::text) from pg_attribute a
      where a.attrelid = c.oid and a.attnum = any(i.indkey[0:i.indnkeyatts - 1]))))`;

/** What to run so that a unique index can be made, and what would stand in its way. */
export function indexStatements({ table, columns }: MissingIndex): readonly string[] {
  return [
    `CREATE UNIQUE INDEX ON ${table} (${columns});`,
    `SELECT ${columns}, count(*) FROM ${table} GROUP BY ${columns} HAVING count(*) > 1;   -- rows that stand in its way`,
  ];
}

export function indexMissing(missing: readonly MissingIndex[]): SchemaVersionError {
  const names = missing.map(({ table, columns }) => `${table} (${columns})`).join(', ');
  return new SchemaVersionError(
    saying('unique-index-missing', { names, statements: missing.flatMap(indexStatements) }),
  );
}

import { type SQL, sql } from 'drizzle-orm';
import { SchemaVersionError, saying } from '../../core/errors.js';

/** A table of RenOS without a unique index on columns that we expect to be unique. */
export interface MissingIndex {
  readonly table: string;
  readonly columns: string;
}

/**
 * A JSON list of the unique indexes that are missing in RenOS's tables, for a statement that reads the catalogue. A
 * table that does not exist yet, and a view, need none.
 */
export const missingIndexes: SQL = sql`(select coalesce(jsonb_agg(jsonb_build_object('table', c.oid::regclass::text, 'columns', array_to_string(w.columns, ', '))), '[]')
  from (values ('customers', array['id']), ('bookings', array['id']), ('analytics', array['date', 'metric'])) as w(name, columns)
    join pg_class c on c.oid = to_regclass(w.name) and c.relkind in ('r', 'p')
  where not exists (select from pg_index i where i.indrelid = c.oid and i.indisunique and i.indisvalid and i.indimmediate
    and i.indpred is null and i.indexprs is null and i.indnkeyatts = cardinality(w.columns)
    and w.columns @> (select array_agg(a.attname::text) from pg_attribute a
      where a.attrelid = c.oid and a.attnum = any(i.indkey[0:i.indnkeyatts - 1]))))`;

/** The statements that create a unique index, and a query for rows that prevent it. */
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

import { type SQL, sql } from 'drizzle-orm';
import { type Orm, rowsOf } from '../client/database.js';

/** A column of another table that refers to a row. */
export interface Use extends Record<string, unknown> {
  /** Quoted, with its schema. */
  readonly table: string;
  readonly name: string;
  /** Quoted. */
  readonly column: string;
}

const columnOf = { customers: 'customerId', bookings: 'bookingId' } as const;

/**
 * All references to rows of a table: by a foreign key, or by a column of the usual name if the application has no
 * foreign key (`invoices` have such a column).
 */
export async function findUses(orm: Orm, table: 'customers' | 'bookings'): Promise<readonly Use[]> {
  return rowsOf<Use>(
    orm,
    sql`select distinct format('%I.%I', n.nspname, t.relname) as "table", t.relname::text as name, quote_ident(a.attname) as "column"
      from pg_class t join pg_namespace n on n.oid = t.relnamespace
        join pg_attribute a on a.attrelid = t.oid and a.attnum > 0 and not a.attisdropped
        join pg_class target on target.oid = ${table}::text::regclass
      where t.relkind in ('r', 'p') and not t.relispartition and t.oid <> target.oid
        and (t.relnamespace = target.relnamespace and a.attname = ${columnOf[table]} and a.atttypid = 'text'::regtype
          or exists (select from pg_constraint f where f.contype = 'f' and f.confrelid = target.oid and f.conrelid = t.oid and a.attnum = any(f.conkey)))
      order by 1, 3`,
  );
}

/** The `ids` (a query of one column) to which one of the columns refers. */
export function usedIds(uses: readonly Use[], ids: SQL): SQL {
  const each = uses.map(({ table, column }) => {
    const [from, name] = [sql.raw(table), sql.raw(`t.${column}`)];
    return sql`select ${name} as id from ${from} t where ${name} in (${ids})`;
  });
  return each.length === 0 ? sql`select null::text as id where false` : sql.join(each, sql` union `);
}

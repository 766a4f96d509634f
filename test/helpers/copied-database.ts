import { type SQL, sql } from 'drizzle-orm';
import { type Database, rowsOf } from '../../src/db/client/database.js';
import { type DatabaseKind, openTestDatabase } from './databases.js';

/** Every row of the application and of the sync's memory, as a dump has them. */
type Dump = ReadonlyMap<string, string>;

export async function dumpRows(
  { orm }: Database,
  schemas: readonly string[] = ['public', 'renos_sync'],
): Promise<Dump> {
  const tables = await rowsOf<{ name: string }>(
    orm,
    sql`select format('%I.%I', schemaname, tablename) as name from pg_tables
      where schemaname in (select jsonb_array_elements_text(${JSON.stringify(schemas)}::text::jsonb)) and tablename <> 'migrations'`,
  );
  const dump = new Map<string, string>();
  for (const { name } of tables) {
    const [row] = await rowsOf<{ rows: string | null }>(
      orm,
      sql.raw(`select jsonb_agg(t)::text as rows from ${name} t`),
    );
    dump.set(name, row?.rows ?? '[]');
  }
  return dump;
}

/** The bookings as they are, to be inserted again: a temporary table is lost when the pool takes another connection. */
export async function keepBookings(
  database: Database,
): Promise<{ insertAgain: (condition?: SQL) => Promise<unknown> }> {
  const kept = (await dumpRows(database, ['public'])).get('public.bookings') ?? '[]';
  return {
    insertAgain: (condition = sql`true`) =>
      database.orm.execute(
        sql`insert into bookings select * from jsonb_populate_recordset(null::bookings, ${kept}::text::jsonb) where ${condition}`,
      ),
  };
}

/** Puts a dump's rows in the place of those that are there; deletes these, for truncating takes many times as long (`emptyDatabase`). */
export async function restoreRows({ orm }: Database, dump: Dump): Promise<void> {
  await orm.transaction(async (tx) => {
    await tx.execute(sql.raw("set local session_replication_role = 'replica'"));
    for (const [name, rows] of dump) {
      await tx.execute(sql.raw(`delete from ${name}`));
      if (rows === '[]') continue;
      await tx.execute(
        sql`insert into ${sql.raw(name)} overriding system value select * from jsonb_populate_recordset(null::${sql.raw(name)}, ${rows}::text::jsonb)`,
      );
    }
  });
}

/** Another database with the same rows, as a dump restored elsewhere, or a copied folder, is. */
export async function copyDatabase(database: Database, kind: DatabaseKind): Promise<Database> {
  const copy = await openTestDatabase(kind);
  await restoreRows(copy, await dumpRows(database));
  return copy;
}

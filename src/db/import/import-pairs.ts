import { eq, max, type SQL, sql } from 'drizzle-orm';
import { type Orm, rowsOf } from '../client/database.js';
import { importPairs } from '../schema/imports.js';
import { bulkWork } from './bulk-work.js';

type Pairs = AsyncIterable<readonly (readonly [number, number])[]>;

const page = 50_000;

/**
 * Pairs rows with a key of an earlier row of the file, from the repeats that staging found; the first query of the
 * staged rows.
 */
export async function addRepeatPairs(orm: Orm, importId: number): Promise<void> {
  const key = (kind: string, column: string) => sql`select r.seq, a.kind, a.key
    from again a join renos_sync.import_rows r on r.import_id = ${importId} and r.reasons is null and r.${sql.raw(column)} = a.key
    where a.kind = ${kind}`;
  await bulkWork(orm, (tx) => tx.execute(sql`analyze renos_sync.import_rows`));
  await addPairs(
    orm,
    importId,
    sql`with again as materialized (select distinct kind, key from renos_sync.import_repeats where import_id = ${importId} and kind <> 'block'),
      further as materialized (select r.seq, unnest(r.further_keys) as f from renos_sync.import_rows r
        where r.import_id = ${importId} and r.reasons is null and r.further_keys is not null),
      tokens as materialized (${key('email', 'email_key')} union all ${key('phone', 'phone_key')} union all ${key('name', 'name_key')}
        union all select f.seq, a.kind, a.key from again a join further f on f.f = a.kind || ' ' || a.key)`,
  );
}

/** Pairs rows that may be one customer; pairs that existed before have a number below the returned one. */
export function addSharedCustomers(orm: Orm, importId: number): Promise<number> {
  return addPairs(
    orm,
    importId,
    sql`with tokens as materialized (select seq, 'customer' as kind, customer_id as key from renos_sync.import_hits where import_id = ${importId})`,
  );
}

/** Pairs each row that has a token with the first row that has it. */
async function addPairs(orm: Orm, importId: number, tokens: SQL): Promise<number> {
  const before = await lastPair(orm, importId);
  await bulkWork(orm, (tx) =>
    tx.execute(sql`insert into renos_sync.import_pairs (import_id, n, seq, other_seq)
      ${tokens},
      shared as (select kind, key, min(seq) as first from tokens group by kind, key having count(*) > 1),
      pairs as (select distinct t.seq, s.first from shared s join tokens t using (kind, key) where t.seq <> s.first)
      select ${importId}::int, ${before}::int + row_number() over (), seq, first from pairs`),
  );
  return before;
}

/** The pairs after that number. */
export async function* readPairs(orm: Orm, importId: number, from: number): Pairs {
  for (let after = from; ; after += page) {
    const rows = await rowsOf<{ seq: number; other_seq: number }>(
      orm,
      sql`select seq, other_seq from renos_sync.import_pairs
        where import_id = ${importId} and n > ${after}::int and n <= ${after + page}::int`,
    );
    if (rows.length === 0) return;
    yield rows.map(({ seq, other_seq }) => [other_seq, seq] as const);
  }
}

async function lastPair(orm: Orm, importId: number): Promise<number> {
  const { n, importId: ofImport } = importPairs;
  const [last] = await orm
    .select({ n: max(n) })
    .from(importPairs)
    .where(eq(ofImport, importId));
  return last?.n ?? 0;
}

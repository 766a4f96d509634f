import { sql } from 'drizzle-orm';
import { type Database, rowOf } from '../client/database.js';

/** The largest share of the time that may be spent on reading the rows. */
const share = 50;

interface Sums extends Record<string, unknown> {
  readonly transactions: string;
  readonly rows: string;
}

/**
 * Tells whether bookings or customers were written since the last call; true the first time. If nothing happens, it is
 * one statement that only reads the running transactions. Only if there were other transactions are the rows' own
 * transaction numbers summed up: each write makes the sum or the count larger at once, while the counters of
 * pg_stat_user_tables may be ten seconds late.
 */
export function createWrittenRows({ orm }: Pick<Database, 'orm'>, now: () => number): () => Promise<boolean> {
  let known: Sums | null = null;
  let notBefore = Number.NEGATIVE_INFINITY;
  return async () => {
    if (known !== null) {
      const { transactions } = await rowOf<{ transactions: string }>(
        orm,
        sql`select pg_current_snapshot()::text as transactions`,
      );
      if (transactions === known.transactions || now() < notBefore) return false;
    }
    const startedAt = now();
    const found = await rowOf<Sums>(
      orm,
      sql`select pg_current_snapshot()::text as transactions, concat_ws(' ',
        (select concat_ws(' ', count(*), sum(xmin::text::bigint)) from bookings),
        (select concat_ws(' ', count(*), sum(xmin::text::bigint)) from customers)) as rows`,
    );
    // Large tables are read less often.
    notBefore = now() + (now() - startedAt) * share;
    const wasWritten = found.rows !== known?.rows;
    known = found;
    return wasWritten;
  };
}

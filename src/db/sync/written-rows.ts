import { sql } from 'drizzle-orm';
import { type Database, rowOf } from '../client/database.js';

/** What part of the time may go into looking through the rows. */
const share = 50;

interface Sums extends Record<string, unknown> {
  readonly transactions: string;
  readonly rows: string;
}

/**
 * Tells whether bookings or customers were written since it was last asked; true the first time. At rest one statement that
 * reads nothing: which transactions there are. Only if there were others, the rows' own transaction numbers are summed up:
 * each write makes the sum or the count larger, at once, where the counters of pg_stat_user_tables may be ten seconds late.
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
    // Large tables are looked through less often.
    notBefore = now() + (now() - startedAt) * share;
    const wasWritten = found.rows !== known?.rows;
    known = found;
    return wasWritten;
  };
}

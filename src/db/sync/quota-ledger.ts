import { sql } from 'drizzle-orm';
import type { QuotaLedger } from '../../core/calendar/model/calendar-port.js';
import { type Database, rowOf } from '../client/database.js';

/** Seconds for which units count: Google's minute, and the time between taking them here and sending a request. */
const window = 62;

/**
 * The units that all processes use of an account's quota, by the database's clock. One statement per call: the row's
 * lock makes processes take units one after the other.
 */
export function createQuotaLedger({ orm }: Pick<Database, 'orm'>, account: string): QuotaLedger {
  return {
    take: async (wanted, perMinute) => {
      const row = await rowOf<{ taken_at: number[]; units: number[] }>(
        orm,
        sql`insert into renos_sync.quota as q (account, taken_at, units)
          values (${account}, array[extract(epoch from clock_timestamp())::float8], array[least(${wanted}::int, ${perMinute}::int)])
          on conflict (account) do update set (taken_at, units) = (
            select coalesce(array_agg(k.at order by k.n) filter (where k.n is not null), '{}') || c.now,
              coalesce(array_agg(k.unit order by k.n) filter (where k.n is not null), '{}')
                || least(${wanted}::int, greatest(0, ${perMinute}::int - coalesce(sum(k.unit), 0)::int))
            from (select extract(epoch from clock_timestamp())::float8 as now offset 0) c
              left join lateral (select * from unnest(q.taken_at, q.units) with ordinality as t(at, unit, n)
                where t.unit > 0 and t.at > c.now - ${window}::int and t.at <= c.now) k on true
            group by c.now)
          returning taken_at, units`,
      );
      const units = row.units.at(-1) ?? 0;
      const [oldest, now] = [Number(row.taken_at[0]), Number(row.taken_at.at(-1))];
      return { units, moreInMs: units === wanted ? 0 : Math.max(50, (oldest + window - now) * 1000) };
    },
  };
}

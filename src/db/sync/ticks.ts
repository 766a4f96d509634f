import { sql } from 'drizzle-orm';
import type { Ticks } from '../../core/ticks.js';
import { type Database, rowOf, rowsOf, utcDate } from '../client/database.js';

/** The ticks of schedules in a table: one statement advances a schedule, so only one process can. */
export function createTicks({ orm }: Database): Ticks {
  return {
    now: async () => {
      const row = await rowOf<{ now: unknown }>(orm, sql`select clock_timestamp() as now`);
      return utcDate(row.now);
    },
    claim: async (schedule, due) => {
      const claimed = await rowsOf(
        orm,
        sql`insert into renos_sync.schedules (name, due_at) values (${schedule}, ${due.toISOString()}::timestamptz)
          on conflict (name) do update set due_at = excluded.due_at where schedules.due_at < excluded.due_at returning name`,
      );
      return claimed.length > 0;
    },
  };
}

import { lt, sql } from 'drizzle-orm';
import type { Ticks } from '../../core/ticks.js';
import { type Database, rowOf, utcDate } from '../client/database.js';
import { schedules } from '../schema/schedule.js';

/** The ticks of schedules in a table: one statement advances a schedule, so only one process can. */
export function createTicks({ orm }: Database): Ticks {
  return {
    now: async () => {
      const row = await rowOf<{ now: unknown }>(orm, sql`select clock_timestamp() as now`);
      return utcDate(row.now);
    },
    claim: async (schedule, due) => {
      const { name, dueAt } = schedules;
      const claimed = await orm
        .insert(schedules)
        .values({ name: schedule, dueAt: due })
        .onConflictDoUpdate({ target: name, set: { dueAt: due }, setWhere: lt(dueAt, due) })
        .returning({ name });
      return claimed.length > 0;
    },
  };
}

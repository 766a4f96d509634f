import { randomUUID } from 'node:crypto';
import { sql } from 'drizzle-orm';
import type { Orm } from './database.js';

/** Keeps the row of RenOS's dashboard: one a day, its value the epoch in milliseconds. */
export async function recordLastSync(orm: Orm, at: Date): Promise<void> {
  const metadata = JSON.stringify({ lastSync: at.toISOString() });
  await orm.execute(sql`insert into analytics (id, date, metric, value, metadata)
    values (${randomUUID()}, ${at.toISOString().slice(0, 10)}::date, 'calendar_sync', ${at.getTime()}::float8, ${metadata}::text::jsonb)
    on conflict (date, metric) do update set value = excluded.value, metadata = excluded.metadata`);
}

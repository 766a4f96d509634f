import { randomUUID } from 'node:crypto';
import { sql } from 'drizzle-orm';
import type { Orm } from '../client/database.js';
import { noteVersions } from './commit-links.js';

/**
 * Records the rows' versions, and writes the row of RenOS's dashboard: one a day, its value the epoch in milliseconds,
 * by the database's clock. A row of a later day was written by a wrong clock, and is corrected.
 */
export async function recordLastSync(orm: Orm): Promise<void> {
  await orm.execute(sql`with noted as (${noteVersions}), this as (
      select (now() at time zone 'UTC')::date as day, trunc(extract(epoch from now()) * 1000)::float8 as value,
        jsonb_build_object('lastSync', to_char(now() at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')) as metadata),
    later as (
      update analytics a set value = this.value, metadata = this.metadata from this
        where a.metric = 'calendar_sync' and a.date > this.day)
    insert into analytics (id, date, metric, value, metadata)
      select ${randomUUID()}, day, 'calendar_sync', value, metadata from this
      on conflict (date, metric) do update set value = excluded.value, metadata = excluded.metadata`);
}

import { sql } from 'drizzle-orm';
import type { ChannelStore, KnownChannel } from '../../core/calendar/model/calendar-watch.js';
import { type Database, rowsOf, utcDate } from '../client/database.js';

interface ChannelRow extends Record<string, unknown> {
  readonly id: string;
  readonly calendar_id: string;
  readonly address: string;
  readonly resource_id: string;
  readonly token_hash: string;
  readonly expires_at: unknown;
}

/** Google's push channels in a table, because a message may reach any process. */
export function createChannelStore({ orm }: Database): ChannelStore {
  return {
    find: async (channelId) => {
      const [row] = await rowsOf<ChannelRow>(orm, sql`select * from renos_sync.channels where id = ${channelId}`);
      return row === undefined ? null : toChannel(row);
    },
    findOpen: async (calendarId, address) => {
      const rows = await rowsOf<ChannelRow>(
        orm,
        sql`select * from renos_sync.channels where calendar_id = ${calendarId} and address = ${address} and expires_at > now()
          order by expires_at desc`,
      );
      return rows.map(toChannel);
    },
    keep: async ({ channelId, calendarId, address, resourceId, tokenHash, expiresAt }) => {
      await orm.execute(sql`with past as (delete from renos_sync.channels where expires_at <= now())
        insert into renos_sync.channels (id, calendar_id, address, resource_id, token_hash, expires_at)
        values (${channelId}, ${calendarId}, ${address}, ${resourceId}, ${tokenHash}, ${expiresAt.toISOString()}::timestamptz)`);
    },
    forget: async (channelId) => {
      await orm.execute(sql`delete from renos_sync.channels where id = ${channelId}`);
    },
  };
}

function toChannel(row: ChannelRow): KnownChannel {
  return {
    channelId: row.id,
    calendarId: row.calendar_id,
    address: row.address,
    resourceId: row.resource_id,
    tokenHash: row.token_hash,
    expiresAt: utcDate(row.expires_at),
  };
}

import { and, desc, eq, gt, sql } from 'drizzle-orm';
import type { ChannelStore } from '../../core/calendar/model/calendar-watch.js';
import type { Database } from '../client/database.js';
import { channels } from '../schema/schedule.js';

const { id: channelId, calendarId, address, resourceId, tokenHash, expiresAt } = channels;
const known = { channelId, calendarId, address, resourceId, tokenHash, expiresAt };

/** Google's push channels in a table, because a message may reach any process. */
export function createChannelStore({ orm }: Database): ChannelStore {
  return {
    find: async (id) => {
      const [channel] = await orm.select(known).from(channels).where(eq(channelId, id));
      return channel ?? null;
    },
    findOpen: (calendar, to) =>
      orm
        .select(known)
        .from(channels)
        .where(and(eq(calendarId, calendar), eq(address, to), gt(expiresAt, sql`now()`)))
        .orderBy(desc(expiresAt)),
    keep: async (channel) => {
      await orm.execute(sql`with past as (delete from renos_sync.channels where expires_at <= now())
        insert into renos_sync.channels (id, calendar_id, address, resource_id, token_hash, expires_at)
        values (${channel.channelId}, ${channel.calendarId}, ${channel.address}, ${channel.resourceId}, ${channel.tokenHash}, ${channel.expiresAt.toISOString()}::timestamptz)`);
    },
    forget: async (id) => {
      await orm.delete(channels).where(eq(channelId, id));
    },
  };
}

import { index, text, timestamp } from 'drizzle-orm/pg-core';
import { renosSync } from './sync.js';

const moment = (name: string) => timestamp(name, { precision: 3, mode: 'date', withTimezone: true });

/** How far each schedule has come: the process that moves it on runs the tick. */
export const schedules = renosSync.table('schedules', {
  name: text('name').primaryKey(),
  /** The last tick that somebody took. */
  dueAt: moment('due_at').notNull(),
});

/** Google's push channels: any instance may be the one that a message reaches. */
export const channels = renosSync.table(
  'channels',
  {
    id: text('id').primaryKey(),
    calendarId: text('calendar_id').notNull(),
    /** Where Google sends to: a channel to another address is none of ours. */
    address: text('address').notNull(),
    resourceId: text('resource_id').notNull(),
    /** SHA-256 of the token that each message bears. */
    tokenHash: text('token_hash').notNull(),
    expiresAt: moment('expires_at').notNull(),
  },
  (table) => [index('channels_calendar_idx').on(table.calendarId, table.expiresAt)],
);

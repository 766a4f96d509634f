import { index, text } from 'drizzle-orm/pg-core';
import { instant } from './moments.js';
import { renosSync } from './sync.js';

/** The progress of each schedule: the process that advances it runs the tick. */
export const schedules = renosSync.table('schedules', {
  name: text('name').primaryKey(),
  /** The last tick that a process took. */
  dueAt: instant('due_at').notNull(),
});

/** Google's push channels: a message may reach any instance. */
export const channels = renosSync.table(
  'channels',
  {
    id: text('id').primaryKey(),
    calendarId: text('calendar_id').notNull(),
    /** The address of Google's messages: a channel to another address is not ours. */
    address: text('address').notNull(),
    resourceId: text('resource_id').notNull(),
    /** SHA-256 of the token in each message. */
    tokenHash: text('token_hash').notNull(),
    expiresAt: instant('expires_at').notNull(),
  },
  (table) => [index('channels_calendar_idx').on(table.calendarId, table.expiresAt)],
);

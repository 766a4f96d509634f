import { jsonb, text, timestamp } from 'drizzle-orm/pg-core';
import { renosSync } from './sync.js';

/** Who this database is, for plans that were made from it: one row, made by the migration. */
export const identity = renosSync.table('identity', {
  id: text('id').primaryKey(),
  /** With it a plan's items are sealed: a seal tells no value to anybody who does not have the key. */
  planKey: text('plan_key').notNull(),
});

/** Plans that were made over HTTP and wait for their approval. */
export const plans = renosSync.table('plans', {
  id: text('id').primaryKey(),
  madeAt: timestamp('made_at', { precision: 3, mode: 'date', withTimezone: true }).notNull().defaultNow(),
  document: jsonb('document').notNull(),
});

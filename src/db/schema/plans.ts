import { sql } from 'drizzle-orm';
import { jsonb, text } from 'drizzle-orm/pg-core';
import { instant } from './moments.js';
import { renosSync } from './sync.js';

/** The identity of this database, for plans that were made from it: one row, created by the migration. */
export const identity = renosSync.table('identity', {
  id: text('id').primaryKey(),
  /** The key of the seals of a plan's items: without it, a seal reveals nothing about the value. */
  planKey: text('plan_key').notNull(),
});

/** Plans that were made over HTTP and wait for approval. */
export const plans = renosSync.table('plans', {
  id: text('id').primaryKey(),
  madeAt: instant('made_at').notNull().default(sql`now()`),
  document: jsonb('document').notNull(),
});

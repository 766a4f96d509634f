import * as v from 'valibot';
import { importAndSyncResult } from '../../core/results/import-result.js';
import { count } from '../../core/results/parts.js';
import { runStory } from '../../core/results/story-result.js';

/** The plan of an import, with RenOS's answer for each posted customer. */
export const validationData = v.object({
  ...importAndSyncResult.entries,
  valid: v.boolean(),
  totalCustomers: count,
  validCustomers: count,
  invalidCustomers: count,
  results: v.pipe(
    v.array(
      v.object({
        index: count,
        name: v.unknown(),
        valid: v.boolean(),
        errors: v.array(v.string()),
        warnings: v.array(v.string()),
      }),
    ),
    v.description(
      'One for each posted customer; with more than a thousand findings, only the customers in a listed finding.',
    ),
  ),
});

/** A run as in `history`, with its progress if it is running in this process. */
export const runData = v.object({
  ...runStory.entries,
  progress: v.nullable(v.object({ label: v.string(), done: count, total: v.nullable(count) })),
});

/** A run that was started; its result is requested later. */
export const begunData = v.object({
  id: v.string(),
  status: v.literal('running'),
  url: v.string(),
  events: v.string(),
});

export const problemsBody = v.object({
  success: v.literal(false),
  error: v.pipe(v.string(), v.description('A code that stays as it is.')),
  message: v.string(),
  problems: v.optional(v.array(v.object({ path: v.string(), message: v.string() }))),
  items: v.optional(v.pipe(v.array(v.string()), v.description('Ids of the items that the guard protects.'))),
  actions: v.optional(v.pipe(v.array(v.string()), v.description('What to run or change next.'))),
  requestId: v.optional(v.string()),
});

import * as v from 'valibot';
import { type Result, text } from './parts.js';

const check = v.object({
  name: v.string(),
  state: v.pipe(
    v.picklist(['ok', 'warn', 'fail', 'skipped']),
    v.description('skipped = it could not be checked, or does not matter here.'),
  ),
  says: v.string(),
  fix: v.pipe(v.array(v.string()), v.description('What to do, most likely first.')),
  sentence: v.optional(
    v.pipe(
      v.object({ of: v.picklist(['check', 'failure']), id: v.string(), params: v.record(v.string(), v.unknown()) }),
      v.description('The same as data: a code with its variant, and the values in it.'),
    ),
  ),
});

const table = v.object({
  table: v.string(),
  rows: v.number(),
  bytes: v.pipe(v.number(), v.description('On the disk, with its indexes.')),
  oldest: v.pipe(text, v.description('The time of its oldest entry; null: empty, or without dates.')),
});

export const doctorResult = v.object({
  success: v.boolean(),
  checks: v.array(check),
  tables: v.pipe(v.array(table), v.description("renos-sync's own tables, the largest first.")),
});
/** Output of `doctor --json`. */
export type DoctorResult = Result<typeof doctorResult>;

export const migrateResult = v.object({
  success: v.literal(true),
  dryRun: v.boolean(),
  migrations: v.pipe(v.array(v.string()), v.description('The applied ones, or those of the dry run.')),
});
/** Output of `migrate --json`. */
export type MigrateResult = Result<typeof migrateResult>;

export const failure = v.object({
  code: v.pipe(v.string(), v.description('Stable, kebab-case.')),
  message: v.string(),
  exitCode: v.pipe(v.number(), v.integer()),
  actions: v.pipe(v.array(v.string()), v.description('What to do next, ready to paste.')),
});
/** An error as people and scripts get it: the JSON document under `error`. */
export type Failure = Result<typeof failure>;

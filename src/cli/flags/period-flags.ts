import * as v from 'valibot';
import { midnight } from '../../core/calendar/model/zoned-day.js';
import { ConfigurationError } from '../../core/errors.js';
import { dayWord } from '../../core/options/sync-request.js';

const day = v.pipe(
  dayWord,
  v.transform((text) => midnight(text, 'Europe/Copenhagen')),
);
const schema = v.object({ since: v.optional(day), until: v.optional(day) });

/** From the first instant of one Danish day to the first of another; null is without a bound. */
export interface Period {
  readonly since: Date | null;
  readonly until: Date | null;
}

/** Reads `--since` and `--until`; throws one ConfigurationError naming what is wrong of them. */
export function readPeriod(
  flags: { readonly since: string | undefined; readonly until: string | undefined },
  command: string,
): Period {
  const parsed = v.safeParse(schema, { since: flags.since, until: flags.until }, { abortPipeEarly: true });
  const lines = parsed.success
    ? []
    : parsed.issues.map((issue) => `--${String(issue.path?.[0].key)} ${issue.message}.`);
  const { since = null, until = null } = parsed.success ? parsed.output : {};
  if (since !== null && until !== null && until <= since) lines.push('--until must be a later day than --since.');
  if (lines.length > 0)
    throw new ConfigurationError('usage', lines.join('\n'), { actions: [`renos-sync ${command} --since 2026-01-01`] });
  return { since, until };
}

import * as v from 'valibot';
import { midnight } from '../../core/calendar/model/zoned-day.js';
import { ConfigurationError, saying } from '../../core/errors.js';
import { dayWord } from '../../core/options/sync-request.js';
import type { FlagProblem } from '../../messages/en/usage.js';

const day = v.pipe(
  dayWord,
  v.transform((text) => midnight(text, 'Europe/Copenhagen')),
);
const schema = v.object({ since: v.optional(day), until: v.optional(day) });

/** From the first instant of one Danish day to the first of another; null is without a bound. */
interface Period {
  readonly since: Date | null;
  readonly until: Date | null;
}

/** Reads `--since` and `--until`; throws one ConfigurationError naming what is wrong of them. */
export function readPeriod(
  flags: { readonly since: string | undefined; readonly until: string | undefined },
  command: string,
): Period {
  const parsed = v.safeParse(schema, { since: flags.since, until: flags.until }, { abortPipeEarly: true });
  const problems = parsed.success ? [] : flagProblemsOf(parsed.issues);
  const { since = null, until = null } = parsed.success ? parsed.output : {};
  if (since !== null && until !== null && until <= since) {
    problems.push({ flag: 'until', kind: 'not-later', than: 'since' });
  }
  if (problems.length > 0) {
    const example = `renos-sync ${command} --since 2026-01-01`;
    throw new ConfigurationError(saying('usage/flags', { problems, example }));
  }
  return { since, until };
}

/** What the schema says of a day, as problems that the messages know. */
function flagProblemsOf(issues: readonly v.BaseIssue<unknown>[]): FlagProblem[] {
  return issues.map(({ path, type }) => ({
    flag: String(path?.[0]?.key),
    kind: type === 'check' ? 'no-such-day' : 'no-day',
  }));
}

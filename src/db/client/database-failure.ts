import { RenosSyncError, saying, UnavailableError } from '../../core/errors.js';
import { codeInWords, isDrizzles, isOfDatabase } from './driver-failure.js';
import { failureRules } from './failure-rules.js';

export { SqlState } from './failure-rules.js';

/** The SQLSTATE or network code of a failed statement, at any depth of Drizzle's wrapping. */
export function failureCode(error: unknown): string | null {
  for (let step: unknown = error; step instanceof Error; step = step.cause) {
    const { code } = step as { code?: unknown };
    if (typeof code === 'string') return code;
    const said = codeInWords(step);
    if (said !== null) return said;
    if (step instanceof AggregateError && step.errors.length > 0) return failureCode(step.errors[0]);
  }
  return null;
}

/** Whether the database refused a row for its values (SQLSTATE classes 22, 23 and 44, or a trigger's error). */
export function isRowRefused(error: unknown): boolean {
  return /^(22|23|44)...$|^P0001$/.test(failureCode(error) ?? '');
}

/**
 * The constraint that refused a row, otherwise the trigger's function, otherwise the column. These names of a schema
 * are not personal data.
 */
export function refusedBy(error: unknown): string | null {
  for (let step: unknown = error; step instanceof Error; step = step.cause) {
    const details = step as {
      constraint_name?: unknown;
      constraint?: unknown;
      column_name?: unknown;
      column?: unknown;
    };
    const { where } = step as { where?: unknown };
    const trigger = typeof where === 'string' ? /^PL\/pgSQL function "?([\w.]+)/.exec(where)?.[1] : undefined;
    const names = [details.constraint_name, details.constraint, trigger, details.column_name, details.column];
    const name = names.find((one) => typeof one === 'string' && /^[\p{L}\p{N}_. $-]{1,63}$/u.test(one));
    if (typeof name === 'string') return name;
  }
  return null;
}

/**
 * Translates a failed statement or connection. RenosSyncErrors and errors that do not come from the database are
 * returned unchanged. The cause contains no statement and no parameters.
 */
export function databaseFailure(error: unknown): unknown {
  for (let step = error; step instanceof Error; step = step.cause) if (step instanceof RenosSyncError) return step;
  const code = failureCode(error);
  if (code === null || (isNetworkCode(code) && !isOfDatabase(error))) return withoutParameters(error);
  const cause = bareCause(error, code);
  const rule = isRowRefused(error) && !code.startsWith('22') ? refusedBy(error) : null;
  if (rule !== null) return new UnavailableError(saying('database-refused', { rule }), { cause });
  const { said, where, isSetting } = wordsOf(error);
  const relation = /in relation "([^"]+)"/.exec(where)?.[1] ?? null;
  const failed = { code, cause, said, relation, isSetting };
  return failureRules.find(({ matches }) => matches(failed))?.explain(failed) ?? withoutParameters(error, code);
}

/** Not an SQLSTATE: a code of the network, a file or TLS. */
function isNetworkCode(code: string): boolean {
  return !/^(?!E)[0-9A-Z]{5}$/.test(code);
}

/** The server's text about a failure, only for matching: it may contain the written values, so it is never shown. */
function wordsOf(error: unknown): { readonly said: string; readonly where: string; readonly isSetting: boolean } {
  let found = { said: '', where: '', isSetting: false };
  for (let step: unknown = error; step instanceof Error; step = step.cause) {
    const { where, isSetting } = step as { where?: unknown; isSetting?: unknown };
    found = { said: step.message, where: typeof where === 'string' ? where : '', isSetting: isSetting === true };
  }
  return found;
}

/** A failed statement's own text and parameters may contain customers' data: only its code and kind are kept. */
function bareCause(error: unknown, code: string): Error {
  const bare = new Error(`PostgreSQL or its connection failed with ${code}`);
  if (error instanceof Error && error.stack !== undefined) {
    bare.stack = `${bare.message}\n${error.stack
      .split('\n')
      .filter((line) => line.trimStart().startsWith('at '))
      .join('\n')}`;
  }
  return bare;
}

function withoutParameters(error: unknown, code?: string): unknown {
  const isBare = !(error instanceof Error && isDrizzles(error));
  return code === undefined && isBare ? error : bareCause(error, code ?? 'no code');
}

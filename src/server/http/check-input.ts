import * as v from 'valibot';
import { complaintOf } from '../../core/codes/complaints.js';
import type { Failures } from '../../core/codes/failures.js';
import { saying } from '../../core/errors.js';
import { Refusal } from './refusal.js';

const mostProblems = 100;

/** Checks a body or query; refuses it (400) with every problem, and without repeating its values. */
export function checkInput<Schema extends v.GenericSchema>(
  schema: Schema,
  input: unknown,
  where: 'body' | 'query',
): v.InferOutput<Schema> {
  // valibot treats a list as an object without names.
  const parsed = v.safeParse(schema, Array.isArray(input) ? null : input);
  if (parsed.success) return parsed.output;
  const problems = parsed.issues.slice(0, mostProblems).map((issue) => problemOf(issue, where));
  throw new Refusal(400, saying('invalid-input', { problems, count: parsed.issues.length }));
}

/** The query string, with numbers and yes or no converted; a repeated name becomes a list. */
export function typedQuery(query: Readonly<Record<string, readonly string[]>>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(query).map(([name, texts]) => [name, texts.length > 1 ? texts.map(typed) : typed(texts[0] ?? '')]),
  );
}

function typed(text: string): unknown {
  if (text === 'true' || text === 'false') return text === 'true';
  return /^\d{1,15}$/.test(text) ? Number(text) : text;
}

function problemOf(
  issue: v.BaseIssue<unknown>,
  where: 'body' | 'query',
): Failures['invalid-input']['problems'][number] {
  const path = (issue.path ?? []).reduce(
    (text, { key }) => (typeof key === 'number' ? `${text}[${key}]` : `${text}${text === '' ? '' : '.'}${String(key)}`),
    '',
  );
  return { path: where === 'query' ? `?${path}` : path, ...complaintOf(issue) };
}

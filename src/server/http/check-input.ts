import * as v from 'valibot';
import { type Problem, Refusal } from './refusal.js';

const mostProblems = 100;

/** Checks a body or query; refuses it (400) with every problem, and without repeating what was sent. */
export function checkInput<Schema extends v.GenericSchema>(
  schema: Schema,
  input: unknown,
  where: 'body' | 'query',
): v.InferOutput<Schema> {
  // To valibot a list is an object without names.
  const parsed = v.safeParse(schema, Array.isArray(input) ? null : input);
  if (parsed.success) return parsed.output;
  const problems = parsed.issues.slice(0, mostProblems).map((issue) => problemOf(issue, where));
  const count = parsed.issues.length === 1 ? 'One thing is' : `${parsed.issues.length} things are`;
  const list = problems.map(({ path, message }) => (path === '' ? message : `${path} ${message}`)).join('; ');
  throw new Refusal(400, 'invalid-input', `${count} wrong with the request: ${list}.`, { problems });
}

/** What was typed behind the question mark, with numbers and yes or no as what they mean; what is named again is a list. */
export function typedQuery(query: Readonly<Record<string, readonly string[]>>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(query).map(([name, texts]) => [name, texts.length > 1 ? texts.map(typed) : typed(texts[0] ?? '')]),
  );
}

function typed(text: string): unknown {
  if (text === 'true' || text === 'false') return text === 'true';
  return /^\d{1,15}$/.test(text) ? Number(text) : text;
}

function problemOf(issue: v.BaseIssue<unknown>, where: 'body' | 'query'): Problem {
  const path = (issue.path ?? []).reduce(
    (text, { key }) => (typeof key === 'number' ? `${text}[${key}]` : `${text}${text === '' ? '' : '.'}${String(key)}`),
    '',
  );
  return { path: where === 'query' ? `?${path}` : path, message: complaintOf(issue) };
}

function complaintOf({ kind, type, expected, received, message }: v.BaseIssue<unknown>): string {
  // Each union has a message of its own, as what its choices would say is not for a person.
  if (kind !== 'schema' || type === 'union' || type === 'custom') return message;
  if (type === 'strict_object' && expected === 'never') return 'is not known here';
  if (received === 'undefined') return 'is missing';
  if (type === 'picklist') return `must be ${(expected ?? '').replace(/[()"]/g, '').replaceAll(' | ', ' or ')}`;
  if (/object|record/.test(type)) return 'must be an object';
  return type === 'array' ? 'must be a list' : `must be ${words[type] ?? (expected ?? 'something else').toLowerCase()}`;
}

const words: Readonly<Record<string, string>> = {
  boolean: 'true or false',
  number: 'a number',
  string: 'text',
};

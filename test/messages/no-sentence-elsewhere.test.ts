import { readdirSync, readFileSync } from 'node:fs';
import { parseSync } from 'oxc-parser';
import { expect, test } from 'vitest';

const src = new URL('../../src/', import.meta.url);
/** Rooms that speak in codes: every sentence for a person is in src/messages. */
const rooms = ['core', 'db', 'google', 'server'] as const;

interface Node {
  readonly type: string;
  readonly value?: unknown;
  readonly start: number;
  readonly callee?: { readonly name?: string; readonly property?: { readonly name?: string } };
  readonly tag?: { readonly name?: string; readonly property?: { readonly name?: string } };
  readonly key?: { readonly name?: string };
}

/** Three words of small letters one after another, of which one is a word that English sentences need. */
const sentence = /\p{Ll}{2,}\S* \p{Ll}+ \p{Ll}{2,}/u;
const statement = /^\s*(select|copy|insert|having|set|create|grant|update|delete)\b/i;
const needed =
  /\b(the|is|are|was|were|not|no|of|it|its|that|this|with|without|which|to|by|from|on|as|if|or|and|has|had|may|cannot|could|would|only|an?)\b/;

/** What is said to no reader of reports: SQL, help of commands (it stays English), and what describes the API and the metrics. */
const isOf = {
  sql: ({ type, tag }: Node) => type === 'TaggedTemplateExpression' && (tag?.name ?? tag?.property?.name) === 'sql',
  mistakes: ({ type, callee }: Node) => type === 'NewExpression' && callee?.name === 'Error',
  descriptions: ({ type, callee }: Node) =>
    type === 'CallExpression' &&
    /^(description|yesOrNo|wholeNumber|oneOf|wordsOf|dayOf|removalsOf|idList|directed)$/.test(
      callee?.property?.name ?? callee?.name ?? '',
    ),
  progress: ({ type, callee }: Node) => type === 'CallExpression' && callee?.property?.name === 'start',
  types: ({ type }: Node) => /^TS.*Literal/.test(type),
  fields: ({ type, key }: Node) => type === 'Property' && /^(summary|description|help)$/.test(key?.name ?? ''),
  log: ({ type, callee }: Node) =>
    type === 'CallExpression' && /^(info|warn|error|debug)$/.test(callee?.property?.name ?? ''),
};

/** Files whose texts are no sentences of ours to a reader, with the reason. */
const apart: Readonly<Record<string, string>> = {
  'core/customers/columns/header-vocabulary.ts': 'words of headers in several languages',
  'core/customers/columns/header-words.ts': 'words of headers',
  'core/customers/columns/columns-beside.ts': 'words of headers',
  'core/customers/redact/fixed-words.ts': 'words of files',
  'core/customers/values/written-date.ts': 'names of months',
  'core/calendar/model/keeper.ts': 'the title of an event of ours, by which people find it in any language',
  'core/results': 'descriptions in JSON Schema',
  'google/google-error.ts': 'the cause of an error, which DEBUG alone shows',
  'db/read/status-store.ts': 'a name that the messages know (status.guests)',
  'db/schema/moments.ts': 'the name of a type of PostgreSQL',
  'db/embedded/backend.ts': 'the protocol of PostgreSQL',
  'db/embedded/connection.ts': 'the protocol of PostgreSQL, in English by its nature',
  'db/embedded/serve-embedded.ts': 'the protocol of PostgreSQL',
  'server/openapi': 'the description of the API, which is English',
};

function* sentencesOf(text: string): Iterable<string> {
  const { program } = parseSync('file.ts', text);
  const stack: { node: unknown; isApart: boolean }[] = [{ node: program, isApart: false }];
  for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
    const { node, isApart } = next;
    if (Array.isArray(node)) stack.push(...node.map((each) => ({ node: each as unknown, isApart })));
    if (typeof node !== 'object' || node === null || Array.isArray(node)) continue;
    const one = node as Node & Readonly<Record<string, unknown>>;
    const isNow = isApart || Object.values(isOf).some((rule) => rule(one));
    const said =
      one.type === 'Literal'
        ? one.value
        : one.type === 'TemplateElement'
          ? (one.value as { cooked?: string }).cooked
          : null;
    if (!isNow && typeof said === 'string' && !statement.test(said) && sentence.test(said) && needed.test(said))
      yield `${text.slice(0, one.start).split('\n').length}: ${said}`;
    for (const [name, child] of Object.entries(one)) if (name !== 'type') stack.push({ node: child, isApart: isNow });
  }
}

test('finds a sentence where one stands', () => {
  expect([...sentencesOf("const reason = 'the booking has no event yet';")]).toEqual([
    '1: the booking has no event yet',
  ]);
  expect([...sentencesOf('note(`Waiting for another thing that is to end: $' + '{name}`);')]).toHaveLength(1);
  expect([...sentencesOf("throw new Error('a sync without a lease must not write');")]).toEqual([]);
});

test.each(rooms)('%s says nothing to a person but by the messages', (room) => {
  const paths = readdirSync(new URL(room, src), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => `${room}/${name}`)
    .filter((path) => !Object.keys(apart).some((one) => path.startsWith(one)));
  expect(paths.length).toBeGreaterThan(5);
  const found = paths.flatMap((path) =>
    [...sentencesOf(readFileSync(new URL(path, src), 'utf8'))].map((said) => `${path}:${said}`),
  );
  expect(found).toEqual([]);
});

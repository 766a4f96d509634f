import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { getTableName } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { failures } from '../../src/db/schema/sync.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
const textsIn = (folder: string, ending: string) =>
  readdirSync(`${root}/${folder}`, { recursive: true, encoding: 'utf8' })
    .map((path) => path.replaceAll('\\', '/'))
    .filter((path) => path.endsWith(ending))
    .map((path) => ({ path: `${folder}/${path}`, text: readFileSync(`${root}/${folder}/${path}`, 'utf8') }));

/** Words that a reader in another country has to guess, and what is said in their place. */
const banned: readonly (readonly [word: RegExp, plain: string])[] = [
  [/\btroubles?\b/i, 'failure'],
  [/\btwins?\b/i, 'duplicate'],
  [/\bsurvey(s|ed|or)?\b/i, 'analysis'],
  [/\bat work\b/i, 'running'],
  [/\bmend(s|ed)?\b/i, 'fix'],
  [/\blacks?\b/i, 'missing'],
  [/\bformer\b/i, 'previous'],
  [/\bstrangers\b/i, 'unlinked events'],
  [/\bwhoever\b/i, 'a noun'],
  [/\bclaims that\b/i, 'says'],
  [/\bnobody knows\b/i, 'is not known'],
  [/\ba print of\b|(?<!-)\bprints\b(?= of\b| are\b| is\b)/i, 'fingerprint'],
];

/** The same; the pages of decisions are older, and stay as they were written. */
const bannedSince: typeof banned = [
  [/\btold\b(?!')/i, 'reported, known; for a name: what it holds'],
  [/\bnobody\b/i, 'no person, or the passive voice'],
  [/\b(some|any)body\b/i, 'a person, another user'],
  [/\bwhom\b/i, 'a noun'],
  [/(?<!-)\banew\b/i, 'again'],
  [/\b(there|where)by\b/i, 'two sentences'],
  [/\bunheard\b/i, 'without a reply, unconfirmed'],
  [/\bdeeds?\b/i, 'change'],
];

/** Words that are right as names of code, JSON and promises, and not in a sentence: of a comment, or of a page. */
const bannedInSentences: typeof banned = [
  [/(\/\/|\*) .*(?<!`)\bsettled\b(?!`)/, 'skipped, decided, agreed'],
  [/(\/\/|\*) .*\bin earnest\b/, 'with the real one'],
];

/** Signs of a sentence that is to be written again: not in help, messages and pages, which users read. */
const signs: typeof banned = [
  [/\bmoved on since\b/i, 'has changed since'],
  [/\bwhoever\b|\bas people have them\b/i, 'a noun'],
];

/** Names that others rely on: the table of failed items, wherever it is called by it, and a code of JSON. The state of the sandbox is kept in files. */
const table = getTableName(failures);
const kept = new RegExp(
  `renos_sync\\.${table}|\\b${table}\\.attempts|'${table}'|${table}: 'first_at'|event-and-former-event`,
  'g',
);
const files = [...textsIn('src', '.ts'), ...textsIn('docs', '.md')].filter(
  ({ path }) => !/sandbox\/|docs\/da\//.test(path),
);

const hitsOf = (words: typeof banned, these: typeof files) =>
  these.flatMap(({ path, text }) =>
    text
      .replace(kept, '')
      .split('\n')
      .flatMap((line, at) =>
        words.flatMap(([word, plain]) => (word.test(line) ? [`${path}:${at + 1} say "${plain}": ${line.trim()}`] : [])),
      ),
  );

test('the words that HOUSE replaces are in no source and no page', () => {
  expect(files.length).toBeGreaterThan(400);
  const written = files.filter(({ path }) => !path.startsWith('docs/decisions/'));
  expect([...hitsOf(banned, files), ...hitsOf([...bannedSince, ...bannedInSentences], written)]).toEqual([]);
});

test('no title of a test has a word that HOUSE replaces', () => {
  const titles = textsIn('test', '.test.ts').map(({ path, text }) => ({
    path,
    text: text.replace(/^(?!\s*(test|it|describe)\b).*$/gm, ''),
  }));
  expect(titles.length).toBeGreaterThan(200);
  expect(hitsOf([...banned, ...bannedSince], titles)).toEqual([]);
});

test('help, messages and pages have none of the signs of an unclear sentence', () => {
  const read = files.filter(({ path }) => /^(src\/(cli|messages\/en)|docs\/(?!decisions))/.test(path));
  expect(read.length).toBeGreaterThan(80);
  expect(hitsOf(signs, read)).toEqual([]);
});

test('a planted word is found, and a kept name is none', () => {
  const isBanned = (text: string) =>
    hitsOf([...banned, ...bannedSince, ...bannedInSentences], [{ path: 'planted', text }]).length > 0;
  for (const text of [
    'the former name',
    'const told = 1;',
    '/** Nobody reads it. */',
    '// What is settled goes.',
    'to ask somebody',
    "test('the customer whom it names', () => {",
    'it begins anew',
  ])
    expect([text, isBanned(text)]).toEqual([text, true]);
  for (const text of [
    "decision: 'settled'",
    'const settled = await Promise.allSettled(all);',
    'sql`select 1 where true`',
  ])
    expect([text, isBanned(text)]).toEqual([text, false]);
  expect(isBanned(`select * from renos_sync.${table} t`)).toBe(false);
});

/** Sentences for a person in Danish that say what English would, word for word. */
const bannedInDanish = [/\btvilling/i, /\bproblemet med\b/i, /\bigangværende arbejde\b/i, /\bfingeraftryk\b/i];

test('Danish sentences have none of our own words', () => {
  const found = textsIn('src/messages/da', '.ts').flatMap(({ path, text }) =>
    bannedInDanish.flatMap((word) => (word.test(text) ? [`${path}: ${word}`] : [])),
  );
  expect(found).toEqual([]);
});

test('no sentence of help is longer than 45 words', () => {
  const help = textsIn('src/cli', '.ts').flatMap(({ path, text }) =>
    [...text.matchAll(/description:\s*(?:'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)"|`([^`]*)`)/g)].flatMap(
      ([, one, two, three]) =>
        (one ?? two ?? three ?? '')
          .replaceAll('\\n', '. ')
          .split(/(?<=[.:;!?])\s/)
          .map((sentence) => ({ path, words: sentence.split(/\s+/).length, sentence })),
    ),
  );
  expect(help.length).toBeGreaterThan(80);
  expect(help.filter(({ words }) => words > 45)).toEqual([]);
});

import { existsSync, readFileSync, statSync } from 'node:fs';
import { posix } from 'node:path';
import { expect, test } from 'vitest';
import { anchorsOf, linksOf, type Page, pagePaths, proseOf, readPage, root, typedLines } from './read-page.js';

const pages = pagePaths().map(readPage);
const isGenerated = ({ path }: Page) => path.startsWith('docs/reference/');
const isRecord = ({ path }: Page) => path.startsWith('docs/decisions/');
const written = pages.filter((page) => !isGenerated(page) && !isRecord(page));

const isTyped = ({ language }: Page['blocks'][number]) => language === 'sh' || language === 'console';

/** What a block that is not run needs, as it says behind `not-run`: the pages, and what is done about it instead. */
const blocksNotRun: Readonly<Record<string, { readonly on: readonly string[]; readonly instead: string }>> = {
  checkout: {
    on: ['CONTRIBUTING.md', 'README.md'],
    instead: 'The whole of a checkout: `.ci/run` does the same. That the scripts exist is checked below.',
  },
  npm: {
    on: [
      'docs/da/kom-i-gang.md',
      'docs/getting-started.md',
      'docs/operations/cron.md',
      'docs/operations/systemd.md',
      ...['docs/operations/upgrading.md', 'docs/operations/upgrading.md'],
    ],
    instead: 'The registry has no version yet: scripts/try-package.ts runs them with the packed file in its place.',
  },
  publish: {
    on: ['docs/development/releasing.md', 'docs/development/releasing.md'],
    instead: 'An account of npm: scripts/try-package.ts publishes as a dry run.',
  },
  docker: {
    on: ['docs/operations/docker.md'],
    instead: 'A daemon: the commands in the container are checked below, the image by settings.db.test.ts.',
  },
  systemd: {
    on: ['docs/operations/systemd.md', 'docs/operations/systemd.md', 'docs/operations/systemd.md'],
    instead: 'systemd as the first process: settings.db.test.ts has the units verified.',
  },
};
/** Blocks of these hold no commands of a person; `settings.db.test.ts` reads them. */
const settingLanguages = ['ini', 'yaml', 'dockerfile', 'json', 'sql', 'mermaid', 'cron'];

interface Manifest {
  readonly commands: Readonly<
    Record<
      string,
      {
        readonly aliases: readonly string[];
        readonly flags: Readonly<Record<string, { readonly char?: string; readonly allowNo?: boolean }>>;
      }
    >
  >;
}
const { commands } = JSON.parse(readFileSync(`${root}oclif.manifest.json`, 'utf8')) as Manifest;
const ofProgram = ['help', 'version'];
const flagsOf = (id: string): ReadonlySet<string> =>
  new Set([
    ...ofProgram,
    ...Object.entries(commands[id]?.flags ?? {}).flatMap(([name, { allowNo }]) =>
      allowNo === true ? [name, `no-${name}`] : [name],
    ),
  ]);
const everyFlag = new Set(Object.keys(commands).flatMap((id) => [...flagsOf(id)]));

/** Names of columns that begin with the program's. */
const columns = new Set(['line', 'reasons']);

/** What `docker run IMAGE …` and `systemd-run …` run. */
const inContainer = (line: string) =>
  line.replace(/^(?:docker run|systemd-run) (?:\S+ )*?(?=(?:\S*\/)?renos-sync [a-z])/, '');

/** Every `renos-sync …` of a page, in its blocks and in its lines. */
function mentioned(page: Page): readonly string[] {
  const inBlocks = page.blocks.filter(isTyped).flatMap(typedLines).map(inContainer);
  const prose = page.text.replace(/^```[\s\S]*?^```$/gm, '');
  const inLines = [...prose.matchAll(/`([^`\n]+)`/g)].map(([, code = '']) => code);
  return [...inBlocks, ...inLines]
    .flatMap((text) => text.split(/&&|[|;&]/))
    .flatMap((text) => /^\s*(?:[A-Z_]+=\S+ )*(?:npx (?:--yes )?|\S*\/)?renos-sync ([a-z].*)$/.exec(text)?.[1] ?? [])
    .filter((words) => !columns.has(words));
}

/** The command of some words, and the words behind it; null: there is no such command. */
function commandOf(words: readonly string[]): readonly [id: string, rest: readonly string[]] | null {
  const [first = '', second = ''] = words;
  const two = `${first}:${second}`;
  if (two in commands) return [two, words.slice(2)];
  const one =
    first in commands ? first : Object.entries(commands).find(([, { aliases }]) => aliases.includes(first))?.[0];
  return one === undefined ? null : [one, words.slice(1)];
}

test('few blocks are not run, each says what it needs, and where they stand is known', () => {
  const needs: Record<string, string[]> = {};
  for (const { path, blocks } of written)
    for (const { word } of blocks.filter(isTyped)) {
      const [, need] = /^not-run ?(.*)$/.exec(word) ?? [];
      if (need !== undefined) needs[need] = [...(needs[need] ?? []), path];
    }
  expect(needs).toEqual(Object.fromEntries(Object.entries(blocksNotRun).map(([need, { on }]) => [need, on])));
});

test('pages name only scripts that exist', () => {
  const { scripts } = JSON.parse(readFileSync(`${root}package.json`, 'utf8')) as { readonly scripts: object };
  // RenOS's own, in the table of what is what.
  const ofRenos = /^(?:calendar|customer):/;
  const named = written.flatMap(({ path, text }) =>
    [...text.matchAll(/\bnpm run (?:--silent )?([a-z][\w:-]*)/g)].map(([, script = '']) => ({ path, script })),
  );
  expect(named.length).toBeGreaterThan(20);
  expect(named.filter(({ script }) => !(script in scripts) && !ofRenos.test(script))).toEqual([]);
});

test("RenOS's old scripts lead to commands that exist", () => {
  const { blocks } = readPage('docs/coming-from-renos.md');
  const { lines } = blocks.find(({ language }) => language === 'json') ?? { lines: ['{}'] };
  const { scripts = {} } = JSON.parse(lines.join('\n')) as { readonly scripts?: Readonly<Record<string, string>> };
  expect(Object.keys(scripts).length).toBe(9);
  for (const line of Object.values(scripts)) {
    const [program, ...words] = line.split(' ');
    expect(program).toBe('renos-sync');
    if (words.length > 0) expect(commandOf(words), line).not.toBeNull();
  }
});

test('a command is in a block that is run', () => {
  const elsewhere = written.flatMap(({ path, blocks }) =>
    blocks
      .filter((block) => !isTyped(block) && !settingLanguages.includes(block.language))
      .filter(({ lines }) => lines.some((line) => /^(?:\$ )?(?:renos-sync|npx|npm|node|curl|jq|psql) /.test(line)))
      .map(({ lines }) => `${path}: ${lines[0]}`),
  );
  expect(elsewhere).toEqual([]);
});

test('a fence is at the margin, where its block is found', () => {
  const inside = written.filter(({ text }) => /^[ \t]+```/m.test(text)).map(({ path }) => path);
  expect(inside).toEqual([]);
});

test('a shown output is below its command, where it is compared', () => {
  const loose = written.flatMap(({ path, blocks }) =>
    blocks
      .filter(({ language, lines }) => language === 'text' && lines.some((line) => /^\$ /.test(line)))
      .map(() => path),
  );
  expect(loose).toEqual([]);
});

test('every link and every anchor leads somewhere', () => {
  const anchors = new Map(pages.map((page) => [page.path, anchorsOf(page)]));
  const dead = pages.flatMap((page) =>
    linksOf(page).flatMap((link) => {
      if (/^(?:https?:|mailto:)/.test(link)) return [];
      const [file = '', anchor] = link.split('#');
      const path = file === '' ? page.path : posix.normalize(posix.join(posix.dirname(page.path), file));
      const isThere = existsSync(`${root}${path}`) && (anchor === undefined || anchors.get(path)?.has(anchor) === true);
      return isThere ? [] : [`${page.path}: ${link}`];
    }),
  );
  expect(dead).toEqual([]);
});

test('pages name only commands and flags that exist', () => {
  const wrong = written.flatMap((page) =>
    mentioned(page).flatMap((line) => {
      const found = commandOf(line.split(/\s+/));
      if (found === null)
        return ['help', 'autocomplete'].includes(line.split(' ')[0] ?? '') ? [] : [`${page.path}: ${line}`];
      const [id, rest] = found;
      const flags = rest.flatMap((word) => /^--([a-z][a-z-]*)/.exec(word)?.[1] ?? []);
      return flags.filter((flag) => !flagsOf(id).has(flag)).map((flag) => `${page.path}: ${id} --${flag}`);
    }),
  );
  expect(wrong).toEqual([]);
});

test('a flag without its command in a page belongs to some command', () => {
  const alone = written.flatMap(({ path, text }) =>
    [...text.matchAll(/`--([a-z][a-z-]*)/g)]
      .map(([, flag = '']) => flag)
      .filter((flag) => !everyFlag.has(flag))
      .map((flag) => `${path}: --${flag}`),
  );
  expect(alone.filter((flag) => !/ --(env-file|global|max-semi-space-size)$/.test(flag))).toEqual([]);
});

test('the README has at most 8 KB, and a page 20 KB unless it is generated', () => {
  const sizes = written.map(({ path }) => ({ path, size: statSync(`${root}${path}`).size }));
  const large = sizes.filter(({ path, size }) => size > (path === 'README.md' ? 8_192 : 20_480));
  expect(large).toEqual([]);
});

test('the README leads to every page', () => {
  const reached = new Set<string>();
  const follow = (path: string) => {
    if (reached.has(path)) return;
    reached.add(path);
    const page = pages.find((one) => one.path === path);
    if (page === undefined) return;
    for (const link of linksOf(page)) {
      const [file = ''] = link.split('#');
      if (file !== '' && !/^(?:https?:|mailto:)/.test(link))
        follow(posix.normalize(posix.join(posix.dirname(path), file)));
    }
  };
  follow('README.md');
  expect(written.map(({ path }) => path).filter((path) => !reached.has(path))).toEqual([]);
});

test('a page begins with its name, and says nothing twice', () => {
  for (const page of written) {
    expect(page.text, page.path).toMatch(/^(?:<!--[^>]*-->\n+)?# /);
    const sentences = proseOf(page)
      .split(/(?<=[.:])\s+/)
      .filter((sentence) => sentence.length > 60);
    expect(
      sentences.filter((sentence, index) => sentences.indexOf(sentence) !== index),
      page.path,
    ).toEqual([]);
  }
});

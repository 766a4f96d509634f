/**
 * Writes what the README tells from the program itself, between its markers: how sync decides, and the commands with
 * their help. Needs a build. `npm run generate` writes it; CI fails while the README says something else.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { stripVTControlCharacters } from 'node:util';
import { truthTableMarkdown } from './print-truth-table.js';

const at = (path: string) => fileURLToPath(new URL(`../${path}`, import.meta.url));
const readJson = async (path: string): Promise<unknown> => JSON.parse(await readFile(at(path), 'utf8'));

interface Manifest {
  readonly commands: Readonly<Record<string, { readonly summary?: string; readonly hidden?: boolean }>>;
}

async function commandsMarkdown(): Promise<string> {
  const { commands } = (await readJson('oclif.manifest.json')) as Manifest;
  const help = (await readJson('dist/help.json')) as Record<string, string>;
  const shown = Object.entries(commands)
    .filter(([, { hidden }]) => hidden !== true)
    .map(([id, { summary = '' }]) => ({ words: id.replaceAll(':', ' '), summary }))
    .sort((a, b) => a.words.localeCompare(b.words, 'en'));
  const table = shown.map(({ words, summary }) => `| \`renos-sync ${words}\` | ${summary} |`);
  const details = shown.flatMap(({ words }) => [
    `<details><summary><code>renos-sync ${words} --help</code></summary>`,
    '',
    '```text',
    stripVTControlCharacters(help[words] ?? '').trim(),
    '```',
    '',
    '</details>',
    '',
  ]);
  return ['| command | what it does |', '|---|---|', ...table, '', ...details].join('\n');
}

/** The table above the code that finds whom a row is about. */
async function matchTableMarkdown(): Promise<string> {
  const source = await readFile(at('src/core/customers/match/decide-rows.ts'), 'utf8');
  const comment = source.split('/**').find((part) => part.includes('| E ')) ?? '';
  const lines = (comment.split('*/')[0] ?? '').split('\n').map((line) => line.replace(/^ \* ?/, ''));
  return lines.join('\n').trim();
}

function between(readme: string, marker: string, content: string): string {
  const found = new RegExp(`(<!-- ${marker} -->\\n)[\\s\\S]*?(<!-- /${marker} -->)`);
  if (!found.test(readme)) throw new Error(`README.md has no markers for ${marker}.`);
  return readme.replace(found, (_, open: string, close: string) => `${open}\n${content.trim()}\n\n${close}`);
}

const readme = await readFile(at('README.md'), 'utf8');
const withTables = between(
  between(readme, 'truth-table', truthTableMarkdown()),
  'match-table',
  await matchTableMarkdown(),
);
const told = between(withTables, 'commands', await commandsMarkdown());
await writeFile(at('README.md'), told);

/**
 * Writes what the pages tell from the program itself: docs/reference, and between their markers the tables of docs/sync.md
 * and docs/import.md. Needs a build. `npm run generate` writes it; CI fails while the pages say something else.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { codesPage } from './docs/codes-page.js';
import { httpPage } from './docs/http-page.js';
import { columnsTable, matchTable } from './docs/import-tables.js';
import { commandsPage, configurationPage, exitCodesPage, jsonPage } from './docs/reference-pages.js';
import { truthTableMarkdown } from './print-truth-table.js';

const at = (path: string) => new URL(`../docs/${path}`, import.meta.url);
const generated = '<!-- Written by scripts/write-docs.ts: npm run generate -->';

async function writePage(name: string, text: string): Promise<void> {
  await writeFile(at(`reference/${name}.md`), `${generated}\n\n${text}\n`);
}

async function writeBetween(page: string, marker: string, content: string): Promise<void> {
  const text = await readFile(at(page), 'utf8');
  const found = new RegExp(`(<!-- ${marker} -->\\n)[\\s\\S]*?(<!-- /${marker} -->)`);
  if (!found.test(text)) throw new Error(`docs/${page} has no markers for ${marker}.`);
  await writeFile(
    at(page),
    text.replace(found, (_, open: string, close: string) => `${open}\n${content.trim()}\n\n${close}`),
  );
}

await writeBetween('sync.md', 'truth-table', truthTableMarkdown());
await writeBetween('import.md', 'columns', columnsTable());
await writeBetween('import.md', 'match-table', await matchTable());
await writePage('commands', await commandsPage());
await writePage('configuration', configurationPage());
await writePage('exit-codes', await exitCodesPage());
await writePage('codes', codesPage());
await writePage('http-api', httpPage());
await writePage('json', await jsonPage());

import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../../', import.meta.url));

/** A fenced block of a page. */
export interface Block {
  readonly language: string;
  /** What stands behind the language: `not-run`, or the name of a file. */
  readonly word: string;
  readonly lines: readonly string[];
  /** Index of its first line inside the fence. */
  readonly at: number;
}

export interface Page {
  /** From the project's folder. */
  readonly path: string;
  readonly text: string;
  readonly blocks: readonly Block[];
}

/** Every page that a person reads, but the decisions, which are a record. */
export function pagePaths(): readonly string[] {
  const inDocs = readdirSync(`${root}docs`, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name.replaceAll('\\', '/')}`);
  const top = readdirSync(root).filter((name) => name.endsWith('.md'));
  return [...top, ...inDocs, 'src/sandbox/README.md'].sort();
}

export function readPage(path: string): Page {
  const text = readFileSync(`${root}${path}`, 'utf8');
  return { path, text, blocks: blocksOf(text) };
}

function blocksOf(text: string): readonly Block[] {
  const blocks: Block[] = [];
  let open: { language: string; word: string; lines: string[]; at: number } | null = null;
  for (const [index, line] of text.split('\n').entries()) {
    const fence = /^```(\S*) ?(.*)$/.exec(line);
    if (open === null && fence !== null) {
      open = { language: fence[1] ?? '', word: (fence[2] ?? '').trim(), lines: [], at: index + 1 };
    } else if (open !== null && line === '```') {
      blocks.push(open);
      open = null;
    } else open?.lines.push(line);
  }
  return blocks;
}

/** The text of a page without its blocks and code. */
export function proseOf({ text }: Page): string {
  return text.replace(/^```[\s\S]*?^```$/gm, '').replace(/`[^`\n]*`/g, '');
}

/** The anchors that GitHub gives the headings of a page. */
export function anchorsOf({ text }: Page): ReadonlySet<string> {
  const counts = new Map<string, number>();
  const headings = text.replace(/^```[\s\S]*?^```$/gm, '').matchAll(/^#{1,6} (.+)$/gm);
  const anchors = [...headings].map(([, heading = '']) => {
    const slug = heading
      .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, '')
      .trim()
      .replaceAll(' ', '-');
    const count = counts.get(slug) ?? 0;
    counts.set(slug, count + 1);
    return count === 0 ? slug : `${slug}-${count}`;
  });
  const written = [...text.matchAll(/<a (?:id|name)="([^"]+)">/g)].map(([, name = '']) => name);
  return new Set([...anchors, ...written]);
}

/** Where the links of a page lead. */
export function linksOf(page: Page): readonly string[] {
  const prose = page.text.replace(/^```[\s\S]*?^```$/gm, '');
  const inText = [...prose.matchAll(/\]\(([^)\s]+)\)/g)].map(([, link = '']) => link);
  const inTags = [...prose.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, link = '']) => link);
  return [...inText, ...inTags];
}

/** What is typed in a page's blocks, one entry a line, commands continued over several lines put together. */
export function typedLines({ language, lines }: Block): readonly string[] {
  if (language === 'console') return lines.filter((line) => line.startsWith('$ ')).map((line) => line.slice(2));
  if (language !== 'sh') return [];
  return lines
    .join('\n')
    .replace(/\\\n\s*/g, '')
    .split('\n')
    .map((line) => line.replace(/\s+#\s.*$/, '').trim())
    .filter((line) => line !== '' && !line.startsWith('#'));
}

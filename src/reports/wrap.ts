import type { Page } from './page.js';
import { beginning, shorten, textWidth } from './text-width.js';

interface Margins {
  /** Columns before every line. */
  readonly indent: number;
  /** Columns of the first line that are taken by text before this one. */
  readonly used?: number;
}

/** Wraps a sentence at its spaces, because a terminal would break words; in a pipe it stays one line. */
export function wrap(text: string, { width }: Page, { indent, used = 0 }: Margins): readonly string[] {
  if (width === null) return [text];
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    const room = width - indent - (lines.length === 0 ? used : 0);
    if (line !== '' && textWidth(line) + 1 + textWidth(word) > room) {
      lines.push(line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return [...lines, line];
}

/** The same, each line with its indentation. */
export function paragraph(text: string, page: Page, indent: number): string[] {
  return wrap(text, page, { indent }).map((line) => `${' '.repeat(indent)}${line}`);
}

/** More lines than these tell no more of one value. */
const mostLines = 6;

/** A value in lines of so many columns, broken at a space or after a sign that parts an address, or else anywhere. */
export function fold(text: string, columns: number): readonly string[] {
  const lines: string[] = [];
  let rest = text;
  while (textWidth(rest) > columns && lines.length < mostLines - 1) {
    const head = beginning(rest, columns);
    const isWhole = rest[head.length] === ' ';
    const cut = isWhole ? head.length : (/^.*[ @/]/s.exec(head)?.[0].length ?? head.length);
    lines.push(rest.slice(0, cut).trimEnd());
    rest = rest.slice(cut).trimStart();
  }
  return [...lines, shorten(rest, columns)];
}

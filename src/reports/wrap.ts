import type { Page } from './page.js';
import { textWidth } from './text-width.js';

interface Margins {
  /** Columns before every line. */
  readonly indent: number;
  /** Columns of the first line that are taken by what stands before the text. */
  readonly used?: number;
}

/** Breaks a sentence at its spaces where a terminal would break it anywhere; in a pipe it stays one line. */
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

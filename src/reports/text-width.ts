import stringWidth from 'string-width';

/** What English and Danish are written in takes a column each: string-width is loaded for the first text with more. */
const simple = /^[\u0020-\u007e\u00a1-\u00ac\u00ae-\u02ff\u2010-\u2026]*$/;

/** How many columns of a terminal a text takes. */
export function textWidth(text: string): number {
  return simple.test(text) ? text.length : stringWidth(text);
}

/** A text in at most this many columns; an ellipsis shows that it was cut. */
export function shorten(text: string, columns: number): string {
  return textWidth(text) <= columns ? text : `${beginning(text, columns - 1).trimEnd()}…`;
}

/** Created when a text must first be cut: this takes longer than everything else in a command without such a text. */
let segmenter: Intl.Segmenter | null = null;

/** As much of a text as fits into this many columns, and at least one character. */
export function beginning(text: string, columns: number): string {
  segmenter ??= new Intl.Segmenter();
  let width = 0;
  let kept = '';
  for (const { segment } of segmenter.segment(text)) {
    width += textWidth(segment);
    if (width > columns && kept !== '') break;
    kept += segment;
  }
  return kept;
}

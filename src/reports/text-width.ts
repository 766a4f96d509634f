/** Created when a text first needs it: this takes longer than everything else in a command without such a text. */
let segmenter: Intl.Segmenter | null = null;
function segmentsOf(text: string): Intl.Segments {
  segmenter ??= new Intl.Segmenter();
  return segmenter.segment(text);
}

const wide =
  /^(?:\p{Emoji_Presentation}|\p{Extended_Pictographic}\uFE0F|[\u1100-\u115F\u2E80-\uA4CF\uAC00-\uD7A3\uF900-\uFAFF\uFE30-\uFE6F\uFF00-\uFF60\uFFE0-\uFFE6\u{1F000}-\u{1FAFF}\u{20000}-\u{3FFFD}])/u;
const narrow = /^[\p{Mark}\p{Cf}]+$/u;

/** How many columns of a terminal a text without control characters takes. */
export function textWidth(text: string): number {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: plain ASCII needs no further check
  if (/^[\u0000-\u007e]*$/.test(text)) return text.length;
  let width = 0;
  for (const { segment } of segmentsOf(text)) width += columnsOf(segment);
  return width;
}

/** A text in at most this many columns; an ellipsis shows that it was cut. */
export function shorten(text: string, columns: number): string {
  return textWidth(text) <= columns ? text : `${beginning(text, columns - 1).trimEnd()}…`;
}

/** As much of a text as fits into this many columns, and at least one character. */
export function beginning(text: string, columns: number): string {
  let width = 0;
  let kept = '';
  for (const { segment } of segmentsOf(text)) {
    width += columnsOf(segment);
    if (width > columns && kept !== '') break;
    kept += segment;
  }
  return kept;
}

function columnsOf(segment: string): number {
  if (narrow.test(segment)) return 0;
  return wide.test(segment) ? 2 : 1;
}

/** A contact, as in the file. */
export interface CutCard {
  readonly seq: number;
  /** The line of its BEGIN:VCARD, from 1. */
  readonly line: number;
  /** Its lines without pictures; null if it is longer than any contact, or the file ends inside it. */
  readonly lines: readonly string[] | null;
}

/** Characters of a card without its pictures. */
const longestCard = 1_000_000;
const picture = /^(?:[\w-]{1,40}\.)?(?:PHOTO|LOGO|SOUND|KEY)[;:]/i;

/** Splits text in pieces into contacts; text between them is skipped. */
export async function* cutCards(pieces: AsyncIterable<string>): AsyncIterable<CutCard> {
  let seq = 0;
  let begin = 0;
  let lines: string[] | null = null;
  let size = 0;
  let isPicture = false;
  for await (const { text, number } of linesOf(pieces)) {
    if (/^\s*BEGIN:VCARD\s*$/i.test(text)) {
      if (lines !== null) yield { seq: seq++, line: begin, lines: null };
      [lines, begin, size, isPicture] = [[], number, 0, false];
    } else if (lines !== null && /^\s*END:VCARD\s*$/i.test(text)) {
      yield { seq: seq++, line: begin, lines: size > longestCard ? null : lines };
      lines = null;
    } else if (lines !== null) {
      // A picture continues in lines that begin with a blank, or in bare base64 up to an empty line.
      isPicture = picture.test(text) || (isPicture && (/^[ \t]/.test(text) || /^[A-Za-z0-9+/=]{40,}$/.test(text)));
      if (isPicture) continue;
      size += text.length;
      if (size <= longestCard) lines.push(text);
    }
  }
  if (lines !== null) yield { seq: seq++, line: begin, lines: null };
}

async function* linesOf(
  pieces: AsyncIterable<string>,
): AsyncIterable<{ readonly text: string; readonly number: number }> {
  let rest = '';
  let number = 0;
  for await (const piece of pieces) {
    const parts = (rest + piece).split(/\r\n|\n|\r(?!$)/);
    rest = parts.pop() ?? '';
    // A line of one value can be long, but not longer than a card.
    if (rest.length > longestCard) rest = rest.slice(0, longestCard);
    for (const text of parts) {
      number += 1;
      yield { text, number };
    }
  }
  if (rest !== '') yield { text: rest.replace(/\r$/, ''), number: number + 1 };
}

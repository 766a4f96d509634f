import { plainText } from './plain-text.js';

/** Google stores about 8 kB of a description; a text shorter than this is not taken for the beginning of a longer one. */
const shortest = 4_000;

/** A cut may leave half a letter. */
const half = /\ufffd$/;
/** What it may leave of a tag, or of a letter that is written as HTML. */
const halfTag = /<[^<>]{0,200}$|&#?\w{0,8}$/;

/** Whether a text is the part that Google stored of a longer one. */
export function isCutOf(kept: string | null, whole: string | null): boolean {
  return kept !== null && kept.length >= shortest && restOf(kept, whole) !== '';
}

/** The part of a text that Google never stored; nothing if it stored all, or has a different text. */
export function restOf(kept: string | null, whole: string | null): string {
  const beginning = beginningOf(kept, whole);
  return wholeOf(beginning, whole)?.slice(beginning.length) ?? '';
}

/** What Google kept, without what a cut left of a letter or a tag. */
function beginningOf(kept: string | null, whole: string | null): string {
  const text = kept?.replace(half, '') ?? '';
  const isBroken = text.length >= shortest && wholeOf(text, whole) === undefined;
  return isBroken ? text.replace(halfTag, '').trimEnd() : text;
}

/** Google's page shows a text as HTML, and returns it as HTML. */
function wholeOf(beginning: string, whole: string | null): string | undefined {
  if (beginning === '' || whole === null) return undefined;
  return [whole, plainText(whole) ?? ''].find((text) => text.startsWith(beginning));
}

interface Agreed {
  readonly kept: string | null;
  readonly whole: string | null;
}

/** A text as it stands in Google, with what Google never had of the one that both sides agreed on; that one, if it was not edited. */
export function withRest(edited: string | null, agreed: Agreed): string | null {
  if (edited !== null && edited === agreed.kept && agreed.whole !== null) return agreed.whole;
  if (restOf(agreed.kept, agreed.whole).trim() === '') return edited;
  if (edited === null) return restOf(agreed.kept, agreed.whole).trimStart();
  const broken = agreed.kept?.slice(beginningOf(agreed.kept, agreed.whole).length) ?? '';
  const text = edited.replace(half, '').slice(0, broken !== '' && edited.endsWith(broken) ? -broken.length : undefined);
  return text + afterEdit(text, agreed);
}

/** This many letters are enough to find a position in a text again. */
const trace = 48;

/** If an edit made the text longer, Google cut it again, earlier: it continues after its last words. */
function afterEdit(edited: string, { kept, whole }: Agreed): string {
  const beginning = beginningOf(kept, whole);
  const text = wholeOf(beginning, whole) ?? '';
  const isCutAgain = edited.length >= Math.max(trace, beginning.length - 1);
  const tail = edited.slice(-trace);
  const at = isCutAgain ? text.lastIndexOf(tail, beginning.length - trace) : -1;
  return text.slice(at < 0 ? beginning.length : at + trace);
}

import { plainText } from './plain-text.js';

/** Google keeps about 8 kB of a description; nothing shorter than this is taken for the beginning of a longer text. */
const shortest = 4_000;

/** What a cut may leave of a letter. */
const half = /\ufffd$/;

/** Whether a text is what Google has kept of a longer one. */
export function isCutOf(kept: string | null, whole: string | null): boolean {
  return kept !== null && kept.length >= shortest && restOf(kept, whole) !== '';
}

/** What of a text Google never had: all that comes after what it kept; nothing where it kept all, or has other words. */
export function restOf(kept: string | null, whole: string | null): string {
  const beginning = kept?.replace(half, '') ?? '';
  return wholeOf(beginning, whole)?.slice(beginning.length) ?? '';
}

/** Google's page shows a text as HTML, and gives it back as that. */
function wholeOf(beginning: string, whole: string | null): string | undefined {
  if (beginning === '' || whole === null) return undefined;
  return [whole, plainText(whole) ?? ''].find((text) => text.startsWith(beginning));
}

interface Agreed {
  readonly kept: string | null;
  readonly whole: string | null;
}

/** A text as edited in Google, with what Google never had of the one that both sides agreed on. */
export function withRest(edited: string | null, agreed: Agreed): string | null {
  if (restOf(agreed.kept, agreed.whole).trim() === '') return edited;
  if (edited === null) return restOf(agreed.kept, agreed.whole).trimStart();
  const text = edited.replace(half, '');
  return text + afterEdit(text, agreed);
}

/** So many letters are enough to find a place in a text again. */
const trace = 48;

/** What an edit made longer was cut again, further ahead: it goes on where its last words stand. */
function afterEdit(edited: string, { kept, whole }: Agreed): string {
  const beginning = kept?.replace(half, '') ?? '';
  const text = wholeOf(beginning, whole) ?? '';
  const isCutAgain = edited.length >= Math.max(trace, beginning.length - 1);
  const tail = edited.slice(-trace);
  const at = isCutAgain ? text.lastIndexOf(tail, beginning.length - trace) : -1;
  return text.slice(at < 0 ? beginning.length : at + trace);
}

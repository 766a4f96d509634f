import { convert } from 'html-to-text';

const suspicious =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters to find
  /[\u0300-\u036f\u0000-\u001f\u007f-\u009f\u00ad\u00c3\u200b-\u200f\u2020\u202a-\u202e\u203a\u2060-\u2069\ufeff\ud800-\udfff\ufffd]/;
// biome-ignore lint/suspicious/noControlCharactersInRegex: terminal escapes and control characters
const escapes = /\u001b\[[0-9;?]*[ -/]*[@-~]|\u001b\][^\u0007\u001b]*(?:\u0007|\u001b\\)|\u001b[@-Z\\-_]/g;
// biome-ignore lint/suspicious/noControlCharactersInRegex: all but tab, newline and carriage return
const controls = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/g;
/** People do not type these: a letter was read in the wrong encoding. */
const lostLetters = /[\u0080-\u009f]|\p{Surrogate}/gu;
/** How `å` and `ø` of DOS look in Windows-1252, and how all of them look if UTF-8 is read as it: `Ã¸`. */
const misread = /\p{L}[\u2020\u203a]\p{L}|\u00c3[^\p{L}\s]/u;
const invisible = /[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g;

interface CleanText {
  readonly text: string;
  /** Whether characters were removed that PostgreSQL would refuse, or that a terminal would obey. */
  readonly damage: 'control-characters' | 'broken-characters' | null;
}

/** Removes characters that no name or note should hold, and composes letters of two parts; newlines and tabs stay. */
export function cleanText(raw: string): CleanText {
  if (!suspicious.test(raw)) return { text: raw.trim(), damage: null };
  const visible = raw.replace(invisible, '').replace(/\r\n?/g, '\n');
  const plain = visible.replace(escapes, '').replace(controls, '');
  const whole = plain.replace(lostLetters, '\ufffd');
  const damage = isBroken(whole) ? 'broken-characters' : plain !== visible ? 'control-characters' : null;
  return { text: normalized(whole.trim(), 'NFC'), damage };
}

/**
 * No letter of any language has more marks (Unicode, UAX 15, "Stream-Safe Text Format"); the time to sort them grows
 * with the square of their number.
 */
const manyMarks = /(\p{M}{30})\p{M}+/gu;

/** A text in a normalization form of Unicode, in time that grows with its length. */
export function normalized(text: string, form: 'NFC' | 'NFKD'): string {
  return text.replace(manyMarks, '$1').normalize(form);
}

/** Whether a text has lost letters, or was read in a wrong encoding. */
export function isBroken(text: string): boolean {
  return text.includes('\ufffd') || misread.test(text);
}

/** One line, single spaces. */
export function oneLine(text: string): string {
  return /\s\s|[^\S ]/.test(text) ? text.replace(/\s+/g, ' ').trim() : text;
}

const trigger = /^'+[=+\-@\t\r\uff1d\uff0b\uff0d\uff20]/;
const formula = /^'*[=+\-@\t\r\uff1d\uff0b\uff0d\uff20]/;

/** Makes a cell that a spreadsheet would run as a formula into text (CWE-1236): one `'` before it. */
export function escapeFormula(cell: string): string {
  return formula.test(cell) ? `'${cell}` : cell;
}

/** Takes off the `'` that `escapeFormula` put before a cell. */
export function unescapeFormula(cell: string): string {
  return cell.charCodeAt(0) === 39 && trigger.test(cell) ? cell.slice(1) : cell;
}

const html =
  /<\/?(?:a|b|br|div|em|h[1-6]|i|li|ol|p|span|strong|table|td|tr|u|ul)\b[^<>]*>|&(?:amp|lt|gt|nbsp|quot|#\d+);/i;

/** A longer note is not HTML that a person wrote. */
const longestHtml = 10_000;

/** The text of a note that a system wrote as HTML. */
export function textOfHtml(text: string): string {
  if (text.length > longestHtml || !html.test(text)) return text;
  const options = { selector: 'a', options: { hideLinkHrefIfSameAsText: true } };
  return convert(text.replace(/\r?\n/g, '<br>'), { wordwrap: false, selectors: [options] }).trim();
}

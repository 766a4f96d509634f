import { InputFileError } from '../../core/errors.js';

const asCsv = 'In Excel: File → Save as → CSV UTF-8, and import that file.';
const signatures: readonly (readonly [string, string, (readonly string[])?])[] = [
  ['ffd8ff', 'a JPEG picture'],
  ['89504e47', 'a PNG picture'],
  ['47494638', 'a GIF picture'],
  ['25504446', 'a PDF document'],
  ['504b0304', 'an Excel workbook or a ZIP file', [asCsv, 'renos-sync import FILE   # reads workbooks and ZIP files']],
  ['d0cf11e0', 'an old Excel workbook'],
  ['1f8b', 'gzip inside gzip'],
  ['377abcaf', 'a 7z archive'],
  ['7f454c46', 'a program'],
];

/** Texts that are neither table nor JSON, by how they begin, and how a CSV is had of them. */
const otherTexts: readonly (readonly [RegExp, string, readonly string[]])[] = [
  [/^BEGIN:VCALENDAR/i, 'a calendar (iCalendar)', ['renos-sync sync   # brings in what is in the calendar']],
  [/^<(?:!|\?xml|html|table|meta|div|style)/i, 'a web page or XML, whatever its name says', [asCsv]],
  [/^\{\\rtf/, 'a text document (RTF)', [asCsv]],
];

/** Throws InputFileError for a file whose first bytes tell that it is something else, saying how a CSV is had of it. */
export function refuseOthers(head: Buffer, name: string): void {
  const start = head.subarray(0, 4).toString('hex');
  const found = signatures.find(([signature]) => start.startsWith(signature));
  if (found !== undefined) throw notText(name, found[1], found[2]);
  const text = head.toString('latin1', 0, 1_024).replace(/^(?:\u00ef\u00bb\u00bf|\u00fe\u00ff|\u00ff\u00fe)/, '');
  const words = text.replaceAll('\0', '').trimStart();
  const other = otherTexts.find(([pattern]) => pattern.test(words));
  if (other !== undefined) throw notText(name, other[1], other[2]);
}

export function notText(name: string, kind: string, actions: readonly string[] = [asCsv]): InputFileError {
  return new InputFileError('not-text', `${name} is ${kind}, not CSV or JSON.`, { actions });
}

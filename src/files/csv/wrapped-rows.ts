import type { Dialect } from './csv-dialect.js';
import { parseQuoted } from './parse-quoted.js';
import { splitRecord } from './split-record.js';

/** The cells inside a row that a spreadsheet took for one cell and quoted; null for any other row. */
export async function cellsInside(
  text: string,
  { delimiter, width }: Pick<Dialect, 'delimiter' | 'width'>,
): Promise<readonly string[] | null> {
  if (width < 2 || !text.includes(delimiter)) return null;
  const cells = splitRecord(text, delimiter) ?? (await parseQuoted([text], delimiter))[0] ?? text.split(delimiter);
  return cells.length === width ? cells : null;
}

/** The bytes of such a row without the quotes around it; any other row is returned unchanged. */
export async function unwrappedBytes(bytes: Buffer, dialect: Pick<Dialect, 'delimiter' | 'width'>): Promise<Buffer> {
  if (bytes.length < 2 || bytes[0] !== 34 || bytes[bytes.length - 1] !== 34) return bytes;
  const inside = bytes.latin1Slice(1, bytes.length - 1);
  if (inside.replaceAll('""', '').includes('"')) return bytes;
  const text = inside.replaceAll('""', '"');
  return (await cellsInside(text, dialect)) === null ? bytes : Buffer.from(text, 'latin1');
}

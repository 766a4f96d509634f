export interface CsvStyle {
  readonly delimiter: string;
  /** Excel reads a file as UTF-8 only if it begins with a byte order mark. */
  readonly mark: boolean;
}

/** Turns rows into a CSV's text, some hundreds of rows at a time; RFC 4180, newlines CRLF. */
export async function* csvText(
  pages: AsyncIterable<readonly (readonly string[])[]>,
  { delimiter, mark }: CsvStyle,
): AsyncIterable<string> {
  if (mark) yield '\ufeff';
  // Readers may trim spaces at the ends of a cell.
  const quoted = (cell: string) =>
    /["\r\n]|^\s|\s$/.test(cell) || cell.includes(delimiter) ? `"${cell.replaceAll('"', '""')}"` : cell;
  for await (const rows of pages) {
    let text = '';
    for (const row of rows) text += `${row.map(quoted).join(delimiter)}\r\n`;
    yield text;
  }
}

/** Turns objects into the text of a JSON array, one object a line. */
export async function* jsonText(pages: AsyncIterable<readonly object[]>): AsyncIterable<string> {
  let before = '[\n';
  for await (const page of pages) {
    let text = '';
    for (const object of page) {
      text += `${before}${JSON.stringify(object)}`;
      before = ',\n';
    }
    yield text;
  }
  yield before === '[\n' ? '[]\n' : '\n]\n';
}

/** Turns objects into NDJSON: one object a line. */
export async function* ndjsonText(pages: AsyncIterable<readonly object[]>): AsyncIterable<string> {
  for await (const page of pages) yield page.map((object) => `${JSON.stringify(object)}\n`).join('');
}

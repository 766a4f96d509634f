import { createWriteStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { writeToString } from 'fast-csv';
import { InputFileError } from '../core/errors.js';

export interface CsvStyle {
  readonly delimiter: string;
  /** Excel takes a file for UTF-8 only when it begins with a byte order mark. */
  readonly mark: boolean;
}

/** Turns rows into a CSV's text, some hundreds of rows at a time; RFC 4180, newlines CRLF. */
export async function* csvText(
  pages: AsyncIterable<readonly (readonly string[])[]>,
  { delimiter, mark }: CsvStyle,
): AsyncIterable<string> {
  if (mark) yield '\ufeff';
  for await (const rows of pages) {
    const mutable = rows.map((row) => [...row]);
    yield await writeToString(mutable, { delimiter, rowDelimiter: '\r\n', includeEndRowDelimiter: true });
  }
}

/** Writes text into a new file; another file of that name is only replaced when asked. */
export async function writeText(path: string, text: AsyncIterable<string>, replace: boolean): Promise<void> {
  try {
    const file = await open(path, replace ? 'w' : 'wx', 0o600);
    await pipeline(Readable.from(text), createWriteStream(path, { fd: file.fd, autoClose: false }));
    await file.close();
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (typeof code !== 'string' || !/^E[A-Z]+$/.test(code)) throw error;
    throw new InputFileError(
      'file-unwritable',
      code === 'EEXIST' ? `${path} exists already.` : `${path} cannot be written (${code}).`,
      {
        cause: error,
        actions: code === 'EEXIST' ? ['Name another file, or add --force to replace it.'] : ['Name another file.'],
      },
    );
  }
}

import { type FileHandle, open, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { CustomerSource, RejectedRow, RejectsWriter } from '../../core/customers/model/source.js';
import { InputFileError, saying } from '../../core/errors.js';
import { isFileFailure } from '../file-failure.js';
import type { JsonSource } from '../json/json-source.js';
import type { VcardSource } from '../vcard/vcard-source.js';
import type { WorkbookSource } from '../workbook/workbook-source.js';
import type { CsvSource } from './csv-source.js';
import { unwrappedBytes } from './wrapped-rows.js';

/** The two additional columns of a rejects file; reading ignores them. */
const added = ['renos-sync line', 'renos-sync reasons'] as const;
const jsonPlace = 'renos-sync record';

/**
 * Writes rejected rows next to their file, as `FILE.rejects.csv` (`.rejects.ndjson` for JSON, `.rejects.xlsx` for a
 * workbook, `.rejects.vcf` for contacts): their original bytes, except quotes around a whole row, after the line and
 * the reasons. Another file of that name is left alone: the new one gets a number.
 */
export function rejectsBeside(path: string): RejectsWriter {
  const folder = path === '-' ? process.cwd() : dirname(path);
  // The rejects of a rejects file get the same name, with a number.
  const name = path === '-' ? 'stdin' : basename(path).replace(/(?:\.rejects(?:-\d+)?\.[a-z]+)?(?:\.gz)?$/i, '');
  return {
    write: async (source, headerSeq, rejects) => {
      const { kind } = source as CsvSource | JsonSource | VcardSource | WorkbookSource;
      const [target, file] = await createNew(join(folder, `${name}.rejects`), extensions[kind]);
      try {
        if (kind === 'csv') await writeCsv(file, source as CsvSource, headerSeq, rejects);
        else if (kind === 'workbook') await writeWorkbook(file, source, headerSeq, rejects);
        else if (kind === 'json' && headerSeq !== null)
          await writeTable(file, source as JsonSource, headerSeq, rejects);
        else await writeTexts(file, source as JsonSource | VcardSource, rejects, kind === 'json' ? jsonLine : cardText);
        await file.close();
      } catch (error) {
        await file.close().catch(() => {});
        // An incomplete or empty file would block the next attempt.
        await rm(target, { force: true });
        throw isFileFailure(error) ? unwritable(target, error) : error;
      }
      return target;
    },
  };
}

const extensions = { csv: '.csv', json: '.ndjson', workbook: '.xlsx', vcard: '.vcf' } as const;

async function createNew(stem: string, extension: string): Promise<readonly [string, FileHandle]> {
  for (let number = 1; ; number += 1) {
    const path = number === 1 ? `${stem}${extension}` : `${stem}-${number}${extension}`;
    try {
      return [path, await open(path, 'wx', 0o600)];
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === 'EEXIST' && number < 1_000) continue;
      throw isFileFailure(error) ? unwritable(path, error) : error;
    }
  }
}

function unwritable(path: string, cause: unknown): InputFileError {
  const { code = '?' } = cause as NodeJS.ErrnoException;
  return new InputFileError(saying('rejects-unwritable', { path, code }), { cause });
}

/** Returns each rejected row when its number is reached; both are in the order of the file. */
class Cursor {
  readonly #rows: AsyncIterator<RejectedRow>;
  #next: RejectedRow | null = null;

  constructor(rows: AsyncIterable<RejectedRow>) {
    this.#rows = rows[Symbol.asyncIterator]();
  }

  async at(seq: number): Promise<RejectedRow | null> {
    while (this.#next === null || this.#next.seq < seq) {
      const step = await this.#rows.next();
      if (step.done === true) return null;
      this.#next = step.value;
    }
    return this.#next.seq === seq ? this.#next : null;
  }
}

async function writeCsv(
  file: FileHandle,
  source: CsvSource,
  headerSeq: number | null,
  rejects: AsyncIterable<RejectedRow>,
): Promise<void> {
  const dialect = await source.dialect();
  const { delimiter, separatorLine, mark, newline, encoding } = dialect;
  const out = new Output(file);
  out.add(mark);
  if (separatorLine) out.add(Buffer.from(`sep=${delimiter}${newline}`));
  const cursor = new Cursor(rejects);
  let isAgain = false;
  for await (const records of source.records()) {
    for (const { seq, bytes: written } of records) {
      const isHeader = seq === headerSeq;
      const reject = headerSeq !== null && seq <= headerSeq ? null : await cursor.at(seq);
      if (!isHeader && reject === null) continue;
      const bytes = await unwrappedBytes(written, dialect);
      if (isHeader) isAgain = bytes.toString('latin1', 0, 100).replaceAll('"', '').startsWith(added.join(delimiter));
      const { line, rest } = isAgain ? withoutAdded(bytes, delimiter) : { line: '', rest: bytes };
      const before = reject === null ? added : [line || reject.line, quoted(reject.reasons)];
      out.add(encoded(`${before.join(delimiter)}${delimiter}`, encoding), rest, Buffer.from(newline));
    }
    await out.flush();
  }
}

/** A record of a rejects file without its two additional columns, and its line in the first file. */
function withoutAdded(bytes: Buffer, delimiter: string): { readonly line: string; readonly rest: Buffer } {
  let at = 0;
  let line = '';
  for (const column of [0, 1]) {
    const from = at;
    let isQuoted = false;
    while (at < bytes.length && (isQuoted || bytes[at] !== delimiter.charCodeAt(0))) {
      if (bytes[at] === 34) isQuoted = !isQuoted;
      at += 1;
    }
    if (column === 0) line = bytes.toString('latin1', from, at).replaceAll('"', '').trim();
    at += 1;
  }
  return { line: /^\d+$/.test(line) ? line : '', rest: bytes.subarray(Math.min(at, bytes.length)) };
}

function quoted(reasons: string): string {
  return `"${reasons.replace(/[\p{Cc}\p{Cf}]/gu, '').replace(/["‘’“”]/g, "'")}"`;
}

/** Encodes a text like the rows; a letter that the encoding does not have loses its marks. */
function encoded(text: string, encoding: string): Buffer {
  if (encoding !== 'windows-1252') return Buffer.from(text);
  const plain = (letter: string) => letter.normalize('NFKD').replace(/[^\x20-\x7e]/g, '');
  return Buffer.from(text.normalize('NFC').replace(/[^\x20-\x7e\xa0-\xff]/g, plain), 'latin1');
}

async function writeWorkbook(
  file: FileHandle,
  source: CustomerSource,
  headerSeq: number | null,
  rejects: AsyncIterable<RejectedRow>,
): Promise<void> {
  const { workbookOfRejects } = await import('../workbook/workbook-rejects.js');
  const workbook = await workbookOfRejects(source, headerSeq, new Cursor(rejects), added);
  for await (const part of workbook) await file.appendFile(part);
}

async function writeTexts(
  file: FileHandle,
  source: JsonSource | VcardSource,
  rejects: AsyncIterable<RejectedRow>,
  render: (text: string, reject: RejectedRow) => string,
): Promise<void> {
  const out = new Output(file);
  const cursor = new Cursor(rejects);
  for await (const records of source.records()) {
    for (const { seq, text } of records) {
      const reject = await cursor.at(seq);
      if (reject === null) continue;
      out.add(Buffer.from(`${render(text, reject)}\n`));
    }
    await out.flush();
  }
}

/** Rows that are lists stay lists, below the header, one a line; the two columns of a rejects file are not written again. */
async function writeTable(
  file: FileHandle,
  source: JsonSource,
  headerSeq: number,
  rejects: AsyncIterable<RejectedRow>,
): Promise<void> {
  const out = new Output(file);
  const cursor = new Cursor(rejects);
  let isAgain = false;
  for await (const records of source.records()) {
    for (const { seq, text } of records) {
      const reject = seq <= headerSeq ? null : await cursor.at(seq);
      if (seq !== headerSeq && reject === null) continue;
      const value: unknown = JSON.parse(text);
      const cells: readonly unknown[] = Array.isArray(value) ? value : [value];
      if (seq === headerSeq) isAgain = added.every((column, index) => cells[index] === column);
      const start = reject === null ? added : [isAgain ? cells[0] : reject.line, reject.reasons];
      out.add(Buffer.from(`${JSON.stringify([...start, ...cells.slice(isAgain ? 2 : 0)])}\n`));
    }
    await out.flush();
  }
}

/** Several records may be on one line, so each has its number. */
function jsonLine(text: string, { seq, line, reasons }: RejectedRow): string {
  const reason = { [added[0]]: line, [jsonPlace]: seq + 1, [added[1]]: reasons };
  try {
    const value: unknown = JSON.parse(text);
    if (value !== null && typeof value === 'object' && !Array.isArray(value)) {
      const record = value as Readonly<Record<string, unknown>>;
      const before = { [added[0]]: record[added[0]] ?? line, [jsonPlace]: record[jsonPlace] ?? seq + 1 };
      return JSON.stringify({ ...before, [added[1]]: reasons, ...without(record, [...added, jsonPlace]) });
    }
    return JSON.stringify({ ...reason, value });
  } catch {
    return JSON.stringify({ ...reason, text });
  }
}

function without(record: Readonly<Record<string, unknown>>, names: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(Object.entries(record).filter(([name]) => !names.includes(name)));
}

/** The added property is one that readers ignore. */
function cardText(text: string, { line, reasons }: RejectedRow): string {
  const property = `X-RENOS-SYNC-REASONS:line ${line}\\, ${reasons.replace(/[\r\n]+/g, ' ').replace(/[,;]/g, '\\$&')}`;
  return ['BEGIN:VCARD', text, property, 'END:VCARD'].filter((each) => each !== '').join('\r\n');
}

class Output {
  readonly #file: FileHandle;
  #parts: Buffer[] = [];

  constructor(file: FileHandle) {
    this.#file = file;
  }

  add(...parts: Buffer[]): void {
    this.#parts.push(...parts);
  }

  async flush(): Promise<void> {
    const whole = Buffer.concat(this.#parts);
    this.#parts = [];
    if (whole.length > 0) await this.#file.appendFile(whole);
  }
}

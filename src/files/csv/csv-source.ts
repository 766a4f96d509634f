import { noting } from '../../core/customers/model/finding.js';
import type { CustomerSource, SourceRow, SourceShape } from '../../core/customers/model/source.js';
import type { ByteSource } from '../bytes/byte-source.js';
import { type ByteFacts, inspectBytes } from '../bytes/inspect-bytes.js';
import { type DecodeBytes, plainBytes } from '../bytes/text-bytes.js';
import type { CsvOptions } from '../source-options.js';
import { type Dialect, findDialect } from './csv-dialect.js';
import { type CutRecord, cutRecords } from './cut-records.js';
import { parseQuoted } from './parse-quoted.js';
import { splitEscaped, splitRecord } from './split-record.js';
import { swallowed } from './swallowed-rows.js';
import { cellsInside } from './wrapped-rows.js';

const problems = {
  'unclosed-quote': noting('unclosed-quote', {}),
  'text-after-quote': noting('text-after-quote', {}),
  'record-too-long': noting('record-too-long', {}),
};

/** A CSV file whose records can also be read as their original bytes. */
export interface CsvSource extends CustomerSource {
  readonly kind: 'csv';
  records(): AsyncIterable<readonly RawRecord[]>;
  dialect(): Promise<Dialect & { readonly encoding: string; readonly mark: Buffer; readonly newline: string }>;
}

interface RawRecord {
  readonly seq: number;
  readonly line: number;
  readonly bytes: Buffer;
}

/** Reads a CSV: once to detect its format, then its records as often as needed. */
export function csvSource(bytes: ByteSource, options: CsvOptions = {}): CsvSource {
  let known: Promise<Known> | null = null;
  const know = () => {
    known ??= learn(bytes, options);
    return known;
  };
  return {
    kind: 'csv',
    inspect: async () => (await know()).shape,
    fields: () => null,
    async *redacted(redactor) {
      const { redactCsv } = await import('../redact/redact-csv.js');
      yield* redactCsv(bytes, options, redactor);
    },
    close: () => bytes.close(),
    dialect: async () => {
      const { dialect, facts } = await know();
      const mark =
        facts.mark === 3 || facts.encoding.startsWith('utf-16') ? Buffer.from([0xef, 0xbb, 0xbf]) : Buffer.alloc(0);
      const newline = facts.head.includes('\r\n') ? '\r\n' : '\n';
      const encoding = facts.encoding === 'windows-1252' ? facts.encoding : 'utf-8';
      return { ...dialect, encoding, mark, newline };
    },
    async *rows() {
      const { dialect, plain } = await know();
      let seq = 0;
      for await (const records of recordsOf(plain, dialect)) {
        yield await toRows(records, seq, dialect, plain.decode);
        seq += records.length;
      }
    },
    async *records() {
      const { dialect, plain } = await know();
      let seq = 0;
      for await (const records of recordsOf(plain, dialect)) {
        const first = seq;
        yield records.map(({ line, bytes: from, start, end }, index) => ({
          seq: first + index,
          line,
          bytes: from.subarray(start, end),
        }));
        seq += records.length;
      }
    },
  };
}

interface Known {
  readonly facts: ByteFacts;
  readonly dialect: Dialect;
  readonly shape: SourceShape;
  readonly plain: Plain;
}

type Plain = ReturnType<typeof plainBytes>;

async function learn(bytes: ByteSource, options: CsvOptions): Promise<Known> {
  const facts = await inspectBytes(bytes, options.encoding ?? null);
  const plain = plainBytes(bytes, facts);
  const dialect = await findDialect(
    await headOf(plain),
    options.delimiter ?? null,
    facts.hasEscapedQuote ? () => plain.chunks() : null,
  );
  const shape: SourceShape = {
    name: bytes.name,
    format: 'csv',
    encoding: facts.encoding,
    delimiter: dialect.delimiter,
    compressed: bytes.compressed,
    bytes: facts.size,
    fingerprint: facts.fingerprint,
    findings: facts.findings,
  };
  return { facts, dialect, shape, plain };
}

async function headOf(plain: Plain): Promise<Buffer> {
  for await (const chunk of plain.chunks()) return chunk.subarray(0, 128 * 1024);
  return Buffer.alloc(0);
}

async function* recordsOf(plain: Plain, dialect: Dialect): AsyncIterable<readonly CutRecord[]> {
  let first = dialect.separatorLine;
  for await (const records of cutRecords(plain.chunks(), dialect.delimiter.charCodeAt(0), dialect.hasBackslashes)) {
    yield first ? records.slice(1) : records;
    first = false;
  }
}

/** A record without quotes is split at its delimiters; records with quotes inside a cell are left to fast-csv. */
async function toRows(
  records: readonly CutRecord[],
  seq: number,
  dialect: Dialect,
  decode: DecodeBytes,
): Promise<SourceRow[]> {
  const { delimiter, hasBackslashes } = dialect;
  const split = hasBackslashes ? splitEscaped : splitRecord;
  const rows: SourceRow[] = [];
  const quoted: number[] = [];
  const texts: string[] = [];
  for (let index = 0; index < records.length; index += 1) {
    const record = records[index] as CutRecord;
    const { line, problem } = record;
    if (problem !== null) {
      rows.push({ seq: seq + index, line, cells: [], problem: problemOf(record, problem) });
      continue;
    }
    const text = decode(record.bytes, record.start, record.end);
    const cells = record.quoted ? split(text, delimiter) : text.split(delimiter);
    if (cells === null) {
      quoted.push(index);
      texts.push(text);
    }
    const row = { seq: seq + index, line, cells: cells ?? [], problem: null };
    if (record.quoted && cells?.length === 1) {
      rows.push(await unwrapped(row, dialect));
      continue;
    }
    rows.push(record.quoted && cells !== null && text.includes('\n') ? withDoubt(row, delimiter) : row);
  }
  if (quoted.length === 0) return rows;
  const parsed = hasBackslashes ? [] : await parseQuoted(texts, delimiter);
  for (const [index, place] of quoted.entries()) {
    const row = rows[place];
    const cells = parsed[index];
    if (row === undefined) continue;
    if (cells === null || cells === undefined) rows[place] = { ...row, problem: problems['text-after-quote'] };
    else if (cells.length === 1) rows[place] = await unwrapped({ ...row, cells }, dialect);
    else rows[place] = withDoubt({ ...row, cells }, delimiter);
  }
  return rows;
}

const wrapped = noting('row-in-quotes', {});

async function unwrapped(row: SourceRow, dialect: Dialect): Promise<SourceRow> {
  const cells = await cellsInside(String(row.cells[0]), dialect);
  return cells === null ? row : { ...row, cells, doubt: wrapped };
}

function withDoubt(row: SourceRow, delimiter: string): SourceRow {
  const doubt = swallowed(row, delimiter);
  return doubt === null ? row : { ...row, doubt };
}

/** The error of a record, with the lines of the quote if they are not the record's own. */
function problemOf({ line, quote }: CutRecord, problem: NonNullable<CutRecord['problem']>): SourceRow['problem'] {
  if (quote === undefined || (quote.opened === line && (quote.closed ?? line) === line)) return problems[problem];
  const { opened, closed } = quote;
  return closed === null ? noting('unclosed-quote/at', { opened }) : noting('text-after-quote/at', { opened, closed });
}

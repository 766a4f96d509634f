import { createHash } from 'node:crypto';
import type { Cell, CustomerSource, SourceShape } from '../../core/customers/model/source.js';
import { giveWay } from '../../core/give-way.js';
import { mayBeWrapped, unwrapRecord } from '../wrapped-values.js';
import { fieldPlaces } from './json-source.js';

type Fields = Readonly<Record<string, Cell>>;

/** Records that are read, or hashed, before other work gets a turn. */
const atOnce = 500;

/**
 * Customers in memory as objects: from a request, or from a caller of the library. They are read directly; a line is a
 * customer's position. They are serialized once, piece by piece, only for the fingerprint.
 */
export async function recordSource(records: readonly Fields[]): Promise<CustomerSource> {
  const { shape, wrapped } = await inspect(records);
  const { names, cellsOf } = fieldPlaces();
  return {
    inspect: async () => shape,
    fields: () => names,
    async *rows() {
      for (let from = 0; from < records.length; from += atOnce) {
        yield records.slice(from, from + atOnce).map((record, index) => {
          const seq = from + index;
          const cells = cellsOf(wrapped.has(seq) ? unwrapRecord(record) : record);
          return { seq, line: seq + 1, record: seq + 1, cells, problem: null };
        });
        await giveWay();
      }
    },
    redacted: () => {
      throw new Error('records in memory are no file');
    },
    close: async () => {},
  };
}

async function inspect(records: readonly Fields[]) {
  const hash = createHash('sha256');
  const wrapped = new Set<number>();
  let bytes = 0;
  for (const [index, record] of records.entries()) {
    const text = JSON.stringify(record);
    if (mayBeWrapped(text)) wrapped.add(index);
    const line = `${index === 0 ? '[' : ',\n'}${text}`;
    bytes += Buffer.byteLength(line);
    hash.update(line);
    if (index % atOnce === atOnce - 1) await giveWay();
  }
  hash.update(records.length === 0 ? '[]' : ']');
  const shape: SourceShape = {
    name: 'input',
    format: 'json',
    encoding: 'utf-8',
    delimiter: null,
    compressed: false,
    bytes: bytes + 1,
    fingerprint: hash.digest('hex'),
    findings: [],
  };
  return { shape, wrapped };
}

/** A value as JSON has it: dates as ISO in UTC, and only values that JSON has. */
export function plainValue(value: unknown): Cell | undefined {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return value;
  if (typeof value === 'number') return Number.isFinite(value) ? value : null;
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? null : value.toISOString();
  if (Array.isArray(value)) return value.map((each) => plainValue(each) ?? null);
  if (typeof value !== 'object') return undefined;
  const fields = Object.entries(value).map(([name, each]) => [name, plainValue(each)] as const);
  return Object.fromEntries(fields.filter(([, each]) => each !== undefined)) as Fields;
}

import type { CustomerSource } from '../core/customers/source.js';
import { type ByteSource, bytesOf, openBytes } from './byte-source.js';
import { type CsvOptions, csvSource } from './csv-source.js';
import { jsonSource } from './json-source.js';

export type FileFormat = 'csv' | 'json';

/** Opens a customer file, or standard input (`-`); the first character tells JSON from CSV unless the format is given. */
export async function openSource(
  path: string,
  options: CsvOptions & { readonly format?: FileFormat | null; readonly stdin?: NodeJS.ReadableStream } = {},
): Promise<CustomerSource> {
  return sourceOf(await openBytes(path, options.stdin), options);
}

/** A customer file that is in memory: a CSV's text, or customers as objects. */
export async function sourceOfText(
  text: string,
  format: FileFormat,
  delimiter: string | null = null,
): Promise<CustomerSource> {
  return sourceOf(bytesOf(Buffer.from(text)), { format, encoding: 'utf-8', delimiter });
}

async function sourceOf(
  bytes: ByteSource,
  options: CsvOptions & { readonly format?: FileFormat | null },
): Promise<CustomerSource> {
  const format = options.format ?? (await formatOf(bytes));
  return format === 'json' ? jsonSource(bytes, options) : csvSource(bytes, options);
}

async function formatOf(bytes: ByteSource): Promise<FileFormat> {
  for await (const chunk of bytes.chunks()) {
    const first = chunk.toString('latin1', 0, 4_096).replace(/[\0\s\u00ef\u00bb\u00bf\u00fe\u00ff]/g, '')[0];
    return first === '{' || first === '[' ? 'json' : 'csv';
  }
  return 'csv';
}

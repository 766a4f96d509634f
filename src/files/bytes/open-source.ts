import type { CustomerSource } from '../../core/customers/model/source.js';
import { csvSource } from '../csv/csv-source.js';
import { jsonSource } from '../json/json-source.js';
import type { FileFormat, SourceOptions } from '../source-options.js';
import { type ByteSource, bytesOf, openBytes } from './byte-source.js';

export type { FileFormat } from '../source-options.js';

/** Opens a customer file, or standard input (`-`); its first bytes distinguish workbooks, contacts, JSON and CSV. */
export async function openSource(
  path: string,
  options: SourceOptions & { readonly stdin?: NodeJS.ReadableStream } = {},
): Promise<CustomerSource> {
  const bytes = await openBytes(path, options.stdin);
  try {
    return await sourceOf(bytes, options);
  } catch (error) {
    await bytes.close();
    throw error;
  }
}

/** A customer file that is in memory: a CSV's text, or customers as objects. */
export async function sourceOfText(
  text: string,
  format: FileFormat,
  delimiter: string | null = null,
): Promise<CustomerSource> {
  return sourceOfBytes(Buffer.from(text), format, delimiter);
}

/** The same for a text in UTF-8; null: its first bytes decide the format. */
export async function sourceOfBytes(
  bytes: Buffer,
  format: FileFormat | null,
  delimiter: string | null = null,
): Promise<CustomerSource> {
  return sourceOf(bytesOf(bytes), { format, encoding: 'utf-8', delimiter });
}

async function sourceOf(bytes: ByteSource, options: SourceOptions): Promise<CustomerSource> {
  const head = await headOf(bytes);
  if (options.archives === true && ['504b0304', 'd0cf11e0'].includes(head.toString('hex', 0, 4))) {
    return openInRoom(bytes, options);
  }
  const start = head.toString('latin1', 0, 4_096).replace(/[\0\s\u00ef\u00bb\u00bf\u00fe\u00ff]/g, '');
  if (/^BEGIN:VCARD/i.test(start)) {
    const { vcardSource } = await import('../vcard/vcard-source.js');
    return vcardSource(bytes, options);
  }
  // `[Navn];[Telefon]` is a line of headers, as SQL Server writes them.
  const format = options.format ?? (/^(?:\{|\[(?![\w\u00c0-\u00ff]))/.test(start) ? 'json' : 'csv');
  return format === 'json' ? jsonSource(bytes, options) : csvSource(bytes, options);
}

async function openInRoom(bytes: ByteSource, { enterArchive, ...options }: SourceOptions): Promise<CustomerSource> {
  const { openArchived } = await import('../workbook/open-archived.js');
  const leave = (await enterArchive?.()) ?? (() => {});
  try {
    const source = await openArchived(bytes, options, sourceOf);
    return { ...source, close: () => source.close().finally(leave) };
  } catch (error) {
    leave();
    throw error;
  }
}

async function headOf(bytes: ByteSource): Promise<Buffer> {
  for await (const chunk of bytes.chunks()) return chunk;
  return Buffer.alloc(0);
}

import type { Entry } from 'yauzl';
import { printable } from '../../core/customers/columns/file-words.js';
import { warningOf } from '../../core/customers/model/finding.js';
import type { CustomerSource } from '../../core/customers/model/source.js';
import { InputFileError, saying } from '../../core/errors.js';
import type { Finding } from '../../core/results/import-result.js';
import { type ByteSource, bytesOf } from '../bytes/byte-source.js';
import { notText } from '../bytes/other-kinds.js';
import { largeArchives, type SourceOptions } from '../source-options.js';
import { type Archive, locked, openArchive } from './archive.js';
import { kindOfArchive, kindOfOldContainer } from './archive-kinds.js';
import { workbookSource } from './workbook-source.js';

const megabyte = 1024 * 1024;

type Open = (bytes: ByteSource, options: SourceOptions) => Promise<CustomerSource>;

/** Opens a ZIP archive: a workbook, or one of the files packed into it, which `open` then reads. */
export async function openArchived(bytes: ByteSource, options: SourceOptions, open: Open): Promise<CustomerSource> {
  const limits = options.archiveLimits ?? largeArchives;
  const content = await contentOf(bytes.chunks(), bytes.name, limits.packed);
  if (content[0] === 0xd0) throw refuseOldContainer(content, bytes.name);
  const archive = await openArchive(content, bytes.name);
  const kind = await kindOfArchive(archive);
  if (kind === 'xlsx' || kind === 'ods') {
    const workbook = { name: bytes.name, format: kind, content, archive };
    const source = workbookSource(workbook, {
      sheet: options.sheet ?? null,
      isApart: options.isApart === true,
      compressed: bytes.compressed,
      limits,
    });
    return { ...source, close: () => bytes.close() };
  }
  if (kind !== null) throw notText(bytes.name, kind);
  const { entry, others } = chooseEntry(archive, bytes.name, options.entry ?? null);
  const packed = await contentOf(archive.read(entry), entry.fileName, Math.max(limits.held, limits.packed));
  const inner = bytesOf(packed, entry.fileName.replace(/^.*\//, ''));
  const source = await open(inner, { ...options, entry: null, archives: true });
  return {
    ...source,
    inspect: async () => {
      const shape = await source.inspect();
      return { ...shape, compressed: true, findings: [entryFinding(entry, others), ...shape.findings] };
    },
    close: async () => {
      await source.close();
      await bytes.close();
    },
  };
}

/** Office packs a document with a password into the container that Excel 97 used for all of its files. */
function refuseOldContainer(content: Buffer, name: string): InputFileError {
  const other = kindOfOldContainer(content);
  return other === 'locked' ? locked(name) : notText(name, other);
}

async function contentOf(chunks: AsyncIterable<Buffer>, name: string, longest: number): Promise<Buffer> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const chunk of chunks) {
    size += chunk.length;
    if (size > longest)
      throw new InputFileError(
        saying('archive-too-large', { name: printable(name), megabytes: Math.floor(longest / megabyte) }),
      );
    parts.push(chunk);
  }
  return Buffer.concat(parts);
}

const readable = /\.(?:csv|tsv|txt|json|ndjson|jsonl|xlsx|xlsm|ods|vcf)$/i;

function chooseEntry(
  { entries }: Archive,
  name: string,
  asked: string | null,
): { readonly entry: Entry; readonly others: readonly Entry[] } {
  const files = entries.filter(({ fileName }) => !/(?:^|\/)(?:__MACOSX\/|\.)|\/$/.test(fileName));
  const found = files.filter(({ fileName }) =>
    asked === null ? readable.test(fileName) : fileName === asked || fileName.endsWith(`/${asked}`),
  );
  const [entry] = found;
  if (entry !== undefined && found.length === 1)
    return { entry, others: files.filter((file) => file !== entry && readable.test(file.fileName)) };
  const shown = (found.length > 0 ? found : files).slice(0, 10).map(({ fileName }) => printable(fileName));
  const why = asked !== null ? 'unknown' : found.length > 1 ? 'several' : 'none';
  throw new InputFileError(saying('archive-entry', { name, why, shown }));
}

function entryFinding({ fileName }: Entry, others: readonly Entry[]): Finding {
  return warningOf(null, 'archive-entry-read', { name: printable(fileName), others: others.length });
}

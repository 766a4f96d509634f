import { type Entry, fromBuffer, type ZipFile } from 'yauzl';
import { InputFileError, saying } from '../../core/errors.js';

/** A ZIP archive in memory, whose entries are read one at a time, and only up to their stated length. */
export interface Archive {
  readonly entries: readonly Entry[];
  /** The bytes of an entry. Throws InputFileError if the archive is damaged or locked by a password. */
  read(entry: Entry): AsyncIterable<Buffer>;
}

/** Opens a ZIP archive: a workbook is one. Throws InputFileError if its list of entries cannot be read. */
export async function openArchive(content: Buffer, name: string): Promise<Archive> {
  const zip = await listed<ZipFile>((done) => fromBuffer(content, { lazyEntries: true, autoClose: false }, done)).catch(
    (error: unknown) => {
      throw damaged(name, error);
    },
  );
  const entries = await entriesOf(zip).catch((error: unknown) => {
    throw damaged(name, error);
  });
  return {
    entries,
    async *read(entry) {
      if (entry.isEncrypted()) throw locked(name);
      try {
        yield* (await listed((done) => zip.openReadStream(entry, done))) as AsyncIterable<Buffer>;
      } catch (error) {
        throw damaged(name, error);
      }
    },
  };
}

function listed<Value>(call: (done: (error: Error | null, value: Value) => void) => void): Promise<Value> {
  return new Promise((resolve, reject) => {
    call((error, value) => (error === null ? resolve(value) : reject(error)));
  });
}

/** An archive lists at most 65,535 entries without ZIP64; no workbook has a hundredth of that. */
const mostEntries = 10_000;

function entriesOf(zip: ZipFile): Promise<Entry[]> {
  return new Promise((resolve, reject) => {
    const entries: Entry[] = [];
    zip.on('error', reject);
    zip.on('end', () => resolve(entries));
    zip.on('entry', (entry: Entry) => {
      entries.push(entry);
      if (entries.length > mostEntries) reject(new Error(`more than ${mostEntries} entries`));
      else zip.readEntry();
    });
    zip.readEntry();
  });
}

/** A workbook or an archive that only opens with its password. */
export function locked(name: string): InputFileError {
  return new InputFileError(saying('workbook-locked', { name }));
}

/** The error for an unreadable archive, without any of its contents. */
export function damaged(name: string, cause: unknown): InputFileError {
  return new InputFileError(saying('archive-damaged', { name }), { cause });
}

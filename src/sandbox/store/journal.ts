import {
  chmodSync,
  closeSync,
  fsyncSync,
  ftruncateSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { StateFileDamaged, StateFileUnwritable } from './state-file-errors.js';

/** An append-only file of JSON lines: lines written before a crash are read back, an incomplete last line is dropped. */
export class Journal {
  private constructor(
    private readonly path: string,
    private fd: number,
    private size: number,
  ) {}

  /**
   * Opens or creates the file (mode 0600) and passes each line to `take`. Throws StateFileDamaged if a line is not JSON
   * or `take` throws, StateFileUnwritable if the file cannot be opened for writing.
   */
  static open(path: string, take: (entry: unknown) => void): Journal {
    const fd = writing(path, () => openSync(path, 'a+', 0o600));
    try {
      writing(path, () => chmodSync(path, 0o600));
      const bytes = readFileSync(path);
      const whole = bytes.lastIndexOf(0x0a) + 1;
      readLines(path, bytes.subarray(0, whole), take);
      if (whole < bytes.length) writing(path, () => ftruncateSync(fd, whole));
      return new Journal(path, fd, whole);
    } catch (error) {
      closeSync(fd);
      throw error;
    }
  }

  /** Reads a file as `open` does, and changes nothing. A missing file has no lines. */
  static check(path: string, take: (entry: unknown) => void): void {
    if (statSync(path, { throwIfNoEntry: false }) === undefined) return;
    const bytes = readFileSync(path);
    readLines(path, bytes.subarray(0, bytes.lastIndexOf(0x0a) + 1), take);
  }

  /** The bytes in the file now. */
  get bytes(): number {
    return this.size;
  }

  /** Writes one line before it returns, or throws StateFileUnwritable and leaves the file unchanged. */
  append(entry: unknown): void {
    try {
      this.size += writeAll(this.fd, `${JSON.stringify(entry)}\n`);
    } catch (error) {
      // Otherwise the next line would be appended to half a line.
      ftruncateSync(this.fd, this.size);
      throw unwritable(this.path, error);
    }
  }

  /** Replaces all lines at once; a crash or a full disk leaves the old file. */
  rewrite(entries: Iterable<unknown>): void {
    const draft = `${this.path}.compact`;
    try {
      const fd = openSync(draft, 'w', 0o600);
      try {
        for (const entry of entries) writeAll(fd, `${JSON.stringify(entry)}\n`);
        fsyncSync(fd);
      } finally {
        closeSync(fd);
      }
      renameSync(draft, this.path);
    } catch (error) {
      rmSync(draft, { force: true });
      throw unwritable(this.path, error);
    }
    closeSync(this.fd);
    this.fd = openSync(this.path, 'a', 0o600);
    this.size = statSync(this.path).size;
  }

  close(): void {
    closeSync(this.fd);
  }
}

function readLines(path: string, bytes: Buffer, take: (entry: unknown) => void): void {
  for (const [index, line] of bytes.toString('utf8').split('\n').entries()) {
    try {
      if (line !== '') take(JSON.parse(line));
    } catch (error) {
      throw new StateFileDamaged(path, index + 1, error);
    }
  }
}

/** A write may be short: the rest is written again, and then a full disk reports its error. */
function writeAll(fd: number, text: string): number {
  const bytes = Buffer.from(text, 'utf8');
  let done = 0;
  while (done < bytes.length) done += writeSync(fd, bytes, done);
  return bytes.length;
}

function writing<Result>(path: string, write: () => Result): Result {
  try {
    return write();
  } catch (error) {
    throw unwritable(path, error);
  }
}

function unwritable(path: string, error: unknown): StateFileUnwritable {
  return new StateFileUnwritable(path, (error as NodeJS.ErrnoException).code ?? 'unknown reason');
}

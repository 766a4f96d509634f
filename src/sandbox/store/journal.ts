import {
  chmodSync,
  closeSync,
  fsyncSync,
  ftruncateSync,
  openSync,
  readFileSync,
  renameSync,
  statSync,
  writeSync,
} from 'node:fs';

/** An append-only file of JSON lines: what was written before a crash is read back, a torn last line is dropped. */
export class Journal {
  private constructor(
    private readonly path: string,
    private fd: number,
    private size: number,
  ) {}

  /** Opens or creates the file (mode 0600) and returns it with the lines it holds. Throws when a whole line is not JSON. */
  static open(path: string): { journal: Journal; lines: unknown[] } {
    const fd = openSync(path, 'a+', 0o600);
    chmodSync(path, 0o600);
    const bytes = readFileSync(path);
    const whole = bytes.lastIndexOf(0x0a) + 1;
    if (whole < bytes.length) ftruncateSync(fd, whole);
    const lines = bytes
      .subarray(0, whole)
      .toString('utf8')
      .split('\n')
      .filter((line) => line !== '')
      .map((line, index) => parseLine(line, index + 1));
    return { journal: new Journal(path, fd, whole), lines };
  }

  /** The bytes in the file now. */
  get bytes(): number {
    return this.size;
  }

  /** Writes one line before it returns. */
  append(entry: unknown): void {
    this.size += writeAll(this.fd, `${JSON.stringify(entry)}\n`);
  }

  /** Replaces all lines at once; a crash leaves either the old file or the new one. */
  rewrite(entries: Iterable<unknown>): void {
    const draft = `${this.path}.compact`;
    const fd = openSync(draft, 'w', 0o600);
    for (const entry of entries) writeAll(fd, `${JSON.stringify(entry)}\n`);
    fsyncSync(fd);
    renameSync(draft, this.path);
    closeSync(this.fd);
    closeSync(fd);
    this.fd = openSync(this.path, 'a', 0o600);
    this.size = statSync(this.path).size;
  }

  close(): void {
    closeSync(this.fd);
  }
}

function writeAll(fd: number, text: string): number {
  const bytes = Buffer.from(text, 'utf8');
  let done = 0;
  while (done < bytes.length) done += writeSync(fd, bytes, done);
  return bytes.length;
}

function parseLine(line: string, number: number): unknown {
  try {
    return JSON.parse(line);
  } catch (cause) {
    throw new Error(`The sandbox's state file is damaged: line ${number} is not JSON.`, { cause });
  }
}

const pageSize = 64 * 1024;
/** The start of PostgreSQL's timestamps, which count microseconds. */
const epoch = Date.UTC(2000, 0, 1);
const oid = { int4: 23, text: 25 } as const;

/** The header of a COPY in the binary format: its signature, no flags, no extension. */
export const copyHeader = Buffer.from('PGCOPY\n\xff\r\n\0\0\0\0\0\0\0\0\0', 'latin1');

/**
 * Rows in COPY's binary format (https://www.postgresql.org/docs/current/sql-copy.html), field by field in the order of
 * the statement's columns: nothing has to be escaped, and the server parses no numbers.
 */
export class CopyRows {
  #bytes = Buffer.allocUnsafe(pageSize);
  #at = 0;

  /** Starts a row. */
  row(fields: number): void {
    this.#reserve(2);
    this.#at = this.#bytes.writeInt16BE(fields, this.#at);
  }

  null(): void {
    this.#length(-1);
  }

  int(value: number | null): void {
    if (value === null) {
      this.null();
      return;
    }
    this.#length(4);
    this.#int32(value);
  }

  /** A bigint in two halves. */
  long(upper: number, lower: number): void {
    this.#length(8);
    this.#int32(upper);
    this.#int32(lower);
  }

  double(value: number | null): void {
    if (value === null) {
      this.null();
      return;
    }
    this.#length(8);
    this.#at = this.#bytes.writeDoubleBE(value, this.#at);
  }

  timestamp(value: Date | null): void {
    if (value === null) {
      this.null();
      return;
    }
    const microseconds = (value.getTime() - epoch) * 1000;
    this.long(Math.floor(microseconds / 2 ** 32), microseconds | 0);
  }

  text(value: string | null): void {
    if (value === null) {
      this.null();
      return;
    }
    this.#reserve(4 + value.length * 3);
    const start = this.#at + 4;
    this.#at = this.#utf8(value, start);
    this.#bytes.writeInt32BE(this.#at - start, start - 4);
  }

  /** jsonb; its one byte of version is 1. */
  json(value: unknown): void {
    this.text(value === null ? null : `\u0001${JSON.stringify(value)}`);
  }

  texts(values: readonly string[]): void {
    this.#array(values, oid.text, (value) => this.text(value));
  }

  ints(values: readonly number[]): void {
    this.#array(values, oid.int4, (value) => this.int(value));
  }

  /** Returns the rows so far; the next ones go into a new buffer. */
  take(): Uint8Array {
    const rows = this.#bytes.subarray(0, this.#at);
    this.#bytes = Buffer.allocUnsafe(Math.max(pageSize, this.#at));
    this.#at = 0;
    return rows;
  }

  #array<T>(values: readonly T[], element: number, write: (value: T) => void): void {
    const start = this.#at;
    this.#length(20);
    const { length } = values;
    for (const word of length === 0 ? [0, 0, element] : [1, 0, element, length, 1]) this.#int32(word);
    for (const value of values) write(value);
    this.#bytes.writeInt32BE(this.#at - start - 4, start);
  }

  /**
   * Most texts are short, so this writes them without a call for each; Node writes texts with other letters than Danish
   * ones.
   */
  #utf8(value: string, start: number): number {
    const bytes = this.#bytes;
    let at = start;
    for (let index = 0; index < value.length; index += 1) {
      const code = value.charCodeAt(index);
      if (code < 0x80) bytes[at++] = code;
      else if (code < 0x800) {
        bytes[at++] = 0xc0 | (code >> 6);
        bytes[at++] = 0x80 | (code & 0x3f);
      } else return start + bytes.write(value, start);
    }
    return at;
  }

  #int32(value: number): void {
    const bytes = this.#bytes;
    const at = this.#at;
    bytes[at] = value >>> 24;
    bytes[at + 1] = value >>> 16;
    bytes[at + 2] = value >>> 8;
    bytes[at + 3] = value;
    this.#at = at + 4;
  }

  /** Writes a field's length, and reserves its bytes. */
  #length(bytes: number): void {
    this.#reserve(4 + Math.max(bytes, 0));
    this.#int32(bytes);
  }

  #reserve(bytes: number): void {
    if (this.#at + bytes <= this.#bytes.length) return;
    const larger = Buffer.allocUnsafe(Math.max(this.#bytes.length * 2, this.#at + bytes));
    this.#bytes.copy(larger, 0, 0, this.#at);
    this.#bytes = larger;
  }
}

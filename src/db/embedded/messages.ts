/*
 * PostgreSQL's messages as bytes: https://www.postgresql.org/docs/current/protocol-message-formats.html
 */

/** One message of a client: its letter (empty for the first, which has none) and all of its bytes. */
export interface ClientMessage {
  readonly type: string;
  readonly bytes: Buffer;
}

export const cString = (text: string): Buffer => Buffer.from(`${text}\0`);

export function message(type: string, ...parts: readonly Buffer[]): Buffer {
  const body = Buffer.concat(parts);
  const head = Buffer.alloc(type.length + 4);
  head.write(type, 'latin1');
  head.writeInt32BE(body.length + 4, type.length);
  return Buffer.concat([head, body]);
}

export function number32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32BE(value);
  return bytes;
}

/** An error as clients show it. `FATAL` ends the connection. */
export function errorMessage(severity: 'ERROR' | 'FATAL', code: string, text: string): Buffer {
  const fields = [`S${severity}`, `V${severity}`, `C${code}`, `M${text}`];
  return message('E', ...fields.map(cString), Buffer.from([0]));
}

/** `I` outside a transaction, `T` in one, `E` in a failed one; null if the exchange has not ended. */
export function statusAfter(answer: Buffer): 'I' | 'T' | 'E' | null {
  const end = answer.subarray(-6);
  const isReady = end.length === 6 && end.subarray(0, 5).equals(Buffer.from([0x5a, 0, 0, 0, 5]));
  return isReady ? (String.fromCharCode(end[5] ?? 0) as 'I' | 'T' | 'E') : null;
}

/** Splits the data of a connection into messages. Throws RangeError for a message that is too long. */
export class MessageCutter {
  #pending: Buffer = Buffer.alloc(0);

  /** A connection's first message, and the answer to its encryption request, have no letter. */
  *cut(bytes: Buffer, hasLetter: () => boolean, most: () => number): Generator<ClientMessage> {
    this.#pending = this.#pending.length === 0 ? bytes : Buffer.concat([this.#pending, bytes]);
    for (;;) {
      const letter = hasLetter() ? 1 : 0;
      if (this.#pending.length < letter + 4) return;
      const length = this.#pending.readInt32BE(letter);
      if (length < 4 || length > most()) throw new RangeError(`A message of ${length} bytes.`);
      if (this.#pending.length < letter + length) return;
      const whole = this.#pending.subarray(0, letter + length);
      this.#pending = this.#pending.subarray(letter + length);
      yield { type: letter === 0 ? '' : String.fromCharCode(whole[0] ?? 0), bytes: whole };
    }
  }
}

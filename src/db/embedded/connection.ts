import { createHash, timingSafeEqual } from 'node:crypto';
import type { Socket } from 'node:net';
import type { Backend, Client } from './backend.js';
import { type ClientMessage, cString, errorMessage, MessageCutter, message, number32 } from './messages.js';

const [version3, encryption, cancelling, gss] = [196_608, 80_877_103, 80_877_102, 80_877_104];
/** The most bytes of a message, before and after the password is checked. */
const [mostBefore, mostAfter] = [10_000, 256 * 1_048_576];
/** The embedded PostgreSQL ends if it has to wait for rows: they are collected first, and a COPY must be sent alone. */
function copiesIn(statement: string): boolean {
  const at = statement.search(/\bcopy\b/i);
  return at >= 0 && /\bfrom\s+stdin\b/i.test(statement.slice(at));
}
function isAlone(text: string): boolean {
  const statements = text.split(';').filter((statement) => statement.trim() !== '');
  return statements.length === 1 && /^\s*copy\b/i.test(text);
}
const copyElsewhere = 'COPY … FROM STDIN is understood as a statement of its own only (psql: \\copy).';

/** One client of the embedded database, from its greeting to its end. */
export class Connection implements Client {
  readonly #socket: Socket;
  readonly #backend: Backend;
  readonly #password: string;
  readonly #prefix: string;
  readonly #statements = new Set<string>();
  #stage: 'greeting' | 'password' | 'ready' = 'greeting';
  /** A COPY with the rows received so far. */
  #copy: Buffer[] | null = null;
  /** In the extended protocol, messages after an error are skipped until the client's Sync. */
  #isSkipping = false;

  constructor(socket: Socket, backend: Backend, { password, number }: { password: string; number: number }) {
    this.#socket = socket;
    this.#backend = backend;
    this.#password = password;
    this.#prefix = `c${number}:`;
  }

  /** Serves until the client disconnects, one message after the other. */
  async serve(): Promise<void> {
    const cutter = new MessageCutter();
    try {
      for await (const bytes of this.#socket) {
        const hasLetter = () => this.#stage !== 'greeting';
        const most = () => (this.#stage === 'ready' ? mostAfter : mostBefore);
        for (const one of cutter.cut(bytes as Buffer, hasLetter, most)) {
          if (one.type === 'X') return void this.#socket.end();
          await this.#read(one);
          if (this.isGone()) return;
        }
      }
    } catch (error) {
      if (error instanceof RangeError) this.end('08P01', 'That is no message of PostgreSQL’s protocol.');
      else this.#socket.destroy();
    }
  }

  isGone(): boolean {
    return this.#socket.destroyed || this.#socket.writableEnded;
  }

  async leave(isLast: boolean): Promise<void> {
    if (this.#stage === 'ready') await this.#backend.leave(this, this.#statements, isLast);
  }

  /** Sends the client an error, and closes the connection. */
  end(code: string, text: string): void {
    if (this.isGone()) return;
    this.#socket.write(errorMessage('FATAL', code, text));
    this.#socket.destroySoon();
  }

  async #read(one: ClientMessage): Promise<void> {
    if (this.#stage === 'greeting') return this.#greet(one.bytes);
    if (this.#stage === 'password') return this.#enter(one);
    if (this.#copy !== null) return this.#collect(this.#copy, one);
    if (this.#isSkipping && one.type !== 'S') return;
    this.#isSkipping = false;
    if ((one.type === 'Q' || one.type === 'P') && one.bytes.toString('latin1').split(';').some(copiesIn))
      return this.#mayCopy(one);
    if (one.type === 'P') await this.#forgetUnnamed(one.bytes);
    await this.#pass(this.#renamed(one));
  }

  #greet(bytes: Buffer): void {
    const code = bytes.length < 8 ? 0 : bytes.readInt32BE(4);
    if (code === encryption || code === gss) this.#socket.write('N');
    else if (code === cancelling) this.#socket.end();
    else if (code >> 16 !== 3) this.end('08P01', 'Only version 3 of PostgreSQL’s protocol is understood.');
    else {
      if (code !== version3) this.#socket.write(message('v', number32(0), number32(0)));
      this.#stage = 'password';
      this.#socket.write(message('R', number32(3)));
    }
  }

  async #enter({ type, bytes }: ClientMessage): Promise<void> {
    const shown = bytes.subarray(5, -1);
    const [one, other] = [shown, Buffer.from(this.#password)].map((text) => createHash('sha256').update(text).digest());
    if (type !== 'p' || one === undefined || other === undefined || !timingSafeEqual(one, other)) {
      return this.end('28P01', 'That is not the password: it is in the address that renos-sync database printed.');
    }
    this.#stage = 'ready';
    const facts = ['user', 'postgres', 'database', 'postgres', ''];
    await this.#pass(message('', number32(version3), ...facts.map(cString)));
  }

  async #pass(request: Buffer): Promise<void> {
    const answer = await this.#backend.ask(this, request);
    if (answer.length > 0) this.#socket.write(answer);
  }

  /** The session may still have another connection's unnamed statement: ours has a name, which is freed for the next. */
  async #forgetUnnamed(bytes: Buffer): Promise<void> {
    if (bytes[5] !== 0) return;
    await this.#backend.ask(this, message('C', Buffer.from('S'), cString(this.#prefix)));
  }

  /** The same message, with prepared statements renamed for this connection. */
  #renamed({ type, bytes }: ClientMessage): Buffer {
    const body = bytes.subarray(5);
    if (type === 'P') return message(type, this.#ownName(body, 0), after(body, 0));
    if (type === 'B') {
      const from = body.indexOf(0) + 1;
      return message(type, body.subarray(0, from), this.#ownName(body, from), after(body, from));
    }
    const isOfStatement = (type === 'D' || type === 'C') && body[0] === 'S'.charCodeAt(0);
    return isOfStatement ? message(type, body.subarray(0, 1), this.#ownName(body, 1)) : bytes;
  }

  #ownName(body: Buffer, from: number): Buffer {
    const name = this.#prefix + body.toString('utf8', from, body.indexOf(0, from));
    this.#statements.add(name);
    return cString(name);
  }

  async #mayCopy({ type, bytes }: ClientMessage): Promise<void> {
    if (type === 'Q' && isAlone(bytes.toString('latin1', 5, bytes.length - 1))) {
      this.#copy = [bytes];
      return void this.#socket.write(message('G', Buffer.from([0, 0, 0])));
    }
    this.#socket.write(errorMessage('ERROR', '0A000', copyElsewhere));
    if (type === 'P') this.#isSkipping = true;
    // The answer to a Sync has the transaction's state.
    else await this.#pass(message('S'));
  }

  async #collect(copy: Buffer[], { type, bytes }: ClientMessage): Promise<void> {
    if (type === 'd') copy.push(bytes);
    if (type !== 'c' && type !== 'f') return;
    this.#copy = null;
    const answer = await this.#backend.ask(this, Buffer.concat([...copy, bytes]));
    // The server's own request for rows was already sent.
    this.#socket.write(answer[0] === 'G'.charCodeAt(0) ? answer.subarray(1 + answer.readInt32BE(1)) : answer);
  }
}

const after = (body: Buffer, from: number) => body.subarray(body.indexOf(0, from) + 1);

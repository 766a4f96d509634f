import { cString, message, statusAfter } from './messages.js';

/** A client that takes turns; its waiting messages are dropped when it disconnects. */
export interface Client {
  isGone(): boolean;
}

/** Sends a message to the embedded PostgreSQL and returns its answer. */
export type Exec = (message: Uint8Array) => Promise<Uint8Array>;

/**
 * The one session of the embedded database, shared by connections in turn: a connection has it from its first message
 * until it is outside a transaction again. Prepared statements get names for each connection, because clients use the
 * same ones.
 */
export class Backend {
  readonly #exec: Exec;
  readonly #onBroken: (error: unknown) => void;
  #owner: Client | null = null;
  readonly #waiting: (() => void)[] = [];

  constructor(exec: Exec, onBroken: (error: unknown) => void) {
    this.#exec = exec;
    this.#onBroken = onBroken;
  }

  /**
   * Waits for the session, sends the message, and releases the session after the exchange. Throws if the client has
   * disconnected meanwhile.
   */
  async ask(client: Client, request: Buffer): Promise<Buffer> {
    await this.#take(client);
    if (client.isGone()) throw new Error('The client has gone.');
    return this.#ask(client, request);
  }

  async #ask(client: Client, request: Buffer): Promise<Buffer> {
    await this.#take(client);
    const answer = await this.#send(request);
    if (statusAfter(answer) === 'I') this.#release();
    return answer;
  }

  /** A connection has ended: its open transaction is rolled back, and its statements are dropped. */
  async leave(client: Client, statements: Iterable<string>, isLast: boolean): Promise<void> {
    const names = [...statements];
    if (this.#owner === client) await this.#ask(client, message('S'));
    if (this.#owner === client) await this.#ask(client, query('rollback'));
    for (const name of names) await this.#ask(client, message('C', Buffer.from('S'), cString(name)));
    if (names.length > 0) await this.#ask(client, message('S'));
    if (isLast) await this.#ask(client, query('discard all'));
    if (isLast) await this.#ask(client, query("set time zone 'UTC'"));
  }

  async #send(request: Buffer): Promise<Buffer> {
    try {
      return Buffer.from(await this.#exec(request));
    } catch (error) {
      this.#onBroken(error);
      throw error;
    }
  }

  async #take(client: Client): Promise<void> {
    while (this.#owner !== client && this.#owner !== null) {
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    }
    this.#owner = client;
  }

  #release(): void {
    this.#owner = null;
    this.#waiting.shift()?.();
  }
}

const query = (text: string): Buffer => message('Q', cString(text));

import type { Socket } from 'node:net';
import type pg from 'pg';
import type { Address } from './address.js';
import { type Found, findStatement, hangUp } from './find-statement.js';
import type { TlsMemory } from './open-client.js';

/**
 * How much a look adds to the doubt about a connection: two looks that find the statement gone are enough, ten that nobody
 * answers, sixty that find out nothing.
 */
const doubts: Readonly<Record<Exclude<Found, 'running'>, number>> = { gone: 30, mute: 6, unknown: 1 };
const enough = 60;

/**
 * Ends statements whose answer will never come: where the network drops packets without a word, a connection looks as if
 * the server took its time. A statement may take as long as it likes while the server works on it: when nothing has come
 * for a while, a look on another connection tells.
 */
export class AnswerWatch {
  readonly #address: Address;
  readonly #tls: TlsMemory;
  readonly #watched = new Set<Watched>();
  #timer: NodeJS.Timeout | undefined;

  constructor(address: Address, tls: TlsMemory) {
    this.#address = address;
    this.#tls = tls;
  }

  add(client: pg.Client): void {
    const watched = new Watched(client, this.#address.silence);
    this.#watched.add(watched);
    this.#timer ??= setInterval(() => this.#lookAround(), this.#address.silence / 4).unref();
    client.once('end', () => {
      this.#watched.delete(watched);
      if (this.#watched.size > 0) return;
      clearInterval(this.#timer);
      this.#timer = undefined;
    });
  }

  #lookAround(): void {
    for (const watched of this.#watched) {
      const text = watched.beginLook();
      if (text !== null) void this.#look(watched, text);
    }
  }

  async #look(watched: Watched, text: string): Promise<void> {
    const { client } = watched;
    const found = await findStatement(this.#address, this.#tls, { client, text });
    if (watched.endLook(found) < enough) return;
    hangUp(client, Object.assign(new Error('no answer comes any more'), { code: 'CONNECTION_SILENT' }));
  }
}

/** A connection: what it was asked and has not answered yet, and when it last said anything. */
class Watched {
  readonly client: pg.Client;
  readonly #silence: number;
  readonly #stream: Socket;
  /** Texts of statements: first the one that is being run. */
  readonly #asked: string[] = [];
  #bytes = 0;
  /** When it is to be looked at, if nothing comes before. */
  #dueAt = 0;
  #isLookedAt = false;
  #doubt = 0;

  constructor(client: pg.Client, silence: number) {
    this.client = client;
    this.#silence = silence;
    const { connection } = client as unknown as { readonly connection: pg.Connection };
    this.#stream = connection.stream as Socket;
    const query = client.query.bind(client) as (...given: unknown[]) => unknown;
    const asking = (...given: unknown[]) => {
      this.#asked.push(textOf(given[0]));
      return query(...given);
    };
    Object.assign(client, { query: asking });
    connection.on('readyForQuery', () => this.#asked.shift());
  }

  /** The statement to look for; null: it is not time to. */
  beginLook(): string | null {
    const [text] = this.#asked;
    if (this.#isLookedAt || this.#hasSpoken() || text === undefined || performance.now() < this.#dueAt) return null;
    this.#isLookedAt = true;
    return text;
  }

  /** Gives how much the connection is to be doubted. */
  endLook(found: Found): number {
    this.#isLookedAt = false;
    this.#dueAt = performance.now() + (found === 'gone' ? this.#silence / 4 : this.#silence);
    this.#doubt = this.#hasSpoken() || found === 'running' ? 0 : this.#doubt + doubts[found];
    return this.#doubt;
  }

  /** Whether anything came since this was last asked, or nothing has to come. */
  #hasSpoken(): boolean {
    const { bytesRead } = this.#stream;
    if (this.#asked.length > 0 && bytesRead === this.#bytes) return false;
    this.#bytes = bytesRead;
    this.#dueAt = performance.now() + this.#silence;
    this.#doubt = 0;
    return true;
  }
}

function textOf(asked: unknown): string {
  return typeof asked === 'string' ? asked : ((asked as { readonly text?: string }).text ?? '');
}

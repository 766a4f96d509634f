import type { Socket } from 'node:net';
import type pg from 'pg';
import type { Address } from './address.js';
import { type Found, findStatement, hangUp } from './find-statement.js';
import type { TlsMemory } from './open-client.js';

/**
 * The weight of each check's result: a statement's connection is closed after two checks that do not find it, ten
 * without an answer, or sixty without a result.
 */
const doubts: Readonly<Record<Exclude<Found, 'running'>, number>> = { gone: 30, mute: 6, unknown: 1 };
const enough = 60;

/**
 * Ends statements whose answer will never come: if the network drops packets silently, a connection looks as if the
 * server were slow. A statement may take any time while the server works on it. If no data has come for a while, a
 * second connection checks.
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

/** A connection: its unanswered statements, and when it last received data. */
class Watched {
  readonly client: pg.Client;
  readonly #silence: number;
  readonly #stream: Socket;
  /** Texts of statements; the first is running. */
  readonly #asked: string[] = [];
  #bytes = 0;
  /** When to check, if no data comes before. */
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

  /** The statement to check; null: it is not time yet. */
  beginLook(): string | null {
    const [text] = this.#asked;
    if (this.#isLookedAt || this.#hasSpoken() || text === undefined || performance.now() < this.#dueAt) return null;
    this.#isLookedAt = true;
    return text;
  }

  /** Returns the doubt about the connection. */
  endLook(found: Found): number {
    this.#isLookedAt = false;
    this.#dueAt = performance.now() + (found === 'gone' ? this.#silence / 4 : this.#silence);
    this.#doubt = this.#hasSpoken() || found === 'running' ? 0 : this.#doubt + doubts[found];
    return this.#doubt;
  }

  /** Whether data has come since the last call, or no answer is expected. */
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

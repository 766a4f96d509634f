import type pg from 'pg';
import { saying, UnavailableError } from '../../core/errors.js';
import type { Address } from './address.js';
import { AnswerWatch } from './answer-watch.js';
import { openClient, type TlsMemory } from './open-client.js';
import { type Result, runWithSettings, type StatementConfig } from './statement.js';

/** Milliseconds after which an unused connection is closed: poolers and firewalls drop it some day. */
const idleTime = 30_000;
/** Milliseconds that closing waits for the server. */
const patience = 5_000;

interface Waiting {
  readonly resolve: (client: pg.Client) => void;
  readonly reject: (reason: unknown) => void;
  readonly timer: NodeJS.Timeout | undefined;
}

/**
 * Connections to one database, opened on first use. No connection keeps any state: the settings of a transaction end
 * with it, because a pooler may run each transaction in another session.
 */
export class Connections {
  readonly #address: Address;
  readonly #onNotice: (message: string) => void;
  readonly #tls: TlsMemory = { isEncrypted: null };
  readonly #watch: AnswerWatch;
  /** The statement with the settings of each of our transactions. */
  readonly settings: string;
  /** The same for a transaction that may lock rows: if we disappear silently, others must not wait for long. */
  readonly settingsToWrite: string;
  readonly #idle = new Map<pg.Client, NodeJS.Timeout>();
  readonly #broken = new WeakSet<pg.Client>();
  readonly #open = new Set<pg.Client>();
  readonly #waiting = new Set<Waiting>();
  #opening = 0;
  #isEnded = false;

  constructor(address: Address, onNotice: (message: string) => void = () => {}) {
    this.#address = address;
    this.#watch = new AnswerWatch(address, this.#tls);
    this.#onNotice = onNotice;
    this.settings = settingsOf(address.settings);
    this.settingsToWrite = settingsOf({ idle_in_transaction_session_timeout: idleTimeout, ...address.settings });
  }

  /** Lends a connection; it is closed afterwards if it is broken, or still inside a transaction. */
  async use<T>(work: (client: pg.Client) => Promise<T>): Promise<T> {
    const client = await this.#take();
    try {
      return await work(client);
    } finally {
      this.#giveBack(client);
    }
  }

  /** Runs one statement in its own transaction; Drizzle calls it like the driver's method. */
  query(config: StatementConfig, values: readonly unknown[] = []): Promise<Result> {
    return this.use((client) => runWithSettings(client, this.settings, { config, values }));
  }

  /** A connection that is not lent to others, open until it breaks or all are closed. */
  openOne(): Promise<pg.Client> {
    return this.#connect();
  }

  get limit(): number {
    return this.#address.connections;
  }

  /** It must not be used again. */
  markBroken(client: pg.Client): void {
    this.#broken.add(client);
    if (this.#idle.has(client)) this.#drop(client);
  }

  async close(): Promise<void> {
    this.#isEnded = true;
    for (const { reject, timer } of this.#waiting) {
      clearTimeout(timer);
      reject(closed());
    }
    this.#waiting.clear();
    await Promise.all([...this.#open].map((client) => this.#end(client)));
  }

  #take(): Promise<pg.Client> {
    if (this.#isEnded) return Promise.reject(closed());
    const [idle] = this.#idle.keys();
    if (idle !== undefined) {
      clearTimeout(this.#idle.get(idle));
      this.#idle.delete(idle);
      return Promise.resolve(idle);
    }
    if (this.#open.size + this.#opening < this.#address.connections) return this.#connect();
    return this.#wait();
  }

  #wait(): Promise<pg.Client> {
    return new Promise((resolve, reject) => {
      const { poolTimeout, connections } = this.#address;
      const giveUp = () => {
        this.#waiting.delete(waiting);
        reject(exhausted(connections, poolTimeout));
      };
      const timer = poolTimeout === 0 ? undefined : setTimeout(giveUp, poolTimeout);
      const waiting: Waiting = { resolve, reject, timer };
      this.#waiting.add(waiting);
    });
  }

  async #connect(): Promise<pg.Client> {
    this.#opening += 1;
    try {
      const client = await openClient(this.#address, this.#tls);
      this.#open.add(client);
      this.#watch.add(client);
      client.on('notice', ({ message }) => this.#onNotice(message ?? ''));
      client.on('error', () => this.markBroken(client)).on('end', () => this.#forget(client));
      this.#opening -= 1;
      return client;
    } catch (error) {
      this.#opening -= 1;
      // A request that waits for it would wait in vain.
      this.#serveWaiting();
      throw error;
    }
  }

  #giveBack(client: pg.Client): void {
    if (this.#isEnded || this.#broken.has(client) || client.getTransactionStatus() !== 'I') this.#drop(client);
    else {
      const timer = setTimeout(() => this.#drop(client), idleTime);
      timer.unref();
      this.#idle.set(client, timer);
    }
    this.#serveWaiting();
  }

  /** Opening a connection has its own timeout: a request that gave up meanwhile would never return it. */
  #serveWaiting(): void {
    for (const waiting of this.#waiting) {
      if (this.#idle.size === 0 && this.#open.size + this.#opening >= this.#address.connections) return;
      this.#waiting.delete(waiting);
      clearTimeout(waiting.timer);
      this.#take().then(waiting.resolve, waiting.reject);
    }
  }

  #drop(client: pg.Client): void {
    void this.#end(client);
  }

  /** It is closed, or soon will be: another one may be opened in its place. */
  #forget(client: pg.Client): void {
    clearTimeout(this.#idle.get(client));
    this.#idle.delete(client);
    this.#open.delete(client);
    this.#broken.add(client);
    this.#serveWaiting();
  }

  async #end(client: pg.Client): Promise<void> {
    this.#forget(client);
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, patience);
    });
    await Promise.race([client.end().catch(() => {}), late]);
    clearTimeout(timer);
  }
}

function settingsOf(settings: Address['settings']): string {
  const all = {
    TimeZone: 'UTC',
    DateStyle: 'ISO',
    IntervalStyle: 'postgres',
    lock_timeout: lockTimeout,
    // Compiling takes longer than our longest statement, and one wrong estimate starts it.
    jit: 'off',
    ...settings,
  };
  const calls = Object.entries(all).map(([name, value]) => `set_config(${literal(name)}, ${literal(value)}, true)`);
  return `select ${calls.join(', ')}`;
}

/** The longest wait for another session's lock: the application's transactions are short. */
const lockTimeout = '20s';
/** The longest pause between two statements of a transaction: ours are some seconds apart on the slowest machine. */
const idleTimeout = '5min';

function literal(text: string): string {
  return `E'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
}

function closed(): Error {
  return Object.assign(new Error('The database is closed.'), { code: 'CONNECTION_ENDED' });
}

function exhausted(connections: number, milliseconds: number): UnavailableError {
  return new UnavailableError(saying('database-busy/connections', { connections, seconds: milliseconds / 1000 }));
}

import { randomUUID } from 'node:crypto';
import type pg from 'pg';
import type { Progress } from '../../core/ports.js';
import { readAddress } from './address.js';
import { Connections } from './connections.js';
import { createCopyIn } from './copy-in.js';
import { type Database, StatementCounter } from './database.js';
import { ownProcess } from './own-process.js';
import { ormOf } from './server-session.js';
import { ask } from './statement.js';

/** Callbacks for messages. */
interface ServerOptions {
  /** A sentence for the user. */
  readonly note?: Progress['note'];
  /** Notices that the server sends. */
  readonly onNotice?: (message: string) => void;
}

/** Opens a PostgreSQL server, or a pooler in front of one. Sends nothing before the first statement. */
export function openServer(databaseUrl: string, { note, onNotice }: ServerOptions = {}): Database {
  const address = readAddress(databaseUrl);
  if (address.ignored.length > 0) note?.({ id: 'address-ignored', names: address.ignored });
  const connections = new Connections(address, onNotice);
  const counter = new StatementCounter();
  const witness = new Witness(connections);
  return {
    kind: 'server',
    orm: ormOf(connections, counter),
    where: `${address.hosts.map(({ host, port }) => `${host ?? ''}:${port ?? ''}`).join()}/${address.database ?? ''}`,
    copyIn: createCopyIn(connections, counter),
    session: () => witness.name(),
    statements: () => counter.count,
    close: () => connections.close(),
  };
}

/**
 * A separate connection that stays open as long as we run: other processes see in pg_stat_activity that we are alive.
 * Behind a pooler this is impossible, and there may be only one connection: then the process is identified instead.
 */
class Witness {
  readonly #connections: Connections;
  #isPooled: boolean | null = null;
  #client: pg.Client | null = null;
  #opening: Promise<void> | null = null;
  readonly #nameOfProcess = `pooled:${ownProcess() ?? randomUUID()}`;
  #name = this.#nameOfProcess;

  constructor(connections: Connections) {
    this.#connections = connections;
  }

  async name(): Promise<string> {
    this.#isPooled ??= this.#connections.limit === 1 || (await this.#connections.use(isPooled));
    if (!this.#isPooled && this.#client === null) {
      // All callers share one attempt; more would take connections from others.
      this.#opening ??= this.#open().finally(() => {
        this.#opening = null;
      });
      await this.#opening;
    }
    return this.#name;
  }

  async #open(): Promise<void> {
    const client = await this.#connections.openOne().catch(noneLeft);
    if (client === null) return;
    client.on('end', () => {
      if (this.#client !== client) return;
      this.#client = null;
      this.#name = this.#nameOfProcess;
    });
    try {
      const { rows } = await ask<{ session: string }>(
        client,
        "select pid || ':' || extract(epoch from backend_start) as session from pg_stat_activity where pid = pg_backend_pid()",
      );
      this.#client = client;
      this.#name = rows[0]?.session ?? this.#nameOfProcess;
    } catch (error) {
      client.end().catch(() => {});
      throw error;
    }
  }
}

/** A pooler gives each client its own number, which differs from the number of the process that answers. */
async function isPooled(client: pg.Client): Promise<boolean> {
  const { rows } = await ask<{ pid: number }>(client, 'select pg_backend_pid() as pid');
  return rows[0]?.pid !== (client as pg.Client & { readonly processID: number | null }).processID;
}

/** The role has reached its limit of connections. */
function noneLeft(error: unknown): null {
  if ((error as { code?: unknown }).code === '53300') return null;
  throw error;
}

import type { Logger } from 'drizzle-orm';
import { NodePgSession, NodePgTransaction } from 'drizzle-orm/node-postgres';
import { PgDatabase, PgDialect, type PgTransactionConfig } from 'drizzle-orm/pg-core';
import type pg from 'pg';
import { saying, UnavailableError } from '../../core/errors.js';
import type { Connections } from './connections.js';
import type { Orm } from './database.js';
import { ask } from './statement.js';

type Schema = Record<string, never>;
type Transaction = NodePgTransaction<Schema, Schema>;

/** Drizzle over our connections. */
export function ormOf(connections: Connections, logger: Logger): Orm {
  const dialect = new PgDialect();
  const session = new ServerSession(connections, dialect, logger);
  return new PgDatabase(dialect, session as never, undefined) as Orm;
}

/** Drizzle's own session takes a COMMIT that undid everything for done, and gives a broken connection back. */
class ServerSession extends NodePgSession<Schema, Schema> {
  constructor(
    readonly connections: Connections,
    readonly pgDialect: PgDialect,
    readonly statements: Logger,
  ) {
    super(connections as unknown as pg.Pool, pgDialect, undefined, { logger: statements });
  }

  override transaction<T>(work: (tx: Transaction) => Promise<T>, config?: PgTransactionConfig): Promise<T> {
    const { connections, pgDialect, statements } = this;
    return connections.use(async (client) => {
      const session = new NodePgSession<Schema, Schema>(client, pgDialect, undefined, { logger: statements });
      const tx = new NodePgTransaction<Schema, Schema>(pgDialect as never, session, undefined);
      // What only reads locks nobody out, and may wait for who reads: a page, or a pipe.
      const settings = config?.accessMode === 'read only' ? connections.settings : connections.settingsToWrite;
      await ask(client, `${beginning(config)}; ${settings}`);
      try {
        const result = await work(tx);
        const { command } = await ask(client, 'commit');
        if (command !== 'COMMIT') throw undone();
        return result;
      } catch (error) {
        // Where this fails the connection is broken, and the server undoes it.
        await ask(client, 'rollback').catch(() => connections.markBroken(client));
        throw error;
      }
    });
  }
}

function beginning({ isolationLevel, accessMode }: PgTransactionConfig = {}): string {
  return ['begin', isolationLevel && `isolation level ${isolationLevel}`, accessMode].filter(Boolean).join(' ');
}

/** PostgreSQL answers the COMMIT of a transaction with a failed statement by undoing it, without an error. */
function undone(): UnavailableError {
  return new UnavailableError(saying('database-undone', {}));
}

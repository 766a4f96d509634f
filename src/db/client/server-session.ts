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

/** Drizzle on our connections. */
export function ormOf(connections: Connections, logger: Logger): Orm {
  const dialect = new PgDialect();
  const session = new ServerSession(connections, dialect, logger);
  return new PgDatabase(dialect, session as never, undefined) as Orm;
}

/** Drizzle's own session treats a COMMIT that rolled back as success, and reuses a broken connection. */
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
      // A reading transaction holds no locks, and may wait for its reader: a page, or a pipe.
      const settings = config?.accessMode === 'read only' ? connections.settings : connections.settingsToWrite;
      await ask(client, `${beginning(config)}; ${settings}`);
      try {
        const result = await work(tx);
        const { command } = await ask(client, 'commit');
        if (command !== 'COMMIT') throw undone();
        return result;
      } catch (error) {
        // If this fails, the connection is broken and the server rolls back.
        await ask(client, 'rollback').catch(() => connections.markBroken(client));
        throw error;
      }
    });
  }
}

function beginning({ isolationLevel, accessMode }: PgTransactionConfig = {}): string {
  return ['begin', isolationLevel && `isolation level ${isolationLevel}`, accessMode].filter(Boolean).join(' ');
}

/** PostgreSQL answers COMMIT with a rollback, and no error, if a statement of the transaction has failed. */
function undone(): UnavailableError {
  return new UnavailableError(saying('database-undone', {}));
}

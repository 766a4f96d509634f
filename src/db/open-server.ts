import { randomUUID } from 'node:crypto';
import { drizzle } from 'drizzle-orm/postgres-js';
import postgres from 'postgres';
import { ConfigurationError } from '../core/errors.js';
import { createCopyIn } from './copy-in.js';
import { type Database, StatementCounter } from './database.js';

/** Parameters that Prisma puts into its addresses; PostgreSQL would refuse them as settings. */
const prismaOnly = [
  'schema',
  'connection_limit',
  'pgbouncer',
  'pool_timeout',
  'socket_timeout',
  'statement_cache_size',
  'sslaccept',
  'sslcert',
  'sslidentity',
  'sslpassword',
  'host',
] as const;

interface Address {
  readonly url: string;
  readonly searchPath: string | null;
  readonly pooled: boolean;
}

/** Takes the words that only Prisma understands out of a DATABASE_URL, and keeps what they mean. */
export function readAddress(databaseUrl: string): Address {
  const url = new URL(databaseUrl);
  const searchPath = url.searchParams.get('schema');
  const pooled = url.searchParams.get('pgbouncer') === 'true';
  for (const name of prismaOnly) url.searchParams.delete(name);
  return { url: url.toString(), searchPath, pooled };
}

interface ConnectOptions {
  /** The driver would open a connection anew after half an hour or so: who sees it go would take us for dead. */
  readonly forGood?: boolean;
  readonly onClose?: () => void;
}

export function connect(databaseUrl: string, connections: number, options: ConnectOptions = {}): postgres.Sql {
  const { url, searchPath, pooled } = readAddress(databaseUrl);
  try {
    return postgres(url, {
      max: connections,
      prepare: !pooled,
      connect_timeout: 10,
      ...(options.forGood === true ? { max_lifetime: null } : {}),
      ...(options.onClose === undefined ? {} : { onclose: options.onClose }),
      onnotice: () => {},
      connection: {
        application_name: 'renos-sync',
        TimeZone: 'UTC',
        ...(searchPath === null ? {} : { search_path: `"${searchPath.replaceAll('"', '')}"` }),
      },
    });
  } catch (error) {
    throw new ConfigurationError('database-address', 'DATABASE_URL cannot be read as an address.', {
      cause: error,
      actions: ['DATABASE_URL=postgres://user:password@host:5432/database'],
    });
  }
}

/** Opens a PostgreSQL server. Nothing is sent before the first statement. */
export function openServer(databaseUrl: string): Database {
  const client = connect(databaseUrl, 4);
  const counter = new StatementCounter();
  let witness: postgres.Sql | null = null;
  return {
    kind: 'server',
    orm: drizzle(client, { logger: counter }),
    copyIn: createCopyIn((onClose) => connect(databaseUrl, 1, { onClose }), counter),
    session: () => {
      witness ??= connect(databaseUrl, 1, { forGood: true });
      return readAddress(databaseUrl).pooled ? Promise.resolve(`pooled:${randomUUID()}`) : sessionOf(witness);
    },
    statements: () => counter.count,
    close: async () => {
      await Promise.all([client.end({ timeout: 5 }), witness?.end({ timeout: 5 })]);
    },
  };
}

/** A connection of its own, open as long as we are: who sees it in pg_stat_activity knows that we live. */
async function sessionOf(witness: postgres.Sql): Promise<string> {
  const [row] = await witness<{ session: string }[]>`
    select pid || ':' || extract(epoch from backend_start) as session from pg_stat_activity where pid = pg_backend_pid()`;
  return row?.session ?? `unseen:${randomUUID()}`;
}

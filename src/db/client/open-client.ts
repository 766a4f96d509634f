import pg from 'pg';
import { saying, UnavailableError } from '../../core/errors.js';
import type { Address, SessionKind } from './address.js';
import { databaseError } from './driver-failure.js';
import { ask } from './statement.js';

/** Whether the server used TLS when last asked: it is not asked again for each connection. */
export interface TlsMemory {
  isEncrypted: boolean | null;
}

/** Trying the next host does not help: it would return the same error. */
const final = /^(28...|3D000|SASL_SIGNATURE_MISMATCH)$/;
const network = /^(E[A-Z_]+|CONNECT_TIMEOUT|CONNECTION_CLOSED)$/;

/** Opens a connection to the first host that accepts it and has the required role. */
export async function openClient(address: Address, memory: TlsMemory): Promise<pg.Client> {
  let failure: unknown = null;
  for (const kind of kindsOf(address.sessionKind)) {
    for (const { host, port } of address.hosts) {
      for (const isEncrypted of encryptions(address, host, memory)) {
        try {
          const client = await connect(address, { host, port, isEncrypted });
          memory.isEncrypted = isEncrypted;
          if (await isOfKind(client, kind)) return client;
          await client.end();
          failure = wrongKind(kind);
          break;
        } catch (error) {
          failure = error;
          const { code = '' } = error as { code?: string };
          if (network.test(code)) break;
          if (final.test(code) && code !== '28000') throw error;
        }
      }
    }
  }
  throw failure;
}

interface Target {
  readonly host: string | undefined;
  readonly port: number | undefined;
  readonly isEncrypted: boolean;
}

async function connect(address: Address, { host, port, isEncrypted }: Target): Promise<pg.Client> {
  const { tls } = address;
  const client = new pg.Client({
    host,
    port,
    user: address.user,
    // Without a password, the driver would look for one in a file, and warn.
    password: address.password ?? '',
    database: address.database,
    application_name: address.applicationName,
    connectionTimeoutMillis: address.connectTimeout,
    keepAlive: address.keepAlive !== null,
    keepAliveInitialDelayMillis: address.keepAlive ?? 0,
    ssl: isEncrypted ? tlsOptions(tls) : false,
    ...{ sslnegotiation: isEncrypted && tls.isDirect ? 'direct' : 'postgres' },
    ...{ enableChannelBinding: isEncrypted && tls.bindsChannel },
  });
  // A broken connection makes the current or the next statement fail.
  client.on('error', () => {});
  try {
    await client.connect();
  } catch (error) {
    client.end().catch(() => {});
    throw databaseError(error, 'CONNECTION_CLOSED');
  }
  return client;
}

function tlsOptions({ mode, ca, cert, key, passphrase }: Address['tls']): NonNullable<pg.ClientConfig['ssl']> {
  return {
    rejectUnauthorized: mode === 'verify-ca' || mode === 'verify-full',
    ...(ca === null ? {} : { ca }),
    ...(cert === null ? {} : { cert }),
    ...(key === null ? {} : { key }),
    ...(passphrase === null ? {} : { passphrase }),
    // The certificate is for another name, but from the right authority.
    ...(mode === 'verify-full' ? {} : { checkServerIdentity: () => undefined }),
  };
}

/** The kinds of encryption to try, in libpq's order. */
function encryptions({ tls }: Address, host: string | undefined, { isEncrypted }: TlsMemory): readonly boolean[] {
  if (host?.startsWith('/') === true || tls.mode === 'disable') return [false];
  if (tls.mode !== 'prefer' && tls.mode !== 'allow') return [true];
  if (isEncrypted !== null) return [isEncrypted];
  return tls.mode === 'prefer' ? [true, false] : [false, true];
}

function kindsOf(kind: SessionKind): readonly SessionKind[] {
  return kind === 'prefer-standby' ? ['standby', 'any'] : [kind];
}

async function isOfKind(client: pg.Client, kind: SessionKind): Promise<boolean> {
  if (kind === 'any') return true;
  const { rows } = await ask<{ standby: boolean; read_only: boolean }>(
    client,
    "select pg_is_in_recovery() as standby, current_setting('transaction_read_only')::boolean as read_only",
  );
  const [row] = rows;
  if (row === undefined) throw new Error('The server did not say what it is.');
  switch (kind) {
    case 'read-write':
      return !row.read_only;
    case 'read-only':
      return row.read_only;
    case 'primary':
      return !row.standby;
    default:
      return row.standby;
  }
}

function wrongKind(kind: SessionKind): UnavailableError {
  return new UnavailableError(saying('database-unreachable/kind', { kind }));
}

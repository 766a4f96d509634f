import { connect } from 'node:net';
import pg from 'pg';
import type { Address } from './address.js';
import { openClient, type TlsMemory } from './open-client.js';

/** Result of a check for a statement without an answer. */
export type Found =
  /** It is running, or waits for a lock. */
  | 'running'
  /** It is not running: the answer or the statement was lost, or the server is unreachable. */
  | 'gone'
  /** The server accepts connections but does not answer. */
  | 'mute'
  /** The server, or the pooler in front, has no free connection, or does not show its statements. */
  | 'unknown';

export interface Unanswered {
  readonly client: pg.Client;
  readonly text: string;
}

/** The most milliseconds for reaching the server, and for its answers to the check. */
const longest = 10_000;
/** Letters by which a statement is recognized behind a pooler: the server keeps at least a hundred bytes. */
const known = 60;

/**
 * `$1` is the process number for the checking connection, `$2` that of the statement's connection, `$3` the statement's
 * beginning. A pooler gives numbers of its own, so there the statement is found by its text. A backend that waits for
 * its client never received the whole statement, or cannot send its answer.
 */
const statement = `select current_setting('track_activities') = 'on' as is_told, exists (
    select from pg_stat_activity
    where state = 'active' and wait_event_type is distinct from 'Client' and pid <> pg_backend_pid()
      and case when pg_backend_pid() = $1::int then pid = $2::int
        else datname = current_database() and starts_with(query, $3) end
  ) as is_running`;

/** Checks on a second connection, to the same server, whether it is still working on a statement. */
export async function findStatement(address: Address, tls: TlsMemory, { client, text }: Unanswered): Promise<Found> {
  const { host, port } = client;
  const patience = Math.min(longest, address.silence);
  if (!(await isReached(host, port))) return 'gone';
  const same: Address = { ...address, hosts: [{ host, port }], sessionKind: 'any', connectTimeout: patience };
  let look: pg.Client | null = null;
  try {
    look = await openClient(same, tls);
    const timer = setTimeout(() => hangUp(look as pg.Client, new Error('no answer to a look')), patience);
    const values = [processOf(look), processOf(client), text.slice(0, known)];
    const { rows } = await look
      .query<{ is_told: boolean; is_running: boolean }>(statement, values)
      .finally(() => clearTimeout(timer));
    return rows[0]?.is_told === true ? (rows[0].is_running ? 'running' : 'gone') : 'unknown';
  } catch (error) {
    // A pooler has accepted us but has no free connection to the server; or the server says that it has none.
    return look !== null || error instanceof pg.DatabaseError ? 'unknown' : 'mute';
  } finally {
    if (look !== null) hangUp(look);
  }
}

/**
 * Closes a connection without sending anything to the server, which may be unreachable. The running statement fails
 * with this error.
 */
export function hangUp(client: pg.Client, error?: Error): void {
  (client as unknown as { readonly connection: pg.Connection }).connection.stream.destroy(error);
}

function processOf(client: pg.Client): number | null {
  return (client as pg.Client & { readonly processID: number | null }).processID;
}

/** Whether anything accepts a connection there. */
function isReached(host: string, port: number): Promise<boolean> {
  if (host.startsWith('/')) return Promise.resolve(true);
  return new Promise((resolve) => {
    const socket = connect({ host, port, timeout: longest });
    const end = (isReached: boolean) => {
      socket.destroy();
      resolve(isReached);
    };
    socket
      .once('connect', () => end(true))
      .once('timeout', () => end(false))
      .once('error', () => end(false));
  });
}

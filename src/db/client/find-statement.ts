import { connect } from 'node:net';
import pg from 'pg';
import type { Address } from './address.js';
import { openClient, type TlsMemory } from './open-client.js';

/** What a look at the server tells of a statement whose answer does not come. */
export type Found =
  /** It is running, or waits for a lock. */
  | 'running'
  /** It is not: the answer was lost, or the statement was; or there is no way to the server any more. */
  | 'gone'
  /** Whatever takes our connections says nothing. */
  | 'mute'
  /** The server, or the pooler before it, has no connection to spare, or does not tell. */
  | 'unknown';

export interface Unanswered {
  readonly client: pg.Client;
  readonly text: string;
}

/** Milliseconds that the way to the server, and its answers to the look, may take at most. */
const longest = 10_000;
/** Letters by which a statement is known behind a pooler: the server keeps a hundred bytes at least. */
const known = 60;

/**
 * `$1` is the number that the look was given, `$2` that of the statement's connection, `$3` how it begins. A pooler gives
 * numbers of its own: there the statement is looked for by its text. A backend that waits for its client was never asked
 * all, or cannot get its answer through.
 */
const statement = `select current_setting('track_activities') = 'on' as is_told, exists (
    select from pg_stat_activity
    where state = 'active' and wait_event_type is distinct from 'Client' and pid <> pg_backend_pid()
      and case when pg_backend_pid() = $1::int then pid = $2::int
        else datname = current_database() and starts_with(query, $3) end
  ) as is_running`;

/** Looks on a connection of its own, to the very same server, whether it still works on a statement. */
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
    // A pooler has let us in, and has no connection to the server free; or the server itself says that it has none.
    return look !== null || error instanceof pg.DatabaseError ? 'unknown' : 'mute';
  } finally {
    if (look !== null) hangUp(look);
  }
}

/** Closes a connection without telling the server, which may be out of reach. The statement that is running fails with this error. */
export function hangUp(client: pg.Client, error?: Error): void {
  (client as unknown as { readonly connection: pg.Connection }).connection.stream.destroy(error);
}

function processOf(client: pg.Client): number | null {
  return (client as pg.Client & { readonly processID: number | null }).processID;
}

/** Whether anything takes a connection there at all. */
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

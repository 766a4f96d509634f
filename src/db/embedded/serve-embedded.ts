import { type AddressInfo, createServer, type Server } from 'node:net';
import { Backend, type Exec } from './backend.js';
import { Connection } from './connection.js';

export interface ServedDatabase {
  readonly port: number;
  /** Rejects if the embedded PostgreSQL has ended by itself. */
  readonly broken: Promise<never>;
  /** Sends the clients an error, rolls back their open transactions, and stops listening. */
  stop(): Promise<void>;
}

/** More clients would only wait for each other. */
const mostClients = 50;

/**
 * Serves the embedded database on 127.0.0.1 like a PostgreSQL server. Clients need the password, because other users of
 * this machine can reach the port too. Clients take turns, one transaction each. Throws as `listen` does.
 */
export async function serveEmbedded(
  exec: Exec,
  { port, password }: { readonly port: number; readonly password: string },
): Promise<ServedDatabase> {
  let fail: (error: unknown) => void = () => {};
  const broken = new Promise<never>((_, reject) => {
    fail = reject;
  });
  broken.catch(() => {});
  const backend = new Backend(exec, fail);
  const open = new Map<Connection, Promise<void>>();
  let number = 0;
  const server = createServer((socket) => {
    socket.on('error', () => socket.destroy());
    number += 1;
    const connection = new Connection(socket, backend, { password, number });
    const done = connection
      .serve()
      .then(() => connection.leave(open.size === 1))
      .finally(() => open.delete(connection))
      .catch(fail);
    open.set(connection, done);
  });
  server.maxConnections = mostClients;
  const stop = async () => {
    const closed = new Promise((resolve) => server.close(resolve));
    const ending = [...open.entries()];
    for (const [connection] of ending) connection.end('57P01', 'renos-sync database is shutting down.');
    await Promise.all(ending.map(([, done]) => done));
    await closed;
  };
  return { port: await listen(server, port), broken, stop };
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => resolve((server.address() as AddressInfo).port));
  });
}

import type { Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

/**
 * Hangs up where nothing has moved for so many milliseconds: on a client that does not take its answer, and on one that
 * asks for nothing. An answer that is still being made is waited for.
 */
export function letGoOfIdle(server: Server, patience: number): void {
  const answering = new WeakMap<Socket, ServerResponse>();
  server.on('request', ({ socket }, response) => {
    answering.set(socket, response);
    // Others may wait behind it on the same connection.
    response.once('close', () => answering.get(socket) === response && answering.delete(socket));
  });
  server.setTimeout(patience, (socket) => {
    if (!answering.has(socket) || socket.writableLength > 0) socket.destroy();
  });
}

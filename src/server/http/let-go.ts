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

/**
 * Closes all answers of a connection that ends: Node itself closes the one that is being sent, and those that wait behind
 * it would never hear that their client has gone.
 */
export function closeQueuedAnswers(server: Server): void {
  const queued = new WeakMap<Socket, Set<ServerResponse>>();
  server.on('connection', (socket) => {
    const answers = new Set<ServerResponse>();
    queued.set(socket, answers);
    socket.once('close', () => {
      for (const answer of answers) if (answer.socket === null) answer.destroy().emit('close');
    });
  });
  server.on('request', ({ socket }, answer) => {
    const answers = queued.get(socket);
    answers?.add(answer);
    answer.once('close', () => answers?.delete(answer));
  });
}

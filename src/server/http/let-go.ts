import type { Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

/**
 * Closes connections on which nothing has moved for this many milliseconds: the client does not take its answer, or
 * sends no request. An answer that is still being made is waited for.
 */
export function letGoOfIdle(server: Server, patience: number): void {
  const answering = new WeakMap<Socket, ServerResponse>();
  server.on('request', ({ socket }, response) => {
    answering.set(socket, response);
    // Other answers may wait behind it on the same connection.
    response.once('close', () => answering.get(socket) === response && answering.delete(socket));
  });
  server.setTimeout(patience, (socket) => {
    if (!answering.has(socket) || socket.writableLength > 0) socket.destroy();
  });
}

/**
 * Closes all answers of a connection that ends: Node itself only closes the one that is being sent, and the waiting
 * ones would never notice.
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

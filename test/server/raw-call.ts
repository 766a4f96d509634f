import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

/** An open connection on which a test says what no client would. */
export async function openSocket(port: number): Promise<Socket> {
  const socket = connect(port, '127.0.0.1').on('error', () => {});
  await once(socket, 'connect');
  return socket;
}

/** Sends bytes as they are, and gives all that comes back until the server hangs up. */
export async function rawCall(port: number, text: string): Promise<string> {
  const socket = await openSocket(port);
  socket.write(text);
  return readAll(socket);
}

export async function readAll(socket: Socket): Promise<string> {
  let said = '';
  socket.setEncoding('utf8').on('data', (piece: string) => {
    said += piece;
  });
  if (!socket.destroyed) await once(socket, 'close');
  return said;
}

/** Sends bytes piece by piece, each in a packet of its own, and gives what comes back. */
export async function sayPiecemeal(port: number, pieces: readonly string[]): Promise<string> {
  const socket = (await openSocket(port)).setNoDelay();
  const said = readAll(socket);
  for (const piece of pieces) {
    await new Promise<void>((resolve) => socket.write(Buffer.from(piece, 'latin1'), () => resolve()));
  }
  return said;
}

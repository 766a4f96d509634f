import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { ApiError } from './api-error.js';
import { errorReply, readTarget, type WireReply, type WireRequest } from './wire.js';

const maxBody = 20 * 1024 * 1024;

function readBody(incoming: IncomingMessage): Promise<string | undefined> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    incoming.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size <= maxBody) chunks.push(chunk);
    });
    incoming.on('end', () => resolve(size > maxBody ? undefined : Buffer.concat(chunks).toString('utf8')));
    incoming.on('error', reject);
  });
}

function headersOf(incoming: IncomingMessage): Record<string, string | undefined> {
  const entries = Object.entries(incoming.headers);
  return Object.fromEntries(entries.map(([name, value]) => [name, Array.isArray(value) ? value.join(', ') : value]));
}

function send(outgoing: ServerResponse, reply: WireReply, now: number): void {
  if (reply.drop === true) {
    outgoing.socket?.destroy();
    return;
  }
  const body = Buffer.from(reply.body, 'utf8');
  const length = reply.status === 204 || reply.status === 304 ? {} : { 'content-length': String(body.length) };
  outgoing.writeHead(reply.status, { date: new Date(now).toUTCString(), ...length, ...reply.headers });
  outgoing.end(body);
}

async function serve(
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  answer: (request: WireRequest) => WireReply,
  clock: () => number,
): Promise<void> {
  const body = await readBody(incoming);
  const target = readTarget(incoming.url ?? '/');
  const request = { method: incoming.method ?? 'GET', ...target, headers: headersOf(incoming), body: body ?? '' };
  const tooLarge = () => errorReply(new ApiError(413, 'uploadTooLarge', 'Request is too large.'));
  const reply = body === undefined ? tooLarge() : answer(request);
  if (reply.delayMs === undefined) return send(outgoing, reply, clock());
  const timer = setTimeout(() => send(outgoing, reply, clock()), reply.delayMs);
  outgoing.on('close', () => clearTimeout(timer));
}

function failed(): WireReply {
  return errorReply(new ApiError(500, 'backendError', 'The sandbox failed; this is its own fault.'));
}

/** Listens on 127.0.0.1 and passes each request with its body to `answer`. */
export function listen(
  port: number,
  answer: (request: WireRequest) => WireReply,
  clock: () => number,
): Promise<{ server: Server; port: number }> {
  // By default Node closes a connection after 5 s without a request: a client whose process was busy for longer would
  // send into a closed one.
  const server = createServer({ keepAliveTimeout: 0 }, (incoming, outgoing) => {
    serve(incoming, outgoing, answer, clock).catch(() => {
      if (!outgoing.headersSent) send(outgoing, failed(), clock());
    });
  });
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      const address = server.address();
      resolve({ server, port: typeof address === 'object' && address !== null ? address.port : port });
    });
  });
}

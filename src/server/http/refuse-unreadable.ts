import { type IncomingMessage, type Server, type ServerResponse, STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import type { Sentence } from '../../core/codes/failures.js';
import { saying } from '../../core/errors.js';
import { failureOf } from './failure.js';
import { Refusal } from './refusal.js';

/** Node's errors for a request that it cannot read; any other text is not HTTP. */
const known: Readonly<Record<string, readonly [status: 408 | 413 | 431, sentence: Sentence]>> = {
  HPE_HEADER_OVERFLOW: [431, saying('malformed-request/headers', {})],
  HPE_CHUNK_EXTENSIONS_OVERFLOW: [413, saying('malformed-request', {})],
  ERR_HTTP_REQUEST_TIMEOUT: [408, saying('malformed-request/slow', {})],
};

/** Answers a client whose request cannot be read: Node itself would close the connection without an explanation. */
export function refuseUnreadable(server: Server): void {
  const answering = new WeakMap<Socket, ServerResponse>();
  const note = ({ socket }: IncomingMessage, response: ServerResponse) => void answering.set(socket, response);
  server.on('request', note);
  server.on('clientError', (error: NodeJS.ErrnoException, socket: Socket) => {
    const answer = answering.get(socket);
    // Once an answer has begun, nothing else may be written.
    const isFree = answer === undefined || answer.writableFinished || !answer.headersSent;
    const [status, sentence] = known[error.code ?? ''] ?? [400, saying('malformed-request', {})];
    if (socket.writable && isFree) socket.write(rawAnswer(new Refusal(status, sentence)));
    socket.destroy();
  });
  server.on('checkExpectation', (_request: IncomingMessage, response: ServerResponse) => {
    const { status, body } = failureOf(new Refusal(417, saying('expectation-unknown', {})));
    response.writeHead(status, { ...headers, Connection: 'close' }).end(JSON.stringify(body));
  });
  server.on('connect', (_request: IncomingMessage, socket: Socket) => {
    socket.end(rawAnswer(new Refusal(405, saying('method-not-allowed', { methods: ['GET', 'POST'] }))));
  });
}

/** The answer to a request that Node could read but that has no valid address. */
export function answerUnreadable(thrown: unknown): Response {
  const isUnread = thrown instanceof Error && thrown.name === 'RequestError';
  const { status, body } = failureOf(isUnread ? new Refusal(400, saying('malformed-request', {})) : thrown);
  return Response.json(body, { status, headers: { ...headers, Connection: 'close' } });
}

const headers = {
  'Content-Type': 'application/json',
  'Cache-Control': 'no-store',
  'X-Content-Type-Options': 'nosniff',
  'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'",
};

function rawAnswer(refusal: Refusal): string {
  const { status, body } = failureOf(refusal);
  const text = JSON.stringify(body);
  const all = { ...headers, Connection: 'close', 'Content-Length': Buffer.byteLength(text) };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`);
  return `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\n${lines.join('')}\r\n${text}`;
}

import { randomBytes } from 'node:crypto';
import { ApiError } from './api-error.js';
import { errorReply, readTarget, type WireReply, type WireRequest } from './wire.js';

interface Part {
  readonly contentId: string | undefined;
  readonly request: WireRequest;
}

function splitHead(text: string): { lines: string[]; body: string } {
  const match = /\r?\n\r?\n/.exec(text);
  if (match === null) return { lines: text.split(/\r?\n/), body: '' };
  return { lines: text.slice(0, match.index).split(/\r?\n/), body: text.slice(match.index + match[0].length) };
}

function readHeaders(lines: readonly string[]): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const line of lines) {
    const at = line.indexOf(':');
    if (at > 0) headers[line.slice(0, at).trim().toLowerCase()] = line.slice(at + 1).trim();
  }
  return headers;
}

function badBatch(message: string): ApiError {
  return new ApiError(400, 'badRequest', message);
}

function readPart(text: string, outer: WireRequest): Part {
  const envelope = splitHead(text.replace(/^\r?\n/, ''));
  const about = readHeaders(envelope.lines);
  if (!/^application\/http/i.test(about['content-type'] ?? '')) throw badBatch('A part is not application/http.');
  const inner = splitHead(envelope.body.replace(/^(?:\r?\n)+/, ''));
  const [start = '', ...lines] = inner.lines;
  const [method, target] = start.trim().split(/\s+/);
  if (method === undefined || target === undefined || !target.startsWith('/')) {
    throw badBatch('A part has no request line with a path relative to the host.');
  }
  const headers = { authorization: outer.headers.authorization, ...readHeaders(lines) };
  const body = inner.body.replace(/\r?\n$/, '');
  return { contentId: about['content-id'], request: { method, ...readTarget(target), headers, body } };
}

function readParts(request: WireRequest, limit: number): Part[] {
  const boundary = /boundary="?([^";]+)"?/i.exec(request.headers['content-type'] ?? '')?.[1];
  if (boundary === undefined) throw badBatch('The batch has no boundary.');
  const pieces = `\r\n${request.body}`.split(`\n--${boundary}`).slice(1);
  const end = pieces.findIndex((piece) => piece.startsWith('--'));
  if (end < 0) throw badBatch('The batch does not end.');
  if (end > limit) throw badBatch(`The batch has more than ${limit} calls.`);
  return pieces.slice(0, end).map((piece) => readPart(piece, request));
}

function renderPart(part: Part, reply: WireReply): string {
  const id = part.contentId?.replace(/^(<?)/, '$1response-');
  const headers = { ...reply.headers, 'content-length': String(Buffer.byteLength(reply.body)) };
  return [
    'Content-Type: application/http',
    ...(id === undefined ? [] : [`Content-ID: ${id}`]),
    '',
    `HTTP/1.1 ${reply.status} ${reply.status < 400 ? 'OK' : 'Error'}`,
    ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
    '',
    reply.body,
  ].join('\r\n');
}

/**
 * Answers a batch: each part is a request of its own with its own status. The answers have the order of the calls; the
 * order of execution is not guaranteed. Source: Calendar API guide "Send batch requests", "Response to a batch
 * request".
 */
export function answerBatch(request: WireRequest, limit: number, answer: (part: WireRequest) => WireReply): WireReply {
  let parts: Part[];
  try {
    parts = readParts(request, limit);
  } catch (error) {
    if (error instanceof ApiError) return errorReply(error);
    throw error;
  }
  const replies = parts.map((part) => ({ part, reply: answer(part.request) }));
  const dropped = replies.find(({ reply }) => reply.drop === true);
  if (dropped !== undefined) return dropped.reply;
  const boundary = `batch_${randomBytes(12).toString('base64url')}`;
  const shown = replies.filter(({ reply }) => reply.omit !== true);
  const texts = shown.map(({ part, reply }) => `--${boundary}\r\n${renderPart(part, reply)}\r\n`);
  const delays = replies.map(({ reply }) => reply.delayMs ?? 0);
  const delayMs = Math.max(0, ...delays);
  return {
    status: 200,
    headers: { 'content-type': `multipart/mixed; boundary=${boundary}` },
    body: `${texts.join('')}--${boundary}--\r\n`,
    ...(delayMs > 0 && { delayMs }),
  };
}

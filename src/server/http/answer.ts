import { Readable } from 'node:stream';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { giveWay } from '../../core/give-way.js';
import type { Language } from '../../messages/language.js';
import type { ApiContext } from './api-env.js';
import { type Failure, failureOf } from './failure.js';
import { languageOf } from './language.js';
import { hasBody } from './read-body.js';
import { Refusal } from './refusal.js';

/** RenOS's envelope for a success. */
export function answer(c: ApiContext, data: unknown, message: string, status: ContentfulStatusCode = 200): Response {
  return send(c, { success: true, data, message }, status);
}

/** Sends an answer with long lists in pieces as the client takes them: the whole text is never in memory. */
function send(c: ApiContext, body: object, status: ContentfulStatusCode): Response {
  if (!isLong(body)) return c.json(body, status);
  return c.body(streamOf(jsonParts(body)), status, { 'Content-Type': 'application/json' });
}

/** The number of items that are written as one text. */
const few = 100;

function isLong(value: unknown): boolean {
  if (Array.isArray(value)) return value.length > few;
  return typeof value === 'object' && value !== null && Object.values(value).some(isLong);
}

/** As `JSON.stringify` writes it. */
function* jsonParts(value: unknown): Generator<string> {
  if (!isLong(value) || 'toJSON' in Object(value)) return yield JSON.stringify(value);
  const isList = Array.isArray(value);
  let before = isList ? '[' : '{';
  for (const [name, part] of Object.entries(value as object)) {
    if (part === undefined && !isList) continue;
    yield isList ? before : `${before}${JSON.stringify(name)}:`;
    yield* isList ? [JSON.stringify(part ?? null)] : jsonParts(part);
    before = ',';
  }
  yield isList ? ']' : '}';
}

interface ListAnswer {
  readonly data: object;
  /** The name of the list, which is last in `data`. */
  readonly name: string;
  readonly items: Iterable<unknown>;
  readonly message: string;
}

/**
 * The envelope for a list that may be long: it is sent in pieces as the client takes them, and the whole text is never
 * in memory.
 */
export function answerList(c: ApiContext, { data, name, items, message }: ListAnswer): Response {
  function* parts() {
    yield `{"success":true,"data":${JSON.stringify(data).slice(0, -1)},${JSON.stringify(name)}:[`;
    let comma = '';
    for (const item of items) {
      yield comma + JSON.stringify(item);
      comma = ',';
    }
    yield `]},"message":${JSON.stringify(message)}}`;
  }
  return c.body(streamOf(parts()), 200, { 'Content-Type': 'application/json' });
}

const enough = 65_536;

/** A piece at a time; other work gets a turn in between. */
function streamOf(parts: Iterable<string>): ReadableStream {
  async function* pieces() {
    let piece = '';
    for (const part of parts) {
      piece += part;
      if (piece.length < enough) continue;
      yield piece;
      await giveWay();
      piece = '';
    }
    yield piece;
  }
  return Readable.toWeb(Readable.from(pieces(), { objectMode: false })) as ReadableStream;
}

/** For a partial failure: the data has the details, and the client should check them. */
export function answerPartly(c: ApiContext, data: unknown, message: string): Response {
  return send(c, { success: false, error: 'partly', data, message }, 200);
}

/** RenOS's envelope for a failure; `data` is the part that was done, or would have been. */
export function answerFailure(c: ApiContext, thrown: unknown, data?: unknown): Response {
  const failure = beginFailure(c, thrown, languageOf(c));
  const body = { ...failure.body, ...(data === undefined ? {} : { data }), requestId: c.get('requestId') };
  return send(c, body, failure.status);
}

/** Sets the headers for retrying, and whether the connection is kept. */
export function beginFailure(c: ApiContext, thrown: unknown, language: Language): Failure {
  const failure = failureOf(thrown, language);
  for (const [name, value] of Object.entries(failure.headers)) c.header(name, value);
  // The unread rest of the body cannot be distinguished from the next request.
  const { incoming } = c.env;
  // A body that arrived, but whose reading was broken off, ends the connection too.
  const isBrokenOff = incoming.destroyed && !incoming.readableEnded;
  const isUnread = hasBody(incoming) && (!incoming.complete || isBrokenOff);
  if (isUnread || (thrown instanceof Refusal && thrown.hangUp)) c.header('Connection', 'close');
  return failure;
}

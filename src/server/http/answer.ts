import { Readable } from 'node:stream';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { giveWay } from '../../core/give-way.js';
import type { Language } from '../../messages/language.js';
import type { ApiContext } from './api-env.js';
import { type Failure, failureOf } from './failure.js';
import { languageOf } from './language.js';
import { hasBody } from './read-body.js';
import { Refusal } from './refusal.js';

/** RenOS's envelope around what went well. */
export function answer(c: ApiContext, data: unknown, message: string, status: ContentfulStatusCode = 200): Response {
  return send(c, { success: true, data, message }, status);
}

/** Sends an answer in pieces as the client takes them, if there are long lists in it: they are never made as a whole. */
function send(c: ApiContext, body: object, status: ContentfulStatusCode): Response {
  if (!isLong(body)) return c.json(body, status);
  return c.body(streamOf(jsonParts(body)), status, { 'Content-Type': 'application/json' });
}

/** Items of a list that are written as one text all the same. */
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
  /** Of the list, which stands last in `data`. */
  readonly name: string;
  readonly items: Iterable<unknown>;
  readonly message: string;
}

/** The envelope around a list that may be long: it is sent in pieces as the client takes them, and never made as a whole. */
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

/** Some of it at a time; others have their turn in between. */
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

/** Some of it went wrong: the data says what, and the caller should look. */
export function answerPartly(c: ApiContext, data: unknown, message: string): Response {
  return send(c, { success: false, error: 'partly', data, message }, 200);
}

/** RenOS's envelope around a failure; `data` is what was done, or would have been, all the same. */
export function answerFailure(c: ApiContext, thrown: unknown, data?: unknown): Response {
  const failure = beginFailure(c, thrown, languageOf(c));
  const body = { ...failure.body, ...(data === undefined ? {} : { data }), requestId: c.get('requestId') };
  return send(c, body, failure.status);
}

/** Sets the headers that tell when to try again, and whether the connection goes on. */
export function beginFailure(c: ApiContext, thrown: unknown, language: Language): Failure {
  const failure = failureOf(thrown, language);
  for (const [name, value] of Object.entries(failure.headers)) c.header(name, value);
  // What has not been read of the body cannot be told from the next request.
  const { incoming } = c.env;
  const isUnread = hasBody(incoming) && !incoming.complete;
  if (isUnread || (thrown instanceof Refusal && thrown.hangUp)) c.header('Connection', 'close');
  return failure;
}

import { Readable } from 'node:stream';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { giveWay } from '../../core/give-way.js';
import type { Language } from '../../messages/language.js';
import type { ApiContext } from './api-env.js';
import { type Failure, failureOf } from './failure.js';
import { languageOf } from './language.js';
import { Refusal } from './refusal.js';

/** RenOS's envelope around what went well. */
export function answer(c: ApiContext, data: unknown, message: string, status: ContentfulStatusCode = 200): Response {
  return c.json({ success: true, data, message }, status);
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
  async function* pieces() {
    let piece = `{"success":true,"data":${JSON.stringify(data).slice(0, -1)},${JSON.stringify(name)}:[`;
    let comma = '';
    for (const item of items) {
      piece += comma + JSON.stringify(item);
      comma = ',';
      if (piece.length < enough) continue;
      yield piece;
      await giveWay();
      piece = '';
    }
    yield `${piece}]},"message":${JSON.stringify(message)}}`;
  }
  const body = Readable.toWeb(Readable.from(pieces(), { objectMode: false })) as ReadableStream;
  return c.body(body, 200, { 'Content-Type': 'application/json' });
}

const enough = 65_536;

/** Some of it went wrong: the data says what, and the caller should look. */
export function answerPartly(c: ApiContext, data: unknown, message: string): Response {
  return c.json({ success: false, error: 'partly', data, message }, 200);
}

/** RenOS's envelope around a failure; `data` is what was done, or would have been, all the same. */
export function answerFailure(c: ApiContext, thrown: unknown, data?: unknown): Response {
  const failure = beginFailure(c, thrown, languageOf(c));
  const body = { ...failure.body, ...(data === undefined ? {} : { data }), requestId: c.get('requestId') };
  return c.json(body, failure.status);
}

/** Sets the headers that tell when to try again, and whether the connection goes on. */
export function beginFailure(c: ApiContext, thrown: unknown, language: Language): Failure {
  const failure = failureOf(thrown, language);
  for (const [name, value] of Object.entries(failure.headers)) c.header(name, value);
  if (thrown instanceof Refusal && thrown.hangUp) c.header('Connection', 'close');
  return failure;
}

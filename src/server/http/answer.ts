import type { ContentfulStatusCode } from 'hono/utils/http-status';
import type { ApiContext } from './api-env.js';
import { type Failure, failureOf } from './failure.js';
import { Refusal } from './refusal.js';

/** RenOS's envelope around what went well. */
export function answer(c: ApiContext, data: unknown, message: string, status: ContentfulStatusCode = 200): Response {
  return c.json({ success: true, data, message }, status);
}

/** Some of it went wrong: the data says what, and the caller should look. */
export function answerPartly(c: ApiContext, data: unknown, message: string): Response {
  return c.json({ success: false, error: 'partly', data, message }, 200);
}

/** RenOS's envelope around a failure; `data` is what was done, or would have been, all the same. */
export function answerFailure(c: ApiContext, thrown: unknown, data?: unknown): Response {
  const failure: Failure = failureOf(thrown);
  const body = { ...failure.body, ...(data === undefined ? {} : { data }), requestId: c.get('requestId') };
  for (const [name, value] of Object.entries(failure.headers)) c.header(name, value);
  if (thrown instanceof Refusal && thrown.hangUp) c.header('Connection', 'close');
  return c.json(body, failure.status);
}

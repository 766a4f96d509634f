import { saying } from '../../core/errors.js';
import type { ApiContext } from './api-env.js';
import { Refusal } from './refusal.js';

/** Aborted if the client disconnects before its answer: work that only this client needs can stop. */
export function hungUp({ env: { outgoing } }: ApiContext): AbortSignal {
  const ending = new AbortController();
  const gone = () => ending.abort(new Refusal(400, saying('client-gone', {})));
  if (outgoing.destroyed) gone();
  else outgoing.once('close', () => (outgoing.writableFinished ? undefined : gone()));
  return ending.signal;
}

import { saying } from '../../core/errors.js';
import type { ApiContext } from './api-env.js';
import { Refusal } from './refusal.js';

/** Aborted when the client has gone before it had its answer: what only it wanted to know need not be worked out. */
export function hungUp({ env: { outgoing } }: ApiContext): AbortSignal {
  const ending = new AbortController();
  const gone = () => ending.abort(new Refusal(400, saying('client-gone', {})));
  if (outgoing.destroyed) gone();
  else outgoing.once('close', () => (outgoing.writableFinished ? undefined : gone()));
  return ending.signal;
}

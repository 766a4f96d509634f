import { setTimeout as sleep } from 'node:timers/promises';
import * as v from 'valibot';
import { saying } from '../../core/errors.js';
import type { SyncStatus } from '../../core/results/status-result.js';
import { statusResult } from '../../core/results/status-result.js';
import { tellStatus } from '../../messages/results.js';
import type { Engine } from '../engine.js';
import { answer } from '../http/answer.js';
import { tellerOf, words } from '../http/language.js';
import { Refusal } from '../http/refusal.js';
import { lookAtBoth } from '../look-at-both.js';
import { type Route, route } from './route.js';

const group = 'Server';
/** Milliseconds for which a status is fresh enough for monitoring. */
const readyFor = 10_000;

/** Reports only that the server is alive: a platform asks many times a minute. Needs no token. */
export function healthRoute(): Route {
  return route({
    method: 'GET',
    path: '/health',
    group,
    summary: 'Report that the process is alive',
    isAskedByOthers: true,
    answers: { kind: 'data', schema: v.object({ status: v.literal('alive') }), description: 'It is.' },
    handle: async (c) => answer(c, { status: 'alive' }, words(c).alive),
  });
}

/** The routes for monitoring. */
export function serverRoutes(engine: Engine): readonly Route[] {
  const look = lookNowAndThen(engine);
  return [
    route({
      method: 'GET',
      path: '/ready',
      group,
      summary: 'Report whether database and Google can be used and the last sync is recent, as in status',
      answers: { kind: 'data', schema: statusResult, description: 'In sync, or with changes or single items waiting.' },
      handle: async (c) => {
        const status = await Promise.race([look(), tooLate(engine.settings.limits.readyPatience)]);
        const { verdict } = status;
        if (verdict !== 'stale' && verdict !== 'unreachable')
          return answer(c, tellStatus(status, tellerOf(c)), words(c).ready(verdict));
        throw new Refusal(503, saying(verdict, {}), { headers: { 'Retry-After': '30' } });
      },
    }),
    route({
      method: 'GET',
      path: '/metrics',
      group,
      summary: 'Counts and durations for Prometheus',
      answers: { kind: 'text', type: 'text/plain', description: 'Prometheus’ text format.' },
      handle: async (c) => c.body(await engine.metrics.read(), 200, { 'Content-Type': engine.metrics.contentType }),
    }),
  ];
}

/** Asks Google at most once in a while, for any number of requests. */
function lookNowAndThen(engine: Engine): () => Promise<SyncStatus> {
  let last: { until: number; readonly status: Promise<SyncStatus> } | null = null;
  return () => {
    if (last !== null && performance.now() < last.until) return last.status;
    const status = lookAtBoth(engine, false);
    const mine = { until: Number.POSITIVE_INFINITY, status };
    last = mine;
    status.then(
      () => {
        mine.until = performance.now() + readyFor;
      },
      () => {
        if (last === mine) last = null;
      },
    );
    return status;
  };
}

/** Monitoring waits for some seconds only; requests to Google are retried for longer. */
async function tooLate(milliseconds: number): Promise<never> {
  await sleep(milliseconds, undefined, { ref: false });
  throw new Refusal(503, saying('unreachable/slow', {}), {
    headers: { 'Retry-After': '30' },
  });
}

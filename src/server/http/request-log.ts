import { randomUUID } from 'node:crypto';
import type { MiddlewareHandler } from 'hono';
import type { Log } from '../../config/log.js';
import type { Metrics } from '../metrics.js';
import type { ApiEnv } from './api-env.js';

const goodId = /^[\w.-]{8,64}$/;

/** Gives each request an id, and logs one line when its answer was sent: no query, no body, no address. */
export function logRequests(log: Log, metrics: Metrics): MiddlewareHandler<ApiEnv> {
  return async (c, next) => {
    const startedAt = performance.now();
    const given = c.req.header('x-request-id') ?? '';
    const requestId = goodId.test(given) ? given : randomUUID();
    c.set('requestId', requestId);
    c.set('route', '-');
    c.header('X-Request-Id', requestId);
    const { outgoing } = c.env;
    const method = c.req.method;
    outgoing.once('close', () => {
      const ms = Math.round((performance.now() - startedAt) * 10) / 10;
      const route = c.get('route');
      const status = outgoing.statusCode;
      metrics.countAnswer({ method, route, status }, ms);
      log.info({ requestId, method, route, status, ms, complete: outgoing.writableFinished }, 'request');
    });
    await next();
  };
}

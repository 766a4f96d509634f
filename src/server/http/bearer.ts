import { createHash, timingSafeEqual } from 'node:crypto';
import type { MiddlewareHandler } from 'hono';
import { saying } from '../../core/errors.js';
import type { ApiEnv } from './api-env.js';
import type { ClientOf, RateLimit } from './rate-limit.js';
import { Refusal } from './refusal.js';

interface Guarding {
  readonly token: string;
  /** Pages for a browser: there the token is also accepted as the password of the browser's own dialog. */
  readonly pages: readonly string[];
  /** How many wrong tokens one address may send. */
  readonly failures: RateLimit;
  readonly clientOf: ClientOf;
}

/** Refuses requests without the token (RFC 6750), which is compared in constant time. */
export function requireToken({ token, pages, failures, clientOf }: Guarding): MiddlewareHandler<ApiEnv> {
  const wanted = digest(token);
  return async (c, next) => {
    const isPage = c.req.method === 'GET' && pages.includes(c.req.path);
    const shown = shownToken(c.req.header('authorization') ?? '', isPage);
    if (shown !== null && timingSafeEqual(digest(shown), wanted)) return next();
    failures.take(clientOf(c));
    const ways = isPage ? 'Basic realm="renos-sync", charset="UTF-8"' : 'Bearer realm="renos-sync"';
    const id = shown === null ? 'token-missing/request' : 'token-wrong';
    throw new Refusal(401, saying(id, {}), { headers: { 'WWW-Authenticate': ways }, hangUp: true });
  };
}

function shownToken(authorization: string, isPage: boolean): string | null {
  const [, scheme = '', value = ''] = /^(\w+) +(\S+) *$/.exec(authorization) ?? [];
  if (scheme.toLowerCase() === 'bearer') return value;
  if (scheme.toLowerCase() !== 'basic' || !isPage) return null;
  return Buffer.from(value, 'base64').toString('utf8').split(':').slice(1).join(':');
}

/** Of equal length, for any text. */
function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

/** Whether two secrets are equal, compared in constant time. */
export function isSame(one: string, other: string): boolean {
  return timingSafeEqual(digest(one), digest(other));
}

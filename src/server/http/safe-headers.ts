import type { MiddlewareHandler } from 'hono';
import type { ApiEnv } from './api-env.js';
import { Refusal } from './refusal.js';

/** Nothing of an answer is to be kept, guessed at or framed by a browser. */
export const safeHeaders: MiddlewareHandler<ApiEnv> = async (c, next) => {
  await next();
  c.header('Cache-Control', 'no-store');
  c.header('X-Content-Type-Options', 'nosniff');
  if (c.res.headers.get('Content-Security-Policy') === null) {
    c.header('Content-Security-Policy', "default-src 'none'; frame-ancestors 'none'");
  }
};

const ownNames = /^(127(\.\d{1,3}){3}|localhost|\[::1\])(:\d+)?$/i;
/** What browsers say where no page of another origin asks (https://www.w3.org/TR/fetch-metadata/); others say nothing. */
const ownSites: readonly (string | undefined)[] = [undefined, 'same-origin', 'none'];

/**
 * Where no token is asked for, a page in the same person's browser must not get in either: not by a name that it has
 * pointed at this machine, nor from another origin, whether it says so in Origin or, as with a GET, does not.
 */
export function refuseStrangePages(allowedOrigins: readonly string[]): MiddlewareHandler<ApiEnv> {
  return async (c, next) => {
    const host = c.req.header('host') ?? '';
    const origin = c.req.header('origin');
    const isListed = origin !== undefined && allowedOrigins.includes(origin);
    const isOwn = ownSites.includes(c.req.header('sec-fetch-site')) && [undefined, `http://${host}`].includes(origin);
    if (ownNames.test(host) && (isListed || isOwn)) return next();
    throw new Refusal(403, 'strange-origin', 'Without a token, only programs on this machine may call.');
  };
}

import type { MiddlewareHandler } from 'hono';
import { saying } from '../../core/errors.js';
import { isLoopback } from '../server-settings.js';
import type { ApiEnv } from './api-env.js';
import { Refusal } from './refusal.js';

/** A browser must not store an answer, guess its type or show it in a frame. */
export const safeHeaders: MiddlewareHandler<ApiEnv> = async (c, next) => {
  await next();
  c.header('Cache-Control', 'no-store');
  c.header('X-Content-Type-Options', 'nosniff');
  c.header('Vary', 'Accept-Language', { append: true });
  if (c.res.headers.get('Content-Security-Policy') === null) {
    c.header('Content-Security-Policy', "default-src 'none'; frame-ancestors 'none'");
  }
};

/** The host name in a request, without its port. */
const nameOf = (host: string) => /^(?:\[(.+)\]|([^:]*))(?::\d+)?$/.exec(host)?.slice(1).join('') ?? '';
/** Headers that a proxy or tunnel adds: the request comes from elsewhere, even if its host name is local. */
const ofProxies =
  /^(forwarded|via|x-forwarded(-.+)?|x-real-ip|x-original-(for|host|proto)|x-client-ip|x-cluster-client-ip|true-client-ip|fastly-client-ip|cf-.+)$/;
/**
 * The values of Sec-Fetch-Site if no other origin's page sends the request (https://www.w3.org/TR/fetch-metadata/);
 * other programs send none.
 */
const ownSites: readonly (string | undefined)[] = [undefined, 'same-origin', 'none'];

/**
 * Without a token, a web page in the same person's browser must not get access either: not under a host name that
 * points to this machine, nor from another origin, with an Origin header or, as with a GET, without.
 */
export function refuseStrangePages(allowedOrigins: readonly string[]): MiddlewareHandler<ApiEnv> {
  return async (c, next) => {
    const host = c.req.header('host') ?? '';
    const origin = c.req.header('origin');
    if (Object.keys(c.req.header()).some((name) => ofProxies.test(name))) {
      throw new Refusal(403, saying('token-needed', {}));
    }
    const isListed = origin !== undefined && allowedOrigins.includes(origin);
    const site = c.req.header('sec-fetch-site');
    // Our own pages send no referrer, so their forms have the origin `null`.
    const isOurForm = origin === 'null' && site === 'same-origin';
    const isOwn = isOurForm || (ownSites.includes(site) && [undefined, `http://${host}`].includes(origin));
    if (isLoopback(nameOf(host)) && (isListed || isOwn)) return next();
    throw new Refusal(403, saying('strange-origin', {}));
  };
}

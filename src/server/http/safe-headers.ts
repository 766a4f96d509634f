import type { MiddlewareHandler } from 'hono';
import { saying } from '../../core/errors.js';
import { isLoopback } from '../server-settings.js';
import type { ApiEnv } from './api-env.js';
import { Refusal } from './refusal.js';

/** Nothing of an answer is to be kept, guessed at or framed by a browser. */
export const safeHeaders: MiddlewareHandler<ApiEnv> = async (c, next) => {
  await next();
  c.header('Cache-Control', 'no-store');
  c.header('X-Content-Type-Options', 'nosniff');
  c.header('Vary', 'Accept-Language', { append: true });
  if (c.res.headers.get('Content-Security-Policy') === null) {
    c.header('Content-Security-Policy', "default-src 'none'; frame-ancestors 'none'");
  }
};

/** The name that a request calls us by, without its port. */
const nameOf = (host: string) => /^(?:\[(.+)\]|([^:]*))(?::\d+)?$/.exec(host)?.slice(1).join('') ?? '';
/** What a proxy or tunnel adds: the request comes from elsewhere, whatever name it calls us by. */
const ofProxies =
  /^(forwarded|via|x-forwarded(-.+)?|x-real-ip|x-original-(for|host|proto)|x-client-ip|x-cluster-client-ip|true-client-ip|fastly-client-ip|cf-.+)$/;
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
    if (Object.keys(c.req.header()).some((name) => ofProxies.test(name))) {
      throw new Refusal(403, saying('token-needed', {}));
    }
    const isListed = origin !== undefined && allowedOrigins.includes(origin);
    const site = c.req.header('sec-fetch-site');
    // Our own pages send no referrer, and so `null` as the origin of their forms.
    const isOurForm = origin === 'null' && site === 'same-origin';
    const isOwn = isOurForm || (ownSites.includes(site) && [undefined, `http://${host}`].includes(origin));
    if (isLoopback(nameOf(host)) && (isListed || isOwn)) return next();
    throw new Refusal(403, saying('strange-origin', {}));
  };
}

import { saying } from '../../core/errors.js';
import type { ApiContext } from './api-env.js';
import { Refusal } from './refusal.js';

const minute = 60_000;
/** The most addresses that are stored; the oldest are dropped. */
const mostClients = 10_000;

interface Allowance {
  left: number;
  at: number;
}

/** The allowed requests per minute and address, refilled evenly; more are refused (429). */
export class RateLimit {
  readonly #perMinute: number;
  readonly #now: () => number;
  readonly #clients = new Map<string, Allowance>();

  constructor(perMinute: number, now: () => number = () => performance.now()) {
    this.#perMinute = perMinute;
    this.#now = now;
  }

  take(client: string): void {
    const now = this.#now();
    const known = this.#clients.get(client) ?? { left: this.#perMinute, at: now };
    const left = Math.min(this.#perMinute, known.left + ((now - known.at) / minute) * this.#perMinute);
    this.#clients.delete(client);
    this.#clients.set(client, { left: Math.max(0, left - 1), at: now });
    if (this.#clients.size > mostClients) this.#clients.delete(this.#clients.keys().next().value ?? '');
    if (left >= 1) return;
    const seconds = Math.max(1, Math.ceil(((1 - left) / this.#perMinute) * 60));
    throw new Refusal(429, saying('too-many-requests', { most: this.#perMinute }), {
      headers: { 'Retry-After': String(seconds) },
    });
  }
}

export type ClientOf = (c: ApiContext) => string;

/**
 * Finds the address of a request's client. In a trusted proxy's list the last address counts: the proxy wrote it, while
 * the client may have invented those before.
 */
export function clientNaming(trustsProxy: boolean): ClientOf {
  return (c) => {
    const named = trustsProxy ? c.req.header('x-forwarded-for')?.split(',').at(-1)?.trim() : undefined;
    return named || (c.env.incoming.socket.remoteAddress ?? 'gone');
  };
}

import type { GoogleFailure } from './google-failure.js';

/** How often a request goes out, the first time included: one of a run, and one that only looks. */
export const usualAttempts = 6;
export const attemptsOfLook = 3;
/** Others may have used up the minute: it has to pass before a refusal means more than that. */
const moreAttemptsAtRateLimit = 2;

/** How often a request goes out at most after such a failure; what only looks gives up sooner. */
export function attemptsAt({ meaning }: GoogleFailure, attempts: number): number {
  const waits = meaning === 'rate-limited' && attempts >= usualAttempts;
  return waits ? attempts + moreAttemptsAtRateLimit : attempts;
}

/** The longest wait that a Retry-After can impose; beyond it the call is given up. */
export const longestRetryAfterMs = 120_000;

const longestMs = 32_000;

/**
 * How long to wait before trying again, in milliseconds: min(2^n + random up to 1 s, 32 s), n counted from 0, and never
 * less than Google asked for.
 * Source: https://developers.google.com/workspace/calendar/api/guides/quota#use_exponential_backoff
 */
export function backOffMs(failures: number, retryAfterMs: number | null): number {
  const ms = Math.min(2 ** (failures - 1) * 1000 + Math.random() * 1000, longestMs);
  return Math.max(ms, retryAfterMs ?? 0);
}

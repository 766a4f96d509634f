import type { GoogleFailure } from './google-failure.js';

/** Attempts per request, the first one included: for a run, and for a command that only reads. */
export const usualAttempts = 6;
export const attemptsOfLook = 3;
/** Other programs may have used up the minute: only a refusal after that minute means more than that. */
const moreAttemptsAtRateLimit = 2;

/** Attempts per request after such a failure; a command that only reads has fewer. */
export function attemptsAt({ meaning }: GoogleFailure, attempts: number): number {
  const waits = meaning === 'rate-limited' && attempts >= usualAttempts;
  return waits ? attempts + moreAttemptsAtRateLimit : attempts;
}

/** The longest wait accepted from a Retry-After header; after a longer one the call fails. */
export const longestRetryAfterMs = 120_000;

const longestMs = 32_000;

/**
 * Milliseconds to wait before the next attempt: min(2^n + random up to 1 s, 32 s), n counted from 0, and at least as
 * long as Google asked for. Source:
 * https://developers.google.com/workspace/calendar/api/guides/quota#use_exponential_backoff
 */
export function backOffMs(failures: number, retryAfterMs: number | null): number {
  const ms = Math.min(2 ** (failures - 1) * 1000 + Math.random() * 1000, longestMs);
  return Math.max(ms, retryAfterMs ?? 0);
}

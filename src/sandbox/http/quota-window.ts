import { ApiError } from './api-error.js';

const minute = 60_000;

/** A sliding window of one minute per user. Source: Calendar API guide "Manage quotas". */
export class QuotaWindow {
  private readonly spent = new Map<string, number[]>();

  constructor(private readonly perMinute: number | undefined) {}

  /** Counts `cost` units for a user. Throws a 403, without counting, if they exceed the minute's quota. */
  spend(user: string, cost: number, now: number): void {
    if (this.perMinute === undefined) return;
    const recent = (this.spent.get(user) ?? []).filter((at) => at > now - minute);
    this.spent.set(user, recent);
    if (recent.length + cost > this.perMinute) {
      throw new ApiError(403, 'userRateLimitExceeded', 'User Rate Limit Exceeded', { domain: 'usageLimits' });
    }
    for (let unit = 0; unit < cost; unit += 1) recent.push(now);
  }
}

import { describe, expect, it, test } from 'vitest';
import { reportFailure } from '../../src/google/failure-report.js';
import {
  type FailureMeaning,
  failureRules,
  isWorthRetrying,
  judgeFailure,
  mayHaveHappened,
} from '../../src/google/google-failure.js';

const now = new Date('2026-07-01T08:00:00Z');
const html = '<html><body>Sign in to the network</body></html>';

/** An error as the HTTP client throws it. */
const reply = (status: number, data: unknown, headers: Record<string, string> = {}) => ({
  response: { status, data, headers: new Headers(headers) },
});
const google = (status: number, reason: string, location?: string) =>
  reply(status, {
    error: { code: status, message: `About ${reason}.`, errors: [{ domain: 'global', reason, location }] },
  });
const aip193 = (status: number, reason: string) =>
  reply(status, { error: { code: status, status: 'PERMISSION_DENIED', details: [{ reason }] } });
const oauth = (status: number, error: string) => reply(status, { error, error_description: 'Why.' });
const network = (code: string) => ({ code });

type Row = [name: string, thrown: object, meaning: FailureMeaning, retried: 'again' | 'stop', done: 'no' | 'maybe'];

/** In the order of the rules. */
const api: Row[] = [
  ['connection refused', network('ECONNREFUSED'), 'not-sent', 'again', 'no'],
  ['unknown host', network('ENOTFOUND'), 'not-sent', 'again', 'no'],
  ['untrusted certificate', network('SELF_SIGNED_CERT_IN_CHAIN'), 'not-sent', 'again', 'no'],
  ['connection lost', network('ECONNRESET'), 'no-answer', 'again', 'maybe'],
  ['reply cut short', network('ERR_STREAM_PREMATURE_CLOSE'), 'no-answer', 'again', 'maybe'],
  ['time is up', network('TimeoutError'), 'no-answer', 'again', 'maybe'],
  ['no code at all', {}, 'no-answer', 'again', 'maybe'],
  ['429', google(429, 'rateLimitExceeded'), 'rate-limited', 'again', 'no'],
  ['429 without a body', reply(429, ''), 'rate-limited', 'again', 'no'],
  ['500', google(500, 'backendError'), 'server-failure', 'again', 'maybe'],
  ['502 page', reply(502, html), 'server-failure', 'again', 'maybe'],
  ['503', google(503, 'backendError'), 'server-failure', 'again', 'maybe'],
  ['507', google(507, 'sandboxFileUnwritable'), 'sandbox-unwritable', 'stop', 'no'],
  ['504', reply(504, ''), 'server-failure', 'again', 'maybe'],
  ['408', reply(408, ''), 'no-answer', 'again', 'maybe'],
  ['200 cut off', reply(200, '{"id":"ab'), 'unreadable', 'again', 'maybe'],
  ['401', google(401, 'authError'), 'token-rejected', 'stop', 'no'],
  ['403 calendar used up', google(403, 'quotaExceeded'), 'quota-exceeded', 'stop', 'no'],
  ['403 day used up', google(403, 'dailyLimitExceeded'), 'quota-exceeded', 'stop', 'no'],
  ['403 term used up', google(403, 'variableTermLimitExceeded'), 'quota-exceeded', 'stop', 'no'],
  ['403 project too fast', google(403, 'rateLimitExceeded'), 'rate-limited', 'again', 'no'],
  ['403 user too fast', google(403, 'userRateLimitExceeded'), 'rate-limited', 'again', 'no'],
  ['403 too fast, the newer way', aip193(403, 'RATE_LIMIT_EXCEEDED'), 'rate-limited', 'again', 'no'],
  ['403 scope', google(403, 'insufficientPermissions'), 'scope-missing', 'stop', 'no'],
  ['403 scope, the newer way', aip193(403, 'ACCESS_TOKEN_SCOPE_INSUFFICIENT'), 'scope-missing', 'stop', 'no'],
  ["403 another's event", google(403, 'forbiddenForNonOrganizer'), 'item-forbidden', 'stop', 'no'],
  ['403 no guests without delegation', google(403, 'forbiddenForServiceAccounts'), 'item-forbidden', 'stop', 'no'],
  ['403 role', google(403, 'requiredAccessLevel'), 'denied', 'stop', 'no'],
  ['403 forbidden', google(403, 'forbidden'), 'denied', 'stop', 'no'],
  ['403 page', reply(403, html), 'denied', 'stop', 'no'],
  ['404', google(404, 'notFound'), 'not-found', 'stop', 'no'],
  ['409 batch', google(409, 'conflict'), 'conflict', 'again', 'no'],
  ['409 id', google(409, 'duplicate'), 'id-taken', 'stop', 'no'],
  ['410 sync token', google(410, 'fullSyncRequired', 'syncToken'), 'sync-token-expired', 'stop', 'no'],
  ['410 updatedMin', google(410, 'updatedMinTooLongAgo'), 'sync-token-expired', 'stop', 'no'],
  ['410 event', google(410, 'deleted'), 'gone', 'stop', 'no'],
  ['412', google(412, 'conditionNotMet', 'If-Match'), 'etag-moved', 'stop', 'no'],
  ['400 sync token', google(400, 'invalid', 'syncToken'), 'sync-token-expired', 'stop', 'no'],
  ['400 page token', google(400, 'invalid', 'pageToken'), 'page-token-expired', 'stop', 'no'],
  ['400', google(400, 'timeRangeEmpty'), 'refused', 'stop', 'no'],
  ['404 page', reply(404, html), 'unreadable', 'again', 'maybe'],
  ['410 page', reply(410, html), 'unreadable', 'again', 'maybe'],
  ['407 page', reply(407, html), 'unreadable', 'again', 'maybe'],
  ['302', reply(302, ''), 'unreadable', 'again', 'maybe'],
];

const token: Row[] = [
  ['connection refused', network('ECONNREFUSED'), 'not-sent', 'again', 'no'],
  ['connection lost', network('ECONNRESET'), 'no-answer', 'again', 'no'],
  ['503', reply(503, ''), 'server-failure', 'again', 'no'],
  ['too fast', oauth(403, 'rate_limit_exceeded'), 'rate-limited', 'again', 'no'],
  ['invalid_grant', oauth(400, 'invalid_grant'), 'credentials-refused', 'stop', 'no'],
  ['unauthorized_client', oauth(401, 'unauthorized_client'), 'credentials-refused', 'stop', 'no'],
  ['a page', reply(403, html), 'unreadable', 'again', 'no'],
];

describe('judgeFailure', () => {
  test.each(api)('API: %s', (_name, thrown, meaning, retried, done) => {
    const failure = judgeFailure(reportFailure(thrown, 'api', now));
    expect(failure.meaning).toBe(meaning);
    expect(isWorthRetrying(failure)).toBe(retried === 'again');
    expect(mayHaveHappened(failure)).toBe(done === 'maybe');
  });

  test.each(token)('token endpoint: %s', (_name, thrown, meaning, retried, done) => {
    const failure = judgeFailure(reportFailure(thrown, 'token', now));
    expect(failure.meaning).toBe(meaning);
    expect(isWorthRetrying(failure)).toBe(retried === 'again');
    expect(mayHaveHappened(failure)).toBe(done === 'maybe');
  });

  it('has an example here for every meaning it can give', () => {
    const shown = new Set([...api, ...token].map((row) => row[2]));
    expect(new Set(failureRules.map((rule) => rule.meaning))).toEqual(shown);
  });
});

describe('reportFailure', () => {
  it('reads Retry-After in seconds and as a date', () => {
    const wait = (header: string) => reportFailure(reply(429, '', { 'Retry-After': header }), 'api', now).retryAfterMs;
    expect(wait('7')).toBe(7000);
    expect(wait('Wed, 01 Jul 2026 08:00:20 GMT')).toBe(20_000);
    expect(wait('Wed, 01 Jul 2026 07:00:00 GMT')).toBe(0);
    expect(wait('soon')).toBeNull();
  });

  it('masks what may be an address, a token or a key in a sentence of Google', () => {
    const key = 'a'.repeat(60);
    const message = `Invalid "Hansen, Odense" hans.hansen@example.dk, token ya29.x, ${key} and more`;
    const report = reportFailure(reply(400, { error: { message } }), 'api', now);
    expect(report.message).toBe('Invalid "…" …@…, token …, … and more');
  });
});

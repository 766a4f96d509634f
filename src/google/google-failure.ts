import { type FailureReport, isInReply } from './failure-report.js';

/** The meaning of a failed request. */
export type FailureMeaning =
  | 'rate-limited'
  | 'quota-exceeded'
  | 'server-failure'
  | 'sandbox-unwritable'
  | 'no-answer'
  | 'not-sent'
  | 'unreadable'
  | 'conflict'
  | 'token-rejected'
  | 'credentials-refused'
  | 'scope-missing'
  | 'denied'
  | 'item-forbidden'
  | 'not-found'
  | 'gone'
  | 'sync-token-expired'
  | 'page-token-expired'
  | 'id-taken'
  | 'etag-moved'
  | 'refused';

/** A failed request, and its meaning. */
export interface GoogleFailure extends FailureReport {
  readonly meaning: FailureMeaning;
}

interface FailureRule {
  readonly origin?: FailureReport['origin'];
  /** A status, the first digit of a class (5 is 500-599), or null: no reply. */
  readonly status: number | null;
  /** One of Google's reasons (or the network's error codes); absent: any reason, or none. */
  readonly reasons?: readonly string[];
  /** Requires Google's own error body: a proxy's page with this status proves nothing about an event. */
  readonly spokenByGoogle?: true;
  readonly location?: RegExp;
  readonly meaning: FailureMeaning;
}

const quota = ['quotaExceeded', 'dailyLimitExceeded', 'variableTermLimitExceeded', 'dailyLimitExceededUnreg'];
const rate = ['rateLimitExceeded', 'userRateLimitExceeded', 'RATE_LIMIT_EXCEEDED'];
const scope = ['insufficientPermissions', 'ACCESS_TOKEN_SCOPE_INSUFFICIENT'];
const item = ['forbiddenForNonOrganizer', 'forbiddenForServiceAccounts', 'eventTypeRestriction'];
/** The connection failed, so no request reached Google. */
const neverSent = ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'ENETUNREACH', 'EHOSTUNREACH', 'EADDRNOTAVAIL'];
const untrusted = ['CERT_HAS_EXPIRED', 'DEPTH_ZERO_SELF_SIGNED_CERT', 'SELF_SIGNED_CERT_IN_CHAIN'];
const unverified = [
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'ERR_TLS_CERT_ALTNAME_INVALID',
];

/**
 * Status and reason → meaning; the first row that matches counts. Source:
 * https://developers.google.com/workspace/calendar/api/guides/errors, and for the token endpoint RFC 6749, section 5.2.
 */
export const failureRules: readonly FailureRule[] = [
  // no reply
  { status: null, reasons: [...neverSent, ...untrusted, ...unverified], meaning: 'not-sent' },
  { status: null, meaning: 'no-answer' },
  // replies of both: the same for tokens and for events
  { status: 429, meaning: 'rate-limited' },
  // the sandbox's own: its disk is full, and a retry does not help
  { status: 507, reasons: ['sandboxFileUnwritable'], meaning: 'sandbox-unwritable' },
  { status: 5, meaning: 'server-failure' },
  { status: 408, meaning: 'no-answer' },
  { status: 2, meaning: 'unreadable' },
  // the token endpoint
  { origin: 'token', status: 4, reasons: ['rateLimitExceeded', 'rate_limit_exceeded'], meaning: 'rate-limited' },
  { origin: 'token', status: 4, spokenByGoogle: true, meaning: 'credentials-refused' },
  { origin: 'token', status: 4, meaning: 'unreadable' },
  // the Calendar API
  { status: 401, meaning: 'token-rejected' },
  { status: 403, reasons: quota, meaning: 'quota-exceeded' },
  { status: 403, reasons: rate, meaning: 'rate-limited' },
  { status: 403, reasons: scope, meaning: 'scope-missing' },
  { status: 403, reasons: item, meaning: 'item-forbidden' },
  { status: 403, meaning: 'denied' },
  { status: 404, spokenByGoogle: true, meaning: 'not-found' },
  { status: 409, reasons: ['conflict'], meaning: 'conflict' },
  { status: 409, spokenByGoogle: true, meaning: 'id-taken' },
  { status: 410, reasons: ['fullSyncRequired', 'updatedMinTooLongAgo'], meaning: 'sync-token-expired' },
  { status: 410, spokenByGoogle: true, meaning: 'gone' },
  { status: 412, spokenByGoogle: true, meaning: 'etag-moved' },
  { status: 400, location: /sync ?token/i, meaning: 'sync-token-expired' },
  { status: 400, location: /page ?token/i, meaning: 'page-token-expired' },
  { status: 4, spokenByGoogle: true, meaning: 'refused' },
  // a page of a server in between: a proxy, a login page
  { status: 4, meaning: 'unreadable' },
  { status: 3, meaning: 'unreadable' },
];

/** Classifies a failed request. */
export function judgeFailure(report: FailureReport): GoogleFailure {
  const rule = failureRules.find((candidate) => fits(candidate, report));
  return { ...report, meaning: rule?.meaning ?? 'unreadable' };
}

const retried: ReadonlySet<FailureMeaning> = new Set([
  'rate-limited',
  'server-failure',
  'no-answer',
  'not-sent',
  'unreadable',
  'conflict',
]);
const uncertain: ReadonlySet<FailureMeaning> = new Set(['server-failure', 'no-answer', 'unreadable']);

/** Tells whether the same request may succeed after a while. */
export function isWorthRetrying(failure: GoogleFailure): boolean {
  return retried.has(failure.meaning);
}

/**
 * Tells whether Google may have carried out a request without a good reply: after a 5xx it may have committed, and so
 * it may if the reply was lost. A failed token request cannot have written an event.
 */
export function mayHaveHappened(failure: GoogleFailure): boolean {
  return failure.origin === 'api' && uncertain.has(failure.meaning);
}

function fits(rule: FailureRule, report: FailureReport): boolean {
  const { status } = report;
  const ofStatus = rule.status === status || (status !== null && rule.status === Math.floor(status / 100));
  return (
    ofStatus &&
    (rule.origin === undefined || rule.origin === report.origin) &&
    (rule.reasons === undefined || rule.reasons.some((reason) => report.reasons.includes(reason))) &&
    (rule.spokenByGoogle === undefined || report.spokenByGoogle) &&
    (rule.location === undefined || isInReply(report, rule.location))
  );
}

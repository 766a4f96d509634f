import { ItemRefusedError, type RenosSyncError, saying, UnavailableError } from '../core/errors.js';
import { calendarsScope, eventsScope } from './access-tokens.js';
import type { FailureMeaning, GoogleFailure } from './google-failure.js';

/** The purpose of a failed call, without anything that an error must not contain. */
export interface FailedCall {
  /** As in Google's reference: `events.list`. */
  readonly operation: string;
  /** It wrote one event, so Google may refuse this event and accept others. */
  readonly concernsOneEvent: boolean;
  /** It changed or deleted an existing event, so `forbidden` may concern this event alone. */
  readonly concernsExistingEvent: boolean;
}

/** Turns a failure into an error that tells a person what to do; it contains no part of the request and no event's text. */
export function toError(failure: GoogleFailure, call: FailedCall, clientEmail: string | null): RenosSyncError {
  const { origin, status } = failure;
  const reason = failure.reasons[0] ?? null;
  const cause = toSafeCause(failure, call.operation);
  if (isAboutTheItem(failure, call)) {
    const location = /^[\w.[\]-]{1,60}$/.exec(failure.location ?? '')?.[0] ?? null;
    return new ItemRefusedError(saying('google-refused-event', { reason, location }), { cause });
  }
  const said = {
    ...{ operation: call.operation, origin, status, reason },
    ...{ clientEmail, scope: eventsScope, scopes: [eventsScope, calendarsScope], file: failure.location },
  };
  return new UnavailableError(saying(sentenceOf(failure), said), { cause });
}

/**
 * An error for DEBUG in place of the HTTP client's own, whose `config` contains the access token, the signed assertion
 * and the event's text.
 */
export function toSafeCause(failure: GoogleFailure, operation: string): Error {
  const said = failure.message ? `: ${failure.message}` : '';
  const cause = new Error(`${operation}: ${describe(failure)}${said}`);
  return Object.assign(cause, { name: 'GoogleFailure', status: failure.status, reasons: failure.reasons });
}

/** Failures that concern every event alike; any other refused write concerns its own event. */
const aboutTheCalendar: ReadonlySet<FailureMeaning> = new Set([
  'rate-limited',
  'quota-exceeded',
  'server-failure',
  'sandbox-unwritable',
  'no-answer',
  'not-sent',
  'unreadable',
  'token-rejected',
  'credentials-refused',
  'scope-missing',
  'not-found',
]);

/** A reader of the calendar gets `requiredAccessLevel`; plain `forbidden` may concern one event, such as a private one. */
function isAboutTheItem(failure: GoogleFailure, call: FailedCall): boolean {
  if (failure.meaning === 'denied') return call.concernsExistingEvent && failure.reasons[0] === 'forbidden';
  return call.concernsOneEvent && !aboutTheCalendar.has(failure.meaning);
}

function describe({ origin, status, reasons }: GoogleFailure): string {
  const reason = reasons[0] ?? 'no reason given';
  const from = origin === 'token' ? 'token endpoint, ' : '';
  return status === null ? `${from}${reason}` : `${from}${status} ${reason}`;
}

const sentences = {
  'rate-limited': 'google-busy',
  'quota-exceeded': 'google-quota-exceeded',
  'server-failure': 'google-failure',
  'no-answer': 'google-unreachable/no-answer',
  'not-sent': 'google-unreachable/not-sent',
  unreadable: 'google-unreadable',
  'token-rejected': 'google-credentials-rejected/token',
  denied: 'google-denied/role',
  'scope-missing': 'google-denied/scope',
  'not-found': 'calendar-not-found',
  'sandbox-unwritable': 'sandbox-unwritable',
} as const;

/** Source: https://developers.google.com/identity/protocols/oauth2/service-account#error-codes */
function sentenceOf({ meaning, reasons, message }: GoogleFailure) {
  if (meaning !== 'credentials-refused') {
    return meaning in sentences ? sentences[meaning as keyof typeof sentences] : 'google-request-refused';
  }
  if (/^(unauthorized_client|access_denied|invalid_scope)$/.test(reasons[0] ?? '')) {
    return 'google-credentials-rejected/delegation';
  }
  const isAboutTime = /\b(iat|exp)\b/i.test(message);
  return isAboutTime ? 'google-credentials-rejected/clock' : 'google-credentials-rejected/account';
}

import { ItemRefusedError, type RenosSyncError, UnavailableError } from '../core/errors.js';
import { calendarsScope, eventsScope } from './access-tokens.js';
import type { FailureMeaning, GoogleFailure } from './google-failure.js';

/** What a failed call was for, as far as its error may tell. */
export interface FailedCall {
  /** As in Google's reference: `events.list`. */
  readonly operation: string;
  /** It was to write one event, so that Google may refuse this event and take others. */
  readonly concernsOneEvent: boolean;
  /** It was to change or delete an event that exists, so that `forbidden` may be about this one alone. */
  readonly concernsExistingEvent: boolean;
}

interface Explanation {
  readonly code: string;
  readonly says: string;
  readonly actions: readonly string[];
}

const later = ['Run the same command again in a few minutes'];
const checkKey = 'Check GOOGLE_CLIENT_EMAIL and GOOGLE_PRIVATE_KEY: both come from one key file of the service account';

/** Turns a failure into the error that a person can act on; it holds nothing of the request, nor any event's text. */
export function toError(failure: GoogleFailure, call: FailedCall, clientEmail: string | null): RenosSyncError {
  const reason = failure.reasons[0] ?? 'no reason given';
  const cause = toSafeCause(failure, call.operation);
  if (isAboutTheItem(failure, call)) {
    const where = failure.location && /^[\w.[\]-]{1,60}$/.test(failure.location) ? `, at ${failure.location}` : '';
    const actions = ['Fix the booking, or the event; the next sync tries it again.', 'renos-sync sync --retry-failed'];
    return new ItemRefusedError('google-refused-event', `Google refuses this event: ${reason}${where}.`, {
      cause,
      actions,
    });
  }
  const { code, says, actions } = explain(failure, clientEmail);
  return new UnavailableError(code, `${says} (${call.operation}: ${describe(failure)}).`, { actions, cause });
}

/**
 * An error for DEBUG in place of the HTTP client's own, which carries the access token, the signed assertion and the
 * event's text in its `config`.
 */
export function toSafeCause(failure: GoogleFailure, operation: string): Error {
  const said = failure.message ? `: ${failure.message}` : '';
  const cause = new Error(`${operation}: ${describe(failure)}${said}`);
  return Object.assign(cause, { name: 'GoogleFailure', status: failure.status, reasons: failure.reasons });
}

/** What stands between us and every event alike; whatever else Google says to a write is about the one event. */
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

/** A reader of the calendar hears `requiredAccessLevel`; plain `forbidden` can be said of one event, a private one. */
function isAboutTheItem(failure: GoogleFailure, call: FailedCall): boolean {
  if (failure.meaning === 'denied') return call.concernsExistingEvent && failure.reasons[0] === 'forbidden';
  return call.concernsOneEvent && !aboutTheCalendar.has(failure.meaning);
}

function describe({ origin, status, reasons }: GoogleFailure): string {
  const reason = reasons[0] ?? 'no reason given';
  const from = origin === 'token' ? 'token endpoint, ' : '';
  return status === null ? `${from}${reason}` : `${from}${status} ${reason}`;
}

function explain(failure: GoogleFailure, clientEmail: string | null): Explanation {
  if (failure.meaning === 'credentials-refused') return explainCredentials(failure);
  const share = `Share the calendar with ${clientEmail ?? 'the account'}, role 'Make changes to events'`;
  if (failure.meaning === 'denied' || failure.meaning === 'scope-missing') {
    const scope = `Allow the scope ${eventsScope} in the domain-wide delegation`;
    const actions = failure.meaning === 'denied' ? [share, scope] : [scope, share];
    return { code: 'google-denied', says: 'Google denies access to the calendar', actions };
  }
  if (failure.meaning === 'not-found') {
    const actions = ['Check GOOGLE_CALENDAR_ID', share];
    return {
      code: 'calendar-not-found',
      says: 'Google knows no such calendar, or this account may not see it',
      actions,
    };
  }
  if (failure.meaning === 'sandbox-unwritable') return explainSandbox(failure);
  return (
    explanations[failure.meaning] ?? {
      code: 'google-request-refused',
      says: 'Google refuses the request',
      actions: ['renos-sync doctor', 'renos-sync --version   # then look for a newer one'],
    }
  );
}

const explanations: Partial<Record<FailureMeaning, Explanation>> = {
  'rate-limited': { code: 'google-busy', says: 'Google asks us to slow down', actions: later },
  'quota-exceeded': {
    code: 'google-quota-exceeded',
    says: "The calendar's usage limit is reached; Google lifts it after hours or days",
    actions: ['Try again tomorrow', 'See https://support.google.com/a/answer/2905486 for the limits'],
  },
  'server-failure': { code: 'google-failure', says: 'Google Calendar reports an error of its own', actions: later },
  'no-answer': { code: 'google-unreachable', says: 'Google does not answer', actions: ['Check the network', ...later] },
  'not-sent': {
    code: 'google-unreachable',
    says: 'Google cannot be reached',
    actions: ['Check the network', ...later],
  },
  unreadable: {
    code: 'google-unreadable',
    says: 'The answer is not one of Google Calendar',
    actions: ['Check whether a proxy or a login page stands between this machine and Google', ...later],
  },
  'token-rejected': {
    code: 'google-credentials-rejected',
    says: 'Google rejects a fresh access token',
    actions: [checkKey],
  },
};

function explainSandbox({ location }: GoogleFailure): Explanation {
  return {
    code: 'sandbox-unwritable',
    says: `The sandbox calendar cannot write to its file${location === null ? '' : ` ${location}`}`,
    actions: ['Free disk space, and make sure that the file may be written to', 'Set RENOS_DATA_DIR to another folder'],
  };
}

/** Source: https://developers.google.com/identity/protocols/oauth2/service-account#error-codes */
function explainCredentials(failure: GoogleFailure): Explanation {
  const reason = failure.reasons[0] ?? '';
  const code = 'google-credentials-rejected';
  if (reason === 'unauthorized_client' || reason === 'access_denied' || reason === 'invalid_scope') {
    const delegate =
      "In the Workspace admin console, under 'Domain-wide delegation', allow the service account the scopes " +
      `${eventsScope} and ${calendarsScope}, or leave GOOGLE_IMPERSONATED_USER empty`;
    return { code, says: 'The service account may not act for GOOGLE_IMPERSONATED_USER', actions: [delegate] };
  }
  const actions = [checkKey, "Check GOOGLE_IMPERSONATED_USER: a user of the account's own Workspace"];
  const clock = "Set this machine's clock: Google refuses what is signed in its past or future";
  const aboutTime = /\b(iat|exp)\b/i.test(failure.message);
  return { code, says: 'Google rejects the service account', actions: aboutTime ? [clock, ...actions] : actions };
}

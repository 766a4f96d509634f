import type { Failures } from '../../../core/codes/failures.js';
import type { GoogleFailures } from '../../../core/codes/google-failures.js';
import { type EverySentence, step } from '../../voice.js';

export type OfCall = Failures['google-busy'];
export type OfAccount = Failures['google-denied/role'];

const call = ({ operation, origin, status, reason }: OfCall) =>
  `(${operation}: ${origin === 'token' ? 'token endpoint, ' : ''}${status === null ? '' : `${status} `}${reason ?? 'no reason given'})`;
const network = step('Check the network.');
const key = step(
  'Check GOOGLE_CLIENT_EMAIL and GOOGLE_PRIVATE_KEY: both come from one key file of the service account.',
);
const user = step("Check GOOGLE_IMPERSONATED_USER: a user of the account's own Workspace.");
const share = ({ clientEmail }: OfAccount) =>
  step(`Share the calendar with ${clientEmail ?? 'the account'}, role 'Make changes to events'.`);
const allow = ({ scope }: OfAccount) => step(`Allow the scope ${scope} in the domain-wide delegation.`);

/** The meanings of a failed call to Google. */
export const googleFailures = {
  'google-refused-event': (p, say) => ({
    message: `Google refuses this event: ${p.reason ?? 'no reason given'}${p.location === null ? '' : `, at ${p.location}`}.`,
    actions: [step('Fix the booking, or the event; the next sync tries it again.'), say.sync({ retryFailed: true })],
  }),
  'google-denied/role': (p) => ({
    message: `Google denies access to the calendar ${call(p)}.`,
    actions: [share(p), allow(p)],
  }),
  'google-denied/scope': (p) => ({
    message: `Google denies access to the calendar ${call(p)}.`,
    actions: [allow(p), share(p)],
  }),
  'calendar-not-found': (p) => ({
    message: `Google knows no such calendar, or this account may not see it ${call(p)}.`,
    actions: [step('Check GOOGLE_CALENDAR_ID.'), share(p)],
  }),
  'google-busy': (p, say) => ({
    message: `Google asks us to slow down ${call(p)}.`,
    actions: [say.later()],
  }),
  'google-quota-exceeded': (p) => ({
    message: `The calendar's usage limit is reached; Google lifts it after hours or days ${call(p)}.`,
    actions: [step('Try again tomorrow.'), 'https://support.google.com/a/answer/2905486   # the limits'],
  }),
  'google-failure': (p, say) => ({
    message: `Google Calendar reports an error of its own ${call(p)}.`,
    actions: [say.later()],
  }),
  'google-unreachable/no-answer': (p, say) => ({
    message: `Google does not answer ${call(p)}.`,
    actions: [network, say.later()],
  }),
  'google-unreachable/not-sent': (p, say) => ({
    message: `Google cannot be reached ${call(p)}.`,
    actions: [network, say.later()],
  }),
  'google-unreadable': (p, say) => ({
    message: `The answer is not one of Google Calendar ${call(p)}.`,
    actions: [step('Check whether there is a proxy or a login page between this machine and Google.'), say.later()],
  }),
  'google-listing-broken': ({ why }, say) => ({
    message: `Google's list of events cannot be trusted: ${listings[why]}.`,
    actions: [say.later()],
  }),
  'google-credentials-rejected/token': (p) => ({
    message: `Google rejects a fresh access token ${call(p)}.`,
    actions: [key],
  }),
  'google-credentials-rejected/delegation': (p) => ({
    message: `The service account may not act for GOOGLE_IMPERSONATED_USER ${call(p)}.`,
    actions: [
      step(
        `In the Workspace admin console, under 'Domain-wide delegation', allow the service account the scopes ${p.scopes.join(' and ')}, or leave GOOGLE_IMPERSONATED_USER empty.`,
      ),
    ],
  }),
  'google-credentials-rejected/account': (p) => ({
    message: `Google rejects the service account ${call(p)}.`,
    actions: [key, user],
  }),
  'google-credentials-rejected/clock': (p) => ({
    message: `Google rejects the service account ${call(p)}.`,
    actions: [step("Set this machine's clock: Google refuses what is signed in its past or future."), key, user],
  }),
  'sandbox-unwritable': (p) => ({
    message: `The sandbox calendar cannot write to its file${p.file === null ? '' : ` ${p.file}`} ${call(p)}.`,
    actions: [
      step('Free disk space, and make sure that the file may be written to.'),
      step('Set RENOS_DATA_DIR to another folder.'),
    ],
  }),
  'google-request-refused': (p, say) => ({
    message: `Google refuses the request ${call(p)}.`,
    actions: [say.here('renos-sync doctor'), say.here('renos-sync --version', 'then look for a newer one')],
  }),
  'google-credentials-malformed': (p) => ({
    message: p.problems.map((problem) => credentials[problem]).join('\n'),
    actions: [step('Copy client_email and private_key from the JSON key file of the service account.')],
  }),
  'google-credentials-missing': (_, _say) => ({
    message: 'No credentials for Google Calendar are set.',
    actions: [
      'GOOGLE_CALENDAR_API_URL=sandbox renos-sync sync   # a local calendar, without an account',
      'GOOGLE_APPLICATION_CREDENTIALS=service-account.json, or GOOGLE_CLIENT_EMAIL and GOOGLE_PRIVATE_KEY',
    ],
  }),
} satisfies EverySentence<GoogleFailures>;

const listings = {
  'no-token': 'Google gave no sync token at its end',
  endless: 'its pages have no end',
  'broke-off': 'it broke off twice',
};
export type BrokenListing = Failures['google-listing-broken']['why'];

const credentials = {
  'no-address': "Google's API address must begin with http:// or https://.",
  missing: 'GOOGLE_CLIENT_EMAIL and GOOGLE_PRIVATE_KEY are missing.',
  'no-mail': 'GOOGLE_CLIENT_EMAIL is not a mail address.',
  'no-key': 'GOOGLE_PRIVATE_KEY is not a private RSA key in PEM form.',
};
export type CredentialProblem = Failures['google-credentials-malformed']['problems'][number];

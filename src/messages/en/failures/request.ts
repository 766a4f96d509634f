import type { RequestFailures } from '../../../core/codes/request-failures.js';
import { type EverySentence, type Explanation, step } from '../../voice.js';
import { complaints } from '../complaints.js';

const only = (message: string): Explanation => ({ message, actions: [] });

/** Why a request fails; the part of a key before the slash is the code. */
export const requestFailures = {
  'not-found': () => only('There is nothing at this path; see /openapi.json.'),
  'method-not-allowed': ({ methods }) => only(`This path takes ${methods.join(', ')}.`),
  'malformed-request': () => only('The request cannot be read: it is not HTTP, or its address is none.'),
  'malformed-request/headers': () => only('The headers of the request are larger than 16 KB.'),
  'malformed-request/slow': () => only('The request did not come in in time.'),
  'malformed-request/coding': () => only('Transfer-Encoding may only be chunked.'),
  'expectation-unknown': () => only('Only 100-continue can be expected.'),
  'invalid-input': (p) =>
    only(
      `${p.count === 1 ? 'One thing is' : `${p.count} things are`} wrong with the request: ${p.problems
        .map(({ path, id, limit }) => `${path === '' ? '' : `${path} `}${complaints[id](limit)}`)
        .join('; ')}.`,
    ),
  'malformed-json/unreadable': ({ at }) =>
    only(`The body is not JSON in UTF-8: it cannot be read${at === null ? '' : ` at character ${at}`}.`),
  'malformed-json/twice': () => only('The body names something twice: one of the two would be ignored.'),
  'malformed-json/deep': ({ most }) => only(`The body is nested more than ${most} deep.`),
  'body-too-large/names': ({ most }) => only(`The body may hold ${most} different names at most.`),
  'body-too-large/values': ({ most }) => only(`The body may hold ${most} values at most.`),
  'body-too-large': ({ bytes }) =>
    only(`The body may be ${bytes >= 1_048_576 ? `${Math.floor(bytes / 1_048_576)} MB` : `${bytes} bytes`} at most.`),
  'body-broken-off': () => only('The body ended before it was complete.'),
  'body-broken-off/form': () => only('The form cannot be read.'),
  'body-too-slow': () => only('The body stopped coming in.'),
  'unsupported-media-type': ({ types }) => only(`Send the body as ${types.join(' or ')}.`),
  'unsupported-media-type/compressed': () => only('Send the body as it is, not compressed.'),
  'unsupported-media-type/form': () => only('Send a form.'),
  'busy/bodies': () => only('Other large requests are being processed.'),
  'busy/import': () => ({
    message: 'Another import is running on this database.',
    actions: [step('Ask again when it has ended.')],
  }),
  'client-gone': () => only('The client did not wait for its answer.'),
  'too-many-requests': ({ most }) => only(`At most ${most} of these a minute.`),
  'token-missing/request': () => only('Show the token: Authorization: Bearer <RENOS_API_TOKEN>.'),
  'token-wrong': () => only('That is not the token.'),
  'token-needed': () =>
    only('This request came through a proxy: others can reach this server, which needs RENOS_API_TOKEN then.'),
  'strange-origin': () => only('Without a token, only programs on this machine may call.'),
  'strange-origin/form': () => only('This form was sent by a page of another site.'),
  'form-unknown': () => only('This form is not of your session. Open the page again.'),
  'channel-unknown': () => only('No such channel is open.'),
  'run-unknown': () => only('There is no run of that id.'),
  'plan-unknown': () => only('There is no plan of that id.'),
  'customer-unknown': () => only('There is no customer of that id.'),
  'rejects-missing': () => only('There are no rejected rows.'),
  'file-missing': () => only('Choose a file first.'),
  'times-wrong': () => only('The end has to be after the start.'),
  'booking-changed': () => only('Another user changed the booking meanwhile: nothing was written. Read it again.'),
  stale: () => only('The last sync is too long ago.'),
  unreachable: () => only('Google Calendar cannot be used.'),
  'unreachable/slow': () => only('Google Calendar or the database does not answer in time.'),
  'internal/server': () => only('Something went wrong in renos-sync; its log has more under this request id.'),
} satisfies EverySentence<RequestFailures>;

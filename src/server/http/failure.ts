import type { ContentfulStatusCode } from 'hono/utils/http-status';
import type { Sentence } from '../../core/codes/failures.js';
import {
  BusyError,
  GuardRefusal,
  InputFileError,
  InterruptedError,
  ItemRefusedError,
  LeaseLostError,
  RenosSyncError,
  saying,
  UnavailableError,
} from '../../core/errors.js';
import { tellFailure } from '../../messages/failures.js';
import type { Language } from '../../messages/language.js';
import { textOf } from '../../messages/voice.js';
import { type Problem, problemsOf, Refusal } from './refusal.js';

/** An error over HTTP: RenOS's envelope, and what to do. */
export interface Failure {
  readonly status: ContentfulStatusCode;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: {
    readonly success: false;
    readonly error: string;
    readonly message: string;
    readonly problems?: readonly Problem[];
    readonly items?: readonly string[];
    readonly actions?: readonly string[];
  };
  /** An unexpected error: it is logged with its stack. */
  readonly isOurs: boolean;
}

/** Seconds until a busy or unreachable service should be tried again. */
const busyFor = '5';
const absentFor = '30';

/** An error as an HTTP response. An unexpected error has no details. */
export function failureOf(thrown: unknown, language: Language = 'en'): Failure {
  const say = (sentence: Sentence) => {
    const { message, actions } = tellFailure(sentence, { language, as: 'posted' });
    return { message, ...(actions.length === 0 ? {} : { actions: actions.map(textOf) }) };
  };
  if (thrown instanceof Refusal) {
    const { status, code: error, sentence, headers } = thrown;
    const problems = problemsOf(sentence, language);
    const more = problems.length === 0 ? {} : { problems };
    return { status, headers, body: { success: false, error, ...say(sentence), ...more }, isOurs: false };
  }
  if (!(thrown instanceof RenosSyncError)) {
    const body = { success: false, error: 'internal', ...say(saying('internal/server', {})) } as const;
    return { status: 500, headers: {}, body, isOurs: true };
  }
  const { code: error, sentence } = thrown;
  const items = thrown.items.length > 0 ? { items: thrown.items } : {};
  return { ...statusOf(thrown), body: { success: false, error, ...say(sentence), ...items }, isOurs: false };
}

/** Failures that the same request would get each time. */
const ofTheRequest: Readonly<Record<string, ContentfulStatusCode>> = {
  usage: 400,
  'plan-file-unnamed': 400,
  'calendar-not-renamed': 409,
  'calendar-not-found': 404,
  'item-unknown': 404,
  'run-unknown': 404,
  'conflict-unknown': 404,
  'conflict-undecided': 400,
  'booking-not-ours': 409,
  'google-request-refused': 422,
};

function statusOf(error: RenosSyncError): Pick<Failure, 'status' | 'headers'> {
  if (error instanceof BusyError) return { status: 409, headers: { 'Retry-After': busyFor } };
  if (error instanceof GuardRefusal) return { status: 409, headers: {} };
  if (error instanceof InputFileError) return { status: 400, headers: {} };
  const own = ofTheRequest[error.code];
  if (own !== undefined) return { status: own, headers: {} };
  if (error instanceof ItemRefusedError) return { status: 422, headers: {} };
  if (error instanceof LeaseLostError || error instanceof InterruptedError) {
    return { status: 503, headers: { 'Retry-After': busyFor } };
  }
  // The database is our own responsibility; Google is a server behind us.
  if (error instanceof UnavailableError && /^(google|calendar)-/.test(error.code) && error.code !== 'google-busy') {
    return { status: 502, headers: { 'Retry-After': absentFor } };
  }
  return { status: 503, headers: { 'Retry-After': absentFor } };
}

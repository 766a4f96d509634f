import type { GoogleCaller } from './google-caller.js';
import { toError } from './google-error.js';
import type { FailureMeaning } from './google-failure.js';

/** Says that the account may not ask, and nothing of the calendar. */
const notAllowed: ReadonlySet<FailureMeaning> = new Set([
  'scope-missing',
  'credentials-refused',
  'denied',
  'refused',
  'not-found',
]);

interface Asking {
  /** Whose calendar `primary` is; null when no account is set. */
  readonly account: string | null;
  readonly clientEmail: string | null;
}

/**
 * The id by which Google knows a calendar: `primary` and an address that is an alias stand for different calendars at
 * different times. Without the right to ask, `primary` is the account's own and any other name an id already; null when
 * nothing is known.
 * Source: https://developers.google.com/workspace/calendar/api/v3/reference/calendars/get
 */
export async function identifyCalendar(
  caller: GoogleCaller,
  calendarId: string,
  { account, clientEmail }: Asking,
): Promise<string | null> {
  const id = await askId(caller, calendarId, clientEmail);
  if (id !== undefined) return id;
  return calendarId === 'primary' ? account : calendarId;
}

/** Whether the account may ask by which id Google knows a calendar. */
export async function mayIdentify(
  caller: GoogleCaller,
  calendarId: string,
  clientEmail: string | null,
): Promise<boolean> {
  return (await askId(caller, calendarId, clientEmail)) !== undefined;
}

/** undefined where the account may not ask. */
async function askId(
  caller: GoogleCaller,
  calendarId: string,
  clientEmail: string | null,
): Promise<string | null | undefined> {
  const answer = await caller.call({
    operation: 'calendars.get',
    method: 'GET',
    isAboutCalendar: true,
    send: (_events, options, _channels, calendars) => calendars.get({ calendarId }, options),
    read: readId,
  });
  if (answer.kind === 'answered') return answer.value;
  if (notAllowed.has(answer.failure.meaning)) return undefined;
  const call = { operation: 'calendars.get', concernsOneEvent: false, concernsExistingEvent: false };
  throw toError(answer.failure, call, clientEmail);
}

function readId(data: unknown): string | null {
  const { id } = (data ?? {}) as { readonly id?: unknown };
  return typeof id === 'string' && id !== '' ? id : null;
}

import type { GoogleCaller } from './google-caller.js';
import { toError } from './google-error.js';
import type { FailureMeaning } from './google-failure.js';

/** Failures that only say that the account may not ask. */
const notAllowed: ReadonlySet<FailureMeaning> = new Set([
  'scope-missing',
  'credentials-refused',
  'denied',
  'refused',
  'not-found',
]);

interface Asking {
  /** The account whose calendar is `primary`; null if none is set. */
  readonly account: string | null;
  readonly clientEmail: string | null;
}

/**
 * Finds the id by which Google knows a calendar: `primary` and an alias may refer to different calendars at different
 * times. Without permission to ask, `primary` is the account's own calendar and any other name is an id already; null
 * if nothing is known. Source: https://developers.google.com/workspace/calendar/api/v3/reference/calendars/get
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

/** Whether the account may ask for a calendar's id. */
export async function mayIdentify(
  caller: GoogleCaller,
  calendarId: string,
  clientEmail: string | null,
): Promise<boolean> {
  return (await askId(caller, calendarId, clientEmail)) !== undefined;
}

/** undefined if the account may not ask. */
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

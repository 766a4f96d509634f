import { invalid } from '../http/api-error.js';
import type { Call } from '../http/call.js';
import { readChoice, readFlag } from '../http/query-values.js';
import type { EventResource } from '../store/event-record.js';

/** Which guests get a mail about a change. */
type SendUpdates = 'all' | 'externalOnly' | 'none';

/** Reads `sendUpdates`, or the older `sendNotifications`; absent means no mail. */
function readSendUpdates(query: URLSearchParams): SendUpdates {
  const chosen = readChoice(query, 'sendUpdates', ['all', 'externalOnly', 'none'] as const);
  const old = readFlag(query, 'sendNotifications');
  if (chosen !== undefined && old !== undefined) {
    throw invalid('sendUpdates and sendNotifications exclude each other.', 'sendNotifications');
  }
  return chosen ?? (old === true ? 'all' : 'none');
}

function domainOf(address: string): string {
  return address.slice(address.lastIndexOf('@') + 1).toLowerCase();
}

function guestsOf(event: EventResource | undefined, owner: string): string[] {
  const hosts = [owner.toLowerCase(), event?.organizer?.email?.toLowerCase()];
  if (event === undefined || event.status === 'cancelled') return [];
  return (event.attendees ?? [])
    .filter((attendee) => attendee.resource !== true && !hosts.includes(attendee.email?.toLowerCase()))
    .flatMap((attendee) => attendee.email ?? []);
}

/**
 * Counts the mails a change of an event would send: invites to new guests, cancellations to lost ones, updates to the
 * rest; never to the organizer. Source: Calendar API v3, Events: insert, `sendUpdates`.
 */
export function mailGuests(
  call: Call,
  calendarId: string,
  before: EventResource | undefined,
  after: EventResource,
): void {
  const sendUpdates = readSendUpdates(call.query);
  if (sendUpdates === 'none') return;
  const { owner } = call.store;
  const internal = [domainOf(owner), 'gmail.com', 'googlemail.com'];
  const [had, has] = [guestsOf(before, owner), guestsOf(after, owner)];
  for (const to of new Set([...had, ...has])) {
    if (sendUpdates === 'externalOnly' && internal.includes(domainOf(to))) continue;
    const kind = !had.includes(to) ? 'invite' : has.includes(to) ? 'update' : 'cancel';
    call.mail({ calendarId, eventId: after.id ?? '', to, kind });
  }
}

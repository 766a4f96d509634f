import type { CalendarInfo, Listing } from '../core/calendar/model/calendar-port.js';
import type { CalendarEvent } from '../core/calendar/model/event.js';
import type { Failures } from '../core/codes/failures.js';
import { saying, UnavailableError } from '../core/errors.js';
import type { GooglePage } from './read-reply.js';

/** Makes the listing. Without its sync token it may be incomplete: then a missing event must not be taken for a deleted one. */
export function toListing(events: readonly CalendarEvent[], lastPage: GooglePage): Listing {
  if (!lastPage.nextSyncToken) throw brokenListing('no-token');
  return { kind: 'listed', calendar: toCalendarInfo(lastPage), events, token: lastPage.nextSyncToken };
}

/** Properties of the calendar itself, which any page of its events contains. */
export function toCalendarInfo(page: GooglePage): CalendarInfo {
  const accessRole = page.accessRole ?? 'none';
  return {
    summary: page.summary || null,
    timeZone: page.timeZone || 'UTC',
    canWrite: ['owner', 'writer', 'writerWithoutPrivateAccess'].includes(accessRole),
    accessRole,
  };
}

/** A listing that failed; none of its events may be used. */
export function brokenListing(why: Failures['google-listing-broken']['why']): UnavailableError {
  return new UnavailableError(saying('google-listing-broken', { why }));
}

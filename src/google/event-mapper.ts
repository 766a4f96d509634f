import type { calendar_v3 } from 'googleapis/build/src/apis/calendar/index.js';
import type { CalendarEvent, EventChange, EventDraft, Guest } from '../core/calendar/model/event.js';
import { isSameTime, toEventTime, toGoogleTime, toGoogleTimePatch, toInstant } from './event-time-mapper.js';

/** An event as the Calendar API v3 writes it (Events resource). */
export type GoogleEvent = calendar_v3.Schema$Event;

/** Our private extended properties; at most 44 characters, or Google drops them silently. */
const bookingIdKey = 'renosBookingId';
const markKey = 'renosWrite';
const guestKey = 'renosGuest';
const keeperKey = 'renosKeeper';

/**
 * Reads Google's event. Google leaves out default values (confirmed, default, opaque) and empty fields: an absent field
 * means its default, and an empty text means none. Times that cannot be read become null. Source:
 * https://developers.google.com/workspace/calendar/api/v3/reference/events#resource
 */
export function toCalendarEvent(resource: GoogleEvent, calendarId: string, accessRole: string | null): CalendarEvent {
  return {
    calendarId,
    id: resource.id ?? '',
    etag: resource.etag ?? '',
    status: toStatus(resource.status),
    eventType: resource.eventType ?? 'default',
    title: resource.summary || null,
    location: resource.location || null,
    description: resource.description || null,
    start: toEventTime(resource.start),
    end: toEventTime(resource.end),
    updated: toInstant(resource.updated),
    htmlLink: resource.htmlLink || null,
    visibility: toVisibility(resource.visibility),
    attendees: (resource.attendees ?? []).flatMap(toAttendee),
    hidesDetails: hidesDetails(resource, accessRole),
    hidesGuests: resource.attendeesOmitted === true || (resource.attendees ?? []).some(({ email }) => !email),
    recurrence: resource.recurrence?.length ? resource.recurrence : null,
    recurringEventId: resource.recurringEventId ?? null,
    originalStart: toEventTime(resource.originalStartTime),
    bookingId: resource.extendedProperties?.private?.[bookingIdKey] || null,
    mark: resource.extendedProperties?.private?.[markKey] || null,
    guest: resource.extendedProperties?.private?.[guestKey]?.trim().toLowerCase() || null,
    keeper: resource.extendedProperties?.private?.[keeperKey] || null,
  };
}

/**
 * Tells whether Google leaves out title, place and text because the account may not see them: of every event for
 * `freeBusyReader`, of private events for `reader` and `writerWithoutPrivateAccess`. An unknown role is treated like
 * these. Source: https://developers.google.com/workspace/calendar/api/v3/reference/acl, "role"
 */
function hidesDetails(resource: GoogleEvent, accessRole: string | null): boolean {
  const { status, visibility, summary, description, location } = resource;
  if (status === 'cancelled' || accessRole === 'owner' || accessRole === 'writer') return false;
  if (accessRole === 'freeBusyReader') return true;
  const isPrivate = visibility === 'private' || visibility === 'confidential';
  return isPrivate && !summary && !description && !location;
}

/** Writes a new event for `events.insert`: contains only fields with a value. */
export function toGoogleEvent(draft: EventDraft): GoogleEvent {
  return {
    id: draft.id,
    start: toGoogleTime(draft.start),
    end: toGoogleTime(draft.end),
    ...(draft.title ? { summary: draft.title } : {}),
    ...(draft.location ? { location: draft.location } : {}),
    ...(draft.description ? { description: draft.description } : {}),
    ...(draft.status ? { status: draft.status } : {}),
    ...(draft.attendees ? { attendees: draft.attendees.map(toGoogleAttendee) } : {}),
    ...toExtendedProperties(draft),
  };
}

/**
 * Writes a change for `events.patch`: only the given fields; null clears one. Google replaces the whole list of
 * attendees, and merges extended properties key by key. Source:
 * https://developers.google.com/workspace/calendar/api/v3/reference/events/patch
 */
export function toGooglePatch(change: EventChange): GoogleEvent {
  return {
    ...(change.start ? { start: toGoogleTimePatch(change.start) } : {}),
    ...(change.end ? { end: toGoogleTimePatch(change.end) } : {}),
    ...(change.title === undefined ? {} : { summary: change.title || null }),
    ...(change.location === undefined ? {} : { location: change.location || null }),
    ...(change.description === undefined ? {} : { description: change.description || null }),
    ...(change.status ? { status: change.status } : {}),
    ...(change.attendees ? { attendees: change.attendees.map(toGoogleAttendee) } : {}),
    ...toExtendedProperties(change),
  };
}

/**
 * Tells whether an event has every value that a change wrote, which proves a write without a reply. A text that Google
 * altered does not match: the caller then reads the event again, and nothing is lost.
 */
export function saysWhatWasWritten(event: CalendarEvent, change: EventChange): boolean {
  const saysText = (now: string | null, wanted: string | null | undefined) =>
    wanted === undefined || now === (wanted || null);
  return (
    saysText(event.title, change.title) &&
    saysText(event.location, change.location) &&
    saysText(event.description, change.description) &&
    saysText(event.bookingId, change.bookingId) &&
    (!change.start || isSameTime(event.start, change.start)) &&
    (!change.end || isSameTime(event.end, change.end)) &&
    (!change.status || event.status === change.status) &&
    (!change.attendees || guestsOf(event.attendees) === guestsOf(change.attendees))
  );
}

function guestsOf(attendees: readonly { readonly email: string }[]): string {
  return attendees
    .map(({ email }) => email.toLowerCase())
    .sort()
    .join('\n');
}

function toExtendedProperties(change: EventChange): GoogleEvent {
  const ours = {
    ...(change.bookingId === undefined ? {} : { [bookingIdKey]: change.bookingId }),
    ...(change.mark === undefined ? {} : { [markKey]: change.mark }),
    ...(change.guest === undefined ? {} : { [guestKey]: change.guest }),
    ...(change.keeper === undefined ? {} : { [keeperKey]: change.keeper }),
  };
  // In a patch, null removes a property; the client's types do not allow null.
  const properties = ours as Record<string, string>;
  return Object.keys(ours).length === 0 ? {} : { extendedProperties: { private: properties } };
}

function toStatus(status: string | null | undefined): CalendarEvent['status'] {
  return status === 'cancelled' || status === 'tentative' ? status : 'confirmed';
}

function toVisibility(visibility: string | null | undefined): CalendarEvent['visibility'] {
  return visibility === 'public' || visibility === 'private' || visibility === 'confidential' ? visibility : 'default';
}

function toGoogleAttendee({ asReceived, ...guest }: Guest): calendar_v3.Schema$EventAttendee {
  return { ...asReceived, ...guest };
}

/** Leaves out guests whose address Google hides: they cannot be named in a write. */
function toAttendee(attendee: calendar_v3.Schema$EventAttendee): CalendarEvent['attendees'][number][] {
  if (!attendee.email) return [];
  return [
    {
      email: attendee.email,
      displayName: attendee.displayName || null,
      self: attendee.self ?? false,
      organizer: attendee.organizer ?? false,
      resource: attendee.resource ?? false,
      responseStatus: attendee.responseStatus ?? 'needsAction',
      asReceived: attendee,
    },
  ];
}

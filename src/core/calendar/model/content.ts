import { type Booking, isCancelled, readNotes } from './booking.js';
import type { CalendarEvent, EventChange, EventTime } from './event.js';
import { plainText, sameText } from './plain-text.js';
import { renderTitle } from './title.js';

/** The fields that both sides have, and that are merged one by one; begin and end are one field. */
export const syncFields = ['time', 'title', 'location', 'description', 'customer'] as const;
export type SyncField = (typeof syncFields)[number];

/** What one side says, in comparable form: one text or null a field. Two sides agree when their texts are equal. */
export type Content = Readonly<Record<SyncField, string | null>> & {
  /** Cancelled, deleted or missing. */
  readonly removed: boolean;
  /** Of a booking: what its title is made of, since a title alone does not tell which part of it was edited. */
  readonly named?: Named;
  /** Of a booking that takes place: RenOS's own word for it. */
  readonly status?: string;
  /** Of an event whose details Google does not show: only its time is known. */
  readonly hidden?: true;
  /** Of an event: the guest that was added for the customer, by mail address. */
  readonly guest?: string;
  /** Of an event: who has declined, comma-separated; `self` is the calendar's own account. */
  readonly declined?: string;
  /** Of a linked event: the booking that its mark names, under the key which that had before. */
  readonly markedAs?: string;
  /** Of a booking in a base: its event was another row's, and its own words have not been written to it yet. */
  readonly takenOver?: true;
  /** Of an event in a base: an undo took it away, or left it away. Its booking does without one until it is changed. */
  readonly undone?: true;
};

/** The parts of a booking's title, in comparable form. */
interface Named {
  readonly service: string | null;
  readonly customer: string | null;
}

/** field → what it said, and what it says. */
export type FieldChanges = Readonly<Record<string, readonly [from: string | null, to: string | null]>>;

/** One field of a content, with all that belongs to it. */
function fieldOf(content: Content, field: SyncField): Partial<Content> {
  if (field !== 'title') return { [field]: content[field] };
  // Absent parts take the place of present ones: they would be another title's.
  return { title: content.title, named: content.named } as Partial<Content>;
}

/** Some fields of a content. */
export function fieldsOf(content: Content, fields: readonly SyncField[]): Partial<Content> {
  return Object.assign({}, ...fields.map((field) => fieldOf(content, field))) as Partial<Content>;
}

export function namesOf({ serviceType, customerName }: Pick<Booking, 'serviceType' | 'customerName'>): Named {
  return { service: sameText(serviceType), customer: sameText(customerName) };
}

/**
 * What both sides said when they last agreed, each in its own words: a title that a person wrote freely in Google and
 * the title that the booking would render may differ for good, and neither is an edit.
 */
export interface Base {
  readonly booking: Content;
  readonly event: Content;
}

/** Stands in a base for a field that was disputed from the beginning: whatever either side says of it is news. */
export const undecided = '\u0001';

export interface ContentRules {
  readonly titleTemplate: string;
  /** IANA; all-day events begin and end at midnight there. */
  readonly timeZone: string;
}

/** What a booking says. `time` is `start/end` as ISO instants in UTC, to the second, as Google keeps no more. */
export function bookingContent(booking: Booking, rules: ContentRules): Content {
  return {
    time: booking.hasUsableTime ? bookingTimeText(booking) : null,
    title: sameText(renderTitle(rules.titleTemplate, booking)),
    location: sameText(booking.address),
    description: sameText(booking.notes),
    customer: booking.customerId,
    removed: isCancelled(booking),
    named: namesOf(booking),
    ...(isCancelled(booking) ? {} : { status: booking.status }),
  };
}

/** When a booking is, as its content says it. */
export function bookingTimeText({ start, end }: Pick<Booking, 'start' | 'end'>): string {
  return `${instantText(start)}/${instantText(end)}`;
}

/** What an event says. `time` is `start/end`, instants in UTC, or dates of whole days with an exclusive end. */
export function eventContent(event: CalendarEvent): Content {
  return {
    time: event.start === null || event.end === null ? null : `${timeText(event.start)}/${timeText(event.end)}`,
    title: sameText(event.title),
    location: sameText(event.location),
    description: readNotes(plainText(event.description)).notes,
    customer: guestsOf(event).join(',') || null,
    removed: event.status === 'cancelled',
    ...(event.hidesDetails ? { hidden: true as const } : {}),
    ...(event.guest === null ? {} : { guest: event.guest }),
    ...declinedOf(event),
  };
}

/** What an event says once a change is made to it, of the texts and times that the change names. */
export function contentOfChange({ start, end, title, location, description }: EventChange): Partial<Content> {
  return {
    ...(start === undefined || end === undefined ? {} : { time: `${timeText(start)}/${timeText(end)}` }),
    ...(title === undefined ? {} : { title: sameText(title) }),
    ...(location === undefined ? {} : { location: sameText(location) }),
    ...(description === undefined ? {} : { description: readNotes(plainText(description)).notes }),
  };
}

/** A content as far as it is known: what Google does not show is taken to be what it was. */
export function asFarAsKnown(content: Content, last: Content): Content {
  return content.hidden === true ? { ...last, time: content.time, removed: content.removed, hidden: true } : content;
}

function declinedOf({ attendees }: CalendarEvent): Pick<Content, 'declined'> {
  const declined = attendees
    .filter(({ responseStatus, resource }) => responseStatus === 'declined' && !resource)
    .map(({ self, email }) => (self ? 'self' : email.trim().toLowerCase()));
  return declined.length === 0 ? {} : { declined: declined.sort().join(',') };
}

/** The mail addresses that may be the customer's: any guest's but the organizer's, a room's, or our own; lower case, sorted. */
export function guestsOf(event: Pick<CalendarEvent, 'attendees'>): readonly string[] {
  return event.attendees
    .filter((guest) => !guest.organizer && !guest.resource && !guest.self)
    .map((guest) => guest.email.trim().toLowerCase())
    .sort();
}

/** What is left to say of a side that is gone. */
export function gone(last: Content): Content {
  return { ...last, removed: true };
}

export function timeText(time: EventTime): string {
  return time.kind === 'day' ? time.date : instantText(time.at);
}

function instantText(instant: Date): string {
  return `${new Date(Math.floor(instant.getTime() / 1000) * 1000).toISOString().slice(0, 19)}Z`;
}

import { type Booking, isCancelled, readNotes } from './booking.js';
import type { CalendarEvent, EventChange, EventTime } from './event.js';
import { plainText, sameText } from './plain-text.js';
import type { SyncRules } from './sync-rules.js';
import { renderTitle } from './title.js';

/** The fields that both sides have, and that are merged one by one; start and end are one field. */
export const syncFields = ['time', 'title', 'location', 'description', 'customer'] as const;
export type SyncField = (typeof syncFields)[number];

/** The values of one side, in comparable form: one text or null per field. Two sides agree if their texts are equal. */
export type Content = Readonly<Record<SyncField, string | null>> & {
  /** Cancelled, deleted or missing. */
  readonly removed: boolean;
  /** For a booking: the parts of its title, because the title alone does not show which part was edited. */
  readonly named?: Named;
  /** For a booking that is not cancelled: RenOS's status. */
  readonly status?: string;
  /** For an event whose details Google does not show: only its time is known. */
  readonly hidden?: true;
  /** For an event: the guest that was added for the customer, by mail address. */
  readonly guest?: string;
  /** For an event: the guests that declined, comma-separated; `self` is the calendar's own account. */
  readonly declined?: string;
  /** For a linked event: the booking that its mark names, under its previous key. */
  readonly markedAs?: string;
  /** For a booking in a base: its event belonged to another row, and its own values are not written to it yet. */
  readonly takenOver?: true;
  /**
   * For an event in a base: an undo deleted it, or did not restore it. Its booking stays without an event until it is
   * changed.
   */
  readonly undone?: true;
};

/** The parts of a booking's title, in comparable form. */
interface Named {
  readonly service: string | null;
  readonly customer: string | null;
}

/** field → its previous value, and its new one. */
export type FieldChanges = Readonly<Record<string, readonly [from: string | null, to: string | null]>>;

/** One field of a content, with the values that belong to it. */
function fieldOf(content: Content, field: SyncField): Partial<Content> {
  if (field !== 'title') return { [field]: content[field] };
  // A title's own parts replace the others, even if they are absent: the others belong to another title.
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
 * The values of both sides when they last agreed, each as that side writes them. A title that a person wrote in Google
 * and the title that the booking would render may differ for good, and neither is an edit.
 */
export interface Base {
  readonly booking: Content;
  readonly event: Content;
}

/** In a base, for a field that differed from the start: any value of either side counts as new. */
export const undecided = '\u0001';

type ContentRules = Pick<SyncRules, 'titleTemplate' | 'timeZone'>;

/** The values of a booking. `time` is `start/end` as ISO instants in UTC, to the second, because Google keeps no fractions. */
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

/** The time of a booking, as its content has it. */
export function bookingTimeText({ start, end }: Pick<Booking, 'start' | 'end'>): string {
  return `${instantText(start)}/${instantText(end)}`;
}

/** The values of an event. `time` is `start/end`, instants in UTC, or dates of whole days with an exclusive end. */
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

/** The texts and times of an event after a change, for the fields that the change names. */
export function contentOfChange({ start, end, title, location, description }: EventChange): Partial<Content> {
  return {
    ...(start === undefined || end === undefined ? {} : { time: `${timeText(start)}/${timeText(end)}` }),
    ...(title === undefined ? {} : { title: sameText(title) }),
    ...(location === undefined ? {} : { location: sameText(location) }),
    ...(description === undefined ? {} : { description: readNotes(plainText(description)).notes }),
  };
}

/** A content as far as it is known: values that Google does not show are assumed to be unchanged. */
export function asFarAsKnown(content: Content, last: Content): Content {
  return content.hidden === true ? { ...last, time: content.time, removed: content.removed, hidden: true } : content;
}

function declinedOf({ attendees }: CalendarEvent): Pick<Content, 'declined'> {
  const declined = attendees
    .filter(({ responseStatus, resource }) => responseStatus === 'declined' && !resource)
    .map(({ self, email }) => (self ? 'self' : email.trim().toLowerCase()));
  return declined.length === 0 ? {} : { declined: declined.sort().join(',') };
}

/**
 * Mail addresses that may be the customer's: every guest's except the organizer's, a room's, or our own; lower case,
 * sorted.
 */
export function guestsOf(event: Pick<CalendarEvent, 'attendees'>): readonly string[] {
  return event.attendees
    .filter((guest) => !guest.organizer && !guest.resource && !guest.self)
    .map((guest) => guest.email.trim().toLowerCase())
    .sort();
}

/** The content of a side that is gone: nothing of it is hidden any more. */
export function gone({ hidden: _, ...last }: Content): Content {
  return { ...last, removed: true };
}

export function timeText(time: EventTime): string {
  return time.kind === 'day' ? time.date : instantText(time.at);
}

function instantText(instant: Date): string {
  return `${new Date(Math.floor(instant.getTime() / 1000) * 1000).toISOString().slice(0, 19)}Z`;
}

/** When an event begins or ends: an instant (with the zone it is written in), or a whole day. */
export type EventTime =
  | { readonly kind: 'timed'; readonly at: Date /** IANA */; readonly timeZone: string | null }
  | { readonly kind: 'day' /** YYYY-MM-DD; as an end it is exclusive */; readonly date: string };

export interface Attendee {
  readonly email: string;
  readonly displayName: string | null;
  readonly self: boolean;
  readonly organizer: boolean;
  /** A room or a thing, not a person. */
  readonly resource: boolean;
  readonly responseStatus: string;
  /** The guest as Google wrote it, to be written back whole: a list of guests is replaced, and answers would be lost. */
  readonly asReceived: object;
}

/**
 * An event as Google returned it, reduced to what the sync reads. A cancelled event may hold nothing but its id
 * (Calendar API v3, Events resource: "status").
 */
export interface CalendarEvent {
  readonly calendarId: string;
  readonly id: string;
  readonly etag: string;
  readonly status: 'confirmed' | 'tentative' | 'cancelled';
  /** `default`, `birthday`, `focusTime`, `fromGmail`, `outOfOffice`, `workingLocation`. */
  readonly eventType: string;
  readonly title: string | null;
  readonly location: string | null;
  readonly description: string | null;
  readonly start: EventTime | null;
  readonly end: EventTime | null;
  readonly updated: Date | null;
  readonly htmlLink: string | null;
  readonly visibility: 'default' | 'public' | 'private' | 'confidential';
  readonly attendees: readonly Attendee[];
  /** The account may not see what it says: title, place, text and guests are unknown, and not empty. */
  readonly hidesDetails: boolean;
  /** There are guests that Google does not name: the list cannot be written back. */
  readonly hidesGuests: boolean;
  /** RRULE, EXDATE … lines; only a series' master has them. */
  readonly recurrence: readonly string[] | null;
  /** The master's id, on an occurrence of a series. */
  readonly recurringEventId: string | null;
  /** Where the occurrence stood before anyone moved it. */
  readonly originalStart: EventTime | null;
  /** The booking named in our private extended property; proves nothing alone, a copied event carries it too. */
  readonly bookingId: string | null;
  /** What our last write to it left there, by which it is known among all others. */
  readonly mark: string | null;
  /** The guest that we added, in lower case: all others are other people's. */
  readonly guest: string | null;
  /** Which database wrote it last, and in which run; see `keeper.ts`. */
  readonly keeper: string | null;
}

/** A guest as it shall stand: one that was there before, or an address to be added. */
export interface Guest {
  readonly email: string;
  readonly displayName?: string;
  readonly asReceived?: object;
}

/** What a write may set; an absent field is left alone, null clears it. */
export interface EventChange {
  readonly title?: string | null;
  readonly location?: string | null;
  readonly description?: string | null;
  readonly start?: EventTime;
  readonly end?: EventTime;
  /** Brings a cancelled event back. */
  readonly status?: 'confirmed';
  readonly attendees?: readonly Guest[];
  /** Written to private extended properties, as is the mark. */
  readonly bookingId?: string;
  readonly mark?: string;
  /** The one among `attendees` that is added for the customer; null: none of them is any more. */
  readonly guest?: string | null;
  readonly keeper?: string;
}

/** A new event: id as Google allows (a-v and 0-9, 5 to 1024 long), start and end required. */
export interface EventDraft extends EventChange {
  readonly id: string;
  readonly start: EventTime;
  readonly end: EventTime;
}

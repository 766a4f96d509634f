/** When an event begins or ends: an instant (with the zone it is written in), or a whole day. */
export type EventTime =
  | { readonly kind: 'timed'; readonly at: Date /** IANA */; readonly timeZone: string | null }
  | { readonly kind: 'day' /** YYYY-MM-DD; as an end it is exclusive */; readonly date: string };

interface Attendee {
  readonly email: string;
  readonly displayName: string | null;
  readonly self: boolean;
  readonly organizer: boolean;
  /** A room or equipment, not a person. */
  readonly resource: boolean;
  readonly responseStatus: string;
  /**
   * The guest as Google returned it. A write replaces the whole list of guests, so without this their answers would be
   * lost.
   */
  readonly asReceived: object;
}

/**
 * An event as Google returned it, reduced to the fields that the sync reads. A cancelled event may hold nothing but its
 * id (Calendar API v3, Events resource: "status").
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
  /** The account may not see its details: title, place, text and guests are unknown, and not empty. */
  readonly hidesDetails: boolean;
  /** Google does not name some guests: the list cannot be written back. */
  readonly hidesGuests: boolean;
  /** RRULE, EXDATE … lines; only a series' master has them. */
  readonly recurrence: readonly string[] | null;
  /** The master's id, on an occurrence of a series. */
  readonly recurringEventId: string | null;
  /** The original time of the occurrence, before it was moved. */
  readonly originalStart: EventTime | null;
  /** The booking in our private extended property; no proof by itself, because a copied event has it too. */
  readonly bookingId: string | null;
  /** Written by our last write, to recognize it among all others. */
  readonly mark: string | null;
  /** The guest that we added, in lower case: other people added all others. */
  readonly guest: string | null;
  /** The database and the run that wrote it last; see `keeper.ts`. */
  readonly keeper: string | null;
}

/** A guest to be written: one that was there before, or an address to be added. */
export interface Guest {
  readonly email: string;
  readonly displayName?: string;
  readonly asReceived?: object;
}

/** A write to an event; an absent field is left alone, null clears it. */
export interface EventChange {
  readonly title?: string | null;
  readonly location?: string | null;
  readonly description?: string | null;
  readonly start?: EventTime;
  readonly end?: EventTime;
  /** Restores a cancelled event. */
  readonly status?: 'confirmed';
  readonly attendees?: readonly Guest[];
  /** Written to private extended properties, as is the mark. */
  readonly bookingId?: string;
  readonly mark?: string;
  /** The guest among `attendees` that is added for the customer; null: none of them is. */
  readonly guest?: string | null;
  readonly keeper?: string;
}

/** A new event: an id as Google allows (a-v and 0-9, 5 to 1024 long), start and end required. */
export interface EventDraft extends EventChange {
  readonly id: string;
  readonly start: EventTime;
  readonly end: EventTime;
}

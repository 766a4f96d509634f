type Nothing = Readonly<Record<never, never>>;

type OfCalendar = {
  readonly calendarId: string;
};

type OfPairs = {
  readonly removed: number;
  /** 0: it is not known how many there are. */
  readonly links: number;
};

/** Failures of a sync, a move or an undo as a whole. */
export interface SyncFailures {
  'database-copied': OfCalendar;
  'calendar-kept-elsewhere': OfCalendar & { readonly events: number };
  'nothing-to-move/same': Nothing;
  'nothing-to-move/none': OfCalendar;
  'database-restored': {
    readonly older: number;
    readonly gone: number;
    readonly unknown: number;
    readonly isProven: boolean;
  };
  'calendar-emptied': OfCalendar & { readonly events: number };
  'calendar-replaced': OfCalendar & { readonly before: string; readonly now: string };
  'events-missing': OfCalendar & { readonly missing: number; readonly links: number };
  'calendar-hides-details': OfCalendar;
  'calendar-read-only': OfCalendar & { readonly role: string };
  'calendar-empty': OfCalendar & { readonly events: number };
  'bookings-gone': OfCalendar & { readonly bookings: number };
  'noted-events-missing': { readonly bookings: number; readonly calendars: string };
  'calendar-known-by-another-name': OfCalendar & { readonly other: string; readonly events: number };
  'calendar-not-renamed/synced': { readonly from: string; readonly to: string };
  'calendar-not-renamed/unknown': { readonly from: string; readonly to: string };
  'too-many-removals/events': OfPairs;
  'too-many-removals/bookings': OfPairs;
  'too-many-removals/undo': {
    readonly kind: 'customer' | 'booking' | 'event';
    readonly removed: number;
    readonly total: number;
    readonly run: string;
    /** The limit for each kind that would allow it. */
    readonly most: number;
  };
  busy: { readonly name: 'sync' | 'import' | string };
  'busy/not-ended': Nothing;
  'lease-lost': { readonly name: string };
  'event-ids-used-up': Nothing;
  'nothing-to-undo': Nothing;
  'sync-first': { readonly run: string; readonly events: number };
}

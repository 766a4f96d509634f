type Nothing = Readonly<Record<never, never>>;

type OfCalendar = {
  readonly calendarId: string;
};

type OfPairs = {
  readonly removed: number;
  /** 0: it is not known how many there are. */
  readonly links: number;
};

/** What stops a sync, a plan or a move as a whole. */
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
  busy: { readonly name: 'sync' | 'import' | string };
  'lease-lost': { readonly name: string };

  'plan-moved-on': { readonly moved: number; readonly items: number };
  'plan-of-another-database': { readonly kind: string };
  'plan-of-another-calendar': { readonly calendarId: string; readonly before: string; readonly now: string };
  'plan-unreadable/not-json': { readonly file: string };
  'plan-unreadable/other-document': { readonly file: string };
  'plan-unreadable/wrong-field': { readonly file: string; readonly place: string };
  'plan-version': { readonly file: string; readonly version: number };
  'plan-file-changed': { readonly file: string };
  'plan-file-unnamed': Nothing;
  'plan-not-replaced': { readonly file: string };
  'usage/plan-without-dry-run': { readonly flag: string };
  'usage/redact-without-plan': Nothing;
}

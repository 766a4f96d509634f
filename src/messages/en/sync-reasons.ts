/*
 * Why a sync does what it does, in English, as JSON, the journal and the database keep it. Other languages go by the codes:
 * see causes.ts.
 */

/** Why an item cannot be carried over, by code. */
export const failureReasons = {
  'ends-before-start': 'The booking ends before it begins.',
  'time-unusable': 'The booking begins or ends at a time that no calendar can hold.',
  'details-hidden':
    "Google does not show the event's details to the account, so they cannot be compared with the booking.",
  'parted-before-first-sync':
    'One side was deleted or cancelled before the first sync, and nothing tells which one is right. Decide with: renos-sync sync --force --on-conflict google (or database).',
  'pair-unclear':
    'Bookings and events that begin together may belong together in more than one way, and nothing tells which: they are left alone.',
  'event-named-twice': 'Another booking names the same event as its own: one event belongs to one booking.',
  'event-and-former-event': 'The booking names another event than before, and its previous event is still there.',
  'named-event-missing': "The booking's event was deleted, and the event that it names instead is not there.",
  'named-event-differs': 'The booking names an event that says another customer, address or service.',
  'row-is-another':
    'The booking names no event any more and has another customer, time and address: it may be another one under the same key.',
  'event-ids-used-up': "All ids that this booking's event may have are in use.",
  'google-no-reply': 'Google did not say whether it was done.',
  'event-became-series':
    'The event became a series, or its series was changed, while it was being written; the next run follows it.',
  'event-keeps-moving': 'The event was changed again at every attempt.',
  'google-refused-event': 'Google refuses this event.',
  'database-refused': 'A rule of the database refused the row.',
} as const;

/** Why a conflict is held or how it was decided, by code. It is stored: a reader finds the code by the sentence. */
export const conflictReasons = {
  'policy-hold': 'the policy says hold',
  'person-decides': 'a person is to decide',
  'no-time-of-change': 'one side has no time of change',
  'no-new-updated-at': 'the booking was changed without a new updatedAt',
  'changed-in-future': 'the time of a change lies in the future',
  'within-clock-skew': 'both changed within the skew of the clocks',
  'paired-by-likeness': 'only what both say makes them one: neither is overwritten',
  'policy-google': 'the policy says google',
  'policy-database': 'the policy says database',
  'booking-changed-last': 'the booking was changed last',
  'event-changed-last': 'the event was changed last',
  'decided-by-hand': 'decided by hand',
  'edit-beats-deletion': 'an edit beats a deletion',
  'given-away': 'the event belongs to another booking or customer now',
} as const;

/** Why one pair is planned as it is. */
export const planReasons = {
  agree: 'both sides agree',
  bookingAlone: 'the booking has no event yet',
  eventAlone: 'the event has no booking yet',
  bookingGoneEventChanged: 'the booking is gone, its event was changed',
  bookingGone: 'the booking is gone',
  bookingCancelled: 'the booking was cancelled',
  bookingDone: 'the booking is completed and stays so',
  eventDeleted: 'the event was deleted',
  eventGone: 'the booking takes place, its event is gone',
  bookingWasCancelled: 'the event takes place, its booking was cancelled',
  bothGone: 'gone on both sides',
  parted: 'one side was deleted, the other edited',
  undone: 'the run is undone',
  partedAnd: (why: string) => `one side was deleted, the other edited: ${why}`,
  bothChanged: (fields: readonly string[], why: string) => `both sides changed ${fields.join(', ')}: ${why}`,
  bookingChanged: (fields: readonly string[]) => `the booking changed ${fields.join(', ')}`,
  eventChanged: (fields: readonly string[]) => `the event changed ${fields.join(', ')}`,
  forbidden: (reason: string) => `${reason} (waits for a two-way run)`,
  unseen: (reason: string) => `${reason} (waits until Google shows the event's details)`,
};

/** Why a run would not look at an item. */
export const leftAloneReasons = {
  'outside-window': 'it lies outside the window (--since, --until)',
  private: 'it is private (--include private)',
  'details-hidden': 'Google does not show its details to the account',
  declined: 'it was declined (--include declined)',
  'other-event-type': 'it is not an ordinary event',
  cancelled: 'it is deleted and has no booking',
  'series-master': 'it is a series: each occurrence is synced by itself',
  'failed-before': 'it failed before and has not changed (--retry-failed)',
  'no-time': 'it has no time',
  'linked-elsewhere': 'its booking belongs to the same event in another calendar',
  unchanged: 'it has not changed since it was last looked at',
  'calendar-not-synced': 'its calendar is not synced (GOOGLE_CALENDAR_ID)',
  refused: 'a guard refuses',
  'cancelled-booking': 'it is cancelled and has no event',
};

/** Why an event was not moved to another calendar. */
export const notMovedReason = 'Its event is in neither calendar, or a series that is there already.';

/** Why a run ended in the middle. */
export const cutOffReason = 'Cut off: the server ended before the work did.';

/** What was seen of a pair and changes nothing. */
export const noteMessages = {
  declined: 'The event was declined in Google; its booking stands.',
  'declined-by-customer': 'The customer has declined the invitation.',
  'clock-wrong':
    "The booking was changed, and its updatedAt is earlier than before: the application's clock is wrong, or was. The change counts.",
};

/** What the database did not take. */
export const databaseReasons = {
  rule: (rule: string | null, of: 'customer' | 'booking') =>
    `A rule of the database${rule === null ? '' : `, ${rule},`} does not allow this ${of === 'customer' ? 'customer as it was' : 'booking as the event has it'}.`,
  letter: (letter: string, encoding: string) =>
    `${letter} cannot be stored: the database has the encoding ${encoding}.`,
};

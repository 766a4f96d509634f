import type { ConflictCode, FailureCode, PlanReason } from '../../core/codes/reasons.js';
import type { LeftAlone } from '../../core/results/story-result.js';
import type { SyncResult } from '../../core/results/sync-result.js';

/* The reasons for a sync's decisions, by core's codes. JSON has these sentences too. */

/** Why an item cannot be synced, by code. */
export const failureReasons: Readonly<Record<FailureCode, string>> = {
  'ends-before-start': 'The booking ends before it begins.',
  'time-unusable': 'The booking begins or ends at a time that no calendar can hold.',
  'details-hidden':
    "Google does not show the event's details to the account, so they cannot be compared with the booking.",
  'parted-before-first-sync':
    'One side was deleted or cancelled before the first sync, and nothing tells which one is right.',
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
};

/** Why a conflict is held or how it was decided. Earlier versions stored these sentences: a reader finds the code by them. */
export const conflictReasons: Readonly<Record<ConflictCode, string>> = {
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
};

/** The reason for a pair's plan. */
const planReasons: { readonly [Reason in PlanReason as Reason['code']]: (params: Reason['params']) => string } = {
  agree: () => 'both sides agree',
  'booking-alone': () => 'the booking has no event yet',
  'event-alone': () => 'the event has no booking yet',
  'booking-gone-event-changed': () => 'the booking is gone, its event was changed',
  'booking-gone': () => 'the booking is gone',
  'booking-cancelled': () => 'the booking was cancelled',
  'booking-done': () => 'the booking is completed and stays so',
  'event-deleted': () => 'the event was deleted',
  'event-gone': () => 'the booking takes place, its event is gone',
  'booking-was-cancelled': () => 'the event takes place, its booking was cancelled',
  'both-gone': () => 'gone on both sides',
  undone: () => 'the run is undone',
  parted: ({ why }) => `one side was deleted, the other edited${why === null ? '' : `: ${conflictReasons[why]}`}`,
  'both-changed': ({ fields, why }) => `both sides changed ${fields.join(', ')}: ${conflictReasons[why]}`,
  'booking-changed': ({ fields }) => `the booking changed ${fields.join(', ')}`,
  'event-changed': ({ fields }) => `the event changed ${fields.join(', ')}`,
  several: ({ reasons }) => reasons.map(planned).join('; '),
  held: ({ why }) => conflictReasons[why],
  failed: ({ failure }) => failureReasons[failure as FailureCode] ?? failure,
  forbidden: ({ reason }) => `${planned(reason)} (waits for a two-way run)`,
  unseen: ({ reason }) => `${planned(reason)} (waits until Google shows the event's details)`,
};

/** The reason for a pair's plan, as a sentence. */
export function planned({ code, params }: PlanReason): string {
  return (planReasons[code] as (values: typeof params) => string)(params);
}

/** Why a run would not read an item. */
export const leftAloneReasons: Readonly<Record<LeftAlone, string>> = {
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

/** Notes about a pair; they change nothing. */
export const noteMessages: Readonly<Record<SyncResult['notes'][number]['code'], string>> = {
  declined: 'The event was declined in Google; its booking stands.',
  'declined-by-customer': 'The customer has declined the invitation.',
  'clock-wrong':
    "The booking was changed, and its updatedAt is earlier than before: the application's clock is wrong, or was. The change counts.",
};

/** Why the database refused an item. */
export const databaseReasons = {
  rule: ({ rule, of }: { readonly rule: string | null; readonly of: 'customer' | 'booking' }) =>
    `A rule of the database${rule === null ? '' : `, ${rule},`} does not allow this ${of === 'customer' ? 'customer as it was' : 'booking as the event has it'}.`,
  letter: ({ letter, encoding }: { readonly letter: string; readonly encoding: string }) =>
    `${letter} cannot be stored: the database has the encoding ${encoding}.`,
};

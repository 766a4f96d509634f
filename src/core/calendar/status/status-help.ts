import type { KnownFailure } from '../model/sync-store.js';

const known: Readonly<Record<string, string>> = {
  'ends-before-start': "Correct the booking's times; the next sync tries it again.",
  'details-hidden': 'Give the account the role "Make changes to events" in the calendar; the next sync sees it.',
  'time-unusable':
    "Correct the booking's times (neither infinity nor a year of five digits); the next sync tries it again.",
  'event-named-twice': 'Correct calendarEventId in one of the two rows; the next sync looks again.',
  'event-and-former-event': 'Delete one of the two events, or correct calendarEventId; the next sync looks again.',
  'named-event-missing': 'Correct calendarEventId in the row, or cancel the booking; the next sync looks again.',
  'named-event-differs': 'Correct calendarEventId in the row, or the event; the next sync looks again.',
  'row-is-another':
    "Enter its event's id as calendarEventId if it is the same booking; else delete it and book it under a new key.",
  'pair-unclear':
    "Write the customer's name or the address into the event, or delete what is there twice; the next sync looks again.",
  'parted-before-first-sync': 'renos-sync sync --force --on-conflict google   # or database',
};

const retry = 'renos-sync sync --retry-failed';

/** What helps an item that could not be carried over, for those who have its story before them. */
export function remedyFor({ code, passing }: KnownFailure): string {
  if (passing) return 'renos-sync sync   # it is tried again at every run';
  return known[code] ?? `Fix it, then: ${retry}`;
}

/** The same for those who have not: where there is no more to say, its story comes first. */
export function helpFor(failure: KnownFailure): string {
  const { code, passing, bookingId, eventId } = failure;
  if (passing || known[code] !== undefined) return remedyFor(failure);
  return `renos-sync show ${bookingId ?? eventId ?? ''}   # fix it, then: ${retry}`;
}

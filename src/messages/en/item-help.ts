import type { SyncFailure } from '../../core/results/sync-result.js';
import { type Action, step, type Voice } from '../voice.js';

/** A failed item: its code, and core's sentence. */
export interface FailedItem extends Pick<SyncFailure, 'code'> {
  /** Absent if the reader already sees its history. */
  readonly bookingId?: string | null;
  readonly eventId?: string | null;
}

/** How to solve an item that could not be synced, by the code of its failure. */
const itemHelps: Readonly<Record<string, (say: Voice) => Action>> = {
  'ends-before-start': () => step("Correct the booking's times; the next sync tries it again."),
  'details-hidden': () =>
    step('Give the account the role "Make changes to events" in the calendar; the next sync sees it.'),
  'time-unusable': () =>
    step("Correct the booking's times (neither infinity nor a year of five digits); the next sync tries it again."),
  'event-named-twice': () => step('Correct calendarEventId in one of the two rows; the next sync looks again.'),
  'event-and-former-event': () =>
    step('Delete one of the two events, or correct calendarEventId; the next sync looks again.'),
  'named-event-missing': () =>
    step('Correct calendarEventId in the row, or cancel the booking; the next sync looks again.'),
  'named-event-differs': () => step('Correct calendarEventId in the row, or the event; the next sync looks again.'),
  'row-is-another': () =>
    step(
      "Enter its event's id as calendarEventId if it is the same booking; else delete it and book it under a new key.",
    ),
  'pair-unclear': () =>
    step(
      "Write the customer's name or the address into the event, or delete what is there twice; the next sync looks again.",
    ),
  'google-no-reply': (say) => helpOfPassing(say),
  'event-became-series': (say) => helpOfPassing(say),
  'event-keeps-moving': (say) => helpOfPassing(say),
  'parted-before-first-sync': (say) => say.sync({ forceSync: true, onConflict: 'google' }, 'or database'),
};

/** How to solve an item whose failure is tried again at every run. */
export const helpOfPassing = (say: Voice): Action => say.sync({}, 'it is tried again at every run');

/** How to solve a failed item; its ids are absent if the reader already sees its history. */
export function helpOf({ code, bookingId, eventId }: FailedItem, say: Voice): Action {
  const help = itemHelps[code];
  if (help !== undefined) return help(say);
  const item = bookingId ?? eventId ?? null;
  return item === null ? step(`Fix it, then: ${say.retry()}`) : say.story(item, `fix it, then: ${say.retry()}`);
}

import { type Action, step, type Voice } from '../voice.js';

/** How to solve an item that could not be synced, by the code of its failure. */
export const itemHelps: Readonly<Record<string, (say: Voice) => Action>> = {
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
  'parted-before-first-sync': (say) => say.sync({ force: true, onConflict: 'google' }, 'or database'),
};

/** How to solve an item whose failure has no entry of its own. */
export const itemHelp = {
  passing: (say: Voice): Action => say.sync({}, 'it is tried again at every run'),
  retry: (say: Voice): Action => step(`Fix it, then: ${say.retry()}`),
  /** For readers who do not see its history yet. */
  show: (item: string, say: Voice): Action => say.story(item, `fix it, then: ${say.retry()}`),
};

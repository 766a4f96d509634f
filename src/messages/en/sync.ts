import type { SkipReason } from '../../core/calendar/model/sync-plan.js';
import { counter } from '../language.js';
import { notMovedReason } from './sync-reasons.js';

const n = counter('en');

/** Texts of the reports of `sync`, `conflicts`, `move-calendar` and `adopt-calendar`. */
export const sync = {
  created: 'created',
  updated: 'updated',
  removed: 'removed',
  googleCalendar: 'Google Calendar',
  bookings: 'Bookings',
  afterImport: 'Then synced with the calendar:',
  inStep: 'In step: nothing to do.',
  bothAgree: 'Nothing to do: both sides agree.',
  wouldWriteNothing: 'Nothing would be written.',
  wroteNothing: 'Nothing was written.',
  linked: (count: number) => `${n(count, 'pair', 'pairs')} of booking and event matched and linked.`,
  deferred: (count: number, why: string) => `${n(count, 'change', 'changes')} left for the next run (${why}).`,
  dryRun: 'Dry run: nothing was written on either side.',
  decided: (count: number) => `${n(count, 'conflict', 'conflicts')} decided; the other value is kept on record.`,
  held: (count: number, where: string) => `${n(count, 'conflict', 'conflicts')} held until you decide (${where}):`,
  failed: (count: number) => `${n(count, 'item', 'items')} could not be synced:`,
  failedAlone: (count: number) => `${n(count, 'item', 'items')} could not be synced; the others were:`,
  elsewhere: (count: number, calendar: string) =>
    `Waiting: ${n(count, 'booking', 'bookings')} linked with events of the calendar ${calendar}, which is not synced now.`,
  toSyncIt: 'to sync it',
  toMoveThem: 'to move the events to another calendar',
  leftAlone: (what: string) => `Skipped: ${what}.`,
  skipped: {
    'outside-window': 'outside the window',
    private: 'private',
    'details-hidden': 'not shown by Google',
    declined: 'declined',
    'other-event-type': 'not ordinary events',
    cancelled: 'cancelled',
    'series-master': 'heads of series',
    'failed-before': 'failed before and unchanged (the status tells each)',
    'no-time': 'without a time',
    'linked-elsewhere': 'linked elsewhere',
  } as Record<SkipReason, string>,

  noneHeld: 'No conflict is held.',
  nothingDecided: 'Nothing was decided.',
  noneDecided: 'None was decided yet.',
  decidedHead: 'Decided',
  decideOr: 'or database',
  decideAsks: 'asks, one at a time',
  decide: 'Decide:',
  heldSince: (moment: string, reason: string) => `held since ${moment}: ${reason}`,
  googleSays: 'Google says',
  databaseSays: 'database says',
  bothSaid: 'both said',
  googleSaid: 'Google said',
  databaseSaid: 'database said',
  id: 'id',
  booking: 'booking',
  field: 'field',
  when: 'when',
  taken: 'taken',
  sides: { google: 'google', database: 'database', settled: 'agreed again' },
  isOff: 'it is off',
  isOn: 'it is on',

  moved: (count: number, from: string, to: string) =>
    `The events of ${n(count, 'booking', 'bookings')} were moved from ${from} to ${to}.`,
  wouldMove: (count: number, from: string, to: string) =>
    `The events of ${n(count, 'booking', 'bookings')} would be moved from ${from} to ${to}.`,
  whyNotMoved: notMovedReason,
  notMoved: (count: number) => `${n(count, 'could', 'could')} not be moved:`,
  keeps: (calendar: string) => `This database keeps the calendar ${calendar} now.`,
  othersRefused: 'Any other database is refused from its next run on.',
  onlyRead: 'The account may only read it, so no other database learns of it.',
};

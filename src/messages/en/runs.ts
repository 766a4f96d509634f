import type { UndoStory } from '../../core/results/story-result.js';
import { counter } from '../language.js';

const n = counter('en');

/** Texts of the report of `history`. */
export const runs = {
  nothingRun: 'Nothing has been run yet.',
  noneFits: 'No run matches.',
  run: 'run',
  kind: 'kind',
  started: 'started',
  took: 'took',
  outcome: 'outcome',
  whatItDid: 'what it did',
  nothingToDo: 'nothing to do',
  noChanges: 'no changes',
  changes: (count: number) => n(count, 'change', 'changes'),
  changedNothing: 'It changed nothing.',
  startedAt: (moment: string) => `started ${moment}`,
  tookTime: (time: string) => `took ${time}`,
  canBeUndone: {
    all: (id: string, count: number) => `It can be undone (${n(count, 'change', 'changes')}): renos-sync undo ${id}`,
    part: (id: string, count: number) =>
      `It can be undone in part (${n(count, 'change', 'changes')}): renos-sync undo ${id}; this would stay:`,
    nothing: () => 'Nothing of it can be undone, or it has been undone already.',
    'not-known': (id: string) =>
      `It is not known whether it can be undone, because not everything could be asked: renos-sync undo ${id} --dry-run`,
  } as Record<UndoStory['canBeUndone'], (id: string, count: number) => string>,
  rule: (rule: string) => `rule: ${rule}`,
  /** The counts of a run, by the names in its record. */
  counts: {
    eventsCreated: (count: number) => n(count, 'event created', 'events created'),
    eventsUpdated: (count: number) => n(count, 'event updated', 'events updated'),
    eventsDeleted: (count: number) => n(count, 'event removed', 'events removed'),
    bookingsCreated: (count: number) => n(count, 'booking created', 'bookings created'),
    bookingsUpdated: (count: number) => n(count, 'booking updated', 'bookings updated'),
    bookingsCancelled: (count: number) => n(count, 'booking cancelled', 'bookings cancelled'),
    customersCreated: (count: number) => n(count, 'customer created', 'customers created'),
    customersUpdated: (count: number) => n(count, 'customer updated', 'customers updated'),
    customersRemoved: (count: number) => n(count, 'customer removed', 'customers removed'),
    customersRestored: (count: number) => n(count, 'customer restored', 'customers restored'),
    customersMadeAgain: (count: number) => n(count, 'customer recreated', 'customers recreated'),
    bookingsRemoved: (count: number) => n(count, 'booking removed', 'bookings removed'),
    bookingsRestored: (count: number) => n(count, 'booking restored', 'bookings restored'),
    bookingsMadeAgain: (count: number) => n(count, 'booking recreated', 'bookings recreated'),
    kept: (count: number) => n(count, 'kept', 'kept'),
    created: (count: number) => n(count, 'customer created', 'customers created'),
    updated: (count: number) => n(count, 'customer updated', 'customers updated'),
    unchanged: (count: number) => n(count, 'unchanged', 'unchanged'),
    skipped: (count: number) => n(count, 'skipped', 'skipped'),
    rejected: (count: number) => n(count, 'rejected', 'rejected'),
    linked: (count: number) => n(count, 'linked', 'linked'),
    conflicts: (count: number) => n(count, 'conflict', 'conflicts'),
    moved: (count: number) => n(count, 'moved', 'moved'),
    errors: (count: number) => n(count, 'failed', 'failed'),
  },
};

import type { KeptItem, UndoResult } from '../../core/results/undo-result.js';
import { counter } from '../language.js';

const n = counter('en');

export interface KeptField {
  readonly field: string;
  readonly before: string;
  readonly written: string;
  readonly now: string;
}

/** Texts of the report of an undo, and of the question before it. */
export const undo = {
  run: (id: string, kind: string) => `Run ${id} (${kind}):`,
  columns: ['', 'removed', 'restored', 'recreated'],
  rows: { customers: 'Customers', bookings: 'Bookings', events: 'Google Calendar' },
  actions: { remove: 'remove', restore: 'restore', 'make-again': 'recreate' } as Record<
    UndoResult['changes'][number]['action'],
    string
  >,
  nothing: 'Nothing to undo.',
  kept: (count: number) => `${n(count, 'item is kept as it stands now', 'items are kept as they stand now')}:`,
  failed: (count: number) => `${n(count, 'item', 'items')} could not be undone; the others were:`,
  dryRun: 'Dry run: nothing was written on either side.',
  doAgain: (id: string) => `To undo this: renos-sync undo ${id}`,
  mayUndo: 'Undo it? [y/N] ',
  field: ({ field, before, written, now }: KeptField) =>
    `${field}: the run wrote ${written}, it now says ${now}; before it was ${before}`,
  reasons: {
    'changed-since': 'changed since the run',
    gone: 'no longer exists',
    'in-use': 'other tables refer to it',
    'has-bookings': 'it has bookings',
    'event-changed': 'its event was changed since',
    'booking-kept': 'its booking is kept',
    'not-linked': 'not linked with a booking any more',
    moved: 'changed while it was being undone',
  } as Record<KeptItem['reason'], string>,
};

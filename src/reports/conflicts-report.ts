import Table from 'cli-table3';
import type { HeldConflictDetail } from '../core/calendar/sync-status.js';
import { oneLine } from './one-line.js';

/** Held conflicts with both values side by side, and how to decide them. */
export function renderConflicts(held: readonly HeldConflictDetail[]): string {
  if (held.length === 0) return 'No conflict is held.';
  const table = new Table({
    head: ['id', 'booking', 'field', 'database says', 'Google says'],
    style: { head: [], border: [] },
  });
  for (const { id, bookingId, values } of held) {
    for (const [field, { booking, event }] of Object.entries(values))
      table.push([id, bookingId, field, oneLine(booking), oneLine(event)]);
  }
  return [table.toString(), '', 'Decide: renos-sync conflicts resolve ID --take google|database'].join('\n');
}

import type { Conflict } from '../model/conflict.js';
import { type SyncField, syncFields } from '../model/content.js';
import type { SyncRules } from '../model/sync-rules.js';
import type { TitleMerge } from '../model/title-edits.js';
import { isHeld } from './conflict-policy.js';
import type { Merge, PairSides } from './merge-sides.js';

/*
 * An event that belongs to another customer, or another row, now. Edits made in Google meanwhile were meant for the
 * previous owner, and must not go to the new one.
 *
 * edited in Google     the booking has another customer   another row has the event
 * address or text      overruled and reported             overruled and reported
 * title, in conflict   overruled if it still names the    overruled and reported
 *                      previous customer, and reported
 * title or time        merged as usual                    overruled and reported
 *
 * If a person has to decide, neither side is written at all: half of it would mix two customers' data.
 */

/** Fields that Google, or both sides, changed in an event that was given away. */
export function overruledFields(sides: PairSides, changed: ReadonlyMap<SyncField, TitleMerge>): readonly SyncField[] {
  const { base, bookingSays, isTakenOver } = sides;
  if (base === null) return [];
  const { customer } = base.booking;
  if (!isTakenOver && bookingSays.customer === customer) return [];
  return syncFields.filter((field) => {
    const side = changed.get(field) ?? null;
    if (side === null || side === 'booking' || field === 'customer') return false;
    if (isTakenOver) return true;
    if (field === 'title') return side === 'both' && namesPrevious(sides);
    // If the booking had no customer before, the edits were not meant for another one.
    return (field === 'location' || field === 'description') && (side === 'both' || customer !== null);
  });
}

function namesPrevious({ base, event }: PairSides): boolean {
  const name = base?.booking.named?.customer ?? '';
  return name !== '' && (event.content.title ?? '').toLowerCase().includes(name.toLowerCase());
}

/** All changes of either side are taken from the booking, or wait together. */
export function mergeGivenAway(
  changed: ReadonlyMap<SyncField, TitleMerge>,
  overruled: readonly SyncField[],
  conflictOf: (fields: readonly SyncField[]) => Conflict,
  { bookingSays, base }: PairSides,
): Merge {
  const all = syncFields.filter((field) => (changed.get(field) ?? null) !== null);
  const hasNewCustomer = bookingSays.customer !== base?.booking.customer;
  const waiting = hasNewCustomer && !all.includes('customer') ? [...all, 'customer' as const] : all;
  const held = conflictOf(waiting);
  if (held.decision === 'held') return { toGoogle: [], toDatabase: [], conflict: held };
  const disputed = all.filter((field) => overruled.includes(field) || changed.get(field) === 'both');
  const toDatabase = all.filter(
    (field) => !disputed.includes(field) && ['event', 'rename'].includes(changed.get(field) ?? ''),
  );
  const toGoogle = all.filter((field) => disputed.includes(field) || changed.get(field) !== 'event');
  return { toGoogle, toDatabase, conflict: conflictOf(disputed) };
}

/** Whether a person, and not the rule, decides which side wins. */
export function waitsForPerson(fields: readonly SyncField[], rules: SyncRules): boolean {
  return rules.policy === 'hold' || isHeld(fields, rules);
}

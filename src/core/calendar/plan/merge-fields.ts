import { bookingSpan, isSameSpan } from '../match/time-span.js';
import type { Conflict } from '../model/conflict.js';
import { type Base, type SyncField, syncFields, undecided } from '../model/content.js';
import { isCutOf } from '../model/cut-text.js';
import { isEventIdOf } from '../model/event-id.js';
import { plainText } from '../model/plain-text.js';
import type { SyncRules } from '../model/sync-rules.js';
import { titleAgrees } from '../model/title.js';
import { mergeTitle, type TitleMerge } from '../model/title-edits.js';
import { bookingTimes } from '../model/zoned-day.js';
import { choice, holding, isHeld, whyHeld, winner } from './conflict-policy.js';
import { mergeGivenAway, overruledFields, waitsForPerson } from './given-away.js';
import { customerOf, hasNewAddress, hasRightGuest, showsPreviousGuest } from './guests.js';
import type { Merge, PairSides } from './merge-sides.js';

/**
 * Merges three ways, field by field: an edit on one side is written to the other; edits of different fields are both
 * kept; if both sides changed the same field, the policy decides. A held field stays as it is on both sides, and the
 * others are merged.
 */
export function mergeFields(sides: PairSides, rules: SyncRules): Merge {
  const toGoogle: SyncField[] = [];
  const toDatabase: SyncField[] = [];
  const disputed: SyncField[] = [];
  const changed = new Map(syncFields.map((field) => [field, changedSide(field, sides, rules)]));
  const overruled = Object.keys(rules.choices ?? {}).length === 0 ? overruledFields(sides, changed) : [];
  if (overruled.length > 0) {
    const conflictOf = (fields: readonly SyncField[]) => overrule(fields, sides, rules);
    return mergeGivenAway(changed, overruled, conflictOf, sides);
  }
  for (const [field, side] of changed) {
    if (side === 'booking') toGoogle.push(field);
    if (side === 'event') toDatabase.push(field);
    if (side === 'both') disputed.push(field);
    if (side === 'rename') {
      toDatabase.push(field);
      toGoogle.push(field);
    }
  }
  if (disputed.length === 0) return { toGoogle, toDatabase, conflict: null };
  const conflict = decide(disputed, sides, rules);
  if (conflict.decision === 'held') return { toGoogle, toDatabase, conflict };
  for (const field of disputed) {
    const side = rules.choices?.[field] ?? conflict.decision;
    (side === 'google' ? toDatabase : toGoogle).push(field);
  }
  return { toGoogle, toDatabase, conflict };
}

function changedSide(field: SyncField, sides: PairSides, rules: SyncRules): TitleMerge {
  const { booking: row, bookingSays, event, base } = sides;
  if (base === null) return firstContact(field, sides, rules);
  if (field === 'title') {
    return mergeTitle({ booking: row, title: event.content.title, base, template: rules.titleTemplate });
  }
  if (field === 'customer' && bookingSays.customer === base.booking.customer && hasNewAddress(row, event, rules)) {
    const isTakenOver = customerOf(event.content, { booking: row, base }, rules) !== null;
    return isTakenOver ? 'event' : 'booking';
  }
  const booking = bookingSays[field] !== base.booking[field];
  const other = event.content[field] !== base.event[field];
  if (booking && other) return agrees(field, sides, rules) ? null : 'both';
  if (booking) return agrees(field, sides, rules) ? null : 'booking';
  return other ? 'event' : null;
}

/** Without a base, a value that only one side has is written to the other; nothing is cleared. */
function firstContact(field: SyncField, sides: PairSides, rules: SyncRules): 'booking' | 'event' | 'both' | null {
  if (field === 'customer' || agrees(field, sides, rules)) return null;
  // A title written by hand before the first sync stays: neither side's is an edit.
  if (field === 'title' && !isMadeByLostRun(sides)) return null;
  if (sides.event.content[field] === null) return 'booking';
  return sides.bookingSays[field] === null ? 'event' : 'both';
}

/** Whether one of our runs created the event and ended before it stored the link: all its values were once agreed on. */
function isMadeByLostRun({ booking, event }: PairSides): boolean {
  return event.event !== null && booking.notedEventId !== event.event.id && isEventIdOf(event.event.id, booking.id);
}

function agrees(field: SyncField, { booking, bookingSays, event }: PairSides, rules: SyncRules): boolean {
  if (field === 'title') return titleAgrees(rules.titleTemplate, event.content.title, booking);
  if (field === 'customer') {
    const { content } = event;
    return rules.withAttendees ? hasRightGuest(content, booking) : !showsPreviousGuest(content, booking);
  }
  // A whole day equals the time from midnight to midnight.
  if (field === 'time' && event.content.time !== null) {
    const there = bookingTimes(event.content.time, rules.timeZone);
    return isSameSpan(bookingSpan(booking, rules.timeZone), bookingSpan(there, rules.timeZone));
  }
  // Google's page shows a text as HTML, and returns it as HTML.
  if (field === 'description' && plainText(bookingSays.description) === event.content.description) return true;
  if (isCutOf(event.content[field], bookingSays[field])) return true;
  return bookingSays[field] === event.content[field];
}

function overrule(disputed: readonly SyncField[], sides: PairSides, rules: SyncRules): Conflict {
  const fields = saidOf(disputed, sides);
  if (waitsForPerson(disputed, rules)) return { fields, ...whyHeld(rules) };
  return { fields, decision: 'database', reason: 'given-away' };
}

function saidOf(disputed: readonly SyncField[], sides: PairSides): Conflict['fields'] {
  return Object.fromEntries(
    disputed.map((field) => [
      field,
      {
        base: agreedOn(sides.base, field),
        booking: sides.bookingSays[field],
        event: sides.event.content[field],
      },
    ]),
  );
}

function decide(disputed: readonly SyncField[], sides: PairSides, rules: SyncRules): Conflict {
  const fields = saidOf(disputed, sides);
  if (sides.byLikeness) return { fields, ...holding('paired-by-likeness') };
  const chosen = choice(disputed, rules);
  if (chosen !== null) {
    const taken = Object.entries(fields).map(([field, said]) => {
      const side = rules.choices?.[field];
      return [field, side === undefined ? said : { ...said, taken: side }] as const;
    });
    return { fields: Object.fromEntries(taken), ...chosen };
  }
  if (isHeld(disputed, rules)) return { fields, ...whyHeld(rules) };
  const wasAgreed = disputed.every((field) => sides.base?.booking[field] !== undecided);
  return { fields, ...winner(sides.booking, sides.event.updated, wasAgreed ? sides.agreedAt : null, rules) };
}

function agreedOn(base: Base | null, field: SyncField): string | null {
  const said = base?.booking[field] ?? null;
  return said === undecided ? null : said;
}

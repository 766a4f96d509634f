import { because, type PlanReason } from '../../codes/reasons.js';
import type { Booking } from '../model/booking.js';
import { type Base, bookingContent, type Content, fieldsOf, type SyncField, undecided } from '../model/content.js';
import { type Decision, nothing } from '../model/decision.js';
import type { Pair } from '../model/sync-plan.js';
import type { SyncRules } from '../model/sync-rules.js';
import { mergeTitle } from '../model/title-edits.js';
import { bookingChangeOf, changedBooking, eventChangeOf, fieldChanges } from './field-writes.js';
import { newGuests, showsPreviousGuest } from './guests.js';
import { mergeFields } from './merge-fields.js';
import type { Merge } from './merge-sides.js';

/** Both sides exist: writes each edit to the other side, field by field. */
export function merge(pair: Pair, rules: SyncRules): Decision {
  const { booking, event, link } = pair;
  if (booking === null || event === null) return nothing;
  const bookingSays = bookingContent(booking, rules);
  const base = link === null ? null : link.base;
  const merged = mergeFields(
    {
      booking,
      bookingSays,
      event,
      base,
      agreedAt: link?.agreedAt ?? null,
      byLikeness: pair.byLikeness === true,
      isTakenOver: base?.booking.takenOver === true,
    },
    rules,
  );
  const { toGoogle, toDatabase, conflict } = merged;
  const held = conflict?.decision === 'held' ? (Object.keys(conflict.fields) as SyncField[]) : [];
  const change = bookingChangeOf(event.content, toDatabase, { booking, base }, rules);
  const changed = changedBooking(booking, change, rules);
  const after = bookingContent(changed, rules);
  const mayWriteGuests =
    (rules.withAttendees || showsPreviousGuest(event.content, changed)) && event.event?.hidesGuests !== true;
  const written = [...toGoogle, ...follows(pair, changed, { toGoogle, toDatabase, held }, rules)].filter(
    (field) => field !== 'customer' || mayWriteGuests,
  );
  const says = { ...event.content, ...Object.fromEntries(written.map((field) => [field, after[field]])) };
  // The event was read while it was being written. Its guests were not looked up among the customers, so the next run
  // does that.
  const isUnread =
    toDatabase.includes('customer') &&
    newGuests(event.content, base?.event ?? null).some((mail) => !rules.askedMails.has(mail));
  return {
    reason: reasonOf(merged),
    google:
      written.length === 0
        ? null
        : {
            kind: 'update',
            // The mark lets us recognize a copy (cut and pasted) of an event that a person created.
            change: { ...eventChangeOf(changed, written, event, rules), bookingId: booking.id },
            fields: fieldChanges(event.content, says, written),
          },
    database:
      Object.keys(change).length === 0
        ? null
        : {
            kind: 'update',
            change,
            fields: fieldChanges(bookingSays, { ...after, ...inItsWords(event.content, toDatabase) }, toDatabase),
          },
    base: {
      booking: {
        ...after,
        ...heldFields(base?.booking ?? null, held),
        ...(held.length > 0 ? stillTakenOver(base) : {}),
      },
      event: {
        ...says,
        ...(isUnread ? { customer: base?.event.customer ?? null } : {}),
        ...heldFields(base?.event ?? null, held),
      },
    },
    pending: isUnread ? [...held, 'customer'] : held,
    conflict,
    failure: null,
  };
}

/** A held field keeps its agreed value; a pair that was never linked has none. */
function heldFields(base: Content | null, held: readonly SyncField[]): Partial<Content> {
  return base === null ? Object.fromEntries(held.map((field) => [field, undecided])) : fieldsOf(base, held);
}

/** An event stays marked as having another row's values while these wait for a person. */
function stillTakenOver(base: Base | null): Partial<Content> {
  return base?.booking.takenOver === true ? { takenOver: true } : {};
}

/** A title that contains the customer changes if the event's guests bring another customer. */
function follows(
  { event, link }: Pair,
  changed: Booking,
  { toGoogle, toDatabase, held }: Record<'toGoogle' | 'toDatabase' | 'held', readonly SyncField[]>,
  { titleTemplate: template }: SyncRules,
): readonly SyncField[] {
  const isDecided = [...toGoogle, ...toDatabase, ...held].includes('title');
  if (!toDatabase.includes('customer') || isDecided || link === null || event === null) return [];
  const titles = { booking: changed, title: event.content.title, base: link.base, template };
  return mergeTitle(titles) === 'booking' ? ['title'] : [];
}

/** The event's own spelling, if the booking has the same value in another one. */
function inItsWords(content: Content, fields: readonly SyncField[]): Partial<Content> {
  const same = fields.filter((field) => field === 'title' || field === 'time');
  return Object.fromEntries(same.map((field) => [field, content[field]]));
}

function reasonOf({ toGoogle, toDatabase, conflict }: Merge): PlanReason {
  const why = conflict?.reason ?? null;
  const isHeld = conflict?.decision === 'held';
  if (conflict !== null && why !== null && !isHeld)
    return because('both-changed', { fields: Object.keys(conflict.fields), why });
  const reasons = [
    ...(toGoogle.length === 0 ? [] : [because('booking-changed', { fields: toGoogle })]),
    ...(toDatabase.length === 0 ? [] : [because('event-changed', { fields: toDatabase })]),
    ...(why === null ? [] : [because('held', { why })]),
  ];
  const [first = because('agree', {}), ...others] = reasons;
  return others.length === 0 ? first : because('several', { reasons });
}

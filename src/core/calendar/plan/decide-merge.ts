import { because, type PlanReason } from '../../codes/reasons.js';
import type { Booking } from '../model/booking.js';
import { type Base, bookingContent, type Content, fieldsOf, type SyncField, undecided } from '../model/content.js';
import { type Decision, nothing } from '../model/decision.js';
import type { Pair } from '../model/sync-plan.js';
import type { SyncRules } from '../model/sync-rules.js';
import { mergeTitle } from '../model/title-edits.js';
import { bookingChangeOf, changedBooking, eventChangeOf, fieldChanges } from './field-writes.js';
import { newGuests } from './guests.js';
import { mergeFields } from './merge-fields.js';
import type { Merge } from './merge-sides.js';

/** Both sides are there: carries each edit to the other side, field by field. */
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
  const mayInvite = rules.withAttendees && event.event?.hidesGuests !== true;
  const written = [...toGoogle, ...follows(pair, changed, { toGoogle, toDatabase, held }, rules)].filter(
    (field) => field !== 'customer' || mayInvite,
  );
  const says = { ...event.content, ...Object.fromEntries(written.map((field) => [field, after[field]])) };
  // Read while it was being written: who these guests are was not looked up, so the next run does.
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
            // So that a copy of it, cut and pasted, is known too where a person made the event.
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

/** A field that is held stays as it was agreed on; of a pair that was never linked nothing was. */
function heldFields(base: Content | null, held: readonly SyncField[]): Partial<Content> {
  return base === null ? Object.fromEntries(held.map((field) => [field, undecided])) : fieldsOf(base, held);
}

/** An event keeps the mark of another row's words while these wait for a person. */
function stillTakenOver(base: Base | null): Partial<Content> {
  return base?.booking.takenOver === true ? { takenOver: true } : {};
}

/** A title that names the customer follows one whom the event's guests have brought. */
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

/** What the event says in its own words, where the booking says the same in others. */
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

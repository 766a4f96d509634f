import type { Conflict } from './conflict.js';
import { type Base, bookingContent, type Content, type SyncField, syncFields, undecided } from './content.js';
import { type Decision, nothing } from './decision.js';
import { bookingChangeOf, changedBooking, eventChangeOf, fieldChanges, newGuests } from './field-writes.js';
import { mergeFields } from './merge-fields.js';
import type { Pair } from './sync-plan.js';
import type { SyncRules } from './sync-rules.js';

/** Both sides are there: carries each edit to the other side, field by field. */
export function merge(pair: Pair, rules: SyncRules): Decision {
  const { booking, event, link } = pair;
  if (booking === null || event === null) return nothing;
  const bookingSays = bookingContent(booking, rules);
  const base = link === null ? null : link.base;
  const { toGoogle, toDatabase, conflict } = mergeFields(
    { booking, bookingSays, event, base, agreedAt: link?.agreedAt ?? null },
    rules,
  );
  if (conflict?.decision === 'held') return hold(conflict, base, bookingSays, event.content);
  const before = base?.event ?? null;
  const change = bookingChangeOf(event.content, toDatabase, { booking, before }, rules);
  const after = bookingContent(changedBooking(booking, change, rules), rules);
  const mayInvite = rules.withAttendees && event.event?.hidesGuests !== true;
  const written = toGoogle.filter((field) => field !== 'customer' || mayInvite);
  const says = { ...event.content, ...Object.fromEntries(written.map((field) => [field, bookingSays[field]])) };
  // Read while it was being written: who these guests are was not looked up, so the next run does.
  const isUnread =
    toDatabase.includes('customer') && newGuests(event.content, before).some((mail) => !rules.askedMails.has(mail));
  return {
    reason: reasonOf(toGoogle, toDatabase, conflict),
    google:
      written.length === 0
        ? null
        : {
            kind: 'update',
            change: eventChangeOf(booking, written, event, rules),
            fields: fieldChanges(event.content, says, written),
          },
    database:
      Object.keys(change).length === 0
        ? null
        : {
            kind: 'update',
            change,
            fields: fieldChanges(bookingSays, { ...after, ...pick(event.content, toDatabase) }, toDatabase),
          },
    base: { booking: after, event: isUnread ? { ...says, customer: before?.customer ?? null } : says },
    pending: isUnread ? ['customer'] : [],
    conflict,
    trouble: null,
  };
}

/** Fields of which a first contact carries over what only one side says. */
const carriedOver: readonly SyncField[] = ['time', 'location', 'description'];

/** Neither side is written. A pair that was never linked is linked now, with nothing agreed on in the disputed fields. */
function hold(conflict: Conflict, base: Base | null, booking: Content, event: Content): Decision {
  const pending = Object.keys(conflict.fields) as SyncField[];
  // What only one side says is an edit of that side once the dispute is over.
  const onesided = syncFields.filter(
    (field) => carriedOver.includes(field) && (booking[field] === null) !== (event[field] === null),
  );
  const open = Object.fromEntries([
    ...onesided.map((field) => [field, null] as const),
    ...pending.map((field) => [field, undecided] as const),
  ]);
  const first = { booking: { ...booking, ...open }, event: { ...event, ...open } };
  return { ...nothing, reason: conflict.reason, conflict, pending, base: base === null ? first : null };
}

function pick(content: Content, fields: readonly SyncField[]): Partial<Content> {
  return Object.fromEntries(fields.filter((field) => field !== 'customer').map((field) => [field, content[field]]));
}

function reasonOf(toGoogle: readonly SyncField[], toDatabase: readonly SyncField[], conflict: Conflict | null): string {
  if (conflict !== null) return `both sides changed ${Object.keys(conflict.fields).join(', ')}: ${conflict.reason}`;
  const parts = [
    toGoogle.length === 0 ? '' : `the booking changed ${toGoogle.join(', ')}`,
    toDatabase.length === 0 ? '' : `the event changed ${toDatabase.join(', ')}`,
  ].filter((part) => part !== '');
  return parts.join('; ') || 'both sides agree';
}

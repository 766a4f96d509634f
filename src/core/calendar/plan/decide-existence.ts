import { because } from '../../codes/reasons.js';
import { madeMark } from '../match/made-mark.js';
import { type Booking, isDone } from '../model/booking.js';
import { type Base, bookingContent, type Content, gone, type SyncField, syncFields } from '../model/content.js';
import { type Decision, nothing } from '../model/decision.js';
import { eventIdFor } from '../model/event-id.js';
import type { Origin, Pair } from '../model/sync-plan.js';
import type { SyncRules } from '../model/sync-rules.js';
import { readTitle } from '../model/title.js';
import { bookingTimes } from '../model/zoned-day.js';
import { merge } from './decide-merge.js';
import { bookingChangeOf, eventChangeOf, fieldChanges } from './field-writes.js';
import { customerOf, type PreviousState } from './guests.js';

/** A booking without an event gets one, under an id of its own. */
export function createEvent({ booking }: Pair, rules: SyncRules): Decision {
  if (booking === null) return nothing;
  const says = bookingContent(booking, rules);
  const zone = rules.timeZone;
  return {
    ...nothing,
    reason: because('booking-alone', {}),
    google: {
      kind: 'create',
      draft: {
        ...eventChangeOf(booking, syncFields, null, rules),
        id: eventIdFor(booking.id),
        bookingId: booking.id,
        mark: madeMark(says),
        start: { kind: 'timed', at: booking.start, timeZone: zone },
        end: { kind: 'timed', at: booking.end, timeZone: zone },
      },
      fields: fieldChanges(null, says, writtenFields(rules)),
    },
    base: { booking: says, event: says },
  };
}

/** The fields written to an event that is created or restored: guests only if they are asked for. */
function writtenFields({ withAttendees }: SyncRules): readonly SyncField[] {
  return syncFields.filter((field) => field !== 'customer' || withAttendees);
}

const stranger = { booking: null, base: null };
const ownFields = ['time', 'location', 'description'] as const;

/** The guests that a copied or repeated event already had: only guests that joined later are new. */
function guestsBefore(event: Content, origin: Origin | undefined): PreviousState {
  if (origin === undefined) return stranger;
  return { booking: origin.booking, base: { booking: event, event: { ...event, customer: origin.guests } } };
}

function serviceOf(
  { title }: Content,
  { customer, origin }: { readonly customer: Origin['customer']; readonly origin: Origin | undefined },
  { titleTemplate: template }: SyncRules,
): string | null {
  const isOrigin = origin?.serviceType !== undefined && origin.customer?.id === customer?.id;
  return isOrigin ? (origin.serviceType ?? null) : readTitle(title, { template, customers: [customer?.name ?? null] });
}

/** An event without a booking gets one. */
export function createBooking({ event, eventId, link, origin }: Pair, rules: SyncRules): Decision {
  if (event?.content.time == null || eventId === null) return nothing;
  const customer = customerOf(event.content, guestsBefore(event.content, origin), rules) ?? origin?.customer ?? null;
  const { start, end } = bookingTimes(event.content.time, rules.timeZone);
  const change = {
    ...bookingChangeOf(event.content, ownFields, stranger, rules),
    serviceType: serviceOf(event.content, { customer, origin }, rules),
    ...(customer === null ? {} : { customerId: customer.id }),
  };
  const booking = {
    ...change,
    // A row that is created again keeps its id, which other tables may use.
    id: link?.bookingId ?? rules.newId(),
    start,
    end,
    status: 'scheduled',
    calendarEventId: eventId,
    calendarLink: event.event?.htmlLink ?? null,
  };
  const says = bookingContent(
    {
      id: booking.id,
      customerId: customer?.id ?? null,
      customerName: customer?.name ?? null,
      customerEmail: null,
      serviceType: change.serviceType ?? null,
      address: change.address ?? null,
      start,
      end,
      hasUsableTime: true,
      status: booking.status,
      notes: change.notes ?? null,
      notedEventId: eventId,
      updatedAt: start,
      fingerprint: '',
    },
    rules,
  );
  return {
    ...nothing,
    reason: link === null ? because('event-alone', {}) : because('booking-gone-event-changed', {}),
    database: { kind: 'create', booking, fields: fieldChanges(null, says, syncFields) },
    base: { booking: says, event: event.content },
  };
}

/** The booking is cancelled: its event is deleted. */
export function deleteEvent(pair: Pair, rules: SyncRules): Decision {
  const reason = pair.booking === null ? because('booking-gone', {}) : because('booking-cancelled', {});
  return { ...nothing, reason, google: { kind: 'delete', fields: {} }, base: closedBase(pair, rules) };
}

/** The event was deleted: its booking is cancelled, unless it is completed. */
export function cancelBooking(pair: Pair, rules: SyncRules): Decision {
  const { booking } = pair;
  const before = lastSaid(pair, rules);
  if (booking === null || before === null) return nothing;
  // A completed booking stays, even if a person cleaned up the calendar.
  if (isDone(booking)) {
    return {
      ...nothing,
      reason: because('booking-done', {}),
      base: { booking: bookingContent(booking, rules), event: gone(before.event) },
    };
  }
  return {
    ...nothing,
    reason: because('event-deleted', {}),
    database: { kind: 'cancel', fields: { status: [booking.status, 'cancelled'] } },
    base: closedBase(pair, rules, booking.status),
  };
}

/** The booking is active: its event is restored with the booking's values. */
export function reviveEvent({ booking, event, link }: Pair, rules: SyncRules): Decision {
  if (booking === null || (link !== null && isDone(booking))) return nothing;
  if (link?.base.event.undone === true && saysWhatItSaid(booking, link.base.booking, rules)) return nothing;
  const says = bookingContent(booking, rules);
  const texts = eventChangeOf(booking, syncFields, event, rules);
  const change = { ...texts, bookingId: booking.id, status: 'confirmed' as const };
  return {
    ...nothing,
    reason: because('event-gone', {}),
    google: { kind: 'revive', change, fields: fieldChanges(null, says, writtenFields(rules)) },
    base: { booking: says, event: says },
  };
}

function saysWhatItSaid(booking: Booking, before: Content, rules: SyncRules): boolean {
  const says = bookingContent(booking, rules);
  return !before.removed && syncFields.every((field) => says[field] === before[field]);
}

/** The event takes place: its booking is brought back, and what was edited on either side meanwhile is merged. */
export function reviveBooking(pair: Pair, rules: SyncRules): Decision {
  const { booking, event, link } = pair;
  if (event === null) return nothing;
  if (booking === null) return createBooking(pair, rules);
  // It gets the status that it had before it was cancelled.
  const status = link?.base.booking.status ?? 'scheduled';
  const merged = merge({ ...pair, booking: { ...booking, status } }, rules);
  return {
    ...merged,
    reason: because('booking-was-cancelled', {}),
    database: {
      kind: 'revive',
      change: { ...(merged.database?.kind === 'update' ? merged.database.change : {}), status },
      fields: { status: [booking.status, status], ...merged.database?.fields },
    },
  };
}

/** Both sides are gone: the link is kept, so that either side can be restored and find its other half. */
export function closePair(pair: Pair, rules: SyncRules): Decision {
  return { ...nothing, reason: because('both-gone', {}), base: closedBase(pair, rules) };
}

function closedBase(pair: Pair, rules: SyncRules, status?: string): Base | null {
  const last = lastSaid(pair, rules);
  if (last === null) return null;
  const booking = { ...gone(last.booking), ...(status === undefined ? {} : { status }) };
  return { booking, event: gone(last.event) };
}

/** The values when both last agreed; before the first sync, the present or last values of each. */
function lastSaid({ link, booking, event }: Pair, rules: SyncRules): Base | null {
  if (link !== null) return link.base;
  return booking === null || event === null ? null : { booking: bookingContent(booking, rules), event: event.content };
}

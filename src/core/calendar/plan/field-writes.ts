import type { Booking, BookingChange } from '../model/booking.js';
import type { Content, FieldChanges, SyncField } from '../model/content.js';
import { withRest } from '../model/cut-text.js';
import type { EventChange, EventTime } from '../model/event.js';
import type { EventSide } from '../model/sync-plan.js';
import type { SyncRules } from '../model/sync-rules.js';
import { readTitle, renderTitle } from '../model/title.js';
import { readingOf } from '../model/title-edits.js';
import { bookingTimes, dayBeginningAt } from '../model/zoned-day.js';
import { customerOf, guestsFor, type PreviousState } from './guests.js';

/** The write that gives an event the booking's values of `fields`. */
export function eventChangeOf(
  booking: Booking,
  fields: readonly SyncField[],
  event: EventSide | null,
  rules: SyncRules,
): EventChange {
  const written = new Set(fields);
  return {
    ...(written.has('time') ? eventTimes(booking, event, rules) : {}),
    ...(written.has('title') ? { title: renderTitle(rules.titleTemplate, booking) } : {}),
    ...(written.has('location') ? { location: booking.address } : {}),
    ...(written.has('description') ? { description: booking.notes } : {}),
    ...(written.has('customer') && !event?.event?.hidesGuests ? guestsFor(booking, event, rules) : {}),
  };
}

const wholeDays = /^\d{4}-\d\d-\d\d\/\d{4}-\d\d-\d\d$/;

/** Start and end as Google requires them: whole days stay whole days as long as the booking begins and ends at midnight. */
function eventTimes(booking: Booking, event: EventSide | null, rules: SyncRules): { start: EventTime; end: EventTime } {
  const isWholeDays = wholeDays.test(event?.content.time ?? '');
  if (isWholeDays) {
    const start = dayBeginningAt(booking.start, rules.timeZone);
    const end = dayBeginningAt(booking.end, rules.timeZone);
    if (start !== null && end !== null && start < end) {
      return { start: { kind: 'day', date: start }, end: { kind: 'day', date: end } };
    }
  }
  const isNew = event === null || isWholeDays;
  const timeZone = isNew || event.content.removed ? rules.timeZone : zoneOf(event);
  return { start: { kind: 'timed', at: booking.start, timeZone }, end: { kind: 'timed', at: booking.end, timeZone } };
}

/** The zone in which an event is written; null if only its instants are stored: then it keeps its zone. */
function zoneOf({ event }: EventSide): string | null {
  return event?.start?.kind === 'timed' ? event.start.timeZone : null;
}

/** The write that gives a booking the event's values of `fields`. */
export function bookingChangeOf(
  event: Content,
  fields: readonly SyncField[],
  before: PreviousState,
  rules: SyncRules,
): BookingChange {
  const written = new Set(fields);
  const { booking, base } = before;
  const customer = written.has('customer') ? customerOf(event, before, rules) : null;
  const reading = readingOf(booking, base, rules.titleTemplate);
  const customers = [customer?.name ?? null, ...reading.customers];
  const whole = (field: 'location' | 'description') => {
    const agreed = { kept: base?.event[field] ?? null, whole: base?.booking[field] ?? null };
    return withRest(event[field], agreed);
  };
  return {
    ...(written.has('time') && event.time !== null ? bookingTimes(event.time, rules.timeZone) : {}),
    ...(written.has('title') ? { serviceType: readTitle(event.title, { ...reading, customers }) } : {}),
    ...(written.has('location') ? { address: whole('location') } : {}),
    ...(written.has('description') ? { notes: whole('description') } : {}),
    ...(customer === null ? {} : { customerId: customer.id }),
  };
}

/** A booking after a change. */
export function changedBooking(booking: Booking, change: BookingChange, rules: SyncRules): Booking {
  const customer = [...rules.customersByEmail].find(([, { id }]) => id === change.customerId);
  return {
    ...booking,
    ...(change.serviceType === undefined ? {} : { serviceType: change.serviceType }),
    ...(change.address === undefined ? {} : { address: change.address }),
    ...(change.notes === undefined ? {} : { notes: change.notes }),
    ...(change.start === undefined ? {} : { start: change.start }),
    ...(change.end === undefined ? {} : { end: change.end }),
    ...(change.status === undefined ? {} : { status: change.status }),
    ...(customer === undefined
      ? {}
      : { customerId: customer[1].id, customerName: customer[1].name, customerEmail: customer[0] }),
  };
}

/** field → [from, to], for the `fields` in which the two differ. */
export function fieldChanges(from: Content | null, to: Content, fields: readonly SyncField[]): FieldChanges {
  return Object.fromEntries(
    fields
      .filter((field) => (from?.[field] ?? null) !== to[field])
      .map((field) => [field, [from?.[field] ?? null, to[field]] as const]),
  );
}

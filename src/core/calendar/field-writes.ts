import type { Booking, BookingChange } from './booking.js';
import type { Content, SyncField } from './content.js';
import type { EventChange, EventTime, Guest } from './event.js';
import type { EventSide, FieldChanges } from './sync-plan.js';
import type { SyncRules } from './sync-rules.js';
import { readTitle, renderTitle } from './title.js';
import { dayBeginningAt, midnight } from './zoned-day.js';

/** What to write to an event so that it says of `fields` what the booking says. */
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
    ...(written.has('customer') && rules.withAttendees && !event?.event?.hidesGuests
      ? { attendees: guestsFor(booking, event) }
      : {}),
  };
}

/** The guests an event should have: those it has, with their answers, and the booking's customer. */
function guestsFor(booking: Booking, event: EventSide | null): Guest[] {
  const present = event?.event?.attendees.map(({ email, asReceived }) => ({ email, asReceived })) ?? [];
  const mail = booking.customerEmail?.trim() ?? '';
  if (mail === '' || present.some(({ email }) => email.toLowerCase() === mail.toLowerCase())) return present;
  return [...present, { email: mail, ...(booking.customerName === null ? {} : { displayName: booking.customerName }) }];
}

const wholeDays = /^\d{4}-\d\d-\d\d\/\d{4}-\d\d-\d\d$/;

/** Begin and end as Google wants them: whole days stay whole days as long as the booking begins and ends at midnight. */
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

/** The zone that an event is written in; null where only its instants are remembered: then it keeps the one it has. */
function zoneOf({ event }: EventSide): string | null {
  return event?.start?.kind === 'timed' ? event.start.timeZone : null;
}

/** What to write to a booking so that it says of `fields` what the event says. */
export function bookingChangeOf(
  event: Content,
  fields: readonly SyncField[],
  { booking, before }: Before,
  rules: SyncRules,
): BookingChange {
  const written = new Set(fields);
  const customer = written.has('customer') ? customerOf(event, { booking, before }, rules) : null;
  const name = customer?.name ?? booking?.customerName ?? null;
  return {
    ...(written.has('time') && event.time !== null ? bookingTimes(event.time, rules.timeZone) : {}),
    ...(written.has('title') ? { serviceType: readTitle(rules.titleTemplate, event.title, name) } : {}),
    ...(written.has('location') ? { address: event.location } : {}),
    ...(written.has('description') ? { notes: event.description } : {}),
    ...(customer === null ? {} : { customerId: customer.id }),
  };
}

/** How a pair stood before an event's word on it is taken. */
export interface Before {
  readonly booking: Booking | null;
  /** What the event said when both sides last agreed. */
  readonly before: Content | null;
}

/**
 * The customer who joined an event's guests; the first, where several did. Nobody as long as the booking's own customer
 * is among them: a guest more takes nothing over.
 */
export function customerOf(
  event: Content,
  { booking, before }: Before,
  rules: SyncRules,
): { readonly id: string; readonly name: string } | null {
  if (guestIsCustomer(event, booking)) return null;
  for (const mail of newGuests(event, before)) {
    const customer = rules.customersByEmail.get(mail);
    if (customer !== undefined) return customer;
  }
  return null;
}

/** Addresses that an event has now and had not before. */
export function newGuests(event: Content, before: Content | null): readonly string[] {
  const known = new Set(before?.customer?.split(','));
  return event.customer?.split(',').filter((mail) => !known.has(mail)) ?? [];
}

/** Claims that a booking's customer is among an event's guests. */
export function guestIsCustomer(event: Content, booking: Booking | null): boolean {
  const mail = booking?.customerEmail?.trim().toLowerCase();
  return mail !== undefined && (event.customer ?? '').split(',').includes(mail);
}

/** Reads `start/end` (see Content) as instants; a whole day begins at midnight in `timeZone`. */
export function bookingTimes(time: string, timeZone: string): { start: Date; end: Date } {
  const [start = '', end = ''] = time.split('/');
  const instant = (text: string) => (text.length === 10 ? midnight(text, timeZone) : new Date(text));
  return { start: instant(start), end: instant(end) };
}

/** A booking as it will stand after a change. */
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

/** field → [from, to], for those of `fields` in which the two differ. */
export function fieldChanges(from: Content | null, to: Content, fields: readonly SyncField[]): FieldChanges {
  return Object.fromEntries(
    fields
      .filter((field) => (from?.[field] ?? null) !== to[field])
      .map((field) => [field, [from?.[field] ?? null, to[field]] as const]),
  );
}

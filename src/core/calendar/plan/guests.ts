import type { Booking } from '../model/booking.js';
import type { Base, Content } from '../model/content.js';
import type { EventChange, Guest } from '../model/event.js';
import type { EventSide } from '../model/sync-plan.js';
import type { SyncRules } from '../model/sync-rules.js';

/**
 * The guests that an event should have: the present ones with their answers, and the booking's customer in place of the
 * one we added before. A person invited all other guests, so they stay. If customers are not invited, the guest we added
 * for another customer is removed all the same: they would see the new customer's address and key code.
 */
export function guestsFor(
  booking: Booking,
  event: EventSide | null,
  { withAttendees }: SyncRules,
): Pick<EventChange, 'attendees' | 'guest'> {
  const mail = mailOf(booking);
  if (!withAttendees && (event === null || !showsPreviousGuest(event.content, booking))) return {};
  const previous = previousGuest(event?.content ?? null, mail);
  const present: Guest[] = (event?.event?.attendees ?? [])
    .filter(({ email }) => email.trim().toLowerCase() !== previous)
    .map(({ email, asReceived }) => ({ email, asReceived }));
  const isThere = mail === '' || present.some(({ email }) => email.trim().toLowerCase() === mail);
  if (isThere || !withAttendees) return { attendees: present, ...(previous === null ? {} : { guest: null }) };
  const name = booking.customerName === null ? {} : { displayName: booking.customerName };
  return { attendees: [...present, { email: booking.customerEmail?.trim() ?? '', ...name }], guest: mail };
}

/** The guest that we added for another customer, or under another address. */
function previousGuest(event: Content | null, mail: string): string | null {
  return event?.guest === undefined || event.guest === mail ? null : event.guest;
}

/** Whether the customer is among an event's guests, and no other guest was added in their place. */
export function hasRightGuest(event: Content, booking: Booking): boolean {
  const guests = event.customer?.split(',') ?? [];
  const previous = previousGuest(event, mailOf(booking));
  return (
    (mailOf(booking) === '' || guestIsCustomer(event, booking)) && (previous === null || !guests.includes(previous))
  );
}

/** Whether an event still has the guest that we added for another customer. */
export function showsPreviousGuest(event: Content, booking: Booking): boolean {
  const previous = previousGuest(event, mailOf(booking));
  return previous !== null && (event.customer ?? '').split(',').includes(previous);
}

/** Whether the customer has another address now than the one that we invited. */
export function hasNewAddress(booking: Booking, { content }: EventSide, { withAttendees }: SyncRules): boolean {
  return withAttendees && previousGuest(content, mailOf(booking)) !== null && !hasRightGuest(content, booking);
}

function mailOf({ customerEmail }: Booking): string {
  return customerEmail?.trim().toLowerCase() ?? '';
}

/** A pair before the event's guests are read. */
export interface PreviousState {
  readonly booking: Booking | null;
  /** The values of both sides when they last agreed. */
  readonly base: Base | null;
}

/**
 * The customer who joined an event's guests; the first, if several did. null as long as the booking's own customer is
 * among them, also under a previous address: one more guest changes nothing.
 */
export function customerOf(
  event: Content,
  { booking, base }: PreviousState,
  rules: SyncRules,
): { readonly id: string; readonly name: string } | null {
  const guests = event.customer?.split(',') ?? [];
  if (guestIsCustomer(event, booking) || (event.guest !== undefined && guests.includes(event.guest))) return null;
  for (const mail of newGuests(event, base?.event ?? null)) {
    const customer = rules.customersByEmail.get(mail);
    if (customer !== undefined) return customer;
  }
  return null;
}

/** Addresses of guests that an event has now and did not have before. */
export function newGuests(event: Content, before: Content | null): readonly string[] {
  const known = new Set(before?.customer?.split(','));
  return event.customer?.split(',').filter((mail) => !known.has(mail)) ?? [];
}

/** Whether a booking's customer is among an event's guests. */
function guestIsCustomer(event: Content, booking: Booking | null): boolean {
  const mail = booking === null ? '' : mailOf(booking);
  return mail !== '' && (event.customer ?? '').split(',').includes(mail);
}

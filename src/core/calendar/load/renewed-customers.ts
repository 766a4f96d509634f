import type { Booking } from '../model/booking.js';
import { type Content, syncFields } from '../model/content.js';
import type { LinkedPair } from '../model/link.js';
import { sameText } from '../model/plain-text.js';
import type { SyncStore } from '../model/sync-store.js';
import { namesCustomer } from '../model/title.js';
import type { KnownPair } from './find-event-sides.js';

/**
 * A customer of the same name under another key is the same customer if no row has the previous key any more: then the
 * booking was neither edited nor given to another customer. The database is only asked if a linked row shows such a
 * key.
 */
export async function followCustomers(store: SyncStore, linked: readonly LinkedPair[]): Promise<readonly LinkedPair[]> {
  const previous = new Set(linked.filter(hasOtherKey).flatMap(({ link }) => link.base.booking.customer ?? []));
  if (previous.size === 0) return linked;
  const missing = await store.findMissingCustomers([...previous]);
  return linked.map((pair) => {
    const { link, booking } = pair;
    const { base } = link;
    if (!hasOtherKey(pair) || booking === null || !missing.has(base.booking.customer ?? '')) return pair;
    return {
      ...pair,
      link: { ...link, base: { ...base, booking: { ...base.booking, customer: booking.customerId } } },
    };
  });
}

function hasOtherKey({ link: { base }, booking }: LinkedPair): boolean {
  const { customer, named } = base.booking;
  if (booking === null || booking.customerId === null || customer === null || booking.customerId === customer)
    return false;
  return named?.customer != null && sameText(booking.customerName) === named.customer;
}

/**
 * Whether an event may have another customer's texts. Either the row had another customer when both sides last agreed,
 * or a run that the database forgot wrote the event; and neither its title nor a guest shows the row's present
 * customer.
 */
export function mayBeAnothers(
  { booking, link, event }: Pick<KnownPair, 'link' | 'event'> & { readonly booking: Booking },
  says: Content,
  { isOlder, isAhead, template }: { readonly isOlder: boolean; readonly isAhead: boolean; readonly template: string },
): boolean {
  const { customerId, customerName, customerEmail } = booking;
  const texts = ['title', 'location', 'description'] as const;
  if (texts.every((field) => says[field] === event.content[field])) return false;
  const { customer, named } = link.base.booking;
  const isGiven = customer !== null && customer !== customerId && named?.customer !== says.named?.customer;
  if (isOlder && isGiven) return true;
  if (!isAhead || customerId === null) return false;
  const mail = customerEmail?.trim().toLowerCase() ?? '';
  const isGuest = mail !== '' && event.content.customer?.split(',').includes(mail) === true;
  return !isGuest && !namesCustomer(event.content.title, { template, customers: [customerName] });
}

/** The held fields of bookings whose events may have another customer's texts: all fields. */
export function inDoubt(pairs: readonly KnownPair[], keep: string | null): [string, ReadonlySet<string>][] {
  const doubtful = keep === 'keep-calendar' ? pairs.filter(({ link }) => link.base.booking.takenOver === true) : [];
  return doubtful.map(({ link }) => [link.bookingId, new Set<string>(syncFields)]);
}

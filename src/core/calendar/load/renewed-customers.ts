import type { LinkedPair } from '../model/link.js';
import { sameText } from '../model/plain-text.js';
import type { SyncStore } from '../model/sync-store.js';

/**
 * A customer of the same name under another key, if no row has the previous key any more, is the same customer: that is no edit
 * of the booking, and gives nothing away. Asked for only where a linked row shows such a one.
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

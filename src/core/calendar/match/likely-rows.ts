import type { Booking } from '../model/booking.js';
import { bookingTimeText, type Content, namesOf, undecided } from '../model/content.js';
import type { LinkedPair } from '../model/link.js';
import { assign } from './assign.js';
import { bookingWords, eventWords, isClear, weigh } from './weigh-likeness.js';

interface Likely {
  readonly booking: Booking;
  readonly to: LinkedPair;
}

/**
 * Rows that most likely continue bookings whose rows are gone: they got another key, and were edited at the same time.
 * Rows that begin together are compared as at the first sync, and assigned as a whole. The customer must be the same,
 * and the address must not differ: an event has guests and texts that no other customer may see.
 */
export function likelyRows(rows: readonly Booking[], lost: readonly LinkedPair[]): readonly Likely[] {
  const groups = new Map<string, { bookings: Booking[]; links: LinkedPair[] }>();
  const groupAt = (start: string) => {
    const group = groups.get(start) ?? { bookings: [], links: [] };
    groups.set(start, group);
    return group;
  };
  for (const pair of lost) {
    const start = startOf(pair.link.base.booking.time);
    if (start !== null) groupAt(start).links.push(pair);
  }
  for (const booking of rows) groups.get(startOf(bookingTimeText(booking)) ?? '')?.bookings.push(booking);
  return [...groups.values()].flatMap(({ bookings, links }) =>
    assign(bookings.map((booking) => links.map((link) => weightOf(booking, link)))).flatMap(
      ({ row, column, margin }) => {
        const [booking, to] = [bookings[row], links[column]];
        return booking === undefined || to === undefined || margin < isClear ? [] : [{ booking, to }];
      },
    ),
  );
}

function startOf(time: string | null): string | null {
  return time === null || time === undecided ? null : (time.split('/')[0] ?? null);
}

/** Other rows say nothing about the words of this title. */
const alone = { services: [], customersByEmail: new Map() };

function weightOf(booking: Booking, { link: { base } }: LinkedPair): number {
  if (!isSameCustomer(booking, base.booking)) return 0;
  const { title, location, description } = base.event;
  const says = { id: '', title, location, description, attendees: [], bookingId: null };
  const { weight, isOther } = weigh(bookingWords(booking), eventWords(says), alone);
  return isOther === true || weight < isClear ? 0 : weight;
}

/** By the key, or by the name if customers got other keys too. */
function isSameCustomer(booking: Booking, { customer, named }: Content): boolean {
  if (booking.customerId === customer) return true;
  const { customer: name } = namesOf(booking);
  return name !== null && name === named?.customer;
}

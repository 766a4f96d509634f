import type { Booking } from '../model/booking.js';
import type { CalendarEvent } from '../model/event.js';
import type { LinkedPair } from '../model/link.js';
import type { Origin, Pair } from '../model/sync-plan.js';
import type { SyncStore } from '../model/sync-store.js';
import { namedIn, namesCustomer, readTitle } from '../model/title.js';
import type { LoadContext } from './load-context.js';

/** A new event, of which a booking is to be made. */
type Newcomer = Pair & { readonly event: { readonly event: CalendarEvent } };

/**
 * Tells events that are to become bookings where they come from: an occurrence takes over what all its siblings share, and
 * an event that bears our mark (copied, brought back, made weekly) names its customer by the title's template.
 */
export async function withOrigins({ store, options }: LoadContext, pairs: readonly Pair[]): Promise<readonly Pair[]> {
  const news = pairs.filter(isNewcomer);
  const marked = news.filter(({ event }) => event.event.bookingId !== null);
  const series = news.filter(({ event }) => event.event.recurringEventId !== null);
  if (marked.length + series.length === 0) return pairs;
  const siblings = await findSiblings(store, series, options.calendarIds);
  const { originals, customers } = await findMarked(store, marked, options.titleTemplate);
  const template = options.titleTemplate;
  return pairs.map((pair) => {
    if (!isNewcomer(pair)) return pair;
    const origin =
      sharedBy(siblings.get(keyOf(pair)) ?? [], pair.event.event) ??
      namedBy(pair.event.event, { originals, customers, template });
    return origin === null ? pair : { ...pair, origin };
  });
}

function isNewcomer(pair: Pair): pair is Newcomer {
  const { link, booking, event, unclear } = pair;
  return link === null && booking === null && unclear === undefined && event?.event != null && !event.content.removed;
}

function keyOf({ calendarId, event }: Newcomer): string {
  return `${calendarId}\n${event.event.recurringEventId}`;
}

async function findSiblings(
  store: SyncStore,
  news: readonly Newcomer[],
  calendarIds: readonly string[],
): Promise<ReadonlyMap<string, readonly LinkedPair[]>> {
  const keys = new Map(news.map((pair) => [keyOf(pair), pair]));
  const series = [...keys.values()].map(({ calendarId, event }) => ({
    calendarId,
    eventId: event.event.recurringEventId ?? '',
  }));
  const found = series.length === 0 ? [] : await store.findPairs({ calendarIds, events: [], series, all: false });
  const siblings = new Map<string, LinkedPair[]>();
  for (const pair of found) {
    const key = `${pair.link.calendarId}\n${pair.link.recurringEventId}`;
    if (keys.has(key)) siblings.set(key, [...(siblings.get(key) ?? []), pair]);
  }
  return siblings;
}

function sharedBy(siblings: readonly LinkedPair[], event: CalendarEvent): Origin | null {
  const bookings = siblings.map(({ booking }) => booking).filter((booking) => booking !== null);
  const [first] = bookings;
  if (first?.customerId == null || first.customerName === null) return null;
  if (bookings.some(({ customerId }) => customerId !== first.customerId)) return null;
  const isSameService = bookings.every(({ serviceType }) => serviceType === first.serviceType);
  const isSameTitle = siblings.some(({ link }) => link.base.event.title === (event.title?.trim() || null));
  return {
    customer: { id: first.customerId, name: first.customerName },
    ...(isSameService && isSameTitle ? { serviceType: first.serviceType } : {}),
  };
}

interface Marked {
  readonly originals: ReadonlyMap<string, Booking>;
  /** name → customer, where only one has it */
  readonly customers: ReadonlyMap<string, { readonly id: string; readonly name: string }>;
}

async function findMarked(store: SyncStore, marked: readonly Newcomer[], template: string): Promise<Marked> {
  const ids = marked.flatMap(({ event }) => event.event.bookingId ?? []);
  const found = ids.length === 0 ? [] : await store.findByIds(ids);
  const names = marked.flatMap(({ event }) => namedIn(event.event.title, template));
  const customers = names.length === 0 ? new Map() : await store.findCustomersByName(names);
  return { originals: new Map(found.map((booking) => [booking.id, booking])), customers };
}

function namedBy(
  { bookingId, title }: CalendarEvent,
  { originals, customers, template }: Marked & { readonly template: string },
): Origin | null {
  if (bookingId === null) return null;
  const original = originals.get(bookingId);
  const own = original?.customerId == null ? null : { id: original.customerId, name: original.customerName ?? '' };
  const named = namedIn(title, template).flatMap((name) => customers.get(name) ?? []);
  const isOwn = own !== null && namesCustomer(title, { template, customers: [own.name] });
  const customer = isOwn ? own : named[0];
  if (customer === undefined || customer === null) return null;
  return { customer, serviceType: readTitle(title, { template, customers: [customer.name] }) };
}

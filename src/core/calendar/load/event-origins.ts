import { isUnstored } from '../match/made-mark.js';
import type { Booking } from '../model/booking.js';
import type { Content } from '../model/content.js';
import type { CalendarEvent } from '../model/event.js';
import { type LinkedPair, markOf } from '../model/link.js';
import { sameText } from '../model/plain-text.js';
import type { Origin, Pair } from '../model/sync-plan.js';
import type { SyncStore } from '../model/sync-store.js';
import { namedIn, namesCustomer, readTitle } from '../model/title.js';
import type { LoadContext } from './load-calendar.js';

/** A new event for which a booking is to be created. */
type Newcomer = Pair & { readonly event: { readonly event: CalendarEvent } };

/**
 * Finds out where the events of new bookings come from. An occurrence takes the values that all its siblings share. An
 * event with our mark (copied, restored, made weekly) names its customer by the title's template. A guest of the
 * original event may be a previous customer, and is passed on as a guest from before.
 */
export async function withOrigins(
  { store, options }: LoadContext,
  pairs: readonly Pair[],
  known: readonly Pair[],
): Promise<readonly Pair[]> {
  const news = pairs.filter(isNewcomer);
  const marked = news.filter(({ event }) => event.event.bookingId !== null);
  const series = news.filter(({ event }) => event.event.recurringEventId !== null);
  if (marked.length + series.length === 0) return pairs;
  const { originals, customers } = await findMarked(store, { marked, known, template: options.titleTemplate });
  const related = await findRelated(store, { series, marked, originals }, options.calendarIds);
  const template = options.titleTemplate;
  const now = new Map(
    known.flatMap(({ link, event }) => (link === null || event === null ? [] : [[link.id, event.content]])),
  );
  return pairs.map((pair) => {
    if (!isNewcomer(pair)) return pair;
    const { event } = pair.event;
    const mark = event.bookingId ?? '';
    const original = originalOf(mark, originals, related);
    const siblings = related.siblings.get(keyOf(pair)) ?? [];
    const own = siblings.length > 0 ? siblings : (related.links.get(original?.id ?? '') ?? []);
    const booking = own.find((sibling) => sibling.booking !== null)?.booking ?? original ?? null;
    const named = sharedBy(siblings, pair.event.content, now) ?? namedBy(event, { original, customers, template });
    if (booking === null && named === null && event.bookingId === null) return pair;
    // A guest may be the previous customer, if the booking was given to another one before its row was lost.
    const guests = own.length === 0 ? pair.event.content.customer : guestsOfAll(own);
    return { ...pair, origin: { customer: null, ...named, booking, guests } };
  });
}

/** The booking that a mark names. None if the row that has this key now got it from another row. */
function originalOf(mark: string, originals: Marked['originals'], { links }: Related): Booking | undefined {
  const original = originals.get(mark);
  const isOther = links.get(original?.id ?? '')?.some(({ link }) => markOf(link) !== mark);
  return isOther === true ? undefined : original;
}

/** The guests of several events, as one content has them. */
function guestsOfAll(pairs: readonly LinkedPair[]): string | null {
  return pairs.flatMap(({ link }) => link.base.event.customer ?? []).join(',') || null;
}

function isNewcomer(pair: Pair): pair is Newcomer {
  const { link, booking, event, unclear } = pair;
  const isNew = link === null || isUnstored(link);
  return isNew && booking === null && unclear === undefined && event?.event != null && !event.content.removed;
}

function keyOf({ calendarId, event }: Newcomer): string {
  return `${calendarId}\n${event.event.recurringEventId}`;
}

interface Related {
  /** For an occurrence, by its series: the linked occurrences, and the event that the series was made of. */
  readonly siblings: ReadonlyMap<string, readonly LinkedPair[]>;
  /** booking id → its pair */
  readonly links: ReadonlyMap<string, readonly LinkedPair[]>;
}

async function findRelated(
  store: SyncStore,
  news: Readonly<Record<'series' | 'marked', readonly Newcomer[]>> & Pick<Marked, 'originals'>,
  calendarIds: readonly string[],
): Promise<Related> {
  const keys = new Map(news.series.map((pair) => [keyOf(pair), pair]));
  const series = [...keys.values()].map(({ calendarId, event }) => ({
    calendarId,
    eventId: event.event.recurringEventId ?? '',
  }));
  const noted = news.marked.flatMap(({ calendarId, event }) => {
    const eventId = news.originals.get(event.event.bookingId ?? '')?.notedEventId;
    return eventId == null ? [] : [{ calendarId, eventId }];
  });
  if (series.length + noted.length === 0) return { siblings: new Map(), links: new Map() };
  const found = await store.findPairs({ calendarIds, events: [...series, ...noted], series, all: false });
  const siblings = new Map<string, LinkedPair[]>();
  for (const pair of found) {
    const key = `${pair.link.calendarId}\n${pair.link.recurringEventId ?? pair.link.eventId}`;
    if (keys.has(key)) siblings.set(key, [...(siblings.get(key) ?? []), pair]);
  }
  return { siblings, links: new Map(found.map((pair) => [pair.link.bookingId, [pair]])) };
}

type Named = Pick<Origin, 'customer' | 'serviceType'>;

/** link id → the current content of its event */
type ContentsNow = ReadonlyMap<string, Content>;

function sharedBy(siblings: readonly LinkedPair[], event: Content, now: ContentsNow): Named | null {
  const bookings = siblings.map(({ booking }) => booking).filter((booking) => booking !== null);
  const [first] = bookings;
  if (first?.customerId == null || first.customerName === null) return null;
  if (bookings.some(({ customerId }) => customerId !== first.customerId)) return null;
  if (siblings.some(isBeingGiven) || !siblings.some((sibling) => hasSameWords(sibling, event, now))) return null;
  const isSameService = bookings.every(({ serviceType }) => serviceType === first.serviceType);
  const isSameTitle = siblings.some(({ link }) => link.base.event.title === event.title);
  return {
    customer: { id: first.customerId, name: first.customerName },
    ...(isSameService && isSameTitle ? { serviceType: first.serviceType } : {}),
  };
}

/**
 * Whether an occurrence has the same address as its sibling, or the same text if it has no address. A series keeps the
 * texts of a previous customer after its bookings were given to another one.
 */
function hasSameWords({ link, booking }: LinkedPair, event: Content, now: ContentsNow): boolean {
  const field = event.location === null ? 'description' : 'location';
  if (event[field] === null) return true;
  const { base } = link;
  const seen = now.get(link.id)?.[field] ?? null;
  if (seen !== null && seen !== base.event[field]) return seen === event[field];
  const row = sameText((field === 'location' ? booking?.address : booking?.notes) ?? null);
  return (row === base.booking[field] ? base.event[field] : row) === event[field];
}

/** Its row has another customer now, and the series still has the texts of the previous one. */
function isBeingGiven({ link, booking }: LinkedPair): boolean {
  const before = link.base.booking.customer;
  return booking !== null && before !== null && before !== booking.customerId;
}

interface Marked {
  readonly originals: ReadonlyMap<string, Booking>;
  /** name → customer, where only one has it */
  readonly customers: ReadonlyMap<string, { readonly id: string; readonly name: string }>;
}

interface Marks {
  readonly marked: readonly Newcomer[];
  readonly known: readonly Pair[];
  readonly template: string;
}

async function findMarked(store: SyncStore, { marked, known, template }: Marks): Promise<Marked> {
  const ids = marked.flatMap(({ event }) => event.event.bookingId ?? []);
  const found = ids.length === 0 ? [] : await store.findByIds(ids);
  const originals = new Map(found.map((booking) => [booking.id, booking]));
  const missing = ids.filter((id) => !originals.has(id));
  const renewed = missing.length === 0 ? new Map<string, Booking>() : await store.findByMarks(missing);
  for (const [mark, booking] of renewed) originals.set(mark, booking);
  // Rows whose key was just changed: the change is not stored yet.
  for (const { link, booking } of known)
    if (link !== null && booking !== null && markOf(link) !== booking.id) originals.set(markOf(link), booking);
  const names = marked.flatMap(({ event }) => namedIn(event.event.title, template));
  const customers = names.length === 0 ? new Map() : await store.findCustomersByName(names);
  return { originals, customers };
}

function namedBy(
  { bookingId, title }: CalendarEvent,
  {
    original,
    customers,
    template,
  }: Pick<Marked, 'customers'> & { readonly original: Booking | undefined; readonly template: string },
): Named | null {
  if (bookingId === null) return null;
  const own = original?.customerId == null ? null : { id: original.customerId, name: original.customerName ?? '' };
  const named = namedIn(title, template).flatMap((name) => customers.get(name) ?? []);
  const isOwn = own !== null && namesCustomer(title, { template, customers: [own.name] });
  const customer = isOwn ? own : named[0];
  if (customer === undefined || customer === null) return null;
  return { customer, serviceType: readTitle(title, { template, customers: [customer.name] }) };
}

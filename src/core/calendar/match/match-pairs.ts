import { eachInTurn, giveWay, mustGiveWay } from '../../give-way.js';
import { type Booking, isCancelled } from '../model/booking.js';
import { bookingContent, type Content, eventContent, syncFields } from '../model/content.js';
import type { CalendarEvent } from '../model/event.js';
import type { SyncRules } from '../model/sync-rules.js';
import { assign } from './assign.js';
import { isCopy, isMadeFor, isPasted, madeFor, saysAllMadeWith } from './made-mark.js';
import { type Likeness, readLikeness } from './pair-likeness.js';
import { isClear, mayBeOne } from './weigh-likeness.js';

/** A booking and an event without a link that belong together. */
interface Match {
  readonly booking: Booking;
  readonly event: CalendarEvent;
  /** Neither names the other: they match only by their values. */
  readonly byLikeness: boolean;
  /** The event is a copy of the one that was created for the booking and is gone now. */
  readonly isPasted?: true;
}

interface Matches {
  readonly matches: readonly Match[];
  /** Bookings and events that may match in more than one way: left alone. */
  readonly unclear: ReadonlySet<Booking | CalendarEvent>;
}

const byName = { byLikeness: false };

type RulesOf = (calendarId: string) => SyncRules;

interface Search {
  readonly bookings: Set<Booking>;
  readonly events: Set<CalendarEvent>;
  readonly matches: Match[];
  readonly unclear: Set<Booking | CalendarEvent>;
  readonly likeness: Likeness;
  readonly rulesOf: RulesOf;
}

/**
 * Finds what belongs together before anything is created: the event that RenOS recorded; the event with our property
 * under one of our ids (a copied event has the property, but not the id); then, among those that begin together, the
 * most similar as a whole. `withoutRow` are events that we created for bookings whose rows are gone. Sends no requests;
 * each booking and each event is used once.
 */
export async function matchPairs(
  bookings: readonly Booking[],
  events: readonly CalendarEvent[],
  rulesOf: RulesOf,
  withoutRow: ReadonlySet<CalendarEvent> = new Set(),
): Promise<Matches> {
  const search: Search = {
    bookings: new Set(bookings),
    events: new Set(events),
    matches: [],
    unclear: new Set(),
    likeness: await readLikeness(bookings, events, rulesOf),
    rulesOf,
  };
  takeNoted(search);
  if (mustGiveWay()) await giveWay();
  takeMade(search);
  takeRenewed(search, withoutRow);
  await takeAlike(search);
  return search;
}

function take(
  { bookings, events, matches }: Search,
  booking: Booking,
  event: CalendarEvent,
  how: Pick<Match, 'byLikeness' | 'isPasted'>,
) {
  matches.push({ booking, event, ...how });
  bookings.delete(booking);
  events.delete(event);
}

function leave({ bookings, events, unclear }: Search, items: readonly (Booking | CalendarEvent)[]): void {
  for (const item of items) {
    unclear.add(item);
    bookings.delete(item as Booking);
    events.delete(item as CalendarEvent);
  }
}

/** If several bookings name one event, as copies of a row do, the one that agrees with it gets it. */
function takeNoted(search: Search): void {
  const byNote = new Map<string, Booking[]>();
  for (const booking of search.bookings) {
    if (booking.notedEventId === null) continue;
    const noting = byNote.get(booking.notedEventId);
    if (noting === undefined) byNote.set(booking.notedEventId, [booking]);
    else noting.push(booking);
  }
  for (const event of [...search.events]) {
    const noting = byNote.get(event.id) ?? [];
    byNote.delete(event.id);
    const first = nearestOf(noting, event, search);
    if (first === 'unclear') leave(search, [...noting.filter((booking) => !isCancelled(booking)), event]);
    else if (first !== null) take(search, first, event, byName);
  }
}

/** Of bookings that name one event, the most similar; of equally similar ones, the one that is not cancelled. */
function nearestOf(noting: readonly Booking[], event: CalendarEvent, search: Search): Booking | 'unclear' | null {
  const [only, ...others] = noting;
  if (only === undefined || others.length === 0) return only ?? null;
  const weighed = noting
    .map((booking) => ({ booking, weight: search.likeness.likenessOf(booking, event, 'whenever') }))
    .sort((a, b) => b.weight - a.weight || b.booking.updatedAt.getTime() - a.booking.updatedAt.getTime());
  const best = weighed[0]?.weight ?? 0;
  const near = weighed.filter(({ weight }) => best - weight < isClear).map(({ booking }) => booking);
  const live = near.filter((booking) => !isCancelled(booking));
  const rest = live.length > 0 ? live : near;
  const rules = search.rulesOf(event.calendarId);
  return saySame(rest.map((booking) => bookingContent(booking, rules))) ? (rest[0] ?? null) : 'unclear';
}

function saySame(contents: readonly Content[]): boolean {
  return new Set(contents.map((content) => JSON.stringify(syncFields.map((field) => content[field])))).size < 2;
}

function takeMade(search: Search): void {
  const byId = new Map([...search.bookings].map((booking) => [booking.id, booking]));
  const copies = new Map([...search.events].filter(isCopy).map((event) => [event.bookingId, event]));
  for (const event of [...search.events]) {
    const booking = byId.get(madeFor(event) ?? '');
    if (booking === undefined || !search.bookings.has(booking)) continue;
    const rules = search.rulesOf(event.calendarId);
    if (!isMadeFor(event, booking, rules)) continue;
    const copy = copies.get(booking.id);
    if (copy !== undefined && isPasted(copy, { from: event, booking, rules }))
      take(search, booking, copy, { ...byName, isPasted: true });
    else take(search, booking, event, byName);
  }
}

/** A row under another key that has all values an event was created with; among equal rows it does not matter which. */
function takeRenewed(search: Search, withoutRow: ReadonlySet<CalendarEvent>): void {
  for (const event of [...search.events].filter((each) => withoutRow.has(each))) {
    const rules = search.rulesOf(event.calendarId);
    const same = [...search.bookings].filter((booking) => saysAllMadeWith(booking, event, rules));
    const [first] = same;
    if (first !== undefined && saySame(same.map((booking) => bookingContent(booking, rules))))
      take(search, first, event, byName);
  }
}

interface Edge {
  readonly booking: Booking;
  readonly event: CalendarEvent;
  readonly weight: number;
}

/**
 * Links the most similar as a whole, if that is clearly better than any other way; the other possible matches are left
 * alone.
 */
async function takeAlike(search: Search): Promise<void> {
  for (const edges of groupsOf(await edgesOf(search))) {
    if (mustGiveWay()) await giveWay();
    const bookings = [...new Set(edges.map(({ booking }) => booking))];
    const events = [...new Set(edges.map(({ event }) => event))];
    const rowOf = new Map(bookings.map((booking, row) => [booking, row]));
    const columnOf = new Map(events.map((event, column) => [event, column]));
    const scores = bookings.map(() => Array<number>(events.length).fill(0));
    for (const { booking, event, weight } of edges) {
      const row = scores[rowOf.get(booking) ?? 0];
      if (row !== undefined) row[columnOf.get(event) ?? 0] = weight;
    }
    for (const { row, column, margin } of assign(scores)) {
      const [booking, event] = [bookings[row], events[column]];
      if (booking === undefined || event === undefined || margin < isClear) continue;
      take(search, booking, event, { byLikeness: true });
    }
    takeSame(search, bookings, events);
    const open = edges.filter(({ booking, event }) => search.bookings.has(booking) && search.events.has(event));
    leave(
      search,
      open.flatMap(({ booking, event }) => [booking, event]),
    );
  }
}

/** Among equal bookings and equal events, it does not matter which gets which. */
function takeSame(search: Search, bookings: readonly Booking[], events: readonly CalendarEvent[]): void {
  const [left, free] = [
    bookings.filter((each) => search.bookings.has(each)),
    events.filter((each) => search.events.has(each)),
  ];
  const [first, event] = [left[0], free[0]];
  if (first === undefined || event === undefined) return;
  if (search.likeness.likenessOf(first, event, 'together') < isClear) return;
  const rules = search.rulesOf(event.calendarId);
  if (!saySame(left.map((booking) => bookingContent(booking, rules))) || !saySame(free.map(eventContent))) return;
  left.forEach((booking, index) => {
    const own = free[index];
    if (own !== undefined) take(search, booking, own, { byLikeness: true });
  });
}

/** Each booking with each event that begins at the same time, if they may match. */
async function edgesOf({ bookings, events, likeness }: Search): Promise<Edge[]> {
  const live = [...events].filter(({ status }) => status !== 'cancelled');
  const starts = new Map<string, Booking[]>();
  for (const booking of live.length === 0 ? [] : bookings) {
    if (mustGiveWay()) await giveWay();
    if (isCancelled(booking) || !booking.hasUsableTime) continue;
    for (const start of likeness.startsOf(booking)) starts.set(start, [...(starts.get(start) ?? []), booking]);
  }
  const edges = await eachInTurn(live, (event) =>
    (starts.get(likeness.startOf(event)) ?? [])
      // Created for a booking of the same id in another database.
      .filter(({ id }) => madeFor(event) !== id)
      .map((booking) => ({ booking, event, weight: likeness.likenessOf(booking, event, 'together') }))
      .filter(({ weight }) => weight >= mayBeOne),
  );
  return edges.flat();
}

/** Groups of edges that share bookings or events; each group is decided by itself. */
function groupsOf(edges: readonly Edge[]): readonly (readonly Edge[])[] {
  const groupOf = new Map<Booking | CalendarEvent, Set<Edge>>();
  for (const edge of edges) {
    const [one, other] = [groupOf.get(edge.booking), groupOf.get(edge.event)];
    const group = one ?? other ?? new Set<Edge>();
    if (one !== undefined && other !== undefined && one !== other) for (const each of other) one.add(each);
    group.add(edge);
    for (const { booking, event } of one !== other && other !== undefined ? group : [edge]) {
      groupOf.set(booking, group);
      groupOf.set(event, group);
    }
  }
  return [...new Set(groupOf.values())].map((group) => [...group]);
}

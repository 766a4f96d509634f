import { likelyRows } from '../match/likely-rows.js';
import { isUnstored } from '../match/made-mark.js';
import { type Booking, isCancelled } from '../model/booking.js';
import { bookingTimeText, namesOf, undecided } from '../model/content.js';
import { askAll } from '../model/in-parallel.js';
import type { Link, LinkedPair } from '../model/link.js';
import { sameText } from '../model/plain-text.js';
import type { Claim } from './decide-claims.js';
import { findEvents, newestFirst } from './find-events.js';
import type { Reading } from './load-calendar.js';
import { isPreviousGone, judgeNamed } from './read-named.js';

/**
 * Linked rows that name no event and have changed. A single changed row proves nothing: if two rows exchanged their
 * keys, the other one has changed too, or is gone.
 */
export function saysAnother(found: readonly LinkedPair[], vanished: readonly LinkedPair[]): readonly LinkedPair[] {
  const reworded = found.filter(
    ({ booking, link }) =>
      booking?.notedEventId === null && link.fingerprint !== null && booking.fingerprint !== link.fingerprint,
  );
  return reworded.length + vanished.length > 1 ? reworded : reworded.filter(isAnotherRow);
}

/** Whether a row may be another booking under a reused key: it names no event, and has none of the previous values. */
export function isAnotherRow({ booking, link }: LinkedPair): boolean {
  if (booking === null || isCancelled(booking) || booking.notedEventId !== null) return false;
  // No run was able to write the event's id into the row.
  if (isUnstored(link)) return false;
  const { booking: said, event } = link.base;
  if (said.removed || event.removed) return false;
  const { customerId, address } = booking;
  return said.customer !== customerId && said.location !== sameText(address) && said.time !== bookingTimeText(booking);
}

interface Claimants {
  readonly movers: readonly LinkedPair[];
  readonly vanished: readonly LinkedPair[];
  readonly reworded: readonly LinkedPair[];
}

/** Rows that claim an event: linked rows that name another event, and rows that returned under another key. */
export async function claimsOf(
  reading: Reading,
  links: readonly LinkedPair[],
  { movers, vanished, reworded }: Claimants,
): Promise<readonly Claim[]> {
  const { calendar, store, calendars } = reading;
  const byEvent = new Map(links.map((pair) => [pair.link.eventId, pair]));
  const naming = movers.flatMap((from) => {
    const { booking } = from;
    const target = booking?.notedEventId ?? null;
    return booking === null || target === null ? [] : [{ booking, from, target, to: byEvent.get(target) ?? null }];
  });
  const unlinked = newestFirst(naming.filter(({ to }) => to === null).map(({ booking }) => booking));
  const targets = unlinked.map(({ notedEventId }) => notedEventId ?? '');
  const events = await findEvents(calendar, calendars, targets);
  const claims = await askAll(naming, async (claim): Promise<Claim> => {
    const { booking, from, target } = claim;
    const event: Claim['event'] =
      claim.to === null
        ? judgeNamed(calendars, events.get(target) ?? [], { booking, link: from.link })
        : { kind: 'linked' };
    return { ...claim, event, isPreviousGone: await isPreviousGone(reading, from) };
  });
  const left = [...vanished, ...movers, ...reworded];
  const lost = [...vanished, ...reworded];
  const rows = await store.findRowsNaming(
    left.map(({ link }) => link.eventId),
    lost.flatMap(({ link }) => link.base.booking.time?.split('/')[0] ?? []).filter((start) => start !== undecided),
  );
  return [...claims, ...rowClaims(rows, byEvent, { lost, reworded })];
}

interface Lost {
  /** Links whose rows are gone, or have other values. */
  readonly lost: readonly LinkedPair[];
  readonly reworded: readonly LinkedPair[];
}

/**
 * For each lost row, the row that names its event or has all its values: rows without a link, and linked rows that
 * changed. If the customer has another key too, the customer's name is compared. Then the rows that were also edited,
 * if the match is clear.
 */
function rowClaims(
  rows: readonly Booking[],
  byEvent: ReadonlyMap<string, LinkedPair>,
  { lost, reworded }: Lost,
): readonly Claim[] {
  const naming = rows.flatMap((booking): Claim[] => {
    const to = byEvent.get(booking.notedEventId ?? '');
    return to === undefined ? [] : [claimOf(booking, to)];
  });
  const named = new Set(naming.map(({ to }) => to));
  const unnamed: readonly Row[] = [
    ...rows.filter(({ notedEventId }) => notedEventId === null).map((booking) => ({ booking, from: null })),
    ...reworded.flatMap((from) => (from.booking === null ? [] : [{ booking: from.booking, from }])),
  ];
  const open = lost.filter((pair) => !named.has(pair) && pair.link.fingerprint !== null);
  const same = sameBy(unnamed, open, {
    row: ({ booking }) => booking.fingerprint,
    link: ({ link }) => link.fingerprint ?? '',
  });
  const known = new Set(same.flatMap(({ booking, to }) => [booking.id, to?.link.id]));
  const alike = sameBy(
    unnamed.filter(({ booking }) => !known.has(booking.id)),
    open.filter(({ link }) => !known.has(link.id)),
    { row: ({ booking }) => wordsOf(booking), link: ({ link }) => wordsSaid(link) },
  );
  const taken = new Set([...same, ...alike].flatMap(({ booking, to }) => [booking.id, to?.link.id]));
  const likely = likelyRows(
    unnamed.flatMap(({ booking, from }) => (from === null && !taken.has(booking.id) ? [booking] : [])),
    open.filter(({ booking, link }) => booking === null && !taken.has(link.id)),
  );
  return [...naming, ...same, ...alike, ...likely.map(({ booking, to }) => claimOf(booking, to))];
}

interface Row {
  readonly booking: Booking;
  readonly from: LinkedPair | null;
}

interface Keys {
  readonly row: (row: Row) => string;
  readonly link: (pair: LinkedPair) => string;
}

/**
 * Rows whose values equal those of a link, if no other row or link has them. If several equal rows have no link, it
 * does not matter which one is used.
 */
function sameBy(rows: readonly Row[], open: readonly LinkedPair[], keys: Keys): readonly Claim[] {
  const links = grouped(open, keys.link);
  return [...grouped(rows, keys.row)].flatMap(([key, same]) => {
    const found = links.get(key) ?? [];
    const isEven = found.length === same.length && (same.length === 1 || same.every(({ from }) => from === null));
    return isEven
      ? same.flatMap(({ booking, from }, n) => found.slice(n, n + 1).map((to) => claimOf(booking, to, from)))
      : [];
  });
}

/** All values of a row except keys. */
function wordsOf(booking: Booking): string {
  const { service, customer } = namesOf(booking);
  const texts = [sameText(booking.address), sameText(booking.notes), service, customer, booking.status];
  return JSON.stringify([bookingTimeText(booking), ...texts]);
}

function wordsSaid({ base: { booking } }: Link): string {
  const { time, location, description, named, status } = booking;
  return JSON.stringify([time, location, description, named?.service, named?.customer, status]);
}

function grouped<Item, Key>(items: readonly Item[], keyOf: (item: Item) => Key): ReadonlyMap<Key, readonly Item[]> {
  const groups = new Map<Key, Item[]>();
  for (const item of items) groups.set(keyOf(item), [...(groups.get(keyOf(item)) ?? []), item]);
  return groups;
}

function claimOf(booking: Booking, to: LinkedPair, from: LinkedPair | null = null): Claim {
  return { booking, from, to, target: to.link.eventId, event: { kind: 'linked' }, isPreviousGone: from === null };
}

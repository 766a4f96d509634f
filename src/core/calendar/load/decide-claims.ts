import { type Booking, isCancelled } from '../model/booking.js';
import type { CalendarEvent } from '../model/event.js';
import type { LinkedPair } from '../model/link.js';

/** A row that claims an event. */
export interface Claim {
  readonly booking: Booking;
  /** Its link until now. */
  readonly from: LinkedPair | null;
  /** The link of the event that it names. */
  readonly to: LinkedPair | null;
  readonly target: string;
  /** The event itself: linked with a booking already, free to be given, not there, or another's by what it says. */
  readonly event:
    | { readonly kind: 'linked' }
    | { readonly kind: 'free'; readonly event: CalendarEvent }
    | { readonly kind: 'missing' }
    /** It was deleted too: nothing to follow. */
    | { readonly kind: 'deleted' }
    | { readonly kind: 'differs' };
  /** Whether its previous event no longer exists. */
  readonly isPreviousGone: boolean;
}

interface DecidedClaims {
  readonly granted: readonly Claim[];
  /** `code` is null if nothing is reported: the row is treated as if it named no event. */
  readonly denied: readonly { readonly claim: Claim; readonly code: string | null }[];
}

/**
 * Decides which rows get the events that they name. At first every claim is granted. Then impossible claims are denied
 * until none is left: a row whose claim is denied keeps its event, which may deny another claim. Pure.
 *
 * | the event that a row names | its previous event | result |
 * | --- | --- | --- |
 * | is held by a booking that goes on naming it | any | denied, reported |
 * | is held by a booking that names none, and is as much like what it said | any | denied, reported |
 * | is named by two linked rows | any | both denied, reported |
 * | has all values of a linked row that names none | another row's now | granted: keys were exchanged |
 * | has them | left alone | the row was edited |
 * | is named by rows without a link, copies of one another | – | the one most similar to its previous row |
 * | is free | exists, and no row names it | denied, reported: two events of one booking |
 * | does not exist | gone | denied, reported: the booking is not cancelled |
 * | does not exist | exists | the id in the row is ignored |
 * | was deleted too | any | the id in the row is ignored |
 * | has another customer, address or service | any | denied, reported |
 * | is free | gone, or another row's now | granted |
 */
export function decideClaims(claims: readonly Claim[], links: readonly LinkedPair[]): DecidedClaims {
  const granted = new Set(claims);
  const denied: { claim: Claim; code: string | null }[] = [];
  const deny = (claim: Claim, code: string | null) => {
    granted.delete(claim);
    denied.push({ claim, code });
  };
  for (let before = -1; before !== denied.length; ) {
    before = denied.length;
    for (const claim of [...granted]) {
      const code = objection(claim, granted, links);
      if (code !== undefined) deny(claim, code);
    }
  }
  return { granted: [...granted], denied };
}

function objection(claim: Claim, granted: ReadonlySet<Claim>, links: readonly LinkedPair[]): string | null | undefined {
  const { from, to, event, target } = claim;
  if (isByWords(claim)) return isInCircle(claim, granted) ? undefined : null;
  if (to !== null && isHeld(to, granted) && !isNearerThanHolder(claim))
    return from === null ? null : 'event-named-twice';
  const rivals = [...granted].filter((other) => other !== claim && other.target === target);
  const linkedRivals = rivals.filter((other) => other.from !== null);
  if (from !== null && linkedRivals.length > 0) return 'event-named-twice';
  if (from === null && (linkedRivals.length > 0 || rivals.some((other) => isNearer(other, claim)))) return null;
  if (from === null) return undefined;
  if (event.kind === 'deleted') return null;
  if (event.kind === 'missing') return claim.isPreviousGone ? 'named-event-missing' : null;
  if (event.kind === 'differs') return 'named-event-differs';
  const isPreviousTaken = [...granted].some((other) => other.to?.link.id === from.link.id);
  const isFree = claim.isPreviousGone || isPreviousTaken || !links.some(({ link }) => link.id === from.link.id);
  return isFree ? undefined : 'event-and-former-event';
}

/** Whether a linked row names no event, and has all values of another linked row. */
function isByWords({ booking, from }: Claim): boolean {
  return from !== null && booking.notedEventId === null;
}

/** Whether a row's previous event belongs to another row now, and the event that it claims is free. */
function isInCircle(claim: Claim, granted: ReadonlySet<Claim>): boolean {
  const { from, to, target } = claim;
  if (from === null || to === null || (isHeld(to, granted) && !isNearerThanHolder(claim))) return false;
  const others = [...granted].filter((other) => other !== claim);
  return !others.some((other) => other.target === target) && others.some(({ to }) => to?.link.id === from.link.id);
}

/** Whether a booking keeps its event. */
function isHeld({ booking, link }: LinkedPair, granted: ReadonlySet<Claim>): boolean {
  if (booking === null || isCancelled(booking)) return false;
  return ![...granted].some(({ from }) => from?.link.id === link.id);
}

/** Whether the row that has the event names none and is less similar to what it was than the row that claims the event. */
function isNearerThanHolder(claim: Claim): boolean {
  const { to } = claim;
  const holder = to?.booking ?? null;
  if (holder === null || holder.notedEventId !== null || to?.link.fingerprint === holder.fingerprint) return false;
  return likeness(claim) > likeness({ ...claim, booking: holder });
}

/** Whether one copy of a row is more similar to the row that had the event; the first one if they are equal. */
function isNearer(one: Claim, other: Claim): boolean {
  const [a, b] = [likeness(one), likeness(other)];
  return a > b || (a === b && one.booking.id < other.booking.id);
}

function likeness({ booking, to }: Claim): number {
  const said = to?.link.base.booking;
  if (to?.link.fingerprint === booking.fingerprint) return 10;
  const same = [
    said?.location === booking.address,
    said?.description === booking.notes,
    said?.customer === booking.customerId,
  ];
  return same.filter(Boolean).length + (said?.time?.startsWith(booking.start.toISOString().slice(0, 19)) ? 2 : 0);
}

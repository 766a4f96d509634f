import type { Booking } from '../model/booking.js';
import { bookingContent, type Content, syncFields, undecided } from '../model/content.js';
import type { Link } from '../model/link.js';
import type { EventSide, Pair } from '../model/sync-plan.js';
import type { SyncRules } from '../model/sync-rules.js';
import { titleEdit } from '../model/title-edits.js';
import type { PairState, SideState } from '../model/truth-table.js';
import { hasNewAddress } from './guests.js';

/** The state of both sides, compared with their last agreed values. */
export function stateOf({ link, booking, event }: Pair, rules: SyncRules): PairState {
  const says = booking === null ? null : bookingContent(booking, rules);
  if (link === null) return `${firstState(says)}/${firstState(event?.content ?? null)}`;
  const booked = says === null || booking === null ? says : { ...says, ...asAgreed(booking, { link, event }, rules) };
  return `${sideState(booked, link.base.booking)}/${sideState(event?.content ?? null, link.base.event)}`;
}

/** The same value in another spelling is not an edit; another value in the same spelling is one. */
function asAgreed(
  booking: Booking,
  { link, event }: { readonly link: Link; readonly event: EventSide | null },
  rules: SyncRules,
): Partial<Content> {
  const { base } = link;
  const isSameTitle = titleEdit(base.booking, booking, rules.titleTemplate) === null;
  const isNewAddress = event !== null && hasNewAddress(booking, event, rules);
  return {
    title: isSameTitle ? base.booking.title : `${base.booking.title}${undecided}`,
    ...(isNewAddress ? { customer: undecided } : {}),
  };
}

function firstState(now: Content | null): SideState {
  if (now === null) return 'absent';
  return now.removed ? 'removed' : 'new';
}

function sideState(now: Content | null, before: Content | null): SideState {
  const exists = now !== null && !now.removed;
  const existed = before !== null && !before.removed;
  if (!exists) return existed ? 'removed' : 'absent';
  if (!existed) return 'new';
  return syncFields.every((field) => now[field] === before[field]) ? 'unchanged' : 'changed';
}

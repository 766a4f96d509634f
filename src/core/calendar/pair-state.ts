import type { Booking } from './booking.js';
import { bookingContent, type Content, syncFields } from './content.js';
import type { Link } from './link.js';
import type { Pair } from './sync-plan.js';
import type { SyncRules } from './sync-rules.js';
import { renderTitle, titleAgrees } from './title.js';
import type { PairState, SideState } from './truth-table.js';

/** How both sides stand to what they last agreed on. */
export function stateOf({ link, booking, event }: Pair, rules: SyncRules): PairState {
  const says = booking === null ? null : bookingContent(booking, rules);
  if (link === null) return `${firstState(says)}/${firstState(event?.content ?? null)}`;
  const booked = says === null || booking === null ? says : { ...says, title: titleOf(booking, link, rules) };
  return `${sideState(booked, link.base.booking)}/${sideState(event?.content ?? null, link.base.event)}`;
}

/** The same service for the same customer is no edit, though another template may put it in other words now. */
function titleOf(booking: Booking, { base }: Link, { titleTemplate }: SyncRules): string | null {
  const before = base.booking.title;
  return titleAgrees(titleTemplate, before, booking) ? before : renderTitle(titleTemplate, booking);
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

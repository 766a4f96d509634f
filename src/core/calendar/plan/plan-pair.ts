import { because } from '../../codes/reasons.js';
import { unreported } from '../load/sent-writes.js';
import { isCancelled } from '../model/booking.js';
import { asFarAsKnown } from '../model/content.js';
import { type Decision, hiddenCode, nothing } from '../model/decision.js';
import { remembered } from '../model/pair-notes.js';
import type { Failure, Pair, PairPlan } from '../model/sync-plan.js';
import type { SyncRules } from '../model/sync-rules.js';
import { type Action, linkedTable, unlinkedTable } from '../model/truth-table.js';
import { editOrDeletion } from './decide-edit-or-deletion.js';
import {
  cancelBooking,
  closePair,
  createBooking,
  createEvent,
  deleteEvent,
  reviveBooking,
  reviveEvent,
} from './decide-existence.js';
import { merge } from './decide-merge.js';
import { withinDirection } from './limit-direction.js';
import { stateOf } from './pair-state.js';

/** Decides what to do about one pair, by the truth table, the direction and the policy. Pure. */
export function planPair(pairAsRead: Pair, rules: SyncRules): PairPlan {
  const pair = asFarAsSeen(pairAsRead);
  const state = stateOf(pair, rules);
  const { booking, unclear } = pair;
  if (unclear !== undefined) {
    return { pair, state, action: 'nothing', ...failing(unclear) };
  }
  const isHidden = pair.event?.content.hidden === true;
  // A booking with a time that no calendar can hold is neither created, changed nor removed.
  if (booking !== null && !booking.hasUsableTime && !isCancelled(booking)) {
    return { pair, state, action: 'nothing', ...failing(timeUnusable) };
  }
  if (isHidden && booking !== null && pair.link === null) {
    return { pair, state, action: 'nothing', ...failing(detailsHidden) };
  }
  const action = (pair.link === null ? unlinkedTable[state] : linkedTable[state]) ?? 'nothing';
  const whole = decide[action](pair, rules);
  const decision = withinDirection(isHidden ? withoutWriting(whole, pair, rules) : whole, pair, rules);
  const writesTime = decision.google !== null && decision.google.kind !== 'delete';
  if (writesTime && booking !== null && booking.end < booking.start) {
    return { pair, state, action, ...failing(endsBeforeStart) };
  }
  return { pair, state, action, ...decision, conflict: decision.conflict ?? unreported(pair) };
}

/** Values that Google does not show of a linked event are assumed to be unchanged. */
function asFarAsSeen(pair: Pair): Pair {
  const { link, event } = pair;
  if (link === null || event === null || event.content.hidden !== true) return pair;
  return { ...pair, event: { ...event, content: asFarAsKnown(event.content, link.seen?.content ?? link.base.event) } };
}

/** Hidden values are not overwritten: the pair waits until Google shows the event. */
function withoutWriting(decision: Decision, pair: Pair, rules: SyncRules): Decision {
  const kept = withinDirection(decision, pair, { ...rules, direction: 'google-to-db' });
  if (kept === decision) return decision;
  return { ...kept, reason: because('unseen', { reason: decision.reason }) };
}

const detailsHidden: Failure = { code: hiddenCode, passing: false };
const timeUnusable: Failure = { code: 'time-unusable', passing: false };
const endsBeforeStart: Failure = { code: 'ends-before-start', passing: false };

function failing(failure: Failure): Decision {
  return { ...nothing, reason: because('failed', { failure: failure.code }), failure };
}

/** Both exist, and neither has changed. */
function isAgreed(pair: Pair, rules: SyncRules): boolean {
  return stateOf(pair, rules) === 'unchanged/unchanged';
}

const decide: Readonly<Record<Action, (pair: Pair, rules: SyncRules) => Decision>> = {
  nothing: (pair, rules) => (isAgreed(pair, rules) ? { ...nothing, base: remembered(pair) } : nothing),
  push: merge,
  pull: merge,
  merge,
  adopt: merge,
  'create-event': createEvent,
  'create-booking': createBooking,
  'delete-event': deleteEvent,
  'cancel-booking': cancelBooking,
  'revive-event': reviveEvent,
  'revive-booking': reviveBooking,
  'edited-here-deleted-there': (pair, rules) =>
    editOrDeletion(pair, rules, { edit: 'database', onEdit: reviveEvent, onDeletion: cancelBooking }),
  'deleted-here-edited-there': (pair, rules) =>
    editOrDeletion(pair, rules, { edit: 'google', onEdit: reviveBooking, onDeletion: deleteEvent }),
  close: closePair,
};

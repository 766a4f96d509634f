import { because, type ConflictCode } from '../../codes/reasons.js';
import { isDone } from '../model/booking.js';
import type { Conflict } from '../model/conflict.js';
import { syncFields } from '../model/content.js';
import { type Decision, nothing, separatedCode } from '../model/decision.js';
import type { Failure, Pair } from '../model/sync-plan.js';
import type { SyncRules } from '../model/sync-rules.js';
import { whyHeld } from './conflict-policy.js';

interface EditOrDeletion {
  /** The side that was edited; the other one was deleted. */
  readonly edit: 'google' | 'database';
  readonly onEdit: (pair: Pair, rules: SyncRules) => Decision;
  readonly onDeletion: (pair: Pair, rules: SyncRules) => Decision;
}

const separatedBefore: Failure = { code: separatedCode, passing: false };

/** An edit wins over a deletion, and is reported; unless the policy prefers the side that deleted, or holds. */
export function editOrDeletion(pair: Pair, rules: SyncRules, { edit, onEdit, onDeletion }: EditOrDeletion): Decision {
  const { booking } = pair;
  // A completed booking is no conflict: it stays, and its event stays deleted.
  if (booking !== null && isDone(booking) && edit === 'database') return onDeletion(pair, rules);
  const fields = {
    removed: { base: 'no', booking: edit === 'google' ? 'yes' : 'no', event: edit === 'google' ? 'no' : 'yes' },
  };
  // Restoring or removing the pair would already decide what a person is to decide.
  if (rules.policy === 'hold' || rules.held.size > 0) {
    const held: Conflict = { fields, ...whyHeld(rules) };
    return { ...nothing, reason: because('parted', { why: null }), conflict: held, pending: syncFields };
  }
  if (pair.link === null && rules.policy === 'newest') {
    return { ...nothing, reason: because('failed', { failure: separatedCode }), failure: separatedBefore };
  }
  const decision = rules.policy === 'newest' ? edit : rules.policy;
  const byPolicy = decision === 'google' ? 'policy-google' : 'policy-database';
  const why: ConflictCode = decision === edit ? 'edit-beats-deletion' : byPolicy;
  const chosen = decision === edit ? onEdit(pair, rules) : onDeletion(pair, rules);
  return {
    ...chosen,
    reason: because('parted', { why }),
    conflict: { fields: { ...fields, ...disputedWords(chosen.conflict) }, decision, reason: why },
  };
}

/** What was disputed besides, each field with the side that was taken. */
function disputedWords(conflict: Conflict | null): Conflict['fields'] {
  if (conflict === null || conflict.decision === 'held') return {};
  const { decision } = conflict;
  const taken = Object.entries(conflict.fields).map(([field, says]) => [field, { taken: decision, ...says }]);
  return Object.fromEntries(taken);
}

import { isSentDone } from '../load/sent-writes.js';
import { isUnstored } from '../match/made-mark.js';
import { type Content, syncFields, undecided } from '../model/content.js';
import { readMark } from '../model/keeper.js';
import type { Link } from '../model/link.js';
import type { Pair } from '../model/sync-plan.js';
import type { CommitItem } from '../model/sync-store.js';
import { fieldChanges } from '../plan/field-writes.js';
import type { EventResult } from './write-event.js';

/**
 * A write whose result a run never learned: its reply was lost, or the run was killed before it stored the result. The
 * record of the write names the run, and an event that was created has its mark. The write goes into that run's
 * journal, so an undo of the run reverses it.
 */
export function unconfirmedWriteOf({ plan: { pair, action } }: EventResult): CommitItem['unconfirmed'] {
  return unconfirmedWriteIn(pair, action === 'adopt');
}

/** The same for a pair as it was read. */
export function unconfirmedWriteIn(pair: Pair, isAdopted: boolean): CommitItem['unconfirmed'] {
  const { link, booking, eventId, event: side } = pair;
  if (side === null || eventId === null) return null;
  const { event, content } = side;
  const runId = event === null ? null : (readMark(event, null)?.runId ?? null);
  const entry = { side: 'google', kind: 'event', itemId: eventId, rule: 'found-written' } as const;
  const sent = link?.sent ?? null;
  if (sent !== null) {
    if (!isSentDone(sent, side) || sent.fields === undefined) return null;
    const writer = sent.runId ?? (sent.mark === null ? null : runId);
    return {
      runId: writer,
      entry: { ...entry, action: sent.mark === null ? 'delete' : 'update', fields: sent.fields },
    };
  }
  const isMade = link === null ? isAdopted && booking !== null && event?.bookingId === booking.id : isUnstored(link);
  if (!isMade || runId === null) return null;
  return {
    runId,
    entry: { ...entry, action: 'create', fields: fieldChanges(null, madeWith(link, content), syncFields) },
  };
}

/** The values that an event was created with, as far as they are known: later edits do not belong to that run. */
function madeWith(link: Link | null, content: Content): Content {
  if (link === null) return content;
  const fields = syncFields.map((field) => [field, link.base.event[field]] as const);
  return {
    ...content,
    ...Object.fromEntries(fields.map(([field, text]) => [field, text === undecided ? null : text])),
  };
}

/** Whether a write without a reply restored an event: its row may not name it yet. */
export function isFoundRevived({ plan: { pair } }: EventResult): boolean {
  const sent = pair.link?.sent ?? null;
  return sent?.base.event.removed === false && pair.event !== null && isSentDone(sent, pair.event);
}

import { ItemRefusedError, saying } from '../../errors.js';
import { eventSide } from '../load/find-event-sides.js';
import { isMadeFor, madeFor, madeLink } from '../match/made-mark.js';
import type { EventChange, EventDraft } from '../model/event.js';
import { eventIdFor, generations } from '../model/event-id.js';
import type { GoogleWrite, PairPlan } from '../model/sync-plan.js';
import { type EventWriter, readBack, type Step } from './write-step.js';

/** Inserts a booking's event under its next free id, or finds that the event exists already. */
export async function insertEvent(plan: PairPlan, draft: EventDraft, writer: EventWriter): Promise<Step> {
  const { port, how } = writer;
  const { calendarId, booking, link } = plan.pair;
  const bookingId = booking?.id ?? link?.bookingId ?? '';
  for (let generation = 0; generation < generations; generation += 1) {
    const id = eventIdFor(bookingId, generation);
    const outcome = await port.insert(calendarId, { ...draft, id }, how);
    if (outcome.kind === 'created') return { kind: 'done', event: outcome.event };
    // For a linked event, the write was recorded before it was sent: if the reply is lost, the next run finds out.
    const isNoted = outcome.kind === 'unknown' && link !== null;
    const read = await readBack(port, { ...plan.pair, eventId: id }, isNoted);
    if ('stopped' in read) return read;
    const { there } = read;
    if (outcome.kind === 'unknown' && there === null) return { kind: 'unknown' };
    // An event of ours that a person made into a series must not be restored: that would restore every occurrence.
    const isSingle = there !== null && there.recurrence === null;
    const isTombstone = isSingle && there.status === 'cancelled' && there.bookingId === null && there.title === null;
    const rules = writer.rulesFor(plan.pair);
    const isUnstored =
      isSingle && booking !== null && madeFor(there) === booking.id && (await writer.isUnstored(there));
    const isMarked = isUnstored || (isSingle && booking !== null && isMadeFor(there, booking, rules));
    // A booking that had this key before keeps the event under its new key.
    const isOurs = (isTombstone || isMarked) && (link?.eventId === id || !(await writer.isLinked(there)));
    if (there !== null && there.status !== 'cancelled' && isOurs) {
      const made = isUnstored ? { link: madeLink(there, booking, rules) } : {};
      return { kind: 'moved', eventId: id, side: eventSide(there), ...made };
    }
    if (there !== null && there.status === 'cancelled' && isOurs) {
      const change = { ...asChange(draft), status: 'confirmed' as const };
      const revived = await port.update(calendarId, id, there.etag || null, change, how);
      if (revived.kind === 'updated') return { kind: 'done', event: revived.event };
      if (revived.kind === 'unknown') return { kind: 'unknown' };
      if (revived.kind === 'etag-moved') return { kind: 'moved', eventId: id, side: eventSide(there) };
    }
  }
  throw new ItemRefusedError(saying('event-ids-used-up', {}));
}

/** A restored event has other values than those it was created with. */
function asChange({ id: _, mark: __, ...change }: EventDraft): EventChange {
  return change;
}

/** Google has forgotten the deleted event: the booking gets one under the next id. */
export function reinsert(
  plan: PairPlan,
  { change }: { change: GoogleWriteChange },
  writer: EventWriter,
): Promise<Step> {
  const { booking, link } = plan.pair;
  const bookingId = booking?.id ?? link?.bookingId;
  const { start, end } = change;
  if (bookingId === undefined || start === undefined || end === undefined) return Promise.resolve({ kind: 'unknown' });
  const { status: _, ...rest } = change;
  return insertEvent(plan, { ...rest, id: '', start, end, bookingId }, writer);
}

type GoogleWriteChange = Extract<GoogleWrite, { kind: 'revive' }>['change'];

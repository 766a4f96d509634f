import type { FailureValues } from '../../codes/reasons.js';
import { ItemRefusedError } from '../../errors.js';
import { afterSentWrite, bearsMark, marked, markOf, sentBy } from '../load/sent-writes.js';
import type { CalendarEvent } from '../model/event.js';
import type { Failure, GoogleWrite, PairPlan } from '../model/sync-plan.js';
import { deleteEvent, updateEvent } from './change-event.js';
import { insertEvent } from './insert-event.js';
import type { EventWriter, Step } from './write-step.js';

/** The outcome of one pair's write to Google. */
export interface EventResult {
  /** The plan that was applied: a new one if the event had changed in the meantime. */
  readonly plan: PairPlan;
  /** The event as Google returned it; null if nothing was written or it is gone. */
  readonly event: CalendarEvent | null;
  readonly failure: Failure | null;
  /** The error that prevented finding out whether the write was done. */
  readonly stopped?: unknown;
}

const attempts = 4;

/**
 * Writes a pair's change to Google in a repeatable way: if the id is in use, it looks at that event; if the event has
 * changed, it reads it and merges again; if the reply is lost, it reads the event. Throws UnavailableError if Google is
 * unreachable for all items; if Google refuses this one item, that is its failure.
 */
export async function writeEvent(plan: PairPlan, writer: EventWriter): Promise<EventResult> {
  let current = plan;
  try {
    for (let attempt = 0; attempt < attempts; attempt += 1) {
      if (current.google === null) return { plan: current, event: null, failure: current.failure };
      const step = await write(current, current.google, writer);
      if (step.kind === 'done') return { plan: current, event: step.event, failure: null };
      if (step.kind === 'unknown') return { plan: current, event: null, failure: noReply, stopped: step.stopped };
      if (step.kind === 'series') return { plan: current, event: null, failure: isSeriesNow };
      const next = planAgain(current, step, writer);
      // The event has exactly the values that were written.
      if (bearsMark(step.side.event, current) && isNothing(next))
        return { plan: current, event: step.side.event, failure: null };
      current = next;
    }
  } catch (error) {
    if (!(error instanceof ItemRefusedError)) throw error;
    return { plan: current, event: null, failure: refusalBy(error) };
  }
  return { plan: current, event: null, failure: keepsMoving };
}

/** The plan for a pair whose event has changed since it was planned; an event with our mark has the values that we wrote. */
function planAgain(
  plan: PairPlan,
  { eventId, side, calendarId, link: made = null }: Extract<Step, { readonly kind: 'moved' }>,
  { rulesFor, planAgain: replan }: EventWriter,
): PairPlan {
  const { link } = plan.pair;
  const isOurs = bearsMark(side.event, plan);
  const sent = sentBy(plan);
  const pair = {
    ...plan.pair,
    calendarId: calendarId ?? plan.pair.calendarId,
    eventId,
    event: side,
    link: link && isOurs ? { ...afterSentWrite(link, sent, side), sent } : (link ?? made),
  };
  const rules = rulesFor(pair);
  return marked(replan(pair, rules), rules, isOurs ? rules.newId() : markOf(plan));
}

function isNothing({ google, database, row, conflict, failure }: PairPlan): boolean {
  return google === null && database === null && row === undefined && conflict?.decision !== 'held' && failure === null;
}

export const noReply: Failure = { code: 'google-no-reply', passing: true };
const isSeriesNow: Failure = { code: 'event-became-series', passing: true };
const keepsMoving: Failure = { code: 'event-keeps-moving', passing: true };

function refusalBy({ code, sentence }: ItemRefusedError): Failure {
  const params = sentence.params as FailureValues;
  return { code, passing: false, ...(Object.keys(params).length > 0 && { params }) };
}

function write(plan: PairPlan, google: GoogleWrite, writer: EventWriter): Promise<Step> {
  if (google.kind === 'create') return insertEvent(plan, google.draft, writer);
  if (google.kind === 'delete') return deleteEvent(plan, writer);
  return updateEvent(plan, google, writer);
}

import { isCancelled } from '../calendar/model/booking.js';
import { canonicalJson } from '../calendar/model/canonical-json.js';
import { bookingContent, type Content, type SyncField, syncFields } from '../calendar/model/content.js';
import type { Pair, PairPlan } from '../calendar/model/sync-plan.js';
import type { SyncRules } from '../calendar/model/sync-rules.js';
import { hasRightGuest } from '../calendar/plan/guests.js';
import { inEnglish } from '../english.js';
import type { PlanItem } from '../results/plan-result.js';
import type { Seal } from './plan-ports.js';

/** Whether a pair's plan is an item for a person to approve: it writes, or links two that agree. */
export function isItem({ google, database, pair, base, action }: PairPlan): boolean {
  return google !== null || database !== null || (action === 'adopt' && pair.link === null && base !== null);
}

/** The planned change of a pair, as a saved plan stores it. */
export function pairItem(plan: PairPlan, seal: Seal): PlanItem<'sync'> {
  const { pair, google, database, base, reason, action, state } = plan;
  const place = placeOf(pair);
  const changes = [
    ...(google === null ? [] : [{ side: 'google' as const, action: google.kind, fields: google.fields }]),
    ...(database === null ? [] : [{ side: 'database' as const, action: database.kind, fields: database.fields }]),
  ];
  const expects = { booking: pair.booking?.fingerprint ?? null, event: expectedEtag(pair) };
  const agreed = pair.link?.base ?? null;
  return {
    ...place,
    reason: inEnglish().planned(reason),
    rule: `${action} (${state})`,
    changes,
    expects,
    seal: seal({ place, expects, changes, agreed }),
    after: base === null ? null : seal(saysOf(changes, base.booking, invited(base.event, base.booking.customer))),
  };
}

/** null if the event is gone: for an event that disappeared with its series, no list has an ETag. */
function expectedEtag({ event }: Pair): string | null {
  return event === null || event.content.removed ? null : event.etag;
}

function placeOf({
  calendarId,
  booking,
  link,
  eventId,
}: Pair): Pick<PlanItem<'sync'>, 'calendarId' | 'bookingId' | 'eventId'> {
  return { calendarId, bookingId: link?.bookingId ?? booking?.id ?? null, eventId };
}

/** Whether both sides of a pair already have the values of a saved item, and belong together. */
export function isDone(
  { changes, after, eventId }: PlanItem<'sync'>,
  pair: Pair,
  rules: SyncRules,
  seal: Seal,
): boolean {
  if (after === null || pair.link === null) return false;
  if (changes.length === 0) return pair.link.eventId === eventId;
  const booking = pair.booking === null ? null : bookingContent(pair.booking, rules);
  const isGone = pair.booking === null || isCancelled(pair.booking);
  const says = saysOf(changes, isGone ? null : booking, eventSays(pair, pair.event?.content ?? null));
  return after === seal(says);
}

/**
 * Whether an apply that was killed had already written a saved item to Google: today's plan is the rest of it, for the
 * same booking, with the same end result.
 */
export function isHalfDone({ changes, expects, after }: PlanItem<'sync'>, plan: PairPlan, seal: Seal): boolean {
  const { google, database, base, pair } = plan;
  const isRest = google === null && (database === null || pair.booking?.fingerprint === expects.booking);
  if (!isRest || base === null || !changes.some(({ side }) => side === 'google')) return false;
  return after === seal(saysOf(changes, base.booking, eventSays(pair, base.event)));
}

/** An event has its guests by address, a plan has the customer who is to be one of them. */
function eventSays({ booking, event }: Pair, content: Content | null): Content | null {
  if (content === null || booking === null || event === null || !hasRightGuest(event.content, booking)) return content;
  return invited(content, booking.customerId);
}

function invited(content: Content, customer: string | null): Content {
  return { ...content, customer };
}

type Changes = PlanItem<'sync'>['changes'];

/** The values of the written fields on the written sides: null if the item is cancelled. */
function saysOf(changes: Changes, booking: Content | null, event: Content | null) {
  return changes.map(({ side, fields }) => {
    const content = side === 'google' ? event : booking;
    if (content === null || content.removed) return null;
    const written = syncFields.filter((field): field is SyncField => field in fields);
    return written.map((field) => [field, content[field]]);
  });
}

/** The keys by which a saved item and today's plan are matched as the same pair. */
export function keysOf({
  bookingId,
  calendarId,
  eventId,
}: Pick<PlanItem<'sync'>, 'calendarId' | 'bookingId' | 'eventId'>) {
  const ofEvent = eventId === null ? [] : [canonicalJson([calendarId, eventId])];
  return bookingId === null ? ofEvent : [bookingId, ...ofEvent];
}

export function keysOfPair(pair: Pair): readonly string[] {
  return keysOf(placeOf(pair));
}

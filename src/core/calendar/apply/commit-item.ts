import type { JournalEntry } from '../../ports.js';
import { isUnstored } from '../match/made-mark.js';
import { isCancelled } from '../model/booking.js';
import { canonicalJson } from '../model/canonical-json.js';
import type { Base } from '../model/content.js';
import type { Failure, Pair, PairPlan } from '../model/sync-plan.js';
import type { SyncRules } from '../model/sync-rules.js';
import type { CommitItem, KnownFailure, LinkWrite } from '../model/sync-store.js';
import { failureItem, fingerprintOf } from '../plan/plan-sync.js';
import { baseAfter, copyFields, halfDone, isPulledAlone, undone } from './half-done.js';
import { isSame, linkWrite, movedLink } from './link-write.js';
import { isFoundRevived, unconfirmedWriteOf } from './unconfirmed-writes.js';
import type { EventResult } from './write-event.js';

/** How a journal names what an undo does to a row. */
export const rowActions = { remove: 'delete', restore: 'update', 'make-again': 'create' } as const;

export const emptyItem: CommitItem = {
  link: null,
  insert: null,
  update: null,
  row: null,
  stamp: null,
  journal: [],
  unconfirmed: null,
  conflict: null,
  settles: null,
  failure: null,
  clears: null,
};

/** The first change to store for a pair whose link has another booking now. */
export function movedItem(pair: Pair): CommitItem {
  return { ...emptyItem, link: movedLink(pair) };
}

/** The change to store for a failure that no longer applies. */
export function clearing(failure: KnownFailure): CommitItem {
  return { ...emptyItem, clears: failure };
}

interface ItemContext {
  readonly rules: SyncRules;
  readonly runId: string;
  readonly knownFailure: KnownFailure | null;
  /** The conflict that was held for this booking before, if any. */
  readonly held: object | null;
}

/** The change to store for a pair after Google's reply; null if there is none. */
export function commitItem(result: EventResult, context: ItemContext): CommitItem | null {
  const item = result.failure === null ? doneItem(result, context) : failedItem(result, result.failure, context);
  const isEmpty = Object.entries(item).every(
    ([, value]) => value === null || (Array.isArray(value) && value.length === 0),
  );
  return isEmpty ? null : item;
}

function doneItem(result: EventResult, context: ItemContext): CommitItem {
  const { plan, event } = result;
  const { pair, database, conflict } = plan;
  const bookingId = pair.booking?.id ?? null;
  const eventId = event?.id ?? pair.eventId;
  const isSettled = plan.base !== null && plan.pending.length === 0;
  const isHeldAlready = conflict?.decision === 'held' && canonicalJson(conflict.fields) === canonicalJson(context.held);
  const link = changedLink(result, context);
  const update = bookingUpdate(result, context);
  const stamp = stampOf(result);
  const made = database?.kind === 'create' ? database.booking.calendarEventId : null;
  const named = update?.change.calendarEventId ?? stamp?.eventId ?? made;
  return {
    ...emptyItem,
    // The row names this event because we wrote its id: that is not an event that could not be given to the row.
    link: link === null || named === null ? link : { ...link, noted: named },
    insert: database?.kind === 'create' ? database.booking : null,
    update,
    row: rowOf(result, context),
    stamp,
    journal: journalOf(plan, eventId),
    unconfirmed: unconfirmedWriteOf(result),
    conflict:
      conflict === null || isHeldAlready || eventId === null
        ? null
        : {
            ...conflict,
            calendarId: pair.calendarId,
            eventId,
            bookingId: bookingId ?? pair.link?.bookingId ?? '',
            policy: conflict.policy ?? context.rules.policy,
          },
    settles: context.held !== null && isSettled ? bookingId : null,
    clears: context.knownFailure,
  };
}

/**
 * The application finds a booking's event by its id. The id is written for events that we created or found, for events
 * whose id changed, and if the row has none.
 */
function stampOf(result: EventResult): CommitItem['stamp'] {
  const { pair, google } = result.plan;
  const { event } = result;
  const { booking, link } = pair;
  const eventId = event?.id ?? pair.eventId;
  if (booking === null || eventId === null || booking.notedEventId === eventId) return null;
  const isFound = (link === null || isUnstored(link)) && booking.notedEventId !== eventId;
  const isNew =
    google?.kind === 'create' ||
    google?.kind === 'revive' ||
    eventId !== (link ?? pair).eventId ||
    isFoundRevived(result);
  const htmlLink = (event ?? pair.event?.event)?.htmlLink ?? null;
  if (isFound || isNew) return { bookingId: booking.id, eventId, htmlLink, isAgain: false };
  const isLost = booking.notedEventId === null && !isCancelled(booking);
  const isThere = google?.kind !== 'delete' && pair.event?.content.removed === false;
  return isLost && isThere ? { bookingId: booking.id, eventId, htmlLink, isAgain: true } : null;
}

/** Leaves the link of a failed item as it was, but stores the event that was read, because the sync token moves on. */
function failedItem(result: EventResult, failure: Failure, context: ItemContext): CommitItem {
  const { plan } = result;
  const listed = { ...failure, ...failureItem(plan), fingerprint: fingerprintOf(plan) };
  const isNothingMeant = plan.google === null && plan.database === null && plan.pair.link === null;
  if (plan.pair.event === null || isNothingMeant) return { ...emptyItem, failure: listed };
  const link = linkAs(result, context, { ...undone(plan, context.rules), isOpen: true });
  return { ...emptyItem, link, ...pulledHalf(result, context, link), failure: listed };
}

/** If Google refuses one field, the edits of other fields still go into the booking. */
function pulledHalf(
  result: EventResult,
  context: ItemContext,
  unwritten: LinkWrite | null,
): Pick<CommitItem, 'link' | 'update' | 'journal'> | null {
  const { plan } = result;
  const { pair, database, base } = plan;
  const { link, booking } = pair;
  if (!isPulledAlone(plan) || database?.kind !== 'update') return null;
  if (link === null || booking === null || base === null) return null;
  const pulled = {
    booking: { ...link.base.booking, ...copyFields(base.booking, database) },
    event: { ...link.base.event, ...copyFields(base.event, database) },
  };
  return {
    link: linkAs(result, context, { base: pulled, isOpen: true }),
    update: { bookingId: booking.id, fingerprint: booking.fingerprint, change: database.change, unwritten },
    journal: journalOf({ ...plan, google: null }, pair.eventId),
  };
}

/** The link of a pair, as this run stores it. */
function linkAs(
  result: EventResult,
  { rules: { newId }, runId }: ItemContext,
  standing: { readonly base: Base; readonly isOpen: boolean },
): LinkWrite | null {
  return linkWrite(result, { newId, runId, ...standing });
}

function changedLink(result: EventResult, context: ItemContext): LinkWrite | null {
  const { plan } = result;
  const { link } = plan.pair;
  const isOpen = plan.pending.length > 0;
  if (plan.base === null && link === null) return null;
  const base = baseAfter(result) ?? link?.base;
  if (base === undefined) return null;
  const write = linkAs(result, context, { base, isOpen });
  return write !== null && link !== null && isSame(write, link) && plan.database === null && plan.row === undefined
    ? null
    : write;
}

function bookingUpdate(result: EventResult, context: ItemContext): CommitItem['update'] {
  const { plan, event } = result;
  const { pair, database } = plan;
  const { booking } = pair;
  if (database === null || database.kind === 'create' || booking === null) return null;
  const read = event ?? pair.event?.event ?? null;
  const stamp = read === null ? {} : { calendarEventId: read.id, calendarLink: read.htmlLink };
  const change = database.kind === 'cancel' ? { status: 'cancelled' } : { ...stamp, ...database.change };
  const alone = { ...result, plan: { ...plan, database: null } };
  const unwritten = linkAs(alone, context, { base: halfDone(result, context.rules), isOpen: true });
  return { bookingId: booking.id, fingerprint: booking.fingerprint, change, unwritten };
}

function journalOf(plan: PairPlan, eventId: string | null): JournalEntry[] {
  const { google, database, pair, row } = plan;
  const rule = `${plan.action} (${plan.state})`;
  const entries: JournalEntry[] = [];
  if (google !== null && eventId !== null) {
    const action = google.kind === 'revive' ? 'update' : google.kind;
    const guests = guestsWritten(plan);
    const undo = guests === null ? {} : { undo: { guests } };
    entries.push({ side: 'google', action, kind: 'event', itemId: eventId, fields: google.fields, rule, ...undo });
  }
  if (database !== null) {
    const itemId = database.kind === 'create' ? database.booking.id : (pair.booking?.id ?? '');
    const action = database.kind === 'revive' ? 'update' : database.kind;
    entries.push({ side: 'database', action, kind: 'booking', itemId, fields: database.fields, rule });
  }
  if (row !== undefined) {
    const [itemId, fields] = [row.bookingId, plan.rowFields ?? {}];
    entries.push({ side: 'database', action: rowActions[row.kind], kind: 'booking', itemId, fields, rule });
  }
  return entries;
}

/** Guests that a write adds to an event and removes from it: an undo reverses that. */
function guestsWritten({ google, pair: { event } }: PairPlan): { was: string[]; is: string[] } | null {
  if (google?.kind !== 'update' || google.change.attendees === undefined) return null;
  const addresses = (guests: readonly { readonly email: string }[]) => guests.map(({ email }) => email);
  return { was: addresses(event?.event?.attendees ?? []), is: addresses(google.change.attendees) };
}

function rowOf(result: EventResult, context: ItemContext): CommitItem['row'] {
  const { row } = result.plan;
  if (row === undefined) return null;
  const { row: _, ...plan } = result.plan;
  const { link } = plan.pair;
  if (link === null) return { ...row, unwritten: null };
  const { google } = plan;
  const isGone = google?.kind === 'delete' ? { removed: true, undone: true as const } : {};
  const half = halfDone({ ...result, plan }, context.rules);
  const base = { ...half, event: { ...half.event, ...isGone } };
  return { ...row, unwritten: linkAs({ ...result, plan }, context, { base, isOpen: true }) };
}

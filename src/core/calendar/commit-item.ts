import type { JournalEntry } from '../ports.js';
import { canonicalJson } from './canonical-json.js';
import { type Base, bookingContent, type Content, eventContent, timeText } from './content.js';
import type { CalendarEvent } from './event.js';
import { isEventIdOf } from './event-id.js';
import type { Link } from './link.js';
import { printOf, troubleItem } from './plan-sync.js';
import type { DatabaseWrite, GoogleWrite, PairPlan, Trouble } from './sync-plan.js';
import type { SyncRules } from './sync-rules.js';
import type { CommitItem, KnownTrouble, LinkWrite } from './sync-store.js';
import type { EventResult } from './write-event.js';

const empty: CommitItem = {
  link: null,
  insert: null,
  update: null,
  stamp: null,
  journal: [],
  conflict: null,
  settles: null,
  trouble: null,
  clears: null,
};

export interface ItemContext {
  readonly rules: SyncRules;
  readonly knownTrouble: KnownTrouble | null;
  /** The dispute held on this booking before, if any. */
  readonly held: object | null;
}

/** What is to be stored for a pair once Google has answered; null when nothing is. */
export function commitItem(result: EventResult, context: ItemContext): CommitItem | null {
  const item = result.trouble === null ? doneItem(result, context) : troubledItem(result, result.trouble, context);
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
  return {
    ...empty,
    link: changedLink(result, context),
    insert: database?.kind === 'create' ? database.booking : null,
    update: bookingUpdate(result, context),
    stamp: stampOf(result),
    journal: journalOf(plan, eventId),
    conflict:
      conflict === null || isHeldAlready || eventId === null
        ? null
        : {
            ...conflict,
            calendarId: pair.calendarId,
            eventId,
            bookingId: bookingId ?? pair.link?.bookingId ?? '',
            policy: context.rules.policy,
          },
    settles: context.held !== null && isSettled ? bookingId : null,
    clears: context.knownTrouble,
  };
}

/** The application finds a booking's event by its id: told of events that we made, and of those that changed their name. */
function stampOf({ plan: { pair, google }, event }: EventResult): CommitItem['stamp'] {
  const { booking, link } = pair;
  const eventId = event?.id ?? pair.eventId;
  if (booking === null || eventId === null) return null;
  // Made by a run that was ended before it could say so.
  const isFound = link === null && booking.notedEventId === null && isEventIdOf(eventId, booking.id);
  const isNew = google?.kind === 'create' || eventId !== (link ?? pair).eventId;
  const htmlLink = (event ?? pair.event?.event)?.htmlLink ?? null;
  return isFound || isNew ? { bookingId: booking.id, eventId, htmlLink } : null;
}

/** A failed item's link does not move; what was read of its event is remembered, since the token moves on. */
function troubledItem(result: EventResult, trouble: Trouble, context: ItemContext): CommitItem {
  const { plan } = result;
  const isNothingMeant = plan.google === null && plan.database === null && plan.pair.link === null;
  const link =
    plan.pair.event === null || isNothingMeant
      ? null
      : linkWrite(result, context, { ...undone(plan, context.rules), isOpen: true });
  return { ...empty, link, trouble: { ...trouble, ...troubleItem(plan), print: printOf(plan) } };
}

interface Standing {
  readonly base: Base;
  /** Something is still to be carried over. */
  readonly isOpen: boolean;
}

/** The base of a pair none of whose writes was done: what it was, or for a new pair what makes them be seen as edits. */
function undone({ pair, google, database }: PairPlan, rules: SyncRules): { base: Base } {
  const { link, booking, event } = pair;
  if (link !== null) return { base: link.base };
  const bookingSays = booking === null ? null : bookingContent(booking, rules);
  const eventSays = event?.content ?? bookingSays;
  if (bookingSays === null || eventSays === null)
    throw new Error('a pair without a link and without both sides has no base');
  const pushed = copyFields(eventSays, google);
  const pulled = copyFields(bookingSays, database);
  return { base: { booking: { ...bookingSays, ...pushed }, event: { ...eventSays, ...pulled } } };
}

function copyFields(content: Content, write: GoogleWrite | DatabaseWrite | null): Partial<Content> {
  const known = Object.keys(write?.fields ?? {}).filter((field) => field in content);
  return Object.fromEntries(known.map((field) => [field, content[field as keyof Content]]));
}

function changedLink(result: EventResult, context: ItemContext): LinkWrite | null {
  const { plan } = result;
  const { link } = plan.pair;
  const isOpen = plan.pending.length > 0;
  if (plan.base === null && link === null) return null;
  const base = baseAfter(result) ?? link?.base;
  if (base === undefined) return null;
  const write = linkWrite(result, context, { base, isOpen });
  return write !== null && link !== null && isSame(write, link) && plan.database === null ? null : write;
}

/** What both sides have agreed on: the event as Google returned it, but for fields that are still pending. */
function baseAfter({ plan, event }: EventResult): Base | null {
  if (plan.base === null || event === null || plan.google?.kind === 'delete') return plan.base;
  const pending = Object.fromEntries(plan.pending.map((field) => [field, plan.base?.event[field] ?? null]));
  return { booking: plan.base.booking, event: { ...eventContent(event), ...pending } };
}

function linkWrite({ plan, event }: EventResult, context: ItemContext, { base, isOpen }: Standing): LinkWrite | null {
  const { pair, database } = plan;
  const { link, booking } = pair;
  const eventId = event?.id ?? pair.eventId;
  const bookingId = database?.kind === 'create' ? database.booking.id : (booking?.id ?? link?.bookingId ?? null);
  if (eventId === null || bookingId === null) return null;
  const read = event ?? pair.event?.event ?? null;
  const side = pair.event;
  const updated = read?.updated ?? side?.updated ?? null;
  return {
    id: link?.id ?? context.rules.newId(),
    bookingId,
    calendarId: pair.calendarId,
    eventId,
    etag: read?.etag ?? side?.etag ?? link?.etag ?? '',
    ...placeInSeries(read, link),
    base,
    seen:
      isOpen && side !== null
        ? { content: event === null ? side.content : eventContent(event), updated: updated?.toISOString() ?? null }
        : null,
    print: isOpen ? null : database === null ? (booking?.print ?? link?.print ?? null) : 'current',
  };
}

/** As the event says; a tombstone may hold nothing but its id. */
function placeInSeries(
  read: CalendarEvent | null,
  link: Link | null,
): Pick<LinkWrite, 'recurringEventId' | 'originalStart'> {
  const said = {
    recurringEventId: read?.recurringEventId ?? null,
    originalStart: read?.originalStart == null ? null : timeText(read.originalStart),
  };
  if (read !== null && (read.status !== 'cancelled' || said.recurringEventId !== null)) return said;
  return { recurringEventId: link?.recurringEventId ?? null, originalStart: link?.originalStart ?? null };
}

function isSame(write: LinkWrite, link: Link): boolean {
  const now = [write.eventId, write.calendarId, write.bookingId, write.etag, write.base, write.seen, write.print];
  const before = [link.eventId, link.calendarId, link.bookingId, link.etag, link.base, link.seen, link.print];
  return canonicalJson(now) === canonicalJson(before);
}

function bookingUpdate(result: EventResult, context: ItemContext): CommitItem['update'] {
  const { plan, event } = result;
  const { pair, database } = plan;
  const { booking } = pair;
  if (database === null || database.kind === 'create' || booking === null) return null;
  const read = event ?? pair.event?.event ?? null;
  const stamp = read === null ? {} : { calendarEventId: read.id, calendarLink: read.htmlLink };
  const change = database.kind === 'cancel' ? { status: 'cancelled' } : { ...stamp, ...database.change };
  const unwritten = linkWrite({ ...result, plan: { ...plan, database: null } }, context, {
    base: halfDone(result, context.rules),
    isOpen: true,
  });
  return { bookingId: booking.id, print: booking.print, change, unwritten };
}

/** The base of a pair whose event was written and whose booking was not: what was sent is agreed on, the rest is not. */
function halfDone(result: EventResult, rules: SyncRules): Base {
  const before = undone(result.plan, rules).base;
  const after = baseAfter(result);
  if (result.plan.google === null || after === null) return before;
  return {
    booking: { ...before.booking, ...copyFields(after.booking, result.plan.google) },
    event: { ...before.event, ...copyFields(after.event, result.plan.google) },
  };
}

function journalOf(plan: PairPlan, eventId: string | null): JournalEntry[] {
  const { google, database, pair } = plan;
  const rule = `${plan.action} (${plan.state})`;
  const entries: JournalEntry[] = [];
  if (google !== null && eventId !== null) {
    const action = google.kind === 'revive' ? 'update' : google.kind;
    entries.push({ side: 'google', action, kind: 'event', itemId: eventId, fields: google.fields, rule });
  }
  if (database !== null) {
    const itemId = database.kind === 'create' ? database.booking.id : (pair.booking?.id ?? '');
    const action = database.kind === 'revive' ? 'update' : database.kind;
    entries.push({ side: 'database', action, kind: 'booking', itemId, fields: database.fields, rule });
  }
  return entries;
}

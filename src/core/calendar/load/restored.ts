import { GuardRefusal, saying } from '../../errors.js';
import { madeFor } from '../match/made-mark.js';
import { type Base, bookingContent, type Content, eventContent } from '../model/content.js';
import type { CalendarEvent } from '../model/event.js';
import { type Keeping, readMark } from '../model/keeper.js';
import type { Link, LinkedPair } from '../model/link.js';
import type { SyncRules } from '../model/sync-rules.js';
import { eventSide, type KnownPair } from './find-event-sides.js';
import type { LoadContext, Reading } from './load-calendar.js';
import { mayBeAnothers } from './renewed-customers.js';

/*
 * Detects a database that was restored from a backup. Signs of it: rows have the values they had before both sides last
 * agreed, or the newest bookings have all disappeared together, or events were written by runs that the database does
 * not know. A changed row with an earlier `updatedAt` is not a sign by itself: the application's clock may be wrong, or
 * have been wrong. It is a sign if a backup would look the same:
 *
 * an earlier updatedAt, and the row       other linked rows         result
 * has its old values, time included       any                       a restored backup
 * has the same values as before           all rewritten             a restored backup
 * has new values, like another one        all rewritten             a restored backup
 * anything else                           any                       an edit under a wrong clock: reported
 *
 * The program cannot know which side is right after a restore, so a person decides:
 *
 * --restored        a field, or all, differs              a row is gone           an event's row is unknown
 * (nothing)         refused                               refused                 refused
 * keep-calendar     is taken from the event               is created again        gets its row back
 * keep-database     is taken from the row                 its event is deleted    is deleted
 */

/** Signs that the database was restored from a backup. */
interface RestoredSigns {
  readonly older: ReadonlySet<Link>;
  readonly vanished: ReadonlySet<Link>;
  /** Events that were written by runs which this database does not know. */
  readonly ahead: ReadonlySet<CalendarEvent>;
  /** Ids of links whose rows were edited under a wrong clock. */
  readonly misdated: ReadonlySet<string>;
}

/** Clocks may differ by this much without being wrong. */
const clockSkewMs = 60_000;

interface Read {
  readonly linked: readonly LinkedPair[];
  /** calendar id → the epoch in which this database owns it */
  readonly epochs: ReadonlyMap<string, number>;
  /** The database's place, and the calendars that it owned before: it knows no runs of others. */
  readonly keeping: Keeping;
}

/**
 * Looks for signs of a backup; throws GuardRefusal (exit 3) if there are some and --restored does not say which side is
 * right.
 */
export async function findRestored(reading: Reading, read: Read): Promise<RestoredSigns> {
  const { store, options } = reading;
  const { linked } = read;
  const back = linked.filter(wentBack);
  // With --restored, every such row counts as restored.
  const isTold = options.restored !== null;
  const areOlder = isTold || (await wereRestored(back, () => store.areAllRewritten(options.calendarIds)));
  const older = areOlder ? back.map(({ link }) => link) : [];
  const gone = linked.flatMap(({ link, booking }) => (booking === null && !link.base.booking.removed ? [link] : []));
  const goneIds = gone.map(({ bookingId }) => bookingId);
  const isCut = !isTold && gone.length > 1 && (await store.wereLinkedLast(options.calendarIds, goneIds));
  const isMeant = options.maxDeletes !== null;
  const signs = {
    older: new Set(older),
    vanished: new Set(isTold || (isCut && !isMeant) || older.length > 0 ? gone : []),
    ahead: await findAhead(reading, read),
    misdated: new Set(areOlder ? [] : back.filter(isFarBack).map(({ link }) => link.id)),
  };
  if (options.restored === null && isRestored(signs)) throw refusal(signs);
  return signs;
}

/** A script leaves updatedAt unchanged: that is not a sign. */
function wentBack(pair: LinkedPair): boolean {
  const { link, booking } = pair;
  if (booking === null || booking.fingerprint === link.fingerprint) return false;
  return link.isAsBefore == null ? isFarBack(pair) : milliseconds(pair) > 0;
}

function isFarBack(pair: LinkedPair): boolean {
  return milliseconds(pair) > clockSkewMs;
}

/** How many milliseconds older a row is than it was. */
function milliseconds({ link, booking }: LinkedPair): number {
  return booking === null || link.rowUpdated === null ? 0 : link.rowUpdated.getTime() - booking.updatedAt.getTime();
}

async function wereRestored(back: readonly LinkedPair[], areAllRewritten: () => Promise<boolean>): Promise<boolean> {
  if (back.some(({ link }) => link.isAsBefore === 'row')) return true;
  const isDoubtful = back.length > 1 || back.some(({ link }) => link.isAsBefore === 'words');
  return isDoubtful && (await areAllRewritten());
}

function isRestored({ older, vanished, ahead }: RestoredSigns): boolean {
  return older.size + vanished.size + ahead.size > 0;
}

/** An event that has not changed since both sides agreed shows nothing new. */
async function findAhead(
  { store, calendars }: Reading,
  { linked, epochs, keeping: { places, kept } }: Read,
): Promise<ReadonlySet<CalendarEvent>> {
  const etags = new Set(linked.map(({ link }) => `${link.calendarId}\n${link.eventId}\n${link.etag}`));
  const written = calendars
    .filter(({ calendarId }) => kept.has(calendarId))
    .flatMap(({ calendarId, events, next }) =>
      [...events.values()].flatMap((event) => {
        const mark = readMark(event, next.googleId);
        const isOurs = mark !== null && mark.epoch === epochs.get(calendarId) && places.includes(mark.place);
        return isOurs && !etags.has(`${calendarId}\n${event.id}\n${event.etag}`) ? [{ event, runId: mark.runId }] : [];
      }),
    );
  if (written.length === 0) return new Set();
  const unknown = new Set(await store.findUnknownRuns([...new Set(written.map(({ runId }) => runId))]));
  return new Set(written.filter(({ runId }) => unknown.has(runId)).map(({ event }) => event));
}

function refusal({ older, vanished, ahead }: RestoredSigns): GuardRefusal {
  const isProven = vanished.size + ahead.size > 0 || [...older].some(({ isAsBefore }) => isAsBefore === 'row');
  return new GuardRefusal(
    saying('database-restored', { older: older.size, gone: vanished.size, unknown: ahead.size, isProven }),
    { items: [...[...older, ...vanished].map(({ bookingId }) => bookingId), ...[...ahead].map(({ id }) => id)] },
  );
}

/** Lets the side that a person chose decide everything that a backup has put in doubt. */
export function settleRestored(
  pair: KnownPair,
  { older, vanished, ahead }: RestoredSigns,
  { keep, rules }: { readonly keep: 'keep-calendar' | 'keep-database'; readonly rules: SyncRules },
): KnownPair {
  const { link, booking, event } = pair;
  const isInDoubt = older.has(link) || vanished.has(link) || ahead.size > 0;
  if (!isInDoubt) return pair;
  if (keep === 'keep-database') {
    return booking === null ? pair : { ...pair, link: { ...link, base: yielding(link.base, event.content) } };
  }
  if (booking === null) {
    const isGone = { removed: true };
    const base = { booking: { ...link.base.booking, ...isGone }, event: { ...link.base.event, ...isGone } };
    return event.content.removed ? pair : { ...pair, link: { ...link, base } };
  }
  const says = bookingContent(booking, rules);
  const base = insisting(link.base, says);
  // Nothing is written before a person has decided whose texts they are.
  const signs = { isOlder: older.has(link), isAhead: event.event !== null && ahead.has(event.event) };
  const isDoubtful = mayBeAnothers({ booking, link, event }, says, { ...signs, template: rules.titleTemplate });
  const checked = isDoubtful ? { ...base, booking: { ...base.booking, takenOver: true as const } } : base;
  return { ...pair, link: { ...link, base: checked } };
}

const compared = ['time', 'title', 'location', 'description', 'removed'] as const;

/** Where the row differs from the base, that is not an edit: the event's value is newer. */
function insisting(base: Base, says: Content): Base {
  const fields = compared.filter((field) => says[field] !== base.booking[field]);
  const differing = Object.fromEntries(fields.map((field) => [field, says[field]]));
  return {
    booking: { ...base.booking, ...differing, customer: says.customer },
    event: { ...base.event, ...differing },
  };
}

/** Where the event differs from the base, that is not an edit: the row's value is newer. */
function yielding(base: Base, says: Content): Base {
  const fields = compared.filter((field) => says[field] !== base.event[field]);
  const differing = Object.fromEntries(fields.map((field) => [field, says[field]]));
  const { named, ...row } = base.booking;
  // With the parts of a title other than the event's, the row's title would look unedited.
  const kept = named === undefined || fields.includes('title') ? {} : { named };
  return { booking: { ...row, ...kept, ...differing }, event: { ...base.event, ...differing } };
}

/**
 * Our events whose bookings were created after the backup, as pairs whose booking is gone: they are deleted, or get
 * their rows back under the same ids.
 */
export async function pairsOfLostRows(
  { store, options, newId }: LoadContext,
  free: readonly CalendarEvent[],
  { ahead }: RestoredSigns,
): Promise<readonly KnownPair[]> {
  const made = free.filter((event) => ahead.has(event) && madeFor(event) !== null);
  if (made.length === 0) return [];
  const rows = new Set((await store.findByIds(made.flatMap((event) => madeFor(event) ?? []))).map(({ id }) => id));
  const withoutRow = made.filter((event) => !rows.has(madeFor(event) ?? ''));
  // A row that names the event owns it, whichever key it has now.
  const naming = await store.findRowsNaming(
    withoutRow.map(({ id }) => id),
    [],
  );
  const named = new Set(naming.map(({ notedEventId }) => notedEventId));
  const lost = withoutRow.filter(({ id }) => !named.has(id));
  return lost.map((event) => {
    const says = { ...eventContent(event), removed: options.restored === 'keep-calendar' };
    const link: Link = {
      id: newId(),
      bookingId: madeFor(event) ?? '',
      calendarId: event.calendarId,
      eventId: event.id,
      etag: event.etag,
      updated: event.updated,
      recurringEventId: null,
      originalStart: null,
      base: { booking: { ...says, customer: null }, event: says },
      seen: null,
      fingerprint: null,
      rowUpdated: null,
      noted: null,
      linkedAt: new Date(0),
      sent: null,
      agreedAt: new Date(0),
    };
    return { calendarId: event.calendarId, link, booking: null, eventId: event.id, event: eventSide(event) };
  });
}

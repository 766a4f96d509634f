import { madeLink } from '../match/made-mark.js';
import type { Booking } from '../model/booking.js';
import type { CalendarEvent } from '../model/event.js';
import { eventIdsOf, isEventIdOf, seriesRoot } from '../model/event-id.js';
import { readMark } from '../model/keeper.js';
import type { LinkedPair } from '../model/link.js';
import type { SyncStore } from '../model/sync-store.js';
import { eventSide } from './find-event-sides.js';
import type { LoadedCalendar, Reading } from './load-calendar.js';

/*
 * An event that a run created before it ended without storing the link. The event names the booking and this database's
 * run, and has a fingerprint of each value that it was created with. No journal and no link knows it, so only these
 * facts identify it:
 *
 * the booking's row          result
 * exists                     linked: a difference from the created values is an edit, or a cancellation
 * is gone                    linked with a deleted booking, unless a new row has all the created values
 * has another link           a second event of the booking: reported, and left alone
 */

/** Events that we created and whose link was never stored. */
interface UnstoredEvents {
  /** Those whose booking exists, with the link that would have been stored. */
  readonly linked: readonly LinkedPair[];
  /** Those whose booking's row is gone. */
  readonly withoutRow: ReadonlySet<CalendarEvent>;
  /** Those whose booking has another event. */
  readonly second: ReadonlySet<CalendarEvent>;
}

/** Asks the database only if an event with our marks is not among the links that were read. */
export async function findUnstored(reading: Reading, found: readonly LinkedPair[]): Promise<UnstoredEvents> {
  const { store, options, newId, calendars } = reading;
  const known = new Set(found.map(({ link }) => `${link.calendarId}\n${link.eventId}`));
  const made = calendars.flatMap(({ calendarId, info, events, full }) =>
    madeEvents({ events, full })
      .filter(({ eventId }) => !known.has(`${calendarId}\n${eventId}`))
      .map((one) => ({ ...one, rules: { titleTemplate: options.titleTemplate, timeZone: info.timeZone, newId } })),
  );
  if (made.length === 0) return { linked: [], withoutRow: new Set(), second: new Set() };
  const unstored = new Map((await store.findUnstored(made)).map((one) => [one.eventId, one]));
  const mine = made.filter(({ eventId }) => unstored.has(eventId));
  const ids = mine.map(({ bookingId }) => bookingId);
  const rows = new Map((ids.length === 0 ? [] : await findRows(reading, ids)).map((row) => [row.id, row]));
  const linked = new Map<string, LinkedPair>();
  const withoutRow = new Set<CalendarEvent>();
  const second = new Set<CalendarEvent>();
  for (const { event, eventId, bookingId, rules } of mine) {
    const booking = rows.get(bookingId);
    if (unstored.get(eventId)?.isBooked === true || linked.has(bookingId)) {
      if (event.id === eventId) second.add(event);
    } else if (booking !== undefined && namesOccurrence(booking, eventId)) continue;
    else if (booking !== undefined)
      linked.set(bookingId, { booking, link: { ...madeLink(event, booking, rules), ...elsewhere(event, eventId) } });
    else if (event.id === eventId) withoutRow.add(event);
  }
  return { linked: [...linked.values()], withoutRow, second };
}

/**
 * A row gets its event's id only after the link is stored. If the row names an occurrence, the booking had moved on to
 * it, and its link was lost later.
 */
function namesOccurrence({ notedEventId }: Booking, eventId: string): boolean {
  return notedEventId !== null && notedEventId !== eventId && seriesRoot(notedEventId) === eventId;
}

/** Rows without a link. A row that names another booking's event, or a series, is a copy of a row: the name proves nothing. */
async function findRows({ store, calendars }: Reading, bookingIds: readonly string[]): Promise<readonly Booking[]> {
  const isSeries = (id: string) =>
    calendars.some(({ liveSeries, expandedSeries }) => liveSeries.has(id) || expandedSeries.has(id));
  const rows = await store.findUnlinked({ from: new Date(0), until: new Date(0), notedEventIds: [], bookingIds });
  return rows.map((row) => (isSeries(row.notedEventId ?? '') ? { ...row, notedEventId: null } : row));
}

/** Whether one of our runs created an event and could not store its link; for an event that is read by its id. */
export async function isUnstoredEvent(store: SyncStore, event: CalendarEvent): Promise<boolean> {
  const made = madeEvents({ events: new Map([[event.id, event]]), full: false });
  return made.length > 0 && (await store.findUnstored(made)).some(({ isBooked }) => !isBooked);
}

interface MadeEvent {
  readonly event: CalendarEvent;
  /** Its own id, the id of the series that a person made of it, or the id of the event that it is a copy of. */
  readonly eventId: string;
  readonly bookingId: string;
  readonly runId: string;
}

type Listed = Pick<LoadedCalendar, 'events' | 'full'>;

/**
 * Existing events come before copies of events that were cut and pasted: a copy has the marks of its original, and
 * another id.
 */
function madeEvents(calendar: Listed): readonly MadeEvent[] {
  const made = new Map<string, MadeEvent>();
  const marked = [...calendar.events.values()].filter(
    ({ bookingId, hidesDetails, status }) => bookingId !== null && !hidesDetails && status !== 'cancelled',
  );
  for (const idsOf of [ownIds, lostIds]) {
    for (const event of marked) {
      const bookingId = event.bookingId ?? '';
      for (const eventId of idsOf(event, bookingId, calendar)) {
        const runId = readMark({ ...event, id: eventId }, null)?.runId ?? '';
        if (runId !== '' && !made.has(eventId)) made.set(eventId, { event, eventId, bookingId, runId });
      }
    }
  }
  return [...made.values()];
}

function ownIds({ id, recurringEventId }: CalendarEvent, bookingId: string): readonly string[] {
  return [recurringEventId ?? id].filter((own) => isEventIdOf(own, bookingId));
}

/** Ids that the booking's event may have had, and that do not exist any more. */
function lostIds(_: CalendarEvent, bookingId: string, { events, full }: Listed): readonly string[] {
  return eventIdsOf(bookingId).filter((id) => (events.has(id) ? events.get(id)?.status === 'cancelled' : full));
}

/**
 * An event that a person made weekly, or cut and pasted: it continues as its nearest occurrence or its copy, as a
 * linked event does.
 */
function elsewhere(event: CalendarEvent, eventId: string) {
  if (event.id === eventId) return {};
  const { content, updated } = eventSide(event);
  return { eventId, seen: { content, updated: updated?.toISOString() ?? null } };
}

/** Whether any booking is linked with an event. */
export async function isLinkedEvent(store: Reading['store'], { id, calendarId }: CalendarEvent): Promise<boolean> {
  return (await store.findHomes([id])).get(id)?.some((home) => home.calendarId === calendarId) ?? false;
}

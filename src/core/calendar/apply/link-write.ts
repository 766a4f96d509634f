import { sentBy } from '../load/sent-writes.js';
import { canonicalJson } from '../model/canonical-json.js';
import { asFarAsKnown, type Base, eventContent, timeText } from '../model/content.js';
import type { CalendarEvent } from '../model/event.js';
import type { Link } from '../model/link.js';
import type { Pair } from '../model/sync-plan.js';
import type { LinkWrite } from '../model/sync-store.js';
import { type EventResult, noReply } from './write-event.js';

/** How far the sides of a pair agree when it is stored. */
interface Agreement {
  readonly base: Base;
  /** Some values are not written yet. */
  readonly isOpen: boolean;
  readonly newId: () => string;
  readonly runId: string;
}

/** The link of a pair to be stored; null if one of the sides is missing. */
export function linkWrite(
  { plan, event, failure }: EventResult,
  { base, isOpen, newId, runId }: Agreement,
): LinkWrite | null {
  const { pair, database, row } = plan;
  const { link, booking } = pair;
  const eventId = event?.id ?? pair.eventId;
  const bookingId = database?.kind === 'create' ? database.booking.id : (booking?.id ?? link?.bookingId ?? null);
  if (eventId === null || bookingId === null) return null;
  const read = event ?? pair.event?.event ?? null;
  const side = pair.event;
  return {
    id: link?.id ?? newId(),
    bookingId,
    calendarId: pair.calendarId,
    eventId,
    isMoved: link !== null && link.eventId !== eventId,
    etag: read?.etag ?? side?.etag ?? link?.etag ?? '',
    updated: read?.updated ?? link?.updated ?? null,
    ...placeInSeries(read, link),
    base,
    seen:
      isOpen && side !== null
        ? {
            content: event === null ? side.content : asFarAsKnown(eventContent(event), side.content),
            // The time of a person's change, not of our write to other fields.
            updated: side.updated?.toISOString() ?? null,
          }
        : null,
    fingerprint: isOpen
      ? null
      : database === null && row === undefined
        ? (booking?.fingerprint ?? link?.fingerprint ?? null)
        : 'current',
    sent: failure === noReply ? sentBy(plan, runId) : null,
    noted: booking?.notedEventId ?? null,
  };
}

/** Taken from the event; from the stored link if a tombstone holds nothing but its id. */
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

/** Whether the stored link already has these values. */
export function isSame(write: LinkWrite, link: Link): boolean {
  const now = [
    write.eventId,
    write.calendarId,
    write.bookingId,
    write.etag,
    write.base,
    write.seen,
    write.fingerprint,
    write.sent,
    write.noted,
  ];
  const before = [
    link.eventId,
    link.calendarId,
    link.bookingId,
    link.etag,
    link.base,
    link.seen,
    link.fingerprint,
    link.sent,
    link.noted,
  ];
  return canonicalJson(now) === canonicalJson(before);
}

/** A link that has another booking now, before any value is written: its event's values are compared later. */
export function movedLink({ link, booking, calendarId, eventId, event }: Pair): LinkWrite | null {
  if (link === null || booking === null || eventId === null) return null;
  const { id, etag, updated, base, sent } = link;
  const inSeries = placeInSeries(event?.event ?? null, link);
  const place = { id, bookingId: booking.id, calendarId, eventId, etag, updated, ...inSeries };
  const seen = event === null ? null : { content: event.content, updated: event.updated?.toISOString() ?? null };
  return {
    ...place,
    base,
    seen,
    fingerprint: null,
    sent,
    noted: booking.notedEventId,
    isMoved: false,
    isRelinked: true,
  };
}

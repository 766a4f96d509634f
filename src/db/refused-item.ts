import type { CommitItem, KnownTrouble } from '../core/calendar/sync-store.js';

/** What is left to store of an item whose booking the database will not take. */
export interface Refused {
  readonly item: CommitItem;
  readonly trouble: KnownTrouble;
}

/**
 * Takes out of an item what a rule of the database refused: the booking stays as it is, what Google was sent is
 * remembered, and the rest is listed as a trouble. Null for an item without a booking to write.
 */
export function withoutRefused(item: CommitItem): Refused | null {
  const link = item.update === null ? item.link : item.update.unwritten;
  const bookingId = item.update?.bookingId ?? item.stamp?.bookingId ?? null;
  if (link === null || (item.insert === null && bookingId === null)) return null;
  const trouble: KnownTrouble = {
    code: 'database-refused',
    reason: 'A rule of the database does not allow this booking as the event has it.',
    passing: false,
    calendarId: link.calendarId,
    eventId: link.eventId,
    bookingId,
    print: `${item.update?.print ?? ''}|${link.etag}`,
  };
  const rest: CommitItem = {
    ...item,
    link: item.insert === null ? link : null,
    insert: null,
    update: null,
    stamp: null,
    journal: item.journal.filter(({ side }) => side === 'google'),
    conflict: null,
    settles: null,
    clears: null,
    trouble,
  };
  return { item: rest, trouble };
}

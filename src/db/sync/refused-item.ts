import type { CommitItem, KnownTrouble } from '../../core/calendar/model/sync-store.js';

/** What is left to store of an item whose booking the database will not take. */
export interface Refused {
  readonly item: CommitItem;
  readonly trouble: KnownTrouble;
}

/**
 * Takes out of an item what a rule of the database refused: the booking stays as it is, what Google was sent is
 * remembered, and the rest is listed as a trouble. Null for an item that is not about a pair.
 */
export function withoutRefused(item: CommitItem, rule: string | null): Refused | null {
  const link = item.update === null ? item.link : item.update.unwritten;
  if (link === null) return null;
  const isBare = item.insert === null && item.update === null && item.stamp === null;
  const bookingId = item.insert === null ? link.bookingId : null;
  const trouble: KnownTrouble = {
    code: 'database-refused',
    reason: `A rule of the database${rule === null ? '' : `, ${rule},`} does not allow this booking as the event has it.`,
    passing: false,
    calendarId: link.calendarId,
    eventId: link.eventId,
    bookingId,
    print: `${item.update?.print ?? ''}|${link.etag}`,
  };
  const rest: CommitItem = {
    ...item,
    // Where there was nothing but the link to write, it is what was refused.
    link: item.insert === null && !isBare ? link : null,
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

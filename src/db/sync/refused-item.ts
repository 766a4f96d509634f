import type { CommitItem, KnownFailure } from '../../core/calendar/model/sync-store.js';
import type { FailureValues } from '../../core/codes/reasons.js';
import type { TextLimits } from '../../core/customers/read/text-limits.js';
import { writable } from '../client/unstorable-letters.js';

/**
 * The part of an item that is left after a rule of the database refused it: the booking stays unchanged, the write to
 * Google is recorded, and the rest is listed as a failure. Null for an item that is not about a pair.
 */
export function withoutRefused(item: CommitItem, rule: string | null): CommitItem | null {
  const isBare = item.insert === null && item.update === null && item.row === null && item.stamp === null;
  // If the link was all there was to write, the link was refused.
  return restOf(item, { rule, of: 'booking' }, !isBare);
}

/**
 * The same for an item with a letter that the database cannot store. Data that only describes the event can still be
 * stored.
 */
export function withoutUnstorable(item: CommitItem, limits: TextLimits): CommitItem | null {
  if (item.insert === null && item.update === null) return writable(item, limits);
  const found = limits.findUnstorable(JSON.stringify([item.insert, item.update?.change]));
  const rest = found === null ? item : restOf(item, found, true);
  return rest === null ? null : writable(rest, limits);
}

function restOf(item: CommitItem, params: FailureValues, keepsLink: boolean): CommitItem | null {
  const { update, row } = item;
  const link = update === null && row === null ? item.link : ((update ?? row)?.unwritten ?? null);
  if (link === null) return row === null ? null : withoutRow(item, row.bookingId, params);
  const failure: KnownFailure = {
    code: 'database-refused',
    params,
    passing: false,
    calendarId: link.calendarId,
    eventId: link.eventId,
    bookingId: item.insert === null ? link.bookingId : null,
    fingerprint: `${item.update?.fingerprint ?? ''}|${link.etag}`,
  };
  return {
    ...item,
    link: item.insert === null && keepsLink ? link : null,
    insert: null,
    update: null,
    row: null,
    stamp: null,
    journal: item.journal.filter(({ side }) => side === 'google'),
    conflict: null,
    settles: null,
    clears: null,
    failure,
  };
}

/** A row that an undo may not write, and that has no event. */
function withoutRow(item: CommitItem, bookingId: string, params: FailureValues): CommitItem {
  const place = { calendarId: '', eventId: null, bookingId, fingerprint: '' };
  const failure = { code: 'database-refused', params, passing: false, ...place };
  return { ...item, row: null, stamp: null, journal: [], failure };
}

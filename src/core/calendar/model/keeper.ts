import { createHash } from 'node:crypto';
import { GuardRefusal, saying } from '../../errors.js';
import type { CalendarPort } from './calendar-port.js';
import type { CalendarEvent } from './event.js';

/*
 * One database owns a calendar, and the calendar records which: each event that is written has a mark with the
 * database's place, the epoch (how many times a person has chosen the database), and the run. The database remembers
 * its own place: a copy of it is in another one.
 *
 * database        the calendar's newest mark     a run
 * nothing stored  none, or of this place         continues, and now owns the calendar
 * nothing stored  of another place               is refused: another database owns it
 * same place      none, older, or of this place  continues
 * same place      newer, or of another place     is refused: another database owns it
 * other place     any                            is refused: copied or moved
 */

/** The event that tells which database owns a calendar, after a person has chosen one; it has no booking. */
export const keeperEventId = 'renoskeeper';

/** A day that people do not look at, so the event is not deleted by mistake. */
export const keeperEvent = {
  title: 'renos-sync: which database keeps this calendar',
  start: { kind: 'day', date: '2000-01-01' },
  end: { kind: 'day', date: '2000-01-02' },
} as const;

/** How a database relates to a calendar that it has owned. */
interface KeeperRow {
  readonly epoch: number;
  /** The database is where it was when it last wrote. */
  readonly isHere: boolean;
  /** Its place has not changed. */
  readonly isCurrent: boolean;
}

export interface Keeping {
  /** Names of the database's place; the first is the one that is written. */
  readonly places: readonly [string, ...string[]];
  /** calendar id → the stored record, if there is one */
  readonly kept: ReadonlyMap<string, KeeperRow>;
}

/** The part of our mark on an event that tells which database wrote it. */
interface KeeperMark {
  readonly epoch: number;
  readonly place: string;
  readonly runId: string;
}

/**
 * Throws GuardRefusal (exit 3) in a database that was copied or moved since it last wrote: two databases would undo
 * each other's work.
 */
export function refuseCopy({ kept }: Keeping): void {
  for (const [calendarId, { isHere }] of kept) {
    if (isHere) continue;
    throw new GuardRefusal(saying('database-copied', { calendarId }));
  }
}

/** calendar id → the epoch in which this database owns it. Throws GuardRefusal (exit 3) if another one does. */
export function keptEpochs({ places, kept }: Keeping, calendars: readonly ReadCalendar[]): ReadonlyMap<string, number> {
  const epochs = new Map<string, number>();
  for (const calendar of calendars) {
    const { calendarId } = calendar;
    const known = kept.get(calendarId)?.epoch ?? 0;
    const marks = marksOf(calendar);
    const newest = Math.max(known, ...marks.map(({ epoch }) => epoch));
    const others = marks.filter(({ epoch, place }) => epoch === newest && !places.includes(place));
    if (others.length > 0 || (known > 0 && newest > known)) {
      throw new GuardRefusal(saying('calendar-kept-elsewhere', { calendarId, events: others.length }));
    }
    epochs.set(calendarId, Math.max(1, newest));
  }
  return epochs;
}

/** A calendar's events as they were read, and which calendar it is. */
interface ReadCalendar {
  readonly calendarId: string;
  readonly events: Iterable<CalendarEvent>;
  readonly googleId: string | null;
}

function marksOf({ events, googleId }: ReadCalendar): readonly KeeperMark[] {
  return [...events].flatMap((event) => readMark(event, googleId) ?? []);
}

/** The mark that was written to this very event of this very calendar: a copied event has that of its original. */
export function readMark({ id, keeper, status }: CalendarEvent, googleId: string | null): KeeperMark | null {
  const [epoch = '', place = '', eventTag, calendarTag, runId = ''] = keeper?.split('.') ?? [];
  if (status === 'cancelled' || !/^\d+$/.test(epoch) || eventTag !== tagOf(id)) return null;
  const isElsewhere = calendarTag !== '' && googleId !== null && calendarTag !== tagOf(googleId);
  return isElsewhere ? null : { epoch: Number(epoch), place, runId };
}

export function writtenMark(
  { epoch, place, runId }: KeeperMark,
  { eventId, googleId }: { readonly eventId: string; readonly googleId: string | null },
): string {
  return [epoch, place, tagOf(eventId), googleId === null ? '' : tagOf(googleId), runId].join('.');
}

function tagOf(text: string): string {
  return createHash('sha256').update(text.toLowerCase()).digest('hex').slice(0, 8);
}

/** A calendar port whose writes add the mark of this database and run. */
export function markingPort(
  port: CalendarPort,
  markFor: (calendarId: string, eventId: string) => string | null,
): CalendarPort {
  const marked = <Change extends object>(calendarId: string, eventId: string, change: Change): Change => {
    const keeper = markFor(calendarId, eventId);
    return keeper === null ? change : { ...change, keeper };
  };
  return {
    ...port,
    insert: (calendarId, draft, how) => port.insert(calendarId, marked(calendarId, draft.id, draft), how),
    update: (calendarId, eventId, etag, change, how) =>
      port.update(calendarId, eventId, etag, marked(calendarId, eventId, change), how),
  };
}

import { inEnglish } from '../english.js';
import { ConfigurationError, saying } from '../errors.js';
import type { JournalEntry, Lease } from '../ports.js';
import type { MoveResult } from '../results/sync-result.js';
import { statusOf, underLease } from '../runs/run-under-lease.js';
import { emptyItem } from './apply/commit-item.js';
import type { CalendarPort, WriteOptions } from './model/calendar-port.js';
import type { CalendarEvent } from './model/event.js';
import type { LinkedPair } from './model/link.js';
import type { CommitItem, SyncPorts, SyncStore } from './model/sync-store.js';
import { inspectKeeper } from './status/inspect-keeper.js';

export interface MoveOptions {
  readonly from: string;
  readonly to: string;
  readonly dryRun: boolean;
  readonly wait: boolean;
  /** Ids of the events to be moved, also of a series' occurrences; default: all. */
  readonly only?: ReadonlySet<string>;
}

/** The links are stored after this many events. */
const chunk = 50;

/**
 * Moves the linked events of one calendar to another, as a person does in Google's page: an event keeps its id, its
 * colour, its guests and its booking. No mail is sent. It can be repeated: an event that was already moved is found in
 * the other calendar.
 */
export async function moveCalendar(ports: SyncPorts, options: MoveOptions): Promise<MoveResult> {
  const { from, to, dryRun, wait } = options;
  if (dryRun) {
    const moved = (await findMoves(ports.calendar, ports.storeFor(null), options)).flatMap(({ pairs }) =>
      pairs.map(({ link }) => link.bookingId),
    );
    return { success: true, dryRun, moved, failed: [] };
  }
  return underLease(ports, { name: 'sync', wait }, async (lease) => {
    const runId = await ports.runs.start('sync', { calendarIds: [from, to], move: true });
    try {
      const result = await moveAll(ports, options, { lease, runId });
      const counts = { moved: result.moved.length, errors: result.failed.length };
      await ports.runs.finish(runId, statusOf(null, result.success), counts, null);
      return result;
    } catch (error) {
      await ports.runs.finish(runId, 'failed', {}, null).catch(() => {});
      throw error;
    }
  });
}

/** One event, or one series with all its linked occurrences: an occurrence cannot be moved alone. */
interface Move {
  readonly eventId: string;
  readonly pairs: readonly LinkedPair[];
}

async function findMoves(
  port: CalendarPort,
  store: SyncStore,
  { from, to, only }: MoveOptions,
): Promise<readonly Move[]> {
  if (from === to) throw new ConfigurationError(saying('nothing-to-move/same', {}));
  for (const calendarId of [from, to]) {
    const refusal = await inspectKeeper(port, store, calendarId);
    if (refusal !== null) throw refusal;
  }
  const pairs = await store.findPairs({ calendarIds: [from], events: [], series: [], all: true });
  const open = pairs.filter(({ link }) => !(link.base.booking.removed && link.base.event.removed));
  if (open.length === 0) throw new ConfigurationError(saying('nothing-to-move/none', { calendarId: from }));
  const moves = new Map<string, LinkedPair[]>();
  for (const pair of open) {
    const eventId = pair.link.recurringEventId ?? pair.link.eventId;
    moves.set(eventId, [...(moves.get(eventId) ?? []), pair]);
  }
  const all = [...moves].map(([eventId, its]) => ({ eventId, pairs: its }));
  return only === undefined ? all : all.filter(({ pairs: its }) => its.some(({ link }) => only.has(link.eventId)));
}

async function moveAll(
  { calendar: port, storeFor, signal, progress }: SyncPorts,
  options: MoveOptions,
  { lease, runId }: { readonly lease: Lease; readonly runId: string },
): Promise<MoveResult> {
  const store = storeFor(lease);
  const moves = await findMoves(port, store, options);
  const moved: string[] = [];
  const failed: { bookingId: string; eventId: string; reason: string }[] = [];
  progress.start('Moving events', moves.length);
  for (let at = 0; at < moves.length; at += chunk) {
    const items: CommitItem[] = [];
    for (const move of moves.slice(at, at + chunk)) {
      signal.throwIfAborted();
      const event = await moveOne(port, move.eventId, options, lease);
      for (const { link } of move.pairs) {
        if (event === null)
          failed.push({
            bookingId: link.bookingId,
            eventId: link.eventId,
            reason: inEnglish().notMoved(),
          });
        else {
          moved.push(link.bookingId);
          const etag = link.recurringEventId === null ? event.etag : link.etag;
          items.push({
            ...emptyItem,
            link: { ...link, calendarId: options.to, etag, isMoved: false },
            journal: [movedEntry(link.eventId, options)],
          });
        }
      }
    }
    await store.commit({ runId, items, calendars: [] });
    progress.advance(Math.min(at + chunk, moves.length));
  }
  return { success: failed.length === 0, dryRun: false, moved, failed };
}

function movedEntry(itemId: string, { from, to }: MoveOptions): JournalEntry {
  const fields = { calendar: [from, to] as const };
  return { side: 'google', action: 'update', kind: 'event', itemId, fields, rule: 'calendar-moved' };
}

/** The event in the other calendar; null if it is in neither. */
async function moveOne(
  port: CalendarPort,
  eventId: string,
  { from, to }: MoveOptions,
  lease: Lease,
): Promise<CalendarEvent | null> {
  const how: WriteOptions = { notify: 'none', beforeSend: () => lease.assertOurs() };
  const outcome = await port.move(from, eventId, to, how);
  if (outcome.kind === 'moved') return outcome.event;
  const there = await port.get(to, eventId);
  return there === null || there.status === 'cancelled' ? null : there;
}

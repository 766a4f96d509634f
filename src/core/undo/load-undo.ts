import { type KnownPair, readAgain } from '../calendar/load/find-event-sides.js';
import { loadSync, type SyncState } from '../calendar/load/load-sync.js';
import type { SyncPorts, SyncStore } from '../calendar/model/sync-store.js';
import { giveWay, mustGiveWay } from '../give-way.js';
import type { SyncOptions } from '../options/sync-options.js';
import type { PastChange, PastEventChange, PastRowChange } from './undo-model.js';
import type { LinkedEvent, RunToUndo, UndoPorts } from './undo-ports.js';

/** The input of an undo: the run's changes, and the present state of both sides. */
export interface UndoState {
  readonly run: RunToUndo;
  readonly customers: readonly PastRowChange[];
  readonly bookings: ReadonlyMap<string, PastRowChange>;
  readonly events: ReadonlyMap<string, PastEventChange>;
  /** Links of the bookings and events. */
  readonly links: readonly LinkedEvent[];
  /** Both sides of these, read again; null: there is nothing to read, and Google is not asked. */
  readonly sync: { readonly state: SyncState; readonly ports: SyncPorts; readonly store: SyncStore } | null;
}

/** Reads a run's changes, and the present rows and events. Writes nothing. */
export async function loadUndo(
  ports: UndoPorts,
  run: RunToUndo,
  options: SyncOptions,
  storeOf: (ports: SyncPorts) => SyncStore,
): Promise<UndoState> {
  const pastChanges = new Map<string, PastChange>();
  for await (const page of ports.store.findPastChanges(run.id)) {
    if (mustGiveWay()) await giveWay();
    for (const past of page) {
      const key = `${past.kind} ${past.id}`;
      const before = pastChanges.get(key);
      pastChanges.set(key, before === undefined ? past : together(before, past));
    }
  }
  if (mustGiveWay()) await giveWay();
  const all = [...pastChanges.values()];
  const bookings = all.filter((past): past is PastRowChange => past.kind === 'booking');
  const events = all.filter((past) => past.kind === 'event');
  const [bookingIds, eventIds] = [bookings.map(({ id }) => id), events.map(({ id }) => id)];
  const known = bookingIds.length + eventIds.length === 0 ? [] : await ports.store.findLinks(bookingIds, eventIds);
  const links = run.isWhole ? known : [...known, ...(await ports.store.findPending(run.id))];
  // If a run created an event without recording it, only Google knows.
  const asksGoogle = links.length > 0 || (run.kind === 'sync' && !run.isWhole);
  return {
    run,
    customers: all.filter((past): past is PastRowChange => past.kind === 'customer'),
    bookings: new Map(bookings.map((past) => [past.id, past])),
    events: new Map(events.map((past) => [past.id, past])),
    links,
    sync: asksGoogle ? await loadPairs(await ports.syncing(), { links, events, options, storeOf }) : null,
  };
}

/** Combines two writes of a run to one item: the first values, and the last ones. */
function together(first: PastChange, last: PastChange): PastChange {
  if (first.kind === 'event' && last.kind === 'event') {
    const fields = { ...last.fields };
    for (const [field, [from]] of Object.entries(first.fields))
      fields[field] = [from, (last.fields[field] ?? first.fields[field])?.[1] ?? null];
    return {
      ...last,
      did: first.did === 'created' ? 'created' : last.did,
      fields,
      stamped: first.stamped ?? last.stamped,
    };
  }
  if (first.kind === 'event' || last.kind === 'event') return last;
  return {
    ...last,
    did: first.did === 'created' ? 'created' : last.did,
    was: { ...last.was, ...first.was },
    is: { ...first.is, ...last.is },
    now: { ...first.now, ...last.now },
  };
}

interface Loading {
  readonly links: readonly LinkedEvent[];
  readonly events: readonly PastEventChange[];
  readonly options: SyncOptions;
  readonly storeOf: (ports: SyncPorts) => SyncStore;
}

async function loadPairs(ports: SyncPorts, { links, events, options, storeOf }: Loading): Promise<UndoState['sync']> {
  const { calendar, clock, newId } = ports;
  const store = storeOf(ports);
  const [first, ...others] = [...new Set([...options.calendarIds, ...links.map(({ calendarId }) => calendarId)])];
  const calendarIds = [first ?? options.calendarIds[0], ...others] as const;
  const state = await loadSync({
    calendar,
    store,
    options: { ...options, calendarIds },
    now: clock(),
    newId,
    also: links,
  });
  const deleted = new Set(events.flatMap(({ id, did }) => (did === 'removed' ? [id] : [])));
  // Google keeps the values of a deleted event for a while, and shows its state only in a single request.
  const pairs = await readAgain(
    calendar,
    state.pairs,
    (pair): pair is KnownPair => pair.event?.event == null && pair.link !== null && deleted.has(pair.eventId ?? ''),
  );
  return { state: { ...state, pairs }, ports, store };
}

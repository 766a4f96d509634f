import type { CalendarInfo } from './calendar-info.js';
import { type EventRecord, isCancelled } from './event-record.js';
import { HiddenWrites } from './hidden-writes.js';

interface Mark {
  readonly id: string;
  readonly seq: number;
}

function addTo(index: Map<string, Set<string>>, key: string, id: string): void {
  const ids = index.get(key);
  if (ids === undefined) index.set(key, new Set([id]));
  else ids.add(id);
}

/** One calendar in memory: its events by id, by iCalUID, by series, and in order of change. */
export class CalendarState {
  readonly records = new Map<string, EventRecord>();
  readonly hidden = new HiddenWrites();
  /** Tokens older than this change number may have missed a purged tombstone. */
  purgedThrough = 0;
  /** Tokens older than this change number have expired. */
  tokenFloor = 0;
  private changes: Mark[] = [];
  private graves: Mark[] = [];
  private readonly exceptions = new Map<string, Set<string>>();
  private readonly byUid = new Map<string, Set<string>>();

  constructor(public info: CalendarInfo) {}

  /** Stores a state of an event and appends it to the order of changes. */
  put(record: EventRecord): void {
    const { id, iCalUID, recurringEventId } = record.event;
    const before = this.records.get(id);
    if (before !== undefined && before.event.iCalUID !== iCalUID) this.byUid.get(before.event.iCalUID)?.delete(id);
    this.records.set(id, record);
    addTo(this.byUid, iCalUID, id);
    if (typeof recurringEventId === 'string') addTo(this.exceptions, recurringEventId, id);
    this.changes.push({ id, seq: record.seq });
    if (isCancelled(record)) this.graves.push({ id, seq: record.seq });
    if (this.changes.length > 1000 && this.changes.length > this.records.size * 2) this.dropStaleMarks();
  }

  /** Deletes events completely; tokens from before `through` are no longer valid. */
  purge(ids: readonly string[], through: number): void {
    for (const id of ids) {
      const record = this.records.get(id);
      if (record === undefined) continue;
      this.records.delete(id);
      this.byUid.get(record.event.iCalUID)?.delete(id);
      this.exceptions.get(record.event.recurringEventId ?? '')?.delete(id);
    }
    this.purgedThrough = Math.max(this.purgedThrough, through);
  }

  /** The changed and cancelled instances kept for a series. */
  exceptionsOf(masterId: string): EventRecord[] {
    return this.pick(this.exceptions.get(masterId));
  }

  /** All events with an iCalUID. */
  withUid(iCalUID: string): EventRecord[] {
    return this.pick(this.byUid.get(iCalUID));
  }

  /**
   * The events changed after `seq` as listings show them at `now`, each once; the cost grows with the changes, not with
   * all events.
   */
  changedSince(seq: number, now: number): EventRecord[] {
    let [low, high] = [0, this.changes.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.changes[middle]?.seq ?? 0) > seq) high = middle;
      else low = middle + 1;
    }
    const changed: EventRecord[] = [];
    for (let at = low; at < this.changes.length; at += 1) {
      const mark = this.changes[at];
      const record = this.records.get(mark?.id ?? '');
      const shown = record === undefined ? undefined : this.hidden.view(record, now);
      if (shown !== undefined && shown.seq === mark?.seq) changed.push(shown);
    }
    return changed;
  }

  /** All events as listings show them at `now`, in a stable order. */
  shown(now: number): EventRecord[] {
    const all: EventRecord[] = [];
    for (const record of this.records.values()) {
      const shown = this.hidden.view(record, now);
      if (shown !== undefined) all.push(shown);
    }
    return all;
  }

  /**
   * Removes the tombstones last changed before `before` (epoch ms) from the queue; those of series that are not
   * cancelled stay.
   */
  takeExpiredGraves(before: number): EventRecord[] {
    const expired: EventRecord[] = [];
    let taken = 0;
    for (const grave of this.graves) {
      const record = this.records.get(grave.id);
      const isCurrent = record !== undefined && record.seq === grave.seq;
      if (isCurrent && Date.parse(record.event.updated) >= before) break;
      taken += 1;
      if (isCurrent && !this.isGapOfLiveSeries(record)) expired.push(record);
    }
    this.graves.splice(0, taken);
    return expired;
  }

  /** Whether a tombstone is a cancelled instance of a series that is not cancelled. */
  isGapOfLiveSeries(record: EventRecord): boolean {
    if (record.orphan === true || typeof record.event.recurringEventId !== 'string') return false;
    const master = this.records.get(record.event.recurringEventId);
    return master !== undefined && !isCancelled(master);
  }

  private pick(ids: Set<string> | undefined): EventRecord[] {
    return [...(ids ?? [])].flatMap((id) => this.records.get(id) ?? []);
  }

  private dropStaleMarks(): void {
    this.changes = this.changes.filter((mark) => this.records.get(mark.id)?.seq === mark.seq);
  }
}

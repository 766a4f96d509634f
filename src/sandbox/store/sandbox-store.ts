import { randomBytes } from 'node:crypto';
import { ListPages } from '../events/list-pages.js';
import { notFound } from '../http/api-error.js';
import type { CalendarInfo } from './calendar-info.js';
import { CalendarState } from './calendar-state.js';
import type { EventRecord } from './event-record.js';
import { Journal } from './journal.js';
import { StateFileUnwritable } from './state-file-errors.js';

/** One change of the stored state, as it is journaled and replayed. */
export type Change =
  | { readonly kind: 'generation'; readonly generation: string; readonly seq: number }
  | { readonly kind: 'calendar'; readonly info: CalendarInfo }
  | { readonly kind: 'calendar-removed'; readonly info: CalendarInfo }
  | { readonly kind: 'event'; readonly calendarId: string; readonly record: EventRecord }
  | { readonly kind: 'purged'; readonly calendarId: string; readonly ids: readonly string[]; readonly through: number }
  | { readonly kind: 'tokens-expired'; readonly calendarId: string; readonly floor: number };

const compactAbove = 4 * 1024 * 1024;

/** All calendars, changed only through `commit`, which writes a group of changes to the journal before it applies them. */
export class SandboxStore {
  readonly calendars = new Map<string, CalendarState>();
  /** Deleted calendars, for the calendar list's own deltas. */
  readonly removed = new Map<string, CalendarInfo>();
  /** Listings in progress. */
  readonly pages = new ListPages<EventRecord>();
  readonly calendarPages = new ListPages<CalendarInfo>();
  /** Distinguishes this state's tokens from those of another. */
  generation = randomBytes(6).toString('hex');
  private readonly numbers = { committed: 1, issued: 1 };
  private journal: Journal | undefined;

  /** The owner of `primary`, unless a caller signs in as another account. */
  readonly mainOwner: string;

  constructor(
    readonly owner: string,
    stateFile?: string,
  ) {
    this.mainOwner = owner;
    if (stateFile === undefined) return;
    this.journal = Journal.open(stateFile, (line) => this.takeLine(line));
    try {
      if (this.journal.bytes === 0) this.journal.append([this.header()]);
      else if (this.journal.bytes > compactAbove) this.compact(this.journal);
    } catch (error) {
      this.close();
      throw error;
    }
  }

  /** The change number of the latest committed change. Numbers of refused writes are not used, because a restart loses them. */
  get lastSeq(): number {
    return this.numbers.committed;
  }

  /** The same store for another account: `primary` is that account's calendar. */
  as(owner: string): SandboxStore {
    return owner === this.owner ? this : Object.create(this, { owner: { value: owner } });
  }

  /** A new change number. */
  nextSeq(): number {
    this.numbers.issued += 1;
    return this.numbers.issued;
  }

  /** Stores and shows changes, all or none. */
  commit(changes: readonly Change[]): void {
    if (changes.length === 0) return;
    this.journal?.append(changes);
    for (const change of changes) this.apply(change);
  }

  /** The calendar's real id for the alias `primary`. */
  resolveId(calendarId: string): string {
    return calendarId === 'primary' ? this.owner : calendarId;
  }

  /** The calendar of an id or of `primary`. Throws a 404 if there is none. */
  calendar(calendarId: string): CalendarState {
    const found = this.calendars.get(this.resolveId(calendarId));
    if (found === undefined) throw notFound();
    return found;
  }

  /** Purges the tombstones of a calendar that were last changed before `before` (epoch ms). */
  purgeTombstones(calendar: CalendarState, before: number): void {
    const expired = calendar.takeExpiredGraves(before);
    if (expired.length === 0) return;
    const through = Math.max(...expired.map((record) => record.seq));
    const ids = expired.map((record) => record.event.id);
    this.commit([{ kind: 'purged', calendarId: calendar.info.id, ids, through }]);
  }

  close(): void {
    this.journal?.close();
    this.journal = undefined;
  }

  /** Throws StateFileDamaged unless a state file can be read back; changes nothing. */
  static check(stateFile: string): void {
    const store = new SandboxStore('');
    Journal.check(stateFile, (line) => store.takeLine(line));
  }

  /** If there is no room for a second file, the old one is used further. */
  private compact(journal: Journal): void {
    try {
      journal.rewrite(this.snapshot());
    } catch (error) {
      if (!(error instanceof StateFileUnwritable)) throw error;
    }
  }

  private takeLine(line: unknown): void {
    for (const change of line as Change[]) this.apply(change);
  }

  private header(): Change {
    return { kind: 'generation', generation: this.generation, seq: this.numbers.committed };
  }

  private *snapshot(): Iterable<Change[]> {
    yield [this.header()];
    for (const info of this.removed.values()) yield [{ kind: 'calendar-removed', info }];
    for (const calendar of this.calendars.values()) {
      const calendarId = calendar.info.id;
      yield [{ kind: 'calendar', info: calendar.info }];
      for (const record of calendar.changedSince(0, Number.POSITIVE_INFINITY)) {
        yield [{ kind: 'event', calendarId, record }];
      }
      yield [
        { kind: 'purged', calendarId, ids: [], through: calendar.purgedThrough },
        { kind: 'tokens-expired', calendarId, floor: calendar.tokenFloor },
      ];
    }
  }

  private apply(change: Change): void {
    switch (change.kind) {
      case 'generation':
        this.generation = change.generation;
        this.reach(change.seq);
        return;
      case 'calendar':
        this.takeInfo(change.info);
        return;
      case 'calendar-removed':
        this.reach(change.info.seq);
        this.calendars.delete(change.info.id);
        this.removed.set(change.info.id, change.info);
        return;
      case 'event':
        this.reach(change.record.seq);
        this.calendars.get(change.calendarId)?.put(change.record);
        return;
      case 'purged':
        this.calendars.get(change.calendarId)?.purge(change.ids, change.through);
        return;
      case 'tokens-expired':
        this.expireTokens(change.calendarId, change.floor);
        return;
      default:
        throw new Error('There is no such kind of change.');
    }
  }

  private reach(seq: number): void {
    const { committed, issued } = this.numbers;
    Object.assign(this.numbers, { committed: Math.max(committed, seq), issued: Math.max(issued, seq) });
  }

  private takeInfo(info: CalendarInfo): void {
    this.reach(info.seq);
    const known = this.calendars.get(info.id);
    if (known === undefined) this.calendars.set(info.id, new CalendarState(info));
    else known.info = info;
  }

  private expireTokens(calendarId: string, floor: number): void {
    this.reach(floor);
    const calendar = this.calendars.get(calendarId);
    if (calendar !== undefined) calendar.tokenFloor = Math.max(calendar.tokenFloor, floor);
  }
}

import { sql } from 'drizzle-orm';
import { type Conflict, conflictCode } from '../../../src/core/calendar/model/conflict.js';
import { isEventIdOf } from '../../../src/core/calendar/model/event-id.js';
import { type Database, rowsOf } from '../../../src/db/client/database.js';
import {
  type BookingSays,
  type EventSays,
  type SaidField,
  type Sides,
  saidFields,
  saysTheSame,
} from '../sync-sides.js';

type Field = SaidField | 'removed';

/** Something that a person said on one side and that has not reached the other yet. */
interface Edit {
  readonly side: 'booking' | 'event';
  readonly id: string;
  readonly field: Field;
  readonly value: string | null;
}

interface JudgedRun {
  readonly policy: string;
  /** It had no policy: held conflicts stay held. */
  readonly isPlain: boolean;
  /** It ended before it had heard of all that it had sent. */
  readonly isCutShort: boolean;
  /** Which side a person said is right after a backup was restored: the other side's words may go. */
  readonly restored: 'keep-calendar' | 'keep-database' | null;
}

type Disputed = Pick<ConflictRow, 'booking_id' | 'event_id' | 'fields'>;

interface ConflictRow extends Record<string, unknown> {
  readonly id: string;
  readonly booking_id: string;
  readonly event_id: string;
  readonly fields: Conflict['fields'];
  readonly policy: string;
  readonly decision: string;
  readonly reason: string;
  readonly resolved_at: unknown;
}

/**
 * Watches edits from the moment they are made until they have reached the other side: a run may carry them over, leave
 * them standing, or overrule them with a record of the conflict; nothing else.
 */
export class LostEdits {
  #pending: Edit[] = [];
  /** Google does not go back in time with a database: what was deleted there before a restore is still deleted. */
  readonly #deletedEvents = new Set<string>();
  #last: Sides;
  #told = new Set<string>();
  /** booking id → the fields that were held for a person after the last run */
  #held = new Map<string, ReadonlySet<string>>();
  /** Bookings of which the sync has noted what it overruled, and will tell once it has heard that it did. */
  #noted = new Set<string>();
  /** What the sync took for there on both sides, when it last ran to its end or not. */
  #open: ReadonlySet<string> = new Set();
  /** booking or event id → what it said when both sides last agreed */
  #agreed: ReadonlyMap<string, Partial<Item>> = new Map();

  /** Keys that changed since the links were last written, which know the rows by the previous ones. */
  #renames: (readonly [from: string, to: string])[] = [];
  /** How many of them a backup has. */
  #renamesKept = 0;

  constructor(start: Sides) {
    this.#last = start;
  }

  /** Takes a row that has another key from now on for the booking that it was. */
  renamed(from: string, to: string): void {
    this.#renames.push([from, to]);
    this.#rename(from, to);
  }

  /** Keys of rows that have others by now, which no run has read yet. */
  get previousKeys(): ReadonlySet<string> {
    return new Set(this.#renames.map(([from]) => from));
  }

  /** The rows of a backup have the keys of now. */
  backedUp(): void {
    this.#renamesKept = this.#renames.length;
  }

  #rename(from: string, to: string): void {
    const key = (id: string) => (id === from ? to : id);
    const { bookings, eventOf, bookingOf, titledApart } = this.#last;
    this.#last = {
      ...this.#last,
      bookings: new Map([...bookings].map(([id, says]) => [key(id), { ...says, id: key(id) }])),
      eventOf: new Map([...eventOf].map(([id, event]) => [key(id), event])),
      bookingOf: new Map([...bookingOf].map(([event, id]) => [event, key(id)])),
      titledApart: new Set([...titledApart].map(key)),
    };
    this.#pending = this.#pending.map((edit) => (edit.side === 'booking' ? { ...edit, id: key(edit.id) } : edit));
    this.#open = new Set([...this.#open].map(key));
    this.#noted = new Set([...this.#noted].map(key));
  }

  /**
   * A backup was restored. Of the tables alone, the rows are taken for edited unless a run is refused; where the sync's
   * memory went back too, the rows say nothing new, and what events say otherwise are the words that stand.
   */
  async restored(read: Sides, database: Database, what: 'tables' | 'all'): Promise<void> {
    for (const [from, to] of this.#renames.splice(this.#renamesKept).reverse()) this.#rename(to, from);
    if (what === 'tables') return;
    const now = this.#underNewKeys(read);
    const conflicts = await rowsOf<ConflictRow>(database.orm, sql`select * from renos_sync.conflicts`);
    this.#told = new Set(conflicts.map(({ id }) => id));
    this.#held = heldFields(conflicts);
    this.#noted = new Set((await notedConflicts(database)).map(({ booking_id }) => booking_id));
    this.#open = await openLinks(database);
    this.#agreed = await agreedSays(database);
    const deleted = [...now.bookingOf.keys()].filter((id) => !now.events.has(id));
    const removals = deleted.map((id): Edit => ({ side: 'event', id, field: 'removed', value: 'yes' }));
    const words = [...now.events.values()].flatMap((event) => {
      const booking = now.bookings.get(now.bookingOf.get(event.id) ?? '');
      const live: Edit = { side: 'event', id: event.id, field: 'removed', value: 'no' };
      if (booking === undefined) return [live];
      // What the restored memory knows the event to say is no edit.
      const known = this.#agreed.get(event.id);
      const isNews = (field: (typeof saidFields)[number]) => known === undefined || known[field] !== event[field];
      const fields = saidFields.filter((field) => !saysTheSame(field, booking, event) && isNews(field));
      return [live, ...fields.map((field): Edit => ({ side: 'event', id: event.id, field, value: event[field] }))];
    });
    this.#pending = [...words, ...removals];
    this.#last = now;
  }

  /** Notes what people changed since the last run. */
  edited(read: Sides): void {
    const now = this.#underNewKeys(read);
    const edits = [
      ...changesOf('booking', this.#last.bookings, now.bookings),
      ...changesOf('event', this.#last.events, now.events),
    ];
    for (const { side, id, field } of edits) if (side === 'event' && field === 'removed') this.#deletedEvents.add(id);
    const stillMeant = this.#pending
      .filter((old) => !edits.some((edit) => overrides(edit, old)))
      .filter((old) => !isBroughtBack(old, now));
    this.#pending = [...stillMeant, ...edits.filter((edit) => !this.#isUndone(edit))];
    this.#last = now;
  }

  /** Sides whose links name the rows by the keys that these have now. */
  #underNewKeys(sides: Sides): Sides {
    const key = (id: string) => this.#renames.reduce((name, [from, to]) => (name === from ? to : name), id);
    return {
      ...sides,
      eventOf: new Map([...sides.eventOf].map(([id, event]) => [key(id), event])),
      bookingOf: new Map([...sides.bookingOf].map(([event, id]) => [event, key(id)])),
      titledApart: new Set([...sides.titledApart].map(key)),
    };
  }

  /** Judges a run by what it left; gives a sentence for each edit that it lost and each decision against its policy. */
  async judge(
    after: Sides,
    database: Database,
    { policy, isPlain, isCutShort, restored }: JudgedRun,
  ): Promise<string[]> {
    const conflicts = await rowsOf<ConflictRow>(database.orm, sql`select * from renos_sync.conflicts`);
    const fresh = conflicts.filter(({ id }) => !this.#told.has(id));
    this.#told = new Set(conflicts.map(({ id }) => id));
    const noted = await notedConflicts(database);
    const notedBefore = this.#noted;
    this.#noted = new Set(noted.map(({ booking_id }) => booking_id));
    const before = this.#last;
    const yielding = restored === 'keep-calendar' ? 'booking' : restored === 'keep-database' ? 'event' : null;
    const problems = [
      ...this.#pending
        .filter(({ side }) => side !== yielding)
        .filter((edit) => !stands(edit, after) && !isNoWord(edit, before, after) && !isRetitled(edit, after))
        .flatMap((edit) => this.#lost(edit, after, [...conflicts, ...noted])),
      ...(restored === null ? this.#removedUnasked(before, after, [...fresh, ...noted]) : []),
      ...(restored === null ? this.#cameBack(before, after) : []),
      ...fresh
        .filter(({ policy: of, decision }) => !['newest', 'hold'].includes(of) && decision !== of)
        // No policy lets one customer's words come to stand at another's.
        .filter(({ reason }) => conflictCode(reason) !== 'given-away')
        .map(({ id, policy: of, decision }) => `conflict ${id}: policy ${of}, decision ${decision}`),
      ...fresh
        .filter(({ booking_id, policy: of }) => of !== policy && !notedBefore.has(booking_id))
        .map(({ id, policy: of }) => `conflict ${id}: policy ${of} in a run of ${policy}`),
      ...fresh
        .filter(({ policy: of, decision }) => of === 'hold' && decision !== 'held')
        .map(({ id }) => `conflict ${id}: hold decided something`),
    ];
    // A decision counts for the run that made it: a killed run notes it, and a later run only reports it.
    const isNew = ({ booking_id }: Disputed) => !notedBefore.has(booking_id);
    const decided = [...fresh.filter(({ decision }) => decision !== 'held'), ...noted].filter(isNew);
    if (isPlain) problems.push(...this.#decidedUnasked(decided));
    this.#held = heldFields(conflicts);
    this.#open = await openLinks(database);
    this.#agreed = await agreedSays(database);
    const isUnsure = ({ field, id }: Edit) => isCutShort && field === 'removed' && this.#open.has(id);
    this.#pending = this.#pending.filter((edit) => stands(edit, after) && (isUnsure(edit) || !hasArrived(edit, after)));
    this.#last = after;
    if (!isCutShort || !this.#isUnlinkedYet(before, after)) [this.#renames, this.#renamesKept] = [[], 0];
    return problems;
  }

  /** Whether a run that was cut short has left the links with the previous keys. */
  #isUnlinkedYet(before: Sides, after: Sides): boolean {
    const { bookingOf } = this.#underNewKeys(after);
    return [...before.bookingOf].every(([event, id]) => bookingOf.get(event) === id);
  }

  /** Whether what was changed only was taken back, by a person, a backup or a copy that kept the calendar: all is as it was agreed. */
  #isUndone({ field, value, id }: Edit): boolean {
    if (field === 'removed') return value === 'no' && this.#open.has(id);
    return this.#agreed.get(id)?.[field] === value;
  }

  /** A run without a policy does not decide held conflicts. */
  #decidedUnasked(decided: readonly Disputed[]): string[] {
    return decided
      .filter(({ booking_id, fields }) => Object.keys(fields).some((field) => this.#held.get(booking_id)?.has(field)))
      .map(({ booking_id, fields }) => `held: ${Object.keys(fields)} of ${booking_id} was decided by a plain run`);
  }

  #lost(edit: Edit, after: Sides, conflicts: readonly Disputed[]): string[] {
    // A booking whose event was deleted with its series may have another one by now.
    const ofEvent = after.bookingOf.get(edit.id) ?? this.#last.bookingOf.get(edit.id);
    const bookingId = edit.side === 'booking' ? edit.id : (ofEvent ?? '');
    const records = conflicts.filter(({ booking_id }) => booking_id === bookingId);
    if (records.some(({ fields }) => 'removed' in fields)) return [];
    const isRecorded = records.some(({ fields }) => {
      const told = fields[edit.field]?.[edit.side];
      return told !== undefined && (edit.field === 'title' || told === edit.value);
    });
    return isRecorded ? [] : [`lost: ${edit.side} ${edit.id} said ${edit.field} = ${edit.value}`];
  }

  /** Bookings that were removed before any link of theirs was stored. */
  #unlinkedRemovals(before: Sides): readonly Edit[] {
    return this.#pending.filter(
      ({ side, id, field, value }) =>
        side === 'booking' && field === 'removed' && value === 'yes' && !before.eventOf.has(id),
    );
  }

  /** No event becomes another booking in place of one that a person removed, unless a person edited it since. */
  #cameBack(before: Sides, after: Sides): string[] {
    const isEdited = (id: string) => this.#pending.some((edit) => edit.side === 'event' && edit.id === id);
    return this.#unlinkedRemovals(before).flatMap(({ id }) =>
      [...after.bookingOf]
        .filter(([event, booking]) => isEventIdOf(event, id) && booking !== id)
        .filter(([event]) => !before.bookingOf.has(event) && !isEdited(event))
        .map(([event, booking]) => `booking ${id} came back as ${booking}, as its event ${event} was there`),
    );
  }

  /** A run removes only what a person removed on the other side, or what the policy decided with a record of it. */
  #removedUnasked(before: Sides, after: Sides, fresh: readonly Disputed[]): string[] {
    const decided = fresh.filter(({ fields }) => 'removed' in fields);
    const isDecided = (bookingId: string | undefined) => decided.some(({ booking_id }) => booking_id === bookingId);
    const wasRemoved = (side: Edit['side'], id: string | undefined) =>
      this.#pending.some(
        (edit) => edit.side === side && edit.id === id && edit.field === 'removed' && edit.value === 'yes',
      );
    const bookings = [...before.bookings.values()]
      .filter(({ id, live }) => live && after.bookings.get(id)?.live !== true)
      .filter(({ id }) => !isDecided(id))
      .filter(({ id }) => !wasRemoved('event', before.eventOf.get(id)) && !wasRemoved('event', after.eventOf.get(id)))
      // A killed run made its event, and stored no link to it.
      .filter(
        ({ id }) => ![...this.#deletedEvents].some((event) => isEventIdOf(event, id) && !after.events.has(event)),
      );
    const events = [...before.events.keys()]
      .filter((id) => !after.events.has(id) && !isDecided(before.bookingOf.get(id)))
      // The link may still name it as it was called before its series was moved.
      .filter((id) => !decided.some(({ event_id }) => event_id === id))
      .filter(
        (id) => !wasRemoved('booking', before.bookingOf.get(id)) && !wasRemoved('booking', after.bookingOf.get(id)),
      )
      .filter((id) => !this.#unlinkedRemovals(before).some((edit) => isEventIdOf(id, edit.id)));
    return [
      ...bookings.map(({ id }) => `booking ${id} was cancelled for no reason`),
      ...events.map((id) => `event ${id} was deleted for no reason`),
    ];
  }
}

function heldFields(conflicts: readonly ConflictRow[]): Map<string, ReadonlySet<string>> {
  return new Map(
    conflicts
      .filter(({ decision, resolved_at }) => decision === 'held' && resolved_at === null)
      .map(({ booking_id, fields }) => [booking_id, new Set(Object.keys(fields))]),
  );
}

/** What a run overruled by a write whose reply it never heard: the run that finds out about it tells of it. */
function notedConflicts(database: Database): Promise<Disputed[]> {
  return rowsOf<Disputed & Record<string, unknown>>(
    database.orm,
    sql`select booking_id, event_id, sent->'conflict'->'fields' as fields from renos_sync.links where sent->'conflict'->'fields' is not null`,
  );
}

/**
 * Bookings and events of which the sync does not know that either is gone. A deletion whose reply was lost is one: the
 * next run repeats it, and it is not known whether it was not done, or was done and undone by a person.
 */
async function openLinks(database: Database): Promise<ReadonlySet<string>> {
  const links = await rowsOf<{ booking: string; event: string }>(
    database.orm,
    sql`select booking_id as booking, event_id as event from renos_sync.links
      where base->'booking'->>'removed' = 'false' and base->'event'->>'removed' = 'false'`,
  );
  return new Set(links.flatMap(({ booking, event }) => [booking, event]));
}

async function agreedSays(database: Database): Promise<ReadonlyMap<string, Partial<Item>>> {
  const says = await rowsOf<{ id: string } & Partial<Item>>(
    database.orm,
    sql`select event_id as id, e.* from renos_sync.links, jsonb_to_record(base->'event') as e(time text, title text, location text, description text)
      union all select booking_id, time, named->>'service', location, description from renos_sync.links,
        jsonb_to_record(base->'booking') as b(time text, named jsonb, location text, description text)`,
  );
  return new Map(says.map((one) => [one.id, one]));
}

type Item = BookingSays | EventSays;

function changesOf(side: Edit['side'], before: ReadonlyMap<string, Item>, now: ReadonlyMap<string, Item>): Edit[] {
  const edits: Edit[] = [];
  for (const id of new Set([...before.keys(), ...now.keys()])) {
    const [was, is] = [before.get(id), now.get(id)];
    if ((was?.live ?? false) !== (is?.live ?? false) && was !== undefined)
      edits.push({ side, id, field: 'removed', value: is?.live === true ? 'no' : 'yes' });
    if (is?.live !== true) continue;
    const fields = saidFields.filter((field) => was !== undefined && was[field] !== is[field]);
    edits.push(...fields.map((field) => ({ side, id, field, value: is[field] })));
  }
  return edits;
}

/** A later edit of the same field, or a removal of the whole, takes an earlier edit's place. */
function overrides(edit: Edit, old: Edit): boolean {
  if (edit.side !== old.side || edit.id !== old.id) return false;
  return edit.field === old.field || (edit.field === 'removed' && edit.value === 'yes');
}

/** Whether what a person had removed is there again: an occurrence whose series was made longer leaves no other trace. */
function isBroughtBack({ side, id, field, value }: Edit, now: Sides): boolean {
  const item = side === 'booking' ? now.bookings.get(id) : now.events.get(id);
  return field === 'removed' && value === 'yes' && item?.live === true;
}

/**
 * Whether an edit emptied a field before its item met its other half, which stood there all the time: at first
 * contact it is not known, and a value that only one side has is written to the other.
 */
function isNoWord({ side, id, field, value }: Edit, before: Sides, after: Sides): boolean {
  if (value !== null || !['location', 'description'].includes(field)) return false;
  const bookingId = side === 'booking' ? id : (after.bookingOf.get(id) ?? '');
  const eventId = side === 'event' ? id : (after.eventOf.get(id) ?? '');
  const stoodApart = before.bookings.has(bookingId) && before.events.has(eventId);
  return stoodApart && !before.eventOf.has(bookingId) && !before.bookingOf.has(eventId) && !eventId.startsWith('renos');
}

/** Whether a title's service has come to the booking: the name beside it is the customer's who has the booking now. */
function isRetitled({ side, id, field, value }: Edit, sides: Sides): boolean {
  const service = sides.bookings.get(sides.bookingOf.get(id) ?? '')?.title;
  return side === 'event' && field === 'title' && service != null && value?.includes(service) === true;
}

function stands({ side, id, field, value }: Edit, sides: Sides): boolean {
  const item = side === 'booking' ? sides.bookings.get(id) : sides.events.get(id);
  if (field === 'removed') return (item?.live ?? false) === (value === 'no');
  return item?.live === true && item[field] === value;
}

function hasArrived({ side, id, field }: Edit, sides: Sides): boolean {
  // A killed run made its booking's event, and stored no link to it.
  const maker = () => [...sides.bookings.keys()].find((bookingId) => isEventIdOf(id, bookingId));
  const booking = sides.bookings.get(side === 'booking' ? id : (sides.bookingOf.get(id) ?? maker() ?? ''));
  const event = sides.events.get(side === 'event' ? id : (sides.eventOf.get(id) ?? ''));
  if (field === 'removed') return (booking?.live ?? false) === (event?.live ?? false);
  return booking !== undefined && event !== undefined && saysTheSame(field, booking, event);
}

import { sql } from 'drizzle-orm';
import { expect } from 'vitest';
import { moveCalendar } from '../../src/core/calendar/move-calendar.js';
import { ConfigurationError } from '../../src/core/errors.js';
import type { SyncOptions } from '../../src/core/options/sync-options.js';
import type { UndoResult } from '../../src/core/results/undo-result.js';
import { type Database, rowsOf } from '../../src/db/client/database.js';
import { emptyDatabase } from './databases.js';
import { importText, worldOf } from './import-world.js';
import { openSyncWorld, type SyncWorld } from './sync-world.js';
import { lastRun, readRows, undo } from './undo-world.js';

/** A number from 0 up to 1, the same for the same seed (mulberry32). */
function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const day = 86_400_000;

/** A world with two calendars in which random people book, edit, move and import; all that they write is written once only. */
export class UndoWalk {
  readonly #random: () => number;
  #words = 0;
  readonly options: Partial<SyncOptions>;

  constructor(
    readonly world: SyncWorld,
    readonly other: string,
    seed: number,
  ) {
    this.#random = randomOf(seed);
    this.options = {
      calendarIds: ['primary', other],
      maxDeletes: { percent: 100 },
      policy: this.pick(['google', 'database', 'newest', 'hold'] as const),
      withAttendees: this.pick([true, false, false]),
    };
  }

  pick<Item>(items: readonly Item[]): Item {
    return items[Math.floor(this.#random() * items.length)] as Item;
  }

  word(): string {
    this.#words += 1;
    return `Ord${this.#words}`;
  }

  time() {
    const start = Math.floor(this.world.now.getTime() / day) * day + (3 + Math.floor(this.#random() * 60)) * day;
    const hour = 7 + Math.floor(this.#random() * 8);
    const at = (hours: number) => new Date(start + hours * 3_600_000).toISOString().replace('.000', '');
    return { start: at(hour), end: at(hour + 2) };
  }

  async book(): Promise<void> {
    const address = this.pick([{}, { address: this.word() }]);
    const customers = await rowsOf<{ id: string }>(
      this.world.database.orm,
      sql`select id from customers order by name`,
    );
    const customer = this.pick([null, ...customers.slice(0, 4)]);
    const more = { ...address, ...(customer === null ? {} : { customerId: customer.id }) };
    await this.world.addBooking({ id: `b${this.word()}`, ...this.time(), serviceType: this.word(), ...more });
  }

  async addEvent(): Promise<void> {
    const { start, end } = this.time();
    const zone = 'Europe/Copenhagen';
    const isSeries = this.#random() < 0.3;
    const requestBody = {
      summary: this.word(),
      description: this.pick([null, this.word()]),
      start: this.pick([
        { dateTime: start, timeZone: zone },
        { dateTime: start, timeZone: zone },
      ]),
      end: { dateTime: end, timeZone: zone },
      ...(isSeries ? { recurrence: ['RRULE:FREQ=WEEKLY;COUNT=3'] } : {}),
    };
    await this.world.google.events.insert({ calendarId: this.pick(['primary', 'primary', this.other]), requestBody });
  }

  async editBooking(): Promise<string | null> {
    const rows = await this.world.bookings();
    if (rows.length === 0) return null;
    const { id } = this.pick(rows);
    const word = this.word();
    const { start, end } = this.time();
    const edit = this.pick([
      { address: word },
      { notes: word },
      { serviceType: word },
      { startTime: start, endTime: end, scheduledAt: start },
    ]);
    const columns = Object.fromEntries(Object.entries(edit).map(([name, value]) => [name, value.replace('Z', '')]));
    await this.world.editBooking(id, columns);
    return 'startTime' in edit ? null : word;
  }

  async editEvent(): Promise<string | null> {
    const event = await this.anyEvent();
    if (event === null) return null;
    const word = this.word();
    const requestBody = this.pick([{ location: word }, { description: word }, { summary: word }]);
    await this.world.google.events.patch({ ...event, requestBody });
    return word;
  }

  async cancelBooking(): Promise<void> {
    const rows = (await this.world.bookings()).filter(({ status }) => status === 'scheduled');
    if (rows.length > 0) await this.world.editBooking(this.pick(rows).id, { status: 'cancelled' });
  }

  async deleteEvent(): Promise<void> {
    const event = await this.anyEvent();
    if (event !== null) await this.world.google.events.delete(event);
  }

  /** To the other calendar, whole series too. */
  async moveEvent(): Promise<void> {
    const event = this.pick([await this.anyEvent(), await this.anySeries()]);
    if (event === null || event.eventId.includes('_')) return;
    const destination = event.calendarId === 'primary' ? this.other : 'primary';
    await this.world.google.events.move({ ...event, destination });
  }

  async editSeries(): Promise<void> {
    const series = await this.anySeries();
    if (series !== null) await this.world.google.events.patch({ ...series, requestBody: { location: this.word() } });
  }

  async deleteSeries(): Promise<void> {
    const series = await this.anySeries();
    if (series !== null) await this.world.google.events.delete(series);
  }

  async anyEvent(): Promise<EventPlace | null> {
    const events = await this.events();
    return events.length === 0 ? null : placeOf(this.pick(events));
  }

  async anySeries(): Promise<EventPlace | null> {
    const masters = (await this.events()).filter(({ series }) => series !== null);
    if (masters.length === 0) return null;
    const { calendarId, series } = this.pick(masters);
    return { calendarId, eventId: series ?? '' };
  }

  async events() {
    const calendars = [await eventsOf(this.world, 'primary'), await eventsOf(this.world, this.other)];
    return calendars.flat();
  }

  /** Both sides, to the row and field. */
  async bothSides() {
    const events = (await this.events()).map(({ etag: _, ...says }) => says);
    return { rows: await readRows(this.world.database), events: events.sort((a, b) => (a.id < b.id ? -1 : 1)) };
  }

  /** Several steps of people, on either side. */
  async live(steps: number): Promise<void> {
    for (let step = 0; step < steps; step += 1) {
      const does = this.pick<(this: UndoWalk) => Promise<unknown>>([
        this.book,
        this.addEvent,
        this.editBooking,
        this.editEvent,
        this.cancelBooking,
        this.deleteEvent,
        this.moveEvent,
        this.editSeries,
        this.deleteSeries,
        this.book,
      ]);
      await does.call(this);
    }
    this.later();
  }

  readonly later = (): void => {
    this.world.now = new Date(this.world.now.getTime() + 120_000);
  };

  async sync(): Promise<void> {
    this.later();
    await this.world.sync(this.options);
  }

  async move(): Promise<void> {
    this.later();
    const [from, to] = this.pick([
      ['primary', this.other],
      [this.other, 'primary'],
    ] as const);
    const nothingToMove = (error: unknown) => {
      if (!(error instanceof ConfigurationError)) throw error;
    };
    await moveCalendar(this.world.ports(), { from, to, dryRun: false, wait: false }).catch(nothingToMove);
  }

  async import(): Promise<void> {
    await importText(worldOf(this.world.database), await this.file(), { createBookings: true });
  }

  /** Rows of new and of known customers, some twice, some with another's phone, half of them with a booking. */
  async file(): Promise<string> {
    const known = await rowsOf<{ name: string; email: string | null }>(
      this.world.database.orm,
      sql`select name, email from customers order by name, id`,
    );
    const rows: string[] = [];
    for (let n = 0; n < 6; n += 1) {
      const word = this.word();
      const old = known.length > 0 && this.#random() < 0.5 ? this.pick(known) : null;
      const { start, end } = this.time();
      const booking = this.pick([';;', `${start};${end};${this.word()}`]);
      const person = `${old?.name ?? `Kunde ${word}`};${old?.email ?? `${word.toLowerCase()}@example.dk`}`;
      const phone = this.pick(['', `20${String(100_000 + this.#words)}`, '20111111']);
      rows.push(`${person};${phone};${word} 1, 8000 Aarhus C;${this.pick(['', this.word()])};${booking}`);
      if (this.#random() < 0.2) rows.push(rows.at(-1) ?? '');
    }
    return `Name;Email;Phone;Address;Notes;Booking start;Booking end;Service\n${rows.join('\n')}\n`;
  }
}

interface EventPlace {
  readonly calendarId: string;
  readonly eventId: string;
}

function placeOf({ calendarId, id }: { readonly calendarId: string; readonly id: string }): EventPlace {
  return { calendarId, eventId: id };
}

async function eventsOf({ google, now }: SyncWorld, calendarId: string) {
  const { data } = await google.events.list({
    calendarId,
    singleEvents: true,
    maxResults: 2500,
    timeMin: new Date(now.getTime() - 60 * day).toISOString(),
    timeMax: new Date(now.getTime() + 300 * day).toISOString(),
  });
  return (data.items ?? []).map(
    ({ id, etag, recurringEventId, attendees, summary, location, description, start, end }) => ({
      calendarId,
      id: id ?? '',
      etag,
      series: recurringEventId ?? null,
      guests: attendees?.map(({ email }) => email).sort(),
      summary,
      location,
      description,
      start: new Date(start?.dateTime ?? start?.date ?? '').toISOString(),
      end: new Date(end?.dateTime ?? end?.date ?? '').toISOString(),
    }),
  );
}

/** Makes a world, lets people live in it, and runs something: gives both sides before it. */
async function walkTo(walk: UndoWalk) {
  await walk.live(8);
  await walk.import();
  await walk.sync();
  await walk.live(5);
  const kind = walk.pick(['sync', 'sync', 'sync', 'import', 'import', 'move'] as const);
  // A move takes along what is linked, as it is.
  if (kind === 'move') await walk.sync();
  const before = await walk.bothSides();
  await walk[kind]();
  return { before, kind, runId: await lastRun(walk.world.database) };
}

export async function withWalk(
  database: Database,
  seed: number,
  work: (walk: UndoWalk) => Promise<void>,
): Promise<void> {
  await emptyDatabase(database);
  await database.orm.execute(
    sql`truncate renos_sync.customer_keys, renos_sync.customer_aliases, renos_sync.imported_bookings, renos_sync.imported_notes, renos_sync.keepers`,
  );
  const world = await openSyncWorld({ ...database, close: async () => {} });
  try {
    const { data } = await world.google.calendars.insert({ requestBody: { summary: 'Fælles' } });
    await work(new UndoWalk(world, data.id ?? '', seed));
  } finally {
    await world.close();
  }
}

/**
 * A run undone leaves both sides as they were; undone again, as the run left them, and a third time, as they were. The next
 * sync finds nothing to do, and no mail was sent.
 */
export function walkThereAndBack(database: Database, seed: number): Promise<void> {
  return withWalk(database, seed, async (walk) => {
    const { before, kind, runId } = await walkTo(walk);
    const after = await walk.bothSides();
    let last: string | null = runId;
    for (const expected of [before, after, before]) {
      walk.later();
      const undone: UndoResult = await undo(walk.world, last ?? '', walk.options);
      expect(undone).toMatchObject({ kept: [], errors: [] });
      expect(await walk.bothSides()).toEqual(expected);
      if (kind === 'sync') await expectAtRest(walk);
      last = undone.runId;
      if (last === null) break;
    }
    expect(walk.world.sandbox.mails).toEqual([]);
  });
}

async function expectAtRest({ world, options, later }: UndoWalk) {
  later();
  const { changes } = await world.sync(options);
  later();
  const whole = await world.sync({ ...options, force: true });
  expect([changes, whole.changes]).toEqual([[], []]);
}

/** Whatever people write between a run and its undo is still there after it, after the next sync, and when the undo is undone. */
export function walkWithEditsBetween(database: Database, seed: number): Promise<void> {
  return withWalk(database, seed, async (walk) => {
    const { runId } = await walkTo(walk);
    const written = new Set<string>();
    for (let step = 0; step < 4; step += 1) {
      const word = await walk.pick([() => walk.editBooking(), () => walk.editEvent()])();
      if (word !== null) written.add(word);
    }
    const stood = await textOf(walk);
    const words = [...written].filter((word) => stood.includes(word));
    const lost = async () => {
      const now = await textOf(walk);
      return words.filter((word) => !now.includes(word));
    };
    walk.later();
    const undone = await undo(walk.world, runId, walk.options);
    expect(await lost()).toEqual([]);
    // What was written on both sides of a pair is held for a person, and neither word goes.
    const held = { ...walk.options, policy: 'hold' } as const;
    walk.later();
    await walk.world.sync(held);
    expect(await lost()).toEqual([]);
    walk.later();
    if (undone.runId !== null) await undo(walk.world, undone.runId, held);
    expect(await lost()).toEqual([]);
    expect(walk.world.sandbox.mails).toEqual([]);
  });
}

async function textOf(walk: UndoWalk): Promise<readonly string[]> {
  return JSON.stringify(await walk.bothSides()).match(/Ord\d+/g) ?? [];
}

import { sql } from 'drizzle-orm';
import { expect } from 'vitest';
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

/** A world in which random people book, edit and import; all that they write is written once only. */
export class UndoWalk {
  readonly #random: () => number;
  #words = 0;

  constructor(
    readonly world: SyncWorld,
    seed: number,
  ) {
    this.#random = randomOf(seed);
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
    await this.world.addBooking({ id: `b${this.word()}`, ...this.time(), serviceType: this.word(), ...address });
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
    await this.world.google.events.insert({ calendarId: 'primary', requestBody });
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
    await this.world.google.events.patch({ calendarId: 'primary', eventId: event, requestBody });
    return word;
  }

  async cancelBooking(): Promise<void> {
    const rows = (await this.world.bookings()).filter(({ status }) => status === 'scheduled');
    if (rows.length > 0) await this.world.editBooking(this.pick(rows).id, { status: 'cancelled' });
  }

  async deleteEvent(): Promise<void> {
    const eventId = await this.anyEvent();
    if (eventId !== null) await this.world.google.events.delete({ calendarId: 'primary', eventId });
  }

  async anyEvent(): Promise<string | null> {
    const events = await eventsOf(this.world);
    return events.length === 0 ? null : this.pick(events).id;
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
        this.book,
      ]);
      await does.call(this);
    }
    this.later();
  }

  later(): void {
    this.world.now = new Date(this.world.now.getTime() + 120_000);
  }

  async sync(): Promise<void> {
    this.later();
    await this.world.sync({ maxDeletes: { percent: 100 }, policy: 'google' });
  }

  async import(): Promise<void> {
    const known = await rowsOf<{ name: string; email: string | null }>(
      this.world.database.orm,
      sql`select name, email from customers`,
    );
    const rows = Array.from({ length: 6 }, () => {
      const word = this.word();
      const old = known.length > 0 && this.#random() < 0.5 ? this.pick(known) : null;
      const { start, end } = this.time();
      const booking = this.pick([';;', `${start};${end};${this.word()}`]);
      return `${old?.name ?? `Kunde ${word}`};${old?.email ?? `${word.toLowerCase()}@example.dk`};${word} 1, 8000 Aarhus C;${booking}`;
    });
    const text = `Name;Email;Address;Booking start;Booking end;Service\n${rows.join('\n')}\n`;
    await importText(worldOf(this.world.database), text, { createBookings: true });
  }
}

async function eventsOf({ google, now }: SyncWorld) {
  const { data } = await google.events.list({
    calendarId: 'primary',
    singleEvents: true,
    maxResults: 2500,
    timeMin: new Date(now.getTime() - 60 * day).toISOString(),
    timeMax: new Date(now.getTime() + 300 * day).toISOString(),
  });
  return (data.items ?? []).map(({ id, summary, location, description, start, end }) => ({
    id: id ?? '',
    summary,
    location,
    description,
    start: new Date(start?.dateTime ?? start?.date ?? '').toISOString(),
    end: new Date(end?.dateTime ?? end?.date ?? '').toISOString(),
  }));
}

/** Both sides, to the row and field. */
async function bothSides(world: SyncWorld) {
  const events = await eventsOf(world);
  return { rows: await readRows(world.database), events: events.sort((a, b) => (a.id < b.id ? -1 : 1)) };
}

/** Makes a world, lets people live in it, and runs something: gives both sides before it. */
async function walkTo(walk: UndoWalk) {
  await walk.live(8);
  await walk.import();
  await walk.sync();
  await walk.live(5);
  const kind = walk.pick(['sync', 'sync', 'import']);
  const before = await bothSides(walk.world);
  if (kind === 'sync') await walk.sync();
  else await walk.import();
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
    await work(new UndoWalk(world, seed));
  } finally {
    await world.close();
  }
}

/** A run undone leaves both sides as they were; undone again, as the run left them; and the next sync finds nothing to do. */
export function walkThereAndBack(database: Database, seed: number): Promise<void> {
  return withWalk(database, seed, async (walk) => {
    const { before, kind, runId } = await walkTo(walk);
    const after = await bothSides(walk.world);
    walk.later();
    const undone = await undo(walk.world, runId);
    expect(undone).toMatchObject({ kept: [], errors: [] });
    expect(await bothSides(walk.world)).toEqual(before);
    if (kind === 'sync') {
      walk.later();
      const { changes } = await walk.world.sync({ maxDeletes: { percent: 100 } });
      expect(changes).toEqual([]);
    }
    if (undone.runId === null) return;
    walk.later();
    expect(await undo(walk.world, undone.runId)).toMatchObject({ kept: [], errors: [] });
    expect(await bothSides(walk.world)).toEqual(after);
  });
}

/** Whatever people write between a run and its undo is still there after both, and after the next sync. */
export function walkWithEditsBetween(database: Database, seed: number): Promise<void> {
  return withWalk(database, seed, async (walk) => {
    const { runId } = await walkTo(walk);
    const written = new Map<string, string>();
    for (let step = 0; step < 4; step += 1) {
      const word = await walk.pick([() => walk.editBooking(), () => walk.editEvent()])();
      if (word !== null) written.set(word, word);
    }
    const stood = await textOf(walk.world);
    const words = [...written.keys()].filter((word) => stood.includes(word));
    walk.later();
    await undo(walk.world, runId);
    const now = await textOf(walk.world);
    expect(words.filter((word) => !now.includes(word))).toEqual([]);
  });
}

async function textOf(world: SyncWorld): Promise<readonly string[]> {
  const says = JSON.stringify(await bothSides(world));
  return says.match(/Ord\d+/g) ?? [];
}

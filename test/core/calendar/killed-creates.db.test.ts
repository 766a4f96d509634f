import { sql } from 'drizzle-orm';
import { describe, expect, test } from 'vitest';
import type { SyncPorts, SyncStore } from '../../../src/core/calendar/model/sync-store.js';
import { rowsOf } from '../../../src/db/client/database.js';
import { createSyncStore } from '../../../src/db/sync/sync-store.js';
import { databaseKinds } from '../../helpers/databases.js';
import { personAtGoogle } from '../../helpers/person-at-google.js';
import { readSides } from '../../helpers/sync-sides.js';
import type { SyncWorld } from '../../helpers/sync-world.js';
import { syncWorldInTurn } from '../../helpers/worlds-in-turn.js';

const calendarId = 'primary';
let world: SyncWorld;
const { at, later, timed, patch, insert, expectSettled } = personAtGoogle(() => world);

const floor = { customerId: 'k1', serviceType: 'Gulv', address: 'Nygade 1', notes: 'Nøgle 1111' };
const local = (instant: string) => instant.replace('Z', '');
const hours = (start: string, end: string) => ({
  startTime: local(start),
  endTime: local(end),
  scheduledAt: local(start),
});

/** A run that does what it is to do in Google, and is killed before it stores what it did, or once it has stored the first of it. */
async function killedSync(stores = 0): Promise<void> {
  let stored = 0;
  const storeFor: SyncPorts['storeFor'] = (lease) => {
    const store = createSyncStore(world.database, lease);
    const commit: SyncStore['commit'] = (items) => {
      // What is stored of the calendar itself, before anything is written.
      const isEmpty = [...items.items].length === 0;
      if (!isEmpty) stored += 1;
      return isEmpty || stored <= stores ? store.commit(items) : Promise.reject(new Error('killed'));
    };
    return { ...store, commit };
  };
  await expect(world.syncOutcome({}, { storeFor })).rejects.toThrow('killed');
  later();
}

async function made(id: string): Promise<string> {
  const { data } = await world.google.events.list({ calendarId, privateExtendedProperty: [`renosBookingId=${id}`] });
  return data.items?.[0]?.id ?? '';
}

const removeRow = (id: string) => world.database.orm.execute(sql`delete from bookings where id = ${id}`);
const renew = (id: string, to: string) =>
  world.database.orm.execute(sql`update bookings set id = ${to} where id = ${id}`);
const summaries = async () => (await world.events()).map(({ summary }) => summary).sort();
const rowOf = async (id: string) => (await world.bookings()).find((row) => row.id === id);

interface Pasted {
  readonly start?: number;
  readonly location?: string;
  readonly recurrence?: string[];
}

describe.each(databaseKinds)('an event that a killed sync made, on the %s database', (kind) => {
  syncWorldInTurn(kind, async (opened) => {
    world = opened;
    await world.addCustomer({ id: 'k1', name: 'Hansen', email: 'hansen@example.dk' });
    await world.addCustomer({ id: 'k2', name: 'Olsen', email: 'olsen@example.dk' });
    for (const n of [1, 2, 3]) {
      await world.addBooking({ id: `b${n}`, serviceType: `Vask ${n}`, start: at(n + 4), end: at(n + 4, 11) });
    }
    await world.sync();
    later();
    await world.addBooking({ id: 'b9', ...floor, start: at(3), end: at(3, 11) });
    await killedSync();
  });

  /** One event of the booking, and both say the same. */
  async function expectOne(bookingId = 'b9', n = 4): Promise<void> {
    expect(await world.bookings()).toHaveLength(n);
    expect(await world.events()).toHaveLength(n);
    expect((await readSides(world)).eventOf.get(bookingId)).toBeDefined();
    await expectSettled();
  }

  test.each([
    ['text and hour', () => ({ serviceType: 'Vinduer', ...hours(at(4, 13), at(4, 15)) })],
    [
      'every text and the day',
      () => ({ serviceType: 'Vinduer', address: 'Torvet 2', notes: 'Ny', ...hours(at(8), at(8, 10)) }),
    ],
    [
      'every field and the customer',
      () => ({
        customerId: 'k2',
        serviceType: 'Vinduer',
        address: 'Torvet 2',
        notes: 'Ny',
        ...hours(at(8), at(8, 10)),
      }),
    ],
    [
      'every text cleared, and the hour',
      () => ({ customerId: null, serviceType: null, address: null, notes: null, ...hours(at(3, 14), at(3, 15)) }),
    ],
    ['a day beyond the window', () => ({ serviceType: 'Vinduer', ...hours(at(380), at(380, 10)) })],
  ])('is its booking’s, whatever was edited in the row: %s', async (_what, edit) => {
    const eventId = await made('b9');
    await world.editBooking('b9', edit());
    expect(await world.sync()).toMatchObject({
      conflicts: [],
      errors: [],
      google: { created: 0, updated: 1, deleted: 0 },
      database: { created: 0, updated: 0 },
    });
    expect((await readSides(world)).eventOf.get('b9')).toBe(eventId);
    await expectOne();
  });

  test.each([
    ['text and hour', () => ({ summary: 'Tag', start: timed(at(4, 13)), end: timed(at(4, 15)) })],
    [
      'all that it says',
      () => ({ summary: 'Tag', location: 'Torvet', description: 'Hund', start: timed(at(8)), end: timed(at(8, 10)) }),
    ],
    [
      'to a whole day, without texts',
      () => ({
        summary: 'Tag',
        location: '',
        description: '',
        start: { date: at(5).slice(0, 10), dateTime: null },
        end: { date: at(6).slice(0, 10), dateTime: null },
      }),
    ],
  ])('is its booking’s, whatever was edited in Google: %s', async (_what, edit) => {
    await patch(await made('b9'), edit());
    later();
    expect(await world.sync()).toMatchObject({
      conflicts: [],
      google: { created: 0, updated: 0, deleted: 0 },
      database: { created: 0, updated: 1 },
    });
    expect(await rowOf('b9')).toMatchObject({ serviceType: 'Tag', customerId: 'k1' });
    await expectOne();
  });

  test('carries over what was edited in both, each in another field', async () => {
    await patch(await made('b9'), { location: 'Torvet 2', start: timed(at(8)), end: timed(at(8, 10)) });
    await world.editBooking('b9', { serviceType: 'Vinduer', notes: 'Ny' });
    later();
    expect(await world.sync()).toMatchObject({
      conflicts: [],
      google: { created: 0, updated: 1 },
      database: { updated: 1 },
    });
    expect(await rowOf('b9')).toMatchObject({
      serviceType: 'Vinduer',
      notes: 'Ny',
      address: 'Torvet 2',
      start: at(8),
    });
    await expectOne();
  });

  test('tells what was edited in both, all of it otherwise', async () => {
    await patch(await made('b9'), {
      summary: 'Tag',
      location: 'Torvet 2',
      description: 'Hund',
      start: timed(at(8)),
      end: timed(at(8, 10)),
    });
    later();
    await world.editBooking('b9', {
      serviceType: 'Vinduer',
      address: 'Algade 3',
      notes: 'Ny',
      ...hours(at(6, 13), at(6, 15)),
    });
    const { conflicts } = await world.sync();
    expect(conflicts).toMatchObject([{ decision: 'database' }]);
    expect(await rowOf('b9')).toMatchObject({ serviceType: 'Vinduer', address: 'Algade 3', notes: 'Ny' });
    await expectOne();
  });

  test('does not take what was said of one customer over to the next', async () => {
    await patch(await made('b9'), { location: 'Hansens nye hus' });
    later();
    await world.editBooking('b9', { customerId: 'k2', notes: 'Nøgle 2222' });
    expect(await world.sync()).toMatchObject({ conflicts: [{ bookingId: 'b9' }], google: { created: 0 } });
    expect(await rowOf('b9')).toMatchObject({ customerId: 'k2', address: 'Nygade 1', notes: 'Nøgle 2222' });
    await expectOne();
  });

  test('is known again though its customer was renamed and the hour edited', async () => {
    await world.database.orm.execute(sql`update customers set name = 'Hansen-Holm' where id = 'k1'`);
    await world.editBooking('b9', hours(at(4, 13), at(4, 15)));
    expect(await world.sync()).toMatchObject({
      conflicts: [],
      google: { created: 0, updated: 1 },
      database: { created: 0 },
    });
    expect(await summaries()).toContain('Gulv - Hansen-Holm');
    await expectOne();
  });

  test.each([
    ['before it has stored the link', 0],
    ['once it has written the edit', 1],
  ])('is known again by a second run that is killed %s, and by the one after it', async (_what, stores) => {
    await world.editBooking('b9', { serviceType: 'Vinduer', ...hours(at(4, 13), at(4, 15)) });
    await killedSync(stores);
    expect(await summaries()).toContain(stores === 0 ? 'Gulv - Hansen' : 'Vinduer - Hansen');
    await world.editBooking('b9', { serviceType: 'Tag', address: 'Torvet 2', ...hours(at(8), at(8, 10)) });
    await world.sync();
    expect(await rowOf('b9')).toMatchObject({ serviceType: 'Tag', address: 'Torvet 2' });
    await expectOne();
  });

  test('is known again where no list shows it yet', async () => {
    const eventId = await made('b9');
    await removeRow('b9');
    await world.sync({ maxDeletes: { percent: 100 } });
    // Created without a reply, and listed an hour later.
    await world.addBooking({ id: 'b8', ...floor, start: at(3), end: at(3, 11) });
    world.sandbox.addFault({ kind: 'delay-listing', delayMs: 3_600_000, match: { method: 'POST' } });
    await killedSync();
    world.sandbox.clearFaults();
    await world.editBooking('b8', { serviceType: 'Vinduer', address: null, notes: 'Ny', ...hours(at(8), at(8, 10)) });
    expect(await world.sync()).toMatchObject({ conflicts: [], google: { created: 0, updated: 1 } });
    later(120);
    await world.sync();
    expect(await made('b8')).not.toBe(eventId);
    await expectOne('b8');
  });

  test('is one with the booking though it became a series', async () => {
    const eventId = await made('b9');
    await patch(eventId, { recurrence: ['RRULE:FREQ=WEEKLY;COUNT=3'] });
    await world.editBooking('b9', { serviceType: 'Vinduer' });
    later();
    expect(await world.sync()).toMatchObject({ google: { created: 0 }, database: { created: 2 } });
    expect((await readSides(world)).eventOf.get('b9')).toContain(eventId);
    expect(await rowOf('b9')).toMatchObject({ serviceType: 'Vinduer' });
    await expectSettled();
    // All links are lost: each row names its occurrence.
    await world.database.orm.execute(sql`truncate renos_sync.links, renos_sync.calendars`);
    later();
    expect(await world.sync()).toMatchObject({ changes: [], conflicts: [], errors: [] });
    await expectSettled();
  });

  test.each([
    ['as it was', {}, {}],
    ['to another day, with another text', { start: 8, location: 'Torvet 2' }, {}],
    ['unchanged, and everything is listed again', {}, { force: true }],
    ['made weekly', { recurrence: ['RRULE:FREQ=WEEKLY;COUNT=2'] }, {}],
  ])(
    'goes on as its copy where a person cut and pasted it %s',
    async (_what, { start: day = 3, ...more }: Pasted, options) => {
      const eventId = await made('b9');
      const { data } = await world.google.events.get({ calendarId, eventId });
      const { summary, location, description, extendedProperties } = data;
      const times = { start: timed(at(day)), end: timed(at(day, 11)) };
      const requestBody = { id: 'kopi0', summary, location, description, extendedProperties, ...times, ...more };
      await world.google.events.insert({ calendarId, requestBody: requestBody as object });
      await world.google.events.delete({ calendarId, eventId });
      await world.editBooking('b9', { serviceType: 'Vinduer' });
      later();
      const weeks = 'recurrence' in more ? 2 : 1;
      expect(await world.sync(options)).toMatchObject({
        google: { created: 0 },
        database: { created: weeks - 1, cancelled: 0 },
      });
      expect((await readSides(world)).eventOf.get('b9')).toContain('kopi0');
      expect(await rowOf('b9')).toMatchObject({
        customerId: 'k1',
        serviceType: 'Vinduer',
        address: more.location ?? 'Nygade 1',
        start: at(day),
      });
      await expectSettled();
      // Both are there, of one booking.
      await world.google.events.patch({ calendarId, eventId, requestBody: { status: 'confirmed' } });
      later();
      expect(await world.sync()).toMatchObject({
        errors: [{ code: 'event-and-former-event' }],
        database: { created: 0 },
      });
    },
  );

  const forgetRuns = () =>
    world.database.orm.execute(
      sql`truncate renos_sync.runs, renos_sync.links, renos_sync.calendars, renos_sync.keepers, renos_sync.journal`,
    );

  test.each([
    ['as it was', {}],
    ['to another day, with another address', { day: 4, location: 'Torvet 2' }],
    ['and the row was edited', { row: { serviceType: 'Vinduer' } }],
  ])(
    'goes on as its copy where a person cut and pasted it %s, though its run is not known',
    async (_what, {
      day = 3,
      row = {},
      ...more
    }: { day?: number; location?: string; row?: Record<string, string> }) => {
      const eventId = await made('b9');
      const { data } = await world.google.events.get({ calendarId, eventId });
      const { summary, location, description, extendedProperties } = data;
      const times = { start: timed(at(day)), end: timed(at(day, 11)) };
      const requestBody = { id: 'kopi0', summary, location, description, extendedProperties, ...times, ...more };
      await world.google.events.insert({ calendarId, requestBody: requestBody as object });
      await world.google.events.delete({ calendarId, eventId });
      await world.editBooking('b9', row);
      await forgetRuns();
      later();
      expect(await world.sync()).toMatchObject({
        google: { created: 0 },
        database: { created: 0, cancelled: 0 },
        conflicts: [],
      });
      expect((await readSides(world)).eventOf.get('b9')).toBe('kopi0');
      expect(await rowOf('b9')).toMatchObject({
        customerId: 'k1',
        status: 'scheduled',
        serviceType: 'Gulv',
        address: more.location ?? 'Nygade 1',
        start: at(day),
        ...row,
      });
      await expectOne();
    },
  );

  test('does not go on as a copy that says another customer’s words', async () => {
    const eventId = await made('b9');
    const { data } = await world.google.events.get({ calendarId, eventId });
    const times = { start: timed(at(3)), end: timed(at(3, 11)) };
    const marks = { extendedProperties: { private: { ...data.extendedProperties?.private } } };
    await insert('kopi0', 'Ruder - Olsen', { location: 'Torvet 9', description: 'Nøgle 9999', ...marks, ...times });
    await world.google.events.delete({ calendarId, eventId });
    await world.editBooking('b9', { serviceType: 'Vask', address: 'Nygade 1 A', notes: 'Nøgle 1112' });
    await forgetRuns();
    later();
    await world.sync();
    expect(await rowOf('b9')).toMatchObject({ address: 'Nygade 1 A', notes: 'Nøgle 1112' });
    expect((await world.bookings()).filter(({ address }) => address === 'Torvet 9')).toHaveLength(1);
  });

  test('is reported if the row names another event now', async () => {
    await insert('frarenos', 'Gulv - Hansen', { location: 'Nygade 1', start: timed(at(3)), end: timed(at(3, 11)) });
    await world.editBooking('b9', { calendarEventId: 'frarenos' });
    expect(await world.sync()).toMatchObject({
      errors: [{ code: 'event-and-former-event' }],
      database: { created: 0 },
    });
    await world.google.events.delete({ calendarId, eventId: await made('b9') });
    later();
    await world.sync();
    expect((await readSides(world)).eventOf.get('b9')).toBe('frarenos');
    await expectOne();
  });

  test.each([
    ['the next list says so', {}],
    ['everything is listed again', { force: true }],
  ])('takes its booking with it where a person deleted it, and %s', async (_what, options) => {
    await world.google.events.delete({ calendarId, eventId: await made('b9') });
    later();
    expect(await world.sync(options)).toMatchObject({ google: { created: 0, updated: 0 }, database: { cancelled: 1 } });
    expect(await world.events()).toHaveLength(3);
    await expectSettled();
  });

  test.each([
    ['the next list says so', {}],
    ['everything is listed again', { force: true }],
  ])('is restored and reported if one person deleted it and another edited the row, and %s', async (_what, options) => {
    await world.google.events.delete({ calendarId, eventId: await made('b9') });
    later();
    await world.editBooking('b9', { serviceType: 'Vinduer', address: 'Torvet 2', ...hours(at(4, 13), at(4, 15)) });
    expect(await world.sync(options)).toMatchObject({
      conflicts: [{ bookingId: 'b9', decision: 'database' }],
      google: { created: 0 },
    });
    await expectOne();
  });

  test('goes with its booking’s row, and no booking comes back', async () => {
    await removeRow('b9');
    expect(await world.sync()).toMatchObject({
      conflicts: [],
      google: { created: 0, deleted: 1 },
      database: { created: 0 },
    });
    expect(await world.bookings()).toHaveLength(3);
    expect(await world.events()).toHaveLength(3);
    await expectSettled();
  });

  test.each([
    ['nothing else', {}],
    ['every text', { serviceType: 'Vinduer', address: 'Torvet 2', notes: 'Ny' }],
    [
      'the hour and the customer',
      { customerId: 'k2', startTime: '2031-01-01T10:00:00', endTime: '2031-01-01T11:00:00' },
    ],
  ])('goes where its booking was cancelled, and edited before: %s', async (_what, edit) => {
    await world.editBooking('b9', { status: 'cancelled', ...edit });
    expect(await world.sync()).toMatchObject({
      conflicts: [],
      google: { created: 0, deleted: 1 },
      database: { created: 0, updated: 0 },
    });
    expect(await world.bookings()).toHaveLength(4);
    expect(await world.events()).toHaveLength(3);
    expect(await rowOf('b9')).toMatchObject({
      status: 'cancelled',
      ...('customerId' in edit ? { customerId: 'k2' } : {}),
    });
    await expectSettled();
  });

  test.each([
    ['deleted', () => removeRow('b9')],
    ['cancelled', () => world.editBooking('b9', { status: 'cancelled' })],
  ])('is restored with its booking that was %s, and reported, if a person edited it since', async (_what, take) => {
    await patch(await made('b9'), { location: 'Torvet 2' });
    later();
    await take();
    expect(await world.sync()).toMatchObject({
      conflicts: [{ bookingId: 'b9', decision: 'google' }],
      google: { deleted: 0 },
    });
    expect(await rowOf('b9')).toMatchObject({
      serviceType: 'Gulv',
      customerId: 'k1',
      address: 'Torvet 2',
      status: 'scheduled',
    });
    await expectOne();
  });

  test.each([
    ['hold', { deleted: 0, decision: 'held' }],
    ['database', { deleted: 1, decision: 'database' }],
  ] as const)(
    'is left to the policy %s where it was edited and its row is gone',
    async (policy, { deleted, decision }) => {
      await patch(await made('b9'), { location: 'Torvet 2' });
      later();
      await removeRow('b9');
      expect(await world.sync({ policy })).toMatchObject({
        conflicts: [{ decision }],
        google: { deleted },
        database: { created: 0 },
      });
    },
  );

  test('stays where only bookings are written, and goes with the next run both ways', async () => {
    await removeRow('b9');
    expect(await world.sync({ direction: 'google-to-db' })).toMatchObject({
      google: { deleted: 0 },
      database: { created: 0 },
    });
    later();
    expect(await world.sync()).toMatchObject({ google: { deleted: 1 }, database: { created: 0 } });
    await expectSettled();
  });

  test('goes with a row that was deleted, though a run is killed that had removed it', async () => {
    await removeRow('b9');
    await killedSync();
    expect(await world.sync()).toMatchObject({ google: { created: 0 }, database: { created: 0 } });
    expect(await world.events()).toHaveLength(3);
    await expectSettled();
  });

  test('continues with a row under another key that says all that it was made with', async () => {
    const eventId = await made('b9');
    await renew('b9', 'b19');
    expect(await world.sync()).toMatchObject({
      conflicts: [],
      google: { created: 0, deleted: 0 },
      database: { created: 0 },
    });
    expect((await readSides(world)).eventOf.get('b19')).toBe(eventId);
    await expectOne('b19');
  });

  test('continues with a row under another key even if a person edited its time in Google', async () => {
    const eventId = await made('b9');
    await renew('b9', 'b19');
    await patch(eventId, { start: timed(at(8)), end: timed(at(8, 10)) });
    later();
    expect(await world.sync()).toMatchObject({
      conflicts: [],
      google: { created: 0, deleted: 0 },
      database: { created: 0, updated: 1 },
    });
    expect(await rowOf('b19')).toMatchObject({ customerId: 'k1', start: at(8) });
    await expectOne('b19');
  });

  test('is in the journal of the run that made it, so that undoing that run can take it back', async () => {
    await world.editBooking('b9', { serviceType: 'Vinduer', ...hours(at(4, 13), at(4, 15)) });
    await world.sync();
    const [killed] = await rowsOf<{ action: string; title: string }>(
      world.database.orm,
      sql`select j.action, j.fields->'title'->>1 as title from renos_sync.journal j join renos_sync.runs r on r.id = j.run_id where r.error is not null`,
    );
    expect(killed).toEqual({ action: 'create', title: 'Gulv - Hansen' });
  });

  test('is a stranger to a database that knows nothing of the run which made it', async () => {
    await world.database.orm.execute(
      sql`truncate renos_sync.runs, renos_sync.links, renos_sync.calendars, renos_sync.keepers, renos_sync.journal`,
    );
    await removeRow('b9');
    expect(await world.sync()).toMatchObject({ google: { deleted: 0 }, database: { created: 1 } });
  });

  test('does not bring back, or delete, what a person restored after its link was forgotten', async () => {
    await world.sync();
    const eventId = await made('b9');
    await removeRow('b9');
    await world.sync();
    await world.database.orm.execute(sql`delete from renos_sync.links where closed`);
    await patch(eventId, { status: 'confirmed' });
    later();
    expect(await world.sync()).toMatchObject({ google: { deleted: 0 }, database: { created: 1 } });
  });
});

describe.each(databaseKinds)('a first sync that is killed, on the %s database', (kind) => {
  syncWorldInTurn(kind, (opened) => {
    world = opened;
  });

  const book = async (ids: readonly number[]) => {
    for (const n of ids)
      await world.addBooking({ id: `b${n}`, serviceType: `Vask ${n}`, start: at(n), end: at(n, 11) });
  };

  test('is refused, and deletes nothing, where all of its bookings are gone', async () => {
    await book([2, 3, 4]);
    await killedSync();
    await world.database.orm.execute(sql`delete from bookings`);
    await expect(world.sync()).rejects.toMatchObject({ code: 'bookings-gone' });
    expect(await world.events()).toHaveLength(3);
    await world.sync({ maxDeletes: { percent: 100 } });
    expect(await world.events()).toHaveLength(0);
    await expectSettled();
  });

  test('continues with rows that were all edited, deleted or cancelled meanwhile', async () => {
    await book([2, 3, 4, 5, 6]);
    await killedSync();
    await world.editBooking('b2', { serviceType: 'Tag', ...hours(at(12), at(12, 11)) });
    await removeRow('b3');
    await world.editBooking('b4', { status: 'cancelled', serviceType: 'Tag' });
    await renew('b5', 'b15');
    expect(await world.sync()).toMatchObject({
      conflicts: [],
      errors: [],
      google: { created: 0, updated: 1, deleted: 2 },
      database: { created: 0 },
    });
    expect(await summaries()).toEqual(['Tag', 'Vask 5', 'Vask 6']);
    await expectSettled();
  });

  test('continues with each row of those that said the same, and were edited since', async () => {
    for (const n of [2, 3, 4])
      await world.addBooking({ id: `b${n}`, serviceType: 'Gulv', start: at(3), end: at(3, 11) });
    await killedSync();
    for (const n of [2, 3, 4])
      await world.editBooking(`b${n}`, { serviceType: `Tag ${n}`, ...hours(at(n), at(n, 12)) });
    expect(await world.sync()).toMatchObject({
      conflicts: [],
      google: { created: 0, updated: 3 },
      database: { created: 0 },
    });
    expect(await summaries()).toEqual(['Tag 2', 'Tag 3', 'Tag 4']);
    await expectSettled();
  });

  test('keeps a long text whole that Google has cut, whatever else was edited', async () => {
    const notes = `${'Nøgle under måtten. '.repeat(600)}Slut.`;
    await world.addBooking({ id: 'b2', serviceType: 'Gulv', notes, start: at(3), end: at(3, 11) });
    await killedSync();
    await world.editBooking('b2', { serviceType: 'Tag', ...hours(at(5), at(5, 12)) });
    expect(await world.sync()).toMatchObject({ conflicts: [], google: { created: 0, updated: 1 } });
    expect(await rowOf('b2')).toMatchObject({ serviceType: 'Tag', notes });
    await world.sync();
    expect(await rowOf('b2')).toMatchObject({ notes });
  });

  test('costs what other runs do, once its events are linked', async () => {
    await book([2, 3]);
    await killedSync();
    await world.editBooking('b2', { serviceType: 'Tag', ...hours(at(12), at(12, 11)) });
    await world.sync();
    later();
    const before = world.database.statements();
    expect(await world.sync()).toMatchObject({ requests: 1 });
    expect(world.database.statements() - before).toBeLessThanOrEqual(12);
  });
});

import { sql } from 'drizzle-orm';
import { describe, expect, test } from 'vitest';
import { databaseKinds } from '../../helpers/databases.js';
import { personAtGoogle } from '../../helpers/person-at-google.js';
import { differences, readSides } from '../../helpers/sync-sides.js';
import type { SyncWorld } from '../../helpers/sync-world.js';
import { syncWorldInTurn } from '../../helpers/worlds-in-turn.js';

const calendarId = 'primary';
let world: SyncWorld;
const { at, later, timed, insert, patch, eventOf, expectSettled } = personAtGoogle(() => world);

const people = ['Hansen', 'Pedersen', 'Olsen'];

/** Three customers, each with a booking at its own hour, and synced. */
async function bookThree(): Promise<void> {
  for (const [index, name] of people.entries()) {
    const n = index + 1;
    await world.addCustomer({ id: `k${n}`, name, email: `${name.toLowerCase()}@example.dk` });
    await world.addBooking({
      id: `b${n}`,
      customerId: `k${n}`,
      serviceType: 'Vinduer',
      address: `Nygade ${n}`,
      notes: `Nøgle ${n}${n}${n}${n}`,
      start: at(2, 8 + n),
      end: at(2, 9 + n),
    });
  }
  await world.sync();
  later();
}

const setEvent = (bookingId: string, calendarEventId: string) => world.editBooking(bookingId, { calendarEventId });
const remove = (eventId: string) => world.google.events.delete({ calendarId, eventId });
const eventsOf = async () => Object.fromEntries((await readSides(world)).eventOf);
const rows = async () => (await world.bookings()).map(({ calendarEventId: _, ...row }) => row);

/** Every event names the customer of its booking, the address and the key: none says another's. */
async function expectEachItsOwn(): Promise<void> {
  const sides = await readSides(world);
  for (const booking of sides.bookings.values()) {
    if (!booking.live) continue;
    const event = sides.events.get(sides.eventOf.get(booking.id) ?? '');
    expect([event?.location, event?.description]).toEqual([booking.location, booking.description]);
    expect(event?.title).toContain(booking.customerName);
  }
  expect(differences(sides)).toEqual([]);
}

describe.each(databaseKinds)('rows that name another event, on the %s database', (kind) => {
  syncWorldInTurn(kind, async (opened) => {
    world = opened;
    await bookThree();
  });

  const reschedule = async (hour: number) => {
    await insert('nu000', 'Vinduer - Hansen', {
      location: 'Nygade 1',
      description: 'Nøgle 1111',
      start: timed(at(3, hour)),
      end: timed(at(3, hour + 1)),
    });
    const [start, end] = [at(3, hour), at(3, hour + 1)].map((text) => text.replace('Z', ''));
    await world.editBooking('b1', { calendarEventId: 'nu000', startTime: start ?? null, endTime: end ?? null });
  };

  test.each([
    ['deletes the event and makes another', 11, {}],
    ['does so while everything is read again', 12, { force: true }],
  ] as const)('follows the application that %s', async (_what, hour, options) => {
    await remove(await eventOf('b1'));
    await reschedule(hour);
    expect(await world.sync(options)).toMatchObject({
      google: { created: 0, deleted: 0 },
      database: { created: 0, cancelled: 0 },
      errors: [],
    });
    expect(await eventOf('b1')).toBe('nu000');
    expect(await world.bookings()).toHaveLength(3);
    await expectEachItsOwn();
    await expectSettled();
  });

  test.each([
    ['address', { location: 'Nygade 1, baghuset' }, { address: 'Nygade 1, baghuset' }],
    ['street', { location: 'Torvet 9' }, { address: 'Torvet 9' }],
    ['text', { description: 'Ring på hos naboen' }, { notes: 'Ring på hos naboen' }],
  ])(
    'follows an application that creates an event again whose %s a person had edited in Google',
    async (_what, edit, row) => {
      const before = await eventOf('b1');
      await patch(before, edit);
      await insert('nu000', 'Vinduer - Hansen', {
        location: 'Nygade 1',
        description: 'Nøgle 1111',
        start: timed(at(2, 9)),
        end: timed(at(2, 10)),
        ...edit,
      });
      await remove(before);
      await setEvent('b1', 'nu000');
      expect(await world.sync()).toMatchObject({
        google: { created: 0 },
        database: { created: 0, cancelled: 0 },
        errors: [],
      });
      expect(await eventOf('b1')).toBe('nu000');
      expect(await world.bookings()).toContainEqual(expect.objectContaining({ id: 'b1', ...row }));
      await expectEachItsOwn();
      await expectSettled();
    },
  );

  test('follows the application to an event that a person makes weekly at once', async () => {
    await remove(await eventOf('b1'));
    await reschedule(11);
    await patch('nu000', { recurrence: ['RRULE:FREQ=WEEKLY;COUNT=2'] });
    expect(await world.sync()).toMatchObject({ database: { created: 1, cancelled: 0 }, errors: [] });
    expect(await eventOf('b1')).toMatch(/^nu000_/);
    expect(await world.bookings()).toHaveLength(4);
    await expectSettled();
  });

  test('keeps the booking where a run comes between the new event and the row that names it', async () => {
    await remove(await eventOf('b1'));
    await insert('nu000', 'Vinduer - Hansen', {
      location: 'Nygade 1',
      description: 'Nøgle 1111',
      start: timed(at(3, 11)),
      end: timed(at(3, 12)),
    });
    expect(await world.sync()).toMatchObject({ database: { created: 0, cancelled: 0, updated: 1 }, errors: [] });
    later();
    await setEvent('b1', 'nu000');
    expect(await world.sync()).toMatchObject({ changes: [], errors: [] });
    expect(await eventOf('b1')).toBe('nu000');
    await expectEachItsOwn();
    await expectSettled();
  });

  test('takes a new event for no successor where two were deleted that say the same, or it says a title alone', async () => {
    for (const id of ['ens01', 'ens02', 'kort1']) {
      const says = id === 'kort1' ? {} : { location: 'Torvet 4' };
      await insert(id, id === 'kort1' ? 'Frokost' : 'Gulv', {
        ...says,
        start: timed(at(id === 'ens01' ? 4 : 5)),
        end: timed(at(id === 'ens01' ? 4 : 5, 10)),
      });
    }
    await world.sync();
    later();
    for (const id of ['ens01', 'ens02', 'kort1']) await remove(id);
    await insert('nu001', 'Gulv', { location: 'Torvet 4', start: timed(at(6)), end: timed(at(6, 10)) });
    await insert('nu002', 'Frokost', { start: timed(at(7)), end: timed(at(7, 10)) });
    expect(await world.sync()).toMatchObject({ database: { created: 2, cancelled: 3 } });
    await expectSettled();
  });

  test('follows the application though Google had forgotten both deletion and event in its list', async () => {
    const before = await eventOf('b1');
    await reschedule(11);
    await world.sync({ maxEvents: 0 });
    await remove(before);
    later();
    await world.sync({ retryFailed: true });
    expect(await eventOf('b1')).toBe('nu000');
    expect(await world.bookings()).toHaveLength(3);
    await expectSettled();
  });

  test('tells of an event whose previous event is still there, and follows once that is gone', async () => {
    const previous = await eventOf('b1');
    await reschedule(11);
    expect(await world.sync()).toMatchObject({ changes: [], errors: [{ code: 'event-and-former-event' }] });
    later();
    world.sandbox.resetLog();
    expect(await world.sync()).toMatchObject({ requests: 1, changes: [], skipped: { 'failed-before': 1 } });
    await remove(previous);
    later();
    expect(await world.sync()).toMatchObject({ database: { created: 0, cancelled: 0 }, errors: [] });
    expect(await eventOf('b1')).toBe('nu000');
    await expectSettled();
  });

  test.each([
    ['its previous one again', () => eventOf('b1').then((previous) => setEvent('b1', previous)), 4],
    ['none', () => world.editBooking('b1', { calendarEventId: null }), 4],
    ['it still and is cancelled', () => world.editBooking('b1', { status: 'cancelled' }), 4],
    ['it no more, as it is deleted', () => world.database.orm.execute(sql`delete from bookings where id = 'b1'`), 3],
  ] as const)(
    'gives an event that it could not give to a row a booking of its own once that names %s',
    async (_what, name, rowCount) => {
      await reschedule(11);
      await world.sync();
      later();
      await name();
      expect(await world.sync()).toMatchObject({ database: { created: 1 }, errors: [] });
      expect(await world.bookings()).toHaveLength(rowCount);
      expect(
        (await world.bookings()).filter(
          ({ calendarEventId, status }) => calendarEventId === 'nu000' && status !== 'cancelled',
        ),
      ).toHaveLength(1);
      await expectSettled();
    },
  );

  test('follows once the previous event is gone that a person had edited after the new one was made', async () => {
    const previous = await eventOf('b1');
    const where = { location: 'Nygade 1', description: 'Nøgle 1111' };
    await insert('nu000', 'Vinduer - Hansen', { ...where, start: timed(at(2, 9)), end: timed(at(2, 10)) });
    await setEvent('b1', 'nu000');
    later();
    await patch(previous, { description: 'Ring på hos naboen' });
    expect(await world.sync()).toMatchObject({ changes: [], errors: [{ code: 'event-and-former-event' }] });
    later();
    await remove(previous);
    expect(await world.sync()).toMatchObject({ database: { created: 0, cancelled: 0 }, errors: [] });
    expect(await eventOf('b1')).toBe('nu000');
    expect((await world.bookings()).map(({ status }) => status)).toEqual(Array(3).fill('scheduled'));
    await expectEachItsOwn();
    await expectSettled();
  });

  test.each([
    ['two rows swap their events', { b1: 'b2', b2: 'b1' }],
    ['three rows exchange theirs in a circle', { b1: 'b2', b2: 'b3', b3: 'b1' }],
  ] as const)('writes each customer’s words to the event that is theirs now when %s', async (_what, swap) => {
    const before = await eventsOf();
    const said = await rows();
    for (const [to, from] of Object.entries(swap)) await setEvent(to, before[from] ?? '');
    expect(await world.sync()).toMatchObject({
      google: { created: 0, deleted: 0 },
      database: { created: 0 },
      errors: [],
    });
    expect(await eventsOf()).toMatchObject(
      Object.fromEntries(Object.entries(swap).map(([to, from]) => [to, before[from]])),
    );
    expect(await rows()).toEqual(said);
    await expectEachItsOwn();
    await expectSettled();
  });

  test('keeps each row’s words when a run is stopped in the middle of a swap', async () => {
    const before = await eventsOf();
    const said = await rows();
    await setEvent('b1', before.b2 ?? '');
    await setEvent('b2', before.b1 ?? '');
    world.sandbox.addFault({ kind: 'status', status: 503, times: 0, match: { method: 'PATCH' } });
    expect(await world.sync()).toMatchObject({ success: false, google: { updated: 0 } });
    world.sandbox.clearFaults();
    later();
    await world.sync();
    expect(await rows()).toEqual(said);
    await expectEachItsOwn();
    await expectSettled();
  });

  test('carries a swap out in several runs, and loses no link between them', async () => {
    const before = await eventsOf();
    const said = await rows();
    await setEvent('b1', before.b2 ?? '');
    await setEvent('b2', before.b3 ?? '');
    await setEvent('b3', before.b1 ?? '');
    for (const done of [1, 1, 1]) {
      expect(await world.sync({ maxEvents: 1 })).toMatchObject({
        google: { updated: done, created: 0 },
        conflicts: [],
      });
      expect(Object.keys(await eventsOf()).sort()).toEqual(['b1', 'b2', 'b3']);
      later();
    }
    expect(await rows()).toEqual(said);
    await expectEachItsOwn();
    await expectSettled();
  });

  test.each([
    ['put off by --max-events', { maxEvents: 1 }, null],
    ['ended by Google', {}, { kind: 'status', status: 503, times: 0, match: { method: 'PATCH' } }],
    ['of a run that writes to the database alone', { direction: 'google-to-db' }, null],
  ] as const)(
    'gives no row what was edited of its new event where the rest of a swap is %s',
    async (_what, options, fault) => {
      await world.editBooking('b1', { customerId: null });
      await world.editBooking('b2', { customerId: null });
      await world.sync();
      later();
      const before = await eventsOf();
      const said = await rows();
      await setEvent('b1', before.b2 ?? '');
      await setEvent('b2', before.b1 ?? '');
      later();
      for (const n of [1, 2])
        await patch(before[`b${n}`] ?? '', {
          description: `Nøgle hos nabo ${n}`,
          start: timed(at(7, n)),
          end: timed(at(7, n + 1)),
        });
      if (fault !== null) world.sandbox.addFault(fault);
      const first = await world.sync(options);
      world.sandbox.clearFaults();
      later();
      const second = await world.sync();
      expect(await rows()).toEqual(said);
      // A run that was ended says what it could not do, too.
      const told = fault === null ? [...first.conflicts, ...second.conflicts] : second.conflicts;
      expect(told.map(({ bookingId, decision, code }) => [bookingId, decision, code]).sort()).toEqual([
        ['b1', 'database', 'given-away'],
        ['b2', 'database', 'given-away'],
      ]);
      await expectSettled();
      // Now it is the row's own event like any other.
      await patch(await eventOf('b1'), { location: 'Torvet 7' });
      expect(await world.sync()).toMatchObject({ database: { updated: 1 }, conflicts: [] });
    },
  );

  test('tells of an edit in Google of an event that was swapped, and loses neither', async () => {
    const before = await eventsOf();
    await patch(before.b2 ?? '', { description: 'Ring til naboen' });
    later();
    await setEvent('b1', before.b2 ?? '');
    await setEvent('b2', before.b1 ?? '');
    const { conflicts } = await world.sync();
    expect(conflicts).toMatchObject([{ bookingId: 'b1', fields: ['description'] }]);
    expect(await rows()).toMatchObject([{ notes: 'Nøgle 1111' }, { notes: 'Nøgle 2222' }, { notes: 'Nøgle 3333' }]);
  });

  const edits = { description: 'Nøgle hos naboen', location: 'Nygade 2 A', summary: 'Gulv - Pedersen' };

  test.each([
    ['newest', edits],
    ['google', edits],
    ['newest', { location: null }],
  ] as const)('gives no row what was edited of an event that is another row’s now, by %s', async (policy, edit) => {
    const before = await eventsOf();
    const said = await rows();
    await setEvent('b1', before.b2 ?? '');
    await setEvent('b2', before.b1 ?? '');
    later();
    await patch(before.b2 ?? '', edit);
    const run = await world.sync({ policy });
    expect(run.conflicts).toMatchObject([{ bookingId: 'b1', decision: 'database' }]);
    expect(run.conflicts[0]?.fields).toEqual(expect.arrayContaining(['location']));
    expect(await rows()).toEqual(said);
    await expectEachItsOwn();
    await expectSettled();
  });

  test.each([
    ['another customer, by newest', { customerId: 'k2' }, { policy: 'newest' }],
    ['another customer, by google', { customerId: 'k2' }, { policy: 'google' }],
    ['another customer, by a plain run', { customerId: 'k2' }, {}],
    ['no customer', { customerId: null }, {}],
  ] as const)(
    'gives a booking that has %s now nothing that was written of the previous one',
    async (_what, row, options) => {
      await world.editBooking('b1', { ...row, address: 'Torvet 5' });
      later();
      // Of one field both sides changed, of the other Google alone.
      await patch(await eventOf('b1'), { location: 'Nygade 1 A', description: 'Nøgle 1111 hos naboen' });
      const run = await world.sync(options);
      expect(run.conflicts).toMatchObject([{ fields: ['location', 'description'], decision: 'database' }]);
      expect((await world.bookings()).find(({ id }) => id === 'b1')).toMatchObject({
        address: 'Torvet 5',
        notes: 'Nøgle 1111',
      });
      await expectSettled();
    },
  );

  test.each([
    ['writes to the database alone', 'before', { direction: 'google-to-db' }],
    ['writes to the database alone', 'after', { direction: 'google-to-db' }],
    ['may not see the event', 'after', {}],
    ['puts the write off', 'before', { maxEvents: 0 }],
  ] as const)(
    'gives another customer’s booking nothing of the previous one where a run that %s comes %s the edit in Google',
    async (what, when, options) => {
      const event = await eventOf('b1');
      const edit = () => patch(event, { location: 'Nygade 1 A', description: 'Nøgle 1111 hos naboen' });
      const row = { customerId: 'k2', address: 'Torvet 5', notes: 'Nøgle 5555' };
      await world.editBooking('b1', row);
      later();
      if (when === 'before') await edit();
      if (what === 'may not see the event') {
        await patch(event, { visibility: 'private' });
        world.sandbox.setRole('renos-sync', 'writerWithoutPrivateAccess');
      }
      await world.sync(options);
      world.sandbox.setRole('renos-sync', null);
      later();
      if (when === 'after') await edit();
      const run = await world.sync({ policy: 'google', force: true });
      expect(run.conflicts).toMatchObject([{ bookingId: 'b1', decision: 'database', code: 'given-away' }]);
      expect((await world.bookings()).find(({ id }) => id === 'b1')).toMatchObject(row);
      await expectEachItsOwn();
      await expectSettled();
    },
  );

  test('holds a booking as a whole that was given to another customer, and never mixes the two', async () => {
    const event = await eventOf('b1');
    await world.editBooking('b1', { customerId: 'k2', address: 'Torvet 5', notes: 'Nøgle 5555' });
    later();
    await patch(event, { description: 'Nøgle 1111 hos naboen' });
    const before = await world.events();
    for (const options of [{ policy: 'hold' }, {}, {}] as const) {
      const run = await world.sync(options);
      expect(run).toMatchObject({ changes: [] });
      later();
    }
    expect(await world.events()).toEqual(before);
    expect((await world.bookings()).find(({ id }) => id === 'b1')).toMatchObject({
      address: 'Torvet 5',
      notes: 'Nøgle 5555',
    });
    await world.sync({ policy: 'database' });
    await expectEachItsOwn();
    await expectSettled();
  });

  test('tells of two rows that name one event, and leaves both as they are', async () => {
    const before = await eventsOf();
    await setEvent('b1', before.b2 ?? '');
    expect(await world.sync()).toMatchObject({ changes: [], errors: [{ code: 'event-named-twice', bookingId: 'b1' }] });
    later();
    expect(await world.sync()).toMatchObject({ requests: 1, changes: [], skipped: { 'failed-before': 1 } });
    await setEvent('b1', before.b1 ?? '');
    later();
    await world.sync();
    await expectSettled();
  });

  test('cancels no booking whose event was deleted while its row names one that is not there', async () => {
    await remove(await eventOf('b1'));
    await setEvent('b1', 'findesikke');
    expect(await world.sync()).toMatchObject({ changes: [], errors: [{ code: 'named-event-missing' }] });
    later();
    expect(await world.sync()).toMatchObject({ requests: 1, changes: [] });
    expect((await world.bookings()).map(({ status }) => status)).toEqual(Array(3).fill('scheduled'));
  });

  test('takes nothing from an event of another customer that a row names by mistake', async () => {
    await insert('anden', 'Vinduer - Madsen', { location: 'Torvet 9', description: 'Nøgle 9999' });
    await remove(await eventOf('b1'));
    await setEvent('b1', 'anden');
    const said = await rows();
    expect(await world.sync()).toMatchObject({ changes: [], errors: [{ code: 'named-event-differs' }] });
    expect(await rows()).toEqual(said);
  });

  const rename = (from: string, to: string) =>
    world.database.orm.execute(sql`update bookings set id = ${to} where id = ${from}`);

  test.each([
    ['all bookings', ['b1', 'b2', 'b3']],
    ['one booking', ['b2']],
  ] as const)('keeps links and events of %s that get new primary keys', async (_what, ids) => {
    const before = (await world.events()).map(({ id, etag }) => [id, etag]);
    for (const id of ids) await rename(id, `ny-${id}`);
    expect(await world.sync()).toMatchObject({ changes: [], errors: [] });
    expect((await world.events()).map(({ id, etag }) => [id, etag])).toEqual(before);
    expect(await world.bookings()).toHaveLength(3);
    await expectSettled();
  });

  test('keeps links where each key moves on to the next booking', async () => {
    for (const id of ['b3', 'b2', 'b1']) await rename(id, `b${Number(id[1]) + 1}`);
    expect(await world.sync()).toMatchObject({ changes: [], errors: [] });
    await expectEachItsOwn();
    await expectSettled();
  });

  test('keeps links of rows that name no event, by all that they say', async () => {
    await world.database.orm.execute(sql`update bookings set "calendarEventId" = null, id = 'ny-' || id`);
    expect(await world.sync()).toMatchObject({ changes: [], errors: [] });
    await expectSettledLinks();
  });

  const keysOf = (keys: Record<string, string>) =>
    world.database.orm.execute(
      sql`update bookings b set id = k.new from jsonb_each_text(${JSON.stringify(keys)}::jsonb) k(old, new) where b.id = k.old`,
    );
  /** In two steps, as a key must never stand twice. */
  async function exchangeKeys(keys: Record<string, string>): Promise<void> {
    await world.database.orm.execute(sql`update bookings set "calendarEventId" = null`);
    await keysOf(Object.fromEntries(Object.keys(keys).map((id) => [id, `x-${id}`])));
    await keysOf(Object.fromEntries(Object.entries(keys).map(([from, to]) => [`x-${from}`, to])));
  }

  test.each([
    ['two rows exchange keys', { b1: 'b2', b2: 'b1' }],
    ['three rows do so in a circle', { b1: 'b2', b2: 'b3', b3: 'b1' }],
    ['each key moves on to the next row', { b1: 'b2', b2: 'b3', b3: 'b4' }],
  ])('writes no customer’s words to another one’s event when %s and name no event', async (_what, keys) => {
    const before = (await world.events()).map(({ id, etag }) => [id, etag]);
    const events = await eventsOf();
    await exchangeKeys(keys as Record<string, string>);
    expect(await world.sync()).toMatchObject({ google: { updated: 0, created: 0, deleted: 0 }, errors: [] });
    expect((await world.events()).map(({ id, etag }) => [id, etag])).toEqual(before);
    for (const [from, to] of Object.entries(keys)) expect(await eventOf(to)).toBe(events[from]);
    later();
    expect(await world.sync()).toMatchObject({ requests: 1, changes: [] });
  });

  test('takes rows for edited that exchange their times, or of which only one says what another said', async () => {
    const events = await eventsOf();
    await world.database.orm.execute(sql`update bookings set "calendarEventId" = null`);
    await world.database.orm.execute(sql`update bookings set ("customerId", address, notes, "startTime", "endTime", "scheduledAt") =
      (select "customerId", address, notes, "startTime", "endTime", "scheduledAt" from bookings where id = 'b1') where id = 'b3'`);
    for (const [id, hour] of [
      ['b1', 10],
      ['b2', 9],
    ] as const) {
      const [startTime, endTime] = [at(2, hour), at(2, hour + 1)].map((text) => text.replace('Z', ''));
      await world.editBooking(id, { startTime: startTime ?? null, endTime: endTime ?? null });
    }
    expect(await world.sync()).toMatchObject({
      google: { updated: 2, created: 0, deleted: 0 },
      errors: [{ code: 'row-is-another', bookingId: 'b3' }],
    });
    expect(await eventsOf()).toEqual(events);
  });

  test.each([
    ['its key was given to another booking', {}],
    ['it exchanged keys with another one and was edited', { with: 'b2' }],
  ])(
    'leaves a row alone that names no event and says nothing of what it said: %s',
    async (_what, { with: other }: { with?: string }) => {
      await patch(await eventOf('b1'), { attendees: [{ email: 'nabo@example.dk' }] });
      await world.sync();
      later();
      const before = await world.events();
      if (other === undefined) {
        await world.database.orm.execute(sql`delete from bookings where id = 'b1'`);
        const own = { serviceType: 'Gulv', address: 'Torvet 9', notes: 'Nøgle 9999', start: at(9), end: at(9, 10) };
        await world.addBooking({ id: 'b1', customerId: 'k2', ...own });
      } else {
        await exchangeKeys({ b1: other, [other]: 'b1' });
        for (const id of ['b1', other]) await world.editBooking(id, { notes: `Ny ${id}` });
      }
      const run = await world.sync();
      const told = other === undefined ? ['b1'] : ['b1', other];
      expect(run).toMatchObject({ changes: [], conflicts: [] });
      expect(run.errors.map(({ code, bookingId }) => [code, bookingId]).sort()).toEqual(
        told.map((id) => ['row-is-another', id]),
      );
      expect(await world.events()).toEqual(before);
      later();
      expect(await world.sync()).toMatchObject({ requests: 1, changes: [], skipped: { 'failed-before': told.length } });
      // The same booking after all.
      const events = await eventsOf();
      for (const [id, event] of Object.entries(events)) await setEvent(id, event);
      await world.sync();
      await expectSettled();
    },
  );

  async function expectSettledLinks(): Promise<void> {
    later();
    expect(await world.sync()).toMatchObject({ requests: 1, changes: [] });
    expect(Object.keys(await eventsOf()).sort()).toEqual(['ny-b1', 'ny-b2', 'ny-b3']);
  }

  test('carries over what was edited while the key changed', async () => {
    await rename('b1', 'ny-b1');
    await world.editBooking('ny-b1', { address: 'Nygade 11' });
    await patch(await eventOf('b1'), { description: 'Nøgle hos naboen' });
    expect(await world.sync()).toMatchObject({ google: { updated: 1 }, database: { updated: 1, cancelled: 0 } });
    expect(await world.bookings()).toContainEqual(
      expect.objectContaining({ id: 'ny-b1', address: 'Nygade 11', notes: 'Nøgle hos naboen' }),
    );
    await expectSettled();
  });

  test('gives a copy of a row with a new key an event of its own', async () => {
    await rename('b1', 'ny-b1');
    await world.database.orm.execute(sql`insert into bookings (id, "customerId", "serviceType", address, "calendarEventId", status, "startTime", "endTime", "scheduledAt", "updatedAt")
      select 'kopi', "customerId", "serviceType", address, "calendarEventId", status, "startTime" + interval '1 day', "endTime" + interval '1 day', "scheduledAt", "updatedAt" from bookings where id = 'ny-b1'`);
    expect(await world.sync()).toMatchObject({ google: { created: 1, deleted: 0 }, database: { cancelled: 0 } });
    expect(Object.keys(await eventsOf()).sort()).toEqual(['b2', 'b3', 'kopi', 'ny-b1']);
    await expectSettled();
  });

  test.each([false, true])(
    'writes nothing when customers get new primary keys, with guests: %s',
    async (withAttendees) => {
      await world.addBooking({ id: 'b4', customerId: 'k1', serviceType: 'Gulv', start: at(5), end: at(5, 10) });
      await world.sync({ withAttendees });
      later();
      const etags = async () => {
        const own = withAttendees ? [await eventOf('b4')] : Object.values(await eventsOf());
        return (await world.events()).filter(({ id }) => own.includes(id ?? '')).map(({ id, etag }) => [id, etag]);
      };
      const before = await etags();
      await world.database.orm.execute(sql`update customers set id = 'ny-' || id`);
      await world.sync({ withAttendees });
      expect(await etags()).toEqual(before);
      later();
      expect(await world.sync({ withAttendees })).toMatchObject({ requests: 1, changes: [] });
    },
  );

  test.each([
    [
      'is carried over where the customer only got another key',
      sql`update customers set id = 'ny-' || id`,
      'Torvet 8',
      [],
    ],
    [
      'is overruled and reported if the booking belongs to another customer of the same name',
      sql`with k4 as (insert into customers (id, name, "updatedAt") values ('k4', 'Hansen', now())) update bookings set "customerId" = 'k4' where id = 'b1'`,
      'Nygade 1',
      [{ code: 'given-away' }],
    ],
    [
      'is overruled and reported if the customer is gone and the booking belongs to another one',
      sql`with gone as (update bookings set "customerId" = 'k2' where id = 'b1') delete from customers where id = 'k1'`,
      'Nygade 1',
      [{ code: 'given-away' }],
    ],
  ])('an address that was edited in Google %s', async (_what, change, address, conflicts) => {
    await patch(await eventOf('b1'), { location: 'Torvet 8' });
    await world.database.orm.execute(change);
    expect((await world.sync()).conflicts).toMatchObject(conflicts);
    expect((await world.bookings())[0]).toMatchObject({ id: 'b1', address });
    await expectSettled();
  });
});

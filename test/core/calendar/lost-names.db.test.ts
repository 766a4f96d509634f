import { sql } from 'drizzle-orm';
import { describe, expect, test } from 'vitest';
import { dumpRows, restoreRows } from '../../helpers/copied-database.js';
import { databaseKinds } from '../../helpers/databases.js';
import { personAtGoogle } from '../../helpers/person-at-google.js';
import type { SyncWorld } from '../../helpers/sync-world.js';
import { syncWorldInTurn } from '../../helpers/worlds-in-turn.js';

const calendarId = 'primary';
let world: SyncWorld;
const { at, later, eventOf, expectSettled } = personAtGoogle(() => world);
const names = async () => (await world.bookings()).map(({ id, calendarEventId }) => [id, calendarEventId]);
const stamps = async () => {
  const rows = await world.database.orm.execute(sql`select "updatedAt"::text as at from bookings order by id`);
  return JSON.stringify(rows);
};
const etags = async () => (await world.events()).map(({ id, etag }) => [id, etag]);

/** Three customers, each with a booking. */
async function begin(opened: SyncWorld): Promise<void> {
  world = opened;
  for (const [index, name] of ['Hansen', 'Pedersen', 'Olsen'].entries()) {
    await world.addCustomer({ id: `k${index}`, name, email: `${name.toLowerCase()}@example.dk` });
    const says = { serviceType: 'Vinduer', address: `Nygade ${index}`, notes: `Nøgle ${index}${index}` };
    await world.addBooking({
      id: `b${index}`,
      customerId: `k${index}`,
      ...says,
      start: at(2 + index),
      end: at(2 + index, 11),
    });
  }
}

describe.each(databaseKinds)('rows that name no event any more, on the %s database', (kind) => {
  syncWorldInTurn(kind, begin);

  test('get its id again, and nothing else about them is new', async () => {
    await world.sync();
    later();
    const [before, was, said] = [await names(), await stamps(), await etags()];
    await world.database.orm.execute(sql`update bookings set "calendarEventId" = null where id <> 'b2'`);
    await world.database.orm.execute(sql`update bookings set "calendarEventId" = ' ' where id = 'b1'`);
    // As in a database of an older version, which noted no names.
    await world.database.orm.execute(sql`update renos_sync.links set noted = null where booking_id = 'b0'`);
    expect(await world.sync()).toMatchObject({ changes: [], errors: [], conflicts: [], requests: 1 });
    expect([await names(), await stamps(), await etags()]).toEqual([before, was, said]);
    await expectSettled();
  });

  test('get it again where the booking was made of the event', async () => {
    const requestBody = { id: 'gang0', summary: 'Gulv', start: { dateTime: at(8) }, end: { dateTime: at(8, 10) } };
    await world.google.events.insert({ calendarId, requestBody });
    await world.sync();
    later();
    const before = await names();
    await world.database.orm.execute(sql`update bookings set "calendarEventId" = null`);
    await world.sync();
    expect(await names()).toEqual(before);
    await expectSettled();
  });

  test.each([
    ['another that is there beside it', { location: 'Nygade 1', description: 'Nøgle 11' }, 'event-and-former-event'],
    ['another customer’s', { location: 'Torvet 9', description: 'Nøgle 9999' }, 'named-event-differs'],
    ['one that was not there, and theirs is brought back', null, 'named-event-missing'],
  ])('get the id of their own event where they named %s', async (_what, says, code) => {
    await world.sync();
    later();
    const before = await names();
    const own = await eventOf('b1');
    const times = { start: { dateTime: at(3) }, end: { dateTime: at(3, 11) } };
    if (says === null) await world.google.events.delete({ calendarId, eventId: own });
    else {
      const requestBody = { id: 'nu000', summary: 'Vinduer - Pedersen', ...says, ...times };
      await world.google.events.insert({ calendarId, requestBody });
    }
    await world.editBooking('b1', { calendarEventId: 'nu000' });
    expect(await world.sync()).toMatchObject({ errors: [{ code }], database: { cancelled: 0 } });
    later();
    await world.google.events.patch({ calendarId, eventId: own, requestBody: { status: 'confirmed', ...times } });
    await world.database.orm.execute(sql`update bookings set "calendarEventId" = null where id = 'b1'`);
    expect(await world.sync()).toMatchObject({ errors: [], database: { cancelled: 0 } });
    expect(await names()).toEqual(expect.arrayContaining(before));
    await expectSettled();
  });

  test('get it again after a backup of the time before the first sync was restored', async () => {
    const dump = await dumpRows(world.database, ['public']);
    await world.sync();
    later();
    const before = await names();
    await restoreRows(world.database, dump);
    expect(await world.sync()).toMatchObject({ changes: [], errors: [], conflicts: [] });
    expect(await names()).toEqual(before);
    await expectSettled();
  });

  test('get it once Google takes a write that it refused before, and none while their event is gone', async () => {
    await world.sync();
    later();
    const before = await names();
    await world.google.events.delete({ calendarId, eventId: await eventOf('b2') });
    await world.editBooking('b1', { calendarEventId: null, address: 'Torvet 1' });
    await world.database.orm.execute(sql`update bookings set "calendarEventId" = null where id = 'b2'`);
    world.sandbox.addFault({ kind: 'status', status: 400, times: 1, match: { method: 'PATCH' } });
    await world.sync();
    world.sandbox.clearFaults();
    later();
    await world.sync({ retryFailed: true });
    expect((await names()).slice(0, 2)).toEqual(before.slice(0, 2));
    expect((await world.bookings()).find(({ id }) => id === 'b2')).toMatchObject({ status: 'cancelled' });
    await expectSettled();
  });
});

describe.each(databaseKinds)('all keys are new and the rows name nothing, on the %s database', (kind) => {
  syncWorldInTurn(kind, begin);

  test.each([
    ['all of them', ''],
    ['one of them', "where id = 'b1'"],
  ])('keeps links and events of %s, known by what they say', async (_what, where) => {
    await world.sync();
    later();
    const before = await etags();
    const { orm } = world.database;
    await orm.execute(sql.raw(`update bookings set id = 'ny-' || id, "calendarEventId" = null ${where}`));
    await orm.execute(sql`update customers set id = 'ny-' || id`);
    expect(await world.sync()).toMatchObject({
      errors: [],
      google: { created: 0, updated: 0, deleted: 0 },
      database: { created: 0, cancelled: 0 },
    });
    expect(await etags()).toEqual(before);
    expect((await world.bookings()).every(({ calendarEventId }) => calendarEventId !== null)).toBe(true);
    await expectSettled();
  });

  const renewKeys = async () => {
    await world.database.orm.execute(sql`update bookings set id = 'ny-' || id, "calendarEventId" = null`);
    await world.database.orm.execute(sql`update customers set id = 'ny-' || id`);
  };

  test('carries over what was edited in Google, and cancels what was deleted there, meanwhile', async () => {
    await world.addBooking({ id: 'b3', customerId: 'k0', serviceType: 'Gulv', start: at(9), end: at(9, 11) });
    await world.addBooking({ id: 'b4', serviceType: 'Trappe', start: at(10), end: at(10, 11) });
    await world.sync();
    later();
    const edit = { location: 'Torvet 8', description: 'Ring på hos naboen' };
    await world.google.events.patch({ calendarId, eventId: await eventOf('b1'), requestBody: edit });
    await world.google.events.delete({ calendarId, eventId: await eventOf('b2') });
    await world.database.orm.execute(sql`update bookings set status = 'cancelled' where id = 'b4'`);
    await renewKeys();
    expect(await world.sync()).toMatchObject({
      errors: [],
      conflicts: [],
      google: { created: 0, updated: 0, deleted: 1 },
      database: { created: 0, updated: 1, cancelled: 1 },
    });
    expect(await world.bookings()).toMatchObject([
      { id: 'ny-b0', status: 'scheduled' },
      { id: 'ny-b1', address: 'Torvet 8', notes: 'Ring på hos naboen', customerId: 'ny-k1' },
      { id: 'ny-b2', status: 'cancelled' },
      { id: 'ny-b3', status: 'scheduled' },
      { id: 'ny-b4', status: 'cancelled' },
    ]);
    await expectSettled();
  });

  test('refuses to remove all events where the rows say something else too, and continues once they name them', async () => {
    await world.sync();
    later();
    const [before, said] = [await names(), await etags()];
    await renewKeys();
    await world.database.orm.execute(sql`update bookings set "startTime" = "startTime" + interval '1 hour'`);
    await expect(world.sync()).rejects.toMatchObject({ code: 'bookings-gone', exitCode: 3 });
    expect(await etags()).toEqual(said);
    for (const [id, event] of before)
      await world.database.orm.execute(sql`update bookings set "calendarEventId" = ${event} where id = ${`ny-${id}`}`);
    later();
    expect(await world.sync()).toMatchObject({
      google: { created: 0, updated: 3, deleted: 0 },
      database: { created: 0, cancelled: 0 },
      errors: [],
    });
    expect((await etags()).map(([id]) => id)).toEqual(said.map(([id]) => id));
    await expectSettled();
  });

  describe('of some rows that were edited at the same time', () => {
    const run = (query: ReturnType<typeof sql>) => world.database.orm.execute(query);
    const renewTwo = async () => {
      await run(sql`update bookings set id = 'ny-' || id, "calendarEventId" = null where id in ('b0', 'b1')`);
    };
    const coloured = async () =>
      (await world.events())
        .filter(({ colorId }) => colorId === '5')
        .map(({ id, attendees }) => [id, attendees?.[0]?.email]);
    /** All synced, and a person has given each event a colour and a guest. */
    const prepare = async () => {
      await world.sync();
      for (const id of ['b0', 'b1', 'b2']) {
        const requestBody = { colorId: '5', attendees: [{ email: 'nabo@example.dk' }] };
        await world.google.events.patch({ calendarId, eventId: await eventOf(id), requestBody });
      }
      await world.sync();
      later();
      return await coloured();
    };

    test.each([
      ['the text', sql`notes = 'Ny nøgle ' || id`],
      ['the service', sql`"serviceType" = 'Gulv'`],
      ['service and text', sql`"serviceType" = 'Gulv', notes = null`],
      ['the end', sql`"endTime" = "endTime" + interval '1 hour'`],
      ['a letter of the address, and the text', sql`address = replace(address, 'Nygade', 'Nygaade'), notes = 'Ny'`],
    ])('keeps the events, with their colours and guests, where %s was edited', async (_what, edit) => {
      const before = await prepare();
      await renewTwo();
      await run(sql`update bookings set ${edit} where id like 'ny-%'`);
      expect(await world.sync()).toMatchObject({
        errors: [],
        conflicts: [],
        google: { created: 0, updated: 2, deleted: 0 },
        database: { created: 0, updated: 0, cancelled: 0 },
      });
      expect(await coloured()).toEqual(before);
      await expectSettled();
    });

    test('keeps them if the customers have other keys too, and a person edited an event', async () => {
      const before = await prepare();
      await world.google.events.patch({
        calendarId,
        eventId: await eventOf('b1'),
        requestBody: { location: 'Torvet 8' },
      });
      await renewTwo();
      await run(sql`update customers set id = 'ny-' || id`);
      await run(sql`update bookings set notes = 'Ny' where id like 'ny-%'`);
      expect(await world.sync()).toMatchObject({
        conflicts: [],
        google: { created: 0, deleted: 0 },
        database: { created: 0 },
      });
      expect(await coloured()).toEqual(before);
      expect(await world.bookings()).toContainEqual(
        expect.objectContaining({ id: 'ny-b1', address: 'Torvet 8', notes: 'Ny' }),
      );
      await expectSettled();
    });

    test.each([
      ['another customer', sql`"customerId" = 'k2', notes = 'Ny'`],
      ['another address', sql`address = 'Algade 7', notes = 'Ny'`],
      ['another hour', sql`"startTime" = "startTime" + interval '30 minutes', notes = 'Ny'`],
    ])(
      'makes the events again where a row says %s: nothing of the previous ones comes to stand there',
      async (_what, edit) => {
        await prepare();
        await renewTwo();
        await run(sql`update bookings set ${edit} where id like 'ny-%'`);
        expect(await world.sync()).toMatchObject({
          errors: [],
          conflicts: [],
          google: { created: 2, deleted: 2 },
          database: { created: 0 },
        });
        expect(await coloured()).toHaveLength(1);
        await expectSettled();
      },
    );

    test('gives no row an event that may belong to either of two bookings of a customer', async () => {
      const own = { customerId: 'k0', address: 'Nygade 0', start: at(2), end: at(2, 11) };
      await world.addBooking({ id: 'b9', ...own, serviceType: 'Gulv' });
      await prepare();
      await run(sql`update bookings set id = 'ny-' || id, "calendarEventId" = null where id in ('b0', 'b9')`);
      await run(sql`update bookings set "serviceType" = 'Trappe', notes = id where id like 'ny-%'`);
      expect(await world.sync()).toMatchObject({
        errors: [],
        conflicts: [],
        google: { created: 2, deleted: 2 },
        database: { created: 0 },
      });
      await expectSettled();
    });

    test('tells two bookings of a customer apart by their services', async () => {
      const own = { customerId: 'k0', address: 'Nygade 0', start: at(2), end: at(2, 11) };
      await world.addBooking({ id: 'b9', ...own, serviceType: 'Gulv' });
      const before = await prepare();
      await run(sql`update bookings set id = 'ny-' || id, "calendarEventId" = null where id in ('b0', 'b9')`);
      await run(sql`update bookings set notes = id where id like 'ny-%'`);
      expect(await world.sync()).toMatchObject({
        conflicts: [],
        google: { created: 0, updated: 2, deleted: 0 },
        database: { created: 0 },
      });
      expect(await coloured()).toEqual(before);
      await expectSettled();
    });
  });

  test('gives rows that say the same their links in turn', async () => {
    const twice = { customerId: 'k1', serviceType: 'Gulv', start: at(9), end: at(9, 11) };
    await world.addBooking({ id: 'g1', ...twice });
    await world.addBooking({ id: 'g2', ...twice });
    await world.sync();
    later();
    const before = await etags();
    const { orm } = world.database;
    await orm.execute(sql`update bookings set id = 'ny-' || id, "calendarEventId" = null`);
    await orm.execute(sql`update customers set id = 'ny-' || id`);
    const stopped = await world.sync().then(
      () => null,
      (error: unknown) => error,
    );
    expect(await etags()).toEqual(before);
    expect(stopped).toBeNull();
    await expectSettled();
  });
});

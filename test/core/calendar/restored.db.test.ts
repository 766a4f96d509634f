import { sql } from 'drizzle-orm';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { dumpRows, restoreRows } from '../../helpers/copied-database.js';
import { databaseKinds } from '../../helpers/databases.js';
import { personAtGoogle } from '../../helpers/person-at-google.js';
import { differences, readSides } from '../../helpers/sync-sides.js';
import { openSyncWorld, type SyncWorld } from '../../helpers/sync-world.js';

const refused = { exitCode: 3, code: 'database-restored' };

describe.each(databaseKinds)('a backup that was restored, on the %s database', (kind) => {
  let world: SyncWorld;

  beforeEach(async () => {
    world = await openSyncWorld(kind);
    for (const n of [1, 2, 3]) await book(`b${n}`, n);
    await world.sync();
    later();
  });
  afterEach(() => world.close());

  const { inHours: at, later } = personAtGoogle(() => world);
  const book = (id: string, n: number) =>
    world.addBooking({ id, serviceType: `Vask ${id}`, address: `Nygade ${n}`, start: at(n), end: at(n + 1) });
  const eventOf = async (id: string) =>
    (await world.events()).find(({ extendedProperties }) => extendedProperties?.private?.renosBookingId === id);
  const patch = async (id: string, requestBody: object) =>
    world.google.events.patch({ calendarId: 'primary', eventId: (await eventOf(id))?.id ?? '', requestBody });
  const addressOf = async (id: string) => (await world.bookings()).find((row) => row.id === id)?.address ?? null;

  /** Today's work after the backup: edits on both sides, and bookings that are new. */
  const workOfToday = async () => {
    await patch('b1', { location: 'Torvet 1' });
    await world.editBooking('b2', { address: 'Torvet 2' });
    await book('b4', 4);
    await book('b5', 5);
    expect(await world.sync()).toMatchObject({ errors: [], conflicts: [] });
    later();
  };
  const settles = async () => {
    await world.sync();
    later();
    expect(await world.sync()).toMatchObject({ changes: [], conflicts: [], errors: [], requests: 1 });
    expect(differences(await readSides(world))).toEqual([]);
  };

  describe.each([
    ["the application's tables", ['public']],
    ['all of it', ['public', 'renos_sync']],
  ])('%s', (_what, schemas) => {
    beforeEach(async () => {
      const dump = await dumpRows(world.database, schemas);
      await workOfToday();
      await restoreRows(world.database, dump);
    });

    test('is refused with the list, and nothing is undone', async () => {
      const before = await world.events();
      for (const dryRun of [true, false]) await expect(world.sync({ dryRun })).rejects.toMatchObject(refused);
      await expect(world.sync({ force: true })).rejects.toMatchObject(refused);
      expect(await world.events()).toEqual(before);
      expect(await addressOf('b1')).toBe('Nygade 1');
    });

    test('keep-calendar writes the values of the calendar to the rows', async () => {
      expect(await world.sync({ restored: 'keep-calendar' })).toMatchObject({
        errors: [],
        google: { deleted: 0 },
        database: { created: 2, cancelled: 0 },
      });
      later();
      expect(await addressOf('b1')).toBe('Torvet 1');
      expect(await addressOf('b2')).toBe('Torvet 2');
      expect((await world.bookings()).map(({ id }) => id).sort()).toEqual(['b1', 'b2', 'b3', 'b4', 'b5']);
      expect(await world.events()).toHaveLength(5);
      await settles();
    });

    test('keeps the database: the calendar follows the rows', async () => {
      expect(await world.sync({ restored: 'keep-database' })).toMatchObject({
        errors: [],
        google: { created: 0, deleted: 2 },
        database: { created: 0 },
      });
      later();
      expect((await eventOf('b2'))?.location).toBe('Nygade 2');
      expect(await world.events()).toHaveLength(3);
      await settles();
    });
  });

  describe.each([
    ["the application's tables", ['public']],
    ['all of it', ['public', 'renos_sync']],
  ])('%s, after a booking was given to another customer', (_what, schemas) => {
    const olsen = { customerId: 'k3', address: 'Cedervej 1', notes: 'Nøgle Coda' };
    const jensen = { customerId: 'k1', address: 'Ahornvej 1', notes: 'Nøgle Alfa' };
    const rowOf = async () => (await world.bookings()).find(({ id }) => id === 'b9');

    const giveAndRestore = async (
      options: Parameters<SyncWorld['sync']>[0] = {},
      edit: () => Promise<unknown> = async () => {},
    ) => {
      await world.addCustomer({ id: 'k1', name: 'Jensen', email: 'jensen@example.dk' });
      await world.addCustomer({ id: 'k3', name: 'Olsen', email: 'olsen@example.dk' });
      await world.addBooking({ id: 'b9', ...olsen, serviceType: 'Vask', start: at(30), end: at(31) });
      await world.sync(options);
      later();
      const dump = await dumpRows(world.database, schemas);
      await world.editBooking('b9', jensen);
      await world.sync(options);
      later();
      await edit();
      await restoreRows(world.database, dump);
      later();
    };

    test.each([
      ['its title names', {}, async () => {}],
      ['its title named, until a person wrote another', {}, () => patch('b9', { summary: 'Ring først' })],
      ['no title names', { titleTemplate: '{serviceType}' }, async () => {}],
      ['its guest is', { withAttendees: true }, async () => {}],
      ['its title names, whose name two have', {}, () => world.addCustomer({ id: 'k4', name: 'Jensen' })],
      ['its title names, and that is gone', {}, () => world.editBooking('b1', { address: 'Torvet 1' })],
    ] as const)(
      'no texts of the customer that %s are written to the customer of the row',
      async (_which, options, edit) => {
        await giveAndRestore(options, edit);
        const before = await eventOf('b9');
        const { conflicts } = await world.sync({ ...options, restored: 'keep-calendar' });
        expect(conflicts).toMatchObject([{ bookingId: 'b9', decision: 'held' }]);
        later();
        await world.sync(options);
        expect(await rowOf()).toMatchObject({ ...olsen, serviceType: 'Vask' });
        expect(await eventOf('b9')).toMatchObject({ location: before?.location, description: before?.description });
      },
    );

    test('a person can choose the values of either side', async () => {
      await giveAndRestore();
      await world.sync({ restored: 'keep-calendar' });
      later();
      await world.sync({ decisions: new Map([['b9', 'database']]) });
      expect(await eventOf('b9')).toMatchObject({
        summary: 'Vask - Olsen',
        location: 'Cedervej 1',
        description: 'Nøgle Coda',
      });
      await settles();
    });

    test('the event gets all that the row says where the database is kept', async () => {
      await giveAndRestore({}, () => patch('b9', { location: 'Ahornvej 2', summary: 'Gulv - Jensen' }));
      expect(await world.sync({ restored: 'keep-database' })).toMatchObject({ errors: [] });
      expect(await eventOf('b9')).toMatchObject({
        summary: 'Vask - Olsen',
        location: 'Cedervej 1',
        description: 'Nøgle Coda',
      });
      await settles();
    });

    test('texts of the same customer are written to the row', async () => {
      await world.addCustomer({ id: 'k3', name: 'Olsen', email: 'olsen@example.dk' });
      await world.addBooking({ id: 'b9', ...olsen, serviceType: 'Vask', start: at(30), end: at(31) });
      await world.sync();
      later();
      const dump = await dumpRows(world.database, schemas);
      await world.editBooking('b9', { address: 'Cedervej 2', notes: 'Nøgle Coda 2' });
      await world.sync();
      later();
      await restoreRows(world.database, dump);
      later();
      expect(await world.sync({ restored: 'keep-calendar' })).toMatchObject({
        conflicts: [],
        database: { updated: 1 },
      });
      expect(await rowOf()).toMatchObject({ customerId: 'k3', address: 'Cedervej 2', notes: 'Nøgle Coda 2' });
      await settles();
    });
  });

  test.each(['keep-calendar', 'keep-database'] as const)(
    'with one missing row is not suspected, and a person resolves it with %s',
    async (restored) => {
      await world.database.orm.execute(sql`delete from bookings where id = 'b3'`);
      await world.sync({ restored, maxDeletes: { count: 1 } });
      const ids = restored === 'keep-calendar' ? ['b1', 'b2', 'b3'] : ['b1', 'b2'];
      expect((await world.bookings()).map(({ id }) => id)).toEqual(ids);
      expect(await world.events()).toHaveLength(ids.length);
      later();
      await settles();
    },
  );

  test('from before a first sync, which linked old rows and created others in one run, is refused', async () => {
    const dump = await dumpRows(world.database, ['public']);
    for (const n of [6, 7]) {
      const [start, end] = [{ dateTime: at(n) }, { dateTime: at(n + 1) }];
      await world.google.events.insert({
        calendarId: 'primary',
        requestBody: { id: `gang${n}`, summary: 'Vask', start, end },
      });
    }
    await world.database.orm.execute(sql`delete from renos_sync.links`);
    await world.sync({ force: true });
    later();
    expect(await world.bookings()).toHaveLength(5);
    await restoreRows(world.database, dump);
    const before = await world.events();
    await expect(world.sync()).rejects.toMatchObject(refused);
    expect(await world.events()).toEqual(before);
  });

  test('is not suspected where two of the old rows of a first sync are deleted', async () => {
    await world.database.orm.execute(sql`delete from renos_sync.links`);
    await world.sync({ force: true });
    later();
    await world.database.orm.execute(sql`delete from bookings where id in ('b2', 'b3')`);
    expect(await world.sync({ maxDeletes: null })).toMatchObject({ google: { deleted: 2 } });
  });

  test.each(['keep-calendar', 'keep-database'] as const)(
    'leaves events with the rows that name them, under whatever key these came back: %s',
    async (restored) => {
      const dump = await dumpRows(world.database, ['renos_sync']);
      await workOfToday();
      await restoreRows(world.database, dump);
      await world.database.orm.execute(sql`update bookings set id = 'ny-' || id where id in ('b3', 'b4', 'b5')`);
      expect(await world.sync({ restored, maxDeletes: { percent: 100 } })).toMatchObject({
        errors: [],
        google: { created: 0, deleted: 0 },
        database: { created: 0, cancelled: 0 },
      });
      expect(await world.bookings()).toHaveLength(5);
      await settles();
    },
  );

  test('is known by one row that is older, though all others are as they were', async () => {
    const dump = await dumpRows(world.database, ['public']);
    await patch('b1', { location: 'Torvet 1' });
    await world.sync();
    later();
    await restoreRows(world.database, dump);
    await expect(world.sync()).rejects.toMatchObject(refused);
    await world.sync({ restored: 'keep-calendar' });
    expect(await addressOf('b1')).toBe('Torvet 1');
  });

  test('does not restore a cancelled booking: in the right calendar it is gone', async () => {
    const dump = await dumpRows(world.database, ['public']);
    await world.google.events.delete({ calendarId: 'primary', eventId: (await eventOf('b3'))?.id ?? '' });
    await world.sync();
    later();
    await restoreRows(world.database, dump);
    await expect(world.sync()).rejects.toMatchObject(refused);
    expect(await world.sync({ restored: 'keep-calendar' })).toMatchObject({ google: { created: 0, updated: 0 } });
    expect((await world.bookings()).find(({ id }) => id === 'b3')).toMatchObject({ status: 'cancelled' });
  });

  test('is not suspected of a script that leaves updatedAt alone, nor of a row that is deleted', async () => {
    await world.database.orm.execute(sql`update bookings set address = 'Havnen 1' where id = 'b1'`);
    await world.database.orm.execute(sql`delete from bookings where id = 'b3'`);
    expect(await world.sync()).toMatchObject({ google: { updated: 1, deleted: 1 }, errors: [] });
  });

  test('that changed nothing, or came before the first sync, is no reason to stop', async () => {
    const dump = await dumpRows(world.database);
    await restoreRows(world.database, dump);
    expect(await world.sync()).toMatchObject({ changes: [], requests: 1 });
  });

  test('is doubted, and the clock named, if all rows were rewritten and none has a known state', async () => {
    for (const id of ['b1', 'b2']) await world.editBooking(id, { address: 'Broen 1' });
    const dump = await dumpRows(world.database, ['public']);
    later();
    for (const id of ['b1', 'b2']) await world.editBooking(id, { address: 'Torvet 1' });
    await world.sync();
    later();
    await restoreRows(world.database, dump);
    const doubt = { ...refused, message: expect.stringContaining("or the application's clock is wrong") };
    await expect(world.sync()).rejects.toMatchObject(doubt);
    expect(await world.sync({ restored: 'keep-database' })).toMatchObject({ google: { updated: 2 }, notes: [] });
    await settles();
  });

  describe.each([
    ['two minutes', 2 * 60_000],
    ['an hour', 3_600_000],
    ['a day', 86_400_000],
  ])("an application's clock that is %s wrong", (_how, wrong) => {
    const syncAndTell = async () => {
      const { google, errors, notes } = await world.sync();
      return {
        updated: google.updated,
        errors,
        told: notes.map(({ code, bookingId }) => `${bookingId} ${code}`).sort(),
      };
    };
    const told = (...ids: string[]) => ({
      updated: ids.length,
      errors: [],
      told: ids.map((id) => `${id} clock-wrong`),
    });

    test('is reported, and its edits count: behind', async () => {
      for (const id of ['b1', 'b2'])
        await world.editBooking(id, { address: `Torvet ${id}` }, new Date(Date.now() - wrong));
      expect(await syncAndTell()).toEqual(told('b1', 'b2'));
      later();
      for (const id of ['b1', 'b2']) expect((await eventOf(id))?.location).toBe(`Torvet ${id}`);
      await world.editBooking('b1', { address: 'Havnen 1' }, new Date(Date.now() - wrong + 60_000));
      expect(await world.sync()).toMatchObject({ google: { updated: 1 }, notes: [] });
      await settles();
    });

    test('is reported, and its edits count: ahead once, and then corrected', async () => {
      for (const id of ['b1', 'b2'])
        await world.editBooking(id, { address: `Torvet ${id}` }, new Date(world.now.getTime() + wrong));
      expect(await world.sync()).toMatchObject({ google: { updated: 2 }, notes: [] });
      for (const id of ['b1', 'b2']) await world.editBooking(id, { address: `Havnen ${id}` });
      expect(await syncAndTell()).toEqual(told('b1', 'b2'));
      await settles();
      expect((await eventOf('b2'))?.location).toBe('Havnen b2');
    });

    test('an edit that is reverted does not look like a backup', async () => {
      await patch('b1', { location: 'Torvet 1' });
      await world.sync();
      later();
      await world.editBooking('b1', { address: 'Nygade 1' }, new Date(Date.now() - wrong));
      expect(await syncAndTell()).toEqual(told('b1'));
      expect((await eventOf('b1'))?.location).toBe('Nygade 1');
      await settles();
    });

    test('decides no dispute: what both sides changed waits for a person', async () => {
      await patch('b1', { location: 'Torvet 1' });
      await world.editBooking('b1', { address: 'Havnen 1' }, new Date(Date.now() - wrong));
      expect(await world.sync()).toMatchObject({ conflicts: [{ bookingId: 'b1', decision: 'held' }], changes: [] });
      expect([await addressOf('b1'), (await eventOf('b1'))?.location]).toEqual(['Havnen 1', 'Torvet 1']);
    });
  });
});

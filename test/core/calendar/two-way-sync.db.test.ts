import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { databaseKinds } from '../../helpers/databases.js';
import { personAtGoogle } from '../../helpers/person-at-google.js';
import { openSyncWorld, type SyncWorld } from '../../helpers/sync-world.js';

describe.each(databaseKinds)('two-way sync on the %s database', (kind) => {
  let world: SyncWorld;
  const { at, later } = personAtGoogle(() => world);

  beforeEach(async () => {
    world = await openSyncWorld(kind);
    await world.addCustomer({ id: 'k1', name: 'Jensen Rengøring', email: 'jensen@example.dk' });
  });
  afterEach(() => world.close());

  const silent = async () => {
    later();
    world.sandbox.resetLog();
    const result = await world.sync();
    expect(result).toMatchObject({
      google: { created: 0, updated: 0, deleted: 0 },
      database: { created: 0, updated: 0, cancelled: 0 },
      requests: 1,
      conflicts: [],
      errors: [],
    });
  };

  test('a booking becomes an event, an event a booking, and the next run does nothing', async () => {
    await world.addBooking({
      id: 'b1',
      customerId: 'k1',
      serviceType: 'Hovedrengøring',
      address: 'Nygade 1, 8000 Aarhus',
      notes: 'Nøgle under måtten',
      start: at(2),
      end: at(2, 11),
    });
    await world.google.events.insert({
      calendarId: 'primary',
      requestBody: {
        summary: 'Vinduer',
        location: 'Torvet 2',
        description: 'Stige med',
        start: { dateTime: at(3) },
        end: { dateTime: at(3, 10) },
        attendees: [{ email: 'Jensen@example.dk' }],
      },
    });
    const result = await world.sync();
    expect(result).toMatchObject({ success: true, google: { created: 1 }, database: { created: 1 } });
    const [first, second] = await world.bookings();
    expect(second).toMatchObject({
      serviceType: 'Vinduer',
      address: 'Torvet 2',
      notes: 'Stige med',
      customerId: 'k1',
      start: at(3),
      end: at(3, 10),
      status: 'scheduled',
    });
    const events = await world.events();
    expect(events).toHaveLength(2);
    expect(events.find(({ id }) => id === first?.calendarEventId)).toMatchObject({
      summary: 'Hovedrengøring - Jensen Rengøring',
      location: 'Nygade 1, 8000 Aarhus',
      description: 'Nøgle under måtten',
    });
    await silent();
    expect(world.sandbox.mails).toHaveLength(0);
  });

  test('edits on either side reach the other, field by field', async () => {
    await world.addBooking({
      id: 'b1',
      customerId: 'k1',
      serviceType: 'Trappevask',
      address: 'Nygade 1',
      start: at(2),
      end: at(2, 11),
    });
    await world.sync();
    later();
    const [event] = await world.events();
    await world.google.events.patch({
      calendarId: 'primary',
      eventId: event?.id ?? '',
      requestBody: { location: 'Nygade 3', colorId: '5' },
    });
    await world.editBooking('b1', { notes: 'Ring først', serviceType: 'Trappevask stor' });
    const result = await world.sync();
    expect(result).toMatchObject({ google: { updated: 1 }, database: { updated: 1 }, conflicts: [] });
    expect(await world.bookings()).toMatchObject([
      { address: 'Nygade 3', notes: 'Ring først', serviceType: 'Trappevask stor' },
    ]);
    expect(await world.events()).toMatchObject([
      { location: 'Nygade 3', description: 'Ring først', summary: 'Trappevask stor - Jensen Rengøring', colorId: '5' },
    ]);
    await silent();
  });

  test('a field cleared on one side is cleared on the other', async () => {
    await world.addBooking({
      id: 'b1',
      serviceType: 'Vask',
      address: 'Nygade 1',
      notes: 'x',
      start: at(2),
      end: at(2, 11),
    });
    await world.sync();
    later();
    const [event] = await world.events();
    await world.google.events.patch({ calendarId: 'primary', eventId: event?.id ?? '', requestBody: { location: '' } });
    await world.editBooking('b1', { notes: '' });
    await world.sync();
    expect((await world.bookings())[0]?.address).toBeNull();
    expect((await world.events())[0]?.description ?? '').toBe('');
    await silent();
  });

  test('a cancelled booking deletes its event, a deleted event cancels its booking', async () => {
    await world.addBooking({ id: 'b1', serviceType: 'A', start: at(2), end: at(2, 11) });
    await world.addBooking({ id: 'b2', serviceType: 'B', start: at(3), end: at(3, 11) });
    await world.sync();
    later();
    await world.editBooking('b1', { status: 'cancelled' });
    const b2 = (await world.bookings()).find(({ id }) => id === 'b2');
    await world.google.events.delete({ calendarId: 'primary', eventId: b2?.calendarEventId ?? '' });
    const result = await world.sync();
    expect(result).toMatchObject({ google: { deleted: 1 }, database: { cancelled: 1 } });
    expect(await world.events()).toHaveLength(0);
    expect((await world.bookings()).map(({ status }) => status)).toEqual(['cancelled', 'cancelled']);
    await silent();
    later();
    await world.editBooking('b1', { status: 'confirmed' });
    expect(await world.sync()).toMatchObject({ google: { updated: 1, created: 0 } });
    expect(await world.events()).toMatchObject([{ summary: 'A' }]);
    await silent();
  });

  test('a recurring event becomes a booking an occurrence, and one occurrence is edited alone', async () => {
    await world.google.events.insert({
      calendarId: 'primary',
      requestBody: {
        summary: 'Ugentlig',
        start: { dateTime: at(1), timeZone: 'Europe/Copenhagen' },
        end: { dateTime: at(1, 11), timeZone: 'Europe/Copenhagen' },
        recurrence: ['RRULE:FREQ=WEEKLY;COUNT=5'],
      },
    });
    expect(await world.sync()).toMatchObject({ database: { created: 5 } });
    await silent();
    later();
    const [, second, third] = await world.bookings();
    await world.editBooking(second?.id ?? '', { notes: 'kun denne' });
    await world.google.events.delete({ calendarId: 'primary', eventId: third?.calendarEventId ?? '' });
    expect(await world.sync()).toMatchObject({ google: { updated: 1 }, database: { cancelled: 1 } });
    const instances = await world.google.events.list({
      calendarId: 'primary',
      singleEvents: true,
      orderBy: 'startTime',
      timeMin: at(0),
      timeMax: at(60),
    });
    expect(instances.data.items?.map(({ description }) => description ?? null)).toEqual([
      null,
      'kun denne',
      null,
      null,
    ]);
    await silent();
  });

  test('with the memory dropped, the next run links everything again and writes nothing', async () => {
    await world.addBooking({
      id: 'b1',
      customerId: 'k1',
      serviceType: 'A',
      address: 'x',
      start: at(2),
      end: at(2, 11),
    });
    await world.google.events.insert({
      calendarId: 'primary',
      requestBody: { summary: 'B', start: { dateTime: at(3) }, end: { dateTime: at(3, 10) } },
    });
    await world.sync();
    const before = await world.bookings();
    for (const table of ['links', 'calendars']) await world.database.orm.execute(`delete from renos_sync.${table}`);
    later();
    world.sandbox.resetLog();
    expect(await world.sync()).toMatchObject({
      google: { created: 0, updated: 0, deleted: 0 },
      database: { created: 0, updated: 0, cancelled: 0 },
      linked: 2,
    });
    expect(world.sandbox.requests.filter(({ method }) => method !== 'GET')).toHaveLength(0);
    expect(await world.bookings()).toEqual(before);
  });
});

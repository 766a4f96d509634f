import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { namesCustomer, readTitle } from '../../../src/core/calendar/model/title.js';
import { databaseKinds } from '../../helpers/databases.js';
import { personAtGoogle } from '../../helpers/person-at-google.js';
import { openSyncWorld, type SyncWorld } from '../../helpers/sync-world.js';

let world: SyncWorld;
const { at, later, patch, eventOf, insert, expectSettled } = personAtGoogle(() => world);
const other = { titleTemplate: '{customerName}: {serviceType}' };

const titles = async () => (await world.events()).map(({ summary }) => summary).sort();
const services = async () => (await world.bookings()).map(({ serviceType }) => serviceType);
const rename = (name: string) => world.database.orm.execute(`update customers set name = '${name}' where id = 'k1'`);
const clean = { errors: [], conflicts: [] };

describe.each(databaseKinds)("titles and the booking's customer, on the %s database", (kind) => {
  beforeEach(async () => {
    world = await openSyncWorld(kind);
    await world.addCustomer({ id: 'k1', name: 'Jensen' });
    await world.addCustomer({ id: 'k2', name: 'Holm' });
  });
  afterEach(() => world.close());
  const book = (id: string, day: number, customerId?: string) =>
    world.addBooking({
      id,
      serviceType: 'Vask',
      start: at(day),
      end: at(day, 10),
      ...(customerId === undefined ? {} : { customerId }),
    });

  test('a customer who is filled in later, replaced or taken off reaches the title', async () => {
    await book('b1', 2);
    await world.sync();
    expect(await titles()).toEqual(['Vask']);
    for (const [customerId, title] of [
      ['k1', 'Vask - Jensen'],
      ['k2', 'Vask - Holm'],
      [null, 'Vask'],
      ['k1', 'Vask - Jensen'],
    ] as const) {
      later();
      await world.editBooking('b1', { customerId });
      expect(await world.sync()).toMatchObject({ google: { updated: 1 }, database: { updated: 0 }, ...clean });
      expect(await titles()).toEqual([title]);
    }
    await expectSettled();
  });

  test('a customer who is filled in reaches the title of an event that was made by hand', async () => {
    await insert('haand', 'Vinduer');
    await world.sync();
    later();
    const [booking] = await world.bookings();
    await world.editBooking(booking?.id ?? '', { customerId: 'k1' });
    await world.sync();
    expect(await titles()).toEqual(['Vinduer - Jensen']);
  });

  test('another template writes nothing by itself, and a title that is edited then is read by the previous one', async () => {
    await book('b1', 2, 'k1');
    await book('b2', 3);
    await world.sync();
    later();
    expect(await world.sync({ ...other, force: true })).toMatchObject({ changes: [], ...clean });
    later();
    await patch(await eventOf('b1'), { summary: 'Polering - Jensen' });
    await patch(await eventOf('b2'), { summary: 'Hovedrengøring' });
    expect(await world.sync(other)).toMatchObject({ google: { updated: 0 }, database: { updated: 2 }, ...clean });
    expect(await services()).toEqual(['Polering', 'Hovedrengøring']);
    later();
    // By the new one too.
    await patch(await eventOf('b1'), { summary: 'Jensen: Trappevask' });
    expect(await world.sync(other)).toMatchObject({ database: { updated: 1 }, ...clean });
    expect(await services()).toEqual(['Trappevask', 'Hovedrengøring']);
  });

  test('a title is read by a template of which nothing is known but what it made', async () => {
    await book('b1', 2, 'k1');
    await world.sync({ titleTemplate: '[{serviceType}] hos {customerName}' });
    later();
    await patch(await eventOf('b1'), { summary: '[Polering] hos Jensen' });
    expect(await world.sync()).toMatchObject({ database: { updated: 1 }, ...clean });
    expect(await services()).toEqual(['Polering']);
  });

  test('a customer is renamed while the title is edited in Google: both are kept', async () => {
    await book('b1', 2, 'k1');
    await book('b2', 3, 'k1');
    await world.sync();
    later();
    await rename('Jensen & Søn');
    await patch(await eventOf('b1'), { summary: 'Polering - Jensen' });
    expect(await world.sync()).toMatchObject({ google: { updated: 2 }, database: { updated: 1 }, ...clean });
    expect(await services()).toEqual(['Polering', 'Vask']);
    expect(await titles()).toEqual(['Polering - Jensen & Søn', 'Vask - Jensen & Søn']);
    await expectSettled();
  });

  test('so are they with another template, and after a run in one direction', async () => {
    await book('b1', 2, 'k1');
    await world.sync();
    later();
    await rename('Jensen & Søn');
    await patch(await eventOf('b1'), { summary: 'Polering - Jensen' });
    const run = await world.sync({ ...other, direction: 'google-to-db' });
    expect(run).toMatchObject({ google: { updated: 0 }, database: { updated: 1 }, ...clean });
    later();
    expect(await world.sync(other)).toMatchObject({ google: { updated: 1 }, database: { updated: 0 }, ...clean });
    expect(await services()).toEqual(['Polering']);
    expect(await titles()).toEqual(['Jensen & Søn: Polering']);
  });

  test('a title that a person wrote without the name stays as it is when the customer is renamed', async () => {
    await insert('haand', 'Storvask hos familien', { description: 'Nøgle' });
    await world.addBooking({
      id: 'b1',
      serviceType: 'Vask',
      customerId: 'k1',
      calendarEventId: 'haand',
      start: at(2),
      end: at(2, 10),
    });
    await world.sync();
    later();
    await rename('Jensen & Søn');
    expect(await world.sync()).toMatchObject({ changes: [], ...clean });
    expect(await titles()).toEqual(['Storvask hos familien']);
  });

  test('the service edited on both sides is a dispute, and the same edit on both is none', async () => {
    await book('b1', 2, 'k1');
    await book('b2', 3, 'k1');
    await world.sync();
    later();
    await patch(await eventOf('b1'), { summary: 'Polering - Jensen' });
    await patch(await eventOf('b2'), { summary: 'Polering - Jensen' });
    later();
    await world.editBooking('b1', { serviceType: 'Hovedrengøring' });
    await world.editBooking('b2', { serviceType: 'Polering' });
    expect((await world.sync()).conflicts).toMatchObject([
      { bookingId: 'b1', fields: ['title'], decision: 'database' },
    ]);
    expect(await titles()).toEqual(['Hovedrengøring - Jensen', 'Polering - Jensen']);
  });
});

test.each([
  ['Vask - Jensen', 'Vask'],
  ['Jensen: Vask', 'Vask'],
  ['Jensen', null],
  ['Booking', null],
  ['', null],
  ['Vask', 'Vask'],
  ['Vask - Holm', 'Vask - Holm'],
  ['Vask - Jensen (nøgle)', 'Vask - Jensen (nøgle)'],
])('the title %j names the service %j', (title, service) => {
  expect(readTitle(title, { template: '{customerName}: {serviceType}', customers: [null, 'Jensen'] })).toBe(service);
});

test('a template without a customer names none', () => {
  const reading = { template: '{serviceType}', customers: ['Jensen'] };
  expect(namesCustomer('Vask', reading)).toBe(false);
  expect(readTitle('Vask', reading)).toBe('Vask');
});

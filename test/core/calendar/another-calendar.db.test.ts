import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { namedAnew } from '../../helpers/another-calendar.js';
import { databaseKinds } from '../../helpers/databases.js';
import { personAtGoogle } from '../../helpers/person-at-google.js';
import { openSyncWorld, type SyncWorld } from '../../helpers/sync-world.js';

const owner = 'anna@example.dk';

describe.each(databaseKinds)('a name that stands for another calendar, on the %s database', (kind) => {
  let world: SyncWorld;
  let other: string;

  beforeEach(async () => {
    world = await openSyncWorld(kind, { owner });
    other = (await world.google.calendars.insert({ requestBody: { summary: 'Bo' } })).data.id ?? '';
    for (const n of [1, 2]) await book(`b${n}`, n);
    await world.google.events.insert({ calendarId: other, requestBody: { summary: 'Tandlæge', ...slot(9) } });
  });
  afterEach(() => world.close());

  const { inHours: at, later } = personAtGoogle(() => world);
  const slot = (n: number) => ({
    start: { dateTime: at(n) },
    end: { dateTime: at(n + 1) },
  });
  const book = (id: string, n: number) =>
    world.addBooking({ id, serviceType: `Vask ${id}`, start: at(n), end: at(n + 1) });
  const asBo = (account?: string) => ({
    calendar: namedAnew(world.ports().calendar, { is: other, ...(account === undefined ? {} : { account }) }),
  });
  const nothing = { changes: [], conflicts: [], errors: [] };

  test.each([
    ['Google has forgotten the token', undefined],
    ['another account is used', 'bo@example.dk'],
  ])('is refused when %s, by a plan too, and nothing changes', async (_when, account) => {
    await world.sync();
    later();
    const before = await world.bookings();
    for (const dryRun of [true, false]) {
      await expect(world.syncOutcome({ dryRun }, asBo(account))).rejects.toMatchObject({
        exitCode: 3,
        code: 'calendar-replaced',
        message: expect.stringContaining(owner),
      });
    }
    expect(await world.bookings()).toEqual(before);
    expect((await world.google.events.list({ calendarId: other })).data.items).toHaveLength(1);
    later();
    expect(await world.sync()).toMatchObject({ ...nothing, requests: 1 });
  });

  test('is refused when everything is read again, and a new booking is not sent to it', async () => {
    await world.sync();
    await book('b3', 3);
    later();
    for (const options of [
      { force: true },
      { force: true, direction: 'db-to-google' as const },
      { include: { declined: true, private: true } },
    ]) {
      await expect(world.syncOutcome(options, asBo())).rejects.toMatchObject({
        exitCode: 3,
        code: 'calendar-replaced',
      });
    }
    expect((await world.google.events.list({ calendarId: other })).data.items).toHaveLength(1);
  });

  test('is refused after a first run that was stopped half way', async () => {
    world.sandbox.addFault({
      kind: 'status',
      status: 403,
      reason: 'quotaExceeded',
      times: 0,
      match: { operation: 'events.insert', n: 2 },
    });
    await world.syncOutcome();
    world.sandbox.clearFaults();
    later();
    await expect(world.syncOutcome({}, asBo())).rejects.toMatchObject({ exitCode: 3, code: 'calendar-replaced' });
    expect((await world.bookings()).map(({ status }) => status)).toEqual(['scheduled', 'scheduled']);
    await world.sync();
    later();
    expect(await world.sync()).toMatchObject({ ...nothing, requests: 1 });
  });

  test('is refused for an address that was an alias of the one and is now of the other', async () => {
    const name = 'kontor@example.dk';
    const calendarIds = [name] as const;
    await world.syncOutcome({ calendarIds }, { calendar: namedAnew(world.ports().calendar, { name, is: owner }) });
    later();
    const moved = { calendar: namedAnew(world.ports().calendar, { name, is: other }) };
    await expect(world.syncOutcome({ calendarIds }, moved)).rejects.toMatchObject({ code: 'calendar-replaced' });
  });

  test('continues under the id that the calendar always had', async () => {
    await world.sync();
    later();
    expect(await world.sync({ calendarIds: [owner], renamedFrom: 'primary' })).toMatchObject(nothing);
    later();
    expect(await world.sync({ calendarIds: [owner] })).toMatchObject({ ...nothing, requests: 1 });
  });

  test('is not asked about at rest, nor refused for another account that sees the same calendar', async () => {
    await world.sync();
    later();
    const calendar = { ...world.ports().calendar, account: 'carl@example.dk' };
    expect((await world.syncOutcome({}, { calendar })).result).toMatchObject(nothing);
    later();
    const again = { ...world.ports().calendar, account: 'carl@example.dk' };
    expect((await world.syncOutcome({}, { calendar: again })).result).toMatchObject({ ...nothing, requests: 1 });
  });

  test('does not stop the first sync if Google does not give the calendar’s id', async () => {
    world.sandbox.addFault({ kind: 'status', status: 403, times: 0, match: { operation: 'calendars.get' } });
    expect(await world.sync()).toMatchObject({ google: { created: 2 }, errors: [] });
  });

  test.each([2, 1])('is refused if Google never gave its id, and %i bookings would be cancelled', async (n) => {
    if (n === 1) await world.editBooking('b2', { status: 'cancelled' });
    world.sandbox.addFault({ kind: 'status', status: 403, times: 0, match: { operation: 'calendars.get' } });
    await world.sync();
    world.sandbox.clearFaults();
    later();
    const before = await world.bookings();
    const { stopped } = await world.syncOutcome({}, asBo());
    expect(stopped).toMatchObject({ exitCode: 3, code: 'calendar-emptied' });
    expect(await world.bookings()).toEqual(before);
    later();
    expect(await world.sync()).toMatchObject(nothing);
  });

  test('all linked events that go in one list of changes are refused, though they are but three', async () => {
    await book('b3', 3);
    await world.sync();
    later();
    for (const { id } of await world.events())
      await world.google.events.delete({ calendarId: 'primary', eventId: id ?? '' });
    await expect(world.sync()).rejects.toMatchObject({ exitCode: 3, code: 'calendar-emptied' });
    expect(await world.sync({ maxDeletes: { count: 3 } })).toMatchObject({ database: { cancelled: 3 } });
  });
});

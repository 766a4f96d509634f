import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { moveCalendar } from '../../../src/core/calendar/move-calendar.js';
import { databaseKinds } from '../../helpers/databases.js';
import { personAtGoogle } from '../../helpers/person-at-google.js';
import { openSyncWorld, type SyncWorld } from '../../helpers/sync-world.js';
import { lastRun, undo } from '../../helpers/undo-world.js';

describe.each(databaseKinds)('bookings that go over to another calendar, on the %s database', (kind) => {
  let world: SyncWorld;
  let other: string;

  beforeEach(async () => {
    world = await openSyncWorld(kind);
    other = (await world.google.calendars.insert({ requestBody: { summary: 'Fælles' } })).data.id ?? '';
    for (const n of [1, 2])
      await world.addBooking({ id: `b${n}`, serviceType: `Vask ${n}`, start: at(n), end: at(n + 1) });
    const time = { start: { dateTime: at(30), timeZone: 'UTC' }, end: { dateTime: at(31), timeZone: 'UTC' } };
    await world.google.events.insert({
      calendarId: 'primary',
      requestBody: { id: 'fast0', summary: 'Fast', recurrence: ['RRULE:FREQ=DAILY;COUNT=3'], ...time },
    });
    await world.google.events.insert({
      calendarId: 'primary',
      requestBody: { summary: 'Læge', visibility: 'private', ...time },
    });
    await world.sync();
    later();
  });
  afterEach(() => world.close());

  const { inHours: at, later } = personAtGoogle(() => world);
  const idsIn = async (calendarId: string) =>
    ((await world.google.events.list({ calendarId })).data.items ?? []).map(({ id }) => id).sort();
  const move = (from: string, to: string, dryRun = false) =>
    moveCalendar(world.ports(), { from, to, dryRun, wait: false });

  test('are reported while their calendar is not synced', async () => {
    expect(await world.sync({ calendarIds: [other] })).toMatchObject({
      elsewhere: [{ calendarId: 'primary', bookings: 5 }],
      google: { created: 0 },
    });
    later();
    expect(await world.sync()).toMatchObject({ elsewhere: [], requests: 1 });
  });

  test('keep their events and series, without mails, there and back', async () => {
    const before = await world.bookings();
    expect(await move('primary', other, true)).toMatchObject({ success: true, failed: [] });
    expect(await idsIn(other)).toEqual([]);
    const { moved } = await move('primary', other);
    expect(moved).toHaveLength(5);
    later();
    expect(await idsIn('primary')).toHaveLength(1);
    expect(await idsIn(other)).toHaveLength(3);
    const there = { calendarIds: [other] as const };
    expect(await world.sync(there)).toMatchObject({
      google: { created: 0, deleted: 0 },
      database: { created: 0, cancelled: 0 },
      elsewhere: [],
      errors: [],
    });
    later();
    expect(await world.sync(there)).toMatchObject({ changes: [], requests: 1 });
    await move(other, 'primary');
    later();
    expect(await world.sync()).toMatchObject({ database: { created: 0, cancelled: 0 }, google: { created: 0 } });
    later();
    expect(await world.sync()).toMatchObject({ changes: [], requests: 1 });
    expect((await world.bookings()).map(({ id, status }) => [id, status])).toEqual(
      before.map(({ id, status }) => [id, status]),
    );
    expect(world.sandbox.mails).toEqual([]);
  });

  test('are found where they are when the reply to a move was lost', async () => {
    world.sandbox.addFault({ kind: 'commit-then-drop', match: { operation: 'events.move' } });
    expect(await move('primary', other)).toMatchObject({ success: true, failed: [] });
    later();
    expect(await world.sync({ calendarIds: [other] })).toMatchObject({ google: { created: 0 }, errors: [] });
  });

  test('are not moved where there are none, or to where they are', async () => {
    for (const [from, to] of [
      [other, 'primary'],
      ['primary', 'primary'],
    ] as const)
      await expect(move(from, to)).rejects.toMatchObject({ exitCode: 2, code: 'nothing-to-move' });
  });

  test('are moved back by undo, except those that were in the other calendar before, and moved again by its undo', async () => {
    const time = { start: { dateTime: at(40), timeZone: 'UTC' }, end: { dateTime: at(41), timeZone: 'UTC' } };
    await world.google.events.insert({ calendarId: other, requestBody: { id: 'falles0', summary: 'Møde', ...time } });
    await world.sync({ calendarIds: ['primary', other] });
    later();
    await move('primary', other);
    const runId = await lastRun(world.database);
    later();
    expect(await undo(world, runId, { dryRun: true })).toMatchObject({ success: true, events: { restored: 5 } });
    const undone = await undo(world, runId);
    expect(undone).toMatchObject({ success: true, kept: [], events: { restored: 5 } });
    expect([(await idsIn('primary')).length, await idsIn(other)]).toEqual([4, ['falles0']]);
    later();
    expect((await world.sync({ calendarIds: ['primary', other] })).changes).toEqual([]);
    expect(await undo(world, runId)).toMatchObject({ success: true, runId: null, changes: [] });
    expect(await undo(world, undone.runId ?? '')).toMatchObject({ events: { restored: 5 } });
    expect(await idsIn(other)).toHaveLength(4);
  });
});

import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { SyncStatus } from '../../src/core/results/status-result.js';
import { type OperatorWorld, openOperatorWorld } from '../helpers/operator-world.js';

// The program is started a dozen times in one test.
vi.setConfig({ testTimeout: 180_000 });

let world: OperatorWorld;
beforeEach(async () => {
  world = await openOperatorWorld();
});
afterEach(() => world.close());

const statusOf = async (...args: string[]) =>
  (await world.run(['status', '--json', ...args])).json() as unknown as SyncStatus;

test('before the first sync, in step, and changes waiting on each side; nothing is written by looking', async () => {
  await world.addBooking('b1', 3, { address: 'Nygade 1' });
  await world.addBooking('b2', 4);
  expect(await statusOf()).toMatchObject({
    success: true,
    verdict: 'changes-waiting',
    lastSync: null,
    lastRun: null,
    totalBookings: 2,
    totalEvents: 0,
    waiting: { google: { created: 2 }, database: { created: 0 } },
  });
  await world.run(['sync']);
  const inStep = await statusOf();
  expect(inStep).toMatchObject({
    verdict: 'in-step',
    totalBookings: 2,
    totalEvents: 2,
    syncErrors: 0,
    nextSync: null,
    calendars: [{ calendarId: 'primary', linkedEvents: 2, events: 2, lastRun: { status: 'succeeded' } }],
    database: { reachable: true, as: expect.stringMatching(/^postgres@t_/), problem: null },
    google: { reachable: true, problem: null, help: [] },
  });
  expect(inStep.calendars[0]?.tokenAgeSeconds).toBeLessThan(60);
  await world.editBooking('b1', { address: 'Torvet 2' });
  const day = new Date(Date.now() + 5 * 86_400_000).toISOString().slice(0, 10);
  const times = { start: { dateTime: `${day}T08:00:00Z` }, end: { dateTime: `${day}T09:00:00Z` } };
  await world.google.events.insert({ calendarId: 'primary', requestBody: { summary: 'Vinduer', ...times } });
  await world.google.events.insert({
    calendarId: 'primary',
    requestBody: { summary: 'Privat', visibility: 'private', ...times },
  });
  const writes = world.sandbox.requests.filter(({ method }) => method !== 'GET').length;
  const journal = await world.sql`select * from renos_sync.runs`;
  const cheap = await statusOf();
  const deep = await statusOf('--deep');
  for (const status of [cheap, deep]) {
    expect(status).toMatchObject({
      verdict: 'changes-waiting',
      waiting: { google: { updated: 1 }, database: { created: 1 } },
      calendars: [{ waiting: { google: { updated: 1 }, database: { created: 1 } } }],
    });
  }
  // The private event gets no booking, and is an event all the same: only a whole listing knows of it.
  expect([cheap.totalEvents, deep.totalEvents]).toEqual([3, 4]);
  expect([cheap.calendars[0]?.eventsCounted, deep.calendars[0]?.eventsCounted]).toEqual([false, true]);
  expect(world.sandbox.requests.filter(({ method }) => method !== 'GET')).toHaveLength(writes);
  expect(await world.sql`select * from renos_sync.runs`).toEqual(journal);
  const { stdout, exitCode } = await world.run(['status']);
  expect(exitCode).toBe(0);
  expect(stdout).toContain('Waiting     for Google 1 updated; for the database 1 created');
  expect(stdout).toMatch(/^primary +3 +2 +2 +\d+ m?s old +\d{4}-\d\d-\d\d \d\d:\d\d +succeeded$/m);
});

describe('exit codes, so that monitoring needs one line', () => {
  test('0 in step and silent with --quiet; 4 when the last sync is too old, by flag or by environment', async () => {
    await world.run(['sync']);
    expect(await world.run(['status', '--max-age', '2h', '--quiet'])).toMatchObject({
      exitCode: 0,
      stdout: '',
      stderr: '',
    });
    await world.sql`update analytics set value = value - 3 * 3600 * 1000`;
    const old = await world.run(['status', '--max-age', '2h', '--quiet']);
    expect(old).toMatchObject({ exitCode: 4, stdout: expect.stringContaining('The last sync is too long ago') });
    await world.run(['sync']);
    await world.sql`update renos_sync.runs set started_at = started_at - interval '3 hours', finished_at = finished_at - interval '3 hours'`;
    expect((await world.run(['status', '--max-age', '2h', '--json'])).json()).toMatchObject({ verdict: 'stale' });
    expect((await world.run(['status', '--max-age', '4h'])).exitCode).toBe(0);
    expect((await world.run(['status', '--max-age', 'snart'])).exitCode).toBe(2);
  });

  test('4 when something is held or failed, each with its reason and what helps', async () => {
    await world.addBooking('b1', 3, { address: 'Nygade 1' });
    await world.addBooking('baglæns', 3, { endTime: '2001-01-01T00:00:00' });
    await world.run(['sync']);
    await world.editBooking('b1', { address: 'Torvet 2' });
    const eventId = (await world.eventOf('b1')).id ?? '';
    await world.google.events.patch({ calendarId: 'primary', eventId, requestBody: { location: 'Åvej 3' } });
    expect(await statusOf()).toMatchObject({ toBeHeld: 1 });
    const before = await world.run(['show', 'b1']);
    expect(before.stdout).toContain('Next run holds location until you decide:\n    both changed within the skew');
    await world.run(['sync', '--on-conflict', 'hold']);
    const status = await statusOf();
    expect(status).toMatchObject({ toBeHeld: 0 });
    const [held] = await world.sql`select id from renos_sync.conflicts`;
    expect(status).toMatchObject({
      success: false,
      verdict: 'attention',
      syncErrors: 2,
      held: [{ id: held?.id, bookingId: 'b1', fields: ['location'], help: `renos-sync conflicts resolve ${held?.id}` }],
      failed: [{ bookingId: 'baglæns', code: 'ends-before-start', help: expect.stringContaining('Correct') }],
    });
    const { stdout, exitCode, stderr } = await world.run(['status', '-q']);
    expect({ exitCode, stderr }).toEqual({ exitCode: 4, stderr: '' });
    expect(stdout).toContain(`renos-sync conflicts resolve ${held?.id}`);
    expect(stdout).toMatch(/Vask, .* \(baglæns\): The booking ends before it begins\. \[ends-before-start\]/);
    expect(await statusOf('--calendar', 'en-anden')).toMatchObject({ held: [], failed: [] });
  });

  test('0, and not in step, while a dispute waits to be held', async () => {
    await world.addBooking('b1', 3, { address: 'Nygade 1' });
    await world.run(['sync']);
    await world.editBooking('b1', { address: 'Torvet 2' });
    const eventId = (await world.eventOf('b1')).id ?? '';
    await world.google.events.patch({ calendarId: 'primary', eventId, requestBody: { location: 'Åvej 3' } });
    const { stdout, exitCode } = await world.run(['status']);
    expect(exitCode).toBe(0);
    expect(stdout).toContain('Changes wait for the next run: renos-sync sync');
    expect(stdout).toContain('Waiting     1 to be held until you decide');
  });

  test('what failed before keeps sync at 4 until it is fixed', async () => {
    await world.addBooking('baglæns', 3, { endTime: '2001-01-01T00:00:00' });
    expect((await world.run(['sync'])).exitCode).toBe(4);
    for (let run = 0; run < 2; run += 1) {
      const again = await world.run(['sync']);
      expect(again).toMatchObject({ exitCode: 4, stdout: expect.stringContaining('1 failed before and unchanged') });
      expect(again.stdout).not.toContain('In step');
    }
    await world.editBooking('baglæns', { endTime: '2100-01-01T00:00:00' });
    expect((await world.run(['sync'])).exitCode).toBe(0);
    expect((await world.run(['sync'])).stdout).toContain('In step');
  });

  test('4 when a guard would refuse the next run', async () => {
    for (let n = 0; n < 12; n += 1) await world.addBooking(`x${n}`, 4 + n);
    await world.run(['sync']);
    await world.sql`update bookings set status = 'cancelled', "updatedAt" = now()`;
    const outcome = await world.run(['status', '--json']);
    expect(outcome.exitCode).toBe(4);
    expect(outcome.json()).toMatchObject({ waiting: null, refusal: expect.stringContaining('12 of 12 linked pairs') });
  });

  test('5 if Google is unreachable: the rest is still reported', async () => {
    await world.addBooking('b1', 3);
    await world.run(['sync']);
    world.sandbox.addFault({ kind: 'status', status: 403, reason: 'forbidden', times: 10 });
    const outcome = await world.run(['status', '--json']);
    expect(outcome).toMatchObject({ exitCode: 5, stderr: '' });
    expect(outcome.json()).toMatchObject({
      verdict: 'unreachable',
      totalBookings: 1,
      totalEvents: 1,
      waiting: null,
      google: {
        reachable: false,
        problem: expect.stringContaining('denies'),
        help: [expect.stringContaining('Share'), expect.any(String)],
      },
      error: { code: 'google-denied' },
    });
  });

  test('5 when the database is away: still one JSON document, and Google is asked', async () => {
    const env = { DATABASE_URL: 'postgres://renos:hemmelig@127.0.0.1:9/renos' };
    const outcome = await world.run(['status', '--json'], env);
    expect(outcome).toMatchObject({ exitCode: 5, stderr: '' });
    expect(outcome.json()).toMatchObject({
      success: false,
      verdict: 'unreachable',
      lastSync: null,
      totalEvents: null,
      totalBookings: null,
      syncErrors: null,
      database: { reachable: false, problem: expect.stringContaining('ECONNREFUSED') },
      google: { reachable: true },
      error: { code: 'database-unreachable', exitCode: 5 },
    });
    expect(outcome.stdout).not.toContain('hemmelig');
    const text = await world.run(['status'], env);
    expect(text.stdout).toContain('The database cannot be used.');
    expect(text.stderr).toContain('Check that the server runs');
  });
});

test('bookings outside the window that have no event are counted, as no run makes one', async () => {
  await world.addBooking('b1', 3);
  await world.addBooking('moved', 4);
  await world.run(['sync']);
  await world.addBooking('early', -400);
  await world.addBooking('late', 1_500);
  await world.addBooking('cancelled', 1_500, { status: 'cancelled' });
  // What is linked is followed wherever it goes.
  await world.editBooking('moved', { startTime: '2035-03-01T09:00:00', endTime: '2035-03-01T11:00:00' });
  await world.run(['sync']);
  expect(await statusOf()).toMatchObject({ verdict: 'in-step', totalBookings: 5, totalEvents: 2, outsideWindow: 2 });
  expect((await world.run(['status'])).stdout).toMatch(/Bookings +5; 2 without an event, outside the window/);
  expect((await world.run(['status', '--lang', 'da'])).stdout).toContain('5; 2 uden begivenhed, uden for perioden');
});

test('it survives midnight: the last sync is the newest row, of whichever day', async () => {
  await world.run(['sync']);
  await world.sql`update analytics set date = date - 1, value = value - 86400000, metadata = '{}' where metric = 'calendar_sync'`;
  const { lastSync } = await statusOf();
  expect(Date.now() - Date.parse(lastSync ?? '')).toBeGreaterThan(86_000_000);
});

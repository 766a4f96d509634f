import { beforeEach, describe, expect, test } from 'vitest';
import { databaseKinds } from '../../helpers/databases.js';
import { personAtGoogle } from '../../helpers/person-at-google.js';
import { differences, readSides } from '../../helpers/sync-sides.js';
import type { SyncWorld } from '../../helpers/sync-world.js';
import { syncWorldInTurn } from '../../helpers/worlds-in-turn.js';

let world: SyncWorld;
const { at, later, timed, insert, patch, expectSettled } = personAtGoogle(() => world);

const people = ['Mette Hansen', 'Ole Pedersen', 'Anne Sørensen'] as const;

/** Teams that begin together: each booking has its customer, address and key. */
async function bookTeams(count: number, more: Record<string, string | undefined> = {}): Promise<void> {
  for (let n = 1; n <= count; n += 1) {
    await world.addCustomer({ id: `k${n}`, name: people[n - 1] ?? '', email: `kunde${n}@example.dk` });
    const { serviceType = 'Vinduer', address = `Nygade ${n}`, notes = `Nøgle ${n}${n}${n}${n}` } = more;
    await world.addBooking({
      id: `b${n}`,
      customerId: `k${n}`,
      serviceType,
      address,
      notes,
      start: at(2),
      end: at(2, 10),
    });
  }
}

async function linksById(): Promise<Record<string, string>> {
  return Object.fromEntries((await readSides(world)).eventOf);
}

describe.each(databaseKinds)('first sync with several teams at one hour, on the %s database', (kind) => {
  syncWorldInTurn(kind, async (opened) => {
    world = opened;
  });

  test('pairs three old events of one title by their addresses and keys', async () => {
    await bookTeams(3);
    for (const n of [3, 1, 2]) {
      await insert(`gammel${n}`, 'Vinduer', { location: `Nygade ${n}`, description: `Nøgle ${n}${n}${n}${n}` });
    }
    expect(await world.sync()).toMatchObject({ linked: 3, changes: [], conflicts: [], errors: [] });
    expect(await linksById()).toEqual({ b1: 'gammel1', b2: 'gammel2', b3: 'gammel3' });
    later();
    expect(await world.sync()).toMatchObject({ requests: 1, changes: [] });
  });

  test('pairs two events of which one names its customer, and makes none twice', async () => {
    await bookTeams(2, { notes: '' });
    await insert('forste', 'Vinduer');
    await insert('anden', 'Vinduer - Ole Pedersen');
    expect(await world.sync()).toMatchObject({ google: { created: 0 }, database: { created: 0 }, errors: [] });
    expect(await linksById()).toEqual({ b1: 'forste', b2: 'anden' });
  });

  test.each([
    ['only the surname', ['Vinduer Pedersen', 'Vinduer Hansen'], {}],
    ['a typing error in the name', ['Vinduer - Ole Pedresen', 'Vinduer - Mete Hansen'], {}],
    ['the name first, then the service', ['Pedersen: vinduer', 'Hansen: vinduer'], {}],
    ['the address in the title', ['Vinduer Nygade 2', 'Vinduer, Nygade 1'], {}],
    ['the guest', ['Vinduer', 'Vinduer'], { guests: true }],
    ['a typing error in the address', ['Vinduer', 'Vinduer'], { locations: ['Nygdae 2', 'Nyade 1, 8000 Aarhus C'] }],
    ['the key in the description', ['Vinduer', 'Vinduer'], { descriptions: ['Nøgle 2222', 'OBS Nøgle 1111'] }],
    ['the id of the booking', ['Vinduer', 'Vinduer'], { ids: true }],
  ] as const)('pairs what is known by %s', async (_what, titles, more) => {
    await bookTeams(2);
    if ('ids' in more) await world.editBooking('b2', { notes: 'Se hej1' });
    for (const [index, title] of titles.entries()) {
      await insert(`hej${index}`.padEnd(5, '1'), title, {
        ...('guests' in more ? { attendees: [{ email: `kunde${2 - index}@example.dk` }] } : {}),
        ...('locations' in more ? { location: more.locations[index] } : {}),
        ...('descriptions' in more ? { description: more.descriptions[index] } : {}),
        ...('ids' in more && index === 0 ? { description: 'Booking hej01' } : {}),
      });
    }
    if ('ids' in more) await world.editBooking('b2', { notes: 'Se hej01' });
    await world.sync();
    const links = await linksById();
    expect({ ...links, count: (await world.events()).length }).toEqual({ b1: 'hej11', b2: 'hej01', count: 2 });
  });

  test('leaves alone what nothing tells apart, tells of it, and merges nothing', async () => {
    await bookTeams(2);
    await insert('forste', 'Vinduer');
    await insert('anden', 'Vinduer');
    const before = [await world.bookings(), await world.events()];
    const result = await world.sync();
    expect(result).toMatchObject({ success: false, changes: [] });
    expect(result.errors.map(({ code }) => code)).toEqual(Array(4).fill('pair-unclear'));
    expect([await world.bookings(), await world.events()]).toEqual(before);
    later();
    world.sandbox.resetLog();
    expect(await world.sync()).toMatchObject({ requests: 1, changes: [], skipped: { 'failed-before': 4 } });
    expect(await world.sync({ force: true })).toMatchObject({ changes: [], skipped: { 'failed-before': 4 } });
  });

  test.each([
    ['Google names a customer', () => patch('anden', { summary: 'Vinduer - Hansen' }), { b1: 'anden', b2: 'forste' }],
    [
      'RenOS notes an event',
      () => world.editBooking('b2', { calendarEventId: 'anden' }),
      { b1: 'forste', b2: 'anden' },
    ],
    ['a booking is cancelled and its event deleted', cancelBoth, { b1: 'forste' }],
  ] as const)('pairs what was left alone once %s', async (_what, act, links) => {
    await bookTeams(2, { notes: '' });
    await insert('forste', 'Vinduer');
    await insert('anden', 'Vinduer');
    await world.sync();
    later();
    await act();
    await world.sync();
    later();
    expect(await world.sync()).toMatchObject({ requests: 1, changes: [], errors: [], skipped: {} });
    expect(await linksById()).toEqual(links);
  });

  async function cancelBoth(): Promise<void> {
    await world.editBooking('b2', { status: 'cancelled' });
    await world.google.events.delete({ calendarId: 'primary', eventId: 'anden' });
  }

  test('makes an event for a team that has none, and a booking for an event of another calendar user', async () => {
    await bookTeams(1);
    await insert('anden', 'Vinduer - Ole Pedersen', { location: 'Torvet 9' });
    expect(await world.sync()).toMatchObject({ google: { created: 1 }, database: { created: 1 }, errors: [] });
    expect(await world.bookings()).toHaveLength(2);
    await expectSettled();
  });

  test('carries over what only one side says, and overwrites nothing that both say, now or later', async () => {
    await bookTeams(1, { address: '' });
    await insert('hej00', 'Vinduer - Mette Hansen', { location: 'Nygade 1', description: 'Ring på hos naboen' });
    const first = await world.sync();
    expect(first).toMatchObject({ conflicts: [{ decision: 'held', fields: ['description'] }], errors: [] });
    for (let run = 0; run < 2; run += 1) {
      later();
      expect(await world.sync()).toMatchObject({ changes: [] });
    }
    expect(await world.bookings()).toMatchObject([{ id: 'b1', notes: 'Nøgle 1111' }]);
    expect(await world.events()).toMatchObject([{ id: 'hej00', description: 'Ring på hos naboen' }]);
    later();
    await world.sync({ policy: 'hold', decisions: new Map([['b1', 'google']]) });
    expect(await world.bookings()).toMatchObject([{ notes: 'Ring på hos naboen', address: 'Nygade 1' }]);
    await expectSettled();
  });

  test.each([
    ['midnight to midnight', 2, 3, 0],
    ['midnight to the last minute', 2, 3, -60_000],
    ['several days', 2, 5, 0],
  ] as const)('knows an all-day event and its booking for one: %s', async (_what, from, until, less) => {
    const midnight = (days: number) => new Date(`${at(days).slice(0, 10)}T00:00:00+0${zoneHours(at(days))}:00`);
    const end = new Date(midnight(until).getTime() + less).toISOString();
    await world.addBooking({
      id: 'b1',
      serviceType: 'Flytning',
      address: 'Nygade 1',
      start: midnight(from).toISOString(),
      end,
    });
    await insert('heldag', 'Flytning', {
      location: 'Nygade 1',
      start: { date: at(from).slice(0, 10) },
      end: { date: at(until).slice(0, 10) },
    });
    expect(await world.sync()).toMatchObject({ linked: 1, changes: [], conflicts: [] });
    later();
    expect(await world.sync()).toMatchObject({ requests: 1, changes: [] });
  });

  test('knows whole days that the application wrote from midnight to midnight in UTC', async () => {
    const [start, end] = [at(2, 0), at(3, 0)];
    await world.addBooking({ id: 'b1', serviceType: 'Flytning', start, end });
    await insert('heldag', 'Flytning', { start: { date: start.slice(0, 10) }, end: { date: end.slice(0, 10) } });
    expect(await world.sync()).toMatchObject({ google: { created: 0 }, database: { created: 0 }, conflicts: [] });
    expect(await world.bookings()).toMatchObject([{ start, end }]);
    later();
    expect(await world.sync()).toMatchObject({ requests: 1, changes: [] });
  });

  test('finds whole days again after all links were lost', async () => {
    await insert('heldag', 'Flytning', { start: { date: at(2).slice(0, 10) }, end: { date: at(4).slice(0, 10) } });
    await world.sync();
    await world.editBooking((await world.bookings())[0]?.id ?? '', { calendarEventId: null });
    await emptyLinks();
    later();
    expect(await world.sync()).toMatchObject({ linked: 1, google: { created: 0 }, database: { created: 0 } });
  });

  async function emptyLinks(): Promise<void> {
    await world.database.orm.execute('truncate renos_sync.links, renos_sync.calendars');
  }

  describe('a row that was copied with its event id before the first sync', () => {
    const original = { id: 'b1', serviceType: 'Vinduer', address: 'Nygade 1', calendarEventId: 'hej00' };
    beforeEach(async () => {
      await insert('hej00', 'Vinduer', { location: 'Nygade 1' });
      await world.addBooking({ ...original, start: at(2), end: at(2, 10) });
      later();
    });

    test.each([
      ['to another day', { start: 4, address: 'Nygade 1' }],
      ['to another customer at the same hour', { start: 2, address: 'Torvet 7' }],
      ['to another day and address', { start: 5, address: 'Torvet 7' }],
    ] as const)('%s gets an event of its own', async (_what, { start, address }) => {
      await world.addBooking({ ...original, id: 'a1', address, start: at(start), end: at(start, 10) });
      expect(await world.sync()).toMatchObject({ google: { created: 1, updated: 0 }, conflicts: [], errors: [] });
      expect(await linksById()).toMatchObject({ b1: 'hej00' });
      expect(await world.bookings()).toContainEqual(
        expect.objectContaining({ id: 'b1', start: at(2), address: 'Nygade 1' }),
      );
      expect(differences(await readSides(world))).toEqual([]);
    });

    test('and of which neither agrees with the event is left alone', async () => {
      await patch('hej00', { start: timed(at(3)), end: timed(at(3, 10)), location: 'Allé 3' });
      await world.addBooking({ ...original, id: 'a1', address: 'Torvet 7', start: at(4), end: at(4, 10) });
      expect(await world.sync()).toMatchObject({ changes: [], errors: Array(3).fill({ code: 'pair-unclear' }) });
    });
  });
});

function zoneHours(instant: string): number {
  const part = new Intl.DateTimeFormat('en', { timeZone: 'Europe/Copenhagen', timeZoneName: 'shortOffset' })
    .formatToParts(new Date(instant))
    .find(({ type }) => type === 'timeZoneName')?.value;
  return Number(part?.replace('GMT+', '') ?? 1);
}

import { describe, expect, test } from 'vitest';
import { hourOn, openSandbox, refusalOf } from './open-sandbox.js';

const calendarId = 'primary';

describe('paging', () => {
  test('each page has either a page token or a sync token, and all pages together hold each event once', async () => {
    const { api } = await openSandbox();
    for (let day = 1; day <= 5; day += 1) await api.events.insert({ calendarId, requestBody: hourOn(day) });
    const seen: string[] = [];
    const tokens: string[] = [];
    let pageToken: string | undefined;
    do {
      const { data } = await api.events.list({ calendarId, maxResults: 2, ...(pageToken && { pageToken }) });
      seen.push(...(data.items ?? []).map((item) => item.summary ?? ''));
      tokens.push(data.nextPageToken ? 'page' : '', data.nextSyncToken ? 'sync' : '');
      pageToken = data.nextPageToken ?? undefined;
    } while (pageToken !== undefined);
    expect(seen).toEqual(['Booking 1', 'Booking 2', 'Booking 3', 'Booking 4', 'Booking 5']);
    expect(tokens).toEqual(['page', '', 'page', '', '', 'sync']);
  });

  test('a write between two pages is not shown by the listing but by its delta', async () => {
    const { api } = await openSandbox();
    const ids: string[] = [];
    for (let day = 1; day <= 3; day += 1) {
      ids.push((await api.events.insert({ calendarId, requestBody: hourOn(day) })).data.id ?? '');
    }
    const first = await api.events.list({ calendarId, maxResults: 2 });
    await api.events.delete({ calendarId, eventId: ids[2] ?? '' });
    const second = await api.events.list({ calendarId, maxResults: 2, pageToken: first.data.nextPageToken ?? '' });
    expect(second.data.items?.map((item) => item.id)).toEqual([ids[2]]);
    const delta = await api.events.list({ calendarId, maxResults: 2, syncToken: second.data.nextSyncToken ?? '' });
    expect(delta.data.items).toMatchObject([{ id: ids[2], status: 'cancelled' }]);
  });

  test('a page token with another query, or an invented one, is refused', async () => {
    const { api } = await openSandbox();
    for (let day = 1; day <= 3; day += 1) await api.events.insert({ calendarId, requestBody: hourOn(day) });
    const { data } = await api.events.list({ calendarId, maxResults: 1 });
    const pageToken = data.nextPageToken ?? '';
    expect(refusalOf(await api.events.list({ calendarId, maxResults: 1, pageToken, showDeleted: true })).status).toBe(
      400,
    );
    expect(refusalOf(await api.events.list({ calendarId, pageToken: 'nonsense' })).status).toBe(400);
  });
});

describe('sync tokens', () => {
  test('a delta shows what changed since, own writes too, each event once in its last state', async () => {
    const { api } = await openSandbox();
    await api.events.insert({ calendarId, requestBody: hourOn(1) });
    const second = await api.events.insert({ calendarId, requestBody: hourOn(2) });
    const full = await api.events.list({ calendarId });
    const eventId = second.data.id ?? '';
    await api.events.patch({ calendarId, eventId, requestBody: { summary: 'Once' } });
    await api.events.patch({ calendarId, eventId, requestBody: { summary: 'Twice' } });
    const delta = await api.events.list({ calendarId, syncToken: full.data.nextSyncToken ?? '' });
    expect(delta.data.items).toMatchObject([{ id: eventId, summary: 'Twice' }]);
    const idle = await api.events.list({ calendarId, syncToken: delta.data.nextSyncToken ?? '' });
    expect(idle.data.items).toEqual([]);
    expect(idle.data.nextSyncToken).toBeTruthy();
  });

  test.each([
    ['iCalUID', { iCalUID: 'x' }],
    ['orderBy', { orderBy: 'updated' }],
    ['q', { q: 'x' }],
    ['timeMin', { timeMin: '2026-01-01T00:00:00Z' }],
    ['timeMax', { timeMax: '2026-01-01T00:00:00Z' }],
    ['updatedMin', { updatedMin: '2026-01-01T00:00:00Z' }],
    ['privateExtendedProperty', { privateExtendedProperty: ['a=b'] }],
    ['sharedExtendedProperty', { sharedExtendedProperty: ['a=b'] }],
    ['showDeleted=false', { showDeleted: false }],
    ['another singleEvents', { singleEvents: true }],
  ])('a sync token together with %s is refused', async (_name, more) => {
    const { api } = await openSandbox();
    const { data } = await api.events.list({ calendarId });
    const reply = await api.events.list({ calendarId, syncToken: data.nextSyncToken ?? '', ...more });
    expect(refusalOf(reply)).toEqual({ status: 400, reason: 'invalid' });
  });

  test('a delta is read in pages of another size, and holds a change made between its pages in the next delta', async () => {
    const { api } = await openSandbox();
    const first = await api.events.list({ calendarId });
    for (const day of [1, 2, 3])
      await api.events.insert({ calendarId, requestBody: hourOn(day, { id: `event${day}` }) });
    const syncToken = first.data.nextSyncToken ?? '';
    const page = await api.events.list({ calendarId, syncToken, maxResults: 2 });
    expect(page.data.items?.map(({ id }) => id)).toEqual(['event1', 'event2']);
    await api.events.patch({ calendarId, eventId: 'event1', requestBody: { summary: 'Changed' } });
    const rest = { calendarId, syncToken, maxResults: 1, pageToken: page.data.nextPageToken ?? '' };
    const last = await api.events.list(rest);
    expect(last.data.items?.map(({ id }) => id)).toEqual(['event3']);
    const next = await api.events.list({ calendarId, syncToken: last.data.nextSyncToken ?? '' });
    expect(next.data.items?.map(({ summary }) => summary)).toEqual(['Changed']);
  });

  test('an unknown token, and one of another calendar, ask for a full sync', async () => {
    const { api } = await openSandbox();
    const other = await api.calendars.insert({ requestBody: { summary: 'Other' } });
    const { data } = await api.events.list({ calendarId: other.data.id ?? '' });
    for (const syncToken of ['garbage', data.nextSyncToken ?? '']) {
      const reply = await api.events.list({ calendarId, syncToken });
      expect(refusalOf(reply)).toEqual({ status: 410, reason: 'fullSyncRequired' });
      expect(reply.data).toMatchObject({
        error: {
          message: 'Sync token is no longer valid, a full sync is required.',
          errors: [{ domain: 'calendar', location: 'syncToken' }],
        },
      });
    }
  });

  test('a change of the access rules kills the tokens', async () => {
    const { api } = await openSandbox();
    const { data } = await api.events.list({ calendarId });
    const requestBody = { role: 'reader', scope: { type: 'user', value: 'guest@example.com' } };
    await api.acl.insert({ calendarId, requestBody });
    const reply = await api.events.list({ calendarId, syncToken: data.nextSyncToken ?? '' });
    expect(refusalOf(reply).status).toBe(410);
  });
});

describe('filters', () => {
  test('timeMin bounds the end and timeMax the start, both excluded', async () => {
    const { api } = await openSandbox();
    await api.events.insert({ calendarId, requestBody: hourOn(2) });
    const between = async (timeMin: string, timeMax: string) =>
      (await api.events.list({ calendarId, timeMin, timeMax })).data.items?.length;
    expect(await between('2026-03-02T10:00:00+01:00', '2026-03-03T00:00:00Z')).toBe(0);
    expect(await between('2026-03-02T09:59:59+01:00', '2026-03-03T00:00:00Z')).toBe(1);
    expect(await between('2026-03-01T00:00:00Z', '2026-03-02T09:00:00+01:00')).toBe(0);
    expect(await between('2026-03-01T00:00:00Z', '2026-03-02T09:00:01.5+01:00')).toBe(1);
  });

  test.each([
    ['an empty window', { timeMin: '2026-01-02T00:00:00Z', timeMax: '2026-01-02T00:00:00Z' }, 'timeRangeEmpty'],
    ['a time without offset', { timeMin: '2026-01-02T00:00:00' }, 'invalid'],
    ['an unknown zone', { timeZone: 'Mars/Olympus' }, 'invalid'],
    ['maxResults of nothing', { maxResults: 0 }, 'invalid'],
    ['an unknown event type', { eventTypes: ['default', 'holiday'] }, 'invalid'],
    ['ordering series by start', { orderBy: 'startTime' }, 'badRequest'],
    ['an unknown order', { orderBy: 'summary' }, 'invalid'],
    ['a filter without value', { privateExtendedProperty: ['oops'] }, 'invalid'],
  ])('%s is refused', async (_name, query, reason) => {
    const { api } = await openSandbox();
    expect(refusalOf(await api.events.list({ calendarId, ...query }))).toEqual({ status: 400, reason });
  });

  test('properties, text, iCalUID and the last change narrow a listing', async () => {
    let clock = Date.parse('2026-03-01T00:00:00Z');
    const { api } = await openSandbox({ now: () => clock });
    const extendedProperties = { private: { owner: 'renos', id: '7' } };
    const requestBody = hourOn(1, { extendedProperties, location: 'Nygade 4' });
    const one = await api.events.insert({ calendarId, requestBody });
    clock += 60_000;
    const two = await api.events.insert({ calendarId, requestBody: hourOn(2) });
    const ids = async (query: object) =>
      (await api.events.list({ calendarId, ...query })).data.items?.map((item) => item.id);
    expect(await ids({ privateExtendedProperty: ['owner=renos', 'id=7'] })).toEqual([one.data.id]);
    expect(await ids({ privateExtendedProperty: ['owner=renos', 'id=8'] })).toEqual([]);
    expect(await ids({ q: 'nygade' })).toEqual([one.data.id]);
    expect(await ids({ iCalUID: two.data.iCalUID ?? '' })).toEqual([two.data.id]);
    expect(await ids({ updatedMin: '2026-03-01T00:00:30Z' })).toEqual([two.data.id]);
    expect(await ids({ orderBy: 'updated', singleEvents: true })).toEqual([one.data.id, two.data.id]);
  });

  test('updatedMin shows deletions whatever showDeleted says, and cannot reach back beyond the tombstones', async () => {
    const { api } = await openSandbox({ now: () => Date.parse('2026-06-01T00:00:00Z') });
    const { data } = await api.events.insert({ calendarId, requestBody: hourOn(1) });
    await api.events.delete({ calendarId, eventId: data.id ?? '' });
    const recent = await api.events.list({ calendarId, updatedMin: '2026-05-31T00:00:00Z', showDeleted: false });
    expect(recent.data.items).toMatchObject([{ id: data.id, status: 'cancelled' }]);
    const far = await api.events.list({ calendarId, updatedMin: '2026-04-01T00:00:00Z' });
    expect(refusalOf(far)).toEqual({ status: 410, reason: 'updatedMinTooLongAgo' });
  });

  test('a listing tells the instant in the zone it is asked for', async () => {
    const { api } = await openSandbox();
    await api.events.insert({ calendarId, requestBody: hourOn(2) });
    const { data } = await api.events.list({ calendarId, timeZone: 'America/New_York' });
    expect(data.timeZone).toBe('America/New_York');
    expect(data.items?.[0]?.start).toEqual({ dateTime: '2026-03-02T03:00:00-05:00', timeZone: 'Europe/Copenhagen' });
  });

  test('fields leaves out what is not named, the sync token included', async () => {
    const { api } = await openSandbox();
    const { data } = await api.events.insert({ calendarId, requestBody: hourOn(2) });
    const reply = await api.events.list({ calendarId, fields: 'items(id,start/dateTime),nextPageToken' });
    expect(reply.data).toEqual({ items: [{ id: data.id, start: { dateTime: '2026-03-02T09:00:00+01:00' } }] });
    expect(refusalOf(await api.events.list({ calendarId, fields: 'items(' })).reason).toBe('invalidParameter');
  });
});

test('a write shows in listings only after the listing delay, and no token skips it', async () => {
  let clock = Date.parse('2026-03-01T00:00:00Z');
  const { api } = await openSandbox({ now: () => clock, listingDelay: 5000 });
  const { data } = await api.events.insert({ calendarId, requestBody: hourOn(1) });
  const early = await api.events.list({ calendarId });
  expect(early.data.items).toEqual([]);
  expect((await api.events.get({ calendarId, eventId: data.id ?? '' })).status).toBe(200);
  clock += 5000;
  const late = await api.events.list({ calendarId, syncToken: early.data.nextSyncToken ?? '' });
  expect(late.data.items).toMatchObject([{ id: data.id }]);
});

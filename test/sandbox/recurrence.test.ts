import type { calendar_v3 } from 'googleapis/build/src/apis/calendar/v3.js';
import { describe, expect, test } from 'vitest';
import { hourOn, openSandbox, refusalOf } from './open-sandbox.js';

const calendarId = 'primary';

async function withSeries(recurrence: string[], more: calendar_v3.Schema$Event = {}) {
  const { api, sandbox } = await openSandbox();
  const made = await api.events.insert({ calendarId, requestBody: hourOn(27, { id: 'series', recurrence, ...more }) });
  expect(made.status).toBe(200);
  const starts = async (query: object = {}) => {
    const { data } = await api.events.list({ calendarId, singleEvents: true, orderBy: 'startTime', ...query });
    return (data.items ?? []).map(({ start }) => start?.dateTime ?? start?.date);
  };
  return { api, sandbox, starts, master: made.data };
}

const fourDays = ['RRULE:FREQ=DAILY;COUNT=4'];
const third = 'series_20260329T070000Z';

describe('expansion', () => {
  test('wall-clock time holds when the clock changes', async () => {
    const { api, starts } = await withSeries(fourDays);
    expect(await starts()).toEqual([
      '2026-03-27T09:00:00+01:00',
      '2026-03-28T09:00:00+01:00',
      '2026-03-29T09:00:00+02:00',
      '2026-03-30T09:00:00+02:00',
    ]);
    const { data } = await api.events.instances({ calendarId, eventId: 'series' });
    expect(data.items?.map(({ id }) => id)).toEqual([
      'series_20260327T080000Z',
      'series_20260328T080000Z',
      third,
      'series_20260330T070000Z',
    ]);
  });

  test('EXDATE takes out, RDATE adds, EXRULE takes out by rule', async () => {
    const exdate = ['EXDATE;TZID=Europe/Copenhagen:20260328T090000', 'RDATE:20260410T100000Z'];
    const { starts } = await withSeries([...fourDays, ...exdate, 'EXRULE:FREQ=DAILY;INTERVAL=3;COUNT=2']);
    expect(await starts()).toEqual(['2026-03-29T09:00:00+02:00', '2026-04-10T12:00:00+02:00']);
  });

  test('all-day series have dates as instance ids, and a zone of their own is not needed', async () => {
    const { api, starts } = await withSeries(['RRULE:FREQ=WEEKLY;UNTIL=20260410', 'EXDATE;VALUE=DATE:20260403'], {
      start: { date: '2026-03-27' },
      end: { date: '2026-03-29' },
    });
    expect(await starts()).toEqual(['2026-03-27', '2026-04-10']);
    const { data } = await api.events.get({ calendarId, eventId: 'series_20260410' });
    expect([data.start, data.end]).toEqual([{ date: '2026-04-10' }, { date: '2026-04-12' }]);
  });

  test('an endless rule ends after 730 occurrences', async () => {
    const { api } = await withSeries(['RRULE:FREQ=DAILY']);
    const { data } = await api.events.instances({ calendarId, eventId: 'series', maxResults: 2500 });
    expect(data.items).toHaveLength(730);
  });

  test('instances can be asked for by window, by original start and page by page', async () => {
    const { api } = await withSeries(fourDays);
    const ids = async (query: object) => {
      const { data } = await api.events.instances({ calendarId, eventId: 'series', ...query });
      return data.items?.map(({ id }) => id);
    };
    expect(await ids({ timeMin: '2026-03-29T00:00:00Z', timeMax: '2026-03-30T00:00:00Z' })).toEqual([third]);
    expect(await ids({ originalStart: '2026-03-29T09:00:00+02:00' })).toEqual([third]);
    const first = await api.events.instances({ calendarId, eventId: 'series', maxResults: 3 });
    expect(await ids({ maxResults: 3, pageToken: first.data.nextPageToken })).toEqual(['series_20260330T070000Z']);
    const single = await api.events.insert({ calendarId, requestBody: hourOn(1) });
    expect(refusalOf(await api.events.instances({ calendarId, eventId: single.data.id ?? '' })).status).toBe(400);
  });

  test('without singleEvents a series is one item; a window finds it by any of its dates', async () => {
    const { api } = await withSeries(fourDays);
    const { data } = await api.events.list({ calendarId, timeMin: '2026-03-30T00:00:00Z' });
    expect(data.items).toMatchObject([{ id: 'series', recurrence: fourDays }]);
    const later = await api.events.list({ calendarId, timeMin: '2026-04-30T00:00:00Z' });
    expect(later.data.items).toEqual([]);
  });
});

describe('exceptions', () => {
  test('a patched instance is an item of its own, and its series keeps its version', async () => {
    const { api, starts, master } = await withSeries(fourDays);
    const instance = await api.events.get({ calendarId, eventId: third });
    expect(instance.data).toMatchObject({ recurringEventId: 'series', etag: master.etag });
    expect(instance.data.recurrence).toBeUndefined();
    const full = await api.events.list({ calendarId });
    const timeZone = 'Europe/Copenhagen';
    const requestBody = {
      start: { dateTime: '2026-03-29T15:00:00', timeZone },
      end: { dateTime: '2026-03-29T16:00:00', timeZone },
    };
    const headers = { 'If-Match': master.etag ?? '' };
    const patched = await api.events.patch({ calendarId, eventId: third, requestBody }, { headers });
    expect(patched.data).toMatchObject({ id: third, recurringEventId: 'series', iCalUID: master.iCalUID });
    expect(patched.data.originalStartTime?.dateTime).toBe('2026-03-29T09:00:00+02:00');
    expect((await starts())[2]).toBe('2026-03-29T15:00:00+02:00');
    const delta = await api.events.list({ calendarId, syncToken: full.data.nextSyncToken ?? '' });
    expect(delta.data.items?.map(({ id }) => id)).toEqual([third]);
  });

  test('a deleted instance is a bare cancelled exception, listed as long as the series lives', async () => {
    const { api, starts } = await withSeries(fourDays);
    expect((await api.events.delete({ calendarId, eventId: third })).status).toBe(204);
    expect(refusalOf(await api.events.delete({ calendarId, eventId: third })).status).toBe(410);
    expect(await starts()).toHaveLength(3);
    const { data } = await api.events.list({ calendarId });
    expect(data.items?.[1]).toEqual({
      kind: 'calendar#event',
      etag: expect.any(String),
      id: third,
      status: 'cancelled',
      recurringEventId: 'series',
      originalStartTime: { dateTime: '2026-03-29T09:00:00+02:00', timeZone: 'Europe/Copenhagen' },
    });
    const all = await api.events.instances({ calendarId, eventId: 'series', showDeleted: true });
    expect(all.data.items).toHaveLength(4);
  });

  test('a cancelled exception outlives the age of tombstones while its series lives', async () => {
    let clock = Date.parse('2026-03-01T00:00:00Z');
    const { api } = await openSandbox({ now: () => clock });
    await api.events.insert({ calendarId, requestBody: hourOn(27, { id: 'series', recurrence: fourDays }) });
    await api.events.delete({ calendarId, eventId: third });
    clock += 90 * 24 * 60 * 60_000;
    expect((await api.events.list({ calendarId })).data.items).toHaveLength(2);
    await api.events.delete({ calendarId, eventId: 'series' });
    clock += 31 * 24 * 60 * 60_000;
    expect((await api.events.list({ calendarId, showDeleted: true })).data.items).toEqual([]);
  });

  test('deleting the series cancels it and its exceptions', async () => {
    const { api, starts } = await withSeries(fourDays);
    await api.events.patch({ calendarId, eventId: third, requestBody: { summary: 'Changed' } });
    const full = await api.events.list({ calendarId });
    await api.events.delete({ calendarId, eventId: 'series' });
    const delta = await api.events.list({ calendarId, syncToken: full.data.nextSyncToken ?? '' });
    expect(delta.data.items).toMatchObject([
      { id: 'series', status: 'cancelled' },
      { id: third, status: 'cancelled' },
    ]);
    expect(await starts()).toEqual([]);
    expect((await api.events.list({ calendarId })).data.items).toEqual([]);
    expect((await api.events.get({ calendarId, eventId: 'series_20260327T080000Z' })).data.status).toBe('cancelled');
  });

  test('a new rule drops the exceptions that are off its dates and keeps the others', async () => {
    const { api, starts } = await withSeries(fourDays);
    await api.events.patch({ calendarId, eventId: third, requestBody: { summary: 'Dropped' } });
    await api.events.patch({ calendarId, eventId: 'series_20260327T080000Z', requestBody: { summary: 'Kept' } });
    const full = await api.events.list({ calendarId });
    const requestBody = { recurrence: ['RRULE:FREQ=DAILY;COUNT=2'] };
    const changed = await api.events.patch({ calendarId, eventId: 'series', requestBody });
    expect(changed.data.sequence).toBe(1);
    expect(await starts()).toHaveLength(2);
    const delta = await api.events.list({ calendarId, syncToken: full.data.nextSyncToken ?? '' });
    expect(delta.data.items).toMatchObject([{ id: 'series' }, { id: third, status: 'cancelled' }]);
    expect((await api.events.get({ calendarId, eventId: 'series_20260327T080000Z' })).data.summary).toBe('Kept');
  });

  test('what is no date of the series is not found, and an instance cannot recur or move', async () => {
    const { api } = await withSeries(fourDays);
    const eventId = 'series_20260501T070000Z';
    expect(refusalOf(await api.events.patch({ calendarId, eventId, requestBody: { summary: 'x' } })).status).toBe(404);
    const requestBody = { recurrence: fourDays };
    expect(refusalOf(await api.events.patch({ calendarId, eventId: third, requestBody })).status).toBe(400);
    const destination = (await api.calendars.insert({ requestBody: { summary: 'Other' } })).data.id ?? '';
    expect(refusalOf(await api.events.move({ calendarId, eventId: third, destination })).status).toBe(400);
    await api.events.patch({ calendarId, eventId: third, requestBody: { summary: 'Changed' } });
    await api.events.move({ calendarId, eventId: 'series', destination });
    const moved = await api.events.list({ calendarId: destination });
    expect(moved.data.items).toMatchObject([{ id: 'series' }, { id: third, summary: 'Changed' }]);
  });
});

describe('deltas of single instances', () => {
  test('a shortened series tells the instances it lost, a deleted one all of them', async () => {
    const { api } = await withSeries(fourDays);
    const full = await api.events.list({ calendarId, singleEvents: true });
    await api.events.patch({
      calendarId,
      eventId: 'series',
      requestBody: { recurrence: ['RRULE:FREQ=DAILY;COUNT=3'] },
    });
    const syncToken = full.data.nextSyncToken ?? '';
    const delta = await api.events.list({ calendarId, singleEvents: true, syncToken });
    const byStatus = (data: calendar_v3.Schema$Events, status: string | undefined) =>
      (data.items ?? []).filter((item) => item.status === status).map(({ id }) => id);
    expect(byStatus(delta.data, 'cancelled')).toEqual(['series_20260330T070000Z']);
    expect(byStatus(delta.data, 'confirmed')).toHaveLength(3);
    await api.events.delete({ calendarId, eventId: 'series' });
    const next = delta.data.nextSyncToken ?? '';
    const last = await api.events.list({ calendarId, singleEvents: true, syncToken: next });
    expect(byStatus(last.data, 'cancelled')).toHaveLength(3);
  });
});

import type { calendar_v3 } from 'googleapis/build/src/apis/calendar/v3.js';
import { describe, expect, test, vi } from 'vitest';
import { headerOf, hourOn, openSandbox, refusalOf, sendBatch } from './open-sandbox.js';

const calendarId = 'primary';

/** Lists all pages, keeping repeats. */
async function listAll(api: calendar_v3.Calendar, query: calendar_v3.Params$Resource$Events$List = {}) {
  const items: calendar_v3.Schema$Event[] = [];
  const sizes: number[] = [];
  let pageToken: string | undefined;
  for (;;) {
    const { data } = await api.events.list({ calendarId, ...query, ...(pageToken && { pageToken }) });
    items.push(...(data.items ?? []));
    sizes.push(data.items?.length ?? 0);
    if (!data.nextPageToken) return { items, sizes, syncToken: data.nextSyncToken ?? undefined };
    pageToken = data.nextPageToken;
  }
}

async function withBookings(count: number) {
  const opened = await openSandbox();
  for (let day = 1; day <= count; day += 1) {
    await opened.api.events.insert({ calendarId, requestBody: hourOn(day, { id: `booking${day}` }) });
  }
  opened.sandbox.resetLog();
  return opened;
}

describe('lost replies', () => {
  test('drop cuts the line before anything is written, commit-then-drop after', async () => {
    const { api, sandbox } = await withBookings(0);
    sandbox.addFault({ kind: 'drop' });
    sandbox.addFault({ kind: 'commit-then-drop', match: { operation: 'events.insert', n: 2 } });
    const insert = (id: string) => api.events.insert({ calendarId, requestBody: hourOn(1, { id }) });
    await expect(insert('before1')).rejects.toThrow();
    await expect(insert('after1')).rejects.toThrow();
    expect((await listAll(api)).items.map(({ id }) => id)).toEqual(['after1']);
    expect(refusalOf(await insert('after1'))).toEqual({ status: 409, reason: 'duplicate' });
    expect(sandbox.requests.map(({ status, fault }) => [status, fault])).toEqual([
      [0, 'drop'],
      [0, 'commit-then-drop'],
      [200, undefined],
      [409, undefined],
    ]);
  });

  test('a 503 may have written or not', async () => {
    const { api, sandbox } = await withBookings(0);
    sandbox.addFault({ kind: 'status', status: 503, match: { operation: 'events.insert' } });
    sandbox.addFault({ kind: 'commit-then-status', status: 503, match: { operation: 'events.insert' } });
    const insert = (id: string) => api.events.insert({ calendarId, requestBody: hourOn(1, { id }) });
    expect(refusalOf(await insert('before1'))).toEqual({ status: 503, reason: 'backendError' });
    expect(refusalOf(await insert('after1'))).toEqual({ status: 503, reason: 'backendError' });
    expect((await listAll(api)).items.map(({ id }) => id)).toEqual(['after1']);
  });

  test('a slow reply comes after the client has gone, and the write is kept', async () => {
    const { api, sandbox } = await withBookings(0);
    sandbox.addFault({ kind: 'slow', delayMs: 60_000 });
    const requestBody = hourOn(1, { id: 'late1' });
    const patience = new AbortController();
    const reply = api.events.insert({ calendarId, requestBody }, { signal: patience.signal });
    await vi.waitFor(() => expect(sandbox.requests).toHaveLength(1));
    patience.abort();
    await expect(reply).rejects.toThrow();
    expect((await listAll(api)).items).toHaveLength(1);
  });

  test('a JSON body can be cut short and an error can be HTML', async () => {
    const { api, sandbox } = await withBookings(1);
    sandbox.addFault({ kind: 'truncated-json' });
    const cut = await fetch(`${sandbox.url}calendar/v3/calendars/primary/events`, {
      headers: { authorization: 'Bearer t' },
    });
    await expect(cut.json()).rejects.toThrow(SyntaxError);
    sandbox.addFault({ kind: 'html', status: 502 });
    const page = await api.events.list({ calendarId });
    expect([page.status, headerOf(page, 'content-type')]).toEqual([502, 'text/html; charset=UTF-8']);
  });
});

describe('refusals', () => {
  test.each([
    [403, 'quotaExceeded'],
    [403, 'rateLimitExceeded'],
    [403, 'forbiddenForServiceAccounts'],
    [404, 'notFound'],
    [409, 'conflict'],
    [500, 'backendError'],
  ])('%i %s can be injected', async (status, reason) => {
    const { api, sandbox } = await withBookings(0);
    sandbox.addFault({ kind: 'status', status, reason });
    expect(refusalOf(await api.events.list({ calendarId }))).toEqual({ status, reason });
    expect((await api.events.list({ calendarId })).status).toBe(200);
  });

  test('a 429 can carry Retry-After', async () => {
    const { api, sandbox } = await withBookings(0);
    sandbox.addFault({ kind: 'status', status: 429, retryAfter: 7 });
    const reply = await api.events.list({ calendarId });
    expect([refusalOf(reply).reason, headerOf(reply, 'retry-after')]).toEqual(['rateLimitExceeded', '7']);
  });

  test('a rival edit between read and write makes If-Match fail', async () => {
    const { api, sandbox } = await withBookings(1);
    const { data } = await api.events.get({ calendarId, eventId: 'booking1' });
    sandbox.addFault({ kind: 'rival-edit', match: { method: 'PATCH' }, patch: { summary: 'Rival' } });
    const headers = { 'If-Match': data.etag ?? '' };
    const requestBody = { summary: 'Mine' };
    const reply = await api.events.patch({ calendarId, eventId: 'booking1', requestBody }, { headers });
    expect(refusalOf(reply)).toEqual({ status: 412, reason: 'conditionNotMet' });
    expect((await api.events.get({ calendarId, eventId: 'booking1' })).data.summary).toBe('Rival');
  });

  test('an access token can die in mid-run', async () => {
    const { api, sandbox } = await withBookings(1);
    sandbox.addFault({ kind: 'expire-access-token', match: { n: 2 } });
    expect((await api.events.list({ calendarId })).status).toBe(200);
    expect((await api.events.list({ calendarId })).status).toBe(401);
    expect((await api.events.list({ calendarId })).status).toBe(401);
  });

  test('a calendar can be gone until faults are cleared', async () => {
    const { api, sandbox } = await withBookings(1);
    sandbox.addFault({ kind: 'status', status: 404, times: 0, match: { calendarId: 'owner@sandbox.invalid' } });
    for (let time = 0; time < 3; time += 1) expect((await api.events.list({ calendarId })).status).toBe(404);
    sandbox.clearFaults();
    expect((await api.events.list({ calendarId })).status).toBe(200);
  });
});

describe('listings', () => {
  test('a sync token can die on the first page, on a later one, and again after the full listing', async () => {
    const { api, sandbox } = await withBookings(0);
    const syncToken = (await listAll(api, { maxResults: 1 })).syncToken ?? '';
    for (let day = 1; day <= 2; day += 1) await api.events.insert({ calendarId, requestBody: hourOn(day) });
    const first = await api.events.list({ calendarId, maxResults: 1, syncToken });
    sandbox.addFault({ kind: 'expire-token', times: 2 });
    const pageToken = first.data.nextPageToken ?? '';
    const second = await api.events.list({ calendarId, maxResults: 1, syncToken, pageToken });
    expect(refusalOf(second).reason).toBe('fullSyncRequired');
    const again = (await listAll(api, { maxResults: 1 })).syncToken ?? '';
    expect((await api.events.list({ calendarId, maxResults: 1, syncToken: again })).status).toBe(410);
    const last = (await listAll(api, { maxResults: 1 })).syncToken ?? '';
    expect((await api.events.list({ calendarId, maxResults: 1, syncToken: last })).status).toBe(200);
  });

  test('an empty page still leads on, also in place of the last one', async () => {
    const { api, sandbox } = await withBookings(3);
    sandbox.addFault({ kind: 'empty-page', match: { operation: 'events.list' } });
    sandbox.addFault({ kind: 'empty-page', match: { operation: 'events.list', n: 3 } });
    const { items, sizes, syncToken } = await listAll(api, { maxResults: 2 });
    expect(sizes).toEqual([0, 2, 0, 1]);
    expect(items.map(({ id }) => id)).toEqual(['booking1', 'booking2', 'booking3']);
    expect(syncToken).toBeTruthy();
  });

  test('an item can come twice, move to the next page, or everything come in reverse', async () => {
    const { api, sandbox } = await withBookings(3);
    const ids = async () => (await listAll(api, { maxResults: 2 })).items.map(({ id }) => id?.at(-1)).join('');
    sandbox.addFault({ kind: 'repeat-item' });
    expect(await ids()).toBe('1223');
    sandbox.addFault({ kind: 'move-item' });
    expect(await ids()).toBe('213');
    sandbox.addFault({ kind: 'reverse-items' });
    expect(await ids()).toBe('321');
  });

  test('the sync token can fail to come', async () => {
    const { api, sandbox } = await withBookings(1);
    sandbox.addFault({ kind: 'no-sync-token' });
    expect((await listAll(api)).syncToken).toBeUndefined();
    expect((await listAll(api)).syncToken).toBeTruthy();
  });

  test('one write can show late', async () => {
    let clock = Date.parse('2026-03-01T00:00:00Z');
    const { api, sandbox } = await openSandbox({ now: () => clock });
    sandbox.addFault({ kind: 'delay-listing', delayMs: 5000 });
    await api.events.insert({ calendarId, requestBody: hourOn(1, { id: 'late1' }) });
    await api.events.insert({ calendarId, requestBody: hourOn(2, { id: 'prompt1' }) });
    const early = await listAll(api);
    expect(early.items.map(({ id }) => id)).toEqual(['prompt1']);
    clock += 5000;
    const delta = await listAll(api, { syncToken: early.syncToken ?? '' });
    expect(delta.items.map(({ id }) => id)).toContain('late1');
  });

  test('tombstones can be gone before anyone saw them', async () => {
    const { api, sandbox } = await withBookings(1);
    const { syncToken = '' } = await listAll(api);
    await api.events.delete({ calendarId, eventId: 'booking1' });
    sandbox.addFault({ kind: 'expire-tombstones' });
    expect(refusalOf(await api.events.list({ calendarId, syncToken })).reason).toBe('fullSyncRequired');
    expect((await listAll(api, { showDeleted: true })).items).toEqual([]);
  });

  test('the clock of the server can be wrong by hours', async () => {
    const clock = Date.parse('2026-03-01T12:00:00Z');
    const { api, sandbox } = await openSandbox({ now: () => clock });
    sandbox.addFault({ kind: 'clock-skew', skewMs: -3 * 60 * 60_000 });
    const reply = await api.events.insert({ calendarId, requestBody: hourOn(1) });
    expect(reply.data.updated).toBe('2026-03-01T09:00:00.000Z');
    expect(headerOf(reply, 'date')).toBe('Sun, 01 Mar 2026 09:00:00 GMT');
  });
});

test('a part of a batch can meet a fault, and a dropped part takes the batch with it', async () => {
  const { sandbox } = await withBookings(1);
  const call = { method: 'GET', path: '/calendar/v3/calendars/primary/events/booking1' };
  sandbox.addFault({ kind: 'status', status: 503, match: { operation: 'events.get', n: 2 } });
  const { answers } = await sendBatch(sandbox, [call, call]);
  expect(answers.map(({ status }) => status)).toEqual([200, 503]);
  sandbox.addFault({ kind: 'drop', match: { operation: 'events.get' } });
  await expect(sendBatch(sandbox, [call, call])).rejects.toThrow();
});

test('faults can be set over HTTP only where that is switched on', async () => {
  const closed = await openSandbox();
  const body = JSON.stringify({ kind: 'status', status: 500 });
  const post = (url: string, text = body) => fetch(`${url}_sandbox/faults`, { method: 'POST', body: text });
  expect((await post(closed.sandbox.url)).status).toBe(404);
  const { api, sandbox } = await openSandbox({ faults: true });
  expect((await post(sandbox.url)).status).toBe(201);
  expect((await post(sandbox.url, '{"kind":"gremlin"}')).status).toBe(400);
  expect((await api.events.list({ calendarId })).status).toBe(500);
  await post(sandbox.url);
  await fetch(`${sandbox.url}_sandbox/faults`, { method: 'DELETE' });
  expect((await api.events.list({ calendarId })).status).toBe(200);
  const log = (await (await fetch(`${sandbox.url}_sandbox/requests`)).json()) as unknown[];
  expect(log).toMatchObject([
    { n: 1, status: 500, fault: 'status' },
    { n: 2, status: 200 },
  ]);
  expect(await (await fetch(`${sandbox.url}_sandbox/health`)).json()).toEqual({ status: 'ok' });
});

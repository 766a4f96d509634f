import { expect, test } from 'vitest';
import { hourOn, openSandbox, refusalOf } from './open-sandbox.js';

const calendarId = 'primary';

test('deleting answers 204 with nothing, twice answers 410, an unknown id 404', async () => {
  const { api } = await openSandbox();
  const { data } = await api.events.insert({ calendarId, requestBody: hourOn(1) });
  const eventId = data.id ?? '';
  const gone = await api.events.delete({ calendarId, eventId });
  expect([gone.status, gone.data]).toEqual([204, '']);
  const again = await api.events.delete({ calendarId, eventId });
  expect(refusalOf(again)).toEqual({ status: 410, reason: 'deleted' });
  expect(refusalOf(await api.events.delete({ calendarId, eventId: 'neverwas' })).reason).toBe('notFound');
});

test('a tombstone is bare in a delta, has its details with showDeleted and in get, and is absent otherwise', async () => {
  const { api } = await openSandbox();
  const { data } = await api.events.insert({ calendarId, requestBody: hourOn(1) });
  const bare = await api.events.list({ calendarId });
  const detailed = await api.events.list({ calendarId, showDeleted: true });
  await api.events.delete({ calendarId, eventId: data.id ?? '' });
  const delta = await api.events.list({ calendarId, syncToken: bare.data.nextSyncToken ?? '' });
  const etag = expect.any(String);
  expect(delta.data.items).toEqual([{ kind: 'calendar#event', etag, id: data.id, status: 'cancelled' }]);
  const syncToken = detailed.data.nextSyncToken ?? '';
  const rich = await api.events.list({ calendarId, showDeleted: true, syncToken });
  expect(rich.data.items).toMatchObject([{ id: data.id, status: 'cancelled', summary: 'Booking 1' }]);
  const got = await api.events.get({ calendarId, eventId: data.id ?? '' });
  expect(got.data).toMatchObject({ status: 'cancelled', summary: 'Booking 1' });
  expect((await api.events.list({ calendarId })).data.items).toEqual([]);
  expect((await api.events.list({ calendarId, showDeleted: true })).data.items).toHaveLength(1);
});

test('a patch of status confirmed alone brings a cancelled event back as it was', async () => {
  const { api } = await openSandbox();
  const { data } = await api.events.insert({ calendarId, requestBody: hourOn(1) });
  const eventId = data.id ?? '';
  await api.events.delete({ calendarId, eventId });
  const back = await api.events.patch({ calendarId, eventId, requestBody: { status: 'confirmed' } });
  expect(back.data).toMatchObject({ id: eventId, status: 'confirmed', summary: 'Booking 1', start: data.start });
});

test('a sandbox that asks for times with an undelete refuses one without them', async () => {
  const { api } = await openSandbox({ undeleteNeedsTimes: true });
  const { data } = await api.events.insert({ calendarId, requestBody: hourOn(1) });
  const eventId = data.id ?? '';
  await api.events.delete({ calendarId, eventId });
  const half = await api.events.patch({ calendarId, eventId, requestBody: { status: 'confirmed' } });
  expect(refusalOf(half)).toEqual({ status: 400, reason: 'required' });
  const silent = await api.events.update({ calendarId, eventId, requestBody: hourOn(1) });
  expect(silent.data.status).toBe('cancelled');
  const back = await api.events.patch({ calendarId, eventId, requestBody: hourOn(4, { status: 'confirmed' }) });
  expect(back.data).toMatchObject({ id: eventId, summary: 'Booking 4', iCalUID: data.iCalUID });
  expect((await api.events.list({ calendarId })).data.items?.map((item) => item.id)).toEqual([eventId]);
});

test('a patch to cancelled deletes like delete does', async () => {
  const { api } = await openSandbox();
  const { data } = await api.events.insert({ calendarId, requestBody: hourOn(1) });
  const eventId = data.id ?? '';
  await api.events.patch({ calendarId, eventId, requestBody: { status: 'cancelled' } });
  expect(refusalOf(await api.events.delete({ calendarId, eventId })).status).toBe(410);
});

test('tombstones go after 30 days; tokens from before then ask for a full sync, and the id is free', async () => {
  let clock = Date.parse('2026-03-01T00:00:00Z');
  const { api } = await openSandbox({ now: () => clock });
  const requestBody = hourOn(1, { id: 'booking1' });
  await api.events.insert({ calendarId, requestBody });
  const old = await api.events.list({ calendarId });
  await api.events.delete({ calendarId, eventId: 'booking1' });
  const fresh = await api.events.list({ calendarId });
  clock += 31 * 24 * 60 * 60_000;
  expect((await api.events.get({ calendarId, eventId: 'booking1' })).status).toBe(404);
  const stale = await api.events.list({ calendarId, syncToken: old.data.nextSyncToken ?? '' });
  expect(refusalOf(stale).reason).toBe('fullSyncRequired');
  expect((await api.events.list({ calendarId, syncToken: fresh.data.nextSyncToken ?? '' })).status).toBe(200);
  expect((await api.events.insert({ calendarId, requestBody })).status).toBe(200);
});

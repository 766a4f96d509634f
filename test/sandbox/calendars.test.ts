import { createServer } from 'node:http';
import { expect, onTestFinished, test } from 'vitest';
import { hourOn, openSandbox, refusalOf } from './open-sandbox.js';

const calendarId = 'primary';

test('a secondary calendar is made, listed, renamed and deleted; then its events are not found', async () => {
  const { api } = await openSandbox();
  const before = await api.calendarList.list({});
  const made = await api.calendars.insert({ requestBody: { summary: 'Bookings', timeZone: 'Europe/London' } });
  const id = made.data.id ?? '';
  expect(id).toMatch(/@group\.calendar\.google\.com$/);
  await api.calendars.patch({ calendarId: id, requestBody: { summary: 'Renamed' } });
  const syncToken = before.data.nextSyncToken ?? '';
  const delta = await api.calendarList.list({ syncToken });
  expect(delta.data.items).toMatchObject([{ id, summary: 'Renamed', accessRole: 'owner', timeZone: 'Europe/London' }]);
  expect((await api.calendars.delete({ calendarId: id })).status).toBe(204);
  expect(refusalOf(await api.events.list({ calendarId: id })).status).toBe(404);
  const gone = await api.calendarList.list({ syncToken: delta.data.nextSyncToken ?? '' });
  expect(gone.data.items).toMatchObject([{ id, deleted: true }]);
});

test('the primary calendar can be cleared but not deleted', async () => {
  const { api } = await openSandbox();
  await api.events.insert({ calendarId, requestBody: hourOn(1) });
  expect((await api.calendars.delete({ calendarId })).status).toBe(400);
  const { data } = await api.events.list({ calendarId });
  expect((await api.calendars.clear({ calendarId })).status).toBe(204);
  const delta = await api.events.list({ calendarId, syncToken: data.nextSyncToken ?? '' });
  expect(delta.data.items).toMatchObject([{ status: 'cancelled' }]);
});

test('the calendar list pages and takes calendars off and on', async () => {
  const { api } = await openSandbox();
  const id = (await api.calendars.insert({ requestBody: { summary: 'One' } })).data.id ?? '';
  const first = await api.calendarList.list({ maxResults: 1 });
  expect(first.data.items).toMatchObject([{ primary: true, id: 'owner@sandbox.invalid' }]);
  const second = await api.calendarList.list({ maxResults: 1, pageToken: first.data.nextPageToken ?? '' });
  expect(second.data.items).toMatchObject([{ id }]);
  await api.calendarList.delete({ calendarId: id });
  expect((await api.calendarList.get({ calendarId: id })).status).toBe(404);
  expect((await api.calendars.get({ calendarId: id })).status).toBe(200);
  await api.calendarList.insert({ requestBody: { id } });
  const patched = await api.calendarList.patch({ calendarId: id, requestBody: { summaryOverride: 'Mine' } });
  expect(patched.data).toMatchObject({ summary: 'One', summaryOverride: 'Mine' });
});

test('access rules, settings, colors and free/busy answer', async () => {
  const { api } = await openSandbox();
  await api.events.insert({ calendarId, requestBody: hourOn(1) });
  await api.events.insert({ calendarId, requestBody: hourOn(2, { transparency: 'transparent' }) });
  expect((await api.acl.list({ calendarId })).data.items).toMatchObject([{ role: 'owner' }]);
  expect((await api.settings.get({ setting: 'timezone' })).data.value).toBe('Europe/Copenhagen');
  expect((await api.colors.get({})).data.kind).toBe('calendar#colors');
  const items = [{ id: calendarId }, { id: 'nobody@example.com' }];
  const window = { timeMin: '2026-03-01T00:00:00Z', timeMax: '2026-03-04T00:00:00Z', items };
  const { data } = await api.freebusy.query({ requestBody: window });
  expect(data.calendars).toMatchObject({
    primary: { busy: [{ start: '2026-03-01T08:00:00Z', end: '2026-03-01T09:00:00Z' }] },
    'nobody@example.com': { errors: [{ reason: 'notFound' }] },
  });
  expect((await api.calendarList.watch({ requestBody: {} })).status).toBe(501);
});

test('a watcher hears of the channel first and of each change, unless the message is lost or doubled', async () => {
  const heard: string[] = [];
  const waiting: (() => void)[] = [];
  const listener = createServer((incoming, reply) => {
    const { 'x-goog-resource-state': state, 'x-goog-message-number': number } = incoming.headers;
    heard.push(`${state} ${number} ${incoming.headers['x-goog-channel-token']}`);
    reply.end();
    waiting.shift()?.();
  });
  const next = () => new Promise<void>((resolve) => waiting.push(resolve));
  await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void listener.close());
  const port = (listener.address() as { port: number }).port;
  const { api, sandbox } = await openSandbox({ pushToLoopback: true });
  const requestBody = { id: 'channel-1', type: 'web_hook', address: `http://127.0.0.1:${port}/`, token: 'secret' };
  const opened = next();
  const channel = await api.events.watch({ calendarId, requestBody });
  await opened;
  const changed = next();
  await api.events.insert({ calendarId, requestBody: hourOn(1) });
  await changed;
  expect(heard).toEqual(['sync 1 secret', 'exists 2 secret']);
  sandbox.addFault({ kind: 'lost-push' });
  await api.events.insert({ calendarId, requestBody: hourOn(2) });
  sandbox.addFault({ kind: 'repeat-push' });
  const twice = [next(), next()];
  await api.events.insert({ calendarId, requestBody: hourOn(3) });
  await Promise.all(twice);
  expect(heard.slice(2).sort()).toEqual(['exists 3 secret', 'exists 4 secret']);
  expect(refusalOf(await api.events.watch({ calendarId, requestBody })).reason).toBe('channelIdNotUnique');
  const { id = '', resourceId = '' } = channel.data;
  const stop = { id, resourceId };
  expect((await api.channels.stop({ requestBody: stop })).status).toBe(204);
  expect((await api.channels.stop({ requestBody: stop })).status).toBe(404);
});

test('a watcher needs an https address unless loopback is switched on', async () => {
  const { api } = await openSandbox();
  const requestBody = { id: 'channel-1', type: 'web_hook', address: 'http://127.0.0.1:9/' };
  expect(refusalOf(await api.events.watch({ calendarId, requestBody })).status).toBe(400);
});

import { calendar, type calendar_v3 } from 'googleapis/build/src/apis/calendar/index.js';
import { describe, expect, test } from 'vitest';
import type { Sandbox } from '../../src/sandbox/start-sandbox.js';
import { hourOn, openSandbox, refusalOf } from './open-sandbox.js';

const [anna, bo] = ['anna@salon.invalid', 'bo@salon.invalid'];

function signIn(sandbox: Sandbox, account: string): calendar_v3.Calendar {
  const headers = { Authorization: `Bearer ${account}` };
  return calendar({ version: 'v3', rootUrl: sandbox.url, headers, retry: false, validateStatus: () => true });
}

async function openAccounts() {
  const { sandbox, api: owner } = await openSandbox({ accounts: [anna, bo] });
  return { sandbox, owner, anna: signIn(sandbox, anna), bo: signIn(sandbox, bo) };
}

const listed = async (api: calendar_v3.Calendar) =>
  (await api.events.list({ calendarId: 'primary', showDeleted: true })).data.items ?? [];
const responsesOf = (event: calendar_v3.Schema$Event | undefined) =>
  Object.fromEntries((event?.attendees ?? []).map(({ email, responseStatus }) => [email, responseStatus]));

async function invite(api: calendar_v3.Calendar, guests: readonly string[], more: calendar_v3.Schema$Event = {}) {
  const requestBody = hourOn(3, { attendees: guests.map((email) => ({ email })), ...more });
  return (await api.events.insert({ calendarId: 'primary', requestBody })).data;
}

describe('accounts', () => {
  test('have a primary calendar each, and no access to those of others', async () => {
    const { anna: a, bo: b } = await openAccounts();
    await a.events.insert({ calendarId: 'primary', requestBody: hourOn(1) });
    expect((await a.calendars.get({ calendarId: 'primary' })).data.id).toBe(anna);
    expect(await listed(b)).toEqual([]);
    expect(refusalOf(await b.events.list({ calendarId: anna })).status).toBe(404);
    expect((await b.calendarList.list()).data.items?.map(({ id }) => id)).toEqual([bo]);
  });

  test('see a calendar of another account as far as its rules say', async () => {
    const { anna: a, bo: b } = await openAccounts();
    const requestBody = { role: 'reader', scope: { type: 'user', value: bo } };
    await a.acl.insert({ calendarId: 'primary', requestBody });
    expect((await b.events.list({ calendarId: anna })).data.accessRole).toBe('reader');
    expect((await b.events.insert({ calendarId: anna, requestBody: hourOn(1) })).status).toBe(403);
    await a.acl.patch({ calendarId: 'primary', ruleId: `user:${bo}`, requestBody: { role: 'writer' } });
    expect((await b.events.insert({ calendarId: anna, requestBody: hourOn(1) })).status).toBe(200);
    await a.acl.delete({ calendarId: 'primary', ruleId: `user:${bo}` });
    expect((await b.events.list({ calendarId: anna })).status).toBe(404);
  });

  test('find an invitation in their own calendar, under the same id and without what is private to the host', async () => {
    const { anna: a, bo: b } = await openAccounts();
    const extendedProperties = { private: { key: 'mine' }, shared: { key: 'ours' } };
    const { id, iCalUID } = await invite(a, [bo], { extendedProperties });
    const [copy] = await listed(b);
    expect(copy).toMatchObject({
      id,
      iCalUID,
      organizer: { email: anna },
      extendedProperties: { shared: { key: 'ours' } },
    });
    expect(copy?.extendedProperties?.private).toBeUndefined();
    expect(copy?.organizer?.self).toBeUndefined();
    expect(copy?.attendees).toEqual([{ email: bo, responseStatus: 'needsAction', self: true }]);
  });

  test('respond in their own calendar, and the host and the other guests see it', async () => {
    const { owner, anna: a, bo: b } = await openAccounts();
    const { id } = await invite(a, [bo, 'owner@sandbox.invalid']);
    const attendees = [{ email: bo, responseStatus: 'accepted' }, { email: 'owner@sandbox.invalid' }];
    await b.events.patch({ calendarId: 'primary', eventId: id ?? '', requestBody: { attendees } });
    for (const api of [a, b, owner]) expect(responsesOf((await listed(api))[0])[bo]).toBe('accepted');
  });

  test('get changes of the host, keep what is their own, and lose the event with it', async () => {
    const { anna: a, bo: b } = await openAccounts();
    const { id } = await invite(a, [bo]);
    const at = { calendarId: 'primary', eventId: id ?? '' };
    await b.events.patch({ ...at, requestBody: { extendedProperties: { private: { own: 'yes' } } } });
    await a.events.patch({ ...at, requestBody: { summary: 'Later' } });
    expect((await b.events.get(at)).data).toMatchObject({
      summary: 'Later',
      extendedProperties: { private: { own: 'yes' } },
    });
    expect((await b.events.patch({ ...at, requestBody: { summary: 'Mine' } })).status).toBe(403);
    await a.events.delete(at);
    expect((await listed(b))[0]?.status).toBe('cancelled');
  });

  test('decline by removing the event', async () => {
    const { anna: a, bo: b } = await openAccounts();
    const { id } = await invite(a, [bo]);
    await b.events.delete({ calendarId: 'primary', eventId: id ?? '' });
    const [event] = await listed(a);
    expect(event?.status).toBe('confirmed');
    expect(responsesOf(event)).toEqual({ [bo]: 'declined' });
  });

  test('learn of an invitation by their sync token', async () => {
    const { anna: a, bo: b } = await openAccounts();
    const { data } = await b.events.list({ calendarId: 'primary' });
    const { id } = await invite(a, [bo]);
    const delta = await b.events.list({ calendarId: 'primary', syncToken: data.nextSyncToken ?? '' });
    expect(delta.data.items?.map((event) => event.id)).toEqual([id]);
  });

  test('decline what falls into focus time that says so', async () => {
    const { anna: a, bo: b } = await openAccounts();
    const focus = {
      eventType: 'focusTime',
      focusTimeProperties: { autoDeclineMode: 'declineAllConflictingInvitations' },
    };
    await b.events.insert({ calendarId: 'primary', requestBody: hourOn(3, focus) });
    await invite(a, [bo]);
    expect(responsesOf((await listed(a))[0])[bo]).toBe('declined');
  });
});

describe('status events', () => {
  const focusTimeProperties = {};
  test.each([
    ['focus time without its properties', { eventType: 'focusTime' }],
    ['transparent focus time', { eventType: 'focusTime', focusTimeProperties, transparency: 'transparent' }],
    ['an opaque working location', { eventType: 'workingLocation', workingLocationProperties: { type: 'homeOffice' } }],
    ['out of office without its properties', { eventType: 'outOfOffice' }],
  ])('%s is refused', async (_what, more) => {
    const { api } = await openSandbox();
    expect((await api.events.insert({ calendarId: 'primary', requestBody: hourOn(1, more) })).status).toBe(400);
  });

  test('a working location is taken in a primary calendar, and in no other', async () => {
    const { api } = await openSandbox();
    const { data } = await api.calendars.insert({ requestBody: { summary: 'Second' } });
    const requestBody = hourOn(1, {
      eventType: 'workingLocation',
      visibility: 'public',
      transparency: 'transparent',
      workingLocationProperties: { type: 'homeOffice', homeOffice: {} },
    });
    expect((await api.events.insert({ calendarId: 'primary', requestBody })).status).toBe(200);
    expect((await api.events.insert({ calendarId: data.id ?? '', requestBody })).status).toBe(400);
  });
});

describe('events.quickAdd', () => {
  const now = () => Date.parse('2026-03-02T08:20:00Z');
  test.each([
    ['Dentist tomorrow 10am-11:30am', 'Dentist', '2026-03-03T10:00:00+01:00', '2026-03-03T11:30:00+01:00'],
    [
      'Windows on 2026-12-01 9:00-11:30 in Aarhus C',
      'Windows',
      '2026-12-01T09:00:00+01:00',
      '2026-12-01T11:30:00+01:00',
    ],
    ['Call at 15:00', 'Call', '2026-03-02T15:00:00+01:00', '2026-03-02T16:00:00+01:00'],
    ['Coffee', 'Coffee', '2026-03-02T10:00:00+01:00', '2026-03-02T11:00:00+01:00'],
  ])('understands %s', async (text, summary, start, end) => {
    const { api } = await openSandbox({ now });
    const { data } = await api.events.quickAdd({ calendarId: 'primary', text });
    expect(data).toMatchObject({ summary, start: { dateTime: start }, end: { dateTime: end } });
    expect(data.location).toBe(text.includes('Aarhus') ? 'Aarhus C' : undefined);
  });

  test('makes a day of a text with a day alone, and refuses an empty one', async () => {
    const { api } = await openSandbox({ now });
    const { data } = await api.events.quickAdd({ calendarId: 'primary', text: 'Holiday 2026-12-24' });
    expect(data).toMatchObject({ summary: 'Holiday', start: { date: '2026-12-24' }, end: { date: '2026-12-25' } });
    expect((await api.events.quickAdd({ calendarId: 'primary', text: ' ' })).status).toBe(400);
  });
});

test('a sync token that is too old is answered 410, a younger one is not', async () => {
  let now = Date.parse('2026-03-01T00:00:00Z');
  const { api } = await openSandbox({ now: () => now, syncTokenDays: 7 });
  const { data } = await api.events.list({ calendarId: 'primary' });
  const again = async () => api.events.list({ calendarId: 'primary', syncToken: data.nextSyncToken ?? '' });
  now += 6 * 86_400_000;
  expect((await again()).status).toBe(200);
  now += 2 * 86_400_000;
  expect(refusalOf(await again())).toEqual({ status: 410, reason: 'fullSyncRequired' });
});

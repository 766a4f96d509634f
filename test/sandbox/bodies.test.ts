import type { calendar_v3 } from 'googleapis/build/src/apis/calendar/v3.js';
import { describe, expect, test } from 'vitest';
import { hourOn, openSandbox, refusalOf } from './open-sandbox.js';

const calendarId = 'primary';
const zone = 'Europe/Copenhagen';
type Body = calendar_v3.Schema$Event;

const at = (dateTime: string, timeZone?: string) => ({ dateTime, ...(timeZone && { timeZone }) });
const refused: [string, Body, string][] = [
  ['no start', { end: at('2026-03-01T10:00:00Z') }, 'required'],
  ['no end', { start: at('2026-03-01T10:00:00Z') }, 'required'],
  ['an end before its start', { start: at('2026-03-01T10:00:00Z'), end: at('2026-03-01T09:00:00Z') }, 'timeRangeEmpty'],
  ['a day that ends on itself', { start: { date: '2026-03-01' }, end: { date: '2026-03-01' } }, 'timeRangeEmpty'],
  ['a date beside a time', { start: { date: '2026-03-01' }, end: at('2026-03-02T09:00:00Z') }, 'invalid'],
  ['both kinds in one', { ...hourOn(1), start: { date: '2026-03-01', dateTime: '2026-03-01T09:00:00Z' } }, 'invalid'],
  ['wall-clock time without zone', { start: at('2026-03-01T09:00:00'), end: at('2026-03-01T10:00:00') }, 'invalid'],
  ['an unknown zone', { ...hourOn(1), start: at('2026-03-01T09:00:00', 'Mars/Olympus') }, 'invalid'],
  ['a day that does not exist', { start: { date: '2026-02-30' }, end: { date: '2026-03-01' } }, 'invalid'],
  ['an unknown status', hourOn(1, { status: 'maybe' }), 'invalid'],
  ['an unknown visibility', hourOn(1, { visibility: 'secret' }), 'invalid'],
  ['a guest without address', hourOn(1, { attendees: [{ displayName: 'Bo' }] }), 'invalid'],
  ['six reminders', hourOn(1, { reminders: { overrides: Array(6).fill({ method: 'popup', minutes: 5 }) } }), 'invalid'],
  [
    'a reminder five weeks ahead',
    hourOn(1, { reminders: { overrides: [{ method: 'popup', minutes: 50_400 }] } }),
    'invalid',
  ],
  ['an event from mail', hourOn(1, { eventType: 'fromGmail' }), 'invalid'],
  [
    'a rule without zone',
    { start: at('2026-03-01T09:00:00Z'), end: at('2026-03-01T10:00:00Z'), recurrence: ['RRULE:FREQ=DAILY'] },
    'required',
  ],
  ['a rule with DTSTART', hourOn(1, { recurrence: ['DTSTART:20260301T090000Z', 'RRULE:FREQ=DAILY'] }), 'invalid'],
  ['an unreadable rule', hourOn(1, { recurrence: ['RRULE:FREQ=SOMETIMES'] }), 'invalid'],
  [
    'an UNTIL that is a date for a timed series',
    hourOn(1, { recurrence: ['RRULE:FREQ=DAILY;UNTIL=20260401'] }),
    'invalid',
  ],
];

test.each(refused)('%s is refused', async (_name, requestBody, reason) => {
  const { api } = await openSandbox();
  expect(refusalOf(await api.events.insert({ calendarId, requestBody }))).toEqual({ status: 400, reason });
  expect((await api.events.list({ calendarId })).data.items).toEqual([]);
});

describe('times', () => {
  test('wall-clock times mean the instant of their zone, on both sides of a change of the clock', async () => {
    const { api } = await openSandbox({ calendarTimeZone: 'UTC' });
    const start = async (dateTime: string) => {
      const requestBody = { start: at(dateTime, zone), end: at('2026-12-31T00:00:00', zone) };
      return (await api.events.insert({ calendarId, requestBody })).data.start?.dateTime;
    };
    expect(await start('2026-03-28T09:00:00')).toBe('2026-03-28T08:00:00Z');
    expect(await start('2026-03-29T09:00:00')).toBe('2026-03-29T07:00:00Z');
    expect(await start('2026-03-29T02:30:00')).toBe('2026-03-29T01:30:00Z');
    expect(await start('2026-10-25T02:30:00')).toBe('2026-10-25T00:30:00Z');
  });

  test('fractions of a second are dropped, and a time given with offset is shown in the calendar zone', async () => {
    const { api } = await openSandbox();
    const requestBody = { start: at('2026-07-01T06:00:00.750Z'), end: at('2026-07-01T07:00:00.000Z') };
    const { data } = await api.events.insert({ calendarId, requestBody });
    expect(data.start).toEqual({ dateTime: '2026-07-01T08:00:00+02:00', timeZone: zone });
  });

  test('an event may last no time at all', async () => {
    const { api } = await openSandbox();
    const moment = at('2026-07-01T06:00:00Z');
    expect((await api.events.insert({ calendarId, requestBody: { start: moment, end: moment } })).status).toBe(200);
  });

  test('a timed event becomes an all-day one only when the time is taken away', async () => {
    const { api } = await openSandbox();
    const eventId = (await api.events.insert({ calendarId, requestBody: hourOn(1) })).data.id ?? '';
    const both = { start: { date: '2026-03-01' }, end: { date: '2026-03-02' } };
    expect(refusalOf(await api.events.patch({ calendarId, eventId, requestBody: both })).status).toBe(400);
    const none = { dateTime: null, timeZone: null };
    const requestBody = { start: { ...none, date: '2026-03-01' }, end: { ...none, date: '2026-03-02' } };
    const { data } = await api.events.patch({ calendarId, eventId, requestBody });
    expect([data.start, data.end]).toEqual([{ date: '2026-03-01' }, { date: '2026-03-02' }]);
  });
});

test('replies hold the status always, leave other defaults out, and keep other values', async () => {
  const { api } = await openSandbox();
  const plain = hourOn(1, {
    status: 'confirmed',
    transparency: 'opaque',
    visibility: 'default',
    guestsCanModify: false,
  });
  const { data } = await api.events.insert({ calendarId, requestBody: plain });
  expect(data.status).toBe('confirmed');
  const { items } = (await api.events.list({ calendarId, fields: 'items(id,status)' })).data;
  expect(items).toEqual([{ id: data.id, status: 'confirmed' }]);
  for (const field of ['transparency', 'visibility', 'guestsCanModify']) expect(data).not.toHaveProperty(field);
  const other = hourOn(1, { status: 'tentative', transparency: 'transparent', visibility: 'private' });
  expect((await api.events.insert({ calendarId, requestBody: other })).data).toMatchObject({
    status: 'tentative',
    transparency: 'transparent',
    visibility: 'private',
    reminders: { useDefault: true },
  });
});

test('long property keys are dropped and long values cut silently; too many are refused', async () => {
  const { api } = await openSandbox();
  const key = 'k'.repeat(44);
  const own = { [key]: 'v'.repeat(2000), [`${key}k`]: 'lost' };
  const { data } = await api.events.insert({
    calendarId,
    requestBody: hourOn(1, { extendedProperties: { private: own } }),
  });
  expect(data.extendedProperties).toEqual({ private: { [key]: 'v'.repeat(1024) } });
  const many = Object.fromEntries(Array.from({ length: 301 }, (_, index) => [`k${index}`, 'v']));
  const reply = await api.events.insert({
    calendarId,
    requestBody: hourOn(1, { extendedProperties: { shared: many } }),
  });
  expect(refusalOf(reply).status).toBe(400);
});

test('a description is cut at the sandbox’s limit', async () => {
  const { api } = await openSandbox({ descriptionLimit: 10 });
  const { data } = await api.events.insert({ calendarId, requestBody: hourOn(1, { description: '0123456789abc' }) });
  expect(data.description).toBe('0123456789');
});

test('default reminders and own ones exclude each other', async () => {
  const { api } = await openSandbox();
  const reminders = { useDefault: true, overrides: [{ method: 'popup', minutes: 10 }] };
  const reply = await api.events.insert({ calendarId, requestBody: hourOn(1, { reminders }) });
  expect(refusalOf(reply).reason).toBe('cannotUseDefaultRemindersAndSpecifyOverride');
});

test('guests are marked as self and organizer by the server, and kept back beyond maxAttendees', async () => {
  const { api } = await openSandbox({ owner: 'me@example.com' });
  const attendees = [{ email: 'me@example.com', responseStatus: 'accepted' }, { email: 'you@example.com' }];
  const { data } = await api.events.insert({ calendarId, requestBody: hourOn(1, { attendees }) });
  expect(data.attendees).toEqual([
    { email: 'me@example.com', responseStatus: 'accepted', self: true, organizer: true },
    { email: 'you@example.com', responseStatus: 'needsAction' },
  ]);
  const few = await api.events.get({ calendarId, eventId: data.id ?? '', maxAttendees: 1 });
  expect(few.data).toMatchObject({ attendeesOmitted: true, attendees: [{ email: 'me@example.com' }] });
});

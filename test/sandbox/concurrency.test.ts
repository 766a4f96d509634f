import { expect, test } from 'vitest';
import { hourOn, openSandbox, refusalOf } from './open-sandbox.js';

const calendarId = 'primary';

test('the etag is the same in get, list and write replies, and another one after each change', async () => {
  const { api } = await openSandbox();
  const made = await api.events.insert({ calendarId, requestBody: hourOn(1) });
  const eventId = made.data.id ?? '';
  const got = await api.events.get({ calendarId, eventId });
  const listed = await api.events.list({ calendarId });
  expect([got.data.etag, listed.data.items?.[0]?.etag]).toEqual([made.data.etag, made.data.etag]);
  expect(made.data.etag).toMatch(/^".+"$/);
  const changed = await api.events.patch({ calendarId, eventId, requestBody: { summary: 'New' } });
  expect(changed.data.etag).not.toBe(made.data.etag);
});

test('a write whose If-Match is out of date changes nothing; * takes any state', async () => {
  const { api, sandbox } = await openSandbox();
  const made = await api.events.insert({ calendarId, requestBody: hourOn(1) });
  const eventId = made.data.id ?? '';
  const stale = { headers: { 'If-Match': made.data.etag ?? '' } };
  const won = await api.events.patch({ calendarId, eventId, requestBody: { summary: 'First' } }, stale);
  expect(won.status).toBe(200);
  const lost = [
    await api.events.patch({ calendarId, eventId, requestBody: { summary: 'Second' } }, stale),
    await api.events.update({ calendarId, eventId, requestBody: hourOn(3) }, stale),
    await api.events.delete({ calendarId, eventId }, stale),
  ];
  for (const reply of lost) expect(refusalOf(reply)).toEqual({ status: 412, reason: 'conditionNotMet' });
  expect((await api.events.get({ calendarId, eventId })).data.etag).toBe(won.data.etag);
  expect((await api.events.delete({ calendarId, eventId }, { headers: { 'If-Match': '*' } })).status).toBe(204);
  expect(sandbox.requests[1]).toMatchObject({ operation: 'events.patch', ifMatch: made.data.etag, status: 200 });
});

test('get with the etag it has answers an empty 304', async () => {
  const { api } = await openSandbox();
  const { data } = await api.events.insert({ calendarId, requestBody: hourOn(1) });
  const headers = { 'If-None-Match': data.etag ?? '' };
  const reply = await api.events.get({ calendarId, eventId: data.id ?? '' }, { headers });
  expect([reply.status, reply.data]).toEqual([304, '']);
});

test('a patch merges: null removes, maps merge key by key, lists are replaced whole', async () => {
  const { api } = await openSandbox();
  const attendees = [{ email: 'a@example.com' }, { email: 'b@example.com' }];
  const extendedProperties = { private: { a: '1', b: '2' }, shared: { s: '1' } };
  const requestBody = hourOn(1, { description: 'Text', attendees, extendedProperties });
  const { data } = await api.events.insert({ calendarId, requestBody });
  const patch = {
    description: null,
    attendees: [{ email: 'c@example.com' }],
    extendedProperties: { private: { a: null as unknown as string, c: '3' } },
  };
  const patched = await api.events.patch({ calendarId, eventId: data.id ?? '', requestBody: patch });
  expect(patched.data.description).toBeUndefined();
  expect(patched.data.summary).toBe('Booking 1');
  expect(patched.data.attendees?.map(({ email }) => email)).toEqual(['c@example.com']);
  expect(patched.data.extendedProperties).toEqual({ private: { b: '2', c: '3' }, shared: { s: '1' } });
});

test('an update replaces: what is absent is gone, and start and end must be there', async () => {
  const { api } = await openSandbox();
  const requestBody = hourOn(1, { description: 'Text', extendedProperties: { private: { a: '1' } } });
  const { data } = await api.events.insert({ calendarId, requestBody });
  const eventId = data.id ?? '';
  const half = await api.events.update({ calendarId, eventId, requestBody: { summary: 'Half' } });
  expect(refusalOf(half)).toEqual({ status: 400, reason: 'required' });
  const whole = await api.events.update({ calendarId, eventId, requestBody: hourOn(1) });
  expect(whole.data.description).toBeUndefined();
  expect(whole.data.extendedProperties).toBeUndefined();
  expect(whole.data.created).toBe(data.created);
});

test('sequence rises with the times, not with the text, and may not be set back', async () => {
  const { api } = await openSandbox();
  const { data } = await api.events.insert({ calendarId, requestBody: hourOn(1) });
  const eventId = data.id ?? '';
  const text = await api.events.patch({ calendarId, eventId, requestBody: { summary: 'Text' } });
  const time = await api.events.patch({ calendarId, eventId, requestBody: hourOn(5) });
  expect([data.sequence, text.data.sequence, time.data.sequence]).toEqual([0, 0, 1]);
  const low = await api.events.update({ calendarId, eventId, requestBody: hourOn(5, { sequence: 0 }) });
  expect(low.data).toMatchObject({ error: { code: 400, message: 'Invalid sequence value.' } });
});

test('without If-Match the last writer wins', async () => {
  const { api } = await openSandbox();
  const { data } = await api.events.insert({ calendarId, requestBody: hourOn(1) });
  const eventId = data.id ?? '';
  await Promise.all(
    ['One', 'Two', 'Three'].map((summary) => api.events.patch({ calendarId, eventId, requestBody: { summary } })),
  );
  const { data: last } = await api.events.get({ calendarId, eventId });
  expect(['One', 'Two', 'Three']).toContain(last.summary);
});

test('a connection has no end that a busy client could miss', async () => {
  const { sandbox } = await openSandbox();
  const reply = await fetch(`${sandbox.url}calendar/v3/users/me/calendarList`, {
    headers: { Authorization: 'Bearer person' },
  });
  expect(reply.status).toBe(200);
  expect([reply.headers.get('connection'), reply.headers.get('keep-alive')]).toEqual(['keep-alive', null]);
});

import { expect, test } from 'vitest';
import { hourOn, openSandbox, refusalOf } from './open-sandbox.js';

const calendarId = 'primary';

test('an event without id gets 26 characters of base32hex and an iCalUID of its own', async () => {
  const { api } = await openSandbox();
  const { data } = await api.events.insert({ calendarId, requestBody: hourOn(1) });
  expect(data.id).toMatch(/^[0-9a-v]{26}$/);
  expect(data.iCalUID).toBe(`${data.id}@google.com`);
  expect(data.htmlLink).toMatch(/^https:\/\/www\.google\.com\/calendar\/event\?eid=/);
});

test.each(['abcd', 'ABCDE', 'wxyz0', 'with-dash', 'with_line', '', 'a'.repeat(1025)])(
  'id %s is refused',
  async (id) => {
    const { api } = await openSandbox();
    const reply = await api.events.insert({ calendarId, requestBody: hourOn(1, { id }) });
    expect(refusalOf(reply)).toEqual({ status: 400, reason: 'invalid' });
    expect(reply.data).toMatchObject({ error: { message: 'Invalid resource id value.' } });
  },
);

test('an id is taken by a live event and by a deleted one, but only in its own calendar', async () => {
  const { api } = await openSandbox();
  const requestBody = hourOn(1, { id: 'booking0001' });
  const insert = (id: string) => api.events.insert({ calendarId: id, requestBody });
  expect((await insert(calendarId)).status).toBe(200);
  expect(refusalOf(await insert(calendarId))).toEqual({ status: 409, reason: 'duplicate' });
  await api.events.delete({ calendarId, eventId: 'booking0001' });
  expect(refusalOf(await insert(calendarId))).toEqual({ status: 409, reason: 'duplicate' });
  const other = await api.calendars.insert({ requestBody: { summary: 'Other' } });
  expect((await insert(other.data.id ?? '')).status).toBe(200);
});

test('id, iCalUID and eventType stay what they are', async () => {
  const { api } = await openSandbox();
  const { data } = await api.events.insert({ calendarId, requestBody: hourOn(1) });
  const eventId = data.id ?? '';
  for (const change of [{ id: 'another1' }, { iCalUID: 'another@uid' }, { eventType: 'focusTime' }]) {
    expect(refusalOf(await api.events.patch({ calendarId, eventId, requestBody: change })).status).toBe(400);
  }
  const echo = await api.events.update({ calendarId, eventId, requestBody: data });
  expect(echo.data).toMatchObject({ id: data.id, iCalUID: data.iCalUID, sequence: 0 });
});

test('an import needs an iCalUID, keeps a foreign organizer, and updates the event it knows', async () => {
  const { api } = await openSandbox();
  const foreign = { organizer: { email: 'boss@example.com' } };
  const bare = await api.events.import({ calendarId, requestBody: hourOn(1) });
  expect(refusalOf(bare)).toEqual({ status: 400, reason: 'required' });
  const first = await api.events.import({ calendarId, requestBody: hourOn(1, { iCalUID: 'u@x', ...foreign }) });
  expect(first.data.organizer).toEqual({ email: 'boss@example.com' });
  const second = await api.events.import({ calendarId, requestBody: hourOn(2, { iCalUID: 'u@x', ...foreign }) });
  expect(second.data.id).toBe(first.data.id);
  const eventId = first.data.id ?? '';
  const edit = await api.events.patch({ calendarId, eventId, requestBody: { summary: 'Mine now' } });
  expect(refusalOf(edit)).toEqual({ status: 403, reason: 'forbiddenForNonOrganizer' });
  expect((await api.events.patch({ calendarId, eventId, requestBody: { colorId: '3' } })).status).toBe(200);
});

test('a move keeps the id, cancels in the source, and makes the destination the organizer', async () => {
  const { api } = await openSandbox();
  const destination = (await api.calendars.insert({ requestBody: { summary: 'Team' } })).data.id ?? '';
  const { data } = await api.events.insert({ calendarId, requestBody: hourOn(1) });
  const eventId = data.id ?? '';
  const [here, there] = [await api.events.list({ calendarId }), await api.events.list({ calendarId: destination })];
  const moved = await api.events.move({ calendarId, eventId, destination });
  expect(moved.data).toMatchObject({ id: eventId, organizer: { email: destination, self: true } });
  const source = await api.events.list({ calendarId, syncToken: here.data.nextSyncToken ?? '' });
  expect(source.data.items).toMatchObject([{ id: eventId, status: 'cancelled' }]);
  const target = await api.events.list({ calendarId: destination, syncToken: there.data.nextSyncToken ?? '' });
  expect(target.data.items).toMatchObject([{ id: eventId, summary: 'Booking 1' }]);
  const back = await api.events.move({ calendarId: destination, eventId, destination: calendarId });
  expect(back.data.organizer?.email).toBe('owner@sandbox.invalid');
});

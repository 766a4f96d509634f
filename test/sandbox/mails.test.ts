import { expect, test } from 'vitest';
import { hourOn, openSandbox } from './open-sandbox.js';

const calendarId = 'primary';
const owner = 'me@example.com';
const guests = [{ email: owner }, { email: 'you@example.com' }, { email: 'far@elsewhere.org' }];

test('no mail is sent unless it is asked for', async () => {
  const { api, sandbox } = await openSandbox({ owner });
  const { data } = await api.events.insert({ calendarId, requestBody: hourOn(1, { attendees: guests }) });
  const eventId = data.id ?? '';
  await api.events.patch({ calendarId, eventId, requestBody: { summary: 'x' }, sendUpdates: 'none' });
  await api.events.delete({ calendarId, eventId });
  expect(sandbox.mails).toEqual([]);
});

test('guests get invitations, updates and cancellations; the organizer does not', async () => {
  const { api, sandbox } = await openSandbox({ owner });
  const sendUpdates = 'all';
  const { data } = await api.events.insert({ calendarId, sendUpdates, requestBody: hourOn(1, { attendees: guests }) });
  const eventId = data.id ?? '';
  const attendees = [{ email: 'you@example.com' }, { email: 'new@example.com' }];
  await api.events.patch({ calendarId, eventId, sendUpdates, requestBody: { attendees } });
  await api.events.delete({ calendarId, eventId, sendUpdates });
  expect(sandbox.mails.map(({ to, kind }) => `${kind} ${to}`)).toEqual([
    'invite you@example.com',
    'invite far@elsewhere.org',
    'update you@example.com',
    'cancel far@elsewhere.org',
    'invite new@example.com',
    'cancel you@example.com',
    'cancel new@example.com',
  ]);
  expect(sandbox.mails[0]).toMatchObject({ calendarId: owner, eventId });
});

test('externalOnly leaves out guests of the own domain', async () => {
  const { api, sandbox } = await openSandbox({ owner });
  const requestBody = hourOn(1, { attendees: guests });
  await api.events.insert({ calendarId, sendUpdates: 'externalOnly', requestBody });
  expect(sandbox.mails.map(({ to }) => to)).toEqual(['far@elsewhere.org']);
});

test('a refused write sends nothing', async () => {
  const { api, sandbox } = await openSandbox({ owner });
  const requestBody = hourOn(1, { id: 'booking1', attendees: guests });
  await api.events.insert({ calendarId, requestBody });
  await api.events.insert({ calendarId, requestBody, sendUpdates: 'all' });
  expect(sandbox.mails).toEqual([]);
});

import { auth, calendar } from 'googleapis/build/src/apis/calendar/index.js';
import { expect, test } from 'vitest';
import { hourOn, openSandbox, refusalOf } from './open-sandbox.js';

const calendarId = 'primary';

test('a refusal has code, message, errors and status', async () => {
  const { api } = await openSandbox();
  const reply = await api.events.get({ calendarId, eventId: 'nobody' });
  expect(reply.status).toBe(404);
  expect(reply.data).toEqual({
    error: {
      errors: [{ domain: 'global', reason: 'notFound', message: 'Not Found' }],
      code: 404,
      message: 'Not Found',
      status: 'NOT_FOUND',
    },
  });
});

test('an unknown calendar is not made up', async () => {
  const { api } = await openSandbox();
  const unknown = 'nobody@example.com';
  expect(refusalOf(await api.events.list({ calendarId: unknown })).reason).toBe('notFound');
  const insert = await api.events.insert({ calendarId: unknown, requestBody: hourOn(1) });
  expect(refusalOf(insert)).toEqual({ status: 404, reason: 'notFound' });
  expect(refusalOf(await api.calendarList.insert({ requestBody: { id: unknown } })).status).toBe(404);
});

test('primary and the address of its owner are one calendar', async () => {
  const { api } = await openSandbox({ owner: 'me#1@example.com' });
  const { data } = await api.events.insert({ calendarId, requestBody: hourOn(1) });
  const same = await api.events.get({ calendarId: 'me#1@example.com', eventId: data.id ?? '' });
  expect(same.data.etag).toBe(data.etag);
});

test('without a bearer token all is refused', async () => {
  const { sandbox } = await openSandbox();
  const bare = calendar({ version: 'v3', rootUrl: sandbox.url, retry: false, validateStatus: () => true });
  expect(refusalOf(await bare.events.list({ calendarId }))).toEqual({ status: 401, reason: 'authError' });
});

test('a body that is not JSON is refused', async () => {
  const { sandbox } = await openSandbox();
  const url = `${sandbox.url}calendar/v3/calendars/primary/events`;
  const reply = await fetch(url, { method: 'POST', headers: { authorization: 'Bearer t' }, body: '{"summary":' });
  expect(await reply.json()).toMatchObject({ error: { code: 400, errors: [{ reason: 'parseError' }] } });
});

test('a reader cannot write', async () => {
  const { api } = await openSandbox({ accessRole: 'reader' });
  const insert = await api.events.insert({ calendarId, requestBody: hourOn(1) });
  expect(refusalOf(insert)).toEqual({ status: 403, reason: 'requiredAccessLevel' });
  expect((await api.events.list({ calendarId })).data.accessRole).toBe('reader');
});

test.each([{ maxAttendees: 0 }, { sendUpdates: 'everyone' }, { fields: 'items(' }])(
  'a write with a malformed parameter is refused before anything is written: %j',
  async (more) => {
    const { api } = await openSandbox();
    const reply = await api.events.insert({ calendarId, requestBody: hourOn(1), ...more });
    expect(reply.status).toBe(400);
    expect((await api.events.list({ calendarId })).data.items).toEqual([]);
  },
);

test('the quota is a sliding minute in which a patch counts three', async () => {
  let clock = Date.parse('2026-03-01T00:00:00Z');
  const { api } = await openSandbox({ quotaPerMinute: 5, now: () => clock });
  const { data } = await api.events.insert({ calendarId, requestBody: hourOn(1) });
  const patch = () => api.events.patch({ calendarId, eventId: data.id ?? '', requestBody: { summary: 'x' } });
  expect((await patch()).status).toBe(200);
  expect(refusalOf(await patch())).toEqual({ status: 403, reason: 'userRateLimitExceeded' });
  expect((await api.events.get({ calendarId, eventId: data.id ?? '' })).status).toBe(200);
  clock += 60_000;
  expect((await patch()).status).toBe(200);
});

test('tokens of the token endpoint run out, and a new one works', async () => {
  let clock = Date.parse('2026-03-01T00:00:00Z');
  const { sandbox } = await openSandbox({ now: () => clock, accessTokenSeconds: 60 });
  const grant = async (form: Record<string, string>) => {
    const reply = await fetch(`${sandbox.url}token`, { method: 'POST', body: new URLSearchParams(form) });
    return { status: reply.status, body: (await reply.json()) as { access_token?: string; error?: string } };
  };
  const listWith = async (token = '') => {
    const signedIn = new auth.OAuth2();
    signedIn.setCredentials({ access_token: token });
    const options = { rootUrl: sandbox.url, retry: false, validateStatus: () => true } as const;
    return (await calendar({ version: 'v3', auth: signedIn, ...options }).events.list({ calendarId })).status;
  };
  const refresh = { grant_type: 'refresh_token', refresh_token: 'r' };
  const first = await grant(refresh);
  expect(first.body).toMatchObject({ token_type: 'Bearer', expires_in: 60 });
  expect(await listWith(first.body.access_token)).toBe(200);
  clock += 60_000;
  expect(await listWith(first.body.access_token)).toBe(401);
  const jwt = { grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer', assertion: 'a.b.c' };
  expect(await listWith((await grant(jwt)).body.access_token)).toBe(200);
  sandbox.addFault({ kind: 'invalid-grant', match: { operation: 'oauth.token' } });
  expect(await grant(refresh)).toMatchObject({ status: 400, body: { error: 'invalid_grant' } });
  expect((await grant({ grant_type: 'password' })).body.error).toBe('unsupported_grant_type');
});

import { expect, test } from 'vitest';
import { hourOn, openSandbox, sendBatch } from './open-sandbox.js';

const events = '/calendar/v3/calendars/primary/events';

test('each part has its own status and Content-ID, and fails by itself', async () => {
  const { api, sandbox } = await openSandbox();
  const calls = [
    { method: 'POST', path: events, body: hourOn(1, { id: 'batch1' }) },
    { method: 'GET', path: `${events}/nobody` },
    { method: 'POST', path: events, body: hourOn(2, { id: 'batch2' }) },
  ];
  const { status, answers } = await sendBatch(sandbox, calls);
  expect(status).toBe(200);
  const statuses = Object.fromEntries(answers.map((answer) => [answer.id, answer.status]));
  expect(statuses).toEqual({ '<response-item-0>': 200, '<response-item-1>': 404, '<response-item-2>': 200 });
  expect((await api.events.list({ calendarId: 'primary' })).data.items).toHaveLength(2);
});

test('answers stand in the order of the calls', async () => {
  const { sandbox } = await openSandbox();
  const calls = [1, 2].map((day) => ({ method: 'POST', path: events, body: hourOn(day) }));
  const { answers } = await sendBatch(sandbox, calls);
  expect(answers.map(({ id }) => id)).toEqual(['<response-item-0>', '<response-item-1>']);
});

test('If-Match holds for its own part', async () => {
  const { api, sandbox } = await openSandbox();
  const { data } = await api.events.insert({ calendarId: 'primary', requestBody: hourOn(1) });
  const path = `${events}/${data.id}`;
  const { answers } = await sendBatch(sandbox, [
    { method: 'PATCH', path, body: { summary: 'x' }, headers: { 'If-Match': '"old"' } },
    { method: 'PATCH', path, body: { summary: 'y' }, headers: { 'If-Match': data.etag ?? '' } },
  ]);
  expect(answers.map(({ status }) => status)).toEqual([412, 200]);
});

test('fifty calls pass, fifty-one are refused as a whole', async () => {
  const { sandbox } = await openSandbox();
  const call = { method: 'GET', path: events };
  expect((await sendBatch(sandbox, Array(50).fill(call))).answers).toHaveLength(50);
  sandbox.resetLog();
  expect((await sendBatch(sandbox, Array(51).fill(call))).status).toBe(400);
  expect(sandbox.requests.map(({ operation }) => operation)).toEqual(['batch']);
});

test('parts count against the quota one by one', async () => {
  const { sandbox } = await openSandbox({ quotaPerMinute: 3 });
  const { answers } = await sendBatch(sandbox, Array(4).fill({ method: 'GET', path: events }));
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 200, 200, 403]);
});

test('a part can be missing although it was carried out', async () => {
  const { api, sandbox } = await openSandbox();
  sandbox.addFault({ kind: 'missing-batch-part', match: { operation: 'events.insert', n: 2 } });
  const calls = [1, 2, 3].map((day) => ({ method: 'POST', path: events, body: hourOn(day) }));
  const { answers } = await sendBatch(sandbox, calls);
  expect(answers.map(({ id }) => id)).toEqual(['<response-item-0>', '<response-item-2>']);
  expect((await api.events.list({ calendarId: 'primary' })).data.items).toHaveLength(3);
});

import { createServer } from 'node:http';
import { expect, onTestFinished, test } from 'vitest';
import { hourOn, openSandbox } from './open-sandbox.js';

/** A receiver that answers with these statuses, then with 200. */
async function listen(statuses: readonly number[]) {
  const waiting = [...statuses];
  const messages: { state: string | undefined; number: string | undefined }[] = [];
  const server = createServer(({ headers }, outgoing) => {
    messages.push({
      state: String(headers['x-goog-resource-state']),
      number: String(headers['x-goog-message-number']),
    });
    outgoing.writeHead(waiting.shift() ?? 200).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  return { messages, address: `http://127.0.0.1:${(server.address() as { port: number }).port}/` };
}

const options = { pushToLoopback: true, pushRetryMs: 5 };

test.each([500, 502, 503, 504])('a message answered %i is sent again until it is taken', async (status) => {
  const { messages, address } = await listen([200, status, status]);
  const { api } = await openSandbox(options);
  await api.events.watch({ calendarId: 'primary', requestBody: { id: 'one', type: 'web_hook', address } });
  await expect.poll(() => messages.length).toBe(1);
  await api.events.insert({ calendarId: 'primary', requestBody: hourOn(1) });
  await expect.poll(() => messages.length).toBe(4);
  expect(messages.map(({ state, number }) => `${state} ${number}`)).toEqual([
    'sync 1',
    'exists 2',
    'exists 2',
    'exists 2',
  ]);
});

test('a message that is refused for good is not sent again', async () => {
  const { messages, address } = await listen([404]);
  const { api } = await openSandbox(options);
  await api.events.watch({ calendarId: 'primary', requestBody: { id: 'one', type: 'web_hook', address } });
  await expect.poll(() => messages.length).toBe(1);
  await api.events.insert({ calendarId: 'primary', requestBody: hourOn(1) });
  await expect.poll(() => messages.map(({ state }) => state)).toEqual(['sync', 'exists']);
});

test('a stopped channel gets no retry of a failed message', async () => {
  const { messages, address } = await listen([200, ...Array.from({ length: 9 }, () => 503)]);
  const { api } = await openSandbox({ ...options, pushRetryMs: 200 });
  const { data } = await api.events.watch({
    calendarId: 'primary',
    requestBody: { id: 'one', type: 'web_hook', address },
  });
  await api.events.insert({ calendarId: 'primary', requestBody: hourOn(1) });
  await expect.poll(() => messages.length).toBe(2);
  await api.channels.stop({ requestBody: { id: 'one', resourceId: data.resourceId ?? '' } });
  const other = await listen([]);
  await api.events.watch({
    calendarId: 'primary',
    requestBody: { id: 'two', type: 'web_hook', address: other.address },
  });
  await expect.poll(() => other.messages.length).toBe(1);
  expect(messages).toHaveLength(2);
});

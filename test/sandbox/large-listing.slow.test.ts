import { expect, test } from 'vitest';
import { hourOn, openSandbox, sendBatch } from './open-sandbox.js';

const calendarId = 'primary';

test('ten thousand events list in pages of 2,500, and a delta of one costs next to nothing', async () => {
  const { api, sandbox } = await openSandbox();
  const body = hourOn(1);
  const parts = Array.from({ length: 50 }, () => ({
    method: 'POST',
    path: '/calendar/v3/calendars/primary/events',
    body,
  }));
  for (let at = 0; at < 10_000; at += 50) await sendBatch(sandbox, parts);
  const started = performance.now();
  let pageToken: string | undefined;
  let syncToken = '';
  let count = 0;
  do {
    const { data } = await api.events.list({ calendarId, maxResults: 2500, ...(pageToken && { pageToken }) });
    count += data.items?.length ?? 0;
    pageToken = data.nextPageToken ?? undefined;
    syncToken = data.nextSyncToken ?? '';
  } while (pageToken !== undefined);
  expect(count).toBe(10_000);
  expect(performance.now() - started).toBeLessThan(15_000);
  await api.events.insert({ calendarId, requestBody: body });
  const delta = await api.events.list({ calendarId, maxResults: 2500, syncToken });
  expect(delta.data.items).toHaveLength(1);
});

import { appendFileSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { type SandboxOptions, startSandbox } from '../../src/sandbox/start-sandbox.js';
import { clientOf, hourOn } from './open-sandbox.js';

const calendarId = 'primary';

function newStateFile(): string {
  const folder = mkdtempSync(join(tmpdir(), 'sandbox-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return join(folder, 'state.jsonl');
}

async function open(stateFile: string, options: SandboxOptions = {}) {
  const sandbox = await startSandbox({ ...options, state: stateFile });
  return { sandbox, api: clientOf(sandbox) };
}

test('a restarted sandbox holds the same events with the same etags, and its sync tokens go on', async () => {
  const stateFile = newStateFile();
  const first = await open(stateFile);
  await first.api.events.insert({ calendarId, requestBody: hourOn(1, { id: 'booking1' }) });
  const recurrence = ['RRULE:FREQ=DAILY;COUNT=3'];
  await first.api.events.insert({ calendarId, requestBody: hourOn(2, { id: 'series', recurrence }) });
  await first.api.events.delete({ calendarId, eventId: 'series_20260303T080000Z' });
  const other = (await first.api.calendars.insert({ requestBody: { summary: 'Other' } })).data.id ?? '';
  const before = await first.api.events.list({ calendarId });
  await first.sandbox.close();

  const second = await open(stateFile);
  const after = await second.api.events.list({ calendarId });
  expect(after.data.items).toEqual(before.data.items);
  expect((await second.api.calendars.get({ calendarId: other })).data.summary).toBe('Other');
  await second.api.events.patch({ calendarId, eventId: 'booking1', requestBody: { summary: 'Later' } });
  const delta = await second.api.events.list({ calendarId, syncToken: before.data.nextSyncToken ?? '' });
  expect(delta.data.items).toMatchObject([{ id: 'booking1', summary: 'Later' }]);
  await second.sandbox.close();
});

test('a token given out after a refused write misses nothing after a restart', async () => {
  const stateFile = newStateFile();
  const first = await open(stateFile);
  const refused = await first.api.events.insert({ calendarId, requestBody: hourOn(1), sendUpdates: 'everyone' });
  expect(refused.status).toBe(400);
  const { data } = await first.api.events.list({ calendarId });
  await first.sandbox.close();
  const second = await open(stateFile);
  await second.api.events.insert({ calendarId, requestBody: hourOn(1, { id: 'booking1' }) });
  const delta = await second.api.events.list({ calendarId, syncToken: data.nextSyncToken ?? '' });
  expect(delta.data.items).toMatchObject([{ id: 'booking1' }]);
  await second.sandbox.close();
});

test('a freeBusyReader sees times, not details', async () => {
  const stateFile = newStateFile();
  const owner = await open(stateFile);
  await owner.api.events.insert({ calendarId, requestBody: hourOn(1, { id: 'booking1' }) });
  await owner.sandbox.close();
  const guest = await open(stateFile, { accessRole: 'freeBusyReader' });
  const { data } = await guest.api.events.get({ calendarId, eventId: 'booking1' });
  expect(Object.keys(data).sort()).toEqual(['end', 'etag', 'id', 'kind', 'start', 'status', 'visibility']);
  await guest.sandbox.close();
});

test('what is acknowledged is in the file already, which only its owner may read', async () => {
  const stateFile = newStateFile();
  const { sandbox, api } = await open(stateFile);
  await api.events.insert({ calendarId, requestBody: hourOn(1, { id: 'booking1' }) });
  const copy = `${stateFile}.copy`;
  writeFileSync(copy, readFileSync(stateFile));
  expect(statSync(stateFile).mode & 0o777).toBe(0o600);
  const survivor = await open(copy);
  expect((await survivor.api.events.get({ calendarId, eventId: 'booking1' })).status).toBe(200);
  await survivor.sandbox.close();
  await sandbox.close();
});

test('a torn last line is dropped and the file written on after it', async () => {
  const stateFile = newStateFile();
  const first = await open(stateFile);
  await first.api.events.insert({ calendarId, requestBody: hourOn(1, { id: 'booking1' }) });
  await first.sandbox.close();
  appendFileSync(stateFile, '[{"kind":"event","calendarId":"owner');
  const second = await open(stateFile);
  await second.api.events.insert({ calendarId, requestBody: hourOn(2, { id: 'booking2' }) });
  await second.sandbox.close();
  const third = await open(stateFile);
  const { data } = await third.api.events.list({ calendarId });
  expect(data.items?.map(({ id }) => id)).toEqual(['booking1', 'booking2']);
  await third.sandbox.close();
});

test('a line that is whole but not JSON stops the start', async () => {
  const stateFile = newStateFile();
  await (await open(stateFile)).sandbox.close();
  appendFileSync(stateFile, 'nonsense\n');
  await expect(open(stateFile)).rejects.toThrow('line 3 cannot be read');
});

test('a large file is compacted at start, and nothing is lost by it', async () => {
  const stateFile = newStateFile();
  const first = await open(stateFile, { descriptionLimit: 1_000_000 });
  await first.api.events.insert({ calendarId, requestBody: hourOn(1, { id: 'booking1' }) });
  const before = await first.api.events.list({ calendarId });
  const description = 'x'.repeat(500_000);
  for (let time = 0; time < 10; time += 1) {
    await first.api.events.patch({ calendarId, eventId: 'booking1', requestBody: { description } });
  }
  await first.sandbox.close();
  expect(statSync(stateFile).size).toBeGreaterThan(4_500_000);
  const second = await open(stateFile);
  expect(statSync(stateFile).size).toBeLessThan(1_000_000);
  expect(statSync(stateFile).mode & 0o777).toBe(0o600);
  const delta = await second.api.events.list({ calendarId, syncToken: before.data.nextSyncToken ?? '' });
  expect(delta.data.items).toMatchObject([{ id: 'booking1', description }]);
  await second.sandbox.close();
});

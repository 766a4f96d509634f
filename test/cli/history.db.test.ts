import { afterEach, beforeEach, expect, test } from 'vitest';
import type { HistoryResult, RunResult } from '../../src/core/results/story-result.js';
import { type OperatorWorld, openOperatorWorld } from '../helpers/operator-world.js';

let world: OperatorWorld;
beforeEach(async () => {
  world = await openOperatorWorld();
});
afterEach(() => world.close());

const runsOf = async (...args: string[]) =>
  (await world.run(['history', '--json', ...args])).json() as unknown as HistoryResult;

test('each run with its counts, duration and outcome, the newest first; nothing before the first', async () => {
  expect((await world.run(['history'])).stdout).toBe('Nothing has been run yet.\n');
  await world.addBooking('b1', 3, { address: 'Nygade 1' });
  await world.addBooking('b2', 4);
  await world.run(['sync']);
  await world.editBooking('b1', { address: 'Torvet 2' });
  await world.run(['sync']);
  await world.run(['sync', '--dry-run']);
  world.sandbox.addFault({ kind: 'status', status: 403, reason: 'forbidden', times: 10 });
  await world.run(['sync']);
  const { runs } = await runsOf();
  expect(runs).toMatchObject([
    { kind: 'sync', status: 'failed', error: expect.stringContaining('Google denies access'), changes: 0 },
    { kind: 'sync', status: 'succeeded', counts: { eventsUpdated: 1, eventsCreated: 0 }, changes: 1 },
    { kind: 'sync', status: 'succeeded', counts: { eventsCreated: 2 }, changes: 2, error: null },
  ]);
  for (const { durationMs, startedAt, finishedAt } of runs) {
    expect(durationMs).toBeGreaterThan(0);
    expect(new Date(finishedAt ?? '').getTime()).toBeGreaterThanOrEqual(new Date(startedAt).getTime());
  }
  const { stdout, exitCode } = await world.run(['history', '--limit', '2']);
  expect(exitCode).toBe(0);
  const lines = stdout.trimEnd().split('\n');
  expect(lines).toHaveLength(3);
  expect(lines[0]).toMatch(/^run +kind +started +took +outcome +what it did$/);
  expect(lines[1]).toMatch(/^[0-9a-f]{10} {2}sync {2}\d{4}-\d\d-\d\d \d\d:\d\d +[\d.]+ m?s +failed +Google denies/);
  expect(lines[2]).toMatch(/succeeded +1 event updated$/);
  expect((await runsOf('--kind', 'import')).runs).toEqual([]);
});

test('one run by the beginning of its id: every change by item and field, from and to', async () => {
  await world.addBooking('b1', 3, { address: 'Nygade 1', notes: 'Nøgle' });
  await world.run(['sync']);
  const event = await world.eventOf('b1');
  await world.editBooking('b1', { address: 'Torvet 2' });
  await world.google.events.patch({
    calendarId: 'primary',
    eventId: event.id ?? '',
    requestBody: { description: 'Nøgle hos naboen\u001b[31m' },
  });
  await world.run(['sync']);
  const [last] = (await runsOf()).runs;
  const id = last?.id.slice(0, 6) ?? '';
  const { run, changes } = (await world.run(['history', id, '--json'])).json() as unknown as RunResult;
  expect(run).toMatchObject({ id: last?.id, changes: 2 });
  expect(changes).toMatchObject([
    {
      side: 'google',
      action: 'update',
      kind: 'event',
      itemId: event.id,
      fields: { location: ['Nygade 1', 'Torvet 2'] },
    },
    { side: 'database', action: 'update', kind: 'booking', itemId: 'b1' },
  ]);
  expect(changes[1]?.fields.description?.[0]).toBe('Nøgle');
  const { stdout } = await world.run(['history', id]);
  expect(stdout).toContain('location: "Nygade 1" → "Torvet 2"');
  expect(stdout).toMatch(
    new RegExp(`^Google: update event .*\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d–\\d\\d:\\d\\d \\(${event.id}\\)$`, 'm'),
  );
  expect(changes).toMatchObject([{ time: expect.any(String) }, { time: changes[0]?.time }]);
  expect(stdout).toContain('description: "Nøgle" → "Nøgle hos naboen');
  expect(stdout).not.toContain('\u001b');
  expect((await world.run(['history', id, '--limit', '1'])).stdout).toContain(`… and 1 more: renos-sync history`);
});

test('an id that no run or several runs have is exit 2, with what to run instead', async () => {
  await world.sql`insert into renos_sync.runs (id, kind, status, options, started_at, counts)
    select 'aa' || n, 'import', 'succeeded', '{}', now() - n * interval '1 day', '{"customersCreated": 1234}' from generate_series(1, 30) n`;
  const none = await world.run(['history', 'zz', '--json']);
  expect(none).toMatchObject({ exitCode: 2, stderr: '' });
  expect(none.json()).toMatchObject({ error: { code: 'run-unknown', actions: ['renos-sync history --limit 0'] } });
  const several = await world.run(['history', 'aa']);
  expect(several).toMatchObject({ exitCode: 2, stdout: '' });
  expect(several.stderr).toContain('renos-sync history aa');
  expect((await world.run(['history', 'aa1', '--json'])).json()).toMatchObject({ run: { id: 'aa1' }, changes: [] });
  expect((await runsOf('--kind', 'import')).runs).toHaveLength(20);
  expect((await runsOf('--limit', '0')).runs).toHaveLength(30);
  expect((await world.run(['history'], { LANG: 'da_DK.UTF-8' })).stdout).toMatch(
    /\d\d\.\d\d\.\d{4} \d\d\.\d\d .* 1\.234 kunder oprettet/,
  );
});

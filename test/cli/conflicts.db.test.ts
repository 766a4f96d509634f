import { PassThrough } from 'node:stream';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { type Answer, askConflicts } from '../../src/cli/ask-conflicts.js';
import type { ConflictsResult, HeldConflictDetail } from '../../src/core/results/status-result.js';
import { plainPage } from '../../src/reports/page.js';
import { type OperatorWorld, openOperatorWorld } from '../helpers/operator-world.js';

// The program is started a dozen times in one test.
vi.setConfig({ testTimeout: 180_000 });

describe('decided at the command line', () => {
  let world: OperatorWorld;
  beforeEach(async () => {
    world = await openOperatorWorld();
    for (const id of ['b1', 'b2']) await world.addBooking(id, 3, { address: 'Nygade 1', notes: 'Nøgle' });
    await world.run(['sync']);
    for (const id of ['b1', 'b2']) {
      await world.editBooking(id, { address: `Torvet ${id}`, notes: 'Hund' });
      const eventId = (await world.eventOf(id)).id ?? '';
      const requestBody = { location: `Åvej \u001b[31m${id}`, description: 'Kat' };
      await world.google.events.patch({ calendarId: 'primary', eventId, requestBody });
    }
    expect((await world.run(['sync', '--on-conflict', 'hold'])).exitCode).toBe(4);
  });
  afterEach(() => world.close());

  const list = async (...args: string[]) =>
    (await world.run(['conflicts', '--json', ...args])).json() as unknown as ConflictsResult;
  const says = async (id: string) => {
    const [booking] = await world.sql`select address, notes from bookings where id = ${id}`;
    const { location, description } = await world.eventOf(id);
    return { address: booking?.address, notes: booking?.notes, location, description };
  };

  test('listed with both values side by side; nothing steers the terminal', async () => {
    const { held, decided } = await list();
    expect(decided).toBeNull();
    expect(held).toMatchObject([
      {
        bookingId: 'b1',
        fields: ['location', 'description'],
        values: { description: { base: 'Nøgle', booking: 'Hund', event: 'Kat' } },
      },
      { bookingId: 'b2', calendarId: 'primary' },
    ]);
    const { stdout } = await world.run(['conflicts']);
    expect(stdout).toMatch(/^[0-9a-f]{10} +\S.* \d\d:\d\d–\d\d:\d\d \(b1\) +location +Torvet b1 +Åvej {2}\[31mb1$/m);
    expect(stdout).toMatch(/^[0-9a-f]{10} +.*\(b2\) +description +Hund +Kat$/m);
    expect(stdout).not.toContain('\u001b');
  });

  test('one, by the beginning of its id and field by field; the other stays held', async () => {
    const [first, second] = (await list()).held;
    const id = first?.id ?? '';
    const undecided = await world.run(['conflicts', 'resolve', id, '--field', 'location=google', '--json']);
    expect(undecided).toMatchObject({ exitCode: 2 });
    expect(undecided.json()).toMatchObject({
      error: { code: 'conflict-undecided', message: expect.stringContaining('description') },
    });
    expect(await world.run(['conflicts', 'resolve', id, '--field', 'titel'])).toMatchObject({ exitCode: 2 });
    const dry = await world.run(['conflicts', 'resolve', id, '--take', 'google', '--dry-run', '--json']);
    expect(dry.json()).toMatchObject({ dryRun: true, database: { updated: 1 }, resolved: [id] });
    expect((await list()).held).toHaveLength(2);
    const fields = ['--field', 'location=google', '--field', 'description=database'];
    const done = await world.run(['conflicts', 'resolve', id.slice(0, 8), ...fields, '--json']);
    expect(done).toMatchObject({ exitCode: 0, stderr: '' });
    expect(done.json()).toMatchObject({ resolved: [id], google: { updated: 1 }, database: { updated: 1 } });
    const event = 'Åvej \u001b[31mb1';
    expect(await says('b1')).toEqual({ address: event, notes: 'Hund', location: event, description: 'Hund' });
    const after = await list('--all');
    expect(after.held).toMatchObject([{ id: second?.id }]);
    expect(after.decided).toMatchObject([
      {
        bookingId: 'b1',
        code: 'decided-by-hand',
        values: { location: { taken: 'google' }, description: { taken: 'database' } },
      },
    ]);
    expect((await world.run(['conflicts', '--all'])).stdout).toMatch(
      /^Decided\n.*\n.* location +google .*\n.* description +database /m,
    );
    expect((await world.run(['sync', '--json'])).json()).toMatchObject({ errors: [] });
  });

  test('all at once, then none is left; an unknown one and no side at all are exit 2', async () => {
    expect(await world.run(['conflicts', 'resolve', 'zz', '--take', 'google'])).toMatchObject({ exitCode: 2 });
    const silent = await world.run(['conflicts', 'resolve', '--json']);
    expect(silent.json()).toMatchObject({
      error: { code: 'usage', actions: expect.arrayContaining(['renos-sync conflicts']) },
    });
    const all = await world.run(['conflicts', 'resolve', '--all', '--take', 'database', '--json']);
    expect(all.json()).toMatchObject({ google: { updated: 2 }, database: { updated: 0 } });
    expect(await says('b2')).toEqual({
      address: 'Torvet b2',
      notes: 'Hund',
      location: 'Torvet b2',
      description: 'Hund',
    });
    expect((await world.run(['conflicts'])).stdout).toBe('No conflict is held.\n');
    const nothing = await world.run(['conflicts', 'resolve', '--all', '--take', 'google', '--json']);
    expect(nothing.json()).toEqual({ success: true, resolved: [] });
    expect((await world.run(['status'])).exitCode).toBe(0);
  });
});

describe('asked in a terminal, one at a time', () => {
  const conflict = (id: string, ...fields: string[]): HeldConflictDetail => ({
    id,
    calendarId: 'primary',
    bookingId: `booking-${id}`,
    eventId: `event-${id}`,
    title: 'Vinduer - Mette Holm',
    time: '2026-03-01T09:00:00.000Z/2026-03-01T11:00:00.000Z',
    fields,
    code: 'policy-hold',
    reason: 'the policy says hold',
    since: '2026-03-01T09:00:00.000Z',
    values: Object.fromEntries(fields.map((field) => [field, { base: 'før', booking: 'vores', event: 'deres' }])),
  });

  async function answer(
    held: readonly HeldConflictDetail[],
    ...lines: string[]
  ): Promise<{ answers: readonly Answer[]; shown: string }> {
    const input = new PassThrough();
    const output = new PassThrough();
    const { signal } = new AbortController();
    input.end(lines.map((line) => `${line}\n`).join(''));
    const answers = await askConflicts(held, { input, output, page: plainPage, signal });
    return { answers, shown: String(output.read()) };
  }

  test('google, database, field by field, skip', async () => {
    const held = [
      conflict('a', 'title'),
      conflict('b', 'title', 'location'),
      conflict('c', 'title'),
      conflict('d', 'title'),
    ];
    const { answers, shown } = await answer(held, 'g', 'f', 'd', 'g', 'hvad?', 's', 'Database');
    expect(answers.map((each) => [each.conflict.id, each.fields])).toEqual([
      ['a', { title: 'google' }],
      ['b', { title: 'database', location: 'google' }],
      ['d', { title: 'database' }],
    ]);
    expect(shown).toContain('1 of 4');
    expect(shown).toContain('Google says    deres');
    expect(shown.match(/Who is right\?/g)).toHaveLength(5);
  });

  test('decides nothing more after quitting, or after the end of the input', async () => {
    const held = [conflict('a', 'title'), conflict('b', 'title', 'location')];
    expect((await answer(held, 'd', 'q')).answers.map((each) => each.conflict.id)).toEqual(['a']);
    expect((await answer(held, 'd', 'f', 'g')).answers.map((each) => each.conflict.id)).toEqual(['a']);
    expect((await answer(held)).answers).toEqual([]);
  });

  test('an interruption ends it', async () => {
    const interruption = new AbortController();
    const asking = askConflicts([conflict('a', 'title')], {
      input: new PassThrough(),
      output: new PassThrough(),
      page: plainPage,
      signal: interruption.signal,
    });
    interruption.abort(new Error('Stopped'));
    await expect(asking).rejects.toThrow('Stopped');
  });
});

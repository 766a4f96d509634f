import { describe, expect, it } from 'vitest';
import type { CalendarPort } from '../../src/core/calendar/model/calendar-port.js';
import { openGoogleCalendar } from '../../src/google/open-google-calendar.js';
import { startSandbox } from '../../src/sandbox/start-sandbox.js';
import { draftOf, openSandboxed } from './open-sandboxed.js';
import { makeTime } from './scripted-google.js';

const cal = 'primary';

async function listAll(port: CalendarPort, token: string | null = null) {
  const listing = await port.listChanges(cal, token);
  if (listing.kind !== 'listed') throw new Error('The token expired.');
  return listing;
}

async function insert(port: CalendarPort, id: string, more: Parameters<typeof draftOf>[1] = {}) {
  const outcome = await port.insert(cal, draftOf(id, more), { notify: 'none' });
  if (outcome.kind !== 'created') throw new Error(outcome.kind);
  return outcome.event;
}

describe('the real client against the sandbox', () => {
  it('carries an event through its life', async () => {
    const { port, sandbox } = await openSandboxed();
    const created = await insert(port, 'abcde');
    expect(created).toMatchObject({ title: 'Flytning', bookingId: 'b1', status: 'confirmed', location: null });
    expect(created.start).toEqual(draftOf('abcde').start);
    expect(await port.get(cal, 'abcde')).toEqual(created);

    const listing = await listAll(port);
    expect(listing).toMatchObject({ events: [created], calendar: { timeZone: 'Europe/Copenhagen', canWrite: true } });

    const change = { title: 'Maling', location: 'Odense', bookingId: 'b2' };
    const updated = await port.update(cal, 'abcde', created.etag, change, { notify: 'none' });
    expect(updated).toMatchObject({ kind: 'updated', event: { title: 'Maling', location: 'Odense', bookingId: 'b2' } });
    expect(await port.update(cal, 'abcde', created.etag, { title: 'x' }, { notify: 'none' })).toEqual({
      kind: 'etag-moved',
    });
    expect(await port.delete(cal, 'abcde', created.etag, { notify: 'none' })).toEqual({ kind: 'etag-moved' });

    const changes = await listAll(port, listing.token);
    expect(changes.events).toMatchObject([{ id: 'abcde', title: 'Maling', start: created.start }]);

    expect(await port.delete(cal, 'abcde', changes.events[0]?.etag ?? null, { notify: 'none' })).toEqual({
      kind: 'deleted',
    });
    expect(await port.delete(cal, 'abcde', null, { notify: 'none' })).toEqual({ kind: 'gone' });
    expect(await port.insert(cal, draftOf('abcde'), { notify: 'none' })).toEqual({ kind: 'id-taken' });
    expect(await listAll(port, changes.token)).toMatchObject({ events: [{ id: 'abcde', status: 'cancelled' }] });
    expect(sandbox.mails).toEqual([]);
  });

  it('brings a cancelled event back', async () => {
    const { port } = await openSandboxed();
    await insert(port, 'abcde');
    await port.delete(cal, 'abcde', null, { notify: 'none' });
    const { start, end } = draftOf('abcde');
    const outcome = await port.update(cal, 'abcde', null, { status: 'confirmed', start, end }, { notify: 'none' });
    expect(outcome).toMatchObject({ kind: 'updated', event: { status: 'confirmed' } });
  });

  it('clears a field, and turns a timed event into days and back', async () => {
    const { port } = await openSandboxed();
    await insert(port, 'abcde', { location: 'Odense', description: 'tre etager' });
    const days = { start: { kind: 'day', date: '2026-07-01' }, end: { kind: 'day', date: '2026-07-03' } } as const;
    const cleared = await port.update(cal, 'abcde', null, { location: null, ...days }, { notify: 'none' });
    expect(cleared).toMatchObject({ event: { location: null, description: 'tre etager', ...days } });
    const { start, end } = draftOf('abcde');
    expect(await port.update(cal, 'abcde', null, { start, end }, { notify: 'none' })).toMatchObject({
      event: { start, end },
    });
  });

  it('leaves alone what it does not know', async () => {
    const { port, sandbox } = await openSandboxed();
    await insert(port, 'abcde');
    const theirs = { colorId: '5', extendedProperties: { private: { theirs: 'x' } }, reminders: { useDefault: false } };
    const url = `${sandbox.url}calendar/v3/calendars/primary/events/abcde`;
    const headers = { Authorization: 'Bearer x', 'Content-Type': 'application/json' };
    await fetch(url, { method: 'PATCH', headers, body: JSON.stringify(theirs) });
    await port.update(cal, 'abcde', null, { title: 'Maling', bookingId: 'b2' }, { notify: 'none' });
    expect(await (await fetch(url, { headers })).json()).toMatchObject({
      colorId: '5',
      extendedProperties: { private: { theirs: 'x', renosBookingId: 'b2' } },
      reminders: { useDefault: false },
    });
  });

  it('mails the guests only when asked to', async () => {
    const { port, sandbox } = await openSandboxed();
    const attendees = [{ email: 'guest@example.dk' }];
    await insert(port, 'abcde', { attendees });
    expect(sandbox.mails).toHaveLength(0);
    await port.update(cal, 'abcde', null, { title: 'Maling' }, { notify: 'all' });
    expect(sandbox.mails).toMatchObject([{ kind: 'update', to: 'guest@example.dk' }]);
    await port.delete(cal, 'abcde', null, { notify: 'none' });
    expect(sandbox.mails).toHaveLength(1);
  });

  it('lists a series as master and exceptions, and its occurrences in a window', async () => {
    const { port, sandbox } = await openSandboxed();
    const zone = 'Europe/Copenhagen';
    const body = {
      id: 'mmmmm',
      summary: 'Rengøring',
      start: { dateTime: '2026-07-01T10:00:00', timeZone: zone },
      end: { dateTime: '2026-07-01T11:00:00', timeZone: zone },
      recurrence: ['RRULE:FREQ=WEEKLY;COUNT=4'],
    };
    const headers = { Authorization: 'Bearer x', 'Content-Type': 'application/json' };
    const url = `${sandbox.url}calendar/v3/calendars/primary/events`;
    await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) });
    await port.delete(cal, 'mmmmm_20260708T080000Z', null, { notify: 'none' });

    const { events } = await listAll(port);
    expect(events.find(({ id }) => id === 'mmmmm')).toMatchObject({ recurrence: ['RRULE:FREQ=WEEKLY;COUNT=4'] });
    expect(events.find(({ recurringEventId }) => recurringEventId === 'mmmmm')).toMatchObject({
      status: 'cancelled',
      originalStart: { kind: 'timed', at: new Date('2026-07-08T08:00:00Z') },
    });

    const from = new Date('2026-07-01T00:00:00Z');
    const to = new Date('2026-07-16T00:00:00Z');
    const ids = (found: readonly { id: string }[] | null) => found?.map(({ id }) => id).sort();
    expect(ids(await port.listWindow(cal, from, to))).toEqual(['mmmmm_20260701T080000Z', 'mmmmm_20260715T080000Z']);
    expect(ids(await port.listOccurrences(cal, 'mmmmm', from, to))).toEqual([
      'mmmmm_20260701T080000Z',
      'mmmmm_20260708T080000Z',
      'mmmmm_20260715T080000Z',
    ]);
    expect(await port.listOccurrences(cal, 'nnnnn', from, to)).toBeNull();
  });

  it('keeps its etags and its counts with many writes under way', async () => {
    const { port, sandbox } = await openSandboxed();
    const ids = Array.from({ length: 60 }, (_, index) => `bulk${index.toString(32).padStart(3, '0')}`);
    const outcomes = await Promise.all(ids.map((id) => port.insert(cal, draftOf(id), { notify: 'none' })));
    expect(outcomes.every(({ kind }) => kind === 'created')).toBe(true);
    expect(outcomes.map((outcome) => outcome.kind === 'created' && outcome.event.id)).toEqual(ids);
    expect(port.traffic()).toMatchObject({ requests: 60, writes: 60, retries: 0 });
    expect(sandbox.requests).toHaveLength(60);
  });

  it("stays within Google's quota of 600 units a minute without a refusal", async () => {
    const { clock, wait } = makeTime();
    const now = () => clock().getTime();
    const { port, sandbox } = await openSandboxed(
      { clock, wait, pace: { perSecond: 8 } },
      { now, quotaPerMinute: 600 },
    );
    const start = now();
    for (let index = 0; index < 160; index += 1) await insert(port, `pace${index.toString(32).padStart(3, '0')}`);
    for (let index = 0; index < 160; index += 1) {
      await port.update(
        cal,
        `pace${index.toString(32).padStart(3, '0')}`,
        null,
        { title: `Nr. ${index}` },
        { notify: 'none' },
      );
    }
    expect(sandbox.requests.filter(({ status }) => status !== 200)).toEqual([]);
    // 160 inserts of one unit and 160 patches of three, at eight a second: more than a minute has.
    expect((now() - start) / 1000).toBeGreaterThan(60);
    expect((now() - start) / 1000).toBeLessThan(80);
  });

  it('recovers from a quota that another program uses up', async () => {
    const { clock, wait } = makeTime();
    const now = () => clock().getTime();
    const pace = { perSecond: 100 };
    const options = { clock, wait, pace, maxAttempts: 10 };
    const { port, sandbox } = await openSandboxed(options, { now, quotaPerMinute: 60 });
    for (let index = 0; index < 90; index += 1) await insert(port, `quota${index.toString(32).padStart(3, '0')}`);
    const refused = sandbox.requests.filter(({ status }) => status === 403).length;
    expect(refused).toBeGreaterThan(0);
    expect(port.traffic()).toMatchObject({ requests: 90 + refused, retries: refused });
  });

  it('needs no waiting in real time at its defaults', async () => {
    const sandbox = await startSandbox({ port: 0 });
    const port = openGoogleCalendar({ apiUrl: sandbox.url, credentials: null });
    expect(await port.listChanges(cal, null)).toMatchObject({ kind: 'listed', events: [] });
    expect(Math.abs(port.traffic().skewMs ?? Number.NaN)).toBeLessThan(5000);
    await sandbox.close();
  });
});

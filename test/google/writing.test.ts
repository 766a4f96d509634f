import { describe, expect, it, test } from 'vitest';
import type { EventTime } from '../../src/core/calendar/model/event.js';
import { ItemRefusedError, UnavailableError } from '../../src/core/errors.js';
import { openScripted, refusal, type Step } from './scripted-google.js';

const start: EventTime = { kind: 'timed', at: new Date('2026-07-01T08:00:00Z'), timeZone: 'Europe/Copenhagen' };
const end: EventTime = { kind: 'timed', at: new Date('2026-07-01T09:00:00Z'), timeZone: 'Europe/Copenhagen' };
const draft = { id: 'abcde', title: 'Flytning', start, end, bookingId: 'b1' };

const event = (summary: string, etag: string, status = 'confirmed'): Step => ({
  status: 200,
  json: { id: 'abcde', summary, etag, status },
});
const notFound = refusal(404, 'notFound');
const calendarIsThere: Step = { status: 200, json: { kind: 'calendar#events' } };
const deleted: Step = { status: 204 };
const html: Step = { status: 200, text: '<html>Sign in to the network</html>' };

/** Every way in which a write may have been done although no proper reply came. */
const doubts: [string, Step][] = [
  ['a dropped connection', 'drop'],
  ['a reply cut short', 'cut'],
  ['truncated JSON', { status: 200, text: '{"id":"abc', headers: { 'Content-Type': 'application/json' } }],
  ['a page of HTML', html],
  ['a 500', refusal(500, 'backendError')],
  ['a 503 page', { status: 503, text: 'busy' }],
  ['silence', 'hang'],
];

describe('insert', () => {
  it('sends the event with its id and the choice of mails', async () => {
    const { port, google } = await openScripted([event('Flytning', '"1"')]);
    const outcome = await port.insert('a@x.dk', draft, { notify: 'none' });
    expect(outcome).toMatchObject({ kind: 'created', event: { id: 'abcde', etag: '"1"', calendarId: 'a@x.dk' } });
    expect(google.seen[0]).toMatchObject({ method: 'POST', path: '/a@x.dk/events?sendUpdates=none' });
    expect(JSON.parse(google.seen[0]?.body ?? '')).toMatchObject({ id: 'abcde', summary: 'Flytning' });
    expect(port.traffic()).toMatchObject({ requests: 1, writes: 1, retries: 0 });
  });

  it('asks before every attempt, and before no look, whether it may still go out', async () => {
    const { port, google } = await openScripted([
      refusal(429, 'rateLimitExceeded'),
      'drop',
      notFound,
      event('x', '"1"'),
    ]);
    const seen: number[] = [];
    const beforeSend = async () => void seen.push(google.seen.length);
    expect(await port.insert('cal', draft, { notify: 'none', beforeSend })).toMatchObject({ kind: 'created' });
    expect(google.methods()).toEqual(['POST', 'POST', 'GET', 'POST']);
    expect(seen).toEqual([0, 1, 3]);
  });

  it('tells that the id is taken', async () => {
    const { port, google } = await openScripted([refusal(409, 'duplicate')]);
    expect(await port.insert('cal', draft, { notify: 'none' })).toEqual({ kind: 'id-taken' });
    expect(google.methods()).toEqual(['POST']);
  });

  test.each(doubts)('looks after %s, and writes again when the event is not there', async (_name, fault) => {
    const { port, google } = await openScripted([fault, notFound, event('Flytning', '"1"')], { timeoutMs: 300 });
    expect(await port.insert('cal', draft, { notify: 'none' })).toMatchObject({ kind: 'created' });
    expect(google.methods()).toEqual(['POST', 'GET', 'POST']);
  });

  test.each(doubts)('looks after %s, and does not write again when it is there', async (_name, fault) => {
    const { port, google } = await openScripted([fault, event('Flytning', '"1"')], { timeoutMs: 300 });
    expect(await port.insert('cal', draft, { notify: 'none' })).toEqual({ kind: 'id-taken' });
    expect(google.methods()).toEqual(['POST', 'GET']);
  });

  it('owns up to not knowing when every attempt and the last look fail', async () => {
    const fault = refusal(503, 'backendError');
    const { port, google } = await openScripted([fault, notFound, fault, notFound, fault, notFound]);
    const outcome = await port.insert('cal', draft, { notify: 'none' });
    expect(outcome).toMatchObject({ kind: 'unknown', cause: { status: 503 } });
    expect(google.methods()).toEqual(['POST', 'GET', 'POST', 'GET', 'POST', 'GET']);
  });

  it('owns up to not knowing when it cannot look', async () => {
    const fault = refusal(503, 'backendError');
    const { port, google } = await openScripted([fault, fault, fault, fault]);
    expect(await port.insert('cal', draft, { notify: 'none' })).toMatchObject({ kind: 'unknown' });
    expect(google.methods()).toEqual(['POST', 'GET', 'GET', 'GET']);
  });

  test.each([
    ['429', refusal(429, 'rateLimitExceeded')],
    ['403 rateLimitExceeded', refusal(403, 'rateLimitExceeded')],
    ['403 userRateLimitExceeded', refusal(403, 'userRateLimitExceeded')],
  ])('repeats after %s without looking, and gives up as busy', async (_name, fault) => {
    const { port, google } = await openScripted([fault, event('Flytning', '"1"')]);
    expect(await port.insert('cal', draft, { notify: 'none' })).toMatchObject({ kind: 'created' });
    expect(google.methods()).toEqual(['POST', 'POST']);
    const busy = await openScripted([fault, fault, fault]);
    await expect(busy.port.insert('cal', draft, { notify: 'none' })).rejects.toMatchObject({
      code: 'google-busy',
      exitCode: 5,
    });
    expect(busy.port.traffic()).toMatchObject({ requests: 3, writes: 3, retries: 2 });
  });

  it('throws when Google cannot be reached, because nothing was sent', async () => {
    const { port } = await openScripted([], { apiUrl: 'http://127.0.0.1:1' });
    await expect(port.insert('cal', draft, { notify: 'none' })).rejects.toMatchObject({
      code: 'google-unreachable',
      exitCode: 5,
    });
  });

  it('gives up one event that Google will not take', async () => {
    const { port, google } = await openScripted([refusal(400, 'timeRangeEmpty', { location: 'end' })]);
    const error = await port.insert('cal', draft, { notify: 'none' }).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(ItemRefusedError);
    expect(error).toMatchObject({ message: 'Google refuses this event: timeRangeEmpty, at end.', exitCode: 4 });
    expect(google.methods()).toEqual(['POST']);
  });

  it('takes a 404 for a missing calendar', async () => {
    const { port } = await openScripted([notFound]);
    await expect(port.insert('cal', draft, { notify: 'none' })).rejects.toMatchObject({ code: 'calendar-not-found' });
  });
});

describe('update', () => {
  it('patches what changed, if the event is still the one that was read', async () => {
    const { port, google } = await openScripted([event('Maling', '"2"')]);
    const outcome = await port.update('cal', 'abcde', '"1"', { title: 'Maling', location: null }, { notify: 'all' });
    expect(outcome).toMatchObject({ kind: 'updated', event: { etag: '"2"', title: 'Maling' } });
    expect(google.seen[0]).toMatchObject({ method: 'PATCH', path: '/cal/events/abcde?sendUpdates=all' });
    expect(google.seen[0]?.headers['if-match']).toBe('"1"');
    expect(JSON.parse(google.seen[0]?.body ?? '')).toEqual({ summary: 'Maling', location: null });
  });

  it('sends no condition without an etag', async () => {
    const { port, google } = await openScripted([event('Maling', '"2"')]);
    await port.update('cal', 'abcde', null, { title: 'Maling' }, { notify: 'none' });
    expect(google.seen[0]?.headers['if-match']).toBeUndefined();
  });

  it('tells that the etag moved', async () => {
    const { port } = await openScripted([refusal(412, 'conditionNotMet')]);
    expect(await port.update('cal', 'abcde', '"1"', { title: 'Maling' }, { notify: 'none' })).toEqual({
      kind: 'etag-moved',
    });
  });

  it('tells that the event is gone, after asking whether the calendar is there', async () => {
    const { port, google } = await openScripted([notFound, calendarIsThere]);
    expect(await port.update('cal', 'abcde', '"1"', { title: 'Maling' }, { notify: 'none' })).toEqual({ kind: 'gone' });
    expect(google.methods()).toEqual(['PATCH', 'GET']);
  });

  test.each(doubts)('after %s takes the event at its word when it says what was written', async (_name, fault) => {
    const { port, google } = await openScripted([fault, event('Maling', '"2"')], { timeoutMs: 300 });
    const outcome = await port.update('cal', 'abcde', '"1"', { title: 'Maling' }, { notify: 'none' });
    expect(outcome).toMatchObject({ kind: 'updated', event: { etag: '"2"' } });
    expect(google.methods()).toEqual(['PATCH', 'GET']);
  });

  it('writes again when the event is still as it was', async () => {
    const { port, google } = await openScripted(['drop', event('Flytning', '"1"'), event('Maling', '"2"')]);
    const outcome = await port.update('cal', 'abcde', '"1"', { title: 'Maling' }, { notify: 'none' });
    expect(outcome).toMatchObject({ kind: 'updated', event: { etag: '"2"' } });
    expect(google.methods()).toEqual(['PATCH', 'GET', 'PATCH']);
  });

  it('takes its own late write for done when the repeated one meets a new etag', async () => {
    const steps = ['drop', event('Flytning', '"1"'), refusal(412, 'conditionNotMet'), event('Maling', '"2"')] as const;
    const { port, google } = await openScripted(steps);
    const outcome = await port.update('cal', 'abcde', '"1"', { title: 'Maling' }, { notify: 'none' });
    expect(outcome).toMatchObject({ kind: 'updated', event: { etag: '"2"' } });
    expect(google.methods()).toEqual(['PATCH', 'GET', 'PATCH', 'GET']);
  });

  it('leaves the event to a rival who wrote something else meanwhile', async () => {
    const { port, google } = await openScripted(['drop', event('Rival', '"7"')]);
    expect(await port.update('cal', 'abcde', '"1"', { title: 'Maling' }, { notify: 'none' })).toEqual({
      kind: 'etag-moved',
    });
    expect(google.methods()).toEqual(['PATCH', 'GET']);
  });

  it('does not take a rival deletion for its own write', async () => {
    const { port } = await openScripted(['drop', event('Maling', '"7"', 'cancelled')]);
    expect(await port.update('cal', 'abcde', '"1"', { title: 'Maling' }, { notify: 'none' })).toEqual({
      kind: 'etag-moved',
    });
  });

  test.each([
    ['forbiddenForNonOrganizer', ItemRefusedError],
    ['forbidden', ItemRefusedError],
    ['requiredAccessLevel', UnavailableError],
    ['insufficientPermissions', UnavailableError],
    ['quotaExceeded', UnavailableError],
  ])('403 %s', async (reason, kind) => {
    const { port, google } = await openScripted([refusal(403, reason)]);
    const error = await port
      .update('cal', 'abcde', '"1"', { title: 'x' }, { notify: 'none' })
      .catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(kind);
    expect(google.methods()).toEqual(['PATCH']);
  });
});

describe('delete', () => {
  it('deletes the event that was read', async () => {
    const { port, google } = await openScripted([deleted]);
    expect(await port.delete('cal', 'abcde', '"1"', { notify: 'none' })).toEqual({ kind: 'deleted' });
    expect(google.seen[0]).toMatchObject({ method: 'DELETE', path: '/cal/events/abcde?sendUpdates=none' });
    expect(google.seen[0]?.headers['if-match']).toBe('"1"');
  });

  test.each([
    ['410', [refusal(410, 'deleted')], { kind: 'gone' }],
    ['404 in a calendar that is there', [notFound, calendarIsThere], { kind: 'gone' }],
    ['412', [refusal(412, 'conditionNotMet')], { kind: 'etag-moved' }],
    ['a lost reply, done', ['drop', event('', '"2"', 'cancelled')], { kind: 'gone' }],
    ['a lost reply, done and forgotten', ['drop', notFound], { kind: 'gone' }],
    ['a lost reply, not done', ['drop', event('x', '"1"'), deleted], { kind: 'deleted' }],
    ['a lost reply, and a rival', ['drop', event('x', '"2"')], { kind: 'etag-moved' }],
    ['a login page, not done', [html, event('x', '"1"'), deleted], { kind: 'deleted' }],
    ["a proxy's 404", [{ status: 404, text: 'no' }, event('x', '"1"'), deleted], { kind: 'deleted' }],
  ] as [string, Step[], object][])('%s', async (_name, steps, outcome) => {
    const { port, google } = await openScripted(steps);
    expect(await port.delete('cal', 'abcde', '"1"', { notify: 'none' })).toEqual(outcome);
    expect(google.seen).toHaveLength(steps.length);
  });

  it('never takes a calendar that went away for a deleted event', async () => {
    const { port } = await openScripted([notFound, notFound]);
    await expect(port.delete('cal', 'abcde', '"1"', { notify: 'none' })).rejects.toMatchObject({
      code: 'calendar-not-found',
    });
  });
});

import { describe, expect, it, test } from 'vitest';
import { openGoogleCalendar } from '../../src/google/open-google-calendar.js';
import type { GoogleLogEntry } from '../../src/google/request-sender.js';
import { openScripted, refusal, type Step, startScripted } from './scripted-google.js';

const page = (items: object[], more: object): Step => ({
  status: 200,
  json: {
    kind: 'calendar#events',
    summary: 'Opgaver',
    timeZone: 'Europe/Copenhagen',
    accessRole: 'writer',
    items,
    ...more,
  },
});
const last = (items: object[], nextSyncToken = 'sync-2') => page(items, { nextSyncToken });
const first = (items: object[], nextPageToken = 'page-2') => page(items, { nextPageToken });
const expired = refusal(410, 'fullSyncRequired', { location: 'syncToken' });
const from = new Date('2026-07-01T00:00:00Z');
const to = new Date('2026-08-01T00:00:00Z');

describe('listChanges', () => {
  it('lists all with the largest pages, and asks every page the same', async () => {
    const { port, google } = await openScripted([
      first([{ id: 'aaaaa' }]),
      last([{ id: 'bbbbb', status: 'cancelled' }]),
    ]);
    expect(await port.listChanges('cal', null)).toMatchObject({
      kind: 'listed',
      calendar: { summary: 'Opgaver', timeZone: 'Europe/Copenhagen', canWrite: true, accessRole: 'writer' },
      events: [{ id: 'aaaaa' }, { id: 'bbbbb', status: 'cancelled' }],
      token: 'sync-2',
    });
    expect(google.seen.map(({ path }) => path)).toEqual([
      '/cal/events?showDeleted=true&maxResults=2500',
      '/cal/events?showDeleted=true&maxResults=2500&pageToken=page-2',
    ]);
  });

  it('asks for changes with the token and the same parameters', async () => {
    const { port, google } = await openScripted([last([])]);
    expect(await port.listChanges('cal', 'sync-1')).toMatchObject({ kind: 'listed', events: [], token: 'sync-2' });
    expect(google.seen[0]?.path).toBe('/cal/events?showDeleted=true&maxResults=2500&syncToken=sync-1');
  });

  it('continues after an empty page', async () => {
    const { port } = await openScripted([first([]), last([{ id: 'aaaaa' }])]);
    expect(await port.listChanges('cal', null)).toMatchObject({ events: [{ id: 'aaaaa' }] });
  });

  test.each([
    ['the later state', '2026-07-01T08:00:00Z', '2026-07-01T09:00:00Z', 'second'],
    ['the later state, come first', '2026-07-01T09:00:00Z', '2026-07-01T08:00:00Z', 'first'],
    ['the last to come, at the same moment', '2026-07-01T08:00:00Z', '2026-07-01T08:00:00Z', 'second'],
    ['the last to come, of unknown age', '2026-07-01T08:00:00Z', undefined, 'second'],
  ])('keeps an event of two pages once: %s', async (_name, one, other, kept) => {
    const { port } = await openScripted([
      first([{ id: 'aaaaa', summary: 'first', updated: one }, { id: 'bbbbb' }]),
      last([{ id: 'aaaaa', summary: 'second', updated: other }]),
    ]);
    const listing = await port.listChanges('cal', null);
    expect(listing).toMatchObject({ events: [{ id: 'aaaaa', title: kept }, { id: 'bbbbb' }] });
  });

  test.each([
    ['410 on the first page', [expired]],
    ['410 on the second page', [first([{ id: 'aaaaa' }]), expired]],
    ['410 of another reason', [refusal(410, 'updatedMinTooLongAgo')]],
    ['400 for garbage', [refusal(400, 'invalid', { location: 'syncToken', message: 'Invalid sync token value.' })]],
    ['400 known by its sentence only', [refusal(400, 'invalid', { message: 'Invalid sync token value.' })]],
  ])('tells that the token expired: %s', async (_name, steps) => {
    const { port, google } = await openScripted(steps);
    expect(await port.listChanges('cal', 'sync-1')).toEqual({ kind: 'token-expired' });
    expect(google.seen).toHaveLength(steps.length);
  });

  it('begins a full listing again once when it breaks off, without what it had', async () => {
    const { port } = await openScripted([first([{ id: 'aaaaa' }]), expired, first([{ id: 'bbbbb' }]), last([])]);
    expect(await port.listChanges('cal', null)).toMatchObject({ events: [{ id: 'bbbbb' }] });
  });

  test.each([
    ['breaks off twice', [first([]), expired, first([]), expired]],
    ['loses its page token twice', [first([]), refusal(400, 'invalid', { location: 'pageToken' }), first([]), expired]],
    ['ends without a token', [page([{ id: 'aaaaa' }], {})]],
    ['goes round in circles', [first([], 'a'), first([], 'b'), first([], 'a')]],
  ])('never gives a part for the whole: it %s', async (_name, steps) => {
    const { port, google } = await openScripted(steps);
    await expect(port.listChanges('cal', null)).rejects.toMatchObject({ code: 'google-listing-broken', exitCode: 5 });
    expect(google.seen).toHaveLength(steps.length);
  });

  it('throws for a calendar that is not there', async () => {
    const { port } = await openScripted([first([{ id: 'aaaaa' }]), refusal(404, 'notFound')]);
    await expect(port.listChanges('cal', null)).rejects.toMatchObject({ code: 'calendar-not-found', exitCode: 5 });
  });

  test.each([
    ['a dropped connection', 'drop'],
    ['a reply cut short', 'cut'],
    ['a page of HTML', { status: 200, text: '<html>' }],
    ["a proxy's 404", { status: 404, text: 'no' }],
    ['items that have no id', { status: 200, json: { kind: 'calendar#events', items: [{}] } }],
    ['another document', { status: 200, json: { hello: 'world' } }],
    ['a 503', refusal(503, 'backendError')],
    ['a 429', refusal(429, 'rateLimitExceeded')],
    [
      'a 403 of the newer shape',
      { status: 403, json: { error: { code: 403, details: [{ reason: 'RATE_LIMIT_EXCEEDED' }] } } },
    ],
    ['silence', 'hang'],
  ] as [string, Step][])('reads again after %s', async (_name, fault) => {
    const { port, google } = await openScripted([fault, fault, last([{ id: 'aaaaa' }])], { timeoutMs: 300 });
    expect(await port.listChanges('cal', null)).toMatchObject({ events: [{ id: 'aaaaa' }] });
    expect(google.seen).toHaveLength(3);
    expect(port.traffic()).toMatchObject({ requests: 3, writes: 0, retries: 2 });
  });
});

describe('listWindow and listOccurrences', () => {
  it('lists occurrences that overlap the window, none cancelled', async () => {
    const { port, google } = await openScripted([page([{ id: 'aaaaa' }, { id: 'bbbbb', status: 'cancelled' }], {})]);
    expect(await port.listWindow('cal', from, to)).toMatchObject([{ id: 'aaaaa' }]);
    expect(google.seen[0]?.path).toBe(
      '/cal/events?timeMin=2026-07-01T00:00:00Z&timeMax=2026-08-01T00:00:00Z&singleEvents=true&orderBy=startTime&maxResults=2500',
    );
  });

  it('lists the occurrences of a series, cancelled ones too, over pages', async () => {
    const { port, google } = await openScripted([
      first([{ id: 'm_1', recurringEventId: 'm' }]),
      page([{ id: 'm_2', status: 'cancelled' }], {}),
    ]);
    expect(await port.listOccurrences('cal', 'mmmmm', from, to)).toMatchObject([{ id: 'm_1' }, { id: 'm_2' }]);
    expect(google.seen[1]?.path).toBe(
      '/cal/events/mmmmm/instances?timeMin=2026-07-01T00:00:00Z&timeMax=2026-08-01T00:00:00Z&showDeleted=true&maxResults=2500&pageToken=page-2',
    );
  });

  it('tells that the series is gone, but not when the calendar is', async () => {
    const gone = await openScripted([refusal(404, 'notFound'), last([])]);
    expect(await gone.port.listOccurrences('cal', 'mmmmm', from, to)).toBeNull();
    const lost = await openScripted([refusal(404, 'notFound'), refusal(404, 'notFound')]);
    await expect(lost.port.listOccurrences('cal', 'mmmmm', from, to)).rejects.toMatchObject({
      code: 'calendar-not-found',
    });
  });
});

describe('get', () => {
  it('gives the event, or null', async () => {
    const { port } = await openScripted([
      { status: 200, json: { id: 'aaaaa', etag: '"1"', status: 'cancelled' } },
      refusal(404, 'notFound'),
      last([]),
    ]);
    expect(await port.get('cal', 'aaaaa')).toMatchObject({ id: 'aaaaa', status: 'cancelled' });
    expect(await port.get('cal', 'bbbbb')).toBeNull();
  });
});

describe('waiting', () => {
  it('backs off twice as long each time, and honours Retry-After', async () => {
    const { port, waits } = await openScripted([refusal(503, 'backendError'), refusal(503, 'backendError'), last([])]);
    await port.listChanges('cal', null);
    const [one = 0, two = 0] = waits.filter((ms) => ms > 1);
    expect(one).toBeGreaterThanOrEqual(1000);
    expect(one).toBeLessThanOrEqual(2000);
    expect(two).toBeGreaterThanOrEqual(2000);
    expect(two).toBeLessThanOrEqual(3000);
    const asked = { status: 429, headers: { 'Retry-After': '17' } };
    const polite = await openScripted([asked, last([])]);
    await polite.port.listChanges('cal', null);
    expect(polite.waits.filter((ms) => ms > 1)).toEqual([17_000]);
  });

  it('holds back every call of the port when Google tells one to slow down', async () => {
    const waits: number[] = [];
    const release: (() => void)[] = [];
    const wait = (ms: number) =>
      new Promise<void>((resolve) => {
        waits.push(ms);
        release.push(resolve);
      });
    const steps = [{ status: 429, headers: { 'Retry-After': '17' } }, last([]), last([])];
    const { port, google } = await openScripted(steps, {
      wait,
      clock: () => new Date(0),
      pace: { perSecond: 1, burst: 9 },
    });
    const told = port.listChanges('cal', null);
    await expect.poll(() => waits).toEqual([17_000]);
    const other = port.listChanges('cal', null);
    await new Promise((resolve) => setImmediate(resolve));
    expect(google.seen).toHaveLength(1);
    expect(waits).toEqual([17_000]);
    const both = Promise.all([told, other]);
    let isOver = false;
    void both.finally(() => {
      isOver = true;
    });
    while (!isOver) {
      for (const resolve of release.splice(0)) resolve();
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect(await both).toHaveLength(2);
  });

  it('gives up at once when Google wants more than two minutes', async () => {
    const { port, google } = await openScripted([{ status: 429, headers: { 'Retry-After': '3600' } }]);
    await expect(port.listChanges('cal', null)).rejects.toMatchObject({ code: 'google-busy' });
    expect(google.seen).toHaveLength(1);
  });

  it('ends at once when it is aborted, with the reason given', async () => {
    const stop = new AbortController();
    const reason = new Error('SIGINT');
    const { port, google } = await openScripted(['hang'], { signal: stop.signal });
    const listing = port.listChanges('cal', null);
    setImmediate(() => stop.abort(reason));
    await expect(listing).rejects.toBe(reason);
    await expect(port.get('cal', 'aaaaa')).rejects.toBe(reason);
    expect(google.seen.length).toBeLessThanOrEqual(1);
  });

  it('lets many calls wait for one signal without a warning of Node', async () => {
    const warnings: Error[] = [];
    const note = (warning: Error) => warnings.push(warning);
    process.on('warning', note);
    const stop = new AbortController();
    const google = await startScripted([]);
    const pace = { perSecond: 0.01, burst: 1 };
    const port = openGoogleCalendar({ apiUrl: google.url, credentials: null, pace, signal: stop.signal });
    const calls = Array.from({ length: 40 }, () => port.get('cal', 'aaaaa'));
    stop.abort(new Error('SIGINT'));
    await Promise.allSettled(calls);
    await new Promise((resolve) => setImmediate(resolve));
    process.off('warning', note);
    expect(warnings).toEqual([]);
  });

  it('tells of a write in doubt rather than of the abort', async () => {
    const stop = new AbortController();
    const wait = async () => {
      stop.abort(new Error('SIGINT'));
      stop.signal.throwIfAborted();
    };
    const { port, google } = await openScripted(['drop'], { signal: stop.signal, wait });
    expect(await port.delete('cal', 'aaaaa', null, { notify: 'none' })).toMatchObject({ kind: 'unknown' });
    expect(google.methods()).toEqual(['DELETE']);
  });
});

describe('what it tells of itself', () => {
  it('logs each request without ids or texts, and knows how the clocks differ', async () => {
    const log: GoogleLogEntry[] = [];
    const ahead = { Date: 'Wed, 01 Jul 2026 10:00:00 GMT' };
    const { port } = await openScripted(
      [{ status: 200, json: { items: [], nextSyncToken: 's' }, headers: ahead }, refusal(404, 'notFound'), last([])],
      { log: (entry) => log.push(entry) },
    );
    expect(port.traffic()).toEqual({ requests: 0, writes: 0, retries: 0, skewMs: null });
    await port.listChanges('cal', null);
    expect(port.traffic().skewMs).toBe(2 * 60 * 60 * 1000);
    await port.get('cal', 'bbbbb');
    expect(log).toEqual([
      { method: 'GET', operation: 'events.list', status: 200, reason: null, attempt: 1, ms: 0 },
      { method: 'GET', operation: 'events.get', status: 404, reason: 'notFound', attempt: 1, ms: 0 },
      { method: 'GET', operation: 'events.list', status: 200, reason: null, attempt: 1, ms: 0 },
    ]);
  });
});

import { describe, expect, it, test } from 'vitest';
import type { Fault } from '../../src/sandbox/start-sandbox.js';
import { draftOf, openSandboxed } from './open-sandboxed.js';

const cal = 'primary';

/** A calendar with one event, the log empty and a fault waiting. */
async function openWithEvent(fault: Fault, google: Parameters<typeof openSandboxed>[0] = {}) {
  const opened = await openSandboxed(google);
  const created = await opened.port.insert(cal, draftOf('abcde'), { notify: 'none' });
  if (created.kind !== 'created') throw new Error(created.kind);
  const listing = await opened.port.listChanges(cal, null);
  if (listing.kind !== 'listed') throw new Error(listing.kind);
  opened.sandbox.resetLog();
  opened.sandbox.addFault(fault);
  return { ...opened, event: created.event, token: listing.token };
}

const lost = [
  ['drop before commit', { kind: 'drop' }, false],
  ['commit then drop', { kind: 'commit-then-drop' }, true],
  ['500 before commit', { kind: 'status', status: 500 }, false],
  ['500 after commit', { kind: 'commit-then-status', status: 500 }, true],
  ['503 after commit', { kind: 'commit-then-status', status: 503 }, true],
  ['a page of HTML', { kind: 'html' }, false],
  ['a page of HTML that says 200', { kind: 'html', status: 200 }, false],
  ['truncated JSON', { kind: 'truncated-json' }, true],
  ['a reply too late', { kind: 'slow', delayMs: 2000 }, true],
] as const satisfies [string, Fault, boolean][];

describe('a write whose reply is lost', () => {
  test.each(lost)('insert: %s', async (_name, fault, committed) => {
    const { port, sandbox, operations } = await openSandboxed({ timeoutMs: 400 });
    sandbox.addFault({ ...fault, match: { operation: 'events.insert' } });
    const outcome = await port.insert(cal, draftOf('abcde'), { notify: 'none' });
    expect(outcome.kind).toBe(committed ? 'id-taken' : 'created');
    const looked = ['events.insert', 'events.get'];
    expect(operations()).toEqual(committed ? looked : [...looked, 'events.insert']);
    expect(await port.get(cal, 'abcde')).toMatchObject({ title: 'Flytning', bookingId: 'b1' });
  });

  test.each(lost)('update: %s', async (_name, fault, committed) => {
    const { port, event, operations } = await openWithEvent(
      { ...fault, match: { operation: 'events.patch' } },
      { timeoutMs: 400 },
    );
    const outcome = await port.update(cal, 'abcde', event.etag, { title: 'Maling' }, { notify: 'none' });
    expect(outcome).toMatchObject({ kind: 'updated', event: { title: 'Maling' } });
    const looked = ['events.patch', 'events.get'];
    expect(operations()).toEqual(committed ? looked : [...looked, 'events.patch']);
  });

  test.each(lost.filter(([, fault]) => fault.kind !== 'truncated-json'))(
    'delete: %s',
    async (_name, fault, committed) => {
      const { port, event, operations } = await openWithEvent(
        { ...fault, match: { operation: 'events.delete' } },
        { timeoutMs: 400 },
      );
      expect(await port.delete(cal, 'abcde', event.etag, { notify: 'none' })).toEqual({
        kind: committed ? 'gone' : 'deleted',
      });
      const looked = ['events.delete', 'events.get'];
      expect(operations()).toEqual(committed ? looked : [...looked, 'events.delete']);
    },
  );

  it('never doubles a mail when the write had been done', async () => {
    const { port, sandbox } = await openSandboxed();
    sandbox.addFault({ kind: 'commit-then-drop', match: { operation: 'events.insert' } });
    await port.insert(cal, draftOf('abcde', { attendees: [{ email: 'guest@example.dk' }] }), { notify: 'all' });
    expect(sandbox.mails).toHaveLength(1);
  });

  it('is unknown when Google stays away', async () => {
    const { port, sandbox, operations } = await openSandboxed();
    sandbox.addFault({ kind: 'commit-then-drop', match: { operation: 'events.insert' } });
    sandbox.addFault({ kind: 'drop', times: 0 });
    expect(await port.insert(cal, draftOf('abcde'), { notify: 'none' })).toMatchObject({ kind: 'unknown' });
    expect(operations()).toEqual(['events.insert', 'events.get', 'events.get', 'events.get']);
    sandbox.clearFaults();
    expect(await port.get(cal, 'abcde')).not.toBeNull();
  });
});

describe('a write that Google refuses for now', () => {
  test.each([
    ['403', 'rateLimitExceeded', undefined],
    ['403', 'userRateLimitExceeded', undefined],
    ['429', 'rateLimitExceeded', undefined],
    ['429', 'rateLimitExceeded', 9],
  ])('%s %s, Retry-After %s: again, without a look', async (status, reason, retryAfter) => {
    const { port, sandbox, operations, waits } = await openSandboxed();
    sandbox.addFault({ kind: 'status', status: Number(status), reason, ...(retryAfter ? { retryAfter } : {}) });
    expect(await port.insert(cal, draftOf('abcde'), { notify: 'none' })).toMatchObject({ kind: 'created' });
    expect(operations()).toEqual(['events.insert', 'events.insert']);
    if (retryAfter) expect(waits).toContain(retryAfter * 1000);
  });

  test.each(['quotaExceeded', 'dailyLimitExceeded', 'variableTermLimitExceeded'])('403 %s: no more', async (reason) => {
    const { port, sandbox, operations } = await openSandboxed();
    sandbox.addFault({ kind: 'status', status: 403, reason });
    const failing = port.insert(cal, draftOf('abcde'), { notify: 'none' });
    await expect(failing).rejects.toMatchObject({ code: 'google-quota-exceeded', exitCode: 5 });
    expect(operations()).toEqual(['events.insert']);
  });
});

describe('rivals', () => {
  it('meets a 409 on a first insert', async () => {
    const { port, sandbox } = await openSandboxed();
    sandbox.addFault({ kind: 'status', status: 409, reason: 'duplicate' });
    expect(await port.insert(cal, draftOf('abcde'), { notify: 'none' })).toEqual({ kind: 'id-taken' });
  });

  it('lets a rival edit between read and write stand', async () => {
    const rival = { kind: 'rival-edit', patch: { summary: 'Rival' } } as const;
    const { port, event } = await openWithEvent({ ...rival, match: { operation: 'events.patch' } });
    expect(await port.update(cal, 'abcde', event.etag, { title: 'Maling' }, { notify: 'none' })).toEqual({
      kind: 'etag-moved',
    });
    expect(await port.get(cal, 'abcde')).toMatchObject({ title: 'Rival' });
  });
});

describe('listing', () => {
  it('tells that a token expired, on the first page', async () => {
    const { port, token } = await openWithEvent({ kind: 'expire-token' });
    expect(await port.listChanges(cal, token)).toEqual({ kind: 'token-expired' });
  });

  it('tells that a token expired, on the second page', async () => {
    const { port, sandbox, token, operations } = await openWithEvent({ kind: 'empty-page' });
    sandbox.addFault({ kind: 'status', status: 410, reason: 'fullSyncRequired', match: { page: 2 } });
    expect(await port.listChanges(cal, token)).toEqual({ kind: 'token-expired' });
    expect(operations()).toEqual(['events.list', 'events.list']);
  });

  it('begins a full listing again after a 410, and gives up after the second', async () => {
    const { port, sandbox, operations } = await openWithEvent({ kind: 'empty-page' });
    const fault = { kind: 'status', status: 410, reason: 'fullSyncRequired' } as const;
    sandbox.addFault({ ...fault, match: { page: 2 } });
    expect(await port.listChanges(cal, null)).toMatchObject({ kind: 'listed', events: [{ id: 'abcde' }] });
    expect(operations()).toEqual(['events.list', 'events.list', 'events.list']);
    sandbox.addFault({ ...fault, times: 2 });
    await expect(port.listChanges(cal, null)).rejects.toMatchObject({ code: 'google-listing-broken' });
  });

  it('takes garbage for an expired token', async () => {
    const { port } = await openSandboxed();
    expect(await port.listChanges(cal, 'garbage')).toEqual({ kind: 'token-expired' });
  });

  it('refuses a listing whose sync token never comes', async () => {
    const { port } = await openWithEvent({ kind: 'no-sync-token' });
    await expect(port.listChanges(cal, null)).rejects.toMatchObject({ code: 'google-listing-broken', exitCode: 5 });
  });

  it('continues after an empty page, and keeps a repeated item once', async () => {
    const { port, sandbox } = await openWithEvent({ kind: 'empty-page' });
    sandbox.addFault({ kind: 'repeat-item', match: { page: 2 } });
    const listing = await port.listChanges(cal, null);
    expect(listing).toMatchObject({ kind: 'listed', events: [{ id: 'abcde' }] });
  });

  it('reads exceptions that come before their master', async () => {
    const { port } = await openWithEvent({ kind: 'reverse-items' });
    expect(await port.listChanges(cal, null)).toMatchObject({ kind: 'listed', events: [{ id: 'abcde' }] });
  });

  it('never takes a calendar that went away in mid-run for deleted events', async () => {
    const gone = { kind: 'status', status: 404, times: 0 } as const;
    const { port, token } = await openWithEvent(gone);
    const missing = { code: 'calendar-not-found', exitCode: 5 };
    await expect(port.listChanges(cal, token)).rejects.toMatchObject(missing);
    await expect(port.get(cal, 'abcde')).rejects.toMatchObject(missing);
    await expect(port.update(cal, 'abcde', null, { title: 'x' }, { notify: 'none' })).rejects.toMatchObject(missing);
    await expect(port.delete(cal, 'abcde', null, { notify: 'none' })).rejects.toMatchObject(missing);
  });

  test.each([
    ['drop', { kind: 'drop' }],
    ['500', { kind: 'status', status: 500 }],
    ['HTML', { kind: 'html', status: 200 }],
    ['truncated JSON', { kind: 'truncated-json' }],
    ['slow', { kind: 'slow', delayMs: 2000 }],
  ] as [string, Fault][])('reads again after %s', async (_name, fault) => {
    const { port, token, operations } = await openWithEvent(fault, { timeoutMs: 400 });
    expect(await port.listChanges(cal, token)).toMatchObject({ kind: 'listed', events: [] });
    expect(operations()).toEqual(['events.list', 'events.list']);
  });

  it("tells how far Google's clock is ahead", async () => {
    const clock = () => new Date();
    const { port, token } = await openWithEvent({ kind: 'clock-skew', skewMs: 3 * 60 * 60 * 1000 }, { clock });
    await port.listChanges(cal, token);
    expect((port.traffic().skewMs ?? 0) / 3_600_000).toBeCloseTo(3, 2);
  });
});

import { describe, expect, it, test } from 'vitest';
import { ItemRefusedError, UnavailableError } from '../../src/core/errors.js';
import type { FailureReport } from '../../src/google/failure-report.js';
import { type FailedCall, toError } from '../../src/google/google-error.js';
import type { FailureMeaning, GoogleFailure } from '../../src/google/google-failure.js';

const account = 'sync@project.iam.gserviceaccount.com';
const reading: FailedCall = { operation: 'events.list', concernsOneEvent: false, concernsExistingEvent: false };
const inserting: FailedCall = { operation: 'events.insert', concernsOneEvent: true, concernsExistingEvent: false };
const patching: FailedCall = { operation: 'events.patch', concernsOneEvent: true, concernsExistingEvent: true };

function failureOf(meaning: FailureMeaning, more: Partial<FailureReport> = {}): GoogleFailure {
  const nothing = { location: null, message: '', spokenByGoogle: true, retryAfterMs: null };
  return { meaning, origin: 'api', status: 400, reasons: ['because'], ...nothing, ...more };
}

describe('toError', () => {
  test.each([
    ['rate-limited', 'google-busy', /few minutes/],
    ['quota-exceeded', 'google-quota-exceeded', /tomorrow/],
    ['server-failure', 'google-failure', /few minutes/],
    ['no-answer', 'google-unreachable', /network/],
    ['not-sent', 'google-unreachable', /network/],
    ['unreadable', 'google-unreadable', /proxy/],
    ['token-rejected', 'google-credentials-rejected', /GOOGLE_PRIVATE_KEY/],
    ['credentials-refused', 'google-credentials-rejected', /GOOGLE_PRIVATE_KEY/],
    ['scope-missing', 'google-denied', /calendar\.events/],
    ['not-found', 'calendar-not-found', /GOOGLE_CALENDAR_ID/],
  ] as const)('%s stops the run as %s, whatever was asked', (meaning, code, action) => {
    for (const call of [reading, inserting, patching]) {
      const error = toError(failureOf(meaning), call, account);
      expect(error).toBeInstanceOf(UnavailableError);
      expect(error).toMatchObject({ code, exitCode: 5 });
      expect(error.actions[0]).toMatch(action);
    }
  });

  test.each(['refused', 'item-forbidden', 'conflict', 'gone', 'id-taken', 'etag-moved'] as const)(
    '%s is about the one event that was to be written',
    (meaning) => {
      expect(toError(failureOf(meaning), patching, account)).toBeInstanceOf(ItemRefusedError);
      expect(toError(failureOf(meaning), reading, account)).toMatchObject({
        code: 'google-request-refused',
        exitCode: 5,
      });
    },
  );

  test.each([
    ['forbidden', patching, ItemRefusedError],
    ['forbidden', inserting, UnavailableError],
    ['forbidden', reading, UnavailableError],
    ['requiredAccessLevel', patching, UnavailableError],
  ])('denied as %s to %o', (reason, call, kind) => {
    expect(toError(failureOf('denied', { status: 403, reasons: [reason] }), call, account)).toBeInstanceOf(kind);
  });

  it('names the account to share the calendar with, when there is one', () => {
    const denied = failureOf('denied', { status: 403, reasons: ['requiredAccessLevel'] });
    const says = (email: string | null) => toError(denied, inserting, email).actions[0];
    expect(says(account)).toBe(`Share the calendar with ${account}, role 'Make changes to events'.`);
    expect(says(null)).toBe("Share the calendar with the account, role 'Make changes to events'.");
  });

  it('says what was asked and what came back, and keeps a cause for DEBUG', () => {
    const error = toError(
      failureOf('server-failure', { status: 503, reasons: [], message: 'Busy.' }),
      reading,
      account,
    );
    expect(error.message).toBe('Google Calendar reports an error of its own (events.list: 503 no reason given).');
    expect(error.cause).toMatchObject({ message: 'events.list: 503 no reason given: Busy.', status: 503 });
  });
});

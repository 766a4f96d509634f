import { onTestFinished } from 'vitest';
import type { EventDraft } from '../../src/core/calendar/model/event.js';
import { type GoogleOptions, openGoogleCalendar } from '../../src/google/open-google-calendar.js';
import { type SandboxOptions, startSandbox } from '../../src/sandbox/start-sandbox.js';
import { makeTime } from './scripted-google.js';

/** The real client against a sandbox on any free port; waiting costs no time, and the pace is no limit unless given. */
export async function openSandboxed(google: Partial<GoogleOptions> = {}, server: SandboxOptions = {}) {
  const sandbox = await startSandbox({ port: 0, ...server });
  onTestFinished(() => sandbox.close());
  const { clock, wait, waits } = makeTime();
  const options = {
    credentials: null,
    pace: { perMinute: 1e9, perSecond: 1e6 },
    clock,
    wait,
    maxAttempts: 3,
    ...google,
  };
  const port = openGoogleCalendar({ apiUrl: sandbox.url, ...options });
  const operations = () => sandbox.requests.map(({ operation }) => operation);
  return { sandbox, port, waits, operations };
}

/** A booking's event, an hour on the first of July. */
export function draftOf(id: string, more: Partial<EventDraft> = {}): EventDraft {
  return {
    id,
    title: 'Flytning',
    start: { kind: 'timed', at: new Date('2026-07-01T08:00:00Z'), timeZone: 'Europe/Copenhagen' },
    end: { kind: 'timed', at: new Date('2026-07-01T09:00:00Z'), timeZone: 'Europe/Copenhagen' },
    bookingId: 'b1',
    ...more,
  };
}

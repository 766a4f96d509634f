import { auth, calendar } from 'googleapis/build/src/apis/calendar/index.js';
import type { calendar_v3 } from 'googleapis/build/src/apis/calendar/v3.js';
import { onTestFinished } from 'vitest';
import { type Sandbox, type SandboxOptions, startSandbox } from '../../src/sandbox/start-sandbox.js';

/** A sandbox for one test, closed when it ends, with Google's own client signed in to it. */
export async function openSandbox(
  options: SandboxOptions = {},
): Promise<{ sandbox: Sandbox; api: calendar_v3.Calendar }> {
  const sandbox = await startSandbox(options);
  onTestFinished(() => sandbox.close());
  return { sandbox, api: clientOf(sandbox) };
}

/** Google's own client, pointed at a sandbox; it repeats nothing by itself and takes refusals as replies. */
export function clientOf(sandbox: Sandbox): calendar_v3.Calendar {
  const signedIn = new auth.OAuth2();
  signedIn.setCredentials({ access_token: 'test-token' });
  return calendar({ version: 'v3', auth: signedIn, rootUrl: sandbox.url, retry: false, validateStatus: () => true });
}

/** The refusal in a reply: status and reason. */
export function refusalOf(reply: { status: number; data: unknown }): { status: number; reason: string | undefined } {
  const body = reply.data as { error?: { errors?: { reason?: string }[] } } | undefined;
  return { status: reply.status, reason: body?.error?.errors?.[0]?.reason };
}

/** A one-hour booking in Copenhagen on a day of March 2026. */
export function hourOn(day: number, more: calendar_v3.Schema$Event = {}): calendar_v3.Schema$Event {
  const date = `2026-03-${String(day).padStart(2, '0')}`;
  const timeZone = 'Europe/Copenhagen';
  return {
    summary: `Booking ${day}`,
    start: { dateTime: `${date}T09:00:00`, timeZone },
    end: { dateTime: `${date}T10:00:00`, timeZone },
    ...more,
  };
}

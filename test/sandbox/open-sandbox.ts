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

/** A header of a reply; Google's client types them as plain values though they are a Headers. */
export function headerOf(reply: { headers: unknown }, name: string): string | null {
  return (reply.headers as Headers).get(name);
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

/** One call of a batch. */
export interface BatchCall {
  readonly method: string;
  readonly path: string;
  readonly body?: object;
  readonly headers?: Readonly<Record<string, string>>;
}

/** One answer of a batch; `id` is the Content-ID. */
export interface BatchAnswer {
  readonly id: string;
  readonly status: number;
  readonly body: string;
}

function batchText(calls: readonly BatchCall[], boundary: string): string {
  const parts = calls.map(({ method, path, body, headers = {} }, index) => {
    const lines = Object.entries({ 'Content-Type': 'application/json', ...headers }).map((pair) => pair.join(': '));
    const inner = [`${method} ${path}`, ...lines, '', body === undefined ? '' : JSON.stringify(body)];
    return ['Content-Type: application/http', `Content-ID: <item-${index}>`, '', ...inner].join('\r\n');
  });
  return `${parts.map((part) => `--${boundary}\r\n${part}\r\n`).join('')}--${boundary}--`;
}

/** Sends a batch; answers come in the order the server chose. */
export async function sendBatch(
  sandbox: Sandbox,
  calls: readonly BatchCall[],
): Promise<{ status: number; text: string; answers: BatchAnswer[] }> {
  const headers = { authorization: 'Bearer test-token', 'content-type': 'multipart/mixed; boundary=calls' };
  const init = { method: 'POST', headers, body: batchText(calls, 'calls') };
  const reply = await fetch(`${sandbox.url}batch/calendar/v3`, init);
  const text = await reply.text();
  const boundary = /boundary=(\S+)/.exec(reply.headers.get('content-type') ?? '')?.[1] ?? '\0';
  const answers = text
    .split(`--${boundary}`)
    .slice(1, -1)
    .map((part) => ({
      id: /Content-ID: (\S+)/.exec(part)?.[1] ?? '',
      status: Number(/HTTP\/1\.1 (\d+)/.exec(part)?.[1]),
      body: part.split('\r\n\r\n').slice(2).join('\r\n\r\n').trim(),
    }));
  return { status: reply.status, text, answers };
}

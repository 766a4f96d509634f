import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';
import { type GoogleOptions, openGoogleCalendar } from '../../src/google/open-google-calendar.js';

/** What the server does with one request, in the order they come. */
export type Step =
  | {
      readonly status: number;
      readonly json?: object;
      readonly text?: string;
      readonly headers?: Record<string, string>;
    }
  /** Closes the connection: without a byte, or in the middle of a JSON document. */
  | 'drop'
  | 'cut'
  /** Never replies. */
  | 'hang';

export interface SeenRequest {
  readonly method: string;
  /** Path and query, decoded, without the API's prefix. */
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

export interface ScriptedGoogle {
  readonly url: string;
  readonly seen: readonly SeenRequest[];
  /** `GET`, `POST`, … of each request, for counting. */
  readonly methods: () => string[];
}

/** A server that says exactly what a test tells it to, down to broken bytes; a request too many gets a 418. */
export async function startScripted(steps: readonly Step[]): Promise<ScriptedGoogle> {
  const seen: SeenRequest[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', (chunk: string) => {
      body += chunk;
    });
    request.on('end', () => {
      const { method = '', url = '', headers } = request;
      seen.push({ method, path: decodeURIComponent(url.replace('/calendar/v3/calendars', '')), headers, body });
      perform(steps[seen.length - 1] ?? { status: 418, text: 'one request too many' }, response);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { url, seen, methods: () => seen.map(({ method }) => method) };
}

function perform(step: Step, response: ServerResponse): void {
  if (step === 'hang') return;
  if (step === 'drop') {
    response.destroy();
  } else if (step === 'cut') {
    response.writeHead(200, { 'Content-Type': 'application/json', 'Content-Length': '500' });
    response.write('{"id":"abc', () => response.destroy());
  } else {
    const type = step.text === undefined ? 'application/json' : 'text/html';
    response.writeHead(step.status, { ...(step.status === 204 ? {} : { 'Content-Type': type }), ...step.headers });
    response.end(step.text ?? (step.json ? JSON.stringify(step.json) : ''));
  }
}

/** An error document of Google. */
export function refusal(status: number, reason: string, more: { location?: string; message?: string } = {}): Step {
  const { message = `About ${reason}.`, location } = more;
  return {
    status,
    json: { error: { code: status, message, errors: [{ domain: 'global', reason, message, location }] } },
  };
}

/** A clock that only waiting moves, and what was waited for. */
export function makeTime(): { clock: () => Date; wait: (ms: number) => Promise<void>; waits: number[] } {
  let nowMs = Date.parse('2026-07-01T08:00:00Z');
  const waits: number[] = [];
  return {
    waits,
    clock: () => new Date(nowMs),
    wait: async (ms) => {
      waits.push(ms);
      nowMs += ms;
    },
  };
}

/** The real client against a scripted server, with time that does not pass by itself and no limit of pace. */
export async function openScripted(steps: readonly Step[], options: Partial<GoogleOptions> = {}) {
  const google = await startScripted(steps);
  const time = makeTime();
  const port = openGoogleCalendar({
    apiUrl: google.url,
    credentials: null,
    pace: { perMinute: 1e9, perSecond: 1e6 },
    clock: time.clock,
    wait: time.wait,
    maxAttempts: 3,
    ...options,
  });
  return { port, google, waits: time.waits };
}

import { createHash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type calendar_v3, calendar as googleCalendar } from 'googleapis/build/src/apis/calendar/index.js';
import postgres from 'postgres';
import { openServices } from '../../src/app/services.js';
import { loadConfig } from '../../src/config/config.js';
import { type Log, type LogFacts, silentLog } from '../../src/config/log.js';
import { InterruptedError } from '../../src/core/errors.js';
import { silentProgress } from '../../src/core/ports.js';
import { type Sandbox, startSandbox } from '../../src/sandbox/start-sandbox.js';
import type { ServerLimits, ServerSettings } from '../../src/server/server-settings.js';
import { GoogleListeners, type RunningServer, readSettings, startServer } from '../../src/server/start-server.js';
import { freshDatabase } from '../helpers/databases.js';
import { checkAgainst, type Exchange, type OpenApiCheck } from './openapi-check.js';

export const token = 'a-token-for-tests-0123456789';

/** A JSON answer of the server. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  // biome-ignore lint/suspicious/noExplicitAny: a test looks wherever it likes
  readonly body: any;
}

/** A server in this process on port 0, with its database, its calendar, and what it logged. */
export interface ServerWorld extends Pick<RunningServer, 'url' | 'port'> {
  readonly sql: postgres.Sql;
  readonly databaseUrl: string;
  readonly sandbox: Sandbox;
  readonly google: calendar_v3.Calendar;
  readonly lines: readonly (LogFacts & { readonly message: string })[];
  /** With the token, unless headers say otherwise. */
  request(path: string, init?: RequestInit): Promise<Response>;
  /** This and `post` hold every answer against the server's own OpenAPI document. */
  get(path: string, headers?: Record<string, string>): Promise<Answer>;
  post(path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer>;
  /** As on SIGTERM. */
  stop(): Promise<void>;
  close(): Promise<void>;
}

export interface ServerWorldOptions {
  readonly env?: Record<string, string>;
  readonly settings?: Partial<Omit<ServerSettings, 'limits'>>;
  readonly limits?: Partial<ServerLimits>;
  /** Another server on the same database and calendar. */
  readonly beside?: ServerWorld;
  /** Where no test is running: a migrated database of its own. */
  readonly databaseUrl?: string;
}

export async function openServerWorld(options: ServerWorldOptions = {}): Promise<ServerWorld> {
  const { beside } = options;
  const given = beside?.databaseUrl ?? options.databaseUrl;
  const database = given === undefined ? await freshDatabase() : { url: given, drop: async () => {} };
  const sandbox = beside?.sandbox ?? (await startSandbox({ faults: true, pushToLoopback: true }));
  const sql = postgres(database.url, { max: 2, onnotice: () => {} });
  const folder = await mkdtemp(join(tmpdir(), 'renos-sync-server-'));
  const env = { DATABASE_URL: database.url, GOOGLE_CALENDAR_API_URL: sandbox.url, RENOS_API_TOKEN: token };
  const config = loadConfig({ ...env, ...options.env }, folder);
  const { log, lines } = listeningLog();
  const ending = new AbortController();
  const google = new GoogleListeners();
  const services = openServices({
    config,
    purpose: 'serve',
    progress: silentProgress,
    signal: ending.signal,
    log,
    onGoogleRequest: google.tell,
  });
  const read = readSettings(config, { host: '127.0.0.1', port: 0, schedule: undefined, version: '0.0.0' });
  const limits = { ...read.limits, ...options.limits };
  const settings = { ...read, random: () => 0, ...options.settings, limits };
  const server = await startServer(services, { settings, log, google });
  const request = (path: string, { headers = {}, ...init }: RequestInit = {}) =>
    fetch(`${server.url}${path}`, { ...init, headers: { authorization: `Bearer ${token}`, ...headers } });
  let check: Promise<OpenApiCheck> | null = null;
  const readDocument = async () => checkAgainst(await (await request('/openapi.json')).text());
  const expectDescribed = async (asked: Pick<Exchange, 'method' | 'path'>, answer: Answer): Promise<Answer> => {
    check ??= readDocument();
    const breaches = (await check).answer({ ...asked, ...answer });
    if (breaches.length > 0) {
      throw new Error(`${asked.method} ${asked.path} ${answer.status} is not as described: ${breaches.join('; ')}`);
    }
    return answer;
  };
  const stop = async () => {
    ending.abort(new InterruptedError('SIGTERM'));
    await server.stop();
    await services.close();
  };
  return {
    url: server.url,
    port: server.port,
    sql,
    databaseUrl: database.url,
    sandbox,
    google: googleCalendar({
      version: 'v3',
      rootUrl: sandbox.url,
      retry: false,
      headers: { Authorization: 'Bearer person' },
    }),
    lines,
    request,
    get: async (path, headers = {}) =>
      expectDescribed({ method: 'GET', path }, await readAnswer(await request(path, { headers }))),
    post: async (path, body = {}, headers = {}) => {
      const response = await request(path, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: typeof body === 'string' || body instanceof Uint8Array ? body : JSON.stringify(body),
      });
      return expectDescribed({ method: 'POST', path }, await readAnswer(response));
    },
    stop,
    close: async () => {
      if (!ending.signal.aborted) await stop();
      await sql.end();
      if (beside === undefined) await sandbox.close();
      await database.drop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function readAnswer(response: Response): Promise<Answer> {
  const { status, headers } = response;
  return { status, headers, body: await response.json() };
}

/** Asks until something holds: for what happens at its own time. */
export async function until<T>(ask: () => Promise<T>, holds: (answer: T) => boolean, patience = 20_000): Promise<T> {
  const deadline = performance.now() + patience;
  for (;;) {
    const answer = await ask();
    if (holds(answer)) return answer;
    if (performance.now() > deadline) throw new Error(`It did not come about: ${JSON.stringify(answer)}`);
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}

/** So many bookings of the days to come, half an hour each. */
export async function addBookings(sql: postgres.Sql, count: number): Promise<void> {
  await sql`insert into bookings (id, "serviceType", "startTime", "endTime", "updatedAt")
    select 'b' || n, 'Vask ' || n, now() + n * interval '1 hour', now() + n * interval '1 hour' + interval '30 minutes', now()
    from generate_series(1, ${count}::int) n`;
}

/** A CSV of this many customers who are all clearly different. */
export function customersCsv(count: number): string {
  const rows = Array.from({ length: count }, (_, n) => {
    const letters = createHash('sha256')
      .update(`${n}`)
      .digest('hex')
      .replace(/\d/g, (digit) => 'ghijklmnop'[+digit] ?? '');
    const [first, last, street] = [letters.slice(0, 8), letters.slice(8, 20), letters.slice(20, 34)];
    return `${first} ${last},kunde${n}@example.dk,+4520${String(n).padStart(6, '0')},${street}vej ${n % 90},8000,Aarhus C`;
  });
  return ['Name,Email,Phone,Address,Zip,City', ...rows, ''].join('\r\n');
}

function listeningLog() {
  const lines: (LogFacts & { message: string })[] = [];
  const keep = (facts: LogFacts, message: string) => void lines.push({ ...facts, message });
  const log: Log = { ...silentLog, error: keep, warn: keep, info: keep, debug: keep };
  return { log, lines };
}

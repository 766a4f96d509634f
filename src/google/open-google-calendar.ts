import { setMaxListeners } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import type { CalendarPort, QuotaLedger } from '../core/calendar/model/calendar-port.js';
import type { CalendarWatch } from '../core/calendar/model/calendar-watch.js';
import type { CalendarProbe } from '../core/doctor/doctor-ports.js';
import type { Progress } from '../core/ports.js';
import {
  type AccessTokens,
  type CalendarLibrary,
  calendarsScope,
  eventsScope,
  fixedToken,
  type ServiceAccount,
  serviceAccountTokens,
} from './access-tokens.js';
import { usualAttempts } from './back-off.js';
import { checkOptions } from './check-options.js';
import { EventReader } from './event-reader.js';
import { EventWriter } from './event-writer.js';
import { GoogleCaller } from './google-caller.js';
import { identifyCalendar, mayIdentify } from './identify-calendar.js';
import { defaultPace, Pace, type PaceLimits, type Wait } from './pace.js';
import { type GoogleLogEntry, RequestSender } from './request-sender.js';
import { stopChannel, watchEvents } from './watch-events.js';

export interface GoogleOptions {
  /** Null: Google's. Otherwise the root of all addresses: the API's paths and `/token` are below it. */
  readonly apiUrl: string | null;
  /** Null only together with an apiUrl: then requests send a fixed bearer token. */
  readonly credentials: ServiceAccount | null;
  /** Changes to defaultPace. */
  readonly pace?: Partial<PaceLimits>;
  /** Records the quota that other processes use of an account. */
  readonly ledgerOf?: (account: string) => QuotaLedger;
  /** For one request, its reply included; the default is 30 seconds. */
  readonly timeoutMs?: number;
  /** Attempts per request; the default is 6. */
  readonly maxAttempts?: number;
  readonly clock?: () => Date;
  /** With both clock and wait, the pace uses that clock; otherwise a monotonic one. */
  readonly wait?: Wait;
  /** Ends waits and reads; for a write that was sent, the reply is awaited. */
  readonly signal?: AbortSignal;
  /** Called with a sentence for the user: what this account may not do. */
  readonly note?: Progress['note'];
  /** Called for every request; the entry never holds customers' data. */
  readonly log?: (entry: GoogleLogEntry) => void;
}

/** Loads the client library, which is large: a server does so before its first request. */
export const loadLibrary = (): Promise<CalendarLibrary> => import('googleapis/build/src/apis/calendar/index.js');

/**
 * Opens Google Calendar for core. Sends nothing yet, and loads the client library at the first call. Throws
 * ConfigurationError if the key, the account or the address can never work.
 */
export function openGoogleCalendar(options: GoogleOptions): CalendarPort & CalendarProbe & CalendarWatch {
  const { apiUrl, account } = checkOptions(options);
  const { maxAttempts = usualAttempts, timeoutMs = 30_000, wait = waitFor } = options;
  const signal = forManyWaiters(options.signal);
  const load = once(loadLibrary);
  const clientEmail = account?.clientEmail ?? null;
  const signedInAs = account?.impersonatedUser ?? clientEmail;
  const pace = makePace(options, signedInAs ?? 'guest', signal);
  const sender = new RequestSender({
    load: once(async () => (await load()).calendar({ version: 'v3', ...(apiUrl ? { rootUrl: apiUrl } : {}) })),
    tokens: makeTokens({ account, apiUrl, timeoutMs, scope: eventsScope, load }),
    calendarTokens: makeTokens({ account, apiUrl, timeoutMs, scope: calendarsScope, load }),
    pace,
    timeoutMs,
    clock: options.clock ?? (() => new Date()),
    signal,
    log: options.log,
  });
  const caller = new GoogleCaller({ sender, pace, maxAttempts, wait, signal });
  const reader = new EventReader(caller, clientEmail);
  const writer = new EventWriter(caller, reader, { clientEmail, note: options.note ?? (() => {}) });
  return {
    account: signedInAs,
    identify: (calendarId) => identifyCalendar(caller, calendarId, { account: signedInAs, clientEmail }),
    describe: (calendarId) => reader.describe(calendarId),
    mayIdentify: (calendarId) => mayIdentify(caller, calendarId, clientEmail),
    listChanges: (calendarId, token) => reader.listChanges(calendarId, token),
    listWindow: (calendarId, from, to) => reader.listWindow(calendarId, from, to),
    listOccurrences: (calendarId, masterId, from, to) => reader.listOccurrences(calendarId, masterId, from, to),
    get: (calendarId, eventId) => reader.get(calendarId, eventId),
    insert: (calendarId, draft, how) => writer.insert(calendarId, draft, how),
    update: (calendarId, eventId, etag, change, how) => writer.update({ calendarId, eventId, etag }, change, how),
    move: (calendarId, eventId, destination, how) => writer.move(calendarId, eventId, destination, how),
    delete: (calendarId, eventId, etag, how) => writer.delete({ calendarId, eventId, etag }, how),
    watch: (request) => watchEvents(caller, request, clientEmail),
    unwatch: (channel) => stopChannel(caller, channel, clientEmail),
    traffic: () => sender.traffic(),
  };
}

function makePace(options: GoogleOptions, account: string, signal: AbortSignal | undefined): Pace {
  const { pace, clock, wait, ledgerOf } = options;
  // If a wall clock is set back, the program would stop for as long as that.
  const now = clock && wait ? () => clock().getTime() : () => performance.now();
  const ledger = ledgerOf?.(account) ?? null;
  return new Pace({ ...defaultPace, ...pace, now, wait: wait ?? waitFor, signal, ledger });
}

function makeTokens({
  account,
  ...rest
}: {
  readonly account: ServiceAccount | null;
  readonly apiUrl: string | null;
  readonly timeoutMs: number;
  readonly scope: string;
  readonly load: () => Promise<CalendarLibrary>;
}): AccessTokens {
  return account ? serviceAccountTokens({ account, ...rest }) : fixedToken('renos-sync');
}

/**
 * Every waiting call listens to this signal, and Node would warn of a leak from the eleventh on. The caller's own
 * signal is not changed.
 */
function forManyWaiters(signal: AbortSignal | undefined): AbortSignal | undefined {
  if (!signal) return undefined;
  const followed = AbortSignal.any([signal]);
  setMaxListeners(0, followed);
  return followed;
}

async function waitFor(ms: number, signal?: AbortSignal): Promise<void> {
  try {
    await sleep(ms, undefined, signal ? { signal } : {});
  } catch (thrown) {
    signal?.throwIfAborted();
    throw thrown;
  }
}

function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => {
    made ??= make();
    return made;
  };
}

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
  /** Null: Google's. Otherwise the root of everything: the API's paths and `/token` lie below it. */
  readonly apiUrl: string | null;
  /** Null only together with an apiUrl: then a fixed bearer token is sent. */
  readonly credentials: ServiceAccount | null;
  /** What differs from defaultPace. */
  readonly pace?: Partial<PaceLimits>;
  /** Remembers what other processes take of an account's quota. */
  readonly ledgerOf?: (account: string) => QuotaLedger;
  /** For one request, its reply included; 30 seconds unless said. */
  readonly timeoutMs?: number;
  /** How often one request goes out at most; 6 unless said. */
  readonly maxAttempts?: number;
  readonly clock?: () => Date;
  /** Give both clock and wait, and the pace is kept by that clock; otherwise by a monotonic one. */
  readonly wait?: Wait;
  /** Ends waits and reads; a write that went out is heard to the end. */
  readonly signal?: AbortSignal;
  /** Called with a sentence for the person who watches: what this account may not do. */
  readonly note?: Progress['note'];
  /** Called for every request; never of customers' data. */
  readonly log?: (entry: GoogleLogEntry) => void;
}

/** Loads the client library, which is large: who serves others does it before they ask. */
export const loadLibrary = (): Promise<CalendarLibrary> => import('googleapis/build/src/apis/calendar/index.js');

/**
 * Opens Google Calendar as core needs it. Sends nothing yet, and loads the client library only with the first call.
 * @throws ConfigurationError when the key, the account or the address can never work.
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
  // A wall clock that is set back would stop the program for that long.
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

/** Every waiting call listens to it; Node would warn of a leak from the eleventh on. The caller's own is left as it is. */
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

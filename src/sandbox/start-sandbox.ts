import type { SandboxRequest } from './http/sandbox-request.js';
import type { AccessRole } from './store/access-role.js';

export type { AccessRole } from './store/access-role.js';

import { WatchChannels } from './calendars/watch-channels.js';
import { googleLimits } from './events/event-limits.js';
import type { SandboxMail } from './events/sandbox-mail.js';
import type { Fault } from './faults/fault.js';
import { ApiServer } from './http/api-server.js';
import { calendarPage } from './http/calendar-page.js';
import { listen } from './http/http-server.js';
import { serveAdmin } from './http/serve-admin.js';
import type { WireReply, WireRequest } from './http/wire.js';
import { primaryCalendar } from './store/primary-calendar.js';
import { SandboxStore } from './store/sandbox-store.js';

export type { Fault } from './faults/fault.js';
export type { SandboxMail, SandboxRequest };

/** The behaviour of a sandbox; everything has a default. */
export interface SandboxOptions {
  /** The default 0 takes any free port; always bound to 127.0.0.1. */
  readonly port?: number;
  /** Path of an append-only journal, read at start; without it, everything stays in memory. One process at a time. */
  readonly state?: string;
  /** Enables POST and DELETE /_sandbox/faults. */
  readonly faults?: boolean;
  /** The server's clock, epoch ms. */
  readonly now?: () => number;
  /** IANA zone of the primary calendar; Europe/Copenhagen by default. */
  readonly calendarTimeZone?: string;
  /** The address behind `primary`. */
  readonly owner?: string;
  /** Calls a minute a user may make, a patch counting three; absent means no limit. */
  readonly quotaPerMinute?: number;
  /** ms added to each reply, as if the server were far away. */
  readonly latency?: number;
  /** ms until a write shows in listings. */
  readonly listingDelay?: number;
  /** Days for which cancelled events are kept. */
  readonly tombstoneDays?: number;
  /** Days until a sync token expires; the default is as long as deleted events are kept. */
  readonly syncTokenDays?: number;
  /** Additional accounts; a bearer token that is an account's mail address signs in as that account. */
  readonly accounts?: readonly string[];
  /** The user's role in the primary calendar. */
  readonly accessRole?: AccessRole;
  /** Whether a request without bearer token is refused. */
  readonly requireAuth?: boolean;
  /** Lifetime in seconds of the tokens from POST /token. */
  readonly accessTokenSeconds?: number;
  /** Characters after which descriptions are cut. */
  readonly descriptionLimit?: number;
  /** Whether repeated property filters must all match (the default) or any. */
  readonly propertyFilter?: 'all' | 'any';
  /** Whether a patch that restores a cancelled event must have start and end; false by default. */
  readonly undeleteNeedsTimes?: boolean;
  /** Calls a batch may hold; 50 by default. */
  readonly batchLimit?: number;
  /** Sends push messages to watchers on http://127.0.0.1 and the like; off by default, and never anywhere else. */
  readonly pushToLoopback?: boolean;
  /** ms until a failed push message is sent again; each further wait is twice as long. 1,000 by default. */
  readonly pushRetryMs?: number;
}

/** A running sandbox. */
export interface Sandbox {
  /** `http://127.0.0.1:PORT/`, the rootUrl for Google's client. */
  readonly url: string;
  readonly port: number;
  readonly requests: readonly SandboxRequest[];
  readonly mails: readonly SandboxMail[];
  addFault(fault: Fault): void;
  /** Gives the holder of a bearer token a role of their own, until it is set to null. */
  setRole(token: string, role: AccessRole | null): void;
  clearFaults(): void;
  /** Deletes the recorded requests and mails. */
  resetLog(): void;
  close(): Promise<void>;
}

const dayMs = 24 * 60 * 60_000;

function openStore(options: SandboxOptions): SandboxStore {
  const owner = options.owner ?? 'owner@sandbox.invalid';
  const store = new SandboxStore(owner, options.state);
  const info = primaryCalendar(store, options);
  if (info !== undefined) store.commit([{ kind: 'calendar', info }]);
  return store;
}

function openServer(options: SandboxOptions, store: SandboxStore, now: () => number): ApiServer {
  return new ApiServer({
    store,
    now,
    rules: {
      limits: { ...googleLimits, description: options.descriptionLimit ?? googleLimits.description },
      listingDelay: options.listingDelay ?? 0,
      tombstoneAge: (options.tombstoneDays ?? 30) * dayMs,
      syncTokenAge: (options.syncTokenDays ?? Number.POSITIVE_INFINITY) * dayMs,
      propertyFilter: options.propertyFilter ?? 'all',
      undeleteNeedsTimes: options.undeleteNeedsTimes ?? false,
    },
    quotaPerMinute: options.quotaPerMinute,
    requireAuth: options.requireAuth ?? true,
    accessTokenSeconds: options.accessTokenSeconds ?? 3600,
    batchLimit: options.batchLimit ?? 50,
    channels: new WatchChannels(options.pushToLoopback ?? false, options.pushRetryMs),
  });
}

function answer(request: WireRequest, server: ApiServer, options: SandboxOptions): WireReply {
  const reply = dispatch(request, server, options);
  return options.latency ? { ...reply, delayMs: (reply.delayMs ?? 0) + options.latency } : reply;
}

function dispatch(request: WireRequest, server: ApiServer, options: SandboxOptions): WireReply {
  if (request.method === 'GET' && request.path === '/') return calendarPage();
  if (request.path.startsWith('/_sandbox/')) return serveAdmin(request, server, options.faults ?? false);
  if (request.method === 'POST' && request.path === '/token') return server.grantToken(request);
  if (request.method === 'POST' && request.path === '/batch/calendar/v3') return server.answerBatch(request);
  return server.answer(request);
}

/** Throws StateFileDamaged unless a sandbox could read this file; changes nothing. */
export function checkState(stateFile: string): void {
  SandboxStore.check(stateFile);
}

/** Starts a local Google Calendar. Throws if the port is in use or the state file is damaged. */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const now = options.now ?? Date.now;
  const store = openStore(options);
  const api = openServer(options, store, now);
  for (const account of options.accounts ?? []) api.addAccount(account);
  const { server, port } = await listen(
    options.port ?? 0,
    (request) => answer(request, api, options),
    () => api.clock,
  ).catch((error: unknown) => {
    store.close();
    throw error;
  });
  return {
    url: `http://127.0.0.1:${port}/`,
    port,
    requests: api.requests.entries,
    mails: api.mails.entries,
    setRole: (token, role) => api.setRole(token, role),
    addFault: (fault) => api.faults.add(fault),
    clearFaults: () => api.clearFaults(),
    resetLog: () => {
      api.requests.clear();
      api.mails.clear();
    },
    close: () =>
      new Promise((resolve) => {
        api.close();
        server.close(() => {
          store.close();
          resolve();
        });
        server.closeAllConnections();
      }),
  };
}

import { isIPv4 } from 'node:net';
import type { UsualWork } from '../app/run-context.js';
import { ConfigurationError, saying } from '../core/errors.js';
import type { Schedule } from './schedule/schedule.js';

/** The behaviour of a server: settings from the environment, the command's flags, and limits that tests make smaller. */
export interface ServerSettings {
  /** renos-sync's own. */
  readonly version: string;
  readonly host: string;
  /** 0 takes any free one. */
  readonly port: number;
  /** null: no token, which is only allowed on loopback. */
  readonly token: string | null;
  /** Logs a browser in to the pages once, in place of the token; null = no key. */
  readonly key: string | null;
  readonly publicUrl: string | null;
  readonly allowedOrigins: readonly string[];
  /** Rate limits use the last address in X-Forwarded-For. */
  readonly trustsProxy: boolean;
  /** When syncs run by themselves; null = never. */
  readonly schedule: Schedule | null;
  /** Milliseconds between two requests to Google while changes on either side are synced at once; null = they are not. */
  readonly watch: number | null;
  /** Milliseconds after which the last sync counts as stale; null = never. */
  readonly staleAfter: number | null;
  /** 0 to 1: how much of the jitter a tick waits. */
  readonly random: () => number;
  /** Settings from the environment for every sync and import. */
  readonly usual: UsualWork;
  readonly limits: ServerLimits;
}

export interface ServerLimits {
  /** Bytes of a JSON body. */
  readonly jsonBytes: number;
  /** Bytes of large JSON bodies in memory at once; others wait with their clients, for this many milliseconds. */
  readonly bytesAtOnce: number;
  readonly roomPatience: number;
  /**
   * Workbooks and ZIP archives in memory at once: one may take some hundred megabytes. Others wait on disk, for the
   * same time.
   */
  readonly archivesAtOnce: number;
  /** Bytes of an uploaded file. */
  readonly fileBytes: number;
  /** Milliseconds between two pieces of a body. */
  readonly bodyPatience: number;
  /** Milliseconds for the headers of a request, also for a new connection's first. */
  readonly headerPatience: number;
  /** Milliseconds to receive a whole request. */
  readonly requestPatience: number;
  /** Milliseconds for which a client may take no part of its answer. */
  readonly readPatience: number;
  /** Milliseconds that a readiness request waits for Google and the database. */
  readonly readyPatience: number;
  readonly connections: number;
  /** Milliseconds that stopping waits for running work. */
  readonly endPatience: number;
  /** Milliseconds that a message from Google waits for others. */
  readonly pushQuiet: number;
  /** Per minute and address: all requests, those that write, and those with a wrong token. */
  readonly requestsPerMinute: number;
  readonly writesPerMinute: number;
  readonly wrongTokensPerMinute: number;
}

export const usualLimits: ServerLimits = {
  jsonBytes: 16 * 1_048_576,
  bytesAtOnce: 16 * 1_048_576,
  roomPatience: 20_000,
  archivesAtOnce: 2,
  fileBytes: 256 * 1_048_576,
  bodyPatience: 15_000,
  headerPatience: 10_000,
  requestPatience: 600_000,
  readPatience: 60_000,
  readyPatience: 4_000,
  connections: 5_000,
  endPatience: 25_000,
  pushQuiet: 2_000,
  requestsPerMinute: 60_000,
  writesPerMinute: 600,
  wrongTokensPerMinute: 60,
};

/** Whether a host is this machine only. A name that looks like 127.0.0.1 may resolve to any address. */
export function isLoopback(host: string): boolean {
  return /^(localhost|::1)$/i.test(host) || (isIPv4(host) && host.startsWith('127.'));
}

type Exposure = Pick<ServerSettings, 'host' | 'token' | 'publicUrl' | 'trustsProxy'>;

/** Throws ConfigurationError if clients outside this machine could reach a server without a token. */
export function requireTokenFor({ host, token, publicUrl, trustsProxy }: Exposure): void {
  if (token !== null) return;
  if (!isLoopback(host)) throw new ConfigurationError(saying('token-missing/host', { host }));
  const isPublic = publicUrl !== null && !isLoopback(new URL(publicUrl).hostname.replace(/^\[|\]$/g, ''));
  const setting = isPublic ? 'PUBLIC_URL' : trustsProxy ? 'RENOS_TRUST_PROXY' : null;
  if (setting !== null) throw new ConfigurationError(saying('token-missing/setting', { setting }));
}

import { usualOf } from '../app/run-context.js';
import type { Config } from '../config/config.js';
import { newSecret } from './pages/sessions.js';
import { byCron, everyInterval, gapAfter, type Schedule } from './schedule/schedule.js';
import { requireTokenFor, type ServerSettings, usualLimits } from './server-settings.js';

/** What was typed, and the program's version. */
interface Typed {
  readonly host: string;
  readonly port: number | undefined;
  /** A cron expression; it goes before CALENDAR_SYNC_ENABLED. */
  readonly schedule: string | undefined;
  /** Seconds between two questions to Google; undefined: changes wait for the schedule. */
  readonly watch?: number | undefined;
  readonly version: string;
  /** For one person at this machine: a key logs their browser in once, and without a token no other browser gets in. */
  readonly isForPerson?: boolean;
}

/**
 * Puts what was typed before the environment. Throws ConfigurationError for a schedule that cannot be read, and for a
 * host that wants a token, before anything is opened.
 */
export function readSettings(
  config: Config,
  { host, port, schedule: cron, watch, version, isForPerson = false }: Typed,
): ServerSettings {
  const { enabled, interval } = config.schedule;
  const schedule = cron !== undefined ? byCron(cron) : enabled ? everyInterval(interval) : null;
  const { token, publicUrl, allowedOrigins, trustsProxy } = config.serve;
  requireTokenFor({ host, token, publicUrl, trustsProxy });
  return {
    version,
    host,
    port: port ?? config.port,
    token: isForPerson ? (token ?? newSecret()) : token,
    key: isForPerson ? newSecret() : null,
    publicUrl,
    allowedOrigins,
    trustsProxy,
    schedule,
    watch: watch === undefined ? null : watch * 1000,
    staleAfter: schedule === null ? null : staleAfter(schedule),
    random: Math.random,
    usual: usualOf(config),
    limits: usualLimits,
  };
}

/** One tick may fail, and another; the third is worth waking somebody. */
function staleAfter(schedule: Schedule): number {
  return Math.max(60_000, 3 * gapAfter(schedule, new Date()));
}

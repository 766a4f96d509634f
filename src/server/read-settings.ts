import { usualOf } from '../app/run-context.js';
import type { Config } from '../config/config.js';
import { newSecret } from './pages/sessions.js';
import { byCron, everyInterval, gapAfter, type Schedule } from './schedule/schedule.js';
import { requireTokenFor, type ServerSettings, usualLimits } from './server-settings.js';

/** The command's flags, and the program's version. */
interface Typed {
  readonly host: string;
  readonly port: number | undefined;
  /** A cron expression; it takes precedence over CALENDAR_SYNC_ENABLED. */
  readonly schedule: string | undefined;
  /** Seconds between two requests to Google; undefined: changes wait for the schedule. */
  readonly watch?: number | undefined;
  readonly version: string;
  /** For one person on this machine: a key logs their browser in once, and without a token no other browser can log in. */
  readonly isForPerson?: boolean;
}

/**
 * Combines the flags with the environment; flags take precedence. Throws ConfigurationError for a wrong schedule, and
 * for a host that needs a token, before anything is opened.
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

/** One or two ticks may fail; the third is worth an alarm. */
function staleAfter(schedule: Schedule): number {
  return Math.max(60_000, 3 * gapAfter(schedule, new Date()));
}

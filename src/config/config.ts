import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parse } from 'dotenv';
import envPaths from 'env-paths';
import * as v from 'valibot';
import { complaintOf } from '../core/codes/complaints.js';
import { ConfigurationError, saying } from '../core/errors.js';
import { defaultSyncOptions } from '../core/options/sync-options.js';
import { chooseLanguage, type Language } from '../messages/language.js';
import { type GoogleCredentials, type Problem, readCredentials } from './credentials.js';
import { environment, examples, type LogLevel, type Variable } from './environment.js';
import { languageNow } from './language.js';

export interface Config {
  readonly database: { readonly kind: 'server'; readonly url: string } | { readonly kind: 'embedded' };
  /** Absolute path. The embedded database and the sandbox are stored here. */
  readonly dataDir: string;
  /** null = Google's own; `sandbox` = a local one inside the command; otherwise the root URL of all calls. */
  readonly googleApiUrl: string | null;
  readonly googleCredentials: GoogleCredentials | null;
  readonly sync: SyncConfig;
  readonly runMode: 'live' | 'dry-run';
  readonly logLevel: LogLevel;
  readonly port: number;
  /** Days after which runs, their journals and other old records are removed. */
  readonly keepHistory: number;
  readonly importBatchSize: number | null;
  readonly importValidateEmail: boolean;
  readonly schedule: { readonly enabled: boolean /** milliseconds */; readonly interval: number };
  readonly serve: ServeConfig;
  readonly terminal: TerminalSettings;
}

/** The settings of every sync. */
export interface SyncConfig {
  /** New bookings go to the first one. */
  readonly calendarIds: readonly [string, ...string[]];
  /** The title of a booking's event; `{serviceType}` and `{customerName}` are replaced. */
  readonly titleTemplate: string;
}

/** How reports are shown in a terminal; JSON does not depend on it. */
interface TerminalSettings {
  /** RENOS_LANG, else the locale. */
  readonly language: Language;
  /** null = if the terminal has colours. */
  readonly colors: boolean | null;
}

/** Read only by `serve`. */
interface ServeConfig {
  /** The bearer token that every request but /health must send; null = none, and only loopback is served. */
  readonly token: string | null;
  /** The address at which Google reaches this server, without a slash at the end; null = no push messages. */
  readonly publicUrl: string | null;
  /** Web pages of these origins may call the API; empty = none. */
  readonly allowedOrigins: readonly string[];
  /** The last address in X-Forwarded-For is the client's: a proxy in front adds it. */
  readonly trustsProxy: boolean;
  /** The default is `info`, which logs each request; LOG_LEVEL changes it. */
  readonly logLevel: LogLevel;
}

/**
 * Reads the environment and the `.env` of the working folder (the environment wins; an empty value is an unset one).
 * Throws one ConfigurationError that names every wrong variable, each with an example; values are never repeated.
 */
export function loadConfig(env: NodeJS.ProcessEnv = process.env, folder = process.cwd()): Config {
  const values = given({ ...dotenvOf(folder), ...given(env) });
  const parsed = v.safeParse(environment, values);
  const problems: Problem[] = parsed.success
    ? []
    : parsed.issues.map((issue) => ({
        variable: issue.path?.[0].key as Variable,
        ...complaintOf(issue),
      }));
  const credentials = readCredentials(values, problems);
  if (!parsed.success || problems.length > 0) throw configurationError(problems);
  const read = parsed.output;
  return {
    database: read.DATABASE_URL === undefined ? { kind: 'embedded' } : { kind: 'server', url: read.DATABASE_URL },
    dataDir: resolve(read.RENOS_DATA_DIR ?? envPaths('renos-sync', { suffix: '' }).data),
    googleApiUrl: read.GOOGLE_CALENDAR_API_URL ?? null,
    googleCredentials:
      credentials === null ? null : { ...credentials, impersonatedUser: read.GOOGLE_IMPERSONATED_USER ?? null },
    sync: {
      calendarIds: calendarIdsOf(read.GOOGLE_CALENDAR_ID),
      titleTemplate: read.CALENDAR_TITLE_TEMPLATE ?? defaultSyncOptions.titleTemplate,
    },
    runMode: read.RUN_MODE ?? 'live',
    logLevel: read.LOG_LEVEL ?? 'warn',
    port: read.PORT ?? 3000,
    keepHistory: read.RENOS_KEEP_HISTORY ?? 400,
    importBatchSize: read.CUSTOMER_IMPORT_BATCH_SIZE ?? null,
    importValidateEmail: read.CUSTOMER_IMPORT_VALIDATE_EMAIL ?? true,
    schedule: { enabled: read.CALENDAR_SYNC_ENABLED ?? false, interval: read.CALENDAR_SYNC_INTERVAL ?? 3_600_000 },
    serve: {
      token: read.RENOS_API_TOKEN ?? null,
      publicUrl: read.PUBLIC_URL ?? null,
      allowedOrigins: read.RENOS_ALLOWED_ORIGINS ?? [],
      trustsProxy: read.RENOS_TRUST_PROXY ?? false,
      logLevel: read.LOG_LEVEL ?? 'info',
    },
    terminal: terminalSettings({ ...values, ...given(env) }),
  };
}

/** The same configuration with the language of a flag, if the flag is given. */
export function inLanguage(config: Config, flag: string | undefined): Config {
  return flag === undefined ? config : { ...config, terminal: { ...config.terminal, language: languageNow(flag) } };
}

/** NO_COLOR takes precedence over FORCE_COLOR (https://no-color.org). */
function terminalSettings(env: Readonly<Record<string, string>>): TerminalSettings {
  const { NO_COLOR, FORCE_COLOR, TERM } = env;
  const forced = FORCE_COLOR === undefined ? null : !['0', 'false'].includes(FORCE_COLOR);
  return {
    language: chooseLanguage(undefined, env),
    colors: NO_COLOR !== undefined || TERM === 'dumb' ? false : forced,
  };
}

/** Whether to show stacks: DEBUG is `*` or names renos-sync. */
export function isDebugging(env: NodeJS.ProcessEnv = process.env): boolean {
  return /(^|,)(\*|renos-sync)/.test(env.DEBUG ?? '');
}

/** The program and arguments that open an address in a browser; null if BROWSER is none or there is no screen. */
export function browserFor(url: string, env = process.env, platform = process.platform): [string, ...string[]] | null {
  const { BROWSER, DISPLAY, WAYLAND_DISPLAY } = env;
  if (BROWSER === 'none') return null;
  if (BROWSER !== undefined && BROWSER !== '') return [BROWSER, url];
  if (platform === 'darwin') return ['open', url];
  if (platform === 'win32') return ['rundll32', 'url.dll,FileProtocolHandler', url];
  return (DISPLAY ?? WAYLAND_DISPLAY) === undefined ? null : ['xdg-open', url];
}

function given(env: NodeJS.ProcessEnv): Record<string, string> {
  return Object.fromEntries(
    Object.entries(env).filter((entry): entry is [string, string] => (entry[1] ?? '').trim() !== ''),
  );
}

function dotenvOf(folder: string): Record<string, string> {
  try {
    return parse(readFileSync(join(folder, '.env')));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return {};
    throw new ConfigurationError(saying('env-file-unreadable', {}), { cause: error });
  }
}

function calendarIdsOf(list: string | undefined): readonly [string, ...string[]] {
  const [first, ...others] = (list ?? '')
    .split(',')
    .map((id) => id.trim())
    .filter((id) => id !== '');
  return [first ?? defaultSyncOptions.calendarIds[0], ...others];
}

function configurationError(problems: readonly Problem[]): ConfigurationError {
  const settings = problems.map(({ variable, ...complaint }) => ({
    name: variable,
    example: examples[variable],
    ...complaint,
  }));
  return new ConfigurationError(saying('configuration', { problems: settings }));
}

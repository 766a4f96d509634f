import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parse } from 'dotenv';
import envPaths from 'env-paths';
import * as v from 'valibot';
import { ConfigurationError } from './core/errors.js';

export interface GoogleCredentials {
  readonly clientEmail: string;
  readonly privateKey: string;
  /** Whose calendar it is, with domain-wide delegation; null = the service account's own view. */
  readonly impersonatedUser: string | null;
}

export interface Config {
  readonly database: { readonly kind: 'server'; readonly url: string } | { readonly kind: 'embedded' };
  /** Absolute. The embedded database and the sandbox live here. */
  readonly dataDir: string;
  /** null = Google's own; `sandbox` = a local one inside the command; else the root URL of all calls. */
  readonly googleApiUrl: string | null;
  readonly googleCredentials: GoogleCredentials | null;
  /** The first receives new bookings. */
  readonly calendarIds: readonly [string, ...string[]];
  readonly runMode: 'live' | 'dry-run';
  readonly logLevel: LogLevel;
  readonly port: number;
  readonly importBatchSize: number | null;
  readonly importValidateEmail: boolean;
  readonly schedule: { readonly enabled: boolean /** milliseconds */; readonly interval: number };
  readonly serve: ServeConfig;
  readonly terminal: TerminalSettings;
}

/** How reports look to the one who reads them; it changes nothing in JSON. */
export interface TerminalSettings {
  /** Danish numbers and dates when LC_ALL or LANG says `da`. */
  readonly language: 'da' | 'en';
  /** null = as the terminal is. */
  readonly colors: boolean | null;
}

/** What only `serve` reads. */
export interface ServeConfig {
  /** The bearer token that every request but /health must show; null = none, and loopback only. */
  readonly token: string | null;
  /** Where Google reaches this server, without a slash at the end; null = no push messages. */
  readonly publicUrl: string | null;
  /** Browser pages of these origins may call; empty = none. */
  readonly allowedOrigins: readonly string[];
  /** `info`, a line a request, unless LOG_LEVEL says otherwise. */
  readonly logLevel: LogLevel;
}

const logLevels = ['silent', 'error', 'warn', 'info', 'debug', 'trace'] as const;
export type LogLevel = (typeof logLevels)[number];

/** One environment variable: its example stands in every complaint about it. */
const examples = {
  DATABASE_URL: 'postgres://renos:secret@localhost:5432/renos',
  GOOGLE_CLIENT_EMAIL: 'renos-sync@my-project.iam.gserviceaccount.com',
  GOOGLE_PRIVATE_KEY: '"-----BEGIN PRIVATE KEY-----\\nMIIE…\\n-----END PRIVATE KEY-----\\n"',
  GOOGLE_IMPERSONATED_USER: 'kontor@example.dk',
  GOOGLE_APPLICATION_CREDENTIALS: '/etc/renos/service-account.json',
  GOOGLE_CALENDAR_API_URL: 'sandbox',
  GOOGLE_CALENDAR_ID: 'primary',
  RENOS_DATA_DIR: '/var/lib/renos-sync',
  RUN_MODE: 'live',
  LOG_LEVEL: 'info',
  PORT: '3000',
  CALENDAR_SYNC_ENABLED: 'true',
  CALENDAR_SYNC_INTERVAL: '3600000',
  CUSTOMER_IMPORT_BATCH_SIZE: '1000',
  CUSTOMER_IMPORT_VALIDATE_EMAIL: 'true',
  RENOS_API_TOKEN: '"$(openssl rand -hex 32)"',
  RENOS_ALLOWED_ORIGINS: 'https://renos.example.dk',
  PUBLIC_URL: 'https://sync.example.dk',
} as const;
type Variable = keyof typeof examples;

const text = v.pipe(v.string(), v.trim());
const flag = v.pipe(
  text,
  v.toLowerCase(),
  v.picklist(['true', 'false', '1', '0', 'yes', 'no', 'on', 'off'], 'must be true or false'),
  v.transform((word) => ['true', '1', 'yes', 'on'].includes(word)),
);
const wholeNumber = (least: number, most: number) =>
  v.pipe(
    text,
    v.regex(/^\d+$/, 'must be a whole number'),
    v.transform(Number),
    v.minValue(least, `must be at least ${least}`),
    v.maxValue(most, `must be at most ${most}`),
  );
const hasProtocol = (protocols: readonly string[]) => (value: string) =>
  URL.canParse(value) && protocols.includes(new URL(value).protocol);
const isLoopback = (value: string) => /^(127\.0\.0\.1|localhost|\[::1\])$/.test(new URL(value).hostname);
const origins = v.pipe(
  text,
  v.transform((list) =>
    list
      .split(',')
      .map((one) => one.trim())
      .filter((one) => one !== ''),
  ),
  v.check(
    (list) => list.every((one) => URL.canParse(one) && new URL(one).origin === one),
    'must be origins (scheme, host, port; no path), separated by commas',
  ),
);
const publicUrl = v.pipe(
  text,
  v.check(
    (value) => hasProtocol(['https:'])(value) || (hasProtocol(['http:'])(value) && isLoopback(value)),
    'must be an https:// address: Google sends its messages to no other',
  ),
  v.transform((value) => value.replace(/\/+$/, '')),
);
const mail = v.pipe(text, v.regex(/^[^\s@]+@[^\s@]+$/, 'must be an e-mail address'));

const environment = v.object({
  DATABASE_URL: v.optional(
    v.pipe(text, v.check(hasProtocol(['postgres:', 'postgresql:']), 'must be a postgres:// address')),
  ),
  GOOGLE_CLIENT_EMAIL: v.optional(mail),
  GOOGLE_PRIVATE_KEY: v.optional(
    v.pipe(
      text,
      v.transform((key) => key.replace(/^"|"$/g, '').replaceAll('\\n', '\n')),
      v.check(
        (key) => /-----BEGIN (RSA )?PRIVATE KEY-----[\s\S]+-----END (RSA )?PRIVATE KEY-----/.test(key),
        'must be the whole PEM key',
      ),
    ),
  ),
  GOOGLE_IMPERSONATED_USER: v.optional(mail),
  GOOGLE_APPLICATION_CREDENTIALS: v.optional(text),
  GOOGLE_CALENDAR_API_URL: v.optional(
    v.pipe(
      text,
      v.check(
        (value) => value === 'sandbox' || hasProtocol(['http:', 'https:'])(value),
        'must be an http(s) address, or "sandbox"',
      ),
    ),
  ),
  GOOGLE_CALENDAR_ID: v.optional(text),
  RENOS_DATA_DIR: v.optional(text),
  RUN_MODE: v.optional(v.pipe(text, v.picklist(['live', 'dry-run'], 'must be live or dry-run'))),
  LOG_LEVEL: v.optional(v.pipe(text, v.toLowerCase(), v.picklist(logLevels, `must be one of ${logLevels.join(', ')}`))),
  PORT: v.optional(wholeNumber(0, 65_535)),
  CALENDAR_SYNC_ENABLED: v.optional(flag),
  CALENDAR_SYNC_INTERVAL: v.optional(wholeNumber(1_000, 2_147_483_647)),
  CUSTOMER_IMPORT_BATCH_SIZE: v.optional(wholeNumber(1, 100_000)),
  CUSTOMER_IMPORT_VALIDATE_EMAIL: v.optional(flag),
  RENOS_API_TOKEN: v.optional(
    v.pipe(text, v.regex(/^[\x21-\x7e]{16,512}$/, 'must be 16 to 512 letters, digits and signs, without spaces')),
  ),
  RENOS_ALLOWED_ORIGINS: v.optional(origins),
  PUBLIC_URL: v.optional(publicUrl),
});

const serviceAccount = v.object({
  client_email: mail,
  private_key: v.pipe(v.string(), v.includes('PRIVATE KEY')),
});

interface Problem {
  readonly variable: Variable;
  readonly reason: string;
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
        reason: issue.message,
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
    calendarIds: calendarIdsOf(read.GOOGLE_CALENDAR_ID),
    runMode: read.RUN_MODE ?? 'live',
    logLevel: read.LOG_LEVEL ?? 'warn',
    port: read.PORT ?? 3000,
    importBatchSize: read.CUSTOMER_IMPORT_BATCH_SIZE ?? null,
    importValidateEmail: read.CUSTOMER_IMPORT_VALIDATE_EMAIL ?? true,
    schedule: { enabled: read.CALENDAR_SYNC_ENABLED ?? false, interval: read.CALENDAR_SYNC_INTERVAL ?? 3_600_000 },
    serve: {
      token: read.RENOS_API_TOKEN ?? null,
      publicUrl: read.PUBLIC_URL ?? null,
      allowedOrigins: read.RENOS_ALLOWED_ORIGINS ?? [],
      logLevel: read.LOG_LEVEL ?? 'info',
    },
    terminal: terminalSettings(env),
  };
}

/** LC_ALL goes before LANG (POSIX); NO_COLOR before FORCE_COLOR (https://no-color.org). */
function terminalSettings(env: NodeJS.ProcessEnv): TerminalSettings {
  const { LC_ALL, LANG, NO_COLOR, FORCE_COLOR, TERM } = given(env);
  const forced = FORCE_COLOR === undefined ? null : !['0', 'false'].includes(FORCE_COLOR);
  return {
    language: /^da(?![a-z])/i.test(LC_ALL ?? LANG ?? '') ? 'da' : 'en',
    colors: NO_COLOR !== undefined || TERM === 'dumb' ? false : forced,
  };
}

/** Whether stacks are wanted: DEBUG is `*` or names renos-sync. */
export function isDebugging(env: NodeJS.ProcessEnv = process.env): boolean {
  return /(^|,)(\*|renos-sync)/.test(env.DEBUG ?? '');
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
    throw new ConfigurationError('env-file-unreadable', 'The .env file in this folder cannot be read.', {
      cause: error,
      actions: ['chmod u+r .env'],
    });
  }
}

function calendarIdsOf(list: string | undefined): readonly [string, ...string[]] {
  const [first, ...others] = (list ?? '')
    .split(',')
    .map((id) => id.trim())
    .filter((id) => id !== '');
  return [first ?? 'primary', ...others];
}

/** Two variables, or one file of Google's; half of the pair is a mistake worth saying. */
function readCredentials(
  values: Record<string, string>,
  problems: Problem[],
): Omit<GoogleCredentials, 'impersonatedUser'> | null {
  const file = values.GOOGLE_APPLICATION_CREDENTIALS;
  const email = values.GOOGLE_CLIENT_EMAIL?.trim();
  const key = values.GOOGLE_PRIVATE_KEY?.trim().replace(/^"|"$/g, '').replaceAll('\\n', '\n');
  if (email !== undefined && key !== undefined) return { clientEmail: email, privateKey: key };
  if (email !== undefined || key !== undefined) {
    problems.push({
      variable: email === undefined ? 'GOOGLE_CLIENT_EMAIL' : 'GOOGLE_PRIVATE_KEY',
      reason: `is missing, while ${email === undefined ? 'GOOGLE_PRIVATE_KEY' : 'GOOGLE_CLIENT_EMAIL'} is set`,
    });
    return null;
  }
  return file === undefined ? null : credentialsIn(file, problems);
}

function credentialsIn(file: string, problems: Problem[]): Omit<GoogleCredentials, 'impersonatedUser'> | null {
  const variable = 'GOOGLE_APPLICATION_CREDENTIALS';
  try {
    const parsed = v.safeParse(serviceAccount, JSON.parse(readFileSync(file, 'utf8')));
    if (parsed.success) return { clientEmail: parsed.output.client_email, privateKey: parsed.output.private_key };
    problems.push({ variable, reason: 'must name a service-account file with client_email and private_key' });
  } catch (error) {
    const missing = (error as NodeJS.ErrnoException).code === 'ENOENT';
    problems.push({ variable, reason: missing ? 'names a file that does not exist' : 'names a file that is not JSON' });
  }
  return null;
}

function configurationError(problems: readonly Problem[]): ConfigurationError {
  const lines = problems.map(
    ({ variable, reason }) => `  ${variable} ${reason}. Example: ${variable}=${examples[variable]}`,
  );
  const title = problems.length === 1 ? 'One setting is wrong:' : `${problems.length} settings are wrong:`;
  return new ConfigurationError('configuration', [title, ...lines].join('\n'), {
    actions: ['Correct it in the environment, or in the .env file of this folder, and run the command again.'],
  });
}

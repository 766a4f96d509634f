import * as v from 'valibot';
import { complaint } from '../core/codes/complaints.js';
import { languages } from '../messages/language.js';

/** Names of pino's levels. */
const logLevels = ['silent', 'error', 'warn', 'info', 'debug', 'trace'] as const;
export type LogLevel = (typeof logLevels)[number];

/** Environment variables, each with an example that every error message shows. */
export const examples = {
  DATABASE_URL: 'postgres://renos:secret@localhost:5432/renos',
  GOOGLE_CLIENT_EMAIL: 'renos-sync@my-project.iam.gserviceaccount.com',
  GOOGLE_PRIVATE_KEY: '"-----BEGIN PRIVATE KEY-----\\nMIIE…\\n-----END PRIVATE KEY-----\\n"',
  GOOGLE_IMPERSONATED_USER: 'kontor@example.dk',
  GOOGLE_APPLICATION_CREDENTIALS: '/etc/renos/service-account.json',
  GOOGLE_CALENDAR_API_URL: 'sandbox',
  GOOGLE_CALENDAR_ID: 'primary',
  CALENDAR_TITLE_TEMPLATE: '"{serviceType} - {customerName}"',
  RENOS_DATA_DIR: '/var/lib/renos-sync',
  RENOS_KEEP_HISTORY: '400',
  RUN_MODE: 'live',
  LOG_LEVEL: 'info',
  PORT: '3000',
  CALENDAR_SYNC_ENABLED: 'true',
  CALENDAR_SYNC_INTERVAL: '3600000',
  CUSTOMER_IMPORT_BATCH_SIZE: '1000',
  CUSTOMER_IMPORT_VALIDATE_EMAIL: 'true',
  RENOS_API_TOKEN: '"$(openssl rand -hex 32)"',
  RENOS_ALLOWED_ORIGINS: 'https://renos.example.dk',
  RENOS_TRUST_PROXY: 'true',
  RENOS_LANG: 'da',
  PUBLIC_URL: 'https://sync.example.dk',
} as const;
export type Variable = keyof typeof examples;

const text = v.pipe(v.string(), v.trim());
const flag = v.pipe(
  text,
  v.toLowerCase(),
  v.picklist(['true', 'false', '1', '0', 'yes', 'no', 'on', 'off'], complaint('true-or-false')),
  v.transform((word) => ['true', '1', 'yes', 'on'].includes(word)),
);
const wholeNumber = (least: number, most: number) =>
  v.pipe(
    text,
    v.regex(/^\d+$/, complaint('whole-number')),
    v.transform(Number),
    v.minValue(least, complaint('at-least', least)),
    v.maxValue(most, complaint('at-most', most)),
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
  v.check((list) => list.every((one) => URL.canParse(one) && new URL(one).origin === one), complaint('origins')),
);
const publicUrl = v.pipe(
  text,
  v.check(
    (value) => hasProtocol(['https:'])(value) || (hasProtocol(['http:'])(value) && isLoopback(value)),
    complaint('https-address'),
  ),
  v.transform((value) => value.replace(/(?<!\/)\/+$/, '')),
);
export const mail = v.pipe(text, v.regex(/^[^\s@]+@[^\s@]+$/, complaint('mail')));

/** The variables that renos-sync reads, each checked and converted. */
export const environment = v.object({
  DATABASE_URL: v.optional(v.pipe(text, v.regex(/^postgres(ql)?:\/\//i, complaint('postgres-address')))),
  GOOGLE_CLIENT_EMAIL: v.optional(mail),
  GOOGLE_PRIVATE_KEY: v.optional(
    v.pipe(
      text,
      v.transform((key) => key.replace(/^"|"$/g, '').replaceAll('\\n', '\n')),
      v.check(
        (key) => /-----BEGIN (RSA )?PRIVATE KEY-----/.test(key) && /-----END (RSA )?PRIVATE KEY-----/.test(key),
        complaint('pem-key'),
      ),
    ),
  ),
  GOOGLE_IMPERSONATED_USER: v.optional(mail),
  GOOGLE_APPLICATION_CREDENTIALS: v.optional(text),
  GOOGLE_CALENDAR_API_URL: v.optional(
    v.pipe(
      text,
      v.check((value) => value === 'sandbox' || hasProtocol(['http:', 'https:'])(value), complaint('http-address')),
    ),
  ),
  GOOGLE_CALENDAR_ID: v.optional(text),
  CALENDAR_TITLE_TEMPLATE: v.optional(
    v.pipe(
      text,
      v.check((template) => template.split('{serviceType}').length === 2, complaint('template')),
    ),
  ),
  RENOS_DATA_DIR: v.optional(text),
  RENOS_KEEP_HISTORY: v.optional(wholeNumber(30, 36_500)),
  RUN_MODE: v.optional(v.pipe(text, v.picklist(['live', 'dry-run'], complaint('one-of', ['live', 'dry-run'])))),
  LOG_LEVEL: v.optional(v.pipe(text, v.toLowerCase(), v.picklist(logLevels, complaint('targets', logLevels)))),
  PORT: v.optional(wholeNumber(0, 65_535)),
  CALENDAR_SYNC_ENABLED: v.optional(flag),
  CALENDAR_SYNC_INTERVAL: v.optional(wholeNumber(1_000, 2_147_483_647)),
  CUSTOMER_IMPORT_BATCH_SIZE: v.optional(wholeNumber(1, 100_000)),
  CUSTOMER_IMPORT_VALIDATE_EMAIL: v.optional(flag),
  RENOS_API_TOKEN: v.optional(v.pipe(text, v.regex(/^[\x21-\x7e]{16,512}$/, complaint('token')))),
  RENOS_ALLOWED_ORIGINS: v.optional(origins),
  RENOS_TRUST_PROXY: v.optional(flag),
  RENOS_LANG: v.optional(v.pipe(text, v.toLowerCase(), v.picklist(languages, complaint('one-of', languages)))),
  PUBLIC_URL: v.optional(publicUrl),
});

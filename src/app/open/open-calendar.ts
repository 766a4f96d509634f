import type { Config } from '../../config/config.js';
import { type Log, silentLog } from '../../config/log.js';
import type { CalendarPort, QuotaLedger } from '../../core/calendar/model/calendar-port.js';
import type { CalendarWatch } from '../../core/calendar/model/calendar-watch.js';
import type { CalendarProbe } from '../../core/doctor/doctor-ports.js';
import { ConfigurationError, saying } from '../../core/errors.js';
import type { Progress } from '../../core/ports.js';
import { attemptsOfLook } from '../../google/back-off.js';
import type { GoogleLogEntry } from '../../google/request-sender.js';
import { natureOf, type Purpose } from '../purposes.js';
import { type Closers, openSandbox } from './open-sandbox.js';

export interface CalendarOptions {
  readonly config: Config;
  readonly purpose: Purpose;
  /** Whether to wait for another process of the same purpose; otherwise it fails at once. */
  readonly wait?: boolean;
  readonly progress: Progress;
  readonly signal: AbortSignal;
  readonly log?: Log;
  /** Called for every request to Google; the entry never holds customers' data. */
  readonly onGoogleRequest?: (entry: GoogleLogEntry) => void;
  /** Records the quota that other processes use of an account. */
  readonly ledgerOf?: (account: string) => QuotaLedger;
}

/** The account that signs in to Google; null if none is set. */
export function googleAccount({ googleApiUrl, googleCredentials }: Config): string | null {
  if (googleCredentials === null) return googleApiUrl === 'sandbox' ? 'a guest of the sandbox' : null;
  const { clientEmail, impersonatedUser } = googleCredentials;
  return impersonatedUser === null ? clientEmail : `${impersonatedUser}, through ${clientEmail}`;
}

/** Opens the Google Calendar of the settings: Google itself, another address, or the sandbox. */
export async function openCalendar(
  options: CalendarOptions,
  closers: Closers,
): Promise<CalendarPort & CalendarProbe & CalendarWatch> {
  const { config } = options;
  const apiUrl = config.googleApiUrl === 'sandbox' ? await openSandbox(options, closers) : config.googleApiUrl;
  if (apiUrl === null && config.googleCredentials === null) throw credentialsMissing();
  const { openGoogleCalendar } = await import('../../google/open-google-calendar.js');
  const { signal, log = silentLog, onGoogleRequest, ledgerOf } = options;
  return openGoogleCalendar({
    apiUrl,
    credentials: config.googleCredentials,
    signal,
    ...(ledgerOf === undefined ? {} : { ledgerOf }),
    note: (note) => options.progress.note(note),
    // A command that only reads gives up soon if Google does not answer.
    ...(natureOf(options.purpose).looks === true ? { maxAttempts: attemptsOfLook } : {}),
    log: (entry) => {
      log[entry.reason === null ? 'debug' : 'info']({ ...entry }, 'Google was asked');
      onGoogleRequest?.(entry);
    },
  });
}

function credentialsMissing(): ConfigurationError {
  return new ConfigurationError(saying('google-credentials-missing', {}));
}

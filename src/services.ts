import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import type { Config } from './config.js';
import type { CalendarPort } from './core/calendar/calendar-port.js';
import type { CalendarWatch } from './core/calendar/calendar-watch.js';
import type { ShowPorts } from './core/calendar/show-pair.js';
import type { SyncPorts } from './core/calendar/sync-calendar.js';
import type { StatusPorts } from './core/calendar/sync-status.js';
import type { CustomerRepository } from './core/customers/ports.js';
import type { CalendarProbe, DoctorPorts } from './core/doctor/doctor-ports.js';
import { ConfigurationError } from './core/errors.js';
import type { Clock, Progress, RunRepository } from './core/ports.js';
import type { HistoryStore } from './core/runs/history.js';
import type { Database } from './db/database.js';
import type { GoogleLogEntry } from './google/request-sender.js';
import { type Log, logRuns, silentLog } from './log.js';
import {
  type Closers,
  lockData,
  openSandbox,
  type SandboxChoice,
  type ServedSandbox,
  serveSandbox,
} from './sandbox-ports.js';

export interface ServicesOptions {
  readonly config: Config;
  /** What this process is started for, in a word: shown to those who wait for it. */
  readonly purpose: string;
  /** Whether to wait for another process of the same purpose, or to give up at once. */
  readonly wait?: boolean;
  /** Leave the migrations to the caller, who is there to apply them. */
  readonly unmigrated?: boolean;
  readonly progress: Progress;
  readonly signal: AbortSignal;
  readonly clock?: Clock;
  readonly log?: Log;
  /** Told of every request to Google; never of customers' data. */
  readonly onGoogleRequest?: (entry: GoogleLogEntry) => void;
}

/** The edges, each made when it is first asked for; `close` ends those that were made. */
export interface Services {
  readonly config: Config;
  readonly clock: Clock;
  readonly progress: Progress;
  readonly signal: AbortSignal;
  /** Whom Google takes us for; null while nobody is set. */
  readonly googleAs: string | null;
  database(): Promise<Database>;
  calendar(): Promise<CalendarPort & CalendarWatch>;
  /** All that a sync needs; `runs` and `leases` are other commands' too. */
  syncPorts(): Promise<SyncPorts>;
  statusPorts(): Promise<StatusPorts>;
  /** RenOS's customers, for reading. */
  customers(): Promise<CustomerRepository>;
  historyStore(): Promise<HistoryStore>;
  /** What is run is put on record there, and in the log. */
  runs(): Promise<RunRepository>;
  showPorts(): Promise<ShowPorts>;
  doctorPorts(nodeVersion: string): Promise<DoctorPorts>;
  /** Serves the sandbox until `close`; other processes with the same data folder find it. */
  serveSandbox(options: SandboxChoice): Promise<ServedSandbox>;
  close(): Promise<void>;
}

/** The only place that builds edges. */
export function openServices(options: ServicesOptions): Services {
  const closers: (() => Promise<void>)[] = [];
  const once = <T>(make: () => Promise<T>): (() => Promise<T>) => {
    let made: Promise<T> | null = null;
    return () => {
      made ??= make();
      return made;
    };
  };
  const clock = options.clock ?? (() => new Date());
  const database = once(() => openDatabase(options, closers).catch(explainFailure));
  const calendar = once(() => openCalendar(options, closers));
  const syncPorts = once(() => makeSyncPorts(options, { database, calendar, clock }));
  const historyStore = async () => (await import('./db/history-store.js')).createHistoryStore(await database());
  return {
    config: options.config,
    clock,
    progress: options.progress,
    signal: options.signal,
    googleAs: googleAccount(options.config),
    database,
    calendar,
    syncPorts,
    historyStore,
    runs: async () => openRuns(await database(), options.log),
    doctorPorts: (nodeVersion) => makeDoctorPorts(options, nodeVersion, { database, calendar }),
    showPorts: async () => makeShowPorts({ database, calendar, clock }, await historyStore()),
    customers: once(async () => {
      const { createCustomerRepository } = await import('./db/customer-repository.js');
      return createCustomerRepository(await database());
    }),
    statusPorts: once(() => makeStatusPorts(options, { database, clock }, syncPorts)),
    serveSandbox: (choice) => serveSandbox(options, closers, choice),
    close: async () => {
      while (closers.length > 0) await closers.pop()?.();
    },
  };
}

/** Says what went wrong in terms that every command knows. */
async function explainFailure(error: unknown): Promise<never> {
  const { databaseFailure } = await import('./db/database-failure.js');
  throw databaseFailure(error);
}

async function openDatabase(options: ServicesOptions, closers: Closers): Promise<Database> {
  const { config } = options;
  const { migrate, requireSchema } = await import('./db/migrate.js');
  if (config.database.kind === 'server') {
    const { openServer } = await import('./db/open-server.js');
    const database = openServer(config.database.url);
    closers.push(() => database.close());
    if (options.unmigrated !== true) await requireSchema(database);
    return database;
  }
  const lock = await lockData(options, 'database');
  const { openEmbedded } = await import('./db/open-embedded.js');
  const database = await openEmbedded(config.dataDir, lock);
  closers.push(() => database.close());
  if (options.unmigrated !== true) await migrate(database, null);
  return database;
}

interface Edges {
  readonly database: () => Promise<Database>;
  readonly calendar: () => Promise<CalendarPort>;
  readonly clock: Clock;
}

async function makeSyncPorts({ progress, signal, log }: ServicesOptions, edges: Edges): Promise<SyncPorts> {
  const [{ createSyncStore }, { createLeases }] = await Promise.all([
    import('./db/sync-store.js'),
    import('./db/leases.js'),
  ]);
  const database = await edges.database();
  return {
    calendar: await edges.calendar(),
    storeFor: (lease) => createSyncStore(database, lease),
    runs: await openRuns(database, log),
    leases: createLeases(database, (message) => progress.note(message)),
    clock: edges.clock,
    newId: randomId,
    progress,
    signal,
  };
}

async function openRuns(database: Database, log: Log = silentLog): Promise<RunRepository> {
  const { createRunRepository } = await import('./db/run-repository.js');
  return logRuns(createRunRepository(database, log.beginRun), log, () => database.statements());
}

async function makeStatusPorts(
  { config }: ServicesOptions,
  { database, clock }: Omit<Edges, 'calendar'>,
  sync: () => Promise<SyncPorts>,
): Promise<StatusPorts> {
  const [{ createStatusStore }, { createRunRepository }] = await Promise.all([
    import('./db/status-store.js'),
    import('./db/run-repository.js'),
  ]);
  const open = await database();
  const googleAs = googleAccount(config);
  return { store: createStatusStore(open), runs: createRunRepository(open), clock, googleAs, sync };
}

function googleAccount({ googleApiUrl, googleCredentials }: Config): string | null {
  if (googleCredentials === null) return googleApiUrl === 'sandbox' ? 'a guest of the sandbox' : null;
  const { clientEmail, impersonatedUser } = googleCredentials;
  return impersonatedUser === null ? clientEmail : `${impersonatedUser}, through ${clientEmail}`;
}

interface Examined {
  readonly database: () => Promise<Database>;
  readonly calendar: () => Promise<CalendarProbe>;
}

/** An embedded database that is not there yet is not made for being looked at. */
async function makeDoctorPorts(
  { config }: ServicesOptions,
  nodeVersion: string,
  { database, calendar }: Examined,
): Promise<DoctorPorts> {
  const [{ readFolderRights }, { examineDatabase }] = await Promise.all([
    import('./files/folder-rights.js'),
    import('./db/examine-database.js'),
  ]);
  const isEmbedded = config.database.kind === 'embedded';
  const usesFolder = isEmbedded || config.googleApiUrl === 'sandbox';
  const isMade = !isEmbedded || (await readFolderRights(join(config.dataDir, 'database'))).exists;
  return {
    nodeVersion,
    folder: usesFolder ? () => readFolderRights(config.dataDir) : null,
    database: isMade ? async () => examineDatabase(await database()).catch(explainFailure) : null,
    calendarIds: config.sync.calendarIds,
    googleAs: googleAccount(config),
    needsCredentials: config.googleCredentials !== null || config.googleApiUrl === null,
    openCalendar: calendar,
  };
}

async function makeShowPorts({ database, calendar, clock }: Edges, history: HistoryStore): Promise<ShowPorts> {
  const [{ createStatusStore }, { createSyncStore }] = await Promise.all([
    import('./db/status-store.js'),
    import('./db/sync-store.js'),
  ]);
  const open = await database();
  const [status, store] = [createStatusStore(open), createSyncStore(open, null)];
  return { history, status, store, calendar, clock, newId: randomId };
}

/** Text of 25 letters and digits beginning with a c, as the application's own ids. */
function randomId(): string {
  const digits = BigInt(`0x${randomBytes(16).toString('hex')}`).toString(36);
  return `c${digits.padStart(25, '0').slice(-24)}`;
}

const lookers: ReadonlySet<string> = new Set(['status', 'show', 'doctor']);

async function openCalendar(
  options: ServicesOptions,
  closers: Closers,
): Promise<CalendarPort & CalendarProbe & CalendarWatch> {
  const { config } = options;
  const apiUrl = config.googleApiUrl === 'sandbox' ? await openSandbox(options, closers) : config.googleApiUrl;
  if (apiUrl === null && config.googleCredentials === null) throw credentialsMissing();
  const { openGoogleCalendar } = await import('./google/open-google-calendar.js');
  const { signal, log = silentLog, onGoogleRequest } = options;
  return openGoogleCalendar({
    apiUrl,
    credentials: config.googleCredentials,
    signal,
    note: (message) => options.progress.note(message),
    // Who only wants to look is told soon.
    ...(lookers.has(options.purpose) ? { maxAttempts: 3 } : {}),
    log: (entry) => {
      log[entry.reason === null ? 'debug' : 'info']({ ...entry }, 'Google was asked');
      onGoogleRequest?.(entry);
    },
  });
}

function credentialsMissing(): ConfigurationError {
  return new ConfigurationError('google-credentials-missing', 'No credentials for Google Calendar are set.', {
    actions: [
      'GOOGLE_CALENDAR_API_URL=sandbox renos-sync sync   # a local calendar, without an account',
      'GOOGLE_APPLICATION_CREDENTIALS=service-account.json, or GOOGLE_CLIENT_EMAIL and GOOGLE_PRIVATE_KEY',
    ],
  });
}

import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import type { Config } from '../config/config.js';
import { type Log, logRuns, silentLog } from '../config/log.js';
import type { CalendarPort } from '../core/calendar/model/calendar-port.js';
import type { CalendarWatch } from '../core/calendar/model/calendar-watch.js';
import type { SyncPorts } from '../core/calendar/model/sync-ports.js';
import type { ShowPorts } from '../core/calendar/status/show-pair.js';
import type { StatusPorts } from '../core/calendar/status/sync-status.js';
import type { CustomerRepository } from '../core/customers/match/ports.js';
import type { DoctorPorts } from '../core/doctor/doctor-ports.js';
import type { Clock, Progress, RunRepository } from '../core/ports.js';
import type { HistoryStore } from '../core/runs/history.js';
import type { Database } from '../db/client/database.js';
import { edgeFailure, fileFailure, inDataFolder, rethrown } from './explain-failure.js';
import { type CalendarOptions, googleAccount, openCalendar } from './open-calendar.js';
import { type Closers, lockDatabase, type SandboxChoice, type ServedSandbox, serveSandbox } from './open-sandbox.js';
import { type Edges, makeDoctorPorts, makeShowPorts, makeStatusPorts } from './open-status.js';

export interface ServicesOptions extends CalendarOptions {
  /** Leave the migrations to the caller, who is there to apply them. */
  readonly unmigrated?: boolean;
  readonly clock?: Clock;
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
  const database = once(() => openDatabase(options, closers).catch(rethrown(edgeFailure)));
  const calendar = once(() => openCalendar(options, closers));
  const syncPorts = once(() => makeSyncPorts(options, { database, calendar, clock }));
  const historyStore = async () => (await import('../db/read/history-store.js')).createHistoryStore(await database());
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
    runs: async () => openRuns(await database(), options.config, options.log),
    doctorPorts: (nodeVersion) => makeDoctorPorts(options.config, nodeVersion, { database, calendar }),
    showPorts: async () => makeShowPorts({ database, calendar, clock }, await historyStore(), randomId),
    customers: once(async () => {
      const { createCustomerRepository } = await import('../db/read/customer-repository.js');
      return createCustomerRepository(await database());
    }),
    statusPorts: once(() => makeStatusPorts(options.config, { database, clock }, syncPorts)),
    serveSandbox: (choice) => serveSandbox(options, closers, choice),
    close: async () => {
      while (closers.length > 0) await closers.pop()?.();
    },
  };
}

async function openDatabase(options: ServicesOptions, closers: Closers): Promise<Database> {
  const { config } = options;
  const { migrate, requireSchema } = await import('../db/migrations/migrate.js');
  if (config.database.kind === 'server') {
    const { openServer } = await import('../db/client/open-server.js');
    const database = openServer(config.database.url, { note: (message) => options.progress.note(message) });
    closers.push(() => database.close());
    if (options.unmigrated !== true) await requireSchema(database);
    return database;
  }
  const lock = await lockDatabase(options);
  const { openEmbedded } = await import('../db/client/open-embedded.js');
  const place = inDataFolder(join(config.dataDir, 'database'), 'The folder of the embedded database');
  const database = await openEmbedded(config.dataDir, lock).catch(rethrown((error) => fileFailure(error, place)));
  closers.push(() => database.close());
  if (options.unmigrated !== true) await migrate(database);
  return database;
}

async function makeSyncPorts({ config, progress, signal, log }: ServicesOptions, edges: Edges): Promise<SyncPorts> {
  const [{ createSyncStore }, { createLeases }] = await Promise.all([
    import('../db/sync/sync-store.js'),
    import('../db/sync/leases.js'),
  ]);
  const database = await edges.database();
  return {
    calendar: await edges.calendar(),
    storeFor: (lease) => createSyncStore(database, lease),
    runs: await openRuns(database, config, log),
    leases: createLeases(database, (message) => progress.note(message)),
    clock: edges.clock,
    newId: randomId,
    progress,
    signal,
  };
}

async function openRuns(database: Database, { keepHistory }: Config, log: Log = silentLog): Promise<RunRepository> {
  const [{ createRunRepository }, { tidiedRuns }] = await Promise.all([
    import('../db/read/run-repository.js'),
    import('../db/sync/remove-history.js'),
  ]);
  const logged = logRuns(createRunRepository(database, log.beginRun), log, () => database.statements());
  return tidiedRuns(logged, database, { days: keepHistory });
}

/** Text of 25 letters and digits beginning with a c, as the application's own ids. */
function randomId(): string {
  const digits = BigInt(`0x${randomBytes(16).toString('hex')}`).toString(36);
  return `c${digits.padStart(25, '0').slice(-24)}`;
}

import type { Config } from '../config/config.js';
import type { CalendarPort, QuotaLedger } from '../core/calendar/model/calendar-port.js';
import type { CalendarWatch } from '../core/calendar/model/calendar-watch.js';
import type { SyncPorts } from '../core/calendar/model/sync-store.js';
import type { ShowPorts } from '../core/calendar/status/show-pair.js';
import type { StatusPorts } from '../core/calendar/status/sync-status.js';
import type { ImportPorts } from '../core/customers/match/ports.js';
import type { DoctorPorts } from '../core/doctor/doctor-ports.js';
import { once } from '../core/once.js';
import type { PlanStore } from '../core/plans/plan-ports.js';
import type { Clock, Progress } from '../core/ports.js';
import type { UndoPorts } from '../core/undo/undo-ports.js';
import type { Database } from '../db/client/database.js';
import { edgeFailure, rethrown } from './explain-failure.js';
import { type CalendarOptions, googleAccount, openCalendar } from './open/open-calendar.js';
import type { ServedDatabase } from './open/open-database.js';
import type { Reads } from './open/open-reads.js';
import { type SandboxChoice, type ServedSandbox, serveSandbox } from './open/open-sandbox.js';

export interface ServicesOptions extends CalendarOptions {
  /** Leaves the migrations to the caller. */
  readonly unmigrated?: boolean;
  readonly clock?: Clock;
}

/** The edges, each created on first use; `close` closes those that were created. */
export interface Services {
  readonly config: Config;
  readonly clock: Clock;
  readonly progress: Progress;
  readonly signal: AbortSignal;
  /** The account that signs in to Google; null if none is set. */
  readonly googleAs: string | null;
  database(): Promise<Database>;
  calendar(): Promise<CalendarPort & CalendarWatch>;
  syncPorts(): Promise<SyncPorts>;
  /** Everything that an import needs except its file. */
  importPorts(): Promise<Omit<ImportPorts, 'source' | 'rejects'>>;
  undoPorts(): Promise<UndoPorts>;
  planStore(): Promise<PlanStore>;
  statusPorts(): Promise<StatusPorts>;
  showPorts(): Promise<ShowPorts>;
  doctorPorts(nodeVersion: string): Promise<DoctorPorts>;
  reads(): Promise<Reads>;
  /** Loads in advance what is otherwise loaded on first use: a server's requests would have to wait for it. */
  loadAll(): Promise<void>;
  /** Serves the sandbox until `close`; other processes with the same data folder find it. */
  serveSandbox(options: SandboxChoice): Promise<ServedSandbox>;
  /** Serves the embedded database to clients of PostgreSQL until `close`. */
  serveDatabase(port: number): Promise<ServedDatabase>;
  close(): Promise<void>;
}

/**
 * The only place that creates edges. Each part of the database is loaded on first use: loading all of them would slow
 * down the start of every command.
 */
export function openServices(options: ServicesOptions): Services {
  const { config, progress, signal, log } = options;
  const closers: (() => Promise<void>)[] = [];
  const clock = options.clock ?? (() => new Date());
  const database = once(async () => {
    const { openDatabase } = await import('./open/open-database.js');
    return openDatabase(options, closers).catch(rethrown(edgeFailure));
  });
  // Only commands that use much of the quota ask for this.
  const ledgerOf = (account: string): QuotaLedger => ({
    take: async (wanted, perMinute) => {
      const { createQuotaLedger } = await import('../db/sync/quota-ledger.js');
      return createQuotaLedger(await database(), account).take(wanted, perMinute);
    },
  });
  const calendar = once(() => openCalendar({ ...options, ledgerOf }, closers));
  const runEdges = async () => ({ config, database: await database(), clock, progress, signal, log });
  const syncPorts = once(async () => {
    const { makeSyncPorts } = await import('./open/open-sync.js');
    return makeSyncPorts(await runEdges(), await calendar());
  });
  const reads = once(async () => (await import('./open/open-reads.js')).makeReads(await database()));
  const edges = { config, database, calendar, clock };
  return {
    config,
    clock,
    progress,
    signal,
    googleAs: googleAccount(config),
    database,
    calendar,
    syncPorts,
    reads,
    importPorts: async () => {
      const { makeImportPorts } = await import('./open/open-import.js');
      return makeImportPorts(await runEdges());
    },
    undoPorts: async () => {
      const { makeUndoPorts } = await import('./open/open-undo.js');
      return makeUndoPorts(await runEdges(), syncPorts);
    },
    planStore: once(async () => (await import('./open/open-undo.js')).createPlanStore(await database())),
    statusPorts: once(async () => (await import('./open/open-status.js')).makeStatusPorts(edges, syncPorts)),
    showPorts: async () => (await import('./open/open-status.js')).makeShowPorts(edges, (await reads()).history),
    doctorPorts: async (nodeVersion) => (await import('./open/open-status.js')).makeDoctorPorts(edges, nodeVersion),
    loadAll: async () => {
      const google = import('../google/open-google-calendar.js').then(({ loadLibrary }) => loadLibrary());
      const rooms = [import('./open/open-sync.js'), import('./open/open-import.js'), import('./open/open-undo.js')];
      const others = [import('./open/open-status.js'), import('../db/sync/quota-ledger.js')];
      await Promise.all([google, ...rooms, ...others]);
    },
    serveSandbox: (choice) => serveSandbox(options, closers, choice),
    serveDatabase: async (port) =>
      (await import('./open/open-database.js')).serveDatabase(config, database, { port, closers }),
    close: async () => {
      while (closers.length > 0) await closers.pop()?.();
    },
  };
}

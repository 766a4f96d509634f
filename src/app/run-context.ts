import type { Config, SyncConfig } from '../config/config.js';
import type { Leases, Progress, RunRepository } from '../core/ports.js';

/** What a caller adds to a run besides its options. */
export interface RunContext {
  /** Kept with the record of the run: why it runs. */
  readonly facts?: Readonly<Record<string, unknown>>;
  /** Makes the run visible to those who watch it. */
  readonly watch?: (runs: RunRepository) => WatchedRun;
  /** Ends the waiting for another run; by default the signal of the services does. */
  readonly patience?: AbortSignal;
  /** Ends the work as well as the signal of the services. */
  readonly signal?: AbortSignal;
}

/** What a run reports through: its record and its progress. */
export interface WatchedRun {
  readonly runs: RunRepository;
  readonly progress: Progress;
}

interface Followed {
  readonly runs: RunRepository;
  readonly leases: Leases;
  readonly progress: Progress;
  readonly signal: AbortSignal;
}

/** The ports of a run as its caller follows it. */
export function inContext<Ports extends Followed>(ports: Ports, context: RunContext): Ports {
  const { facts = {}, watch, patience, signal } = context;
  const { runs, progress } = watch?.(ports.runs) ?? ports;
  return {
    ...ports,
    progress,
    signal: signal === undefined ? ports.signal : AbortSignal.any([ports.signal, signal]),
    runs: { ...runs, start: (kind, options) => runs.start(kind, { ...options, ...facts }) },
    leases: {
      acquire: (name, options) => ports.leases.acquire(name, { ...options, signal: patience ?? options.signal }),
    },
  };
}

/** What the environment says of every sync and import. */
export interface UsualWork {
  readonly sync: SyncConfig;
  /** RUN_MODE says that nothing is to be written. */
  readonly dryRun: boolean;
  /** Whether there is a calendar for new bookings to go to. */
  readonly hasCalendar: boolean;
  readonly validateEmail: boolean;
  readonly batchSize: number | null;
}

export function usualOf(config: Config): UsualWork {
  const { sync, runMode, googleApiUrl, googleCredentials, importValidateEmail, importBatchSize } = config;
  return {
    sync,
    dryRun: runMode === 'dry-run',
    hasCalendar: googleApiUrl !== null || googleCredentials !== null,
    validateEmail: importValidateEmail,
    batchSize: importBatchSize,
  };
}

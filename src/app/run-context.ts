import type { Config, SyncConfig } from '../config/config.js';
import type { RunPorts, RunRepository } from '../core/ports.js';

/** What a caller adds to a run besides its options. */
export interface RunContext {
  /** Stored with the record of the run: why it runs. */
  readonly facts?: Readonly<Record<string, unknown>>;
  /** Shows the run to clients that follow it. */
  readonly watch?: (runs: RunRepository) => WatchedRun;
  /** Stops waiting for another run; the default is the signal of the services. */
  readonly patience?: AbortSignal;
  /** Stops the work, as the signal of the services does. */
  readonly signal?: AbortSignal;
}

/** Where a run reports: its record and its progress. */
export type WatchedRun = Pick<RunPorts, 'runs' | 'progress'>;

/** The ports of a run, with the caller's record and progress. */
export function inContext<Ports extends Omit<RunPorts, 'clock' | 'newId'>>(ports: Ports, context: RunContext): Ports {
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

/** Settings from the environment that every sync and import uses. */
export interface UsualWork {
  readonly sync: SyncConfig;
  /** RUN_MODE asks for a dry run. */
  readonly dryRun: boolean;
  /** Whether a calendar is set for new bookings. */
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

import { newRunId, type RunRepository } from '../core/ports.js';
import type { LogLevel } from './environment.js';

type Line = 'error' | 'warn' | 'info' | 'debug';
export type LogFacts = Readonly<Record<string, unknown>>;

/** The program's actions, for machines: facts and a fixed sentence; never customers' data, never a secret. */
export interface Log extends Readonly<Record<Line, (facts: LogFacts, message: string) => void>> {
  /**
   * Returns the id of a run that begins now; each later line has it, and the lines before the first run have the first
   * run's id.
   */
  beginRun(): string;
}

/** A log that writes nothing. */
export const silentLog: Log = {
  error: () => {},
  warn: () => {},
  info: () => {},
  debug: () => {},
  beginRun: newRunId,
};

/**
 * Writes one JSON document a line on stderr, with time, level and run. If several runs are possible at once, the run is
 * left out.
 */
export async function openLog(level: LogLevel, { severalRuns = false } = {}): Promise<Log> {
  const { pino } = await import('pino');
  let run = newRunId();
  let isFirst = true;
  const out = pino(
    {
      level,
      base: null,
      ...(severalRuns ? {} : { mixin: () => ({ run }) }),
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
    },
    pino.destination({ dest: 2, sync: true }),
  );
  return {
    error: (facts, message) => out.error(facts, message),
    warn: (facts, message) => out.warn(facts, message),
    info: (facts, message) => out.info(facts, message),
    debug: (facts, message) => out.debug(facts, message),
    beginRun: () => {
      if (!isFirst) run = newRunId();
      isFirst = false;
      return run;
    },
  };
}

/** Logs when runs begin and end, with the number of statements sent to the database so far. */
export function logRuns(runs: RunRepository, log: Log, statements: () => number): RunRepository {
  return {
    ...runs,
    start: async (kind, options) => {
      const id = await runs.start(kind, options);
      log.info({ run: id, kind }, 'run started');
      return id;
    },
    finish: async (id, status, counts, error) => {
      await runs.finish(id, status, counts, error);
      log.info({ run: id, status, counts, statements: statements() }, 'run finished');
    },
  };
}

import { randomBytes } from 'node:crypto';
import type { RunRepository } from '../core/ports.js';
import type { LogLevel } from './environment.js';

type Line = 'error' | 'warn' | 'info' | 'debug';
export type LogFacts = Readonly<Record<string, unknown>>;

/** What the program did, for machines: facts and a fixed sentence, never customers' data, never a secret. */
export interface Log extends Readonly<Record<Line, (facts: LogFacts, message: string) => void>> {
  /** The id for a run that begins now; each line bears it from then on, and the first run's from the beginning. */
  beginRun(): string;
}

/** A log that is not written. */
export const silentLog: Log = {
  error: () => {},
  warn: () => {},
  info: () => {},
  debug: () => {},
  beginRun: newRunId,
};

/** One JSON document a line on stderr, with time, level and run; without the run where several may be running. */
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

/** Logs when runs begin and end, with the statements that the database was sent so far. */
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

function newRunId(): string {
  return randomBytes(5).toString('hex');
}

import { type ImportJob, type ImportOutcome, runImport } from '../../app/run-import.js';
import { BusyError, saying } from '../../core/errors.js';
import type { Engine } from '../engine.js';
import type { RunProgress } from './live-runs.js';
import type { Begun } from './workload.js';

/** Milliseconds that a plan, which writes nothing, waits for a running import. */
const patience = 10_000;

/**
 * Starts an import that clients can follow, and reports its progress; closes the source at the end. A plan ends when
 * its client disconnects.
 */
export function beginImport(
  { services, live, workload }: Engine,
  job: Omit<ImportJob, 'rejects'> & { readonly rejects?: ImportJob['rejects'] },
  gone: AbortSignal,
  onProgress: (progress: RunProgress) => void = () => {},
): Begun<ImportOutcome> {
  const isLook = job.importing.dryRun;
  return workload.begin(async (onRun) => {
    const late = isLook ? lateAfter(patience) : null;
    try {
      // Plans are short, and so is the wait for them: two people may plan at once.
      const importing = isLook ? { ...job.importing, wait: true } : job.importing;
      return await runImport(
        services,
        { ...job, importing, rejects: job.rejects ?? null },
        {
          facts: { trigger: 'request' },
          watch: (runs) => live.watch(runs, onRun, onProgress),
          ...(late === null ? {} : { signal: gone, patience: AbortSignal.any([services.signal, gone, late.signal]) }),
        },
      );
    } finally {
      late?.clear();
      await job.source.close();
    }
  });
}

function lateAfter(milliseconds: number): { readonly signal: AbortSignal; readonly clear: () => void } {
  const late = new AbortController();
  const giveUp = () => late.abort(new BusyError(saying('busy/import', {})));
  const timer = setTimeout(giveUp, milliseconds);
  return { signal: late.signal, clear: () => clearTimeout(timer) };
}

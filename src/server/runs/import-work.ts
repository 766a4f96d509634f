import { type ImportJob, type ImportOutcome, runImport } from '../../app/run-import.js';
import { BusyError, saying } from '../../core/errors.js';
import type { Engine } from '../engine.js';
import type { RunProgress } from './live-runs.js';
import type { Begun } from './workload.js';

/** Milliseconds that a look, which writes nothing, waits for a running import. */
const patience = 10_000;

/**
 * Begins an import, visible to those who watch, and tells how far it has come; the source is closed in the end. A look
 * ends when its client has gone.
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
      // Looks are short, and so is most that they wait for: two people may look at once.
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

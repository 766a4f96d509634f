import { setTimeout as sleep } from 'node:timers/promises';
import { edgeFailure } from '../../app/explain-failure.js';
import { runWatch } from '../../app/run-watch.js';
import { defaultSyncOptions } from '../../core/options/sync-options.js';
import type { Engine } from '../engine.js';
import { failureOf } from '../http/failure.js';
import { beginSync } from '../runs/sync-work.js';

/** Milliseconds after a permanent failure: a setting may be corrected meanwhile. */
const pause = 60_000;

/**
 * Syncs at each change on either side, until the signal, if the settings ask for it. A permanent failure is tried again
 * too.
 */
export async function keepWatch(engine: Engine, signal: AbortSignal): Promise<void> {
  const { services, settings, log } = engine;
  const { watch: poll, usual } = settings;
  if (poll === null) return;
  const patience = AbortSignal.any([services.signal, signal]);
  const options = { ...defaultSyncOptions, ...usual.sync, dryRun: usual.dryRun };
  const codeOf = (error: unknown) => failureOf(edgeFailure(error)).body.error;
  while (!signal.aborted) {
    try {
      await runWatch(services, options, {
        poll,
        signal,
        sync: (asked) => beginSync(engine, asked, { by: 'watch', patience }).done,
        onResult: () => {},
        onFailure: (error) =>
          error === null ? log.info({}, 'watch works again') : log.error({ code: codeOf(error) }, 'watch held up'),
      });
    } catch (error) {
      log.error({ code: codeOf(error) }, 'watch failed');
      await afterFailure(signal);
    }
  }
}

function afterFailure(signal: AbortSignal): Promise<void> {
  return sleep(pause, undefined, { signal }).catch(() => {});
}

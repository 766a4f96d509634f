import { edgeFailure } from '../../app/explain-failure.js';
import { BusyError, saying } from '../../core/errors.js';
import { defaultSyncOptions } from '../../core/options/sync-options.js';
import type { Engine } from '../engine.js';
import { failureOf } from '../http/failure.js';
import { beginSync, type Trigger } from '../runs/sync-work.js';

/** Runs a sync that no request waits for: its outcome is in its record, the log and the metrics. Never throws. */
async function syncUnasked(engine: Engine, trigger: Trigger): Promise<'run' | 'skipped' | 'failed'> {
  const { settings, services, log } = engine;
  const { sync, dryRun } = settings.usual;
  const facts = { trigger: trigger.by, due: trigger.due?.toISOString() };
  try {
    const { stopped } = await beginSync(engine, { ...defaultSyncOptions, ...sync, dryRun }, trigger).done;
    if (stopped !== null) throw stopped;
    return 'run';
  } catch (error) {
    const isBusy = error instanceof BusyError;
    if (isBusy || services.signal.aborted) {
      log.info({ ...facts, code: isBusy ? 'busy' : 'interrupted' }, 'sync skipped');
      return 'skipped';
    }
    log.error({ ...facts, code: failureOf(edgeFailure(error)).body.error }, 'sync failed');
    return 'failed';
  }
}

/** Runs one tick; it waits for a running sync until the next tick is due. */
export async function runTick(engine: Engine, due: Date, until: Date): Promise<void> {
  const patience = new AbortController();
  const giveUp = () => patience.abort(new BusyError(saying('busy/not-ended', {})));
  const timer = setTimeout(giveUp, Math.max(0, until.getTime() - due.getTime()));
  const { signal } = engine.services;
  signal.addEventListener('abort', giveUp, { once: true });
  try {
    engine.metrics.countTick(await syncUnasked(engine, { by: 'schedule', due, patience: patience.signal }));
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', giveUp);
  }
}

/** Answers a message from Google; a running sync may have read before the change, so this waits for it. */
export async function syncPushed(engine: Engine): Promise<void> {
  await syncUnasked(engine, { by: 'push', patience: engine.services.signal });
}

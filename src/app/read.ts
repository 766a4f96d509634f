import { showPair } from '../core/calendar/status/show-pair.js';
import { checkStatus, type StatusOptions } from '../core/calendar/status/sync-status.js';
import { type UnreachableStatus, unreachableStatus } from '../core/calendar/status/unreachable-status.js';
import { UnavailableError } from '../core/errors.js';
import type { SyncOptions } from '../core/options/sync-options.js';
import type { SyncStatus } from '../core/results/status-result.js';
import type { PairStory } from '../core/results/story-result.js';
import type { Services } from './services.js';

/* Everything that a person may read. Nothing here writes. */

/** Whether both sides are in sync; `stopped` is the error if Google or the database could not be asked. */
export async function readStatus(
  services: Services,
  options: StatusOptions,
): Promise<{ readonly status: SyncStatus; readonly stopped: unknown }> {
  return checkStatus(await services.statusPorts(), options);
}

/** The same, but a database that cannot be reached is a finding if the rest can still be reported. */
export async function readStatusAnyway(
  services: Services,
  options: StatusOptions,
): Promise<{ readonly status: SyncStatus | UnreachableStatus; readonly stopped: unknown }> {
  const startedAt = services.clock().getTime();
  try {
    return await readStatus(services, options);
  } catch (error) {
    if (!(error instanceof UnavailableError)) throw error;
    const { calendar, googleAs, clock } = services;
    const now = clock();
    const [calendarId] = options.sync.calendarIds;
    const asked = { calendar, calendarId, googleAs, milliseconds: now.getTime() - startedAt, now };
    return { status: await unreachableStatus(error, asked), stopped: error };
  }
}

/** The whole history of one booking and its event, found by an id or by the beginning of an id. */
export async function readStory(
  services: Services,
  options: SyncOptions,
  id: string,
): Promise<{ readonly result: PairStory; readonly stopped: unknown }> {
  return showPair(await services.showPorts(), options, id);
}

import * as v from 'valibot';
import type { UsualWork } from '../../app/run-context.js';
import type { SyncDirection } from '../../core/calendar/model/sync-rules.js';
import { type Asked, requestOf } from '../../core/options/option.js';
import type { SyncOptions } from '../../core/options/sync-options.js';
import { calendarOption, directedSync, syncRequest, toSyncOptions } from '../../core/options/sync-request.js';

/** The most pairs that RenOS's pages ask for. */
const usualMaxEvents = 1000;

const posted = {
  ...calendarOption,
  maxEvents: v.optional(syncRequest.maxEvents.wrapped, usualMaxEvents),
};

/** The options of a sync in one direction. */
export const directedSyncBody = requestOf({ ...directedSync, ...posted });
/** The options of a sync. */
export const syncBody = requestOf({ ...syncRequest, ...posted });

type AskedSync = Asked<typeof directedSync & typeof calendarOption> & {
  readonly syncDirection: SyncDirection | 'google_to_db' | 'db_to_google';
};

/** The request's options, with defaults from the environment. */
export function readSyncBody(asked: AskedSync, usual: UsualWork): SyncOptions {
  return toSyncOptions(asked, usual, calendarIdsOf(asked.calendarId, usual.sync));
}

type CalendarIds = SyncOptions['calendarIds'];

/** RenOS's pages always send "primary"; a service account's own primary calendar belongs to no person, and is empty. */
function calendarIdsOf(asked: string | undefined, { calendarIds }: UsualWork['sync']): CalendarIds {
  const isUsual = asked === undefined || (asked === 'primary' && !calendarIds.includes(asked));
  return isUsual ? calendarIds : [asked];
}

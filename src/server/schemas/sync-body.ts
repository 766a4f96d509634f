import * as v from 'valibot';
import type { SyncOptions } from '../../core/options/sync-options.js';
import {
  calendarId,
  direction,
  type SyncRequest,
  syncRequest,
  toSyncOptions,
} from '../../core/options/sync-request.js';
import type { UsualWork } from '../server-settings.js';
import { askedOf, fieldsOf } from './body-of.js';

/** RenOS's pages ask for so many at most. */
const usualMaxEvents = 1000;

const entries = { ...syncRequest, maxEvents: v.optional(syncRequest.maxEvents.wrapped, usualMaxEvents) };
const calendar = v.optional(
  v.pipe(calendarId, v.description('Default, and what `primary` means: the calendars of GOOGLE_CALENDAR_ID.')),
);

/** What may be asked of a sync in one direction. */
export const directedSyncBody = v.strictObject({ calendarId: calendar, ...fieldsOf(entries) });
/** What may be asked of a sync. */
export const syncBody = v.strictObject({ calendarId: calendar, ...fieldsOf({ ...entries, direction }) });

/** What was asked, with the environment behind it; a direction that the path names goes before the body's. */
export function readSyncBody(
  body: Readonly<Record<string, unknown>>,
  usual: UsualWork,
  direct?: SyncRequest['direction'],
): SyncOptions {
  const asked = askedOf({ ...entries, direction }, body);
  const calendarIds = calendarIdsOf(body.calendarId as string | undefined, usual.sync);
  return toSyncOptions({ ...asked, direction: direct ?? asked.direction }, usual, calendarIds);
}

type CalendarIds = SyncOptions['calendarIds'];

/** RenOS's pages say "primary" by habit; a service account's own primary calendar is nobody's, and empty. */
function calendarIdsOf(asked: string | undefined, { calendarIds }: UsualWork['sync']): CalendarIds {
  const isUsual = asked === undefined || (asked === 'primary' && !calendarIds.includes(asked));
  return isUsual ? calendarIds : [asked];
}

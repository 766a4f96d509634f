import { setFlagsFromString } from 'node:v8';
import { adoptCalendars } from '../core/calendar/adopt-calendar.js';
import type { CalendarPort } from '../core/calendar/model/calendar-port.js';
import type { SyncPorts } from '../core/calendar/model/sync-store.js';
import { type MoveOptions, moveCalendar } from '../core/calendar/move-calendar.js';
import { type SyncOutcome, syncCalendar } from '../core/calendar/sync-calendar.js';
import type { SyncOptions } from '../core/options/sync-options.js';
import type { AdoptResult, MoveResult } from '../core/results/sync-result.js';
import { inContext, type RunContext } from './run-context.js';
import type { Services } from './services.js';

/** Syncs the calendars and the bookings; syncCalendar in core lists the errors. */
export async function runSync(
  services: Services,
  options: SyncOptions & { readonly wait?: boolean },
  context: RunContext = {},
): Promise<SyncOutcome> {
  return syncCalendar(await openSync(services, context), options);
}

/**
 * Opens the ports of one sync; the calendar's traffic is counted from here. A first sync creates and drops thousands of
 * events. These V8 flags let the heap grow by two fifths of its live objects (the default is five times as much), and
 * keep the space for short-lived objects at its size (the default grows to 32 MB).
 */
export async function openSync(services: Services, context: RunContext): Promise<SyncPorts> {
  setFlagsFromString('--heap-growing-percent=40');
  setFlagsFromString('--semi-space-growth-factor=1');
  const ports = inContext(await services.syncPorts(), context);
  return { ...ports, calendar: countingFromNow(ports.calendar) };
}

/** Makes the open database the owner of the calendars. */
export async function runAdoption(
  services: Services,
  calendarIds: readonly string[],
  options: { readonly wait: boolean },
): Promise<AdoptResult> {
  return adoptCalendars(await services.syncPorts(), calendarIds, options);
}

/** Moves the linked events of one calendar to another. */
export async function runMove(services: Services, options: MoveOptions): Promise<MoveResult> {
  return moveCalendar(await services.syncPorts(), options);
}

/** The port may live as long as a server; a run reports only its own requests. */
function countingFromNow(calendar: CalendarPort): CalendarPort {
  const before = calendar.traffic();
  return {
    ...calendar,
    traffic: () => {
      const { requests, writes, retries, skewMs } = calendar.traffic();
      return {
        requests: requests - before.requests,
        writes: writes - before.writes,
        retries: retries - before.retries,
        skewMs,
      };
    },
  };
}

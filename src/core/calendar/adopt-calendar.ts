import type { Lease } from '../ports.js';
import type { AdoptResult } from '../results/sync-result.js';
import type { CalendarPort } from './model/calendar-port.js';
import type { CalendarEvent } from './model/event.js';
import { type Keeping, markingPort, readMark, writtenMark } from './model/keeper.js';
import type { SyncPorts } from './model/sync-ports.js';
import type { CalendarProgress, SyncStore } from './model/sync-store.js';

/** What `adopt-calendar --json` prints of a calendar. */
export interface AdoptedCalendar {
  readonly calendarId: string;
  /** How often a person has said who keeps it. */
  readonly epoch: number;
  /** The event that tells other databases; null when the calendar has none to write to: the next event does. */
  readonly eventId: string | null;
}

/**
 * Makes this database the one that keeps the calendars, whichever kept them before: that one is refused from its next
 * run on. Writes a mark to one event of each, and nothing else. Throws BusyError while a sync runs.
 */
export async function adoptCalendars(
  ports: SyncPorts,
  calendarIds: readonly string[],
  { wait = false }: { readonly wait?: boolean } = {},
): Promise<AdoptResult> {
  const lease = await ports.leases.acquire('sync', { wait, signal: ports.signal });
  try {
    const runId = await ports.runs.start('sync', { calendarIds, adopt: true });
    const calendars: AdoptedCalendar[] = [];
    try {
      for (const calendarId of calendarIds) calendars.push(await adopt(ports, { calendarId, runId, lease }));
    } catch (error) {
      await ports.runs.finish(runId, 'failed', {}, null).catch(() => {});
      throw error;
    }
    await ports.runs.finish(runId, 'succeeded', {}, null);
    return { success: true, calendars };
  } finally {
    await lease.release().catch(() => {});
  }
}

interface Adopting {
  readonly calendarId: string;
  readonly runId: string;
  readonly lease: Lease;
}

async function adopt(
  { calendar: port, storeFor }: SyncPorts,
  { calendarId, runId, lease }: Adopting,
): Promise<AdoptedCalendar> {
  const store = storeFor(lease);
  const { keeping, progress: known } = await store.readMemory([calendarId]);
  const progress = known.get(calendarId) ?? null;
  const googleId = await port.identify(calendarId);
  const events = await listAll(port, calendarId);
  const epoch =
    Math.max(
      keeping.kept.get(calendarId)?.epoch ?? 0,
      ...events.map((event) => readMark(event, googleId)?.epoch ?? 0),
    ) + 1;
  const eventId = await markOne(port, store, { calendarId, events, keeping, epoch, googleId, runId, lease });
  await store.keep(new Map([[calendarId, epoch]]));
  if (progress !== null) await readAnew(store, { runId, progress, googleId, account: port.account });
  return { calendarId, epoch, eventId };
}

async function listAll(port: CalendarPort, calendarId: string): Promise<readonly CalendarEvent[]> {
  const listing = await port.listChanges(calendarId, null);
  return listing.kind === 'listed' ? listing.events : [];
}

interface Marking extends Adopting {
  readonly events: readonly CalendarEvent[];
  readonly keeping: Keeping;
  readonly epoch: number;
  readonly googleId: string | null;
}

/** Of those that are written to anyway: linked here, or marked by the other database. Nobody is mailed. */
async function markOne(
  port: CalendarPort,
  store: SyncStore,
  { calendarId, events, keeping, epoch, googleId, runId, lease }: Marking,
): Promise<string | null> {
  const single = events.filter(
    (event) => event.status !== 'cancelled' && event.recurrence === null && event.recurringEventId === null,
  );
  const homes = await store.findHomes(single.map(({ id }) => id));
  const ours = single.filter(
    ({ id, keeper }) => keeper !== null || homes.get(id)?.some((home) => home.calendarId === calendarId),
  );
  const marking = markingPort(port, (_, eventId) =>
    writtenMark({ epoch, place: keeping.places[0], runId }, { eventId, googleId }),
  );
  for (const { id } of ours) {
    const how = { notify: 'none' as const, beforeSend: () => lease.assertOurs() };
    const outcome = await marking.update(calendarId, id, null, {}, how);
    if (outcome.kind === 'updated' || outcome.kind === 'unknown') return id;
  }
  return null;
}

/** What changed while another database kept it is found by comparing everything, also when the name stands for another calendar now. */
async function readAnew(
  store: SyncStore,
  {
    runId,
    progress,
    googleId,
    account,
  }: { runId: string; progress: CalendarProgress; googleId: string | null; account: string | null },
): Promise<void> {
  const read = { ...progress, syncToken: null, googleId: googleId ?? progress.googleId, googleAccount: account };
  await store.commit({ runId, items: [], calendars: [read] });
}

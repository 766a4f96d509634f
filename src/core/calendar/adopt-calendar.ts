import type { Lease } from '../ports.js';
import type { AdoptResult } from '../results/sync-result.js';
import { underLease } from '../runs/run-under-lease.js';
import type { CalendarPort } from './model/calendar-port.js';
import { type Keeping, keeperEvent, keeperEventId, markingPort, readMark, writtenMark } from './model/keeper.js';
import type { CalendarProgress, SyncPorts, SyncStore } from './model/sync-store.js';

/**
 * Makes this database the owner of the calendars, whichever database owned them before: that one is refused from its
 * next run on. Writes one event to each calendar, far in the past, and nothing else. Throws BusyError while a sync is
 * running.
 */
export async function adoptCalendars(
  ports: SyncPorts,
  calendarIds: readonly string[],
  { wait = false }: { readonly wait?: boolean } = {},
): Promise<AdoptResult> {
  return underLease(ports, { name: 'sync', wait }, async (lease) => {
    const runId = await ports.runs.start('sync', { calendarIds, adopt: true });
    const calendars: AdoptResult['calendars'][number][] = [];
    try {
      for (const calendarId of calendarIds) calendars.push(await adopt(ports, { calendarId, runId, lease }));
    } catch (error) {
      await ports.runs.finish(runId, 'failed', {}, null).catch(() => {});
      throw error;
    }
    await ports.runs.finish(runId, 'succeeded', {}, null);
    return { success: true, calendars };
  });
}

interface Adopting {
  readonly calendarId: string;
  readonly runId: string;
  readonly lease: Lease;
}

async function adopt(
  { calendar: port, storeFor }: SyncPorts,
  { calendarId, runId, lease }: Adopting,
): Promise<AdoptResult['calendars'][number]> {
  const store = storeFor(lease);
  const { keeping, progress: known } = await store.readMemory([calendarId]);
  const progress = known.get(calendarId) ?? null;
  const googleId = await port.identify(calendarId);
  const { events, canWrite } = await listAll(port, calendarId);
  const epoch =
    Math.max(
      keeping.kept.get(calendarId)?.epoch ?? 0,
      ...events.map((event) => readMark(event, googleId)?.epoch ?? 0),
    ) + 1;
  if (canWrite) await writeKeeperEvent(port, { calendarId, keeping, epoch, googleId, runId, lease });
  await store.keep(new Map([[calendarId, epoch]]));
  if (progress !== null) await readAnew(store, { runId, progress, googleId, account: port.account });
  return { calendarId, epoch, eventId: canWrite ? keeperEventId : null };
}

async function listAll(port: CalendarPort, calendarId: string) {
  const listing = await port.listChanges(calendarId, null);
  return listing.kind === 'listed'
    ? { events: listing.events, canWrite: listing.calendar.canWrite }
    : { events: [], canWrite: true };
}

interface Marking extends Adopting {
  readonly keeping: Keeping;
  readonly epoch: number;
  readonly googleId: string | null;
}

/** A separate event, because events of bookings come and go; on its day, no person will find and delete it. No mail is sent. */
async function writeKeeperEvent(
  port: CalendarPort,
  { calendarId, keeping, epoch, googleId, runId, lease }: Marking,
): Promise<void> {
  const mark = writtenMark({ epoch, place: keeping.places[0], runId }, { eventId: keeperEventId, googleId });
  const marking = markingPort(port, () => mark);
  const how = { notify: 'none' as const, beforeSend: () => lease.assertOurs() };
  const inserted = await marking.insert(calendarId, { id: keeperEventId, ...keeperEvent }, how);
  if (inserted.kind === 'created') return;
  const change = { ...keeperEvent, status: 'confirmed' as const };
  const outcome =
    inserted.kind === 'id-taken' ? await marking.update(calendarId, keeperEventId, null, change, how) : inserted;
  if (outcome.kind === 'updated' || (await port.get(calendarId, keeperEventId))?.keeper === mark) return;
  throw outcome.kind === 'unknown' ? outcome.cause : new Error(`the event ${keeperEventId} could not be written`);
}

/**
 * Drops the sync token: a comparison of everything finds the changes made while another database owned the calendar,
 * also if the name refers to another calendar now.
 */
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

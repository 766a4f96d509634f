import { join } from 'node:path';
import type { Config } from '../../config/config.js';
import type { CalendarPort } from '../../core/calendar/model/calendar-port.js';
import type { SyncPorts } from '../../core/calendar/model/sync-store.js';
import { inspectKeeper } from '../../core/calendar/status/inspect-keeper.js';
import type { ShowPorts } from '../../core/calendar/status/show-pair.js';
import type { StatusPorts } from '../../core/calendar/status/sync-status.js';
import type { CalendarProbe, DoctorPorts } from '../../core/doctor/doctor-ports.js';
import type { GuardRefusal } from '../../core/errors.js';
import type { Clock } from '../../core/ports.js';
import type { HistoryStore } from '../../core/runs/history.js';
import { newCuid } from '../../db/client/cuid.js';
import type { Database } from '../../db/client/database.js';
import { examineDatabase } from '../../db/migrations/examine-database.js';
import { readSchemaVersion } from '../../db/migrations/migrate.js';
import { createRunRepository } from '../../db/read/run-repository.js';
import { createStatusStore } from '../../db/read/status-store.js';
import { createSyncStore } from '../../db/sync/sync-store.js';
import { readFolderRights } from '../../files/folder-rights.js';
import { edgeFailure, rethrown } from '../explain-failure.js';
import { googleAccount } from './open-calendar.js';
import { checkStateFile } from './open-sandbox.js';

/** The edges that a status needs, opened on first use. */
interface Edges {
  readonly config: Config;
  readonly database: () => Promise<Database>;
  readonly calendar: () => Promise<CalendarPort & CalendarProbe>;
  readonly clock: Clock;
}

export async function makeStatusPorts(
  { config, database, clock }: Edges,
  sync: () => Promise<SyncPorts>,
): Promise<StatusPorts> {
  const open = await database();
  const googleAs = googleAccount(config);
  return { store: createStatusStore(open), runs: createRunRepository(open), clock, googleAs, sync };
}

export async function makeShowPorts({ database, calendar, clock }: Edges, history: HistoryStore): Promise<ShowPorts> {
  const open = await database();
  const [status, store] = [createStatusStore(open), createSyncStore(open, null)];
  return { history, status, store, calendar, clock, newId: newCuid };
}

/** A status does not create an embedded database that does not exist yet. */
export async function makeDoctorPorts(edges: Edges, nodeVersion: string): Promise<DoctorPorts> {
  const { config, database, calendar } = edges;
  const isEmbedded = config.database.kind === 'embedded';
  const usesFolder = isEmbedded || config.googleApiUrl === 'sandbox';
  const isMade = !isEmbedded || (await readFolderRights(join(config.dataDir, 'database'))).exists;
  return {
    nodeVersion,
    folder: usesFolder ? () => readFolderRights(config.dataDir) : null,
    sandboxFile: config.googleApiUrl === 'sandbox' ? () => checkStateFile(config.dataDir) : null,
    database: isMade ? async () => examineDatabase(await database()).catch(rethrown(edgeFailure)) : null,
    keepHistory: config.keepHistory,
    calendarIds: config.sync.calendarIds,
    googleAs: googleAccount(config),
    needsCredentials: config.googleCredentials !== null || config.googleApiUrl === null,
    keeper: async (calendarId) => (isMade ? inspectKept(edges, calendarId).catch(rethrown(edgeFailure)) : null),
    openCalendar: calendar,
  };
}

/** Without our tables, nothing is stored. */
async function inspectKept({ database, calendar }: Edges, calendarId: string): Promise<GuardRefusal | null> {
  const open = await database();
  const { pending } = await readSchemaVersion(open);
  return pending.length > 0 ? null : inspectKeeper(await calendar(), createSyncStore(open, null), calendarId);
}

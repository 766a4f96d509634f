import { dataOf, RenosSyncError } from '../../errors.js';
import type { SyncStatus } from '../../results/status-result.js';
import type { CalendarPort } from '../model/calendar-port.js';

/** The status if the database cannot be reached; RenOS's fields are present, with unknown values. */
export interface UnreachableStatus {
  readonly success: false;
  readonly verdict: 'unreachable';
  /** ISO, UTC. */
  readonly checkedAt: string;
  readonly lastSync: null;
  readonly totalEvents: null;
  readonly totalBookings: null;
  readonly syncErrors: null;
  readonly database: SyncStatus['database'];
  readonly google: SyncStatus['google'];
}

interface Asked {
  readonly calendar: () => Promise<CalendarPort>;
  readonly calendarId: string;
  readonly googleAs: string | null;
  readonly milliseconds: number;
  readonly now: Date;
}

/** Valid letters for Google, but no event has this id, and asking for it is cheap. */
const missingEvent = 'renossyncprobe0';

/** Reports why the database cannot be used, and whether Google answers. */
export async function unreachableStatus(error: RenosSyncError, asked: Asked): Promise<UnreachableStatus> {
  const { milliseconds, now } = asked;
  return {
    success: false,
    verdict: 'unreachable',
    checkedAt: now.toISOString(),
    lastSync: null,
    totalEvents: null,
    totalBookings: null,
    syncErrors: null,
    database: {
      reachable: false,
      milliseconds,
      as: null,
      problem: error.message,
      help: error.actions,
      sentence: dataOf(error),
    },
    google: await askGoogle(asked),
  };
}

async function askGoogle({ calendar, calendarId, googleAs }: Asked): Promise<SyncStatus['google']> {
  const startedAt = performance.now();
  const since = () => Math.round(performance.now() - startedAt);
  try {
    await (await calendar()).get(calendarId, missingEvent);
    return { reachable: true, milliseconds: since(), as: googleAs, problem: null, help: [] };
  } catch (thrown) {
    if (!(thrown instanceof RenosSyncError)) throw thrown;
    const { message: problem, actions: help } = thrown;
    return { reachable: false, milliseconds: since(), as: googleAs, problem, help, sentence: dataOf(thrown) };
  }
}

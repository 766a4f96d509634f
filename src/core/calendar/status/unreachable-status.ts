import { dataOf, RenosSyncError } from '../../errors.js';
import type { Reachability } from '../../results/status-result.js';
import type { CalendarPort } from '../model/calendar-port.js';

/** What is left to tell when the database cannot be reached; RenOS's fields are there, and say that they are unknown. */
export interface UnreachableStatus {
  readonly success: false;
  readonly verdict: 'unreachable';
  /** ISO, UTC. */
  readonly checkedAt: string;
  readonly lastSync: null;
  readonly totalEvents: null;
  readonly totalBookings: null;
  readonly syncErrors: null;
  readonly database: Reachability;
  readonly google: Reachability;
}

interface Asked {
  readonly calendar: () => Promise<CalendarPort>;
  readonly calendarId: string;
  readonly googleAs: string | null;
  readonly milliseconds: number;
  readonly now: Date;
}

/** Google's ids are made of these letters; no event has this one, and asking for it costs little. */
const missingEvent = 'renossyncprobe0';

/** Says why the database cannot be used, and whether Google answers all the same. */
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

async function askGoogle({ calendar, calendarId, googleAs }: Asked): Promise<Reachability> {
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

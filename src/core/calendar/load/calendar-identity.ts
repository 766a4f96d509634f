import { GuardRefusal, RenosSyncError, saying } from '../../errors.js';
import type { CalendarPort } from '../model/calendar-port.js';
import type { CalendarProgress } from '../model/sync-store.js';

interface Known {
  readonly progress: CalendarProgress | null;
  /** Google does not know our last reading: the token has expired, or there never was one. */
  readonly isForgotten: boolean;
}

/**
 * Google's id of the calendar that a name refers to, as far as it is known. It is asked for again if the name may refer
 * to another calendar now: for another account, or when Google has forgotten the token. Throws GuardRefusal (exit 3) if
 * the calendar is another one than before: its events are not the linked ones.
 */
export async function checkGoogleId(
  port: CalendarPort,
  calendarId: string,
  { progress, isForgotten }: Known,
): Promise<string | null> {
  const before = progress?.googleId ?? null;
  if (before === null || (!isForgotten && progress?.googleAccount === port.account)) return before;
  const now = await port.identify(calendarId);
  if (now === null || now.toLowerCase() === before.toLowerCase()) return before;
  throw new GuardRefusal(saying('calendar-replaced', { calendarId, before, now }));
}

interface ReadCalendar {
  readonly calendarId: string;
  readonly progress: CalendarProgress;
  readonly next: CalendarProgress;
}

/**
 * Asks for the unknown Google ids of calendars before any of their events is linked; if Google does not answer, a later
 * run asks.
 */
export async function learnGoogleIds<Calendar extends ReadCalendar>(
  port: CalendarPort,
  calendars: readonly Calendar[],
  remember: (learned: readonly CalendarProgress[]) => Promise<unknown>,
): Promise<readonly Calendar[]> {
  const known: Calendar[] = [];
  const learned: CalendarProgress[] = [];
  for (const calendar of calendars) {
    const googleId = calendar.next.googleId ?? (await askGoogleId(port, calendar.calendarId));
    known.push({ ...calendar, next: { ...calendar.next, googleId } });
    if (googleId !== calendar.next.googleId)
      learned.push({ ...calendar.progress, googleId, googleAccount: port.account });
  }
  if (learned.length > 0) await remember(learned);
  return known;
}

async function askGoogleId(port: CalendarPort, calendarId: string): Promise<string | null> {
  try {
    return await port.identify(calendarId);
  } catch (error) {
    if (error instanceof RenosSyncError) return null;
    throw error;
  }
}

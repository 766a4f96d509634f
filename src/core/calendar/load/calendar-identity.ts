import { GuardRefusal, RenosSyncError } from '../../errors.js';
import type { CalendarPort } from '../model/calendar-port.js';
import type { CalendarProgress } from '../model/sync-store.js';

interface Known {
  readonly progress: CalendarProgress | null;
  /** Google knows nothing of our last reading: the token is gone, or there never was one. */
  readonly isForgotten: boolean;
}

/**
 * Google's id of the calendar that a name stands for, as far as it is known. It is asked for again where the name may
 * have come to stand for another calendar: for another account, or when Google has forgotten the token. Throws
 * GuardRefusal (exit 3) when it is another one than before: its events are not those that are linked.
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
  throw new GuardRefusal(
    'calendar-replaced',
    `The calendar ${calendarId} is another one than before: Google knows it as ${now}, and what is linked with bookings is in ${before}; nothing was changed.`,
    {
      actions: [
        'Check GOOGLE_IMPERSONATED_USER and GOOGLE_CALENDAR_ID.',
        ...(calendarId === before
          ? []
          : [
              `renos-sync sync --calendar ${before} --renamed-from ${calendarId}   # to go on with the calendar that it was`,
            ]),
        `renos-sync adopt-calendar --calendar ${calendarId}   # if it is the same calendar under a new address`,
      ],
    },
  );
}

/** Learns Google's id of a calendar that is read to its end for the first time; a later run learns it where Google does not answer. */
export async function learnGoogleId(port: CalendarPort, progress: CalendarProgress): Promise<CalendarProgress> {
  if (progress.googleId !== null) return progress;
  try {
    return { ...progress, googleId: await port.identify(progress.calendarId) };
  } catch (error) {
    if (error instanceof RenosSyncError) return progress;
    throw error;
  }
}

import type { AdoptResult } from '../core/calendar/adopt-calendar.js';
import { safeText } from './one-line.js';

/** Which calendars this database keeps now, and how others learn of it. */
export function renderAdopted({ calendars }: AdoptResult): string {
  return calendars
    .map(({ calendarId, eventId }) => {
      const how =
        eventId === null
          ? 'No event of it could be marked: another database learns of it from the next event that is written.'
          : 'Any other database is refused from its next run on.';
      return `This database keeps the calendar ${safeText(calendarId)} now. ${how}`;
    })
    .join('\n');
}

import type { AdoptResult } from '../core/results/sync-result.js';
import { safeText } from './one-line.js';
import { type Page, wordsOn } from './page.js';
import { paragraph } from './wrap.js';

/** The calendars that this database owns now, and how others learn of it. */
export function renderAdopted({ calendars }: AdoptResult, page: Page): string {
  const { keeps, onlyRead, othersRefused } = wordsOn(page).sync;
  return calendars
    .flatMap(({ calendarId, eventId }) =>
      paragraph(`${keeps(safeText(calendarId))} ${eventId === null ? onlyRead : othersRefused}`, page, 0),
    )
    .join('\n');
}

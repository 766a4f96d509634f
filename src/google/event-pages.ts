import type { CalendarEvent } from '../core/calendar/model/event.js';
import { giveWay, mustGiveWay } from '../core/give-way.js';
import { toCalendarEvent } from './event-mapper.js';
import type { Answer } from './google-call.js';
import type { GoogleFailure } from './google-failure.js';
import type { GooglePage } from './read-reply.js';

/** More pages than any calendar has, even if most were empty: beyond this, Google repeats itself. */
const mostPages = 2000;

export type Pages =
  | { readonly kind: 'complete'; readonly events: readonly CalendarEvent[]; readonly lastPage: GooglePage }
  | { readonly kind: 'failed'; readonly failure: GoogleFailure }
  /** A page token was repeated, or the pages do not end. */
  | { readonly kind: 'endless' };

/**
 * Follows `nextPageToken` to the end; a page may be empty and still have a next one. An event on two pages is kept
 * once, in its later state. Source: https://developers.google.com/workspace/calendar/api/guides/sync
 */
export async function followPages(
  calendarId: string,
  fetchPage: (pageToken: string | null) => Promise<Answer<GooglePage>>,
): Promise<Pages> {
  const events = new Map<string, CalendarEvent>();
  const seen = new Set<string>();
  let pageToken: string | null = null;
  for (let count = 0; count < mostPages; count += 1) {
    const answer: Answer<GooglePage> = await fetchPage(pageToken);
    if (answer.kind === 'failed') return answer;
    const page = answer.value;
    for (const item of page.items ?? []) {
      if (mustGiveWay()) await giveWay();
      keepLatest(events, toCalendarEvent(item, calendarId, page.accessRole ?? null));
    }
    if (!page.nextPageToken) return { kind: 'complete', events: [...events.values()], lastPage: page };
    if (seen.has(page.nextPageToken)) return { kind: 'endless' };
    seen.add(page.nextPageToken);
    pageToken = page.nextPageToken;
  }
  return { kind: 'endless' };
}

/** `updated` decides if both have it (a tombstone may not); otherwise the one from the later page. */
function keepLatest(events: Map<string, CalendarEvent>, event: CalendarEvent): void {
  const known = events.get(event.id);
  if (known?.updated && event.updated && event.updated < known.updated) return;
  events.set(event.id, event);
}

import { type Call, type Handler, ok } from '../http/call.js';
import type { CalendarState } from '../store/calendar-state.js';
import { type EventRecord, etagOf } from '../store/event-record.js';
import { encodeSyncToken } from '../store/sync-token.js';
import { openCalendar } from './find-event.js';
import type { Page } from './list-pages.js';
import { type ListQuery, readListQuery } from './list-query.js';
import { readView, renderEvent } from './render-event.js';
import { selectEvents, startOfDelta } from './select-events.js';

function pageOf(call: Call, calendar: CalendarState, query: ListQuery): Page<EventRecord> {
  const key = `${calendar.info.id} ${query.pageKey}`;
  if (query.pageToken !== undefined) {
    startOfDelta(call, calendar, query);
    return call.store.pages.resume(query.pageToken, key, query.maxResults);
  }
  const selected = selectEvents(call, calendar, query);
  const records = call.reverseListing === true ? selected.reverse() : selected;
  const seq = calendar.hidden.claimable(call.store.lastSeq, call.now);
  return call.store.pages.begin({ key, records, seq }, query.maxResults);
}

function tokensOf(call: Call, calendar: CalendarState, query: ListQuery, page: Page<EventRecord>): object {
  if (page.nextPageToken !== undefined) return { nextPageToken: page.nextPageToken };
  const { generation } = call.store;
  const token = { generation, calendarId: calendar.info.id, seq: page.seq, key: query.syncKey, at: call.now };
  return { nextSyncToken: encodeSyncToken(token) };
}

/**
 * Calendar API v3, Events: list. Each reply has exactly one of nextPageToken and nextSyncToken; all pages show the
 * calendar as it was at the first.
 */
export const listEvents: Handler = (call) => {
  const calendar = openCalendar(call, 'freeBusyReader');
  const { info } = calendar;
  const query = readListQuery(call.query);
  const page = pageOf(call, calendar, query);
  const isDelta = query.syncToken !== undefined || query.updatedMin !== undefined;
  const view = readView(call, info, isDelta && !query.showDeleted);
  const etag = etagOf(call.store.lastSeq);
  return ok(
    {
      kind: 'calendar#events',
      etag,
      summary: info.entry.summaryOverride ?? info.summary,
      ...(info.description !== undefined && { description: info.description }),
      updated: new Date(call.now).toISOString(),
      timeZone: view.zone,
      accessRole: view.calendar.accessRole,
      defaultReminders: info.entry.defaultReminders ?? [],
      items: page.records.map((record) => renderEvent(record, view)),
      ...tokensOf(call, calendar, query, page),
    },
    etag,
  );
};

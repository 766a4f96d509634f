import { instantOf } from '../events/event-time.js';
import { findEvent, openCalendar } from '../events/find-event.js';
import { readView, renderEvent } from '../events/render-event.js';
import { emptyTimeRange, invalid } from '../http/api-error.js';
import { type Call, type Handler, ok } from '../http/call.js';
import { readCount, readFlag, readInstant } from '../http/query-values.js';
import type { CalendarState } from '../store/calendar-state.js';
import { type EventRecord, etagOf, isCancelled, isMaster } from '../store/event-record.js';
import { untouchedInstances } from './single-instances.js';

function originalStart(record: EventRecord, zone: string): number {
  return instantOf(record.event.originalStartTime ?? record.event.start, zone);
}

function isAskedFor(call: Call, record: EventRecord, zone: string): boolean {
  const { event } = record;
  const [timeMin, timeMax] = [readInstant(call.query, 'timeMin'), readInstant(call.query, 'timeMax')];
  if (timeMin !== undefined && timeMax !== undefined && timeMax <= timeMin) throw emptyTimeRange();
  if (timeMin !== undefined && instantOf(event.end, zone) <= timeMin) return false;
  if (timeMax !== undefined && instantOf(event.start, zone) >= timeMax) return false;
  const wanted = call.query.get('originalStart');
  if (wanted === null) return true;
  const { originalStartTime } = event;
  if (/^\d{4}-\d{2}-\d{2}$/.test(wanted)) return originalStartTime?.date === wanted;
  return (
    originalStartTime?.date === undefined && originalStart(record, zone) === readInstant(call.query, 'originalStart')
  );
}

function instancesOf(call: Call, calendar: CalendarState, master: EventRecord): EventRecord[] {
  const zone = calendar.info.timeZone;
  const showDeleted = readFlag(call.query, 'showDeleted') ?? false;
  const touched = calendar.exceptionsOf(master.event.id).filter((each) => each.orphan !== true);
  return [...untouchedInstances(calendar, master), ...touched]
    .filter((record) => showDeleted || !isCancelled(record))
    .filter((record) => isAskedFor(call, record, zone))
    .sort((a, b) => originalStart(a, zone) - originalStart(b, zone));
}

/** Calendar API v3, Events: instances. Cancelled instances are listed only with showDeleted=true. */
export const listInstances: Handler = (call) => {
  const calendar = openCalendar(call, 'freeBusyReader');
  const { info } = calendar;
  const master = findEvent(calendar, call.params.eventId ?? '');
  if (!isMaster(master.event)) throw invalid('The event does not recur.', 'eventId');
  const size = readCount(call.query, 'maxResults', 250, 2500);
  const view = readView(call, info);
  const asked = ['originalStart', 'showDeleted', 'timeMin', 'timeMax', 'timeZone'].map((name) => call.query.get(name));
  const key = JSON.stringify([info.id, master.event.id, size, asked]);
  const pageToken = call.query.get('pageToken');
  const { pages, lastSeq } = call.store;
  const page =
    pageToken === null
      ? pages.begin({ key, records: instancesOf(call, calendar, master), seq: lastSeq }, size)
      : pages.resume(pageToken, key, size);
  const { nextPageToken } = page;
  const items = page.records.map((record) => renderEvent(record, view));
  const head = {
    kind: 'calendar#events',
    summary: info.summary,
    timeZone: view.zone,
    accessRole: view.calendar.accessRole,
  };
  return ok({ ...head, etag: etagOf(lastSeq), items, ...(nextPageToken !== undefined && { nextPageToken }) });
};

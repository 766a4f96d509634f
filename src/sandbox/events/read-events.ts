import { type Handler, ok } from '../http/call.js';
import { etagOf } from '../store/event-record.js';
import { findEvent, openCalendar } from './find-event.js';
import { readView, renderEvent } from './render-event.js';

/** Calendar API v3, Events: get. Tombstones are shown too; a matching `If-None-Match` gets an empty 304. */
export const getEvent: Handler = (call) => {
  const calendar = openCalendar(call, 'freeBusyReader');
  const record = findEvent(calendar, call.params.eventId ?? '');
  const etag = etagOf(record.seq);
  if (call.headers['if-none-match'] === etag) return { status: 304, etag };
  return ok(renderEvent(record, readView(call, calendar.info)), etag);
};

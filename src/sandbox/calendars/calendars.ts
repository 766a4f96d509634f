import { randomBytes } from 'node:crypto';
import { openCalendar } from '../events/find-event.js';
import type { JsonObject } from '../events/merge-patch.js';
import { isTimeZone } from '../events/time-zone.js';
import { ApiError, invalid, required } from '../http/api-error.js';
import { type Call, type Handler, noContent, ok, type Reply } from '../http/call.js';
import type { CalendarInfo } from '../store/calendar-info.js';
import { etagOf, isCancelled, isException } from '../store/event-record.js';
import type { Change } from '../store/sandbox-store.js';

function render(info: CalendarInfo): Reply {
  const { id, summary, description, location, timeZone, seq } = info;
  const etag = etagOf(seq);
  const more = { ...(description !== undefined && { description }), ...(location !== undefined && { location }) };
  return ok({ kind: 'calendar#calendar', etag, id, summary, timeZone, ...more }, etag);
}

function readText(raw: JsonObject, field: string): string | undefined {
  const value = raw[field];
  if (value === undefined || value === null) return undefined;
  if (typeof value !== 'string') throw invalid('Invalid string value.', field);
  return value;
}

function readFields(raw: JsonObject): Partial<Pick<CalendarInfo, 'summary' | 'timeZone' | 'description' | 'location'>> {
  const [summary, description] = [readText(raw, 'summary'), readText(raw, 'description')];
  const [location, timeZone] = [readText(raw, 'location'), readText(raw, 'timeZone')];
  if (timeZone !== undefined && !isTimeZone(timeZone)) throw invalid('Invalid time zone.', 'timeZone');
  return {
    ...(summary !== undefined && { summary }),
    ...(description !== undefined && { description }),
    ...(location !== undefined && { location }),
    ...(timeZone !== undefined && { timeZone }),
  };
}

/** Calendar API v3, Calendars: get. */
export const getCalendar: Handler = (call) => render(openCalendar(call, 'freeBusyReader').info);

/** Calendar API v3, Calendars: insert. Creates a secondary calendar owned by the user. */
export const insertCalendar: Handler = (call) => {
  const fields = readFields(call.body());
  if (fields.summary === undefined || fields.summary === '') throw required('Missing summary.', 'summary');
  const { owner } = call.store;
  const info: CalendarInfo = {
    id: `c_${randomBytes(32).toString('hex')}@group.calendar.google.com`,
    seq: call.store.nextSeq(),
    primary: false,
    ...(owner !== call.store.mainOwner && { account: owner }),
    accessRole: 'owner',
    entry: { selected: true, defaultReminders: [] },
    unlisted: false,
    acl: [{ id: `user:${owner}`, role: 'owner', scope: { type: 'user', value: owner } }],
    timeZone: call.store.calendars.get(owner)?.info.timeZone ?? 'UTC',
    ...fields,
    summary: fields.summary,
  };
  call.store.commit([{ kind: 'calendar', info }]);
  return render(info);
};

function changeCalendar(call: Call): Reply {
  const { info } = openCalendar(call, 'owner');
  const changed = { ...info, ...readFields(call.body()), seq: call.store.nextSeq() };
  call.store.commit([{ kind: 'calendar', info: changed }]);
  return render(changed);
}

/** Calendar API v3, Calendars: patch. */
export const patchCalendar: Handler = changeCalendar;

/** Calendar API v3, Calendars: update. Needs a summary. */
export const updateCalendar: Handler = (call) => {
  if (typeof call.body().summary !== 'string') throw required('Missing summary.', 'summary');
  return changeCalendar(call);
};

/** Calendar API v3, Calendars: delete. Secondary calendars only; their events are deleted too. */
export const deleteCalendar: Handler = (call) => {
  const { info } = openCalendar(call, 'owner');
  if (info.primary) throw new ApiError(400, 'cannotDeletePrimaryCalendar', 'Cannot delete the primary calendar.');
  call.store.commit([{ kind: 'calendar-removed', info: { ...info, seq: call.store.nextSeq(), unlisted: true } }]);
  return noContent();
};

/** Calendar API v3, Calendars: clear. Cancels all events of the primary calendar. */
export const clearCalendar: Handler = (call) => {
  const calendar = openCalendar(call, 'owner');
  if (!calendar.info.primary) throw invalid('Only the primary calendar can be cleared.', 'calendarId');
  const updated = new Date(call.now).toISOString();
  const changes = [...calendar.records.values()]
    .filter((record) => !isCancelled(record) || (isException(record.event) && record.orphan !== true))
    .map(({ event }): Change => {
      const record = { seq: call.store.nextSeq(), event: { ...event, status: 'cancelled', updated } };
      const orphaned = isException(event) ? { ...record, orphan: true } : record;
      return { kind: 'event', calendarId: calendar.info.id, record: orphaned };
    });
  call.store.commit(changes);
  call.changed(calendar);
  return noContent();
};

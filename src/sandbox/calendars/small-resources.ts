import { instantOf, parseDateTime } from '../events/event-time.js';
import { isJsonObject, type JsonObject } from '../events/merge-patch.js';
import { formatInZone } from '../events/time-zone.js';
import { ApiError, emptyTimeRange, invalid, notFound, required } from '../http/api-error.js';
import { type Call, type Handler, ok } from '../http/call.js';
import { asSingleInstances } from '../series/single-instances.js';
import { roleIn } from '../store/calendar-info.js';
import type { CalendarState } from '../store/calendar-state.js';
import { isCancelled } from '../store/event-record.js';

function settingsOf(call: Call): readonly { id: string; value: string }[] {
  const timezone = call.store.calendars.get(call.store.owner)?.info.timeZone ?? 'UTC';
  return [
    { id: 'timezone', value: timezone },
    { id: 'locale', value: 'en' },
    { id: 'format24HourTime', value: 'true' },
    { id: 'weekStart', value: '1' },
    { id: 'autoAddHangouts', value: 'false' },
    { id: 'dateFieldOrder', value: 'DMY' },
    { id: 'defaultEventLength', value: '60' },
    { id: 'hideInvitations', value: 'false' },
    { id: 'hideWeekends', value: 'false' },
    { id: 'remindOnRespondedEventsOnly', value: 'false' },
    { id: 'showDeclinedEvents', value: 'true' },
    { id: 'useKeyboardShortcuts', value: 'true' },
  ];
}

/** Calendar API v3, Settings: list. */
export const listSettings: Handler = (call) => {
  const items = settingsOf(call).map((setting) => ({ kind: 'calendar#setting', ...setting }));
  return ok({ kind: 'calendar#settings', items });
};

/** Calendar API v3, Settings: get. */
export const getSetting: Handler = (call) => {
  const setting = settingsOf(call).find(({ id }) => id === call.params.setting);
  if (setting === undefined) throw notFound();
  return ok({ kind: 'calendar#setting', ...setting });
};

/** Google's own colours, by their ids from 1 on. Source: replies of Colors: get. */
const eventColors = '#a4bdfc #7ae7bf #dbadff #ff887c #fbd75b #ffb878 #46d6db #e1e1e1 #5484ed #51b749 #dc2127'.split(
  ' ',
);
const calendarColors = (
  '#ac725e #d06b64 #f83a22 #fa573c #ff7537 #ffad46 #42d692 #16a765 #7bd148 #b3dc6c #fbe983 #fad165 ' +
  '#92e1c0 #9fe1e7 #9fc6e7 #4986e7 #9a9cff #b99aff #c2c2c2 #cabdbf #cca6ac #f691b2 #cd74e6 #a47ae2'
).split(' ');

/** Calendar API v3, Colors: get. */
export const getColors: Handler = () => {
  const named = (colors: readonly string[]) =>
    Object.fromEntries(colors.map((background, at) => [String(at + 1), { background, foreground: '#1d1d1d' }]));
  const updated = '2012-02-14T00:00:00.000Z';
  return ok({ kind: 'calendar#colors', updated, calendar: named(calendarColors), event: named(eventColors) });
};

/** Answers operations that the sandbox does not implement. */
export const notImplemented: Handler = () => {
  throw new ApiError(501, 'notImplemented', 'The sandbox does not offer this operation.');
};

function busyTimes(calendar: CalendarState, from: number, to: number, now: number): object[] {
  const zone = calendar.info.timeZone;
  const live = calendar.shown(now).filter((record) => !isCancelled(record));
  const gaps = asSingleInstances(calendar, live, undefined).filter(({ event }) => event.transparency !== 'transparent');
  const spans = gaps
    .map(({ event }) => ({ start: instantOf(event.start, zone), end: instantOf(event.end, zone) }))
    .filter(({ start, end }) => end > from && start < to)
    .sort((a, b) => a.start - b.start);
  const merged: { start: number; end: number }[] = [];
  for (const { start, end } of spans) {
    const last = merged.at(-1);
    if (last !== undefined && start <= last.end) last.end = Math.max(last.end, end);
    else merged.push({ start: Math.max(start, from), end });
  }
  return merged.map(({ start, end }) => ({
    start: formatInZone(start, 'UTC'),
    end: formatInZone(Math.min(end, to), 'UTC'),
  }));
}

function readBound(raw: JsonObject, field: string): { text: string; at: number } {
  const text = raw[field];
  if (typeof text !== 'string') throw required(`Missing ${field} parameter.`, field);
  const at = parseDateTime(text);
  if (at === undefined) throw invalid('Bad Request', field);
  return { text, at };
}

/** Calendar API v3, Freebusy: query. Overlapping times are merged; unknown calendars carry their error. */
export const queryFreeBusy: Handler = (call) => {
  const raw = call.body();
  const [from, to] = [readBound(raw, 'timeMin'), readBound(raw, 'timeMax')];
  if (to.at <= from.at) throw emptyTimeRange();
  const items: unknown[] = Array.isArray(raw.items) ? raw.items : [];
  const calendars: Record<string, object> = {};
  for (const item of items) {
    if (!isJsonObject(item) || typeof item.id !== 'string') throw required('Missing id.', 'items');
    const calendar = call.store.calendars.get(call.store.resolveId(item.id));
    calendars[item.id] =
      calendar === undefined || (call.role ?? roleIn(call.store, calendar.info)) === undefined
        ? { errors: [{ domain: 'global', reason: 'notFound' }], busy: [] }
        : { busy: busyTimes(calendar, from.at, to.at, call.now) };
  }
  return ok({ kind: 'calendar#freeBusy', timeMin: from.text, timeMax: to.text, calendars });
};

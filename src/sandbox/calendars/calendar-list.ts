import { openCalendar } from '../events/find-event.js';
import type { JsonObject } from '../events/merge-patch.js';
import { ApiError, fullSyncRequired, invalid, notFound, required } from '../http/api-error.js';
import { type Call, type Handler, noContent, ok, type Reply } from '../http/call.js';
import { readChoice, readCount, readFlag } from '../http/query-values.js';
import { accessRoles, roleReaches } from '../store/access-role.js';
import { type CalendarInfo, roleIn } from '../store/calendar-info.js';
import { etagOf } from '../store/event-record.js';
import type { SandboxStore } from '../store/sandbox-store.js';
import { decodeSyncToken, encodeSyncToken, queryKey } from '../store/sync-token.js';

const listName = 'users/me/calendarList';

function renderEntry(store: SandboxStore, info: CalendarInfo): object {
  const { id, summary, description, location, timeZone, seq } = info;
  const accessRole = roleIn(store, info);
  const primary = info.id === store.owner;
  const head = { kind: 'calendar#calendarListEntry', etag: etagOf(seq), id };
  if (info.unlisted) return { ...head, deleted: true };
  return {
    ...head,
    summary,
    ...(description !== undefined && { description }),
    ...(location !== undefined && { location }),
    timeZone,
    ...info.entry,
    accessRole,
    ...(primary && { primary: true }),
  };
}

function entryReply({ store }: Call, info: CalendarInfo): Reply {
  return ok(renderEntry(store, info), etagOf(info.seq));
}

function listedInfo(call: Call): CalendarInfo {
  const { info } = call.store.calendar(call.params.calendarId ?? '');
  if (info.unlisted || roleIn(call.store, info) === undefined) throw notFound();
  return info;
}

function storeEntry(call: Call, info: CalendarInfo, raw: JsonObject, unlisted: boolean): CalendarInfo {
  const { summaryOverride, colorId, hidden, selected, defaultReminders } = raw;
  const given = { summaryOverride, colorId, hidden, selected, defaultReminders };
  const entry = {
    ...info.entry,
    ...Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)),
  };
  const changed: CalendarInfo = { ...info, entry, unlisted, seq: call.store.nextSeq() };
  call.store.commit([{ kind: 'calendar', info: changed }]);
  return changed;
}

/** Calendar API v3, CalendarList: get. */
export const getEntry: Handler = (call) => entryReply(call, listedInfo(call));

/** Calendar API v3, CalendarList: insert. Adds an existing calendar to the user's list. */
export const insertEntry: Handler = (call) => {
  const raw = call.body();
  if (typeof raw.id !== 'string') throw required('Missing id.', 'id');
  const { info } = openCalendar(call, 'freeBusyReader', raw.id);
  return entryReply(call, storeEntry(call, info, raw, false));
};

/** Calendar API v3, CalendarList: patch and update. */
export const changeEntry: Handler = (call) => entryReply(call, storeEntry(call, listedInfo(call), call.body(), false));

/** Calendar API v3, CalendarList: delete. The calendar itself stays. */
export const deleteEntry: Handler = (call) => {
  const info = listedInfo(call);
  if (info.primary) throw new ApiError(400, 'cannotRemovePrimaryCalendar', 'Cannot remove the primary calendar.');
  storeEntry(call, info, {}, true);
  return noContent();
};

interface EntryQuery {
  readonly since: number | undefined;
  readonly key: string;
  readonly shows: (info: CalendarInfo) => boolean;
}

function readEntryQuery(call: Call): EntryQuery {
  const minAccessRole = readChoice(call.query, 'minAccessRole', accessRoles);
  const [showDeleted, showHidden] = [readFlag(call.query, 'showDeleted'), readFlag(call.query, 'showHidden')];
  const syncToken = call.query.get('syncToken');
  const key = queryKey([showDeleted ?? false, showHidden ?? false]);
  if (syncToken === null) {
    const shows = (info: CalendarInfo) =>
      (showDeleted === true || !info.unlisted) &&
      (showHidden === true || info.entry.hidden !== true) &&
      (minAccessRole === undefined || roleReaches(roleIn(call.store, info) ?? info.accessRole, minAccessRole));
    return { since: undefined, key, shows };
  }
  for (const name of ['minAccessRole', 'showOwnOrganizationOnly']) {
    if (call.query.has(name)) throw invalid(`Sync token cannot be used with ${name}.`, name);
  }
  if (showDeleted === false || showHidden === false) throw invalid('Invalid value.', 'syncToken');
  const token = decodeSyncToken(syncToken);
  if (token?.generation !== call.store.generation || token.calendarId !== listName) throw fullSyncRequired();
  return { since: token.seq, key, shows: () => true };
}

function selectEntries(call: Call, query: EntryQuery): CalendarInfo[] {
  const all = [...[...call.store.calendars.values()].map(({ info }) => info), ...call.store.removed.values()];
  const visible = all.filter((info) => roleIn(call.store, info) !== undefined);
  return visible.filter((info) => (query.since === undefined || info.seq > query.since) && query.shows(info));
}

/** Calendar API v3, CalendarList: list. Has sync tokens of its own; removed calendars are listed with `deleted: true`. */
export const listEntries: Handler = (call) => {
  const query = readEntryQuery(call);
  const size = readCount(call.query, 'maxResults', 100, 250);
  const pageToken = call.query.get('pageToken');
  const { calendarPages, lastSeq, generation } = call.store;
  const key = `${query.key} ${size} ${call.query.get('syncToken')} ${call.query.get('minAccessRole')}`;
  const page =
    pageToken === null
      ? calendarPages.begin({ key, records: selectEntries(call, query), seq: lastSeq }, size)
      : calendarPages.resume(pageToken, key, size);
  const token = { generation, calendarId: listName, seq: page.seq, key: query.key, at: call.now };
  const next =
    page.nextPageToken === undefined
      ? { nextSyncToken: encodeSyncToken(token) }
      : { nextPageToken: page.nextPageToken };
  return ok({
    kind: 'calendar#calendarList',
    etag: etagOf(lastSeq),
    items: page.records.map((info) => renderEntry(call.store, info)),
    ...next,
  });
};

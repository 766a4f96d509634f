import { ApiError, fullSyncRequired, invalid } from '../http/api-error.js';
import type { Call } from '../http/call.js';
import { expandSeries } from '../series/expand-series.js';
import { asSingleInstances } from '../series/single-instances.js';
import type { CalendarState } from '../store/calendar-state.js';
import { type EventRecord, isCancelled, isException, isMaster, type StoredEvent } from '../store/event-record.js';
import { decodeSyncToken } from '../store/sync-token.js';
import { instantOf } from './event-time.js';
import type { ListQuery } from './list-query.js';

function overlaps(event: Pick<StoredEvent, 'start' | 'end'>, query: ListQuery, zone: string): boolean {
  if (query.timeMin !== undefined && instantOf(event.end, zone) <= query.timeMin) return false;
  return query.timeMax === undefined || instantOf(event.start, zone) < query.timeMax;
}

function isInWindow(event: StoredEvent, query: ListQuery, zone: string): boolean {
  if (query.timeMin === undefined && query.timeMax === undefined) return true;
  if (!isMaster(event)) return overlaps(event, query, zone);
  return [...expandSeries(event).values()].some((occurrence) => overlaps(occurrence, query, zone));
}

function hasText(event: StoredEvent, q: string): boolean {
  const guests = (event.attendees ?? []).flatMap(({ email, displayName }) => [email, displayName]);
  const fields = [event.summary, event.description, event.location, event.organizer?.email, ...guests];
  const text = fields.join(' ').toLowerCase();
  return q
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
}

function hasProperties(
  map: { [key: string]: string } | undefined,
  wanted: ListQuery['privateProperties'],
  mode: 'all' | 'any',
): boolean {
  if (wanted.length === 0) return true;
  const holds = ([key, value]: readonly [string, string]) => map?.[key] === value;
  return mode === 'all' ? wanted.every(holds) : wanted.some(holds);
}

function passesFilters(event: StoredEvent, query: ListQuery, call: Call, zone: string): boolean {
  const mode = call.rules.propertyFilter;
  return (
    isInWindow(event, query, zone) &&
    (query.iCalUID === undefined || event.iCalUID === query.iCalUID) &&
    (query.q === undefined || hasText(event, query.q)) &&
    (query.eventTypes.length === 0 || query.eventTypes.includes(event.eventType ?? 'default')) &&
    hasProperties(event.extendedProperties?.private, query.privateProperties, mode) &&
    hasProperties(event.extendedProperties?.shared, query.sharedProperties, mode)
  );
}

/** Whether a tombstone belongs into a full listing. Source: Events: list, `showDeleted`. */
function showsTombstone(calendar: CalendarState, record: EventRecord, query: ListQuery): boolean {
  if (query.showDeleted || query.updatedMin !== undefined) return true;
  return !query.singleEvents && isException(record.event) && calendar.isGapOfLiveSeries(record);
}

/** The change number at which a delta starts. Throws 410 for an expired or unknown token, 400 if the query has changed. */
export function startOfDelta(call: Call, calendar: CalendarState, query: ListQuery): number | undefined {
  if (query.syncToken === undefined) return undefined;
  const token = decodeSyncToken(query.syncToken);
  if (token === undefined || token.generation !== call.store.generation) throw fullSyncRequired();
  if (token.calendarId !== calendar.info.id) throw fullSyncRequired();
  if (token.at < call.now - call.rules.syncTokenAge) throw fullSyncRequired();
  if (token.seq < calendar.purgedThrough || token.seq < calendar.tokenFloor) throw fullSyncRequired();
  if (token.key !== query.syncKey) {
    throw invalid('The parameters differ from those of the listing the sync token came from.', 'syncToken');
  }
  return token.seq;
}

function refuseFarUpdatedMin(call: Call, query: ListQuery): void {
  if (query.updatedMin === undefined || query.updatedMin >= call.now - call.rules.tombstoneAge) return;
  const message = 'The requested minimum modification time lies too far in the past.';
  throw new ApiError(410, 'updatedMinTooLongAgo', message, { domain: 'calendar', location: 'updatedMin' });
}

function sortEvents(records: EventRecord[], query: ListQuery, zone: string): EventRecord[] {
  if (query.orderBy === undefined) return records;
  const rank = ({ event }: EventRecord) =>
    query.orderBy === 'startTime' ? instantOf(event.start, zone) : Date.parse(event.updated);
  return records
    .map((record) => ({ record, at: rank(record) }))
    .sort((a, b) => a.at - b.at)
    .map(({ record }) => record);
}

/** All events of a listing, over all its pages. */
export function selectEvents(call: Call, calendar: CalendarState, query: ListQuery): EventRecord[] {
  refuseFarUpdatedMin(call, query);
  const since = startOfDelta(call, calendar, query);
  const zone = calendar.info.timeZone;
  const stored = since === undefined ? calendar.shown(call.now) : calendar.changedSince(since, call.now);
  const wanted = stored.filter((record) => {
    if (query.updatedMin !== undefined && Date.parse(record.event.updated) < query.updatedMin) return false;
    return since !== undefined || !isCancelled(record) || showsTombstone(calendar, record, query);
  });
  const listed = query.singleEvents ? asSingleInstances(calendar, wanted, since) : wanted;
  return sortEvents(
    listed.filter(({ event }) => passesFilters(event, query, call, zone)),
    query,
    zone,
  );
}

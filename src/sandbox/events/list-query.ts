import { ApiError, emptyTimeRange, invalid } from '../http/api-error.js';
import { readChoice, readCount, readFlag, readInstant, readZone } from '../http/query-values.js';
import { eventTypes } from '../store/event-record.js';
import { queryKey } from '../store/sync-token.js';

/** A checked query of Events: list. Times are epoch ms. */
export interface ListQuery {
  readonly syncToken: string | undefined;
  readonly pageToken: string | undefined;
  readonly maxResults: number;
  readonly showDeleted: boolean;
  readonly singleEvents: boolean;
  readonly orderBy: 'startTime' | 'updated' | undefined;
  readonly timeMin: number | undefined;
  readonly timeMax: number | undefined;
  readonly updatedMin: number | undefined;
  readonly iCalUID: string | undefined;
  readonly q: string | undefined;
  readonly eventTypes: readonly string[];
  readonly privateProperties: readonly (readonly [string, string])[];
  readonly sharedProperties: readonly (readonly [string, string])[];
  /** Identifies the parameters that must stay the same from a listing to its deltas; the length of a page may change. */
  readonly syncKey: string;
  /** Identifies the parameters that must stay the same from page to page. */
  readonly pageKey: string;
}

const filters = [
  'iCalUID',
  'orderBy',
  'privateExtendedProperty',
  'q',
  'sharedExtendedProperty',
  'timeMin',
  'timeMax',
  'updatedMin',
];

function readProperties(query: URLSearchParams, name: string): [string, string][] {
  return query.getAll(name).map((text) => {
    const at = text.indexOf('=');
    if (at < 1) throw invalid('Invalid value for extended property filter.', name);
    return [text.slice(0, at), text.slice(at + 1)];
  });
}

function refuseFiltersWithToken(query: URLSearchParams): void {
  const given = filters.find((name) => query.has(name));
  if (given !== undefined) {
    const message = `Sync token cannot be used with ${given}.`;
    throw new ApiError(400, 'invalid', message, { location: given, locationType: 'parameter' });
  }
  if (query.get('showDeleted') === 'false') {
    throw invalid('Cannot exclude deleted events when using a sync token.', 'showDeleted');
  }
}

function keysOf(query: URLSearchParams, lasting: readonly unknown[]): { syncKey: string; pageKey: string } {
  const passing = [...filters, 'syncToken'].map((name) => query.getAll(name));
  return { syncKey: queryKey(lasting), pageKey: queryKey([lasting, passing]) };
}

/** The requested types; none means all. Throws a 400 for an unknown one. Source: Events: list, `eventTypes`. */
function readEventTypes(query: URLSearchParams): string[] {
  const asked = query.getAll('eventTypes');
  const unknown = asked.find((type) => !eventTypes.includes(type));
  if (unknown !== undefined) throw invalid(`Invalid string value: '${unknown}'.`, 'eventTypes');
  return asked.sort();
}

/**
 * Reads and checks the parameters of a listing; unknown ones are ignored. Throws 400s for malformed values and for
 * combinations that Google forbids. Source: Calendar API v3, Events: list, Parameters.
 */
export function readListQuery(query: URLSearchParams): ListQuery {
  const syncToken = query.get('syncToken') ?? undefined;
  if (syncToken !== undefined) refuseFiltersWithToken(query);
  const [timeMin, timeMax] = [readInstant(query, 'timeMin'), readInstant(query, 'timeMax')];
  if (timeMin !== undefined && timeMax !== undefined && timeMax <= timeMin) throw emptyTimeRange();
  const singleEvents = readFlag(query, 'singleEvents') ?? false;
  const showDeleted = readFlag(query, 'showDeleted') ?? false;
  const orderBy = readChoice(query, 'orderBy', ['startTime', 'updated'] as const);
  if (orderBy === 'startTime' && !singleEvents) {
    throw new ApiError(400, 'badRequest', 'The requested ordering is not available for the particular query.');
  }
  const maxResults = readCount(query, 'maxResults', 250, 2500);
  const types = readEventTypes(query);
  const view = [readZone(query, 'timeZone'), query.get('maxAttendees'), readFlag(query, 'alwaysIncludeEmail')];
  const lasting = [showDeleted, singleEvents, types, view, readFlag(query, 'showHiddenInvitations')];
  return {
    ...keysOf(query, lasting),
    syncToken,
    pageToken: query.get('pageToken') ?? undefined,
    maxResults,
    showDeleted,
    singleEvents,
    orderBy,
    timeMin,
    timeMax,
    updatedMin: readInstant(query, 'updatedMin'),
    iCalUID: query.get('iCalUID') ?? undefined,
    q: query.get('q') ?? undefined,
    eventTypes: types,
    privateProperties: readProperties(query, 'privateExtendedProperty'),
    sharedProperties: readProperties(query, 'sharedExtendedProperty'),
  };
}

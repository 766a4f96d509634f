import { ApiError } from './api-error.js';
import type { Handler } from './call.js';
import { listEvents } from './list-events.js';
import { getEvent } from './read-events.js';
import { deleteEvent, insertEvent, patchEvent, updateEvent } from './write-events.js';

/** An operation of the API, found for a method and a path. */
export interface Route {
  /** The name in Google's discovery document without `calendar.`, such as `events.list`. */
  readonly operation: string;
  readonly params: Readonly<Record<string, string>>;
  readonly handler: Handler;
}

type Row = readonly [method: string, path: string, operation: string, handler: Handler];

const events = 'calendars/{calendarId}/events';

const rows: readonly Row[] = [
  ['GET', events, 'events.list', listEvents],
  ['POST', events, 'events.insert', insertEvent],
  ['GET', `${events}/{eventId}`, 'events.get', getEvent],
  ['PUT', `${events}/{eventId}`, 'events.update', updateEvent],
  ['PATCH', `${events}/{eventId}`, 'events.patch', patchEvent],
  ['DELETE', `${events}/{eventId}`, 'events.delete', deleteEvent],
];

const compiled = rows.map(([method, path, operation, handler]) => ({
  method,
  operation,
  handler,
  pattern: new RegExp(`^/calendar/v3/${path.replaceAll(/\{(\w+)\}/g, '(?<$1>[^/]+)')}$`),
}));

function decodeParams(groups: Record<string, string> | undefined): Record<string, string> {
  try {
    return Object.fromEntries(Object.entries(groups ?? {}).map(([name, text]) => [name, decodeURIComponent(text)]));
  } catch {
    throw new ApiError(400, 'badRequest', 'Bad Request');
  }
}

/** The operation behind a method and a path (still URL-encoded); undefined when there is none. */
export function findRoute(method: string, path: string): Route | undefined {
  for (const { pattern, handler, operation, method: wanted } of compiled) {
    const match = wanted === method ? pattern.exec(path) : null;
    if (match !== null) return { operation, handler, params: decodeParams(match.groups) };
  }
  return undefined;
}

import { ApiError, emptyTimeRange, invalid, required } from '../http/api-error.js';
import { checkRecurrence } from '../series/expand-series.js';
import { type EventResource, type EventTime, eventTypes } from '../store/event-record.js';
import type { EventLimits } from './event-limits.js';
import { instantOf, readEventTime } from './event-time.js';
import { isJsonObject, type JsonObject } from './merge-patch.js';
import { parseAttachments, parseAttendees, parseReminders } from './parse-event-lists.js';
import { parseExtendedProperties } from './parse-extended-properties.js';

const texts = ['summary', 'description', 'location', 'colorId', 'iCalUID'] as const;
const choices = {
  status: ['confirmed', 'tentative', 'cancelled'],
  transparency: ['opaque', 'transparent'],
  visibility: ['default', 'public', 'private', 'confidential'],
} as const;
const flags = { guestsCanInviteOthers: true, guestsCanModify: false, guestsCanSeeOtherGuests: true } as const;
const moreFlags = { anyoneCanAddSelf: false, endTimeUnspecified: false } as const;
const opaque = [
  'source',
  'conferenceData',
  'gadget',
  'focusTimeProperties',
  'outOfOfficeProperties',
  'workingLocationProperties',
  'birthdayProperties',
] as const;

/**
 * A checked event body: the fields that a writer may set, in the stored form, without defaults (except `status`, which
 * is always there).
 */
export type EventBody = EventResource & { start: EventTime; end: EventTime; status: string };

function parseTexts(raw: JsonObject): EventResource {
  const body: EventResource = {};
  for (const field of texts) {
    const value = raw[field];
    if (value === undefined || value === null || value === '') continue;
    if (typeof value !== 'string') throw invalid('Invalid string value.', field);
    body[field] = value;
  }
  return body;
}

function parseChoices(raw: JsonObject): EventResource & { status: string } {
  const body: EventResource & { status: string } = { status: 'confirmed' };
  for (const field of ['status', 'transparency', 'visibility'] as const) {
    const value = raw[field];
    if (value === undefined || value === null || value === '') continue;
    const known: readonly string[] = choices[field];
    if (typeof value !== 'string' || !known.includes(value)) throw invalid(`Invalid value for: ${field}`, field);
    if (field === 'status' || value !== known[0]) body[field] = value;
  }
  return body;
}

function parseFlags(raw: JsonObject): EventResource {
  const body: Record<string, boolean> = {};
  for (const [field, byDefault] of Object.entries({ ...flags, ...moreFlags })) {
    const value = raw[field];
    if (value === undefined || value === null) continue;
    if (typeof value !== 'boolean') throw invalid('Invalid boolean value.', field);
    if (value !== byDefault) body[field] = value;
  }
  return body;
}

function parseOthers(raw: JsonObject, limits: EventLimits): EventResource {
  const body: Record<string, unknown> = {};
  for (const field of opaque) {
    const value = raw[field];
    if (value === undefined || value === null) continue;
    if (!isJsonObject(value)) throw invalid('Invalid value.', field);
    body[field] = value;
  }
  const { sequence, eventType = 'default' } = raw;
  if (sequence !== undefined && sequence !== null) {
    if (!Number.isInteger(sequence) || Number(sequence) < 0) throw invalid('Invalid sequence value.', 'sequence');
    body.sequence = sequence;
  }
  if (typeof eventType !== 'string' || !eventTypes.includes(eventType))
    throw invalid('Invalid event type.', 'eventType');
  body.eventType = eventType;
  const lists = {
    attendees: parseAttendees(raw.attendees),
    attachments: parseAttachments(raw.attachments),
    extendedProperties: parseExtendedProperties(raw.extendedProperties, limits),
  };
  for (const [field, value] of Object.entries(lists)) if (value !== undefined) body[field] = value;
  body.reminders = parseReminders(raw.reminders);
  return body;
}

function parseTimes(raw: JsonObject): { start: EventTime; end: EventTime } {
  if (raw.start === undefined || raw.start === null) throw required('Missing start time.', 'start');
  if (raw.end === undefined || raw.end === null) throw required('Missing end time.', 'end');
  const [start, end] = [readEventTime(raw.start, 'start'), readEventTime(raw.end, 'end')];
  if ((start.date === undefined) !== (end.date === undefined)) {
    throw invalid('Start and end times must either both be date or both be dateTime.', 'end');
  }
  const length = instantOf(end, 'UTC') - instantOf(start, 'UTC');
  if (length < 0 || (length === 0 && start.date !== undefined)) throw emptyTimeRange();
  return { start, end };
}

function parseRecurrence(raw: JsonObject, start: EventTime, end: EventTime): string[] | undefined {
  const { recurrence } = raw;
  if (recurrence === undefined || recurrence === null) return undefined;
  if (!Array.isArray(recurrence)) throw invalid('Invalid recurrence rule.', 'recurrence');
  if (recurrence.length === 0) return undefined;
  for (const [field, time] of Object.entries({ start, end })) {
    if (time.date === undefined && typeof time.timeZone !== 'string') {
      throw required(`Missing time zone definition for ${field} time.`, field);
    }
  }
  return checkRecurrence(recurrence, start, end);
}

/**
 * Checks a whole event body of insert, import and update, or a patched one after merging. Unknown and read-only fields
 * are ignored. Throws 400s. Source: Calendar API v3, Events resource.
 */
export function parseEventBody(raw: JsonObject, limits: EventLimits): EventBody {
  const { start, end } = parseTimes(raw);
  const recurrence = parseRecurrence(raw, start, end);
  const body: EventBody = {
    ...parseTexts(raw),
    ...parseFlags(raw),
    ...parseOthers(raw, limits),
    ...parseChoices(raw),
    start,
    end,
    ...(recurrence === undefined ? {} : { recurrence }),
  };
  if (typeof body.description === 'string') body.description = body.description.slice(0, limits.description);
  return body;
}

/** Reads a request's text as a JSON object. Throws a 400 for anything else. */
export function parseJsonObject(text: string): JsonObject {
  try {
    const value: unknown = text === '' ? {} : JSON.parse(text);
    if (isJsonObject(value)) return value;
  } catch {
    // Fall through: a text that is not JSON gets the same refusal as a value that is not an object.
  }
  throw new ApiError(400, 'parseError', 'Parse Error');
}

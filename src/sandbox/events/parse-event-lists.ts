import type { calendar_v3 } from 'googleapis/build/src/apis/calendar/v3.js';
import { ApiError, invalid, required } from '../http/api-error.js';
import { isJsonObject, type JsonObject } from './merge-patch.js';

const responses = ['needsAction', 'declined', 'tentative', 'accepted'];
const minutesInFourWeeks = 40_320;

function objectsOf(raw: unknown, field: string): JsonObject[] | undefined {
  if (raw === undefined || raw === null) return undefined;
  if (!Array.isArray(raw)) throw invalid('Invalid value.', field);
  return raw.map((item: unknown) => {
    if (!isJsonObject(item)) throw invalid('Invalid value.', field);
    return item;
  });
}

function parseAttendee(raw: JsonObject): calendar_v3.Schema$EventAttendee {
  const { email, responseStatus = 'needsAction' } = raw;
  if (typeof email !== 'string' || !/^[^\s@]+@[^\s@]+$/.test(email))
    throw invalid('Invalid attendee email.', 'attendees');
  if (typeof responseStatus !== 'string' || !responses.includes(responseStatus)) {
    throw invalid('Invalid attendee response status.', 'attendees');
  }
  return {
    email,
    responseStatus,
    ...(typeof raw.displayName === 'string' && { displayName: raw.displayName }),
    ...(typeof raw.comment === 'string' && { comment: raw.comment }),
    ...(raw.optional === true && { optional: true }),
    ...(raw.resource === true && { resource: true }),
    ...(typeof raw.additionalGuests === 'number' && { additionalGuests: raw.additionalGuests }),
  };
}

/** Checks the guests of an event; a writer cannot set `self` and `organizer`. */
export function parseAttendees(raw: unknown): calendar_v3.Schema$EventAttendee[] | undefined {
  const attendees = objectsOf(raw, 'attendees')?.map(parseAttendee);
  return attendees !== undefined && attendees.length > 0 ? attendees : undefined;
}

function parseOverride(raw: JsonObject): calendar_v3.Schema$EventReminder {
  const { method, minutes } = raw;
  if (method !== 'email' && method !== 'popup') throw invalid('Invalid reminder method.', 'reminders');
  if (typeof minutes !== 'number' || !Number.isInteger(minutes) || minutes < 0 || minutes > minutesInFourWeeks) {
    throw invalid('Invalid reminder minutes.', 'reminders');
  }
  return { method, minutes };
}

/** Checks reminders: the calendar's own, or at most five; the default is the calendar's own. */
export function parseReminders(raw: unknown): NonNullable<calendar_v3.Schema$Event['reminders']> {
  if (raw === undefined || raw === null) return { useDefault: true };
  if (!isJsonObject(raw)) throw invalid('Invalid value.', 'reminders');
  const overrides = objectsOf(raw.overrides, 'reminders')?.map(parseOverride) ?? [];
  const useDefault = raw.useDefault === true;
  if (useDefault && overrides.length > 0) {
    throw new ApiError(
      400,
      'cannotUseDefaultRemindersAndSpecifyOverride',
      'Cannot specify both default reminders and overrides at the same time.',
      { domain: 'calendar' },
    );
  }
  if (overrides.length > 5) throw invalid('Too many reminder overrides.', 'reminders');
  return { useDefault, ...(overrides.length > 0 && { overrides }) };
}

/** Checks attachments: at most 25, each with its fileUrl. */
export function parseAttachments(raw: unknown): calendar_v3.Schema$EventAttachment[] | undefined {
  const attachments = objectsOf(raw, 'attachments');
  if (attachments === undefined || attachments.length === 0) return undefined;
  if (attachments.length > 25) throw invalid('Too many attachments.', 'attachments');
  for (const { fileUrl } of attachments) {
    if (typeof fileUrl !== 'string') throw required('Missing attachment URL.', 'attachments');
  }
  return attachments as calendar_v3.Schema$EventAttachment[];
}

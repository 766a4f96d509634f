import type { calendar_v3 } from 'googleapis/build/src/apis/calendar/index.js';
import type { GoogleEvent } from './event-mapper.js';

/** A list or instances reply: the calendar's envelope and one page of its events. */
export type GooglePage = calendar_v3.Schema$Events;

/** Takes a reply for an event when it is one; a cut-off document arrives as text, a proxy's page too. */
export function readEventReply(data: unknown): GoogleEvent | null {
  return isEvent(data) ? data : null;
}

/** Takes a reply for a page of events when every item of it can be named. */
export function readPageReply(data: unknown): GooglePage | null {
  if (typeof data !== 'object' || data === null || Array.isArray(data)) return null;
  const { kind, items } = data as { readonly kind?: unknown; readonly items?: unknown };
  if (items === undefined) return kind === 'calendar#events' ? (data as GooglePage) : null;
  return Array.isArray(items) && items.every(isEvent) ? (data as GooglePage) : null;
}

function isEvent(data: unknown): data is GoogleEvent {
  return typeof data === 'object' && data !== null && typeof (data as { readonly id?: unknown }).id === 'string';
}

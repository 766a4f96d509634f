import type { calendar_v3 } from 'googleapis/build/src/apis/calendar/index.js';
import type { GoogleEvent } from './event-mapper.js';

/** A list or instances reply: the calendar's envelope and one page of its events. */
export type GooglePage = calendar_v3.Schema$Events;

/** Returns a reply if it is an event; a reply that was cut off, or a proxy's page, arrives as text. */
export function readEventReply(data: unknown): GoogleEvent | null {
  return isEvent(data) ? data : null;
}

/** Returns a reply if it is a page of events and every event has an id. */
export function readPageReply(data: unknown): GooglePage | null {
  if (typeof data !== 'object' || data === null || Array.isArray(data)) return null;
  const { kind, items } = data as { readonly kind?: unknown; readonly items?: unknown };
  if (items === undefined) return kind === 'calendar#events' ? (data as GooglePage) : null;
  return Array.isArray(items) && items.every(isEvent) ? (data as GooglePage) : null;
}

function isEvent(data: unknown): data is GoogleEvent {
  return typeof data === 'object' && data !== null && typeof (data as { readonly id?: unknown }).id === 'string';
}

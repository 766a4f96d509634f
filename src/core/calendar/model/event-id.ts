import { createHash } from 'node:crypto';

const base32hex = '0123456789abcdefghijklmnopqrstuv';

/**
 * The id under which a booking's event is inserted: always the same for one booking and generation, so an insert whose
 * reply was lost can be repeated. Letters as Google allows (Calendar API v3, Events resource, "id": base32hex).
 */
export function eventIdFor(bookingId: string, generation = 0): string {
  const hash = createHash('sha256').update(`${generation}:${bookingId}`).digest();
  return `renos${Array.from(hash.subarray(0, 30), (byte) => base32hex[byte % 32]).join('')}`;
}

/** How many times a booking's event may have been created again under another id. */
export const generations = 8;

/** Whether an event id is one that this booking's event would get: together with the property, this proves that it is ours. */
export function isEventIdOf(eventId: string, bookingId: string): boolean {
  return eventIdsOf(bookingId).includes(eventId);
}

/** All ids that a booking's event may have. */
export function eventIdsOf(bookingId: string): readonly string[] {
  return Array.from({ length: generations }, (_, generation) => eventIdFor(bookingId, generation));
}

/** The series that an occurrence or a split-off series comes from: `abc_R20260101T080000_20260108` → `abc`. */
export function seriesRoot(eventId: string): string {
  return eventId.replace(/_(R?\d{8}(T\d{6}Z?)?)(_\d{8}(T\d{6}Z)?)?$/, '');
}

import { eventSide } from '../../src/core/calendar/load/find-event-sides.js';
import type { Booking } from '../../src/core/calendar/model/booking.js';
import { bookingContent, gone } from '../../src/core/calendar/model/content.js';
import type { CalendarEvent } from '../../src/core/calendar/model/event.js';
import type { Link } from '../../src/core/calendar/model/link.js';
import type { EventSide, Pair, PairPlan } from '../../src/core/calendar/model/sync-plan.js';
import type { ConflictPolicy, SyncDirection, SyncRules } from '../../src/core/calendar/model/sync-rules.js';
import { defaultTitleTemplate } from '../../src/core/calendar/model/title.js';
import type { PairState, SideState } from '../../src/core/calendar/model/truth-table.js';

export const directions: readonly SyncDirection[] = ['bidirectional', 'google-to-db', 'db-to-google'];
export const policies: readonly ConflictPolicy[] = ['newest', 'google', 'database', 'hold'];
export const sideStates: readonly SideState[] = ['new', 'unchanged', 'changed', 'removed', 'absent'];

export function sampleRules(direction: SyncDirection, policy: ConflictPolicy): SyncRules {
  return {
    direction,
    policy,
    held: new Set(),
    titleTemplate: defaultTitleTemplate,
    timeZone: 'Europe/Copenhagen',
    skewMs: 0,
    withAttendees: false,
    customersByEmail: new Map(),
    askedMails: new Set(),
    now: new Date('2100-01-01T00:00:00Z'),
    newId: () => 'new-booking',
  };
}

const start = new Date('2026-06-01T08:00:00Z');
const end = new Date('2026-06-01T10:00:00Z');

const sampleBooking: Booking = {
  id: 'b1',
  customerId: null,
  customerName: null,
  customerEmail: null,
  serviceType: 'Vask',
  address: 'Nygade 1',
  start,
  end,
  hasUsableTime: true,
  status: 'scheduled',
  notes: null,
  notedEventId: null,
  updatedAt: new Date('2026-05-02T00:00:00Z'),
  fingerprint: 'p1',
};

const sampleEvent: CalendarEvent = {
  calendarId: 'primary',
  id: 'event1',
  etag: '"1"',
  status: 'confirmed',
  eventType: 'default',
  title: 'Vask',
  location: 'Nygade 1',
  description: null,
  start: { kind: 'timed', at: start, timeZone: null },
  end: { kind: 'timed', at: end, timeZone: null },
  updated: new Date('2026-05-01T12:00:00Z'),
  htmlLink: null,
  visibility: 'default',
  attendees: [],
  recurrence: null,
  recurringEventId: null,
  originalStart: null,
  bookingId: null,
  keeper: null,
  mark: null,
  guest: null,
  hidesGuests: false,
  hidesDetails: false,
};

/** A pair that stands to its base as the state says; where both sides changed, they changed the address, the booking last. */
export function samplePair(state: PairState, linked: boolean): Pair {
  const [bookingState, eventState] = state.split('/') as [SideState, SideState];
  const shared = { calendarId: 'primary', eventId: linked || eventState !== 'absent' ? 'event1' : null };
  const booking = bookingIn(bookingState, linked);
  const event = eventIn(eventState, linked);
  return { ...shared, booking, event, link: linked ? linkFor(bookingState, eventState) : null };
}

function bookingIn(state: SideState, linked: boolean): Booking | null {
  if (state === 'absent') return linked ? { ...sampleBooking, status: 'cancelled' } : null;
  if (state === 'removed') return { ...sampleBooking, status: 'cancelled' };
  return state === 'changed' ? { ...sampleBooking, address: 'Nygade 2' } : sampleBooking;
}

function eventIn(state: SideState, linked: boolean): EventSide | null {
  const side = eventSide(sampleEvent);
  if (state === 'absent' && !linked) return null;
  if (state === 'absent' || state === 'removed') return { ...side, content: gone(side.content) };
  return state === 'changed' ? eventSide({ ...sampleEvent, location: 'Torvet 2' }) : side;
}

function linkFor(booking: SideState, event: SideState): Link {
  const existed = (state: SideState) => state !== 'new' && state !== 'absent';
  const bookingSays = bookingContent(sampleBooking, sampleRules('bidirectional', 'newest'));
  const eventSays = eventSide(sampleEvent).content;
  return {
    id: 'l1',
    bookingId: 'b1',
    calendarId: 'primary',
    eventId: 'event1',
    etag: '"1"',
    updated: null,
    recurringEventId: null,
    originalStart: null,
    base: {
      booking: existed(booking) ? bookingSays : gone(bookingSays),
      event: existed(event) ? eventSays : gone(eventSays),
    },
    seen: null,
    fingerprint: null,
    rowUpdated: null,
    linkedAt: new Date(0),
    sent: null,
    noted: null,
    agreedAt: new Date('2026-05-01T00:00:00Z'),
  };
}

/**
 * What a plan does, in short: + create, ~ change, ^ bring back, - delete or cancel, on the (e)vent or the (b)ooking;
 * `hold` waits for a person, `wait` for a two-way run, `?` is reported as failure, `=` only links or remembers, `.` is nothing.
 */
export function outcomeOf({ google, database, conflict, failure, base, pending }: PairPlan): string {
  const signs = { create: '+', update: '~', revive: '^', delete: '-', cancel: '-' };
  if (failure !== null) return '?';
  const writes = [
    google === null ? '' : `e${signs[google.kind]}`,
    database === null ? '' : `b${signs[database.kind]}`,
  ].filter((write) => write !== '');
  if (writes.length > 0) return writes.join(' ');
  if (conflict?.decision === 'held') return 'hold';
  if (pending.length > 0) return 'wait';
  return base === null ? '.' : '=';
}

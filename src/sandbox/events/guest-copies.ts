import type { Call } from '../http/call.js';
import type { CalendarState } from '../store/calendar-state.js';
import { type EventRecord, isCancelled, type StoredEvent } from '../store/event-record.js';
import { instantOf } from './event-time.js';

/** A state of an event in another calendar than the written one. */
interface Copy {
  readonly calendar: CalendarState;
  readonly before: EventRecord | undefined;
  readonly record: EventRecord;
}

/**
 * The effect of a write on the event's copies in other calendars: an invitation appears in the primary calendar of each
 * guest with an account here, and a guest's response in all copies. Source: Calendar API guide "Invite users to an
 * event", and the concept guide "Events & calendars", on shared copies.
 */
export function copiesOf(
  call: Call,
  calendar: CalendarState,
  before: StoredEvent | undefined,
  after: EventRecord,
): Copy[] {
  const { event } = after;
  if (event.organizer?.self === true) return invitations(call, calendar, before, after);
  return responses(call, calendar, event);
}

function invitations(call: Call, calendar: CalendarState, before: StoredEvent | undefined, after: EventRecord): Copy[] {
  const event = withoutThoseAway(call, calendar, after.event);
  const invited = addressesOf(event.status === 'cancelled' ? undefined : event);
  const copies: Copy[] = [];
  for (const address of new Set([...addressesOf(before), ...invited])) {
    const guest = guestCalendar(call, address, calendar);
    if (guest === undefined) continue;
    const known = guest.records.get(event.id);
    if (!invited.includes(address) && (known === undefined || isCancelled(known))) continue;
    copies.push(copyTo(call, guest, event, invited.includes(address) ? event.status : 'cancelled'));
  }
  if (event === after.event) return copies;
  return [{ calendar, before: after, record: { ...after, seq: call.store.nextSeq(), event } }, ...copies];
}

/** Focus time and out of office decline invitations as their mode says. Source: Events resource, `autoDeclineMode`. */
function withoutThoseAway(call: Call, calendar: CalendarState, event: StoredEvent): StoredEvent {
  const declines = (address: string) => {
    const guest = guestCalendar(call, address, calendar);
    return guest !== undefined && !guest.records.has(event.id) && isAway(guest, event);
  };
  const away = addressesOf(event).filter(declines);
  if (away.length === 0) return event;
  const attendees = (event.attendees ?? []).map((each) =>
    away.includes(each.email?.toLowerCase() ?? '') ? { ...each, responseStatus: 'declined' } : each,
  );
  return { ...event, attendees };
}

/** A guest's own copy has that guest's response; removing the copy means declining. */
function responses(call: Call, calendar: CalendarState, event: StoredEvent): Copy[] {
  const organizer = call.store.calendars.get(event.organizer?.email ?? '');
  const original = organizer?.records.get(event.id);
  if (organizer === undefined || original === undefined || isCancelled(original)) return [];
  const isGuest = (email: string | null | undefined) => email?.toLowerCase() === calendar.info.id;
  const own = event.attendees?.find(({ email }) => isGuest(email));
  const responseStatus = event.status === 'cancelled' ? 'declined' : (own?.responseStatus ?? 'needsAction');
  const attendees = (original.event.attendees ?? []).map((attendee) =>
    isGuest(attendee.email) ? { ...attendee, ...(own?.comment && { comment: own.comment }), responseStatus } : attendee,
  );
  if (JSON.stringify(attendees) === JSON.stringify(original.event.attendees ?? [])) return [];
  const changed = { ...original.event, attendees, updated: event.updated };
  const record = { ...original, seq: call.store.nextSeq(), event: changed };
  const others = addressesOf(changed)
    .map((address) => guestCalendar(call, address, organizer))
    .filter((guest) => guest !== undefined && guest !== calendar && guest.records.has(event.id));
  return [
    { calendar: organizer, before: original, record },
    ...others.map((guest) => copyTo(call, guest as CalendarState, changed, changed.status)),
  ];
}

function addressesOf(event: StoredEvent | undefined): string[] {
  return (event?.attendees ?? []).flatMap(({ email }) => email?.toLowerCase() ?? []);
}

/** The primary calendar of a guest with an account here. */
function guestCalendar(call: Call, address: string, organizer: CalendarState): CalendarState | undefined {
  const calendar = call.store.calendars.get(address);
  return calendar?.info.primary === true && calendar !== organizer ? calendar : undefined;
}

/** A copy has the shared fields, and keeps the guest's own ones: private properties, reminders, colour. */
function copyTo(call: Call, guest: CalendarState, event: StoredEvent, status: string): Copy {
  const before = guest.records.get(event.id);
  const { extendedProperties, reminders: _, colorId: __, organizer, creator, ...shared } = event;
  const own = before?.event;
  const properties = {
    ...(extendedProperties?.shared && { shared: extendedProperties.shared }),
    ...(own?.extendedProperties?.private && { private: own.extendedProperties.private }),
  };
  const copy: StoredEvent = {
    ...shared,
    status,
    ...(organizer && { organizer: withoutSelf(organizer) }),
    ...(creator && { creator: withoutSelf(creator) }),
    ...(Object.keys(properties).length > 0 && { extendedProperties: properties }),
    ...(own?.colorId && { colorId: own.colorId }),
    reminders: own?.reminders ?? { useDefault: true },
  };
  return { calendar: guest, before, record: { seq: call.store.nextSeq(), event: copy } };
}

function withoutSelf<Person extends { self?: boolean | null }>({ self: _, ...person }: Person): Omit<Person, 'self'> {
  return person;
}

function isAway(guest: CalendarState, event: StoredEvent): boolean {
  const zone = guest.info.timeZone;
  const [start, end] = [instantOf(event.start, zone), instantOf(event.end, zone)];
  return [...guest.records.values()].some(({ event: own }) => {
    const mode = (own.focusTimeProperties ?? own.outOfOfficeProperties)?.autoDeclineMode ?? 'declineNone';
    if (own.status === 'cancelled' || mode === 'declineNone') return false;
    return instantOf(own.start, zone) < end && instantOf(own.end, zone) > start;
  });
}

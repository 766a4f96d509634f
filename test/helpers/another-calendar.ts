import type { CalendarPort } from '../../src/core/calendar/model/calendar-port.js';

/** Google as it answers once a name stands for another calendar: another user is impersonated, or an alias was given away. */
export function namedAnew(
  port: CalendarPort,
  { name = 'primary', is, account }: { name?: string; is: string; account?: string },
): CalendarPort {
  const real = (calendarId: string) => (calendarId === name ? is : calendarId);
  const back = <Event extends { readonly calendarId: string }>(event: Event): Event => ({
    ...event,
    calendarId: event.calendarId === is ? name : event.calendarId,
  });
  return {
    ...port,
    account: account ?? port.account,
    identify: (id) => port.identify(real(id)),
    listChanges: async (id, token) => {
      const listing = await port.listChanges(real(id), token);
      return listing.kind === 'listed' ? { ...listing, events: listing.events.map(back) } : listing;
    },
    listWindow: async (id, from, to) => (await port.listWindow(real(id), from, to)).map(back),
    listOccurrences: async (id, ...asked) => (await port.listOccurrences(real(id), ...asked))?.map(back) ?? null,
    get: async (id, eventId) => {
      const event = await port.get(real(id), eventId);
      return event === null ? null : back(event);
    },
    insert: async (id, draft, how) => {
      const done = await port.insert(real(id), draft, how);
      return done.kind === 'created' ? { ...done, event: back(done.event) } : done;
    },
    update: async (id, ...change) => {
      const done = await port.update(real(id), ...change);
      return done.kind === 'updated' ? { ...done, event: back(done.event) } : done;
    },
    delete: (id, ...how) => port.delete(real(id), ...how),
  };
}

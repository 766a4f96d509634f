/** The two people of the demo: one works in RenOS with SQL, the other in Google Calendar with Google's own client. */
import { PGlite } from '@electric-sql/pglite';
import { calendar } from 'googleapis/build/src/apis/calendar/index.js';

type Tell = (text: string) => void;

/** Changes three bookings as the application would. Gives the event ids of all bookings, by the customer's name. */
export async function editBookings(folder: string, tell: Tell): Promise<ReadonlyMap<string, string>> {
  const database = await PGlite.create(folder);
  const edit = async (customer: string, columns: string, story: string) => {
    const { affectedRows } = await database.query(
      `update bookings set ${columns}, "updatedAt" = now() at time zone 'utc'
        where "customerId" = (select id from customers where name = $1)`,
      [customer],
    );
    if (affectedRows !== 1) throw new Error(`${customer} has ${affectedRows} bookings.`);
    tell(`  ${story}`);
  };
  try {
    const hour = `interval '1 hour'`;
    await edit(
      'Bodil Kjær',
      `"scheduledAt" = "scheduledAt" + ${hour}, "startTime" = "startTime" + ${hour}, "endTime" = "endTime" + ${hour}`,
      'Bodil Kjær: an hour later',
    );
    await edit('Café Ø', `status = 'cancelled'`, 'Café Ø: cancelled');
    await edit('Jørgen Ågård', `notes = notes || E'\\nRing ti minutter før'`, 'Jørgen Ågård: a note more');
    const { rows } = await database.query<{ name: string; event: string }>(
      `select c.name, b."calendarEventId" as event from bookings b join customers c on c.id = b."customerId"`,
    );
    return new Map(rows.map(({ name, event }) => [name, event]));
  } finally {
    await database.close();
  }
}

/** Changes the calendar as a person does in Google's own pages. */
export async function editCalendar(url: string, events: ReadonlyMap<string, string>, tell: Tell): Promise<void> {
  const google = calendar({
    version: 'v3',
    rootUrl: url.endsWith('/') ? url : `${url}/`,
    headers: { authorization: 'Bearer demo' },
  });
  const eventOf = (customer: string) => ({ calendarId: 'primary', eventId: events.get(customer) ?? '' });

  const { data: dragged } = await google.events.get(eventOf('Søren Æbelø'));
  await google.events.patch({
    ...eventOf('Søren Æbelø'),
    requestBody: { start: later(dragged.start, 2), end: later(dragged.end, 2) },
  });
  tell('  Søren Æbelø: two hours later');
  await google.events.delete(eventOf('Inger Rasmussen'));
  tell('  Inger Rasmussen: deleted');
  await google.events.insert({
    calendarId: 'primary',
    requestBody: {
      summary: 'Fast rengøring - Lis Bech',
      location: 'Møllevej 4, 8382 Hinnerup',
      start: later(dragged.start, 24),
      end: later(dragged.end, 24),
    },
  });
  tell('  Lis Bech: a new event');
  await google.events.patch({ ...eventOf('Jørgen Ågård'), requestBody: { location: 'Skovvej 3B, 8240 Risskov' } });
  tell('  Jørgen Ågård: the address corrected, on the booking that got a note in RenOS');
}

function later(time: { dateTime?: string | null; timeZone?: string | null } | undefined, hours: number) {
  const moved = new Date(Date.parse(time?.dateTime ?? '') + hours * 3_600_000).toISOString();
  return { dateTime: moved, timeZone: time?.timeZone ?? 'Europe/Copenhagen' };
}

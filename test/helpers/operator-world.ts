import { type calendar_v3, calendar as googleCalendar } from 'googleapis/build/src/apis/calendar/index.js';
import postgres from 'postgres';
import { type Sandbox, startSandbox } from '../../src/sandbox/start-sandbox.js';
import { type CliOptions, type CliOutcome, runCli } from './cli.js';
import { freshDatabase } from './databases.js';

/** What an operator has: the program, a migrated database, a calendar, and both to look into. */
export interface OperatorWorld {
  readonly sql: postgres.Sql;
  readonly sandbox: Sandbox;
  readonly google: calendar_v3.Calendar;
  readonly env: Record<string, string>;
  run(args: readonly string[], env?: Record<string, string>, options?: CliOptions): Promise<CliOutcome>;
  /** A booking on the day so many days from now, 9 to 11 UTC, last changed an hour ago. */
  addBooking(id: string, days: number, columns?: Record<string, string | null>): Promise<void>;
  /** As the application edits: with a new updatedAt. */
  editBooking(id: string, columns: Record<string, string | null>): Promise<void>;
  /** The event that belongs to a booking. */
  eventOf(bookingId: string): Promise<calendar_v3.Schema$Event>;
  close(): Promise<void>;
}

export async function openOperatorWorld(): Promise<OperatorWorld> {
  const database = await freshDatabase();
  const sandbox = await startSandbox({ faults: true });
  const sql = postgres(database.url, { max: 2, onnotice: () => {} });
  const env = { DATABASE_URL: database.url, GOOGLE_CALENDAR_API_URL: sandbox.url };
  const google = googleCalendar({
    version: 'v3',
    rootUrl: sandbox.url,
    retry: false,
    headers: { Authorization: 'Bearer person' },
  });
  return {
    sql,
    sandbox,
    google,
    env,
    run: (args, more = {}, options = {}) => runCli(args, { ...env, ...more }, options),
    addBooking: async (id, days, columns = {}) => {
      const start = `${new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10)}T09:00:00`;
      const end = start.replace('T09', 'T11');
      const row = { id, serviceType: 'Vask', startTime: start, endTime: end, scheduledAt: start, ...columns };
      await sql`insert into bookings ${sql({ ...row, updatedAt: new Date(Date.now() - 3_600_000) })}`;
    },
    editBooking: async (id, columns) => {
      await sql`update bookings set ${sql({ ...columns, updatedAt: new Date() })} where id = ${id}`;
    },
    eventOf: async (bookingId) => {
      const [link] = await sql`select event_id from renos_sync.links where booking_id = ${bookingId}`;
      return (await google.events.get({ calendarId: 'primary', eventId: link?.event_id })).data;
    },
    close: async () => {
      await sql.end();
      await sandbox.close();
      await database.drop();
    },
  };
}

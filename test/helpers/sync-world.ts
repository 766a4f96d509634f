import { sql } from 'drizzle-orm';
import { type calendar_v3, calendar as googleCalendar } from 'googleapis/build/src/apis/calendar/index.js';
import type { SyncPorts } from '../../src/core/calendar/model/sync-store.js';
import { type SyncOutcome, syncCalendar } from '../../src/core/calendar/sync-calendar.js';
import { defaultSyncOptions, type SyncOptions } from '../../src/core/options/sync-options.js';
import { silentProgress } from '../../src/core/ports.js';
import type { SyncResult } from '../../src/core/results/sync-result.js';
import { type Database, rowsOf } from '../../src/db/client/database.js';
import { createRunRepository } from '../../src/db/read/run-repository.js';
import { createLeases } from '../../src/db/sync/leases.js';
import { createSyncStore } from '../../src/db/sync/sync-store.js';
import { openGoogleCalendar } from '../../src/google/open-google-calendar.js';
import { type Sandbox, type SandboxOptions, startSandbox } from '../../src/sandbox/start-sandbox.js';
import { type DatabaseKind, openTestDatabase } from './databases.js';

export interface BookingRow extends Record<string, unknown> {
  readonly id: string;
  readonly serviceType: string | null;
  readonly address: string | null;
  readonly notes: string | null;
  readonly status: string;
  readonly start: string;
  readonly end: string;
  readonly calendarEventId: string | null;
  readonly customerId: string | null;
}

/** A database, a sandbox, and the stock Google client with which a test plays the person at Google's own page. */
export interface SyncWorld {
  readonly database: Database;
  readonly sandbox: Sandbox;
  readonly google: calendar_v3.Calendar;
  /** What the world's clock shows; tests move it. */
  now: Date;
  sync(options?: Partial<SyncOptions>): Promise<SyncResult>;
  syncOutcome(options?: Partial<SyncOptions>, ports?: Partial<SyncPorts>): Promise<SyncOutcome>;
  ports(): SyncPorts;
  addCustomer(customer: { id: string; name: string; email?: string }): Promise<void>;
  /** Times are ISO instants. */
  addBooking(
    booking: { id: string; start: string; end: string } & Partial<
      Record<'serviceType' | 'address' | 'notes' | 'status' | 'customerId' | 'calendarEventId', string>
    >,
  ): Promise<void>;
  /** Sets columns of a booking as the application would, with a new updatedAt. */
  editBooking(id: string, columns: Record<string, string | null>, updatedAt?: Date): Promise<void>;
  bookings(): Promise<BookingRow[]>;
  events(): Promise<calendar_v3.Schema$Event[]>;
  close(): Promise<void>;
}

/** The clock of a world goes on by minutes and hours in a test, and no midnight of Denmark or of UTC may come between: from evening on it begins at night. */
export function beginning(now: Date): Date {
  const evening = new Date(now).setUTCHours(20, 0, 0, 0);
  return now.getTime() < evening ? now : new Date(evening + 7 * 3_600_000);
}

/** Opens a world on either kind of database, or on one that a test opened. */
export async function openSyncWorld(
  kind: DatabaseKind | Database,
  sandboxOptions: SandboxOptions = {},
): Promise<SyncWorld> {
  const database = typeof kind === 'string' ? await openTestDatabase(kind) : kind;
  // A database of its own may be a program's too, which has the real clock.
  const world = { now: typeof kind === 'string' ? beginning(new Date()) : new Date() };
  const sandbox = await startSandbox({ faults: true, now: () => world.now.getTime(), ...sandboxOptions });
  const google = googleCalendar({
    version: 'v3',
    rootUrl: sandbox.url,
    retry: false,
    headers: { Authorization: 'Bearer person' },
  });
  const ports = (): SyncPorts => ({
    calendar: openGoogleCalendar({
      apiUrl: sandbox.url,
      credentials: null,
      pace: { perMinute: 1e9, perSecond: 1_000, burst: 1_000 },
      clock: () => world.now,
      wait: async () => {},
    }),
    storeFor: (lease) => createSyncStore(database, lease),
    runs: createRunRepository(database),
    leases: createLeases(database, () => {}),
    clock: () => world.now,
    newId: () => `c${Math.random().toString(36).slice(2)}${Math.random().toString(36).slice(2)}`.slice(0, 25),
    progress: silentProgress,
    signal: new AbortController().signal,
  });
  const syncOutcome: SyncWorld['syncOutcome'] = (options = {}, overrides = {}) =>
    syncCalendar({ ...ports(), ...overrides }, { ...defaultSyncOptions, ...options });
  return Object.assign(world, {
    database,
    sandbox,
    google,
    ports,
    syncOutcome,
    sync: async (options: Partial<SyncOptions> = {}) => {
      const { result, stopped } = await syncOutcome(options);
      if (stopped !== null) throw stopped;
      return result;
    },
    addCustomer: async ({ id, name, email }: { id: string; name: string; email?: string }) => {
      await database.orm.execute(
        sql`insert into customers (id, name, email, "updatedAt") values (${id}, ${name}, ${email ?? null}, now())`,
      );
    },
    addBooking: async ({ start, end, ...booking }: Parameters<SyncWorld['addBooking']>[0]) => {
      await database.orm.execute(sql`insert into bookings (id, "customerId", "serviceType", address, notes, status, "calendarEventId", "startTime", "endTime", "scheduledAt", "updatedAt")
        values (${booking.id}, ${booking.customerId ?? null}, ${booking.serviceType ?? null}, ${booking.address ?? null}, ${booking.notes ?? null},
          ${booking.status ?? 'scheduled'}, ${booking.calendarEventId ?? null}, ${local(start)}::timestamp, ${local(end)}::timestamp, ${local(start)}::timestamp, ${local(world.now.toISOString())}::timestamp)`);
    },
    editBooking: async (id: string, columns: Record<string, string | null>, updatedAt: Date = world.now) => {
      for (const [column, value] of Object.entries(columns)) {
        const type = /Time$|At$/.test(column) ? sql`::timestamp` : sql``;
        await database.orm.execute(
          sql`update bookings set ${sql.identifier(column)} = ${value}${type}, "updatedAt" = ${local(updatedAt.toISOString())}::timestamp where id = ${id}`,
        );
      }
    },
    bookings: () =>
      rowsOf<BookingRow>(
        database.orm,
        sql`select id, "serviceType", address, notes, status, "calendarEventId", "customerId",
          to_char("startTime", 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as start, to_char("endTime", 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as end
          from bookings order by "startTime", id`,
      ),
    events: async () => (await google.events.list({ calendarId: 'primary', maxResults: 2500 })).data.items ?? [],
    close: async () => {
      await sandbox.close();
      await database.close();
    },
  });
}

function local(instant: string): string {
  return instant.replace('Z', '');
}

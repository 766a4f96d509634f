import { sql } from 'drizzle-orm';
import type { SyncPorts } from '../src/core/calendar/model/sync-store.js';
import { syncCalendar } from '../src/core/calendar/sync-calendar.js';
import { GuardRefusal } from '../src/core/errors.js';
import { defaultSyncOptions } from '../src/core/options/sync-options.js';
import { silentProgress } from '../src/core/ports.js';
import { newCuid } from '../src/db/client/cuid.js';
import { createHistoryStore } from '../src/db/read/history-store.js';
import { createRunRepository } from '../src/db/read/run-repository.js';
import { createStatisticsStore } from '../src/db/read/statistics-store.js';
import { bookingFingerprint } from '../src/db/sync/booking-rows.js';
import { createLeases } from '../src/db/sync/leases.js';
import { createSyncStore } from '../src/db/sync/sync-store.js';
import { openGoogleCalendar } from '../src/google/open-google-calendar.js';
import { startSandbox } from '../src/sandbox/start-sandbox.js';
import { owner, stockCalendars } from '../test/helpers/stocked-calendar.js';
import { type Bench, fill, type Scenario } from './growth-scenario.js';

const now = new Date();

function syncPorts({ database }: Bench, apiUrl: string): SyncPorts {
  return {
    calendar: openGoogleCalendar({
      apiUrl,
      credentials: null,
      pace: { perMinute: 1e9, perSecond: 1_000, burst: 1_000 },
      clock: () => now,
      wait: async () => {},
    }),
    storeFor: (lease) => createSyncStore(database, lease),
    runs: createRunRepository(database),
    leases: createLeases(database, () => {}),
    clock: () => now,
    newId: newCuid,
    progress: silentProgress,
    signal: new AbortController().signal,
  };
}

/** A sandbox with so many events; what is left of it ends with the process. */
async function syncing(bench: Bench, events: number): Promise<() => Promise<unknown>> {
  const stock = stockCalendars({ [owner]: events }, now);
  const sandbox = await startSandbox({ state: stock.stateFile, now: () => now.getTime() });
  await stock.remove();
  return async () => {
    const { stopped } = await syncCalendar(syncPorts(bench, sandbox.url), defaultSyncOptions);
    if (stopped !== null) throw stopped;
  };
}

/** So many pairs, of which a sync has seen that they agree. */
async function linkedPairs(bench: Bench, n: number): Promise<() => Promise<unknown>> {
  const sync = await syncing(bench, 10);
  await sync();
  await fill(
    bench,
    n,
    (from, to) => bench.sql`with made as (
            insert into bookings (id, "startTime", "endTime", "scheduledAt", "updatedAt", "serviceType", "calendarEventId")
            select 'b' || n, t, t + interval '1 hour', t, now(), 'Vask', 'e' || n
            from generate_series(${from}::int, ${to}::int) n, lateral (select timestamp '2026-01-01' + n * interval '1 hour' as t) at)
          insert into renos_sync.links (id, booking_id, calendar_id, event_id, etag, base, print)
          select 'l' || n, 'b' || n, 'primary', 'e' || n, '"1"', (select base from renos_sync.links limit 1), ''
          from generate_series(${from}::int, ${to}::int) n`,
  );
  await bench.database.orm.execute(
    sql`update renos_sync.links l set print = (select ${bookingFingerprint} from bookings b where b.id = l.booking_id)`,
  );
  await sync();
  return sync;
}

/** A guard refuses what is as large as this, once it has read all of it. */
async function refused(sync: Promise<unknown>): Promise<void> {
  const error = await sync.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof GuardRefusal)) throw error ?? new Error('a guard should have refused this');
}

export const syncScenarios: readonly Scenario[] = [
  { name: 'first sync of events', n: 1_000, prepare: syncing },
  {
    name: 'idle sync of linked pairs',
    n: 5_000,
    prepare: linkedPairs,
  },
  {
    name: 'idle sync beside pairs of other calendars',
    n: 2_000,
    prepare: async (bench, n) => {
      const sync = await linkedPairs(bench, n);
      await bench.sql`insert into renos_sync.calendars (calendar_id) select 'k' || n from generate_series(1, ${n}::int) n`;
      await bench.sql`update renos_sync.links set calendar_id = 'k' || substr(id, 2) where id like 'l%'`;
      return sync;
    },
  },
  {
    name: 'sync after the linked bookings were deleted',
    n: 2_000,
    prepare: async (bench, n) => {
      const sync = await linkedPairs(bench, n);
      await bench.sql`delete from bookings where id like 'b%'`;
      return () => refused(sync());
    },
  },
  {
    name: 'sync after a restore without ANALYZE',
    n: 2_000,
    prepare: async (bench, n) => {
      const sync = await linkedPairs(bench, n);
      await bench.sql`create table kept as select * from bookings`;
      await bench.sql`delete from bookings`;
      await bench.sql`insert into bookings select * from kept`;
      await bench.sql`update renos_sync.links set print = 'newer', row_updated = now() + interval '1 day'`;
      return () => refused(sync());
    },
  },
  {
    name: 'idle sync beside past bookings',
    n: 20_000,
    prepare: async (bench, n) => {
      const sync = await syncing(bench, 10);
      await sync();
      await fill(
        bench,
        n,
        (
          from,
          to,
        ) => bench.sql`insert into bookings (id, "startTime", "endTime", "scheduledAt", "updatedAt", "serviceType", notes)
          select 'b' || n, t, t + interval '1 hour', t, now(), 'Vask', 'Nøglen ligger under måtten. Husk trappen, og ring ti minutter før.'
          from generate_series(${from}::int, ${to}::int) n, lateral (select timestamp '2001-01-01' + n * interval '1 hour' as t) at`,
      );
      return sync;
    },
  },
  {
    name: 'history of all runs',
    n: 2_000,
    prepare: async (bench, n) => {
      await fill(
        bench,
        n,
        (from, to) => bench.sql`with run as (
            insert into renos_sync.runs (id, kind, status, options, counts, started_at, finished_at)
            select 'r' || n, 'sync', 'succeeded', '{}', '{}', now() - n * interval '1 minute', now() from generate_series(${from}::int, ${to}::int) n)
          insert into renos_sync.journal (run_id, seq, side, action, kind, item_id, fields, rule)
          select 'r' || n, s, 'google', 'update', 'event', 'e' || n, '{"title": ["a", "b"]}', 'x' from generate_series(${from}::int, ${to}::int) n, generate_series(1, 10) s`,
      );
      return () => createHistoryStore(bench.database).findRuns({ kind: null, limit: null });
    },
  },
  {
    name: 'statistics of customers',
    n: 20_000,
    prepare: async (bench, n) => {
      await fill(
        bench,
        n,
        (from, to) => bench.sql`insert into customers (id, name, email, phone, address, "updatedAt")
          select 'k' || n, 'Kunde ' || n || 'sen', 'k' || n || '@example.dk', (20000000 + n)::text, 'Vej ' || n || ', 8000 Aarhus', now()
          from generate_series(${from}::int, ${to}::int) n`,
      );
      return () => createStatisticsStore(bench.database).count({ since: null, until: null, tags: null });
    },
  },
];

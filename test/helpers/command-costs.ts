import { sql } from 'drizzle-orm';
import { syncCalendar } from '../../src/core/calendar/sync-calendar.js';
import { everyCustomer } from '../../src/core/export/customer-repository.js';
import { defaultSyncOptions } from '../../src/core/options/sync-options.js';
import { silentProgress } from '../../src/core/ports.js';
import { listRuns, showRun } from '../../src/core/runs/history.js';
import type { Database } from '../../src/db/client/database.js';
import { createCustomerRepository } from '../../src/db/read/customer-repository.js';
import { createFindStore } from '../../src/db/read/find-store.js';
import { createHistoryStore } from '../../src/db/read/history-store.js';
import { createRunRepository } from '../../src/db/read/run-repository.js';
import { createStatisticsStore } from '../../src/db/read/statistics-store.js';
import { createStatusStore } from '../../src/db/read/status-store.js';
import { bookingFingerprint } from '../../src/db/sync/booking-rows.js';
import { createLeases } from '../../src/db/sync/leases.js';
import { runsWithCleanup } from '../../src/db/sync/remove-history.js';
import { createSyncStore } from '../../src/db/sync/sync-store.js';
import { openGoogleCalendar } from '../../src/google/open-google-calendar.js';
import { startSandbox } from '../../src/sandbox/start-sandbox.js';
import { importText, worldOf } from './import-world.js';

/** What a command sent to the database and to Google. */
export interface CommandCost {
  readonly command: string;
  readonly statements: number;
  readonly requests: number;
}

/** Runs each command beside `n` customers, linked and unlinked bookings, runs, journal rows, failed items and calendars. */
export async function costsOfCommands(database: Database, n: number): Promise<readonly CommandCost[]> {
  const sandbox = await startSandbox({});
  const calendar = () =>
    openGoogleCalendar({
      apiUrl: sandbox.url,
      credentials: null,
      pace: { perMinute: 1e9, perSecond: 1_000, burst: 1_000 },
    });
  const sync = async (options: Partial<typeof defaultSyncOptions> = {}) => {
    const ports = {
      calendar: calendar(),
      storeFor: (lease: Parameters<typeof createSyncStore>[1]) => createSyncStore(database, lease),
      runs: runsWithCleanup(createRunRepository(database), database, { days: 400 }),
      leases: createLeases(database, () => {}),
      clock: () => new Date(),
      newId: () => 'unused',
      progress: silentProgress,
      signal: new AbortController().signal,
    };
    const { stopped } = await syncCalendar(ports, { ...defaultSyncOptions, ...options });
    if (stopped !== null) throw stopped;
  };
  const history = createHistoryStore(database);
  const rows = (first: number) =>
    Array.from({ length: 10 }, (_, index) => `Ny ${first + index} Navnsen,ny${first + index}@example.dk`).join('\n');
  const commands: Readonly<Record<string, () => Promise<unknown>>> = {
    'sync, idle': () => sync(),
    'sync --dry-run': () => sync({ dryRun: true }),
    status: async () => {
      const store = createStatusStore(database);
      await Promise.all([store.readCounts(null), store.findHeldConflicts(), store.readCalendarMemories(['primary'])]);
    },
    'import of 10 new rows': () => importText(worldOf(database), `Name,Email\n${rows(0)}`),
    'import of 10 known rows': () => importText(worldOf(database), `Name,Email\n${rows(0)}`),
    'export of one customer': async () => {
      for await (const _ of createCustomerRepository(database).list({ ...everyCustomer, ids: ['k1'] }));
    },
    stats: () => createStatisticsStore(database).count({ since: null, until: null, tags: null }),
    history: () => listRuns(history, { kind: null, limit: 20 }),
    'history RUN': () => showRun(history, 'r1x', 500, { find: createFindStore(database) }),
    show: async () => {
      const pairs = await history.findPairsLike('b1x');
      await history.findChangesOfItems(pairs.map(({ bookingId }) => bookingId));
    },
  };
  try {
    await sync();
    await fill(database, n);
    await sync();
    const costs: CommandCost[] = [];
    for (const [command, run] of Object.entries(commands)) {
      sandbox.resetLog();
      const before = database.statements();
      await run();
      const statements = database.statements() - before;
      costs.push({ command, statements, requests: sandbox.requests.length });
    }
    return costs;
  } finally {
    await sandbox.close();
  }
}

async function fill({ orm }: Database, n: number): Promise<void> {
  const numbers = sql`generate_series(1, ${n}::int) n`;
  await orm.execute(sql`insert into customers (id, name, email, phone, "updatedAt")
    select 'k' || n, 'Kunde ' || n || 'sen', 'k' || n || '@example.dk', (20000000 + n)::text, now() from ${numbers}`);
  for (const prefix of ['b', 'u'])
    await orm.execute(sql`insert into bookings (id, "customerId", "calendarEventId", "startTime", "endTime", "scheduledAt", "updatedAt", "serviceType")
      select ${prefix} || n || 'x', 'k' || n, case ${prefix} when 'b' then 'eb' || n || 'x' end, t, t + interval '1 hour', t, now(), 'Vask'
      from ${numbers}, lateral (select timestamp '2001-01-01' + n * interval '1 hour' as t) at`);
  const says = JSON.stringify({
    removed: false,
    time: null,
    title: 'Vask',
    location: null,
    description: null,
    customer: null,
  });
  await orm.execute(sql`insert into renos_sync.links (id, booking_id, calendar_id, event_id, etag, base, print)
    select 'l' || b.id, b.id, 'primary', 'e' || b.id, '"1"', jsonb_build_object('booking', ${says}::text::jsonb, 'event', ${says}::text::jsonb), ${bookingFingerprint}
    from bookings b where b.id like 'b%'`);
  await orm.execute(sql`insert into renos_sync.runs (id, kind, status, options, counts, started_at, finished_at)
    select 'r' || n || 'x', 'sync', 'succeeded', '{"calendarIds": ["primary"]}', '{}', now() - n * interval '1 minute', now() from ${numbers}`);
  await orm.execute(sql`insert into renos_sync.journal (run_id, seq, side, action, kind, item_id, fields, rule)
    select 'r' || n || 'x', 1, 'google', 'update', 'event', 'e' || n, '{"title": ["a", "b"]}', 'x' from ${numbers}`);
  await orm.execute(sql`insert into renos_sync.troubles (id, calendar_id, event_id, code, reason, print)
    select 'primary|event|f' || n, 'primary', 'f' || n, 'event-refused', 'x', 'x' from ${numbers}`);
  await orm.execute(sql`insert into renos_sync.calendars (calendar_id) select 'calendar' || n from ${numbers}`);
}

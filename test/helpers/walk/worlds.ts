import { sql } from 'drizzle-orm';
import fc from 'fast-check';
import { adoptCalendars } from '../../../src/core/calendar/adopt-calendar.js';
import type { CalendarPort } from '../../../src/core/calendar/model/calendar-port.js';
import type { SyncPorts } from '../../../src/core/calendar/model/sync-store.js';
import { syncCalendar } from '../../../src/core/calendar/sync-calendar.js';
import { GuardRefusal } from '../../../src/core/errors.js';
import { defaultSyncOptions } from '../../../src/core/options/sync-options.js';
import { type Database, rowsOf } from '../../../src/db/client/database.js';
import { createRunRepository } from '../../../src/db/read/run-repository.js';
import { bookingFingerprint } from '../../../src/db/sync/booking-rows.js';
import { createLeases } from '../../../src/db/sync/leases.js';
import { createSyncStore } from '../../../src/db/sync/sync-store.js';
import { namedAnew } from '../another-calendar.js';
import { dumpRows, restoreRows } from '../copied-database.js';
import type { SyncWorld } from '../sync-world.js';

const moves = [
  'back-up',
  'restore',
  'restore',
  'copy-database',
  'run-copy',
  'run-copy',
  'adopt',
  'replace-calendar',
] as const;

/** Something that happens to the databases or the calendars themselves, and not to what stands in them. */
export interface WorldStep {
  readonly do: 'around';
  readonly move: (typeof moves)[number];
  readonly pick: number;
}

export const worldStepArbitrary: fc.Arbitrary<WorldStep> = fc.record({
  do: fc.constant('around' as const),
  move: fc.constantFrom(...moves),
  pick: fc.nat(1_000),
});

type Dump = Awaited<ReturnType<typeof dumpRows>>;

/** Which of the linked pairs a backup has put in doubt. */
export interface InDoubt {
  readonly bookings: ReadonlySet<string>;
  readonly events: ReadonlySet<string>;
  /** No run may go on before a person has said which side is right. */
  readonly isBack: boolean;
  /** Nor may one without a limit for removals. */
  readonly isCut: boolean;
}

/** A walk's backups, its copied database, and the other calendar that a name may come to stand for. */
export class WalkWorlds {
  #backup: { readonly tables: Dump; readonly all: Dump } | null = null;
  #isCopied = false;
  #other: string | null = null;
  #n = 0;
  /** Which database a person last said keeps the calendar. */
  keeper: 'ours' | 'copy' = 'ours';
  isReplaced = false;
  /** Since then no run has had --restored. */
  isRestored: 'no' | 'tables' | 'all' = 'no';
  /** Events bear marks of runs that the database forgot; what a person answered to that is remembered with the links. */
  isMissingRuns = false;

  constructor(
    readonly world: SyncWorld,
    readonly copy: Database,
  ) {}

  /** What a run of the walk's own database sees. */
  ports(): SyncPorts {
    const ports = this.world.ports();
    return this.isReplaced ? { ...ports, calendar: this.#replaced(ports.calendar) } : ports;
  }

  #replaced(port: CalendarPort): CalendarPort {
    return namedAnew(port, { is: this.#other ?? '' });
  }

  async backUp(): Promise<void> {
    const { database } = this.world;
    this.#backup = { tables: await dumpRows(database, ['public']), all: await dumpRows(database) };
  }

  /** Puts the backup back, the application's tables or all of it; false when there is none. */
  async restore(what: 'tables' | 'all'): Promise<boolean> {
    if (this.#backup === null || this.keeper === 'copy') return false;
    await restoreRows(this.world.database, this.#backup[what]);
    this.isRestored = what;
    this.isMissingRuns ||= what === 'all';
    const [known] = await rowsOf(
      this.world.database.orm,
      sql`select 1 from renos_sync.calendars where google_id is not null`,
    );
    // A memory that never knew the calendar cannot know it again.
    if (known === undefined) this.isReplaced = false;
    return true;
  }

  async inDoubt(previousKeys: ReadonlySet<string>): Promise<InDoubt> {
    const { orm } = this.world.database;
    const older = await rowsOf<{ booking: string; event: string; again: boolean }>(
      orm,
      sql`select l.booking_id as booking, l.event_id as event, concat_ws(' ', ${bookingFingerprint}, (extract(epoch from b."updatedAt") * 1000)::bigint) = any(l.past_prints) as again from renos_sync.links l join bookings b on b.id = l.booking_id
        left join customers c on c.id = b."customerId"
        where not l.closed and l.print <> ${bookingFingerprint} and b."updatedAt" < l.row_updated - interval '1 minute'`,
    );
    const gone = await rowsOf<{ booking: string; event: string }>(
      orm,
      sql`select l.booking_id as booking, l.event_id as event from renos_sync.links l left join bookings b on b.id = l.booking_id
        where not l.closed and b.id is null`,
    );
    const all = [...older, ...gone];
    return {
      bookings: new Set(older.map(({ booking }) => booking)),
      events: new Set(all.map(({ event }) => event)),
      // Rows that are none of those remembered may have been edited under a wrong clock.
      isBack: older.some(({ again }) => again),
      // A row under another key is not gone.
      isCut: gone.filter(({ booking }) => !previousKeys.has(booking)).length > 1,
    };
  }

  async copyDatabase(): Promise<void> {
    const { database } = this.world;
    const [kept] = await rowsOf(database.orm, sql`select 1 from renos_sync.keepers`);
    if (kept === undefined || this.keeper === 'copy') return;
    await restoreRows(this.copy, await dumpRows(database));
    this.#isCopied = true;
  }

  /** A person who does not know that it is a copy works in it and syncs it. True when its run was refused. */
  async runCopy(pick: number, n: number): Promise<boolean> {
    if (!this.#isCopied) return true;
    await this.#workInCopy(pick, n);
    try {
      const { stopped } = await syncCalendar(this.#copyPorts(), defaultSyncOptions);
      if (stopped !== null) throw stopped;
      return false;
    } catch (error) {
      if (!(error instanceof GuardRefusal)) throw error;
      return true;
    }
  }

  async #workInCopy(pick: number, n: number): Promise<void> {
    const { orm } = this.copy;
    const at = sql`(select (moment at time zone 'UTC')::timestamp(3) from clock.hand)`;
    if (pick % 3 === 0) {
      // As the walk's own database may name its next booking.
      await orm.execute(sql`insert into bookings (id, "serviceType", address, status, "startTime", "endTime", "scheduledAt", "updatedAt")
        values (${`b${n + 1}`}, ${`Prøve ${n}`}, ${`Prøvevej ${n}`}, 'scheduled', ${at} + interval '5 days', ${at} + interval '121 hours', ${at} + interval '5 days', ${at}) on conflict do nothing`);
    } else {
      const change = pick % 3 === 1 ? sql`status = 'cancelled'` : sql`"serviceType" = ${`Prøve ${n}`}`;
      await orm.execute(
        sql`update bookings set ${change}, "updatedAt" = ${at} where id = (select id from bookings where status <> 'cancelled' order by md5(id || ${`${pick}`}) limit 1)`,
      );
    }
  }

  /** A person says that the database which does not keep the calendar keeps it from now on. */
  async adopt(): Promise<void> {
    if (!this.#isCopied || this.isReplaced) return;
    // Who may only read a calendar tells no other database.
    this.world.sandbox.setRole('renos-sync', null);
    this.keeper = this.keeper === 'ours' ? 'copy' : 'ours';
    await this.adoptBy(this.keeper);
  }

  async adoptBy(keeper: 'ours' | 'copy'): Promise<void> {
    await adoptCalendars(keeper === 'ours' ? this.world.ports() : this.#copyPorts(), ['primary']);
  }

  /** The name stands for another calendar, or for its own again. */
  async replaceCalendar(): Promise<void> {
    const [linked] = await rowsOf(this.world.database.orm, sql`select 1 from renos_sync.links where not closed`);
    if (!this.isReplaced && linked === undefined) return;
    if (this.#other === null) {
      const { calendars, events } = this.world.google;
      this.#other = (await calendars.insert({ requestBody: { summary: 'En anden' } })).data.id ?? '';
      const at = (hours: number) => ({
        dateTime: new Date(this.world.now.getTime() + hours * 3_600_000).toISOString(),
      });
      const requestBody = { summary: 'Tandlæge', start: at(50), end: at(51) };
      await events.insert({ calendarId: this.#other, requestBody });
    }
    this.isReplaced = !this.isReplaced;
  }

  /** The other calendar: only its owner may write to it. */
  async readOther(): Promise<unknown> {
    if (this.#other === null) return [];
    const { data } = await this.world.google.events.list({ calendarId: this.#other });
    return (data.items ?? []).map(({ id, etag }) => [id, etag]);
  }

  #copyPorts(): SyncPorts {
    const { copy } = this;
    return {
      ...this.world.ports(),
      storeFor: (lease) => createSyncStore(copy, lease),
      runs: createRunRepository(copy),
      leases: createLeases(copy, () => {}),
      newId: () => {
        this.#n += 1;
        return `d${this.#n}`;
      },
    };
  }
}

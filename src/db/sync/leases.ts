import { hostname } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { type SQL, sql } from 'drizzle-orm';
import { BusyError, LeaseLostError, saying } from '../../core/errors.js';
import type { Lease, Leases, Progress } from '../../core/ports.js';
import { type Database, type Orm, rowsOf } from '../client/database.js';
import { hasEnded } from '../client/own-process.js';
import { persistently } from '../client/persistently.js';

/** Seconds after which a lease expires without being renewed. */
const lifetime = 60;
/** Milliseconds after which a holder asks before it continues: a process that was frozen may have lost its lease meanwhile. */
const certainty = 500;
const renewalPause = 15_000;
/** Milliseconds between two checks of a waiting run. */
const longestPause = 500;
/** The end of a released lease: earlier than any clock, and never renewed. */
const released = sql`'-infinity'::timestamptz`;

/** Leases in a table: free when released, expired by the database's clock, or when the holder's connection is gone. */
export function createLeases(database: Database, note: Progress['note']): Leases {
  return {
    acquire: async (name, { wait, signal }) => {
      const session = await database.session();
      for (let attempt = 1; ; attempt += 1) {
        const fence =
          (await take(database.orm, { name, session })) ?? (await takeFromEnded(database.orm, { name, session }));
        if (fence !== null) return keep(database.orm, name, fence);
        if (!wait) throw busy(name);
        if (attempt === 1) note({ id: 'waiting-for-run', name });
        // Most runs end soon; after a long wait, a short delay more does not matter.
        await sleep(Math.min(longestPause, 25 * attempt), undefined, { signal }).catch(() => {});
        signal.throwIfAborted();
      }
    },
  };
}

interface Taking {
  readonly name: string;
  readonly session: string;
  /** The session of a process that ended without releasing it. */
  readonly ended?: string;
}

/** Takes a lease whose holder was a process of this machine and has ended: behind a pooler the database cannot see that. */
async function takeFromEnded(orm: Orm, { name, session }: Taking): Promise<number | null> {
  const [row] = await rowsOf<{ session: string }>(
    orm,
    sql`select session from renos_sync.leases where name = ${name} and session like 'pooled:%'`,
  );
  if (row === undefined || !hasEnded(row.session.slice('pooled:'.length))) return null;
  return take(orm, { name, session, ended: row.session });
}

async function take(orm: Orm, { name, session, ended = '' }: Taking): Promise<number | null> {
  const [row] = await rowsOf<{ fence: number }>(
    orm,
    sql`insert into renos_sync.leases (name, fence, holder, session, expires_at)
      values (${name}, 1, ${`${hostname()}:${process.pid}`}, ${session}, now() + ${lifetime} * interval '1 second')
      on conflict (name) do update set fence = leases.fence + 1, holder = excluded.holder, session = excluded.session, expires_at = excluded.expires_at
      where leases.expires_at <= now() or leases.session = ${ended} or (${isGone(session)})
      returning fence`,
  );
  return row?.fence ?? null;
}

/** Whether the process that took a lease is gone. An embedded database has one process, which is the one that asks. */
function isGone(session: string): SQL {
  return session.startsWith('embedded:')
    ? sql`leases.session <> ${session}`
    : sql`leases.session ~ '^\\d+:' and not exists (select 1 from pg_stat_activity a
        where a.pid = split_part(leases.session, ':', 1)::int
          and (a.backend_start is null or extract(epoch from a.backend_start)::text = split_part(leases.session, ':', 2)))`;
}

/** Whether a running program holds the lease of this name. On a server, this needs no separate session. */
export async function isHeld({ kind, session }: Database, name: SQL): Promise<SQL> {
  const own = kind === 'embedded' ? await session() : '';
  return sql`exists (select 1 from renos_sync.leases
    where leases.name = ${name} and leases.expires_at > now() and not (${isGone(own)}))`;
}

function keep(orm: Orm, name: string, fence: number): Lease {
  let renewedAt = now();
  let renewing: Promise<void> | null = null;
  const lease = {
    name,
    fence,
    assertOurs: async () => {
      if (since(renewedAt) <= certainty) return;
      // Many parallel writes share one check.
      renewing ??= renew().finally(() => {
        renewing = null;
      });
      await renewing;
    },
    release: async () => {
      clearInterval(timer);
      await persistently(() =>
        orm.execute(
          sql`update renos_sync.leases set expires_at = ${released} where name = ${name} and fence = ${fence}`,
        ),
      );
    },
  };
  const renew = async () => {
    const asked = now();
    await renewLease(orm, lease);
    renewedAt = asked;
  };
  // The next assertOurs or commit finds a failed renewal.
  const timer = setInterval(() => void renew().catch(() => {}), renewalPause);
  timer.unref();
  return lease;
}

interface Moment {
  readonly steady: number;
  readonly wall: number;
}

function now(): Moment {
  return { steady: performance.now(), wall: Date.now() };
}

/** The monotonic clock stops while the machine sleeps, and the wall clock may be set back: the larger value is right. */
function since({ steady, wall }: Moment): number {
  return Math.max(performance.now() - steady, Date.now() - wall);
}

type Held = Pick<Lease, 'name' | 'fence'>;

/**
 * Renews a lease, alone or in a transaction that writes under it; throws LeaseLostError if another run has it, or it
 * was released.
 */
export async function renewLease(orm: Orm, lease: Held): Promise<void> {
  assertRenewed(await rowsOf(orm, renewal(lease)), lease);
}

/**
 * One statement that writes under a lease and renews it: `write` must read from `ours`, so that it writes nothing
 * without the lease.
 */
export async function writeUnder(orm: Orm, lease: Held, write: SQL): Promise<void> {
  const rows = await rowsOf(orm, sql`with ours as (${renewal(lease)}), written as (${write}) select fence from ours`);
  assertRenewed(rows, lease);
}

/** A renewal may arrive after the release that was sent after it. */
function renewal({ name, fence }: Held): SQL {
  return sql`update renos_sync.leases set expires_at = now() + ${lifetime} * interval '1 second'
    where name = ${name} and fence = ${fence} and expires_at > ${released} returning fence`;
}

function assertRenewed([row]: readonly unknown[], { name }: Held): void {
  if (row === undefined) {
    throw new LeaseLostError(saying('lease-lost', { name }));
  }
}

function busy(name: string): BusyError {
  return new BusyError(saying('busy', { name }));
}

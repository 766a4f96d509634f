import { type SQL, sql } from 'drizzle-orm';
import type { RunRepository } from '../../core/ports.js';
import { type Database, rowOf } from '../client/database.js';
import { moment, now as presentMoment } from '../client/parameters.js';
import { bookingCancelled, bookingEnd } from './booking-rows.js';

/** The most rows per table that one statement removes: this takes some hundredths of a second. */
const bite = { runs: 500, journal: 5_000, creations: 50, others: 1_000 } as const;
/** Statements per run: more than any run except the first of its kind adds. */
const mostBites = 20;

interface KeptHistory {
  readonly days: number;
  /** Null: the database's clock, which dates runs. */
  readonly now?: Date | null;
}

/**
 * Removes history that is older than the limit, in small transactions. A run is removed before its journal, in one
 * statement, so that half a journal is never taken for a whole one. Data that the next runs need stays: the last run of
 * each kind and the last successful one, conflicts that wait for a person and their runs, links with an existing side,
 * failed items that are still to be done, and the ids of runs that wrote to Google.
 */
export async function removeHistory({ orm }: Database, { days, now = null }: KeptHistory): Promise<void> {
  for (let bites = 0; bites < mostBites; bites += 1) {
    const row = await rowOf<{ more: boolean }>(
      orm,
      removeBite(sql`(${now === null ? presentMoment : utc(now)} - ${days}::int * interval '1 day')`),
    );
    if (!row.more) return;
  }
}

/** Runs that each remove a part of the old history when they end. */
export function runsWithCleanup(runs: RunRepository, database: Database, kept: KeptHistory): RunRepository {
  return {
    ...runs,
    finish: async (id, status, counts, error) => {
      await runs.finish(id, status, counts, error);
      const isCutShort = status === 'failed' || status === 'interrupted';
      // If it cannot be removed now, the next run removes it: that is not a failure of this run.
      if (!isCutShort) await removeHistory(database, kept).catch(() => {});
    },
  };
}

function utc(at: Date): SQL {
  return moment(sql`${at.getTime()}::float8`);
}

/** `before` is UTC without a zone, as RenOS's columns are. */
function removeBite(before: SQL): SQL {
  const at = sql`(${before} at time zone 'UTC')`;
  return sql`with ${oldRuns(at)},
    ${journalOfPastRuns()},
    decided as (delete from renos_sync.conflicts where id in (
      select id from renos_sync.conflicts where resolved_at < ${at} limit ${bite.others}::int) returning 1),
    closed as (delete from renos_sync.links where id in (
      select l.id from renos_sync.links l left join bookings b on b.id = l.booking_id
      where l.closed and l.updated_at < ${at} and l.sent is null and (b.id is null or (${bookingCancelled} and ${bookingEnd} < ${before}))
        and not exists (select from renos_sync.conflicts f where f.booking_id = l.booking_id and f.resolved_at is null)
      limit ${bite.others}::int) returning 1),
    failed as (delete from renos_sync.troubles where id in (
      select t.id from renos_sync.troubles t where t.last_at < ${at} and case when t.booking_id is null
        then exists (select from renos_sync.links l join bookings b on b.id = l.booking_id where l.calendar_id = t.calendar_id and l.event_id = t.event_id)
        else not exists (select from bookings b where b.id = t.booking_id) end
      limit ${bite.others}::int) returning 1),
    keys as (delete from renos_sync.customer_aliases where ctid in (
      select ctid from renos_sync.customer_aliases where seen_at < ${at} limit ${bite.others}::int) returning 1)
    select exists (select from removed_runs) or not (select is_done from rest)
      or ${bite.others}::int in ((select count(*) from decided), (select count(*) from closed), (select count(*) from failed), (select count(*) from keys)) as more`;
}

/** Oldest first. If a run ended in an unknown way, it may have written to Google: its id is kept. */
function oldRuns(at: SQL): SQL {
  return sql`candidates as materialized (
      select r.id, r.kind, r.seq from renos_sync.runs r
      where r.started_at < ${at} and coalesce(r.finished_at, r.started_at) < ${at} and r.status <> 'running'
        and not exists (select from renos_sync.conflicts f where f.run_id = r.id and f.resolved_at is null)
      order by r.started_at limit ${bite.runs}::int),
    last as materialized (
      select (select max(n.seq) from renos_sync.runs n where n.kind = k.kind) as seq,
        (select max(n.seq) from renos_sync.runs n where n.kind = k.kind and n.status in ('succeeded', 'partly')) as good
      from (select distinct c.kind from candidates c) k),
    removed_runs as (
      delete from renos_sync.runs r using candidates c
      where r.id = c.id and not exists (select from last where c.seq in (last.seq, last.good))
      returning r.id, r.kind <> 'import' and r.status <> 'refused' and not (r.status in ('succeeded', 'partly')
        and coalesce((r.counts ->> 'eventsCreated')::int, 1) + coalesce((r.counts ->> 'eventsUpdated')::int, 1) = 0) as wrote),
    noted as (insert into renos_sync.past_runs (id, wrote) select id, wrote from removed_runs on conflict (id) do nothing)`;
}

/** Entries of runs that an earlier statement removed. An imported booking is removed with its entry once its row is gone. */
function journalOfPastRuns(): SQL {
  const entriesOf = (table: string, limit: number) => sql`(
      select e.ctid from past p cross join lateral (
        select j.ctid from ${sql.raw(`renos_sync.${table}`)} j where j.run_id = p.id limit ${limit}::int) e limit ${limit}::int)`;
  return sql`past as materialized (select id, wrote from renos_sync.past_runs where not cleared limit ${bite.runs}::int),
    entries as (delete from renos_sync.journal where ctid in ${entriesOf('journal', bite.journal)} returning kind, action, item_id),
    creations as (delete from renos_sync.journal_creations where ctid in ${entriesOf('journal_creations', bite.creations)} returning 1),
    bookings_gone as (delete from renos_sync.imported_bookings i using entries e
      where i.booking_id = e.item_id and e.kind = 'booking' and e.action = 'create' and not exists (select from bookings b where b.id = i.booking_id)),
    rest as (select (select count(*) from entries) < ${bite.journal}::int and (select count(*) from creations) < ${bite.creations}::int as is_done),
    cleared as (update renos_sync.past_runs p set cleared = true from past, rest where p.id = past.id and past.wrote and rest.is_done),
    forgotten as (delete from renos_sync.past_runs p using past, rest where p.id = past.id and not past.wrote and rest.is_done)`;
}

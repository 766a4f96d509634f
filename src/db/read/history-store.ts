import { and, desc, eq, gte, lt, type SQL, sql } from 'drizzle-orm';
import { alias } from 'drizzle-orm/pg-core';
import type { JournalEntry, RunStatus } from '../../core/ports.js';
import type { HistoryStore, RunLine } from '../../core/runs/history.js';
import { textSet } from '../client/array-literal.js';
import { type Database, type Orm, rowsOf, utcDate } from '../client/database.js';
import { readJson } from '../client/unstorable-letters.js';
import { runs } from '../schema/sync.js';
import { journalEntries } from './journal.js';
import { runStatus, sentenceIn } from './run-status.js';

/** The stored runs and their changes. */
export function createHistoryStore(database: Database): HistoryStore {
  const { orm } = database;
  return {
    findRuns: async ({ kind, limit, customerIds = null, day = null }) => {
      const isOfKind = kind === null ? undefined : eq(r.kind, kind);
      const isOfDay = day === null ? undefined : and(gte(r.startedAt, day[0]), lt(r.startedAt, day[1]));
      const isOfCustomers = customerIds === null ? undefined : touched(customerIds);
      const rows = await selectRuns(orm, await runStatus(database))
        .where(and(isOfKind, isOfDay, isOfCustomers))
        .orderBy(desc(r.seq))
        .limit(limit ?? Number.MAX_SAFE_INTEGER);
      return rows.map(runOf);
    },
    findRunsLike: (beginning) => findRunsLike(database, beginning),
    findChangesOfRun: (runId, limit) => findChanges(orm, sql`j.run_id = ${runId}`, sql`j.seq`, limit),
    findPairsLike: (beginning) => findPairsLike(orm, beginning),
    findChangesOfItems: (ids) =>
      findChanges(
        orm,
        sql`j.kind <> 'customer' and j.item_id in (select jsonb_array_elements_text(${JSON.stringify(ids)}::text::jsonb))`,
        sql`j.at, j.run_id, j.seq`,
        null,
      ),
  };
}

const r = alias(runs, 'r');
const changes = sql<number>`(select count(*)::int from renos_sync.journal j where j.run_id = r.id)
  + (select coalesce(sum(cardinality(c.seqs)), 0)::int from renos_sync.journal_creations c where c.run_id = r.id)`;

function selectRuns(orm: Orm, status: SQL<RunStatus>) {
  const { id, kind, startedAt, finishedAt, counts, error, errorSentence } = r;
  const durationMs = sql<number | null>`round(greatest(${r.durationMs}, 0))`;
  return orm
    .select({ id, kind, status, startedAt, finishedAt, durationMs, counts, changes, error, errorSentence })
    .from(r);
}

type RunRow = Awaited<ReturnType<typeof selectRuns>>[number];

/** Runs with an entry about one of the customers, their bookings, or the events of these. */
const touched = (ids: readonly string[]) => sql`r.id in (
    with people(id) as materialized (${textSet(ids)}),
      booked as materialized (select b.id from bookings b where b."customerId" in (select p.id from people p)),
      named(id) as materialized (
        select p.id from people p union select k.id from booked k
        union select l.event_id from renos_sync.links l join booked k on k.id = l.booking_id)
    select j.run_id from renos_sync.journal j where j.item_id in (select n.id from named n)
    union select c.run_id from renos_sync.journal_creations c cross join unnest(c.customer_ids) as made(id) where made.id in (select p.id from people p))`;

async function findRunsLike(database: Database, beginning: string): Promise<readonly RunLine[]> {
  const rows = await selectRuns(database.orm, await runStatus(database))
    .where(sql`starts_with(${r.id}, ${beginning})`)
    .orderBy(desc(eq(r.id, beginning)), desc(r.seq))
    .limit(10);
  const exact = rows.filter(({ id }) => id === beginning);
  return (exact.length === 1 ? exact : rows).map(runOf);
}

function runOf(row: RunRow): RunLine {
  const { errorSentence, ...run } = row;
  return { ...run, counts: readJson(row.counts) ?? {}, ...sentenceIn(errorSentence) };
}

interface JournalRow extends Record<string, unknown> {
  readonly run_id: string;
  readonly seq: number;
  readonly at: unknown;
  readonly side: JournalEntry['side'];
  readonly action: JournalEntry['action'];
  readonly kind: JournalEntry['kind'];
  readonly item_id: string;
  readonly fields: JournalEntry['fields'];
  readonly rule: string;
}

async function findChanges(orm: Orm, where: SQL, order: SQL, limit: number | null) {
  const rows = await rowsOf<JournalRow>(
    orm,
    sql`select j.* from ${journalEntries} j where ${where} order by ${order} limit ${limit}::int`,
  );
  return rows.map((row) => ({
    runId: row.run_id,
    seq: row.seq,
    at: utcDate(row.at),
    side: row.side,
    action: row.action,
    kind: row.kind,
    itemId: row.item_id,
    fields: readJson(row.fields),
    rule: row.rule,
  }));
}

async function findPairsLike(orm: Orm, beginning: string) {
  const rows = await rowsOf<{
    booking_id: string;
    calendar_id: string | null;
    event_id: string | null;
    exact: boolean;
  }>(
    orm,
    sql`select booking_id, calendar_id, event_id, booking_id = ${beginning} or event_id is not distinct from ${beginning} as exact from (
        select l.booking_id, l.calendar_id, l.event_id from renos_sync.links l
          where starts_with(l.booking_id, ${beginning}) or starts_with(l.event_id, ${beginning})
        union all select b.id, null, null from bookings b
          where starts_with(b.id, ${beginning}) and not exists (select 1 from renos_sync.links l where l.booking_id = b.id)
      ) pairs order by exact desc, booking_id limit 10`,
  );
  const exact = rows.filter((row) => row.exact);
  return (exact.length > 0 ? exact : rows).map((row) => ({
    bookingId: row.booking_id,
    calendarId: row.calendar_id,
    eventId: row.event_id,
  }));
}

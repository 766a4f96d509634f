import { eq, sql } from 'drizzle-orm';
import type { RunKind } from '../../core/ports.js';
import type { LinkedEvent, RunToUndo, UndoStore } from '../../core/undo/undo-ports.js';
import { isAmong } from '../client/array-literal.js';
import { type Database, type Orm, rowOf, rowsOf } from '../client/database.js';
import { imports } from '../schema/imports.js';
import { links } from '../schema/sync.js';
import { findPastChanges } from './find-past-changes.js';
import { writeCustomers } from './write-customers.js';

/** The reads of an undo, and its writes of customers. */
export function createUndoStore({ orm }: Database): UndoStore {
  return {
    findLastChanging: () => findLastChanging(orm),
    findRun: (runId) => findRun(orm, runId),
    findPastChanges: (runId) => findPastChanges(orm, runId),
    findLinks: (bookingIds, eventIds) => findLinks(orm, bookingIds, eventIds),
    findPending: (runId) => orm.select(linked).from(links).where(sql`${links.sent} ->> 'runId' = ${runId}`),
    countRows: () =>
      rowOf(
        orm,
        sql`select (select count(*)::int from customers) as customer, (select count(*)::int from bookings) as booking`,
      ),
    writeCustomers: (batch) => writeCustomers(orm, batch),
    forgetImport: (runId) => forgetImport(orm, runId),
  };
}

async function findLastChanging(orm: Orm): Promise<string | null> {
  const [row] = await rowsOf<{ id: string }>(
    orm,
    sql`select r.id from renos_sync.runs r
      where exists (select from renos_sync.journal j where j.run_id = r.id) or exists (select from renos_sync.journal_creations c where c.run_id = r.id)
      order by r.seq desc limit 1`,
  );
  return row?.id ?? null;
}

interface Row extends Record<string, unknown> {
  readonly kind: RunKind;
  readonly root_kind: RunKind | null;
  readonly calendars: readonly string[] | null;
  readonly is_move: boolean | null;
  readonly unfinished: string | null;
  readonly is_whole: boolean;
}

async function findRun(orm: Orm, runId: string): Promise<RunToUndo> {
  const {
    kind,
    root_kind: rootKind,
    calendars,
    is_move: isMove,
    unfinished,
    is_whole: isWhole,
  } = await rowOf<Row>(
    orm,
    sql`select r.kind, r.options ->> 'rootKind' as root_kind, r.options -> 'calendarIds' as calendars, r.options -> 'move' = 'true'::jsonb as is_move, r.status = 'succeeded' as is_whole,
        (select u.id from renos_sync.runs u where u.kind = 'undo' and u.options ->> 'run' = r.id and u.seq = (
            select max(l.seq) from renos_sync.runs l where l.kind = 'undo' and l.options ->> 'run' = r.id)
          and u.status in ('interrupted', 'running', 'failed')) as unfinished
      from renos_sync.runs r where r.id = ${runId}`,
  );
  const ids = calendars ?? [];
  const [from, to] = ids;
  const moved = isMove === true && from !== undefined && to !== undefined ? { from, to } : null;
  return { id: runId, kind, rootKind: rootKind ?? kind, calendarIds: ids, unfinishedUndo: unfinished, moved, isWhole };
}

const linked = { bookingId: links.bookingId, calendarId: links.calendarId, eventId: links.eventId };

export function findLinks(
  orm: Orm,
  bookingIds: readonly string[],
  eventIds: readonly string[],
): Promise<readonly LinkedEvent[]> {
  const these = () => orm.select(linked).from(links);
  return these()
    .where(isAmong(linked.bookingId, bookingIds))
    .union(these().where(isAmong(linked.eventId, eventIds)));
}

/** The next import deletes its staged rows. */
async function forgetImport(orm: Orm, runId: string): Promise<void> {
  await orm.update(imports).set({ stage: 'staging' }).where(eq(imports.runId, runId));
}

import { randomBytes } from 'node:crypto';
import { sql } from 'drizzle-orm';
import type { RunKind, RunRecord, RunRepository, RunStatus } from '../../core/ports.js';
import { type Database, type Orm, rowsOf, utcDate, utcDateOrNull } from '../client/database.js';
import { persistently } from '../client/persistently.js';
import { isHeld } from '../sync/leases.js';
import { runStatus } from './run-status.js';

/** The record of runs. */
export function createRunRepository(
  database: Database,
  newId: () => string = () => randomBytes(5).toString('hex'),
): RunRepository {
  const { orm } = database;
  return {
    start: (kind, options) => start(orm, { id: newId(), kind, options }),
    resume: (id) => resume(orm, id),
    finish: (id, status, counts, error) => {
      const ending = { id, status, counts, error };
      const isCutShort = status === 'failed' || status === 'interrupted';
      return isCutShort ? persistently(firstThenLater(database, ending)) : finish(orm, ending);
    },
    findLast: (kind) => findLast(database, kind),
  };
}

interface Start {
  readonly id: string;
  readonly kind: RunKind;
  readonly options: Readonly<Record<string, unknown>>;
}

/** Start and end come from the database's clock: ours may be wrong, or be set meanwhile. */
async function start(orm: Orm, { id, kind, options }: Start): Promise<string> {
  // Only one run of a kind is possible at a time: any other that is still "running" was killed.
  await orm.execute(sql`with killed as (
      update renos_sync.runs set status = 'interrupted', finished_at = greatest(now(), started_at) where kind = ${kind} and status = 'running')
    insert into renos_sync.runs (id, kind, status, options, started_at)
      values (${id}, ${kind}, 'running', ${JSON.stringify(options)}::text::jsonb, now())`);
  return id;
}

interface Finish {
  readonly id: string;
  readonly status: RunStatus;
  readonly counts: Readonly<Record<string, number>>;
  readonly error: string | null;
}

async function finish(orm: Orm, { id, status, counts, error }: Finish, guard = sql`true`): Promise<void> {
  const [row] = await rowsOf(
    orm,
    sql`update renos_sync.runs set status = ${status}, counts = ${JSON.stringify(counts)}::text::jsonb, error = ${error},
    finished_at = greatest(now(), started_at), duration_ms = greatest(extract(epoch from now() - started_at), 0) * 1000 where id = ${id} and ${guard} returning id`,
  );
  if (row === undefined) throw new Error('a run that is not there cannot be finished');
}

/** When the database is back, another process may have continued the run, and then ends it. */
function firstThenLater(database: Database, ending: Finish): () => Promise<void> {
  let isFirst = true;
  return async () => {
    const guard = isFirst ? sql`true` : sql`status = 'running' and not ${await isHeld(database, sql`runs.kind`)}`;
    isFirst = false;
    await finish(database.orm, ending, guard);
  };
}

async function resume(orm: Orm, id: string): Promise<void> {
  await orm.execute(
    sql`update renos_sync.runs set status = 'running', finished_at = null, duration_ms = null, error = null where id = ${id}`,
  );
}

interface RunRow extends Record<string, unknown> {
  readonly id: string;
  readonly kind: RunKind;
  readonly status: RunStatus;
  readonly started_at: unknown;
  readonly finished_at: unknown;
  readonly counts: Record<string, number> | null;
  readonly error: string | null;
}

async function findLast(database: Database, kind: RunKind): Promise<RunRecord | null> {
  const [row] = await rowsOf<RunRow>(
    database.orm,
    sql`select r.id, r.kind, ${await runStatus(database)} as status, r.started_at, r.finished_at, r.counts, r.error
      from renos_sync.runs r where r.kind = ${kind} order by r.seq desc limit 1`,
  );
  if (row === undefined) return null;
  return {
    id: row.id,
    kind: row.kind,
    status: row.status,
    startedAt: utcDate(row.started_at),
    finishedAt: utcDateOrNull(row.finished_at),
    counts: row.counts ?? {},
    error: row.error,
  };
}

import { and, desc, eq, type SQL, sql } from 'drizzle-orm';
import { alias } from 'drizzle-orm/pg-core';
import type { RunError } from '../../core/errors.js';
import { newRunId, type RunKind, type RunRecord, type RunRepository, type RunStatus } from '../../core/ports.js';
import type { Database, Orm } from '../client/database.js';
import { persistently } from '../client/persistently.js';
import { runs } from '../schema/sync.js';
import { isHeld } from '../sync/leases.js';
import { runStatus, sentenceIn } from './run-status.js';

/** The record of runs. */
export function createRunRepository(database: Database, newId = newRunId): RunRepository {
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
  readonly error: RunError | null;
}

async function finish(orm: Orm, { id, status, counts, error }: Finish, guard?: SQL): Promise<void> {
  const finishedAt = sql`greatest(now(), ${runs.startedAt})`;
  const durationMs = sql`greatest(extract(epoch from now() - ${runs.startedAt}), 0) * 1000`;
  const [row] = await orm
    .update(runs)
    .set({
      status,
      counts,
      error: error?.message ?? null,
      errorSentence: error?.sentence ?? null,
      finishedAt,
      durationMs,
    })
    .where(and(eq(runs.id, id), guard))
    .returning({ id: runs.id });
  if (row === undefined) throw new Error('a run that is not there cannot be finished');
}

/** When the database is back, another process may have continued the run, and then ends it. */
function firstThenLater(database: Database, ending: Finish): () => Promise<void> {
  let isFirst = true;
  return async () => {
    const guard = isFirst
      ? undefined
      : sql`${runs.status} = 'running' and not ${await isHeld(database, sql`${runs.kind}`)}`;
    isFirst = false;
    await finish(database.orm, ending, guard);
  };
}

async function resume(orm: Orm, id: string): Promise<void> {
  await orm
    .update(runs)
    .set({ status: 'running', finishedAt: null, durationMs: null, error: null, errorSentence: null })
    .where(eq(runs.id, id));
}

async function findLast(database: Database, kind: RunKind): Promise<RunRecord | null> {
  const r = alias(runs, 'r');
  const { id, startedAt, finishedAt, counts, error, errorSentence } = r;
  const [row] = await database.orm
    .select({
      id,
      kind: r.kind,
      status: await runStatus(database),
      startedAt,
      finishedAt,
      counts,
      error,
      errorSentence,
    })
    .from(r)
    .where(eq(r.kind, kind))
    .orderBy(desc(r.seq))
    .limit(1);
  if (row === undefined) return null;
  const { errorSentence: sentence, ...run } = row;
  return { ...run, counts: row.counts ?? {}, ...sentenceIn(sentence) };
}

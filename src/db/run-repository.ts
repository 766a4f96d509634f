import { randomBytes } from 'node:crypto';
import { sql } from 'drizzle-orm';
import type { RunKind, RunRecord, RunRepository, RunStatus } from '../core/ports.js';
import { type Database, type Orm, rowsOf, utcDate, utcDateOrNull } from './database.js';

/** The memory of what was run. */
export function createRunRepository(
  { orm }: Database,
  newId: () => string = () => randomBytes(5).toString('hex'),
): RunRepository {
  return {
    start: (kind, options, at) => start(orm, { id: newId(), kind, options, at }),
    finish: (id, status, counts, error) => finish(orm, { id, status, counts, error }),
    findLast: (kind) => findLast(orm, kind),
  };
}

interface Start {
  readonly id: string;
  readonly kind: RunKind;
  readonly options: Readonly<Record<string, unknown>>;
  readonly at: Date;
}

async function start(orm: Orm, { id, kind, options, at }: Start): Promise<string> {
  // Only one sync runs at a time: whatever still says "running" was killed.
  await orm.execute(sql`with killed as (
      update renos_sync.runs set status = 'interrupted', finished_at = now()
      where ${kind} = 'sync' and kind = 'sync' and status = 'running')
    insert into renos_sync.runs (id, kind, status, options, started_at)
      values (${id}, ${kind}, 'running', ${JSON.stringify(options)}::text::jsonb, ${at.toISOString()}::timestamptz)`);
  return id;
}

interface Finish {
  readonly id: string;
  readonly status: RunStatus;
  readonly counts: Readonly<Record<string, number>>;
  readonly error: string | null;
}

async function finish(orm: Orm, { id, status, counts, error }: Finish): Promise<void> {
  await orm.execute(sql`update renos_sync.runs set status = ${status}, counts = ${JSON.stringify(counts)}::text::jsonb, error = ${error},
    finished_at = now(), duration_ms = extract(epoch from now() - started_at) * 1000 where id = ${id}`);
}

interface RunRow extends Record<string, unknown> {
  readonly id: string;
  readonly kind: RunKind;
  readonly status: RunStatus;
  readonly started_at: unknown;
  readonly finished_at: unknown;
  readonly counts: Record<string, number> | string | null;
  readonly error: string | null;
}

async function findLast(orm: Orm, kind: RunKind): Promise<RunRecord | null> {
  const [row] = await rowsOf<RunRow>(
    orm,
    sql`select * from renos_sync.runs where kind = ${kind} order by started_at desc limit 1`,
  );
  if (row === undefined) return null;
  const counts = typeof row.counts === 'string' ? (JSON.parse(row.counts) as Record<string, number>) : row.counts;
  return {
    id: row.id,
    kind: row.kind,
    status: row.status,
    startedAt: utcDate(row.started_at),
    finishedAt: utcDateOrNull(row.finished_at),
    counts: counts ?? {},
    error: row.error,
  };
}

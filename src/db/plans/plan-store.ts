import { sql } from 'drizzle-orm';
import type { PlanStore } from '../../core/plans/plan-ports.js';
import { type Database, rowOf, rowsOf } from '../client/database.js';
import { readJson } from '../client/unstorable-letters.js';
import { readMemory } from '../sync/read-memory.js';
import { findLinks } from '../undo/undo-store.js';

/** Who the database is, and the plans that wait in it. */
export function createPlanStore(database: Database): PlanStore {
  const { orm } = database;
  return {
    identity: async () => {
      const { id, plan_key: planKey } = await rowOf<{ id: string; plan_key: string }>(
        orm,
        sql`select id, plan_key from renos_sync.identity`,
      );
      const { place } = await readMemory(database, []);
      return { id, planKey, places: place.names };
    },
    findLinks: (bookingIds, eventIds) => findLinks(orm, bookingIds, eventIds),
    keep: async (id, document) => {
      await orm.execute(sql`with old as (delete from renos_sync.plans where made_at < now() - interval '30 days')
        insert into renos_sync.plans (id, document) values (${id}, ${JSON.stringify(document)}::text::jsonb)`);
    },
    find: async (id) => {
      const [row] = await rowsOf<{ document: string }>(
        orm,
        sql`select document::text as document from renos_sync.plans where id = ${id}`,
      );
      return row === undefined ? null : readJson<unknown>(row.document);
    },
    linesCreatedBy: async (planId) => {
      const rows = await rowsOf<{ line: number }>(
        orm,
        sql`select l.line from renos_sync.runs r join renos_sync.journal_creations c on c.run_id = r.id cross join unnest(c.lines) as l(line)
          where r.kind = 'import' and r.options ->> 'plan' = ${planId}`,
      );
      return new Set(rows.map(({ line }) => line));
    },
  };
}

import { sql } from 'drizzle-orm';
import { eachInTurn, giveWay } from '../../core/give-way.js';
import type { PlanStore } from '../../core/plans/plan-ports.js';
import { type Database, onlyRow, rowsOf } from '../client/database.js';
import { readJson } from '../client/unstorable-letters.js';
import { identity } from '../schema/plans.js';
import { readMemory } from '../sync/read-memory.js';
import { findLinks } from '../undo/undo-store.js';

/** The database's identity, and its stored plans. */
export function createPlanStore(database: Database): PlanStore {
  const { orm } = database;
  return {
    identity: async () => {
      const known = onlyRow(await orm.select().from(identity));
      const { place } = await readMemory(database, []);
      return { ...known, places: place.names };
    },
    findLinks: (bookingIds, eventIds) => findLinks(orm, bookingIds, eventIds),
    keep: async (id, { items, ...head }) => {
      const parts = await eachInTurn(items as readonly unknown[], (item) => JSON.stringify(item));
      const document = `${JSON.stringify(head).slice(0, -1)},"items":[${parts.join()}]}`;
      // Sending it takes as long again.
      await giveWay();
      await orm.execute(sql`with old as (delete from renos_sync.plans where made_at < now() - interval '30 days')
        insert into renos_sync.plans (id, document) values (${id}, ${document}::text::jsonb)`);
    },
    find: async (id) => {
      // Items are read one by one: all together may be tens of megabytes of JSON.
      const [row] = await rowsOf<{ head: string; has_items: boolean }>(
        orm,
        sql`select coalesce(jsonb_typeof(document -> 'items') = 'array', false) as has_items,
          (case when jsonb_typeof(document -> 'items') = 'array' then document - 'items' else document end)::text as head from renos_sync.plans where id = ${id}`,
      );
      if (row === undefined) return null;
      // The stored document was edited: reading it as a plan reports the error.
      if (!row.has_items) return readJson(JSON.parse(row.head));
      const items = await rowsOf<{ item: string }>(
        orm,
        sql`select i.item::text as item from renos_sync.plans p cross join jsonb_array_elements(p.document -> 'items') with ordinality as i(item, nth)
          where p.id = ${id} order by i.nth`,
      );
      const read = await eachInTurn(items, ({ item }) => readJson(JSON.parse(item)));
      return { ...readJson(JSON.parse(row.head) as object), items: read };
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

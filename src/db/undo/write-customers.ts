import { type SQL, sql } from 'drizzle-orm';
import type { UndoItem } from '../../core/undo/undo-model.js';
import type { CustomerBatch, CustomersWritten } from '../../core/undo/undo-ports.js';
import { type Orm, rowsOf } from '../client/database.js';
import { isRowRefused, refusedBy } from '../client/database-failure.js';
import { now, parameter, textList } from '../client/parameters.js';
import { journalEnd } from '../read/journal.js';
import { renewLease } from '../sync/leases.js';
import { findUses, usedIds } from './find-uses.js';
import { customerColumnNames, rowHash, setColumns } from './row-images.js';

/** Writes a batch with its journal; if a rule of the database refuses a row, each half separately, down to the single row. */
export async function writeCustomers(orm: Orm, batch: CustomerBatch): Promise<CustomersWritten> {
  try {
    return await orm.transaction(async (tx) => {
      // Compiling a statement for a batch takes longer than the batch.
      await tx.execute(sql`select set_config('jit', 'off', true)`);
      const done = await writeAll(tx, batch);
      // Last, so that the lease's row is locked only for a moment: its holder renews it meanwhile.
      await renewLease(tx, batch.lease);
      return { done, refused: [] };
    });
  } catch (error) {
    if (!isRowRefused(error)) throw error;
    const [first] = batch.items;
    if (batch.items.length === 1 && first !== undefined) {
      return { done: [], refused: [{ id: first.id, rule: refusedBy(error) }] };
    }
  }
  const middle = Math.ceil(batch.items.length / 2);
  const halves = [batch.items.slice(0, middle), batch.items.slice(middle)];
  const written = { done: [] as string[], refused: [] as CustomersWritten['refused'][number][] };
  for (const items of halves) {
    const half = await writeCustomers(orm, { ...batch, items });
    written.done.push(...half.done);
    written.refused.push(...half.refused);
  }
  return written;
}

async function writeAll(tx: Orm, batch: CustomerBatch): Promise<readonly string[]> {
  const of = (action: UndoItem['action']) => batch.items.filter((item) => item.action === action);
  const [made, removed, restored] = [of('make-again'), of('remove'), of('restore')];
  return [
    ...(made.length === 0 ? [] : await makeAgain(tx, batch, made)),
    ...(removed.length === 0 ? [] : await remove(tx, batch, removed)),
    ...(restored.length === 0 ? [] : await restore(tx, batch, restored)),
  ];
}

/** Numbers that JSON does not read exactly. */
const longNumbers = sql`jsonb_build_object('print', k.print::text, 'letters', k.letters::text, 'source_print', k.source_print::text, 'row_print', k.row_print::text)`;

/** Locks the rows first: a new reference to one of them has to wait, and earlier ones are visible. */
async function remove(tx: Orm, { runId }: CustomerBatch, items: readonly UndoItem[]): Promise<readonly string[]> {
  const wanted = items.map(({ id, expects }) => ({ id, expects }));
  await tx.execute(
    sql`select c.id from customers c where c.id in (${textList(items.map(({ id }) => id))}) order by c.id for update`,
  );
  const uses = await findUses(tx, 'customers');
  return idsOf(
    tx,
    sql`with w as materialized (select * from jsonb_to_recordset(${parameter(wanted)}) as w(id text, expects text)),
      used as materialized (${usedIds(uses, sql`select w.id from w`)}),
      gone as (delete from customers c using w where c.id = w.id and ${rowHash('c')} = w.expects and c.id not in (select id from used)
        returning c.id, to_jsonb(c) as image),
      keys as (delete from renos_sync.customer_keys k using gone g where k.customer_id = g.id returning g.id, to_jsonb(k) || ${longNumbers} as image),
      aliases as (delete from renos_sync.customer_aliases a using gone g where a.customer_id = g.id returning g.id, to_jsonb(a) as image),
      notes as (delete from renos_sync.imported_notes m using gone g where m.customer_id = g.id returning g.id, to_jsonb(m) as image),
      images as (select id, jsonb_object_agg(part, image) as parts from (
          select id, 'row' as part, image from gone union all select id, 'keys', image from keys union all select id, 'notes', image from notes
          union all select id, 'aliases', jsonb_agg(image) from aliases group by id) every group by id),
      journaled as (insert into renos_sync.journal (run_id, seq, side, action, kind, item_id, fields, rule, undo)
        select ${runId}::text, ${journalEnd(runId)} + row_number() over (order by i.id), 'database', 'delete', 'customer', i.id,
          jsonb_build_object('name', jsonb_build_array(i.parts -> 'row' -> 'name', null), 'email', jsonb_build_array(i.parts -> 'row' -> 'email', null)), 'undo',
          jsonb_build_object('was', i.parts)
        from images i)
      select id from gone`,
  );
}

async function restore(
  tx: Orm,
  { runId, columns, lines }: CustomerBatch,
  items: readonly UndoItem[],
): Promise<readonly string[]> {
  const wanted = items.map(({ id, expects, fields }) => {
    const [lines_was, lines_is] = lines.get(id) ?? [];
    return { id, expects, fields, was: columns.get(id) ?? {}, has_lines: lines.has(id), lines_was, lines_is };
  });
  return idsOf(
    tx,
    sql`with w as materialized (select * from jsonb_to_recordset(${parameter(wanted)}) as w(id text, expects text, fields jsonb, was jsonb, has_lines boolean, lines_was jsonb, lines_is jsonb)),
      done as (update customers c set ${setColumns(customerColumnNames)}, "updatedAt" = ${now}
        from w join customers o on o.id = w.id cross join lateral jsonb_populate_record(o, w.was) n
        where c.id = o.id and ${rowHash('c')} = w.expects returning c.id),
      forgotten as (delete from renos_sync.imported_notes m using w join done using (id)
        where m.customer_id = w.id and w.has_lines and coalesce(jsonb_typeof(w.lines_was), 'null') = 'null'),
      remembered as (insert into renos_sync.imported_notes (customer_id, lines)
        select w.id, array(select jsonb_array_elements_text(w.lines_was)) from w join done using (id) where jsonb_typeof(w.lines_was) = 'array'
        on conflict (customer_id) do update set lines = excluded.lines),
      journaled as (insert into renos_sync.journal (run_id, seq, side, action, kind, item_id, fields, rule, undo)
        select ${runId}::text, ${journalEnd(runId)} + row_number() over (order by w.id), 'database', 'update', 'customer', w.id, w.fields, 'undo',
          case when w.has_lines then jsonb_build_object('lines', jsonb_build_array(w.lines_is, w.lines_was)) end
        from w join done using (id))
      select id from done`,
  );
}

async function makeAgain(
  tx: Orm,
  { runId, images }: CustomerBatch,
  items: readonly UndoItem[],
): Promise<readonly string[]> {
  const wanted = items.map(({ id }) => ({ id, ...images.get(id) }));
  const kept = (table: string, rows: SQL) =>
    sql`insert into renos_sync.${sql.raw(table)} select n.* from made m join w using (id) ${rows} on conflict do nothing`;
  return idsOf(
    tx,
    sql`with w as materialized (select * from jsonb_to_recordset(${parameter(wanted)}) as w(id text, row jsonb, keys jsonb, notes jsonb, aliases jsonb)),
      made as (insert into customers select n.* from w cross join lateral
          jsonb_populate_record(null::customers, w.row || jsonb_build_object('updatedAt', ${now})) n
        on conflict (id) do nothing returning id, name, email, ${rowHash('customers')} as hash),
      keys as (${kept('customer_keys', sql`cross join lateral jsonb_populate_record(null::renos_sync.customer_keys, w.keys) n where jsonb_typeof(w.keys) = 'object'`)}),
      notes as (${kept('imported_notes', sql`cross join lateral jsonb_populate_record(null::renos_sync.imported_notes, w.notes) n where jsonb_typeof(w.notes) = 'object'`)}),
      aliases as (${kept('customer_aliases', sql`cross join lateral jsonb_populate_recordset(null::renos_sync.customer_aliases, case when jsonb_typeof(w.aliases) = 'array' then w.aliases else '[]' end) n`)}),
      journaled as (insert into renos_sync.journal (run_id, seq, side, action, kind, item_id, fields, rule, undo)
        select ${runId}::text, ${journalEnd(runId)} + row_number() over (order by m.id), 'database', 'create', 'customer', m.id,
          jsonb_build_object('name', jsonb_build_array(null, m.name), 'email', jsonb_build_array(null, m.email)), 'undo', jsonb_build_object('hash', m.hash)
        from made m)
      select id from made`,
  );
}

async function idsOf(tx: Orm, statement: SQL): Promise<readonly string[]> {
  return (await rowsOf<{ id: string }>(tx, statement)).map(({ id }) => id);
}

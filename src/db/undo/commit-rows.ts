import { type SQL, sql } from 'drizzle-orm';
import type { RowWrite } from '../../core/calendar/model/sync-plan.js';
import { type Orm, rowsOf } from '../client/database.js';
import { now, parameter, textList } from '../client/parameters.js';
import { bookingFingerprint } from '../sync/booking-rows.js';
import { findUses, usedIds } from './find-uses.js';
import { bookingColumnNames, bookingImage, rowHash, setColumns } from './row-images.js';

/** The rows that an undo wrote: id → the data to undo that. A row that is absent here was left alone. */
export async function writeRows(tx: Orm, writes: readonly RowWrite[]): Promise<ReadonlyMap<string, object>> {
  const done: [string, object][] = [];
  const of = <Kind extends RowWrite['kind']>(kind: Kind) =>
    writes.filter((write): write is Extract<RowWrite, { kind: Kind }> => write.kind === kind);
  const [removed, restored, made] = [of('remove'), of('restore'), of('make-again')];
  if (removed.length > 0) done.push(...(await removeRows(tx, removed)));
  if (restored.length > 0) done.push(...(await restoreRows(tx, restored)));
  if (made.length > 0) done.push(...(await makeRows(tx, made)));
  return new Map(done);
}

/** Locks the rows first: a new reference to one of them has to wait, and earlier ones are visible. */
async function removeRows(tx: Orm, rows: readonly { readonly bookingId: string; readonly fingerprint: string }[]) {
  const ids = rows.map(({ bookingId }) => bookingId);
  await tx.execute(sql`select b.id from bookings b where b.id in (${textList(ids)}) order by b.id for update`);
  const uses = await findUses(tx, 'bookings');
  return images(
    tx,
    sql`with w as materialized (select * from jsonb_to_recordset(${parameter(rows)}) as w("bookingId" text, fingerprint text)),
      used as materialized (${usedIds(uses, sql`select w."bookingId" from w`)}),
      gone as (delete from bookings b using w where b.id = w."bookingId" and ${bookingFingerprint} = w.fingerprint and b.id not in (select id from used)
        returning b.id, to_jsonb(b) as image),
      forgotten as (delete from renos_sync.imported_bookings i using gone g where i.booking_id = g.id returning g.id, to_jsonb(i) as image)
      select g.id, jsonb_build_object('was', jsonb_build_object('row', g.image, 'imported', f.image)) as image
      from gone g left join forgotten f using (id)`,
  );
}

async function restoreRows(
  tx: Orm,
  rows: readonly { readonly bookingId: string; readonly fingerprint: string; readonly columns: object }[],
) {
  return images(
    tx,
    sql`with w as materialized (select * from jsonb_to_recordset(${parameter(rows)}) as w("bookingId" text, fingerprint text, columns jsonb)),
      before as materialized (select b.id, ${bookingImage('b')} as image from bookings b join w on w."bookingId" = b.id),
      done as (update bookings b set ${setColumns(bookingColumnNames)}, "updatedAt" = ${now}
        from w join bookings o on o.id = w."bookingId" cross join lateral jsonb_populate_record(o, w.columns) n
        where b.id = o.id and ${bookingFingerprint} = w.fingerprint returning b.id, ${bookingImage('b')} as image)
      select d.id, jsonb_build_object('was', o.image, 'is', d.image) as image from done d join before o using (id)`,
  );
}

/** A customer that is gone now is left out; all other rows that it refers to must exist. */
async function makeRows(
  tx: Orm,
  rows: readonly {
    readonly bookingId: string;
    readonly image: { readonly row: object; readonly imported: object | null };
  }[],
) {
  return images(
    tx,
    sql`with w as materialized (
        select w.id, w.imported, w.row || jsonb_build_object('updatedAt', ${now},
          'customerId', (select c.id from customers c where c.id = w.row ->> 'customerId')) as row
        from jsonb_to_recordset(${parameter(rows.map(({ bookingId, image }) => ({ id: bookingId, ...image })))}) as w(id text, row jsonb, imported jsonb)),
      made as (insert into bookings select n.* from w cross join lateral jsonb_populate_record(null::bookings, w.row) n
        on conflict (id) do nothing returning id, ${rowHash('bookings')} as hash),
      known as (insert into renos_sync.imported_bookings
        select n.* from w join made m using (id) cross join lateral jsonb_populate_record(null::renos_sync.imported_bookings, w.imported) n
        where w.imported <> 'null'::jsonb on conflict do nothing)
      select id, jsonb_build_object('hash', hash) as image from made`,
  );
}

async function images(tx: Orm, statement: SQL): Promise<[string, object][]> {
  const rows = await rowsOf<{ id: string; image: object }>(tx, statement);
  return rows.map(({ id, image }) => [id, image]);
}

import { type SQL, sql } from 'drizzle-orm';
import type { StagedRow, UnfinishedImport } from '../core/customers/ports.js';
import { arrayLiteral } from './array-literal.js';
import { type Orm, rowsOf } from './database.js';

const staged = ['import_written', 'import_plan', 'import_groups', 'import_near', 'import_hits', 'import_rows'] as const;

/** Takes a killed import up again, unless what it had staged is gone. */
export async function findUnfinished(orm: Orm, fingerprint: string, since: Date): Promise<UnfinishedImport | null> {
  const [found] = await rowsOf<{ id: number; run_id: string; state: unknown }>(
    orm,
    sql`select i.id, i.run_id, i.state from renos_sync.imports i
      where i.fingerprint = ${fingerprint} and i.stage = 'merging' and i.at >= ${since.toISOString()}::timestamptz
        and i.rows = (select count(*) from renos_sync.import_rows r where r.import_id = i.id)
      order by i.id desc limit 1`,
  );
  if (found === undefined) return null;
  const state = typeof found.state === 'string' ? JSON.parse(found.state) : found.state;
  return { importId: found.id, runId: found.run_id, state };
}

export async function begin(orm: Orm, fingerprint: string, at: Date): Promise<number> {
  await orm.execute(sql`truncate ${list()}`);
  const [row] = await rowsOf<{ id: number }>(
    orm,
    sql`with gone as (delete from renos_sync.imports)
      insert into renos_sync.imports (fingerprint, stage, at) values (${fingerprint}, 'staging', ${at.toISOString()}::timestamptz)
      returning id`,
  );
  if (row === undefined) throw new Error('An import was not given a number.');
  return row.id;
}

export async function end(orm: Orm, importId: number): Promise<void> {
  await orm.execute(sql`delete from renos_sync.imports where id = ${importId}`);
  await orm.execute(sql`truncate ${list()}`);
}

function list(): SQL {
  return sql.raw(staged.map((name) => `renos_sync.${name}`).join(', '));
}

const separator = '\u001f';

/** Stages rows with one statement: each column is one parameter. */
export async function stage(orm: Orm, importId: number, rows: readonly StagedRow[]): Promise<void> {
  const text = (of: (row: StagedRow) => string | number | null) => arrayLiteral(rows.map(of));
  const field = (
    name:
      | 'name'
      | 'email'
      | 'phone'
      | 'address'
      | 'companyName'
      | 'notes'
      | 'totalLeads'
      | 'totalBookings'
      | 'totalRevenue',
  ) => text(({ customer }) => customer?.[name] ?? null);
  await orm.execute(sql`insert into renos_sync.import_rows
      (import_id, seq, line, reasons, new_id, name, email, phone, address, company_name, notes, tags, total_leads,
       total_bookings, total_revenue, last_contact_at, bookings, email_key, phone_key, name_key, blocks)
    select ${importId}::int, r.seq, r.line, r.reasons, r.new_id, r.name, r.email, r.phone, r.address, r.company_name, r.notes,
      string_to_array(r.tags, ${separator}), r.total_leads, r.total_bookings, r.total_revenue, r.last_contact_at::timestamp(3),
      r.bookings::jsonb, r.email_key, r.phone_key, r.name_key, r.blocks::int[]
    from unnest(
      ${text(({ seq }) => seq)}::text::int[], ${text(({ line }) => line)}::text::int[], ${text(({ reasons }) => reasons)}::text::text[],
      ${text(({ newId }) => newId)}::text::text[], ${field('name')}::text::text[], ${field('email')}::text::text[],
      ${field('phone')}::text::text[], ${field('address')}::text::text[], ${field('companyName')}::text::text[],
      ${field('notes')}::text::text[],
      ${text(({ customer }) => (customer === null || customer.tags.length === 0 ? null : customer.tags.join(separator)))}::text::text[],
      ${field('totalLeads')}::text::int[], ${field('totalBookings')}::text::int[], ${field('totalRevenue')}::text::float8[],
      ${text(({ customer }) => customer?.lastContactAt?.toISOString() ?? null)}::text::text[],
      ${text(({ bookings }) => (bookings.length === 0 ? null : JSON.stringify(bookings)))}::text::text[],
      ${text(({ keys }) => keys?.email ?? null)}::text::text[], ${text(({ keys }) => keys?.phone ?? null)}::text::text[],
      ${text(({ keys }) => keys?.nameAddress ?? null)}::text::text[],
      ${text(({ keys }) => (keys === null ? null : `{${keys.blocks.join(',')}}`))}::text::text[]
    ) as r(seq, line, reasons, new_id, name, email, phone, address, company_name, notes, tags, total_leads, total_bookings,
      total_revenue, last_contact_at, bookings, email_key, phone_key, name_key, blocks)`);
}

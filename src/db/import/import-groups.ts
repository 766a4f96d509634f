import { sql } from 'drizzle-orm';
import type { KnownCustomer, PreviousKey } from '../../core/customers/match/people.js';
import type { RowToDecide } from '../../core/customers/match/row-decision.js';
import { arrayLiteral } from '../client/array-literal.js';
import { type Orm, rowsOf } from '../client/database.js';
import { type CustomerRow, textArray, toCustomer } from '../read/customer-rows.js';
import { bulkWork } from './bulk-work.js';
import { namedId } from './import-ids.js';

const page = 1_000;

/** Stores core's groups, and each row with a hit but without a plan as a group of its own. */
export async function addGroups(
  orm: Orm,
  importId: number,
  labels: readonly (readonly [number, number])[],
): Promise<void> {
  if (labels.length === 0) return;
  await orm.execute(sql`insert into renos_sync.import_groups (import_id, label, seq)
    select ${importId}::int, r.label, r.seq from unnest(${arrayLiteral(labels.map(([label]) => label))}::text::int[],
      ${arrayLiteral(labels.map(([, seq]) => seq))}::text::int[]) as r(label, seq)`);
}

interface GroupRow extends CustomerRow {
  readonly label: number;
  readonly seq: number;
  readonly line: number;
  readonly new_id: string;
  readonly has_bookings: boolean;
  readonly ref: string | null;
  readonly notesLines: readonly string[] | null;
}

export async function* readGroups(orm: Orm, importId: number) {
  await bulkWork(orm, async (tx) => {
    await tx.execute(sql`insert into renos_sync.import_groups (import_id, label, seq)
      select distinct h.import_id, h.seq, h.seq from renos_sync.import_hits h
      where h.import_id = ${importId}
        and not exists (select from renos_sync.import_plan p where p.import_id = h.import_id and p.seq = h.seq)
        and not exists (select from renos_sync.import_groups g where g.import_id = h.import_id and g.seq = h.seq)`);
    await tx.execute(sql`analyze renos_sync.import_hits, renos_sync.import_groups, renos_sync.import_plan`);
  });
  let label = -1;
  let seq = -1;
  let pending: GroupRow[] = [];
  for (;;) {
    const rows = await readPage(orm, importId, label, seq);
    pending.push(...rows);
    const last = rows.at(-1);
    const isEnd = rows.length < page;
    const whole = isEnd ? pending : pending.filter((row) => row.label !== last?.label);
    pending = isEnd ? [] : pending.filter((row) => row.label === last?.label);
    if (whole.length > 0) yield await withCustomers(orm, importId, whole);
    if (isEnd || last === undefined) return;
    label = last.label;
    seq = last.seq;
  }
}

function readPage(orm: Orm, importId: number, label: number, seq: number): Promise<GroupRow[]> {
  return rowsOf<GroupRow>(
    orm,
    sql`select g.label, r.seq, r.line, r.new_id, r.name, r.email, r.phone, r.address, r.company_name as "companyName", r.notes,
        to_json(r.tags) as tags, to_json(r.notes_lines) as "notesLines", r.total_leads as "totalLeads", r.total_bookings as "totalBookings",
        r.total_revenue as "totalRevenue", r.last_contact_at::text as "lastContactAt", r.bookings is not null as has_bookings,
        ${namedId} as ref
      from renos_sync.import_groups g join renos_sync.import_rows r on r.import_id = g.import_id and r.seq = g.seq
      where g.import_id = ${importId} and (g.label, g.seq) > (${label}::int, ${seq}::int)
      order by g.label, g.seq limit ${page}::int`,
  );
}

/** The customers that these rows may match, read once for all of them. */
async function withCustomers(orm: Orm, importId: number, rows: readonly GroupRow[]) {
  const found = await rowsOf<
    CustomerRow & { label: number; formerly: PreviousKey[] | null; wroteNotes: readonly string[] | null }
  >(
    orm,
    sql`with met as materialized (
        select distinct g.label, h.customer_id from renos_sync.import_groups g
        join renos_sync.import_hits h on h.import_id = g.import_id and h.seq = g.seq
        where g.import_id = ${importId} and g.label >= ${rows[0]?.label ?? 0}::int and g.label <= ${rows.at(-1)?.label ?? 0}::int)
      select m.label, c.id, c.name, c.email, c.phone, c.address, c."companyName", c.notes, to_json(c.tags) as tags,
        c."totalLeads", c."totalBookings", c."totalRevenue", c."lastContactAt"::text as "lastContactAt",
        (select json_agg(json_build_object('kind', a.kind, 'key', a.key)) from renos_sync.customer_aliases a where a.customer_id = c.id) as formerly,
        (select to_json(n.lines) from renos_sync.imported_notes n where n.customer_id = c.id) as "wroteNotes"
      from met m join customers c on c.id = m.customer_id order by m.label, c.id`,
  );
  const customers = new Map<number, KnownCustomer[]>();
  for (const row of found) {
    const there = customers.get(row.label) ?? [];
    there.push({ ...toCustomer(row), formerly: row.formerly ?? [], wroteNotes: textArray(row.wroteNotes) });
    customers.set(row.label, there);
  }
  const groups = new Map<number, RowToDecide[]>();
  for (const row of rows) {
    const there = groups.get(row.label) ?? [];
    there.push(toRow(row));
    groups.set(row.label, there);
  }
  return [...groups].map(([label, these]) => ({ rows: these, customers: customers.get(label) ?? [] }));
}

function toRow(row: GroupRow): RowToDecide {
  const { id: _, ...customer } = toCustomer(row);
  const said = { totalLeads: row.totalLeads, totalBookings: row.totalBookings, totalRevenue: row.totalRevenue };
  return {
    seq: row.seq,
    line: row.line,
    newId: row.new_id,
    customer: {
      ...{ ...customer, ...said },
      ...(row.ref === null ? {} : { ref: row.ref }),
      ...(row.notesLines === null ? {} : { notesLines: textArray(row.notesLines) }),
    },
    hasBookings: row.has_bookings,
  };
}

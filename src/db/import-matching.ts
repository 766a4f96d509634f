import { sql } from 'drizzle-orm';
import type { StoredCustomer } from '../core/customers/customer.js';
import type { RowToDecide } from '../core/customers/decide-rows.js';
import type { Identity } from '../core/customers/match-keys.js';
import type { NearPair, RowGroup } from '../core/customers/ports.js';
import { arrayLiteral } from './array-literal.js';
import { type CustomerRow, toCustomer } from './customer-rows.js';
import { type Orm, rowsOf } from './database.js';

/** A block or key that more than so many share tells nobody apart. */
const crowd = 20;
const page = 2_000;
const nearPage = 10_000;

/** One hash join a key, for all rows at once. */
export async function findHits(orm: Orm, importId: number): Promise<void> {
  await withMemory(orm, async (tx) => {
    await tx.execute(sql`insert into renos_sync.import_hits (import_id, seq, customer_id)
      with r as (select seq, email_key, phone_key, name_key from renos_sync.import_rows where import_id = ${importId} and reasons is null)
      select ${importId}::int, seq, customer_id from r join renos_sync.customer_keys k using (email_key)
      union select ${importId}::int, seq, customer_id from r join renos_sync.customer_keys k using (phone_key)
      union select ${importId}::int, seq, customer_id from r join renos_sync.customer_keys k using (name_key)`);
  });
}

/** Rows without a hit, beside customers that share a block with them, and the nearest earlier rows that do. */
export async function findNear(orm: Orm, importId: number): Promise<void> {
  await withMemory(orm, async (tx) => {
    await tx.execute(sql`insert into renos_sync.import_near (import_id, n, seq, customer_id, other_seq)
      with alone as (
        select r.seq, unnest(r.blocks) as b from renos_sync.import_rows r
        where r.import_id = ${importId} and r.reasons is null
          and not exists (select from renos_sync.import_hits h where h.import_id = r.import_id and h.seq = r.seq)
      ), beside as (
        select seq, lag(seq, 1) over next_ones as one, lag(seq, 2) over next_ones as two, lag(seq, 3) over next_ones as three
        from alone window next_ones as (partition by b order by seq)
      ), both_new as (
        select distinct seq, other_seq from beside cross join lateral (values (one), (two), (three)) o(other_seq)
        where one is not null and other_seq is not null and other_seq < seq
      ), known as (
        select b, customer_id from (select customer_id, unnest(blocks) as b from renos_sync.customer_keys) k where b in (select b from alone)
      ), rare as (
        select b from known group by b having count(*) <= ${crowd}::int
      ), one_known as (
        select distinct alone.seq, known.customer_id from rare join known using (b) join alone using (b)
      ), pairs as (
        select seq, null as customer_id, other_seq from both_new union all select seq, customer_id, null from one_known
      )
      select ${importId}::int, row_number() over (), seq, customer_id, other_seq from pairs`);
    await tx.execute(sql`analyze renos_sync.import_rows, renos_sync.import_near`);
  });
}

interface NearRow extends Record<string, unknown> {
  readonly n: number;
  readonly seq: number;
  readonly customer_id: string | null;
  readonly other_seq: number | null;
  readonly name: string;
  readonly email: string | null;
  readonly phone: string | null;
  readonly address: string | null;
  readonly other_name: string;
  readonly other_email: string | null;
  readonly other_phone: string | null;
  readonly other_address: string | null;
}

export async function* readNear(orm: Orm, importId: number): AsyncIterable<readonly NearPair[]> {
  for (let after = 0; ; after += nearPage) {
    const rows = await rowsOf<NearRow>(
      orm,
      sql`select p.n, p.seq, p.customer_id, p.other_seq, r.name, r.email, r.phone, r.address,
          coalesce(c.name, o.name) as other_name, coalesce(c.email, o.email) as other_email,
          coalesce(c.phone, o.phone) as other_phone, coalesce(c.address, o.address) as other_address
        from renos_sync.import_near p
        join renos_sync.import_rows r on r.import_id = p.import_id and r.seq = p.seq
        left join renos_sync.import_rows o on o.import_id = p.import_id and o.seq = p.other_seq
        left join customers c on c.id = p.customer_id
        where p.import_id = ${importId} and p.n > ${after}::int and p.n <= ${after + nearPage}::int order by p.n`,
    );
    if (rows.length === 0) return;
    yield rows.filter(({ other_name }) => other_name !== null).map(toPair);
  }
}

function toPair(row: NearRow): NearPair {
  const identity: Identity = { name: row.name, email: row.email, phone: row.phone, address: row.address };
  const other: Identity = {
    name: row.other_name,
    email: row.other_email,
    phone: row.other_phone,
    address: row.other_address,
  };
  return { seq: row.seq, row: identity, customerId: row.customer_id, otherSeq: row.other_seq, other };
}

export async function addHits(
  orm: Orm,
  importId: number,
  hits: readonly { seq: number; customerId: string }[],
): Promise<void> {
  if (hits.length === 0) return;
  await orm.execute(sql`insert into renos_sync.import_hits (import_id, seq, customer_id)
    select ${importId}::int, r.seq, r.id from unnest(${arrayLiteral(hits.map(({ seq }) => seq))}::text::int[],
      ${arrayLiteral(hits.map(({ customerId }) => customerId))}::text::text[]) as r(seq, id) on conflict do nothing`);
}

/** Rows that share a key or a customer with an earlier row. */
export async function* sharedPairs(orm: Orm, importId: number): AsyncIterable<readonly (readonly [number, number])[]> {
  await withMemory(orm, async (tx) => {
    await tx.execute(sql`delete from renos_sync.import_near where import_id = ${importId}`);
    await tx.execute(sql`insert into renos_sync.import_near (import_id, n, seq, other_seq)
      with tokens as materialized (
        select seq, 1 as kind, email_key as token from renos_sync.import_rows where import_id = ${importId} and reasons is null and email_key is not null
        union all select seq, 2, phone_key from renos_sync.import_rows where import_id = ${importId} and reasons is null and phone_key is not null
        union all select seq, 3, name_key from renos_sync.import_rows where import_id = ${importId} and reasons is null and name_key is not null
        union all select seq, 4, customer_id from renos_sync.import_hits where import_id = ${importId}
      ), shared as (
        select kind, token, min(seq) as first from tokens group by kind, token having count(*) > 1
      ), pairs as (
        select distinct t.seq, s.first from shared s join tokens t using (kind, token) where t.seq <> s.first
      )
      select ${importId}::int, row_number() over (), seq, first from pairs`);
  });
  for (let after = 0; ; after += 50_000) {
    const rows = await rowsOf<{ seq: number; other_seq: number }>(
      orm,
      sql`select seq, other_seq from renos_sync.import_near
        where import_id = ${importId} and n > ${after}::int and n <= ${after + 50_000}::int`,
    );
    if (rows.length === 0) return;
    yield rows.map(({ seq, other_seq }) => [other_seq, seq] as const);
  }
}

/**
 * Rows that share nothing with other rows, fit one customer, and say nothing that it does not say already: what
 * `decideRows` calls unchanged, for all of them in one statement.
 */
export async function settleSame(orm: Orm, importId: number): Promise<void> {
  await withMemory(orm, (tx) =>
    tx.execute(sql`insert into renos_sync.import_plan (import_id, seq, outcome, customer_id, rule)
      select r.import_id, r.seq, 'unchanged', c.id, 'same'
      from (select seq, min(customer_id) as customer_id from renos_sync.import_hits where import_id = ${importId}
            group by seq having count(*) = 1) h
      join renos_sync.import_rows r on r.import_id = ${importId} and r.seq = h.seq
      join customers c on c.id = h.customer_id
      join renos_sync.customer_keys k on k.customer_id = c.id
      where not exists (select from renos_sync.import_near n where n.import_id = ${importId} and n.seq = r.seq)
        and not exists (select from renos_sync.import_near n where n.import_id = ${importId} and n.other_seq = r.seq)
        and (r.email_key = k.email_key or r.phone_key = k.phone_key or r.name_key = k.name_key)
        and r.name = c.name
        and (r.email is null or r.email_key = k.email_key)
        and (r.phone is null or r.phone = c.phone or r.phone_key = k.phone_key)
        and (r.address is null or r.address = c.address)
        and (r.company_name is null or r.company_name = c."companyName")
        and (r.notes is null or position(r.notes in c.notes) > 0)
        and (r.tags is null or r.tags <@ c.tags)
        and (r.total_leads is null or r.total_leads = c."totalLeads")
        and (r.total_bookings is null or r.total_bookings = c."totalBookings")
        and (r.total_revenue is null or r.total_revenue = c."totalRevenue")
        and (r.last_contact_at is null or r.last_contact_at <= c."lastContactAt")`),
  );
}

/** Groups as core found them, and each row that has a hit but no plan as a group of its own. */
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
}

export async function* readGroups(orm: Orm, importId: number): AsyncIterable<readonly RowGroup[]> {
  await withMemory(orm, async (tx) => {
    await tx.execute(sql`insert into renos_sync.import_groups (import_id, label, seq)
      select distinct h.import_id, h.seq, h.seq from renos_sync.import_hits h
      where h.import_id = ${importId}
        and not exists (select from renos_sync.import_plan p where p.import_id = h.import_id and p.seq = h.seq)
        and not exists (select from renos_sync.import_groups g where g.import_id = h.import_id and g.seq = h.seq)`);
    await tx.execute(
      sql`analyze renos_sync.import_rows, renos_sync.import_hits, renos_sync.import_groups, renos_sync.import_plan`,
    );
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
        to_json(r.tags) as tags, r.total_leads as "totalLeads", r.total_bookings as "totalBookings",
        r.total_revenue as "totalRevenue", r.last_contact_at::text as "lastContactAt", r.bookings is not null as has_bookings
      from renos_sync.import_groups g join renos_sync.import_rows r on r.import_id = g.import_id and r.seq = g.seq
      where g.import_id = ${importId} and (g.label, g.seq) > (${label}::int, ${seq}::int)
      order by g.label, g.seq limit ${page}::int`,
  );
}

/** The customers that these rows may be, fetched once for all of them. */
async function withCustomers(orm: Orm, importId: number, rows: readonly GroupRow[]): Promise<readonly RowGroup[]> {
  const found = await rowsOf<CustomerRow & { label: number }>(
    orm,
    sql`select distinct on (g.label, c.id) g.label, c.id, c.name, c.email, c.phone, c.address, c."companyName", c.notes, to_json(c.tags) as tags,
        c."totalLeads", c."totalBookings", c."totalRevenue", c."lastContactAt"::text as "lastContactAt"
      from renos_sync.import_groups g
      join renos_sync.import_hits h on h.import_id = g.import_id and h.seq = g.seq
      join customers c on c.id = h.customer_id
      where g.import_id = ${importId} and g.label >= ${rows[0]?.label ?? 0}::int and g.label <= ${rows.at(-1)?.label ?? 0}::int
      order by g.label, c.id`,
  );
  const customers = new Map<number, StoredCustomer[]>();
  for (const row of found) {
    const there = customers.get(row.label);
    if (there === undefined) customers.set(row.label, [toCustomer(row)]);
    else there.push(toCustomer(row));
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
    customer: { ...customer, ...said },
    hasBookings: row.has_bookings,
  };
}

/**
 * For one transaction: more memory than the server's default, and hash joins only. A file's rows were written just
 * now, and a planner without figures about them takes a hundred thousand for one.
 */
async function withMemory(orm: Orm, work: (tx: Orm) => Promise<unknown>): Promise<void> {
  await orm.transaction(async (tx) => {
    await tx.execute(
      sql`select set_config('work_mem', '64MB', true), set_config('enable_nestloop', 'off', true), set_config('jit', 'off', true),
      set_config('default_statistics_target', '10', true)`,
    );
    await work(tx);
  });
}

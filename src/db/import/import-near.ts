import { type SQL, sql } from 'drizzle-orm';
import type { Identity } from '../../core/customers/match/match-keys.js';
import { type Orm, rowsOf } from '../client/database.js';
import { bulkWork } from './bulk-work.js';

/** A block that more customers than this share does not identify anyone. */
const crowd = 20;
/** Pairs per statement: with more than twice as many, they were the largest object in memory. */
const page = 4_000;

/** Blocks of rows that matched no customer, or only customers with the phone who cannot have the name. */
function alone(importId: number): SQL {
  // Not a lateral join: that is a nested loop, and then the planner may use nested loops everywhere.
  return sql`select r.seq, r.letters, unnest(r.blocks) as b from renos_sync.import_rows r
    where r.import_id = ${importId} and r.reasons is null
      and not exists (select from renos_sync.import_hits h join renos_sync.customer_keys k on k.customer_id = h.customer_id
        where h.import_id = r.import_id and h.seq = r.seq and (k.phone_key is distinct from r.phone_key or ${canBeAlike('r.letters', 'k.letters')}))
      and not exists (select from renos_sync.import_plan p where p.import_id = r.import_id and p.seq = r.seq)`;
}

/** `canBeAlike` in SQL. */
function canBeAlike(one: string, other: string): SQL {
  return sql.raw(`(bit_count((${one} # ${other})::bit(64)) <= 4 or ${one} & ~${other} = 0 or ${other} & ~${one} = 0)`);
}

/*
 * Lists that may contain a value twice are made `distinct` before rows are compared with them: PostgreSQL 18 may look
 * up each entry among the rows, and a thousand equal entries would match a thousand rows each.
 */

/**
 * Rows that matched no customer, each with the nearest earlier such rows and the customers that share a block with it
 * and have a similar name.
 */
export async function findNear(orm: Orm, importId: number): Promise<void> {
  await bulkWork(orm, async (tx) => {
    await tx.execute(sql`insert into renos_sync.import_near (import_id, n, seq, customer_id, other_seq)
      with beside as (
        select seq, letters, lag(seq, 1) over next_ones as one, lag(seq, 2) over next_ones as two, lag(seq, 3) over next_ones as three,
          lag(letters, 1) over next_ones as one_has, lag(letters, 2) over next_ones as two_has, lag(letters, 3) over next_ones as three_has
        from (${alone(importId)}) a where b in (select distinct block from renos_sync.import_repeats where import_id = ${importId} and kind = 'block')
        window next_ones as (partition by b order by seq)
      ), both_new as (
        select distinct seq, other_seq from beside cross join lateral (values (one, one_has), (two, two_has), (three, three_has)) o(other_seq, has)
        where one is not null and other_seq is not null and other_seq < seq and ${canBeAlike('letters', 'has')}
      ), alone as materialized (
        select * from (${alone(importId)}) a where exists (select from renos_sync.customer_keys)
      ), known as (
        select b, customer_id, letters from (select customer_id, letters, unnest(blocks) as b from renos_sync.customer_keys) k
        where b in (select distinct b from alone)
      ), rare as (
        select b from known group by b having count(*) <= ${crowd}::int
      ), one_known as (
        select distinct alone.seq, known.customer_id from rare join known using (b) join alone using (b)
        where ${canBeAlike('alone.letters', 'known.letters')}
      ), pairs as (
        select seq, null as customer_id, other_seq from both_new union all select seq, customer_id, null from one_known
      )
      select ${importId}::int, row_number() over (), seq, customer_id, other_seq from pairs`);
    await tx.execute(sql`analyze renos_sync.import_near`);
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

export async function* readNear(orm: Orm, importId: number) {
  for (let after = 0; ; after += page) {
    const rows = await rowsOf<NearRow>(
      orm,
      sql`select p.n, p.seq, p.customer_id, p.other_seq, r.name, r.email, r.phone, r.address,
          coalesce(c.name, o.name) as other_name, coalesce(c.email, o.email) as other_email,
          coalesce(c.phone, o.phone) as other_phone, coalesce(c.address, o.address) as other_address
        from renos_sync.import_near p
        join renos_sync.import_rows r on r.import_id = p.import_id and r.seq = p.seq
        left join renos_sync.import_rows o on o.import_id = p.import_id and o.seq = p.other_seq
        left join customers c on c.id = p.customer_id
        where p.import_id = ${importId} and p.n > ${after}::int and p.n <= ${after + page}::int order by p.n`,
    );
    if (rows.length === 0) return;
    yield rows.filter(({ other_name }) => other_name !== null).map(toPair);
  }
}

function toPair(row: NearRow) {
  const identity: Identity = { name: row.name, email: row.email, phone: row.phone, address: row.address };
  const other: Identity = {
    name: row.other_name,
    email: row.other_email,
    phone: row.other_phone,
    address: row.other_address,
  };
  return { seq: row.seq, row: identity, customerId: row.customer_id, otherSeq: row.other_seq, other };
}

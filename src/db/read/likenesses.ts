import { type SQL, sql } from 'drizzle-orm';
import type { Counted } from '../../core/statistics/read-statistics.js';
import { textSet } from '../client/array-literal.js';
import { type Orm, rowsOf } from '../client/database.js';

/** A key that more customers than this share is a switchboard's, not a customer entered twice. */
const crowd = 20;
/** Up to this many customers' keys are updated by their ids; for more, all customers are read again. */
const few = 1_000;

const digits = sql`regexp_replace(c.phone, '\\D', '', 'g')`;
const plain = (column: SQL) => sql`lower(trim(regexp_replace(${column}, '\\s+', ' ', 'g')))`;
/** The keys by which customer `c` is compared; null: no key. A change here needs another number in `version`. */
const keys: Readonly<Record<'email' | 'phone' | 'place', SQL>> = {
  email: sql`nullif(lower(trim(c.email)), '')`,
  phone: sql`case when length(${digits}) between 8 and 15 then regexp_replace(${digits}, '^(00)?45(?=\\d{8}$)', '') end`,
  place: sql`case when trim(c.name) <> '' and trim(c.address) <> '' then ${plain(sql`c.name`)} || '|' || ${plain(sql`c.address`)} end`,
};
/** The version of customer `c`'s row: every write of a row has its own transaction. */
const version = sql`hash_record_extended(row(1, c.tableoid, c.xmin), 0)`;
/** A different seed for each kind: equal texts of two kinds get different numbers. */
const kinds = { email: 1, phone: 2, place: 3 } as const;
const hashed = (key: keyof typeof keys) => sql`hashtextextended(${keys[key]}, ${sql.raw(String(kinds[key]))})`;

type LikeBy = Counted['likenesses'][number]['by'];

interface Unknown {
  /** Customers whose stored keys are missing or outdated, and the first of them. */
  readonly customers: number;
  readonly ids: readonly string[];
  /** Stored keys of rows that have another version now, or are gone. */
  readonly outdated: number;
}

interface Row extends Record<string, unknown> {
  readonly by: LikeBy | 'unknown' | null;
  readonly groups: number;
  readonly customers: number;
  readonly examples: unknown;
}

export interface Likenesses extends Pick<Counted, 'likenesses' | 'likeCustomers'> {
  readonly unknown: Unknown;
}

/**
 * Customers that share an e-mail (ignoring case), a phone (in any spelling), or name and address (ignoring case and
 * spaces). Import finds more, because it allows typing errors; these are quick to find, and certain enough to check. A
 * row's keys are stored with its version, because making them takes most of the time.
 */
export async function likenessesOf(orm: Orm, isAsked: SQL): Promise<Likenesses> {
  const known = (key: keyof typeof keys) =>
    sql`case when k.version = c.version then k.${sql.raw(key)} else ${hashed(key)} end as ${sql.raw(key)}`;
  const of = (by: LikeBy, key: keyof typeof keys) =>
    sql`select ${by}::text as by, keyed_customers.id, ${keys[key]} as text from keyed_customers join shared on shared.key = keyed_customers.${sql.raw(key)} join customers c on c.id = keyed_customers.id`;
  const rows = await rowsOf<Row>(
    orm,
    sql`with keyed_customers as materialized (
        select c.id, k.version = c.version is true as is_known, ${known('email')}, ${known('phone')}, ${known('place')}
        from (select c.id, c.name, c.email, c.phone, c.address, ${version} as version from customers c where ${isAsked} offset 0) c
        left join renos_sync.likeness_keys k on k.customer_id = c.id
      ), shared as materialized (
        select key from (select email as key from keyed_customers union all select phone from keyed_customers union all select place from keyed_customers) keyed
        where key is not null group by key having count(*) between 2 and ${crowd}::int
      ), members as (
        ${of('email', 'email')} union all ${of('phone', 'phone')} union all ${of('name-and-address', 'place')}
      ), alike as (
        select by, text, count(*) as n, array_agg(id order by id) as ids, row_number() over (partition by by order by min(id)) as place
        from members group by by, text having count(*) > 1
      )
      select by, count(*)::int as groups, sum(n)::int as customers,
        coalesce(json_agg(ids order by place) filter (where place <= 3), '[]') as examples from alike group by by
      union all select null, 0, (select count(distinct id)::int from alike, unnest(ids) id), '[]'::json
      union all select 'unknown', ((select count(*) from renos_sync.likeness_keys) - (select count(*) from keyed_customers where is_known))::int,
        (select count(*)::int from keyed_customers where not is_known), (select coalesce(json_agg(id), '[]') from (select id from keyed_customers where not is_known limit ${few}::int) u)`,
  );
  return toLikenesses(rows);
}

function toLikenesses(rows: readonly Row[]): Likenesses {
  const of = (by: Row['by']) => rows.filter((row) => row.by === by);
  const likenesses = (['email', 'phone', 'name-and-address'] as const).flatMap((by) =>
    of(by).map(({ groups, customers, examples }) => ({
      ...{ by, groups, customers },
      examples: examples as readonly (readonly string[])[],
    })),
  );
  const [unknown] = of('unknown');
  const ids = (unknown?.examples ?? []) as readonly string[];
  return {
    likenesses,
    likeCustomers: of(null)[0]?.customers ?? 0,
    unknown: { customers: unknown?.customers ?? 0, ids, outdated: unknown?.groups ?? 0 },
  };
}

/** The most customers whose keys are stored at once. */
const most = 100_000;

/** Stores the new keys. If nothing may be written, the figures are still right. */
export async function rememberKeys(orm: Orm, { customers, ids, outdated }: Unknown): Promise<void> {
  if (customers > 0) await remember(orm, customers > few ? null : ids).catch(() => {});
  if (outdated > customers) await forgetVanished(orm).catch(() => {});
}

async function remember(orm: Orm, ids: readonly string[] | null): Promise<void> {
  const isNew = sql`not exists (select from renos_sync.likeness_keys k where k.customer_id = c.id and k.version = ${version})`;
  await orm.execute(sql`insert into renos_sync.likeness_keys (customer_id, version, email, phone, place)
    select c.id, ${version}, ${hashed('email')}, ${hashed('phone')}, ${hashed('place')} from customers c
    where ${ids === null ? isNew : sql`c.id in (${textSet(ids)})`} order by c.id limit ${most}::int
    on conflict (customer_id) do update set version = excluded.version, email = excluded.email, phone = excluded.phone, place = excluded.place`);
}

async function forgetVanished(orm: Orm): Promise<void> {
  await orm.execute(
    sql`delete from renos_sync.likeness_keys k where not exists (select from customers c where c.id = k.customer_id)`,
  );
}

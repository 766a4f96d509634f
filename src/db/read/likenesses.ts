import { type SQL, sql } from 'drizzle-orm';
import type { Counted } from '../../core/statistics/read-statistics.js';
import { textSet } from '../client/array-literal.js';
import { type Orm, rowsOf } from '../client/database.js';

/** What more customers than this share tells of a switchboard, not of a customer entered twice. */
const crowd = 20;
/** Customers whose keys are remembered by their ids; of more, all are gone through once more. */
const few = 1_000;

const digits = sql`regexp_replace(c.phone, '\\D', '', 'g')`;
const plain = (column: SQL) => sql`lower(trim(regexp_replace(${column}, '\\s+', ' ', 'g')))`;
/** What customer `c` is compared by; null: nothing that tells it apart. A change here takes another number into `version`. */
const keys: Readonly<Record<'email' | 'phone' | 'place', SQL>> = {
  email: sql`nullif(lower(trim(c.email)), '')`,
  phone: sql`case when length(${digits}) between 8 and 15 then regexp_replace(${digits}, '^(00)?45(?=\\d{8}$)', '') end`,
  place: sql`case when trim(c.name) <> '' and trim(c.address) <> '' then ${plain(sql`c.name`)} || '|' || ${plain(sql`c.address`)} end`,
};
/** The version of the row of customer `c`: each write of a row is another transaction's. */
const version = sql`hash_record_extended(row(1, c.tableoid, c.xmin), 0)`;
/** With a beginning of its own for each kind: keys of two kinds are two numbers. */
const kinds = { email: 1, phone: 2, place: 3 } as const;
const hashed = (key: keyof typeof keys) => sql`hashtextextended(${keys[key]}, ${sql.raw(String(kinds[key]))})`;

type LikeBy = Counted['likenesses'][number]['by'];

interface Unknown {
  /** Customers whose keys are not remembered as they are, and the first of them. */
  readonly customers: number;
  readonly ids: readonly string[];
  /** What is remembered of a row that is another version now, or gone. */
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
 * Customers that share an e-mail but for its case, a phone but for how it is written, or name and address but for case
 * and spaces. Import finds more, as it forgives typing errors; these are quick to find, and certain enough to look at.
 * What a row's keys are is remembered with its version, as to make them takes most of the time.
 */
export async function likenessesOf(orm: Orm, isAsked: SQL): Promise<Likenesses> {
  const known = (key: keyof typeof keys) =>
    sql`case when k.version = c.version then k.${sql.raw(key)} else ${hashed(key)} end as ${sql.raw(key)}`;
  const of = (by: LikeBy, key: keyof typeof keys) =>
    sql`select ${by}::text as by, told.id, ${keys[key]} as text from told join shared on shared.key = told.${sql.raw(key)} join customers c on c.id = told.id`;
  const rows = await rowsOf<Row>(
    orm,
    sql`with told as materialized (
        select c.id, k.version = c.version is true as is_known, ${known('email')}, ${known('phone')}, ${known('place')}
        from (select c.id, c.name, c.email, c.phone, c.address, ${version} as version from customers c where ${isAsked} offset 0) c
        left join renos_sync.likeness_keys k on k.customer_id = c.id
      ), shared as materialized (
        select key from (select email as key from told union all select phone from told union all select place from told) keyed
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
      union all select 'unknown', ((select count(*) from renos_sync.likeness_keys) - (select count(*) from told where is_known))::int,
        (select count(*)::int from told where not is_known), (select coalesce(json_agg(id), '[]') from (select id from told where not is_known limit ${few}::int) u)`,
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

/** Customers whose keys are remembered at once. */
const most = 100_000;

/** Remembers what was made anew. Where nothing may be written, the figures are right all the same. */
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

import { type SQL, sql } from 'drizzle-orm';
import type {
  Counted,
  CustomerCount,
  Likeness,
  MonthCount,
  ServiceCount,
  StatisticsRequest,
  StatisticsStore,
} from '../core/statistics/read-statistics.js';
import { bookingCancelled, bookingStart } from './booking-rows.js';
import { cents, countCustomers } from './customer-figures.js';
import { hasTag } from './customer-repository.js';
import { type Database, type Orm, rowsOf } from './database.js';

/** What more customers than this share tells of a switchboard, not of a customer entered twice. */
const crowd = 20;
const mostCustomers = 10;

/** Counts for `stats`: seven statements of one moment. */
export function createStatisticsStore({ orm }: Database): StatisticsStore {
  return {
    count: (request) =>
      orm.transaction((tx) => count(tx, request), { isolationLevel: 'repeatable read', accessMode: 'read only' }),
  };
}

async function count(orm: Orm, request: StatisticsRequest): Promise<Counted> {
  const [tables] = await rowsOf<{ quotes: boolean; invoices: boolean }>(
    orm,
    sql`select to_regclass('quotes') is not null as quotes, to_regclass('invoices') is not null as invoices`,
  );
  const scope = scopeOf(request, { quotes: tables?.quotes === true, invoices: tables?.invoices === true });
  return {
    customers: await countCustomers(orm, tagged(request)),
    ...(await likenessesOf(orm, request)),
    ...(await monthsOf(orm, scope, request)),
    services: await servicesOf(orm, scope),
    topCustomers: await topCustomersOf(orm, scope),
    knowsRevenue: tables?.quotes === true || tables?.invoices === true,
  };
}

function tagged({ tags }: StatisticsRequest): SQL {
  return tags === null ? sql`true` : hasTag(tags);
}

/**
 * Customers that share an e-mail but for its case, a phone but for how it is written, or name and address but for case
 * and spaces. Import finds more, as it forgives typing errors; these are quick to find, and certain enough to look at.
 */
async function likenessesOf(
  orm: Orm,
  request: StatisticsRequest,
): Promise<Pick<Counted, 'likenesses' | 'likeCustomers'>> {
  const digits = sql`regexp_replace(c.phone, '\\D', '', 'g')`;
  const plain = (column: SQL) => sql`lower(trim(regexp_replace(${column}, '\\s+', ' ', 'g')))`;
  const rows = await rowsOf<{ by: Likeness['by'] | null; groups: number; customers: number; examples: unknown }>(
    orm,
    sql`with keyed as (
        select c.id, 'email' as by, lower(trim(c.email)) as key from customers c where trim(c.email) <> '' and ${tagged(request)}
        union all select c.id, 'phone', regexp_replace(${digits}, '^(00)?45(?=\\d{8}$)', '') from customers c
          where length(${digits}) between 8 and 15 and ${tagged(request)}
        union all select c.id, 'name-and-address', ${plain(sql`c.name`)} || '|' || ${plain(sql`c.address`)} from customers c
          where trim(c.name) <> '' and trim(c.address) <> '' and ${tagged(request)}
      ), alike as (
        select by, key, count(*) as n, array_agg(id order by id) as ids, row_number() over (partition by by order by min(id)) as place
        from keyed group by by, key having count(*) between 2 and ${crowd}::int
      )
      select by, count(*)::int as groups, sum(n)::int as customers,
        coalesce(json_agg(ids order by place) filter (where place <= 3), '[]') as examples from alike group by by
      union all select null, 0, (select count(distinct id)::int from alike, unnest(ids) id), '[]'::json`,
  );
  const read = (examples: unknown) =>
    (typeof examples === 'string' ? JSON.parse(examples) : examples) as readonly (readonly string[])[];
  const likenesses = (['email', 'phone', 'name-and-address'] as const).flatMap((kind) =>
    rows
      .filter(({ by }) => by === kind)
      .map(({ groups, customers, examples }) => ({ by: kind, groups, customers, examples: read(examples) })),
  );
  return { likenesses, likeCustomers: rows.find(({ by }) => by === null)?.customers ?? 0 };
}

/**
 * The bookings that are asked for, as `scope`, with what each came to: the total of its invoices, or else of its quote.
 * A cancelled one came to what was invoiced all the same.
 */
function scopeOf({ since, until, ...request }: StatisticsRequest, has: { quotes: boolean; invoices: boolean }): SQL {
  const invoiced = has.invoices
    ? sql`(select sum(${cents(sql`i.total`)}) from invoices i where i."bookingId" = b.id
        and lower(trim(i.status)) not in ('draft', 'cancelled', 'canceled', 'void', 'credited'))`
    : sql`null::numeric`;
  const quoted = has.quotes
    ? sql`(select ${cents(sql`q.total`)} from quotes q where q.id = b."quoteId" and not ${bookingCancelled})`
    : sql`null::numeric`;
  const bounds = [tagged({ ...request, since, until })];
  if (since !== null) bounds.push(sql`${bookingStart} >= ${since.toISOString()}::timestamp(3)`);
  if (until !== null) bounds.push(sql`${bookingStart} < ${until.toISOString()}::timestamp(3)`);
  return sql`scope as (
      select b.id, b."customerId" as customer_id, c.name as customer_name, ${bookingStart} as start, ${bookingCancelled} as cancelled,
        nullif(trim(b."serviceType"), '') as service, coalesce(${invoiced}, ${quoted}) as cents
      from bookings b left join customers c on c.id = b."customerId" where ${sql.join(bounds, sql` and `)}
    )`;
}

const monthOf = (column: SQL) => sql`to_char(${column} at time zone 'UTC' at time zone 'Europe/Copenhagen', 'YYYY-MM')`;

interface MonthRow extends Record<string, unknown> {
  readonly month: string | null;
  readonly bookings: number;
  readonly cancelled: number;
  readonly cents: string | null;
  readonly served: number;
  readonly fresh_in_month: number;
  readonly known_in_month: number;
  readonly fresh: number;
  readonly known: number;
  readonly came_back: number;
}

/** A row a month, and one of the whole: there, who had a booking before the period is known already. */
async function monthsOf(
  orm: Orm,
  scope: SQL,
  { since }: StatisticsRequest,
): Promise<Pick<Counted, 'months' | 'total'>> {
  const begin = since === null ? sql`null::timestamp` : sql`${since.toISOString()}::timestamp(3)`;
  const rows = await rowsOf<MonthRow>(
    orm,
    sql`with ${scope}, firsts as (
        select b."customerId" as customer_id, min(${bookingStart}) as first from bookings b where not ${bookingCancelled} group by 1
      ), told as (
        select s.*, ${monthOf(sql`s.start`)} as month, f.first, ${monthOf(sql`f.first`)} as first_month
        from scope s left join firsts f using (customer_id)
      )
      select month, count(*) filter (where not cancelled)::int as bookings, count(*) filter (where cancelled)::int as cancelled,
        sum(cents)::text as cents, count(distinct customer_id) filter (where not cancelled)::int as served,
        count(distinct customer_id) filter (where not cancelled and first_month = month)::int as fresh_in_month,
        count(distinct customer_id) filter (where not cancelled and first_month < month)::int as known_in_month,
        count(distinct customer_id) filter (where not cancelled and first >= coalesce(${begin}, first))::int as fresh,
        count(distinct customer_id) filter (where not cancelled and first < ${begin})::int as known,
        count(distinct customer_id) filter (where not cancelled and start > first)::int as came_back
      from told group by grouping sets ((month), ()) order by month nulls first`,
  );
  const months = rows
    .filter((row) => row.month !== null)
    .map((row) => ({
      ...countOf({ ...row, fresh: row.fresh_in_month, known: row.known_in_month }),
      month: row.month ?? '',
    }));
  const whole = rows.find((row) => row.month === null);
  const { served = 0, came_back: cameBack = 0 } = whole ?? {};
  return { months, total: { ...countOf(whole), served, cameBack } };
}

function countOf(row: MonthRow | undefined): Omit<MonthCount, 'month'> {
  return {
    bookings: row?.bookings ?? 0,
    cancelled: row?.cancelled ?? 0,
    cents: centsOf(row?.cents ?? null),
    newCustomers: row?.fresh ?? 0,
    returningCustomers: row?.known ?? 0,
  };
}

async function servicesOf(orm: Orm, scope: SQL): Promise<readonly ServiceCount[]> {
  const rows = await rowsOf<{ service: string | null; bookings: number; cents: string | null }>(
    orm,
    sql`with ${scope} select min(service) as service, count(*) filter (where not cancelled)::int as bookings, sum(cents)::text as cents
      from scope group by lower(service) having count(*) filter (where not cancelled) > 0 or sum(cents) is not null
      order by sum(cents) desc nulls last, 2 desc, lower(service) nulls last`,
  );
  return rows.map(({ service, bookings, cents: sum }) => ({ service, bookings, cents: centsOf(sum) }));
}

async function topCustomersOf(orm: Orm, scope: SQL): Promise<readonly CustomerCount[]> {
  const rows = await rowsOf<{ id: string; name: string; bookings: number; cents: string | null }>(
    orm,
    sql`with ${scope} select customer_id as id, customer_name as name, count(*) filter (where not cancelled)::int as bookings, sum(cents)::text as cents
      from scope where customer_name is not null group by customer_id, customer_name
      order by sum(cents) desc nulls last, 3 desc, customer_name, customer_id limit ${mostCustomers}::int`,
  );
  return rows.map(({ id, name, bookings, cents: sum }) => ({ id, name, bookings, cents: centsOf(sum) }));
}

function centsOf(text: string | null): number | null {
  return text === null ? null : Number(text);
}

import { type SQL, sql } from 'drizzle-orm';
import type { Likeness } from '../../core/results/export-result.js';
import type {
  Counted,
  CustomerCount,
  MonthCount,
  ServiceCount,
  StatisticsRequest,
  StatisticsStore,
} from '../../core/statistics/read-statistics.js';
import { type Database, type Orm, rowOf, rowsOf } from '../client/database.js';
import { bookingCancelled, bookingStart, isWithinReach } from '../sync/booking-rows.js';
import { cents, countCustomers } from './customer-figures.js';
import { hasTag } from './customer-repository.js';

/** What more customers than this share tells of a switchboard, not of a customer entered twice. */
const crowd = 20;
const mostCustomers = 10;

/** Counts for `stats`: four statements of one moment. */
export function createStatisticsStore({ orm }: Database): StatisticsStore {
  return {
    count: (request) =>
      orm.transaction((tx) => count(tx, request), { isolationLevel: 'repeatable read', accessMode: 'read only' }),
  };
}

async function count(orm: Orm, request: StatisticsRequest): Promise<Counted> {
  const tables = await rowOf<{ quotes: boolean; invoices: boolean }>(
    orm,
    sql`select to_regclass('quotes') is not null as quotes, to_regclass('invoices') is not null as invoices`,
  );
  const has = { quotes: tables.quotes, invoices: tables.invoices };
  const { months, services, top, total } = await countBookings(orm, request, has);
  return {
    customers: await countCustomers(orm, tagged(request)),
    ...(await likenessesOf(orm, request)),
    months,
    total,
    services,
    topCustomers: top,
    knowsRevenue: has.quotes || has.invoices,
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
      ), shared as (
        select by, key from keyed group by by, key having count(*) between 2 and ${crowd}::int
      ), alike as (
        select by, key, count(*) as n, array_agg(id order by id) as ids, row_number() over (partition by by order by min(id)) as place
        from keyed join shared using (by, key) group by by, key
      )
      select by, count(*)::int as groups, sum(n)::int as customers,
        coalesce(json_agg(ids order by place) filter (where place <= 3), '[]') as examples from alike group by by
      union all select null, 0, (select count(distinct id)::int from alike, unnest(ids) id), '[]'::json`,
  );
  const read = (examples: unknown) => readJson(examples) as readonly (readonly string[])[];
  const likenesses = (['email', 'phone', 'name-and-address'] as const).flatMap((kind) =>
    rows
      .filter(({ by }) => by === kind)
      .map(({ groups, customers, examples }) => ({ by: kind, groups, customers, examples: read(examples) })),
  );
  return { likenesses, likeCustomers: rows.find(({ by }) => by === null)?.customers ?? 0 };
}

/** What the bookings that are asked for came to, each: the total of its invoices, or else of its quote. */
function pricesOf({ quotes, invoices }: Prices): { readonly joins: SQL; readonly cents: SQL } {
  const invoiced = sql`left join (select i."bookingId" as id, sum(${cents(sql`i.total`)}) as cents from invoices i
      where lower(trim(i.status)) not in ('draft', 'cancelled', 'canceled', 'void', 'credited') group by 1) i on i.id = b.id`;
  return {
    joins: sql`${invoices ? invoiced : sql``} ${quotes ? sql`left join quotes q on q.id = b."quoteId"` : sql``}`,
    // A cancelled one came to what was invoiced all the same.
    cents: sql`coalesce(${invoices ? sql`i.cents` : sql`null`}, ${
      quotes ? sql`case when not ${bookingCancelled} then ${cents(sql`q.total`)} end` : sql`null`
    })::numeric`,
  };
}

interface Prices {
  readonly quotes: boolean;
  readonly invoices: boolean;
}

/** Null for an instant that is in no month. */
const monthOf = (instant: SQL) =>
  sql`case when ${isWithinReach(instant)} then date_trunc('month', ${instant} at time zone 'UTC' at time zone 'Europe/Copenhagen') end`;

interface BookingFigures extends Record<string, unknown> {
  readonly months: readonly MonthCount[];
  readonly services: readonly ServiceCount[];
  readonly top: readonly CustomerCount[];
  readonly total: Counted['total'];
}

/**
 * Reads the bookings once, and sums up by customer and month before anything else: what is told of a month or of the whole
 * is then a count of rows. Who had a booking before the month, or the period, is known already.
 */
async function countBookings(orm: Orm, request: StatisticsRequest, has: Prices): Promise<BookingFigures> {
  const { since, until } = request;
  const prices = pricesOf(has);
  const begin = since === null ? sql`null::timestamp(3)` : sql`${since.toISOString()}::timestamp(3)`;
  const end = until === null ? sql`null::timestamp(3)` : sql`${until.toISOString()}::timestamp(3)`;
  const ordered = sql`cents desc nulls last, bookings desc`;
  const [row] = await rowsOf<{ figures: BookingFigures | string }>(
    orm,
    sql`with scope as materialized (
        select b."customerId" as customer_id, ${bookingStart} as start, ${bookingCancelled} as cancelled,
          nullif(trim(b."serviceType"), '') as service, ${prices.cents} as cents
        from bookings b left join customers c on c.id = b."customerId" ${prices.joins}
        where ${tagged(request)} and ${bookingStart} >= coalesce(${begin}, ${bookingStart}) and ${bookingStart} < coalesce(${end}, 'infinity')
      ), firsts as (
        select b."customerId" as customer_id, min(${bookingStart}) as first from bookings b where not ${bookingCancelled} group by 1
      ), visits as (
        select ${monthOf(sql`start`)} as month, customer_id, count(*) filter (where not cancelled) as bookings,
          count(*) filter (where cancelled) as cancelled, sum(cents) as cents, max(start) filter (where not cancelled) as last
        from scope group by 1, 2
      ), told as (
        select v.*, f.first, ${monthOf(sql`f.first`)} as first_month from visits v left join firsts f using (customer_id)
      ), people as (
        select customer_id, sum(bookings) as bookings, sum(cancelled) as cancelled, sum(cents) as cents, min(first) as first, max(last) as last
        from told group by 1
      ), months as (
        select to_char(month, 'YYYY-MM') as month, sum(bookings) as bookings, sum(cancelled) as cancelled, sum(cents) as cents,
          count(*) filter (where bookings > 0 and first_month = told.month) as "newCustomers",
          count(*) filter (where bookings > 0 and first_month < told.month) as "returningCustomers"
        from told where told.month is not null group by told.month
      ), services as (
        select min(service) as service, count(*) filter (where not cancelled) as bookings, sum(cents) as cents
        from scope group by lower(service) having count(*) filter (where not cancelled) > 0 or sum(cents) is not null
      ), top as (
        select customer_id as id, c.name, bookings, cents from people join customers c on c.id = customer_id
        order by ${ordered}, c.name, customer_id limit ${mostCustomers}::int
      ), total as (
        select coalesce(sum(bookings), 0) as bookings, coalesce(sum(cancelled), 0) as cancelled, sum(cents) as cents,
          count(customer_id) filter (where bookings > 0) as served,
          count(customer_id) filter (where bookings > 0 and first >= coalesce(${begin}, first)) as "newCustomers",
          count(customer_id) filter (where bookings > 0 and first < ${begin}) as "returningCustomers",
          count(customer_id) filter (where last > first) as "cameBack"
        from people
      )
      select json_build_object(
        'months', (select coalesce(json_agg(months order by month), '[]') from months),
        'services', (select coalesce(json_agg(services order by ${ordered}, lower(service) nulls last), '[]') from services),
        'top', (select coalesce(json_agg(top order by ${ordered}, name, id), '[]') from top),
        'total', (select row_to_json(total) from total)) as figures`,
  );
  return readJson(row?.figures) as BookingFigures;
}

/** JSON comes parsed from one driver, and as text from another. */
function readJson(value: unknown): unknown {
  return typeof value === 'string' ? JSON.parse(value) : value;
}

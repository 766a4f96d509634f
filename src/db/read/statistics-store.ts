import { type SQL, sql } from 'drizzle-orm';
import type { Counted, StatisticsRequest, StatisticsStore } from '../../core/statistics/read-statistics.js';
import { zone } from '../../core/zone.js';
import { type Database, type Orm, rowOf } from '../client/database.js';
import { bookingCancelled, bookingStart, isWithinReach } from '../sync/booking-rows.js';
import { cents, countCustomers } from './customer-figures.js';
import { hasTag } from './customer-repository.js';
import { type Likenesses, likenessesOf, rememberKeys } from './likenesses.js';

const mostCustomers = 10;

/** Counts for `stats`: four statements on one snapshot, and the customers' keys to store afterwards. */
export function createStatisticsStore({ orm }: Database): StatisticsStore {
  return {
    count: async (request) => {
      const isolation = { isolationLevel: 'repeatable read', accessMode: 'read only' } as const;
      const { unknown, ...counted } = await orm.transaction((tx) => count(tx, request), isolation);
      if (request.tags === null) await rememberKeys(orm, unknown);
      return counted;
    },
  };
}

async function count(orm: Orm, request: StatisticsRequest): Promise<Counted & Pick<Likenesses, 'unknown'>> {
  const tables = await rowOf<{ quotes: boolean; invoices: boolean }>(
    orm,
    sql`select to_regclass('quotes') is not null as quotes, to_regclass('invoices') is not null as invoices,
      set_config('work_mem', '64MB', true), set_config('jit', 'off', true), set_config('enable_mergejoin', 'off', true)`,
  );
  const has = { quotes: tables.quotes, invoices: tables.invoices };
  const { months, services, top, total } = await countBookings(orm, request, has);
  return {
    customers: await countCustomers(orm, tagged(request)),
    ...(await likenessesOf(orm, tagged(request))),
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

/** The amount of each requested booking: the total of its invoices, otherwise of its quote. */
function pricesOf({ quotes, invoices }: Prices): { readonly joins: SQL; readonly cents: SQL } {
  const invoiced = sql`left join (select i."bookingId" as id, sum(${cents(sql`i.total`)}) as cents from invoices i
      where lower(trim(i.status)) not in ('draft', 'cancelled', 'canceled', 'void', 'credited') group by 1) i on i.id = b.id`;
  return {
    joins: sql`${invoices ? invoiced : sql``} ${quotes ? sql`left join quotes q on q.id = b."quoteId"` : sql``}`,
    // For a cancelled booking, the invoiced amount still counts.
    cents: sql`coalesce(${invoices ? sql`i.cents` : sql`null`}, ${
      quotes ? sql`case when not ${bookingCancelled} then ${cents(sql`q.total`)} end` : sql`null`
    })::numeric`,
  };
}

interface Prices {
  readonly quotes: boolean;
  readonly invoices: boolean;
}

/** Null for an instant without a month. */
const monthOf = (instant: SQL) =>
  sql`case when ${isWithinReach(instant)} then date_trunc('month', ${instant} at time zone 'UTC' at time zone ${sql.raw(`'${zone}'`)}) end`;

interface BookingFigures extends Record<string, unknown> {
  readonly months: Counted['months'];
  readonly services: Counted['services'];
  readonly top: Counted['topCustomers'];
  readonly total: Counted['total'];
}

/**
 * Reads the bookings once, and sums up by customer and month first: the figures of a month or of the whole are then a
 * count of rows. Which customers had an earlier booking is already known.
 */
async function countBookings(orm: Orm, request: StatisticsRequest, has: Prices): Promise<BookingFigures> {
  const { since, until } = request;
  const prices = pricesOf(has);
  const begin = since === null ? sql`null::timestamp(3)` : sql`${since.toISOString()}::timestamp(3)`;
  const end = until === null ? sql`null::timestamp(3)` : sql`${until.toISOString()}::timestamp(3)`;
  const ordered = sql`cents desc nulls last, bookings desc`;
  const { figures } = await rowOf<{ figures: BookingFigures }>(
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
      ), monthly as (
        select v.*, f.first, ${monthOf(sql`f.first`)} as first_month from visits v left join firsts f using (customer_id)
      ), people as (
        select customer_id, sum(bookings) as bookings, sum(cancelled) as cancelled, sum(cents) as cents, min(first) as first, max(last) as last
        from monthly group by 1
      ), months as (
        select to_char(month, 'YYYY-MM') as month, sum(bookings) as bookings, sum(cancelled) as cancelled, sum(cents) as cents,
          count(*) filter (where bookings > 0 and first_month = monthly.month) as "newCustomers",
          count(*) filter (where bookings > 0 and first_month < monthly.month) as "returningCustomers"
        from monthly where monthly.month is not null group by monthly.month
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
  return figures;
}

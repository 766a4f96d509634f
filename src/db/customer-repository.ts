import { type SQL, sql } from 'drizzle-orm';
import type { CustomerFilter, CustomerRepository, CustomerStatistics } from '../core/customers/ports.js';
import { arrayLiteral } from './array-literal.js';
import { cursorPages } from './cursor-pages.js';
import { type ExportedRow, toExported } from './customer-rows.js';
import { type Database, type Orm, rowsOf } from './database.js';

const page = 1_000;

/** RenOS's customers, for reading. */
export function createCustomerRepository({ orm }: Database): CustomerRepository {
  return {
    list: async function* (filter) {
      const query = sql`select c.id, c.name, c.email, c.phone, c.address, c."companyName", c.notes, c.status, c.tags,
          c."totalLeads", c."totalBookings", c."totalRevenue", c."lastContactAt"::text as "lastContactAt", c."createdAt"::text as "createdAt"
        from customers c where ${wanted(filter)} order by c.name, c.id`;
      for await (const rows of cursorPages<ExportedRow>(orm, query, page)) yield rows.map(toExported);
    },
    count: async (filter) => {
      const [row] = await rowsOf<{ count: number }>(
        orm,
        sql`select count(*)::int as count from customers c where ${wanted(filter)}`,
      );
      return row?.count ?? 0;
    },
    statistics: () => statistics(orm),
  };
}

function wanted({ ids, tags, statuses, since, until }: CustomerFilter): SQL {
  const conditions = [sql`true`];
  if (ids !== null) conditions.push(sql`c.id = any(${arrayLiteral(ids)}::text::text[])`);
  if (tags !== null) conditions.push(hasTag(tags));
  if (statuses !== null) conditions.push(sql`lower(c.status) = any(${lowered(statuses)}::text::text[])`);
  if (since !== null) conditions.push(sql`c."createdAt" >= ${since.toISOString()}::timestamp(3)`);
  if (until !== null) conditions.push(sql`c."createdAt" < ${until.toISOString()}::timestamp(3)`);
  return sql.join(conditions, sql` and `);
}

/** Whether customer `c` has any of these tags, whatever their case. */
export function hasTag(tags: readonly string[]): SQL {
  return sql`exists (select from unnest(c.tags) t where lower(t) = any(${lowered(tags)}::text::text[]))`;
}

/** Words as a PostgreSQL array, to be compared with `lower(…)`. */
export function lowered(words: readonly string[]): string {
  return arrayLiteral(words.map((word) => word.toLowerCase()));
}

/** Sums are made of øre: a sum of floats depends on its order. */
async function statistics(orm: Orm): Promise<CustomerStatistics> {
  const [row] = await rowsOf<Record<string, unknown>>(
    orm,
    sql`select count(*)::int as customers, count(nullif(trim(email), ''))::int as email, count(nullif(trim(phone), ''))::int as phone,
        count(nullif(trim(address), ''))::int as address, coalesce(sum("totalBookings"), 0)::float8 as bookings,
        coalesce(sum("totalRevenue"), 0)::float8 as revenue from customers`,
  );
  return {
    totalCustomers: Number(row?.customers ?? 0),
    customersWithEmail: Number(row?.email ?? 0),
    customersWithPhone: Number(row?.phone ?? 0),
    customersWithAddress: Number(row?.address ?? 0),
    totalBookings: Number(row?.bookings ?? 0),
    totalRevenue: Number(row?.revenue ?? 0),
  };
}

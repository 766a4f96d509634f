import { sql } from 'drizzle-orm';
import type { CustomerRepository, CustomerStatistics, ExportedCustomer } from '../core/customers/ports.js';
import { arrayLiteral } from './array-literal.js';
import { type CustomerRow, toExported } from './customer-rows.js';
import { type Database, type Orm, rowsOf } from './database.js';

const page = 1_000;

/** RenOS's customers, for reading. */
export function createCustomerRepository({ orm }: Database): CustomerRepository {
  return { list: (ids) => list(orm, ids), statistics: () => statistics(orm) };
}

async function* list(orm: Orm, ids: readonly string[] | null): AsyncIterable<readonly ExportedCustomer[]> {
  const wanted = ids === null ? sql`true` : sql`c.id = any(${arrayLiteral(ids)}::text::text[])`;
  let after: { name: string; id: string } | null = null;
  for (;;) {
    const next = after === null ? sql`true` : sql`(c.name, c.id) > (${after.name}::text, ${after.id}::text)`;
    const rows: (CustomerRow & { createdAt: unknown })[] = await rowsOf(
      orm,
      sql`select c.id, c.name, c.email, c.phone, c.address, c."companyName", c.notes, to_json(c.tags) as tags, c."totalLeads", c."totalBookings",
          c."totalRevenue", c."lastContactAt"::text as "lastContactAt", c."createdAt"::text as "createdAt"
        from customers c where ${wanted} and ${next} order by c.name, c.id limit ${page}::int`,
    );
    if (rows.length > 0) yield rows.map(toExported);
    const last = rows.at(-1);
    if (last === undefined || rows.length < page) return;
    after = { name: last.name, id: last.id };
  }
}

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

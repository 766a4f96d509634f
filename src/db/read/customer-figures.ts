import { type SQL, sql } from 'drizzle-orm';
import type { Counted } from '../../core/statistics/read-statistics.js';
import { type Orm, rowsOf } from '../client/database.js';

/**
 * An amount in øre: a sum of whole numbers does not depend on its order, as one of floats does. A value that is not a
 * number, or larger than any firm's, counts as none.
 */
export const cents = (column: SQL) =>
  sql`case when ${column} between -1e13 and 1e13 then round(${column}::numeric * 100) else 0 end`;

const filled = (column: string) => sql`(count(*) filter (where trim(${sql.raw(column)}) <> ''))::int`;

/** Counts the customers `c` that fulfil the condition, their contact details, and their totals. */
export async function countCustomers(orm: Orm, condition: SQL): Promise<Counted['customers']> {
  const [row] = await rowsOf<Record<string, unknown>>(
    orm,
    sql`select count(*)::int as customers, ${filled('c.email')} as email, ${filled('c.phone')} as phone, ${filled('c.address')} as address,
        coalesce(sum(c."totalBookings"), 0)::text as bookings, coalesce(sum(${cents(sql`c."totalRevenue"`)}), 0)::text as cents
      from customers c where ${condition}`,
  );
  const figure = (name: string) => Number(row?.[name] ?? 0);
  return {
    totalCustomers: figure('customers'),
    customersWithEmail: figure('email'),
    customersWithPhone: figure('phone'),
    customersWithAddress: figure('address'),
    totalBookings: figure('bookings'),
    cents: figure('cents'),
  };
}

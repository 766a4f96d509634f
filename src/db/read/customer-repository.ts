import { type SQL, sql } from 'drizzle-orm';
import type { CustomerRepository, ExportFilter } from '../../core/export/customer-repository.js';
import { textSet } from '../client/array-literal.js';
import { cursorPages } from '../client/cursor-pages.js';
import { type Database, rowOf } from '../client/database.js';
import { countCustomers } from './customer-figures.js';
import { type ExportedRow, toExported } from './customer-rows.js';

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
      const row = await rowOf<{ count: number }>(
        orm,
        sql`select count(*)::int as count from customers c where ${wanted(filter)}`,
      );
      return row.count;
    },
    statistics: async () => {
      const { cents, ...counts } = await countCustomers(orm, sql`true`);
      return { ...counts, totalRevenue: cents / 100 };
    },
  };
}

function wanted({ ids, tags, statuses, since, until, search = '' }: ExportFilter & { readonly search?: string }): SQL {
  const conditions = [sql`true`];
  if (search !== '') conditions.push(holds(search));
  if (ids !== null) conditions.push(sql`c.id in (${textSet(ids)})`);
  if (tags !== null) conditions.push(hasTag(tags));
  if (statuses !== null) conditions.push(sql`lower(c.status) in (${lowered(statuses)})`);
  if (since !== null) conditions.push(sql`c."createdAt" >= ${since.toISOString()}::timestamp(3)`);
  if (until !== null) conditions.push(sql`c."createdAt" < ${until.toISOString()}::timestamp(3)`);
  return sql.join(conditions, sql` and `);
}

/** A phone is found by its digits, in any spelling. */
function holds(search: string): SQL {
  const like = (text: string) => `%${text.replace(/[\\%_]/g, (sign) => `\\${sign}`)}%`;
  const digits = search.replace(/\D/g, '');
  const inPhone = digits.length < 4 ? sql`` : sql` or regexp_replace(c.phone, '[^0-9]', '', 'g') like ${like(digits)}`;
  const text = like(search);
  return sql`(c.name ilike ${text} or c."companyName" ilike ${text} or c.email ilike ${text}${inPhone})`;
}

/** Whether customer `c` has any of these tags, in any case. */
export function hasTag(tags: readonly string[]): SQL {
  return sql`exists (select from unnest(c.tags) t where lower(t) in (${lowered(tags)}))`;
}

/** Words as a set, to be compared with `lower(…)`. */
export function lowered(words: readonly string[]): SQL {
  return textSet(words.map((word) => word.toLowerCase()));
}

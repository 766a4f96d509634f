import { sql } from 'drizzle-orm';
import { type Orm, rowsOf } from '../client/database.js';
import { textList } from '../client/parameters.js';

/** Names that only one customer has. */
export async function findCustomersByName(orm: Orm, names: readonly string[]) {
  const rows = await rowsOf<{ name: string; id: string }>(
    orm,
    sql`select name, min(id) as id from customers where name in (${textList(names)}) group by name having count(*) = 1`,
  );
  return new Map(rows.map(({ name, id }) => [name, { id, name }]));
}

/** Keys that no customer has. */
export async function findMissingCustomers(orm: Orm, ids: readonly string[]): Promise<ReadonlySet<string>> {
  const rows = await rowsOf<{ id: string }>(
    orm,
    sql`select k.id from (${textList(ids)}) k(id) where not exists (select 1 from customers c where c.id = k.id)`,
  );
  return new Set(rows.map(({ id }) => id));
}

/** The oldest customer, if several share an address (ignoring case). */
export async function findCustomersByEmail(orm: Orm, emails: readonly string[]) {
  const rows = await rowsOf<{ email: string; id: string; name: string }>(
    orm,
    sql`select distinct on (lower(email)) lower(email) as email, id, name from customers
      where lower(email) in (${textList(emails)}) order by lower(email), "createdAt", id`,
  );
  return new Map(rows.map(({ email, id, name }) => [email, { id, name }]));
}

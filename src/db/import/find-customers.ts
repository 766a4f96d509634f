import { min, sql } from 'drizzle-orm';
import { isAmong, textSet } from '../client/array-literal.js';
import { type Orm, rowsOf } from '../client/database.js';
import { customers } from '../schema/renos.js';

const { id, name, email, createdAt } = customers;

/** Names that only one customer has. */
export async function findCustomersByName(orm: Orm, names: readonly string[]) {
  const rows = await orm
    .select({ name, id: sql<string>`${min(id)}` })
    .from(customers)
    .where(isAmong(name, names))
    .groupBy(name)
    .having(sql`count(*) = 1`);
  return new Map(rows.map((customer) => [customer.name, customer]));
}

/** Keys that no customer has. */
export async function findMissingCustomers(orm: Orm, ids: readonly string[]): Promise<ReadonlySet<string>> {
  const rows = await rowsOf<{ id: string }>(
    orm,
    sql`select k.id from (${textSet(ids)}) k(id) where not exists (select 1 from customers c where c.id = k.id)`,
  );
  return new Set(rows.map((row) => row.id));
}

/** The oldest customer, if several share an address (ignoring case). */
export async function findCustomersByEmail(orm: Orm, emails: readonly string[]) {
  const address = sql<string>`lower(${email})`;
  const rows = await orm
    .selectDistinctOn([address], { address, id, name })
    .from(customers)
    .where(isAmong(address, emails))
    .orderBy(address, createdAt, id);
  return new Map(rows.map((row) => [row.address, { id: row.id, name: row.name }]));
}

import { type SQL, type SQLWrapper, sql } from 'drizzle-orm';

/**
 * A PostgreSQL array as one text parameter, to be cast `::text::type[]`: one parameter for any length, and the same on
 * every driver.
 */
export function arrayLiteral(values: readonly (string | number | null)[]): string {
  const parts: string[] = [];
  for (const value of values) {
    if (value === null) parts.push('NULL');
    else if (typeof value === 'number') parts.push(String(value));
    else parts.push(`"${special.test(value) ? value.replace(/["\\]/g, '\\$&') : value}"`);
  }
  return `{${parts.join(',')}}`;
}

const special = /["\\]/;

/**
 * The texts as a set, for `in (…)`: PostgreSQL hashes or joins it. With `= any(array)` and a parameter, it would
 * compare each element with each row.
 */
export function textSet(values: readonly string[]): SQL {
  return sql`select unnest(${arrayLiteral(values)}::text::text[])`;
}

/** Whether a column is one of the texts, for a typed query. */
export function isAmong(column: SQLWrapper, values: readonly string[]): SQL {
  return sql`${column} in (${textSet(values)})`;
}

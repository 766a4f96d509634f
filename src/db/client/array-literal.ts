import { type SQL, sql } from 'drizzle-orm';

/**
 * A PostgreSQL array as one text parameter, to be cast `::text::type[]`: one parameter whatever its length, alike on
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
 * The texts as a set, for `in (…)`: PostgreSQL hashes it or joins it. `= any(array)` is compared with each element, row by
 * row, when the array is a parameter.
 */
export function textSet(values: readonly string[]): SQL {
  return sql`select unnest(${arrayLiteral(values)}::text::text[])`;
}

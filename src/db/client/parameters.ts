import { type SQL, sql } from 'drizzle-orm';

/** Rows as one parameter, for jsonb_to_recordset. */
export function parameter(rows: readonly unknown[]): SQL {
  return sql`${JSON.stringify(rows)}::text::jsonb`;
}

/** Epoch milliseconds as `timestamp` in UTC. */
export function moment(ms: SQL): SQL {
  return sql`(timestamp 'epoch' + (${ms}) * interval '1 millisecond')`;
}

export const now = sql`(now() at time zone 'UTC')`;

/** A list as one parameter, for `in (…)`. */
export function textList(values: readonly string[]): SQL {
  return sql`select jsonb_array_elements_text(${JSON.stringify(values)}::text::jsonb)`;
}

import type postgres from 'postgres';
import type { Database } from '../src/db/client/database.js';

/** What PostgreSQL's planner knows of the tables: all of it, a hundredth of the rows, or nothing. */
export type Statistics = 'fresh' | 'stale' | 'absent';

export interface Bench {
  readonly database: Database;
  readonly sql: postgres.Sql;
  readonly statistics: Statistics;
}

export interface Scenario {
  readonly name: string;
  readonly n: number;
  /** Brings `n` of what the scenario is about into being, and gives what is to be measured. */
  readonly prepare: (bench: Bench, n: number) => Promise<() => Promise<unknown>>;
}

/** Fills tables with rows 1 to n; the planner's statistics are made before, in between or after. */
export async function fill(
  { sql, statistics }: Bench,
  n: number,
  rows: (from: number, to: number) => Promise<unknown>,
) {
  const first = Math.ceil(n / 100);
  await rows(1, first);
  if (statistics === 'stale') await sql`analyze`;
  await rows(first + 1, n);
  if (statistics === 'fresh') await sql`analyze`;
}

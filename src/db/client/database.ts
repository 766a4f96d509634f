import type { SQL } from 'drizzle-orm';
import type { PgDatabase, PgQueryResultHKT } from 'drizzle-orm/pg-core';

/** Drizzle on either driver: pg to a server, or PGlite in a folder. */
export type Orm = PgDatabase<PgQueryResultHKT>;

/** Rows on their way into a table as `CopyRows` writes them; `write` waits while the server is busy. */
export interface Copy {
  write(rows: Uint8Array): Promise<void>;
  end(): Promise<void>;
  /** Nothing of it is kept. */
  abort(): Promise<void>;
}

/** Begins a `copy … from stdin`, in the binary format. */
export type OpenCopy = (statement: string) => Promise<Copy>;

/** An open database. All times it holds are UTC, and its session's zone is UTC too. */
export interface Database {
  readonly kind: 'server' | 'embedded';
  readonly orm: Orm;
  /** Where it is reached: a server's host, port and database, or the number that the disk knows the folder by. */
  readonly where: string;
  /** The embedded one's own number, beside that of its cluster; absent on a server. */
  readonly madeAs?: string;
  readonly copyIn: OpenCopy;
  /** Names this connection's holder in a lease; see `lease.ts`. */
  session(): Promise<string>;
  /** How many statements were sent so far, without the renewals of a lease: those come by the clock. */
  statements(): number;
  /** Hands a message of PostgreSQL's protocol to the embedded one; absent on a server. */
  readonly exec?: (message: Uint8Array) => Promise<Uint8Array>;
  close(): Promise<void>;
}

/** Runs one statement and gives its rows, whichever driver is below. */
export async function rowsOf<Row extends Record<string, unknown>>(orm: Orm, statement: SQL): Promise<Row[]> {
  const result: unknown = await orm.execute(statement);
  return (Array.isArray(result) ? [...result] : (result as { rows: Row[] }).rows) as Row[];
}

/** The one row of a statement that always has one: anything else is no answer. */
export async function rowOf<Row extends Record<string, unknown>>(orm: Orm, statement: SQL): Promise<Row> {
  const [row, ...others] = await rowsOf<Row>(orm, statement);
  if (row === undefined || others.length > 0) throw new Error('A statement did not give its one row.');
  return row;
}

/** Counts statements as Drizzle sends them. */
export class StatementCounter {
  count = 0;

  /** Savepoints and renewals of a lease are no work of their own. */
  logQuery(text: string): void {
    if (!/^(savepoint|release savepoint|rollback to|update renos_sync\.leases set expires_at = now\(\) \+)/.test(text))
      this.count += 1;
  }
}

/** Reads a `timestamp` (UTC, no zone) or `timestamptz` as either driver gives it. */
export function utcDate(value: unknown): Date {
  if (value instanceof Date) return value;
  const text = String(value).replace(' ', 'T');
  return new Date(/(Z|[+-]\d\d(:?\d\d)?)$/.test(text) ? text.replace(/([+-]\d\d)$/, '$1:00') : `${text}Z`);
}

/** `utcDate`, with NULL for NULL. */
export function utcDateOrNull(value: unknown): Date | null {
  return value === null || value === undefined ? null : utcDate(value);
}

import type { SQL } from 'drizzle-orm';
import type { PgDatabase, PgQueryResultHKT } from 'drizzle-orm/pg-core';

/** Drizzle on either driver: pg for a server, or PGlite for a folder. */
export type Orm = PgDatabase<PgQueryResultHKT>;

/** A running COPY of rows from `CopyRows`; `write` waits while the server is busy. */
export interface Copy {
  write(rows: Uint8Array): Promise<void>;
  end(): Promise<void>;
  /** Nothing of it is stored. */
  abort(): Promise<void>;
}

/** Begins a `copy … from stdin`, in the binary format. */
export type OpenCopy = (statement: string) => Promise<Copy>;

/** An open database. All its times are UTC, and so is its session's zone. */
export interface Database {
  readonly kind: 'server' | 'embedded';
  readonly orm: Orm;
  /** Its address: a server's host, port and database, or the folder's number on the disk. */
  readonly where: string;
  /** The embedded database's own number, besides its cluster's; absent for a server. */
  readonly madeAs?: string;
  readonly copyIn: OpenCopy;
  /** Identifies this connection as the holder of a lease; see `lease.ts`. */
  session(): Promise<string>;
  /** How many statements were sent so far, except renewals of a lease: those depend on the clock. */
  statements(): number;
  /** Sends a message of PostgreSQL's protocol to the embedded database; absent for a server. */
  readonly exec?: (message: Uint8Array) => Promise<Uint8Array>;
  close(): Promise<void>;
}

/** Runs one statement and returns its rows, on either driver. */
export async function rowsOf<Row extends Record<string, unknown>>(orm: Orm, statement: SQL): Promise<Row[]> {
  const result: unknown = await orm.execute(statement);
  return (Array.isArray(result) ? [...result] : (result as { rows: Row[] }).rows) as Row[];
}

/** The one row of a statement that always has one: otherwise the database did not answer. */
export async function rowOf<Row extends Record<string, unknown>>(orm: Orm, statement: SQL): Promise<Row> {
  return onlyRow(await rowsOf<Row>(orm, statement));
}

/** `rowOf` for the rows of a typed query. */
export function onlyRow<Row>([row, ...others]: readonly Row[]): Row {
  if (row === undefined || others.length > 0) throw new Error('A statement did not give its one row.');
  return row;
}

/** Counts the statements that Drizzle sends. */
export class StatementCounter {
  count = 0;

  /** Savepoints and renewals of a lease do not count as work. */
  logQuery(text: string): void {
    if (!/^(savepoint|release savepoint|rollback to|update renos_sync\.leases set expires_at = now\(\) \+)/.test(text))
      this.count += 1;
  }
}

/** Reads a `timestamp` (UTC, no zone) or `timestamptz` as either driver returns it. */
export function utcDate(value: unknown): Date {
  if (value instanceof Date) return value;
  const text = String(value).replace(' ', 'T');
  return new Date(/(Z|[+-]\d\d(:?\d\d)?)$/.test(text) ? text.replace(/([+-]\d\d)$/, '$1:00') : `${text}Z`);
}

/** `utcDate`, with NULL for NULL. */
export function utcDateOrNull(value: unknown): Date | null {
  return value === null || value === undefined ? null : utcDate(value);
}

import { type SQL, sql } from 'drizzle-orm';
import { type Orm, rowsOf } from './database.js';

/** Rows that are handed on at once: what is made of them is short-lived, and memory stays low. */
const slice = 50;

/**
 * Gives a query's rows some at a time through a cursor of the server: sorted once, all as they were at one moment, and
 * never more than `size` in memory. Values are as JSON has them. Who stops early ends the transaction.
 */
export async function* cursorPages<Row extends Record<string, unknown>>(
  orm: Orm,
  query: SQL,
  size: number,
): AsyncIterable<readonly Row[]> {
  let asked = deferred<'more' | 'enough'>();
  let given = deferred<readonly string[]>();
  const reading = orm.transaction(
    async (tx) => {
      // A row is one JSON text: PGlite takes a byte order mark off the beginning of a text.
      await tx.execute(
        sql`declare renos_sync_pages no scroll cursor for select row_to_json(r)::text as line from (${query}) r`,
      );
      while ((await asked.promise) === 'more') {
        asked = deferred();
        const rows = await rowsOf<{ line: string }>(
          tx,
          sql`fetch forward ${sql.raw(String(size))} from renos_sync_pages`,
        );
        given.resolve(rows.map(({ line }) => line));
        if (rows.length < size) return;
      }
    },
    { isolationLevel: 'repeatable read', accessMode: 'read only' },
  );
  reading.catch((error: unknown) => given.reject(error));
  try {
    for (;;) {
      asked.resolve('more');
      const lines = await given.promise;
      given = deferred();
      for (let from = 0; from < lines.length; from += slice)
        yield lines.slice(from, from + slice).map((line) => JSON.parse(line) as Row);
      if (lines.length < size) break;
    }
    await reading;
  } finally {
    asked.resolve('enough');
    await reading.catch(() => {});
  }
}

interface Deferred<T> {
  readonly promise: Promise<T>;
  readonly resolve: (value: T) => void;
  readonly reject: (reason: unknown) => void;
}

function deferred<T>(): Deferred<T> {
  let settle: Omit<Deferred<T>, 'promise'> | null = null;
  const promise = new Promise<T>((resolve, reject) => {
    settle = { resolve, reject };
  });
  // A caller that waits for it is told.
  promise.catch(() => {});
  return { promise, ...(settle as unknown as Omit<Deferred<T>, 'promise'>) };
}

import { type SQL, sql } from 'drizzle-orm';
import { type Orm, rowsOf } from './database.js';

/** Rows that are passed on at once: their objects are short-lived, and memory stays low. */
const slice = 50;

/**
 * Returns a query's rows page by page through a server-side cursor: sorted once, all from one snapshot, and never more
 * than `size` in memory. Values are as in JSON. A caller that stops early ends the transaction.
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
      // A row is one JSON text: PGlite removes a byte order mark from the beginning of a text.
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
  // The caller that awaits it handles the error.
  promise.catch(() => {});
  return { promise, ...(settle as unknown as Omit<Deferred<T>, 'promise'>) };
}

import { type SQL, sql } from 'drizzle-orm';
import { bulkWork } from './bulk-work.js';
import { type Orm, rowsOf } from './database.js';
import { printedRows } from './import-prints.js';
import { writtenRows } from './import-written.js';

/** Row numbers in one text: so many make some hundred kilobytes. */
const page = 50_000;

/** The numbers of rows that need not be understood, by one join of all rows with all customers. */
export async function* settledSeqs(orm: Orm, rows: SQL): AsyncIterable<readonly number[]> {
  const found = await bulkWork(orm, (tx) =>
    rowsOf<{ seqs: string }>(
      tx,
      sql`select string_agg(s.seq::text, ',') as seqs from (${rows}) s group by s.seq / ${page}::int`,
    ),
  );
  for (const { seqs } of found) yield seqs.split(',').map(Number);
}

/** Settled rows of which a staged row meets the customer. */
export async function metSeqs(orm: Orm, importId: number): Promise<readonly number[]> {
  const rows = await rowsOf<{ seq: number }>(
    orm,
    sql`select distinct s.seq from (${printedRows(importId)} union all ${writtenRows(importId)}) s
      where s.id in (select customer_id from renos_sync.import_hits where import_id = ${importId})
        and not exists (select from renos_sync.import_rows r where r.import_id = ${importId} and r.seq = s.seq)`,
  );
  return rows.map(({ seq }) => seq);
}

import { sql } from 'drizzle-orm';
import type { BatchToMerge } from '../../core/customers/match/import-store.js';
import type { Orm } from '../client/database.js';
import { fingerprintOfCustomer } from './import-fingerprints.js';
import { fingerprintOfTexts } from './rows-already-imported.js';

/** Keys by which rows found their customers and which these do not have any more. */
export async function keepPreviousKeys(tx: Orm, { importId, from, until }: BatchToMerge): Promise<void> {
  // `except` hashes: one customer may have been found by thousands of keys.
  await tx.execute(sql`insert into renos_sync.customer_aliases (customer_id, kind, key)
    with wanted as materialized (
      select p.customer_id, f.kind, f.key
      from renos_sync.import_plan p cross join lateral jsonb_to_recordset(p.formerly) as f(kind text, key text)
      where p.import_id = ${importId} and p.seq >= ${from}::int and p.seq < ${until}::int and p.formerly is not null and p.outcome <> 'rejected')
    select customer_id, kind, key from wanted
    except select a.customer_id, a.kind, a.key from renos_sync.customer_aliases a where a.customer_id in (select distinct customer_id from wanted)`);
}

/** Days after which it is recorded again that a file matched a customer. */
const noteAgain = 30;

/** Keeps the previous keys of customers that a file matched: the next file may find them by nothing else. */
export async function notePreviousKeys(orm: Orm, importId: number): Promise<void> {
  const staged = (column: string, table: string) =>
    sql.raw(`select ${column} from renos_sync.${table} where import_id = ${importId}`);
  await orm.execute(sql`update renos_sync.customer_aliases a set seen_at = now()
    from customers c join renos_sync.customer_keys k on k.customer_id = c.id
    where c.id = a.customer_id and a.seen_at < now() - ${noteAgain}::int * interval '1 day'
      and (c.id in (${staged('customer_id', 'import_hits')}) or c.id in (${staged('customer_id', 'import_plan')} and customer_id is not null)
        or k.source_print # ${fingerprintOfCustomer} in (${staged('print', 'import_prints')}) or ${fingerprintOfTexts} in (${staged('print', 'import_written')}))`);
}

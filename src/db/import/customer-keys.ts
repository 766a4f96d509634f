import { type SQL, sql } from 'drizzle-orm';
import type { Identity, MatchKeys } from '../../core/customers/match/match-keys.js';
import { eachInTurn, giveWay } from '../../core/give-way.js';
import { arrayLiteral, isAmong } from '../client/array-literal.js';
import { type Orm, rowsOf } from '../client/database.js';
import { customerKeys } from '../schema/imports.js';

/** Customers at a time: below this number, updating the keys takes two statements. */
const page = 100_000;

/** Fingerprint of the values from which a customer's keys are made, in SQL: `c` is the row of customers. */
export function fingerprintOf(keyedBy: string, c = 'c'): SQL {
  const { raw } = sql;
  return sql`hashtextextended(concat_ws(chr(31), ${keyedBy}::text, ${raw(`${c}.name, coalesce(${c}.email, chr(30)), coalesce(${c}.phone, chr(30)), coalesce(${c}.address, chr(30))`)}, ${keyedNotes(c)}), 0)`;
}

/** Notes that may contain an additional e-mail or phone. */
const keyedNotes = (c: string) =>
  sql.raw(
    `case when position('E-mail: ' in ${c}.notes) > 0 or position('Phone: ' in ${c}.notes) > 0 then ${c}.notes end`,
  );

interface Stale extends Record<string, unknown>, Identity {
  readonly id: string;
  readonly print: string;
}

/** Computes the keys of new or changed customers, and deletes those of customers that are gone. */
export async function refreshKeys(orm: Orm, keyedBy: string, keysOf: (identity: Identity) => MatchKeys): Promise<void> {
  for (;;) {
    const found = await rowsOf<Stale & { gone: boolean }>(
      orm,
      sql`select coalesce(c.id, k.customer_id) as id, c.id is null as gone, c.name, c.email, c.phone, c.address, ${keyedNotes('c')} as notes, ${fingerprintOf(keyedBy)}::text as print
        from customers c full join renos_sync.customer_keys k on k.customer_id = c.id
        where k.print is distinct from ${fingerprintOf(keyedBy)} or c.id is null limit ${page}::int`,
    );
    const gone = found.filter((row) => row.gone);
    if (gone.length > 0) await drop(orm, gone);
    const stale = found.filter((row) => !row.gone);
    if (stale.length > 0) await store(orm, stale, keysOf);
    if (found.length < page) return;
  }
}

async function drop(orm: Orm, gone: readonly { readonly id: string }[]): Promise<void> {
  const ids = gone.map(({ id }) => id);
  await orm.delete(customerKeys).where(isAmong(customerKeys.customerId, ids));
}

async function store(orm: Orm, stale: readonly Stale[], keysOf: (identity: Identity) => MatchKeys): Promise<void> {
  const keys = await eachInTurn(stale, keysOf);
  const columns: string[] = [];
  const parts = [
    () => arrayLiteral(stale.map(({ id }) => id)),
    () => arrayLiteral(stale.map(({ print }) => print)),
    () => arrayLiteral(keys.map(({ email }) => email)),
    () => arrayLiteral(keys.map(({ phone }) => phone)),
    () => arrayLiteral(keys.map(({ nameAddress }) => nameAddress)),
    () => arrayLiteral(keys.map(({ further }) => (further.length === 0 ? null : arrayLiteral(further)))),
    () => arrayLiteral(keys.map(({ blocks }) => `{${blocks.join(',')}}`)),
    () => arrayLiteral(keys.map(({ letters }) => lettersText(letters))),
  ];
  for (const part of parts) {
    columns.push(part());
    await giveWay();
  }
  const [ids, prints, emails, phones, names, further, blocks, letters] = columns;
  await orm.execute(sql`insert into renos_sync.customer_keys (customer_id, print, email_key, phone_key, name_key, further_keys, blocks, letters)
    select r.id, r.print::bigint, r.email, r.phone, r.name, r.further::text[], r.blocks::int[], r.letters from unnest(
      ${ids}::text::text[], ${prints}::text::text[], ${emails}::text::text[], ${phones}::text::text[], ${names}::text::text[],
      ${further}::text::text[], ${blocks}::text::text[], ${letters}::text::bigint[]) as r(id, print, email, phone, name, further, blocks, letters)
    on conflict (customer_id) do update set print = excluded.print, email_key = excluded.email_key,
      phone_key = excluded.phone_key, name_key = excluded.name_key, further_keys = excluded.further_keys, blocks = excluded.blocks, letters = excluded.letters`);
}

function lettersText({ once, twice }: MatchKeys['letters']): string {
  return String((BigInt(once) << 32n) | BigInt(twice));
}

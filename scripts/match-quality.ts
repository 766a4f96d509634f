/**
 * How well duplicates are found: 5,000 rows, one in ten one of 50,000 customers again (case, spaces, phone form, accents, a
 * typo, swapped names, initials, people who moved), and one in ten somebody who shares a phone, an address or a name with
 * one (spouses, children, colleagues, a son of his father's name), imported by a dry run. Prints precision of what is
 * merged, recall of merged + held, and what becomes of those who only share something. `-- 5000 1000`: a smaller set.
 */

import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'drizzle-orm';
import { importCustomers } from '../src/core/customers/import-customers.js';
import { usualImport } from '../src/core/options/import-options.js';
import { silentProgress } from '../src/core/ports.js';
import { newCuid } from '../src/db/client/cuid.js';
import { type Database, rowsOf } from '../src/db/client/database.js';
import { openEmbedded } from '../src/db/client/open-embedded.js';
import { openServer } from '../src/db/client/open-server.js';
import { createImportStore } from '../src/db/import/import-store.js';
import { migrate } from '../src/db/migrations/migrate.js';
import { sourceOfText } from '../src/files/bytes/open-source.js';
import { rejectReason } from '../src/messages/findings.js';
import { withPlans } from '../test/helpers/import-world.js';
import { type MadeUpCustomer, madeUpCustomer, randomNumbers } from './made-up-customers.js';

const [known = 50_000, rows = 5_000] = process.argv.slice(2).map(Number);
const plantedEach = 10;

interface Row {
  readonly name: string;
  readonly email: string;
  readonly phone: string;
  readonly address: string;
  readonly company?: string;
}

const random = randomNumbers(20_250_401);
const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)] as T;

function typo(text: string): string {
  const at = 1 + Math.floor(random() * (text.length - 2));
  const letters = 'abcdefghijklmnoprstuvy';
  return pick([
    () => text.slice(0, at) + text.slice(at + 1),
    () => text.slice(0, at) + pick([...letters]) + text.slice(at),
    () => text.slice(0, at) + pick([...letters]) + text.slice(at + 1),
    () => text.slice(0, at) + text.charAt(at + 1) + text.charAt(at) + text.slice(at + 2),
  ])();
}

const unaccented = (text: string) =>
  text
    .replaceAll('æ', 'ae')
    .replaceAll('ø', 'oe')
    .replaceAll('å', 'aa')
    .replaceAll('Æ', 'Ae')
    .replaceAll('Ø', 'Oe')
    .replaceAll('Å', 'Aa');
const swapped = (name: string) => `${name.split(' ').slice(1).join(' ')} ${name.split(' ')[0]}`;
const plain = ({ name, email, phone, street, town }: MadeUpCustomer): Row => ({
  name,
  email,
  phone,
  address: `${street}, ${town}`,
});

/** The ways in which a customer comes again; what is left out is left out as people do. */
const disguises: Readonly<Record<string, (row: Row) => Row>> = {
  'case of e-mail and name': (row) => ({
    ...row,
    name: row.name.toUpperCase(),
    email: row.email.toUpperCase(),
    phone: '',
  }),
  'spaces, no e-mail': (row) => ({ ...row, name: `  ${row.name.replace(' ', '   ')}`, email: '', phone: '' }),
  'phone form, no e-mail': (row) => ({
    ...row,
    email: '',
    phone: pick([`+45 ${row.phone}`, `0045${row.phone}`, row.phone.replace(/(..)/g, '$1 ')]),
  }),
  'accents, no e-mail or phone': (row) => ({
    name: unaccented(row.name),
    email: '',
    phone: '',
    address: unaccented(row.address),
  }),
  'typo in the name, address only': (row) => ({ ...row, name: typo(row.name), email: '', phone: '' }),
  'typo in the address, no e-mail or phone': (row) => ({
    ...row,
    address: `${typo(row.address.split(/ \d/)[0] ?? '')}${row.address.slice((row.address.split(/ \d/)[0] ?? '').length)}`,
    email: '',
    phone: '',
  }),
  'typo in the phone, no e-mail': (row) => ({
    ...row,
    email: '',
    phone: `${row.phone.slice(0, 7)}${(Number(row.phone[7]) + 1) % 10}`,
  }),
  'typo in the e-mail, no phone': (row) => ({
    ...row,
    email: typo(row.email.split('@')[0] ?? '').concat('@', row.email.split('@')[1] ?? ''),
    phone: '',
  }),
  'names swapped, address only': (row) => ({ ...row, name: swapped(row.name), email: '', phone: '' }),
  'names swapped, phone only': (row) => ({ ...row, name: swapped(row.name), email: '', address: '' }),
};

const initials = (name: string) => `${name.charAt(0)}. ${name.split(' ').at(-1)}`;
const moved = () => {
  const { street, town } = madeUpCustomer(3_000_000 + Math.floor(random() * 1_000_000), 3);
  return `${street}, ${town}`;
};
Object.assign(disguises, {
  'moved, known by e-mail': (row: Row) => ({ ...row, phone: '', address: moved() }),
  'moved, known by phone': (row: Row) => ({ ...row, email: '', address: moved() }),
  'initial and phone': (row: Row) => ({ ...row, name: initials(row.name), email: '', address: '' }),
  'another family name, by e-mail': (row: Row) => ({ ...row, name: `${row.name.split(' ')[0]} Nygaard`, phone: '' }),
});

/** Another given name than this one. */
function otherGiven(name: string): string {
  for (;;) {
    const given = madeUpCustomer(Math.floor(random() * 1_000_000), 4).name.split(' ')[0] ?? '';
    if (given !== name.split(' ')[0]) return given;
  }
}
const relative = (name: string) => `${otherGiven(name)} ${name.split(' ').at(-1)}`;
const mailOf = (kind: string) => `${kind}${Math.floor(random() * 1e9)}@anden.example`;

/** People who share something with a customer, and are not that customer. */
const others: Readonly<Record<string, (row: Row) => Row>> = {
  'spouse with an e-mail': (row) => ({ ...row, name: relative(row.name), email: mailOf('par') }),
  'spouse with an e-mail, elsewhere': (row) => ({
    ...row,
    name: relative(row.name),
    email: mailOf('par'),
    address: '',
  }),
  'spouse without an e-mail': (row) => ({ ...row, name: relative(row.name), email: '', address: '' }),
  'child at the same address': (row) => ({ ...row, name: relative(row.name), email: '' }),
  'colleague on one switchboard': (row) => ({
    ...plain(madeUpCustomer(5_000_000 + Math.floor(random() * 1_000_000), 5)),
    ...{ phone: row.phone, company: 'Nordisk Lys A/S', email: mailOf('kollega') },
  }),
  'colleague with a phone only': (row) => ({
    ...plain(madeUpCustomer(5_000_000 + Math.floor(random() * 1_000_000), 5)),
    ...{ phone: row.phone, company: 'Nordisk Lys A/S', email: '', address: '' },
  }),
  'son of his father’s name': (row) => ({ ...row, email: mailOf('son') }),
  'son of his father’s name, other phone': (row) => ({ ...row, email: mailOf('son'), phone: '' }),
};

const url = process.env.DATABASE_URL;
const folder = await mkdtemp(join(tmpdir(), 'renos-sync-quality-'));
const database: Database =
  url === undefined ? await openEmbedded(folder, { release: async () => {} }) : openServer(url);
try {
  await migrate(database);
  await measure(database);
} finally {
  await database.close();
  await rm(folder, { recursive: true, force: true });
}

async function measure(target: Database): Promise<void> {
  await target.orm.execute(sql`truncate bookings, customers cascade`);
  for (let start = 0; start < known; start += 5_000) {
    const page = Array.from({ length: 5_000 }, (_, index) => ({
      id: `k${start + index}`,
      ...plain(madeUpCustomer(start + index)),
    }));
    await target.orm.execute(sql`insert into customers (id, name, email, phone, address, "updatedAt")
      select id, name, email, phone, address, now() from jsonb_to_recordset(${JSON.stringify(page)}::text::jsonb) as r(id text, name text, email text, phone text, address text)`);
  }
  const planted: { row: Row; of: string | null; disguise: string; isOther?: boolean }[] = [];
  const ways = Object.entries(disguises);
  for (let number = 0; number < rows; number += 1) {
    if (number % plantedEach === 0) {
      const of = Math.floor(random() * known);
      const [disguise, hide] = ways[(number / plantedEach) % ways.length] as (typeof ways)[number];
      planted.push({ row: hide(plain(madeUpCustomer(of))), of: `k${of}`, disguise });
    } else if (number % plantedEach === 1) {
      const of = Math.floor(random() * known);
      const kinds = Object.entries(others);
      const [disguise, make] = kinds[((number - 1) / plantedEach) % kinds.length] as (typeof kinds)[number];
      planted.push({ row: make(plain(madeUpCustomer(of))), of: null, disguise, isOther: true });
    } else planted.push({ row: plain(madeUpCustomer(1_000_000 + number, 2)), of: null, disguise: '' });
  }
  const found = await outcomes(
    target,
    planted.map(({ row }) => row),
  );
  let merged = 0;
  let mergedRight = 0;
  let caught = 0;
  let heldWrong = 0;
  const missed = new Map<string, number>();
  const became = new Map<string, Record<string, number>>();
  planted.forEach(({ of, disguise, isOther }, index) => {
    const outcome = found.get(index) ?? { kind: 'created', id: null };
    if (outcome.kind === 'merged') {
      merged += 1;
      if (outcome.id === of) mergedRight += 1;
    }
    if (isOther) {
      const counts = became.get(disguise) ?? { created: 0, held: 0, merged: 0 };
      counts[outcome.kind] = (counts[outcome.kind] ?? 0) + 1;
      became.set(disguise, counts);
    } else if (of === null) heldWrong += outcome.kind === 'held' ? 1 : 0;
    else if ((outcome.kind === 'merged' && outcome.id === of) || outcome.kind === 'held') caught += 1;
    else missed.set(disguise, (missed.get(disguise) ?? 0) + 1);
  });
  const duplicates = planted.filter(({ of }) => of !== null).length;
  const share = (part: number, whole: number) =>
    `${((100 * part) / Math.max(whole, 1)).toFixed(2)} % (${part} of ${whole})`;
  process.stdout.write(`precision of what is merged   ${share(mergedRight, merged)}, at least 99.9 %\n`);
  process.stdout.write(`recall of merged + held       ${share(caught, duplicates)}, at least 98 %\n`);
  const unrelated = planted.filter(({ of, isOther }) => of === null && !isOther).length;
  process.stdout.write(`held without being a duplicate     ${share(heldWrong, unrelated)}\n`);
  for (const [kind, { created, held, merged: wrong }] of became)
    process.stdout.write(`  somebody else: ${kind}: ${created} created, ${held} held, ${wrong} merged\n`);
  for (const [disguise, count] of missed) process.stdout.write(`  missed: ${count} × ${disguise}\n`);
  if (mergedRight / Math.max(merged, 1) < 0.999 || caught / duplicates < 0.98) process.exitCode = 1;
}

/** Plans the rows in a dry run, and reads the plan just before it is forgotten. */
async function outcomes(
  target: Database,
  list: readonly Row[],
): Promise<Map<number, { kind: string; id: string | null }>> {
  const found = new Map<number, { kind: string; id: string | null }>();
  const read = async () => {
    const plan = await rowsOf<{ seq: number; outcome: string; customer_id: string | null }>(
      target.orm,
      sql`select seq, outcome, customer_id from renos_sync.import_plan`,
    );
    for (const { seq, outcome, customer_id } of plan)
      found.set(seq, {
        kind: outcome === 'rejected' ? 'held' : outcome === 'created' ? 'created' : 'merged',
        id: customer_id,
      });
  };
  const store = withPlans(createImportStore(target), (plan) => ({
    ...plan,
    discard: async () => {
      await read();
      await plan.discard();
    },
  }));
  await importCustomers(
    {
      source: await sourceOfText(JSON.stringify(list), 'json'),
      store,
      runs: {
        start: async () => randomUUID(),
        resume: async () => {},
        finish: async () => {},
        findLast: async () => null,
      },
      leases: { acquire: async (name) => ({ name, fence: 1, assertOurs: async () => {}, release: async () => {} }) },
      rejects: null,
      tellReason: rejectReason('en'),
      version: '0.0.0',
      newId: newCuid,
      clock: () => new Date(),
      progress: silentProgress,
      signal: new AbortController().signal,
    },
    { ...usualImport, dryRun: true },
  );
  return found;
}

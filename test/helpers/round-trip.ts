import { sql } from 'drizzle-orm';
import fc from 'fast-check';
import { everyCustomer } from '../../src/core/export/customer-repository.js';
import { customerRecord, customerRows } from '../../src/core/export/export-customers.js';
import { arrayLiteral } from '../../src/db/client/array-literal.js';
import type { Database } from '../../src/db/client/database.js';
import { createCustomerRepository } from '../../src/db/read/customer-repository.js';
import { sourceOfText } from '../../src/files/bytes/open-source.js';
import { csvText, jsonText, ndjsonText } from '../../src/files/csv/export-text.js';

/** Whatever PostgreSQL can hold: every character but NUL, and what files and spreadsheets trip over. */
const character = fc.oneof(
  { arbitrary: fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }), weight: 6 },
  { arbitrary: fc.string({ unit: 'grapheme', minLength: 1, maxLength: 1 }), weight: 3 },
  {
    arbitrary: fc.constantFrom(
      ...[
        '"',
        "'",
        ',',
        ';',
        '\t',
        '\r',
        '\n',
        '\r\n',
        '=',
        '+',
        '-',
        '@',
        ' ',
        '\u00a0',
        '\ufeff',
        '\u200b',
        '\\',
        '{',
        '}',
      ],
      ...[
        '|',
        ':::',
        ' ::: ',
        '* ',
        '＝',
        '\u001b[31m',
        '\u202e',
        '\ufffd',
        'æ',
        'Ø',
        'å',
        '\u0001',
        '\u001f',
        '\u0085',
        '\u2028',
      ],
    ),
    weight: 3,
  },
);
const anyText = fc.array(character, { maxLength: 12 }).map((parts) => parts.join('').replaceAll('\0', ''));
const formula = fc
  .tuple(fc.constantFrom('=', '+', '-', '@', '\t=', "'=", "''+", '＝', '\r', ''), anyText)
  .map(([lead, rest]) => lead + rest);
const text = fc.oneof(
  anyText,
  formula,
  fc.constantFrom('', ' ', "'", 'Åse Bøgh', '0045 20 30 40 50', '1.234', '#N/A', 'sep=;'),
);
const textOrNothing = fc.option(text, { nil: null, freq: 4 });
const amount = fc.oneof(
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.constantFrom(0, 0.1 + 0.2, 1.234, 12.345, -0.125, 1e21, 1e-7, 1234.5, 99_999_999.99),
  fc.integer({ min: 0, max: 10_000_000 }).map((cents) => cents / 100),
);
const customer = fc.record({
  name: text,
  email: textOrNothing,
  phone: textOrNothing,
  address: textOrNothing,
  company: textOrNothing,
  notes: textOrNothing,
  tags: fc.option(fc.array(text, { maxLength: 4 }), { nil: null }),
  leads: fc.integer({ min: -5, max: 2_147_483_647 }),
  bookings: fc.integer({ min: 0, max: 500 }),
  revenue: amount,
  contact: fc.option(
    fc.date({ min: new Date('0001-01-01T00:00:00Z'), max: new Date('9999-12-31T23:59:59.999Z'), noInvalidDate: true }),
    { nil: null },
  ),
});

/** Puts so many customers, made of all of Unicode, straight into the table, as any program may have; no e-mail twice. */
export async function addStrangeCustomers({ orm }: Database, count: number, seed: number): Promise<void> {
  const all = fc.sample(customer, { numRuns: count, seed });
  const emails = new Set<string>();
  for (let from = 0; from < all.length; from += 1_000) {
    const rows = all.slice(from, from + 1_000).map((one, index) => {
      const isTaken = one.email === null || emails.has(one.email);
      if (one.email !== null) emails.add(one.email);
      return { ...one, id: `c${from + index}`, email: isTaken ? null : one.email };
    });
    const column = (of: (row: (typeof rows)[number]) => string | number | null) => arrayLiteral(rows.map(of));
    await orm.execute(sql`insert into customers (id, name, email, phone, address, "companyName", notes, tags, "totalLeads", "totalBookings",
        "totalRevenue", "lastContactAt", "createdAt", "updatedAt")
      select r.id, r.name, r.email, r.phone, r.address, r.company, r.notes, r.tags::text[], r.leads, r.bookings, r.revenue, r.contact::timestamp(3),
        now(), now()
      from unnest(${column(({ id }) => id)}::text::text[], ${column(({ name }) => name)}::text::text[], ${column(({ email }) => email)}::text::text[],
        ${column(({ phone }) => phone)}::text::text[], ${column(({ address }) => address)}::text::text[],
        ${column(({ company }) => company)}::text::text[], ${column(({ notes }) => notes)}::text::text[],
        ${column(({ tags }) => (tags === null ? null : arrayLiteral(tags)))}::text::text[], ${column(({ leads }) => leads)}::text::int[],
        ${column(({ bookings }) => bookings)}::text::int[], ${column(({ revenue }) => revenue)}::text::float8[],
        ${column(({ contact }) => contact?.toISOString() ?? null)}::text::text[]
      ) as r(id, name, email, phone, address, company, notes, tags, leads, bookings, revenue, contact)`);
  }
}

export const exportStyles = ['CSV', '--excel', 'JSON', 'NDJSON'] as const;
export type ExportStyle = (typeof exportStyles)[number];

/** All customers as `export` writes them. */
export async function exportedAs(database: Database, style: ExportStyle): Promise<string> {
  const pages = createCustomerRepository(database).list(everyCustomer);
  async function* records() {
    for await (const page of pages) yield page.map(customerRecord);
  }
  const parts =
    style === 'CSV'
      ? csvText(customerRows(pages, 'plain'), { delimiter: ',', mark: false })
      : style === '--excel'
        ? csvText(customerRows(pages, 'danish'), { delimiter: ';', mark: true })
        : style === 'JSON'
          ? jsonText(records())
          : ndjsonText(records());
  let all = '';
  for await (const part of parts) all += part;
  return all;
}

/** An export as a file to import. */
export const sourceOfExport = (text: string, style: ExportStyle) =>
  sourceOfText(text, style === 'JSON' || style === 'NDJSON' ? 'json' : 'csv');

/**
 * What imports are measured beside: psql's \copy, pgloader, csvkit's csvsql, and the importer that RenOS had. All but the last
 * are given rows that are clean already.
 */
import { spawnSync } from 'node:child_process';
import { createWriteStream, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { finished } from 'node:stream/promises';
import postgres from 'postgres';
import { csvHeader, csvRow, madeUpCustomer } from './made-up-customers.js';

const columns =
  'id name email phone address companyName notes tags totalLeads totalBookings totalRevenue lastContactAt updatedAt'.split(
    ' ',
  );
const named = columns.map((name) => `"${name}"`).join(', ');

/** A file as a Danish spreadsheet writes it. */
export async function writeCustomers(path: string, count: number): Promise<void> {
  const out = createWriteStream(path);
  out.write(`${csvHeader}\r\n`);
  for (let start = 0; start < count; start += 5_000) {
    let text = '';
    for (let number = start; number < Math.min(start + 5_000, count); number += 1)
      text += `${csvRow(madeUpCustomer(number))}\r\n`;
    if (!out.write(text)) await new Promise<void>((resolve) => out.once('drain', resolve));
  }
  out.end();
  await finished(out);
}

/** The same customers as rows of the table: nothing of them has to be understood. */
export function writeClean(path: string, count: number): void {
  const quote = (text: string) => `"${text.replaceAll('"', '""')}"`;
  const lines = Array.from({ length: count }, (_, number) => {
    const made = madeUpCustomer(number);
    const tags = made.tags === '' ? '{}' : `{${made.tags.split(';').join(',')}}`;
    const texts = [made.name, made.email, `+45${made.phone}`, `${made.street}, ${made.town}`, made.company, made.notes];
    const numbers = [made.leads, made.bookings, made.revenue, `${made.lastContact} 00:00`, '2025-01-01'];
    return [`c${number.toString(36).padStart(24, '0')}`, ...texts.map(quote), quote(tags), ...numbers].join(',');
  });
  writeFileSync(path, [columns.join(','), ...lines].join('\n'));
}

/** Milliseconds of psql's \copy of clean rows, as psql tells them. */
export function copyInto(url: string, clean: string): number {
  const input = `\\timing on\n\\copy customers (${named}) from '${clean}' (format csv, header)\n`;
  const psql = spawnSync('psql', [url, '-X', '-v', 'ON_ERROR_STOP=1'], { encoding: 'utf8', input });
  const time = /COPY \d+\nTime: ([\d.]+) ms/.exec(psql.stdout)?.[1];
  if (time === undefined) throw new Error(`psql failed: ${psql.stderr}`);
  return Number(time);
}

/** The words of a program that loads clean rows, or null where it is not installed. */
export const pgloader = (url: string, clean: string, folder: string): readonly string[] | null => {
  if (!isInstalled('pgloader')) return null;
  const script = join(folder, 'rows.load');
  writeFileSync(
    script,
    `LOAD CSV FROM '${clean}' (${columns.join(', ')}) INTO ${url} TARGET TABLE customers (${named})
      WITH quote identifiers, skip header = 1, fields optionally enclosed by '"', fields terminated by ',';\n`,
  );
  return ['pgloader', '--quiet', '--root-dir', join(folder, 'pgloader'), '--on-error-stop', script];
};

export const csvsql = (url: string, clean: string): readonly string[] | null =>
  isInstalled('csvsql')
    ? [
        ...['csvsql', '--db', url.replace(/^postgres:/, 'postgresql:'), '--insert', '--no-create', '--no-inference'],
        ...['--blanks', '--tables', 'customers', clean],
      ]
    : null;

export const isInstalled = (name: string) => spawnSync('sh', ['-c', `command -v ${name}`]).status === 0;

/** What the old importer sent for a customer of 13 columns, replayed without its ORM: look up, transaction, write, read back, count. */
export async function oldImporter(url: string, count: number): Promise<void> {
  const sql = postgres(url, { max: 1, onnotice: () => {} });
  for (let number = 0; number < count; number += 1) {
    const made = madeUpCustomer(number + 5_000_000);
    await sql`select * from customers where email = ${made.email} limit 1`;
    await sql`begin`;
    await sql`insert into customers (id, name, email, phone, address, "companyName", notes, tags, "totalLeads", "totalBookings", "totalRevenue",
      "lastContactAt", "updatedAt") values (${`o${number}`}, ${made.name}, ${made.email}, ${made.phone}, ${made.street}, ${made.company},
      ${made.notes}, ${made.tags.split(';')}, ${Number(made.leads)}, ${Number(made.bookings)}, ${Number(made.revenue)},
      ${made.lastContact}::timestamp, now())`;
    await sql`select * from customers where id = ${`o${number}`}`;
    await sql`commit`;
    await sql`select count(*) from bookings where "customerId" = ${`o${number}`}`;
    await sql`update customers set "totalBookings" = 0, "updatedAt" = now() where id = ${`o${number}`}`;
  }
  await sql.end();
}

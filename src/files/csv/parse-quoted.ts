import { parse } from 'fast-csv';

/** Splits records with quotes into cells; null for a record that cannot be read. One record is one entry. */
export async function parseQuoted(records: readonly string[], delimiter: string): Promise<(string[] | null)[]> {
  const rows = await parseAll(records, delimiter);
  if (rows !== null && rows.length === records.length) return rows;
  const single: (string[] | null)[] = [];
  for (const record of records) {
    const row = await parseAll([record], delimiter);
    single.push(row?.length === 1 ? (row[0] ?? null) : null);
  }
  return single;
}

function parseAll(records: readonly string[], delimiter: string): Promise<string[][] | null> {
  return new Promise((resolve) => {
    const rows: string[][] = [];
    const parser = parse<string[], string[]>({ headers: false, delimiter, quote: '"', escape: '"' });
    parser.on('data', (row: string[]) => rows.push(row));
    parser.once('error', () => resolve(null));
    parser.once('end', () => resolve(rows));
    parser.write(`${records.join('\n')}\n`);
    parser.end();
  });
}

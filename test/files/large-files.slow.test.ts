import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { SourceRow } from '../../src/core/customers/model/source.js';
import { bytesOf } from '../../src/files/bytes/byte-source.js';
import { csvSource } from '../../src/files/csv/csv-source.js';
import type { CsvOptions } from '../../src/files/source-options.js';

async function read(content: Buffer | string, options: CsvOptions = {}): Promise<SourceRow[]> {
  const source = csvSource(bytesOf(Buffer.from(content)), options);
  await source.inspect();
  const rows: SourceRow[] = [];
  for await (const part of source.rows()) rows.push(...part);
  return rows;
}

test('an unclosed quote before 20 MB is found within a second', async () => {
  const body = 'Jens Jensen,jens@example.dk,20304050,Skovvej 3 8000 Aarhus C\n'.repeat(350_000);
  const content = Buffer.from(`Name,Email,Phone,Address\n"Anna,anna@example.dk,,\n${body}`);
  const startedAt = performance.now();
  const source = csvSource(bytesOf(content));
  await source.inspect();
  for await (const rows of source.rows()) {
    const broken = rows.find(({ problem }) => problem !== null);
    if (broken === undefined) continue;
    expect([broken.line, broken.problem?.code]).toEqual([2, 'unclosed-quote']);
    break;
  }
  expect(performance.now() - startedAt).toBeLessThan(1_000);
  let count = 0;
  for await (const part of source.rows()) count += part.length;
  expect(count).toBe(350_002);
});

test('a cell without end takes no memory and costs its row only', async () => {
  const size = 1024;
  async function* endless() {
    yield Buffer.from('Name,Email\nA,a@example.dk\nB,"');
    const part = Buffer.alloc(1024 * 1024, 120);
    for (let index = 0; index < size; index += 1) yield part;
    yield Buffer.from('"\nC,c@example.dk\n');
  }
  const source = csvSource({
    name: 'endless',
    path: null,
    compressed: false,
    chunks: endless,
    close: async () => {},
  });
  await source.inspect();
  const rows: unknown[] = [];
  for await (const part of source.rows())
    rows.push(...part.map(({ line, problem, cells }) => [line, problem?.code ?? cells[0]]));
  expect(rows).toEqual([
    [1, 'Name'],
    [2, 'A'],
    [3, 'unclosed-quote'],
    [4, 'C'],
  ]);
  expect(process.memoryUsage().rss).toBeLessThan(1_000 * 1024 * 1024);
});

const cell = fc.oneof(
  { weight: 3, arbitrary: fc.string({ unit: fc.constantFrom('a', 'ø', ' ', 'x', '1', '.', '-'), maxLength: 6 }) },
  {
    weight: 2,
    arbitrary: fc.string({
      unit: fc.constantFrom('"', ',', ';', '\n', '\r', '\r\n', '\t', 'å', '€', "'", '|'),
      maxLength: 6,
    }),
  },
);

test('ten thousand made-up files read back as they were written, each record at its line', async () => {
  const file = fc.record({
    rows: fc.array(fc.array(cell, { minLength: 2, maxLength: 5 }), { minLength: 1, maxLength: 6 }),
    delimiter: fc.constantFrom(',', ';', '\t', '|'),
    newline: fc.constantFrom('\n', '\r\n', '\r'),
    quoteAll: fc.boolean(),
    encoding: fc.constantFrom('utf8' as const, 'utf16le' as const),
    ends: fc.boolean(),
  });
  await fc.assert(
    fc.asyncProperty(file, async ({ rows, delimiter, newline, quoteAll, encoding, ends }) => {
      const write = (text: string) =>
        quoteAll || /["\r\n]|^\s|\s$/.test(text) || text.includes(delimiter) ? `"${text.replaceAll('"', '""')}"` : text;
      const lines: number[] = [];
      let line = 1;
      const records = rows.map((cells) => {
        const text = cells.map(write).join(delimiter);
        lines.push(line);
        line += 1 + (text.match(/\r\n|\r|\n/g)?.length ?? 0);
        return text;
      });
      const text = `${encoding === 'utf16le' ? '\ufeff' : ''}${records.join(newline)}${ends ? newline : ''}`;
      const wanted = rows.map((cells, index) => ({ line: lines[index], cells }));
      const got = await read(Buffer.from(text, encoding), { delimiter });
      expect(got.map((row) => ({ line: row.line, cells: row.cells }))).toEqual(wanted);
    }),
    { numRuns: 10_000, seed: 4 },
  );
});

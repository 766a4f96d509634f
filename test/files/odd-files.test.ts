import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { analyzeFile } from '../../src/core/customers/columns/analyze-file.js';
import type { SourceRow } from '../../src/core/customers/model/source.js';
import { createRowReader } from '../../src/core/customers/read/understand-row.js';
import { usualImport } from '../../src/core/options/import-options.js';
import type { Finding } from '../../src/core/results/import-result.js';
import { bytesOf } from '../../src/files/bytes/byte-source.js';
import { csvSource } from '../../src/files/csv/csv-source.js';
import { rejectsBeside } from '../../src/files/csv/rejects-file.js';
import { jsonSource } from '../../src/files/json/json-source.js';
import type { CsvOptions } from '../../src/files/source-options.js';

async function read(content: Buffer | string, options: CsvOptions = {}): Promise<SourceRow[]> {
  const source = csvSource(bytesOf(Buffer.from(content)), options);
  await source.inspect();
  const rows: SourceRow[] = [];
  for await (const part of source.rows()) rows.push(...part);
  return rows;
}

async function understand(content: Buffer | string, format: 'csv' | 'json' = 'csv') {
  const bytes = bytesOf(Buffer.from(content));
  const source = format === 'csv' ? csvSource(bytes) : jsonSource(bytes);
  await source.inspect();
  const analysis = await analyzeFile(source, usualImport);
  const findings: Finding[] = [...analysis.findings];
  const reader = createRowReader({ ...usualImport, ...analysis, bookings: false }, (finding) => findings.push(finding));
  const customers: unknown[] = [];
  for await (const part of source.rows())
    for (const row of part)
      if (analysis.headerSeq === null || row.seq > analysis.headerSeq) customers.push(reader(row).customer);
  return { analysis, customers, findings: findings.map(({ code, line }) => [code, line]) };
}

describe('a public suite', async () => {
  const folder = join(dirname(createRequire(import.meta.url).resolve('csv-spectrum')), 'csvs');
  // The suite's own JSON for location_coordinates disagrees with its CSV.
  const names = (await readdir(folder))
    .map((name) => name.replace('.csv', ''))
    .filter((name) => name !== 'location_coordinates');
  test.each(names)('%s', async (name) => {
    const rows = await read(await readFile(join(folder, `${name}.csv`)), { delimiter: ',' });
    const wanted = JSON.parse(await readFile(join(folder, '..', 'json', `${name}.json`), 'utf8')) as Record<
      string,
      string
    >[];
    const [header, ...others] = rows.map(({ cells }) => cells as string[]);
    expect(others.map((cells) => Object.fromEntries((header ?? []).map((key, index) => [key, cells[index]])))).toEqual(
      wanted,
    );
  });
});

describe('a quote behind a backslash', () => {
  const cells = async (content: string) => (await read(content)).map((row) => row.problem?.code ?? row.cells);

  test('is inside a cell if the file escapes it, like a newline and a backslash', async () => {
    const rows = [
      '"Navn","Noter"',
      '"Bo \\"B\\"","12\\""',
      '"Ea","to\\\nlinjer \\"x\\", C:\\\\mappe\\\\"',
      '"Ib","a ""b"" c"',
    ];
    expect(await cells(`${rows.join('\n')}\n`)).toEqual([
      ['Navn', 'Noter'],
      ['Bo "B"', '12"'],
      ['Ea', 'to\nlinjer "x", C:\\mappe\\'],
      ['Ib', 'a "b" c'],
    ]);
  });

  test('ends a cell in any other file', async () => {
    expect(await cells('"Navn","Sti"\n"Bo","C:\\mappe\\"\n"Ea","D:\\x\\"\n')).toEqual([
      ['Navn', 'Sti'],
      ['Bo', 'C:\\mappe\\'],
      ['Ea', 'D:\\x\\'],
    ]);
  });

  test('is found behind thousands of rows that have none', async () => {
    const many = Array.from({ length: 3_000 }, (_, number) => `"Kunde ${number}","almindelig note"`);
    const rows = await cells(['"Navn","Noter"', ...many, '"Bo \\"B\\"","x"', ''].join('\n'));
    expect([rows.length, rows.at(-1)]).toEqual([3_002, ['Bo "B"', 'x']]);
  });
});

describe('records and their lines', () => {
  test('newlines of every kind, blank lines and newlines in cells', async () => {
    const rows = await read('Name,Notes\r\nA,"1\r\n2"\n\n\rB,x\rC,"a\rb"\r\nD,y');
    expect(rows.map(({ line, cells }) => [line, ...cells])).toEqual([
      [1, 'Name', 'Notes'],
      [2, 'A', '1\r\n2'],
      [6, 'B', 'x'],
      [7, 'C', 'a\rb'],
      [9, 'D', 'y'],
    ]);
  });

  test('quotes that do not match are findings at their line, and the rest is read', async () => {
    const rows = await read('Name,Email\n"A,a@example.dk\nB,b@example.dk\nC "x" y,"c"@example.dk\nD,d@example.dk');
    expect(rows.map(({ line, problem, cells }) => [line, problem?.code ?? cells[0]])).toEqual([
      [1, 'Name'],
      [2, 'text-after-quote'],
      [3, 'B'],
      [4, 'text-after-quote'],
      [5, 'D'],
    ]);
  });

  test('a quote that is closed much later is reported by the line where it opened', async () => {
    const rows = await read(
      'Navn;Note\nAnna;"first\nsecond";\nBo;"a\nb";"open\nCarl;x\nDorte;"y"\nEva;z\nFie;"c\nd";"never\nGerda;w\n',
    );
    expect(rows.map(({ line, problem, cells }) => [line, problem?.reason ?? cells[0]])).toEqual([
      [1, 'Navn'],
      [2, 'Anna'],
      [4, 'the quote that opens on line 5 is closed on line 7, and text follows it'],
      [6, 'Carl'],
      [7, 'Dorte'],
      [8, 'Eva'],
      [9, 'a quote opens on line 10 and is never closed'],
      [11, 'Gerda'],
    ]);
  });

  test('rows that a quote seems to have swallowed are warned of', async () => {
    const file =
      'Navn,E-mail,Note\nAnna,a@example.dk,"not closed\nBo,b@example.dk,x\nCarl,c@example.dk,"\nDorte,d@example.dk,"two\nlines"\nEva,,"says ""x\nFie,,""y\nGerda,"\n';
    const { findings, customers } = await understand(file);
    expect(customers).toHaveLength(3);
    expect(findings).toEqual([
      ['quote-swallows', 2],
      ['quote-swallows', 7],
    ]);
  });
});

describe('rows that a spreadsheet put into quotes', () => {
  test('one of them is taken apart, and it is said', async () => {
    const { customers, findings } = await understand(
      'Navn;Telefon;Adresse\r\nOle;20304051;Engvej 3\r\n"Mette;20304050;""Skov, vej"" 12, 8000 Aarhus"\r\nBo;20304052;Byvej\r\n"Ida;20304053"\r\n',
    );
    expect(customers).toMatchObject([
      { name: 'Ole', phone: '+4520304051' },
      { name: 'Mette', phone: '+4520304050', address: '"Skov, vej" 12, 8000 Aarhus' },
      { name: 'Bo', phone: '+4520304052' },
      { name: 'Ida;20304053' },
    ]);
    expect(findings).toEqual([
      ['row-in-quotes', 3],
      ['name-holds-contact', 5],
    ]);
  });

  test('all of them', async () => {
    const { customers } = await understand(
      '"Navn;Telefon;Adresse"\n"Ole;20304051;Engvej 3, 5000 Odense"\n"Mette;20304050;""Skovvej 12; 2. tv"""\n',
    );
    expect(customers).toMatchObject([
      { name: 'Ole', phone: '+4520304051', address: 'Engvej 3, 5000 Odense' },
      { name: 'Mette', phone: '+4520304050', address: 'Skovvej 12; 2. tv' },
    ]);
  });

  test('rejected, they can be fixed like any other', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'renos-sync-test-'));
    const from = (text: string) => csvSource(bytesOf(Buffer.from(text, 'latin1')));
    async function* rejects() {
      yield { seq: 1, line: 2, reasons: 'E-mail: has no @' };
    }
    for (const [header, row, wanted] of [
      ['"Navn;E-mail;Vej"', '"S\xf8ren;x;""A; B"""', 'S\xf8ren;x;"A; B"'],
      ['Navn;E-mail;Vej', '"S\xf8ren;x;A, B"', 'S\xf8ren;x;A, B'],
      ['Navn;E-mail;Vej', '"S\xf8ren";x;"A, B"', '"S\xf8ren";x;"A, B"'],
      ['Navn;E-mail;Vej', '"S\xf8ren;x"', '"S\xf8ren;x"'],
    ] as const) {
      const source = from(
        `${header}\n${row}\n${header.startsWith('"') ? '"Bo;b@example.dk;C"' : 'Bo;b@example.dk;C'}\n`,
      );
      const path = await rejectsBeside(join(folder, 'k.csv')).write(source, 0, rejects());
      expect((await readFile(path, 'latin1')).split('\n').slice(0, 2)).toEqual([
        'renos-sync line;renos-sync reasons;Navn;E-mail;Vej',
        `2;"E-mail: has no @";${wanted}`,
      ]);
    }
    await rm(folder, { recursive: true });
  });

  test.each([
    ['latin1', 'S\xf8ren: før "den" – på'],
    ['utf8', 'Åge: før – «på»'],
  ] as const)('the reasons of rejects are in the letters of the file: %s', async (encoding, reasons) => {
    const folder = await mkdtemp(join(tmpdir(), 'renos-sync-test-'));
    async function* rejects() {
      yield { seq: 1, line: 2, reasons };
    }
    const source = csvSource(bytesOf(Buffer.from('Navn;E-mail\nÆblegård;x\n', encoding)));
    const path = await rejectsBeside(join(folder, 'k.csv')).write(source, 0, rejects());
    const told = encoding === 'latin1' ? "S\xf8ren: før 'den'  på" : reasons;
    expect((await readFile(path, encoding)).split('\n')[1]).toBe(`2;"${told}";Æblegård;x`);
    await rm(folder, { recursive: true });
  });

  test('a column of names with commas is one column', async () => {
    const { customers } = await understand('Navn\n"Holm, Mette"\n"Berg, Ole"\n');
    expect(customers).toMatchObject([{ name: 'Holm, Mette' }, { name: 'Berg, Ole' }]);
    expect((await understand('"Navn"\n"Holm, Mette"\n')).customers).toMatchObject([{ name: 'Holm, Mette' }]);
  });
});

describe('what is no customer file says so', () => {
  test.each([
    ['an empty file', '', 'file-empty'],
    ['a JPEG', Buffer.from('ffd8ffe000104a46494600', 'hex'), 'not-text'],
    ['a workbook', Buffer.from('504b030414000600', 'hex'), 'not-text'],
    ['a program', Buffer.concat([Buffer.from('ab'), Buffer.alloc(500)]), 'not-text'],
    ['unknown headers', 'foo,bar\n1,2\n', 'no-header'],
    ['a table on its side', 'Navn;Anna;Bo\nTelefon;20304050;20304051\nAdresse;Vej 1;Vej 2\n', 'table-transposed'],
    ['settings below each other', 'Felt,Værdi\nFirmanavn,Lund\nTelefon,20304050\nE-mail,a@b.dk\n', 'table-transposed'],
    ['no names', 'City,Phone type\nAarhus,mobile\n', 'no-name-column'],
    ['gzip in gzip', gzipSync('x'), 'not-text'],
    ['a calendar', Buffer.from('BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n'), 'not-text'],
    ['a web page named .xls', Buffer.from('<html><table><tr><td>Navn</td></tr></table></html>'), 'not-text'],
    ['a text document', Buffer.from('{\\rtf1\\ansi Navn;Email}'), 'not-text'],
  ])('%s', async (_, content, code) => {
    await expect(understand(content)).rejects.toMatchObject({ code, exitCode: 2 });
  });

  test.each([
    ['not JSON at all', 'Name,Email', 'not-json'],
    ['JSON that ends too early', '[{"name":"A"},{"name":', 'json-incomplete'],
    ['a wrapper that ends too early', '{"customers":[{"name":"A"}', 'json-incomplete'],
  ])('%s', async (_, content, code) => {
    await expect(understand(content, 'json')).rejects.toMatchObject({ code, exitCode: 2 });
  });
});

describe('messages hold nothing of a customer', () => {
  const secret = /Anna|anna|2030|Skovvej/;
  test.each([
    ['no headers at all', 'Anna Ager;anna@example.dk;20304050\n', 'csv'],
    ['names without digits', 'Anna Ager;Aarhus\nBo Anna;Odense\n', 'csv'],
    ['a customer among the headers', 'Email,anna@example.dk,20304050 Anna\nx,y,z\n', 'csv'],
    ['customers as the keys of an object', '{"anna@example.dk":{"x":1},"Anna Ager":{"x":2},"20304050":{}}', 'json'],
  ] as const)('%s', async (_, content, format) => {
    const error = await understand(content, format).then(
      () => null,
      (thrown: Error & { actions: readonly string[] }) => thrown,
    );
    expect(error).not.toBeNull();
    expect(`${error?.message} ${error?.actions.join(' ')}`).not.toMatch(secret);
  });

  test('findings name a column that is data by its place', async () => {
    const { analysis } = await understand('Name,Email,anna@example.dk,20304050\nBo,,x,y\n');
    expect(JSON.stringify([analysis.findings, analysis.mapping])).not.toMatch(secret);
    expect(analysis.findings.map(({ column }) => column)).toEqual(['column 3', 'column 4']);
  });
});

describe('odd rows are findings, never a crash', () => {
  test('headers only', async () => {
    expect((await understand('Name;Email\r\n')).findings).toEqual([['no-rows', null]]);
  });

  test('NUL, escapes, lone surrogates and what Excel breaks', async () => {
    const { customers, findings } = await understand(
      'Name,Phone,Email,Total Revenue,Address\nA\u0000nna,"4,5E+09",#REF!,"1,5",\n\u001b[31mBo\u001b[0m,20304050,bo@example.dk,x,"a\n  b"\n',
    );
    expect(customers).toMatchObject([
      { name: 'Anna', phone: null, email: null, totalRevenue: 1.5 },
      { name: 'Bo', phone: '+4520304050', totalRevenue: null, address: 'a, b' },
    ]);
    expect(findings).toEqual([
      ['control-characters', 2],
      ['excel-error', 2],
      ['excel-number', 2],
      ['control-characters', 3],
      ['number-invalid', 3],
    ]);
    const json = await understand('[{"name":"A\\ud800B"}]', 'json');
    expect([json.customers, json.findings]).toMatchObject([[{ name: 'A\ufffdB' }], [['broken-characters', 1]]]);
  });

  test('a cell of 50,000 characters of any kind is read at once', async () => {
    const n = 50_000;
    const texts = ['.', '@', '2', ',', '-', "'", 'æ', 'a', '(', '/', '20 ', 'a; '].map((each) =>
      each.repeat(n / each.length),
    );
    const cells = [...texts.map((text) => `${text}x`), `a${' '.repeat(n)}b`, `${'1'.repeat(20)}.${'0'.repeat(n)}x`];
    const columns = ['Navn', 'E-mail', 'Telefon', 'Adresse', 'Postnr', 'Land', 'Omsætning', 'Sidste kontakt', 'Tags'];
    const rows = cells.flatMap((cell) => columns.map((column) => ({ id: 'A', Fornavn: 'A', [column]: cell })));
    const start = performance.now();
    const { customers } = await understand(JSON.stringify(rows), 'json');
    expect(customers).toHaveLength(rows.length);
    expect(performance.now() - start).toBeLessThan(10_000);
  });

  test('headers that are words of JavaScript, doubled, or blank', async () => {
    const { analysis, customers } = await understand('__proto__,constructor,Name,,Name,toString\nx,y,Anna,,Bo,z\n');
    expect(analysis.mapping.map(({ target }) => target)).toEqual([null, null, 'name', null, 'name', null]);
    expect(customers).toMatchObject([{ name: 'Anna', notes: 'Name: Bo' }]);
    const json = await understand('[{"__proto__":{"name":"x"},"name":"Anna","constructor":1}]', 'json');
    expect(json.customers).toMatchObject([{ name: 'Anna' }]);
    expect(({} as { name?: string }).name).toBeUndefined();
  });

  test('the end-of-file mark of old systems is no row', async () => {
    const { analysis } = await understand('Name;Email\r\nAnna;a@example.dk\r\n\u001a');
    expect([analysis.rows, analysis.lastSeq]).toEqual([1, 1]);
  });

  test('ragged rows', async () => {
    const { customers, findings } = await understand('Name,Email\nAnna\nBo,bo@example.dk,,,\nCarl,c@example.dk,more\n');
    expect(customers).toMatchObject([{ name: 'Anna', email: null }, { name: 'Bo' }, null]);
    expect(findings).toEqual([['row-too-long', 4]]);
  });

  test('ten thousand columns', async () => {
    const header = Array.from({ length: 10_000 }, (_, index) => (index === 5_000 ? 'Name' : `c${index}`));
    const { analysis, customers } = await understand(`${header.join(',')}\n${header.map(() => 'x').join(',')}\n`);
    expect([analysis.mapping.length, customers]).toMatchObject([10_000, [{ name: 'x' }]]);
  });

  test('dates and numbers are decided by the column, and an ambiguous one is said', async () => {
    const file = (...dates: string[]) =>
      ['Name;Last Contact', ...dates.map((date, index) => `N${index};${date}`)].join('\n');
    expect((await understand(file('03/04/2025', '05/06/2025'))).findings).toEqual([
      ['date-ambiguous', 2],
      ['date-ambiguous', 3],
    ]);
    const danish = await understand(file('03/04/2025', '25/06/2025 kl. 14.30', '31.12.24', '2025-02-30'));
    expect(danish.customers).toMatchObject([
      { lastContactAt: new Date('2025-04-02T22:00:00Z') },
      { lastContactAt: new Date('2025-06-25T12:30:00Z') },
      { lastContactAt: new Date('2024-12-30T23:00:00Z') },
      { lastContactAt: null },
    ]);
    expect(danish.findings).toEqual([['date-invalid', 5]]);
    const american = await understand(file('03/04/2025', '06/25/2025'));
    expect(american.customers).toMatchObject([{ lastContactAt: new Date('2025-03-03T23:00:00Z') }, {}]);
    const numbers = await understand('Name;Total Revenue;Total Bookings\nA;1.234;1.200\nB;1.234,50;3\nC;7;-1\n');
    expect(numbers.customers).toMatchObject([
      { totalRevenue: 1234, totalBookings: 1200 },
      { totalRevenue: 1234.5, totalBookings: 3 },
      { totalRevenue: 7, totalBookings: null },
    ]);
    expect((await understand('Name;Total Revenue\nA;1.234\n')).findings).toEqual([['number-ambiguous', 2]]);
  });
});

import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { CellValue, WriteSheet } from 'hucre';
import { writeOds } from 'hucre/ods';
import { readXlsx, writeXlsx } from 'hucre/xlsx';
import { describe, expect, test } from 'vitest';
import { analyzeFile } from '../../../src/core/customers/columns/analyze-file.js';
import type { CustomerSource } from '../../../src/core/customers/model/source.js';
import { createRowReader } from '../../../src/core/customers/read/understand-row.js';
import { usualImport } from '../../../src/core/options/import-options.js';
import type { Finding } from '../../../src/core/results/import-result.js';
import { openSource } from '../../../src/files/bytes/open-source.js';
import { rejectsBeside } from '../../../src/files/csv/rejects-file.js';
import type { SourceOptions } from '../../../src/files/source-options.js';
import { tempFolder } from '../../helpers/temp-folder.js';
import { zipOf } from '../../helpers/zip.js';

const folder = tempFolder('workbook');

let files = 0;
async function open(content: Uint8Array, options: SourceOptions = {}): Promise<CustomerSource> {
  files += 1;
  const path = join(folder, `file${files}`);
  await writeFile(path, content);
  return openSource(path, { archives: true, ...options });
}

async function understand(source: CustomerSource) {
  const analysis = await analyzeFile(source, usualImport);
  const findings: Finding[] = [...analysis.findings];
  const reader = createRowReader({ ...usualImport, ...analysis, bookings: false }, (finding) => findings.push(finding));
  const customers = [];
  for await (const rows of source.rows())
    for (const row of rows)
      if (analysis.headerSeq !== null && row.seq > analysis.headerSeq)
        customers.push({ line: row.line, ...reader(row).customer });
  return { customers, codes: findings.map(({ code, line }) => (line === null ? code : `${code} ${line}`)) };
}

const header = ['Navn', 'E-mail', 'Telefon', 'Adresse', 'Postnr', 'By', 'Omsætning', 'Sidste besøg'];
const day = (text: string) => new Date(`${text}Z`);
const ane: CellValue[] = [
  'Ane Holm',
  'ane@eksempel.dk',
  20304050,
  'Nørregade 1',
  800,
  'Høje Taastrup',
  1234.5,
  day('2026-05-01T00:00'),
];
const bo: CellValue[] = [
  'Bo Lind',
  null,
  '0045 21 31 41 51',
  'Torvet 2',
  8000,
  'Aarhus C',
  '1.234,50',
  day('2026-07-03T09:30'),
];
const sheet = (rows: CellValue[][], more: Partial<WriteSheet> = {}): WriteSheet => ({
  name: 'Kunder',
  rows,
  columns: [{}, {}, {}, {}, {}, {}, {}, { numFmt: 'dd-mm-yyyy hh:mm' }],
  ...more,
});
const xlsx = (...sheets: WriteSheet[]) => writeXlsx({ sheets });

describe.each([
  ['xlsx', xlsx],
  ['ods', (...sheets: WriteSheet[]) => writeOds({ sheets })],
] as const)('%s', (format, write) => {
  test('reads cells by their type: digits of numbers, dates as wall clock time, text as text', async () => {
    const source = await open(await write(sheet([header, ane, bo])));
    expect(await source.inspect()).toMatchObject({ format, delimiter: null, findings: [] });
    const { customers } = await understand(source);
    expect(customers).toMatchObject([
      {
        line: 2,
        name: 'Ane Holm',
        email: 'ane@eksempel.dk',
        phone: '+4520304050',
        address: 'Nørregade 1, 0800 Høje Taastrup',
        totalRevenue: 1234.5,
        lastContactAt: new Date('2026-04-30T22:00:00Z'),
      },
      {
        line: 3,
        name: 'Bo Lind',
        phone: '+4521314151',
        totalRevenue: 1234.5,
        lastContactAt: new Date('2026-07-03T07:30:00Z'),
      },
    ]);
  });

  test('finds the sheet of customers behind an empty one and a cover, and says which sheets it left', async () => {
    const sheets = [
      sheet([], { name: 'Tom' }),
      sheet([['Kunder 2026']], { name: 'Forside' }),
      sheet([['Liste'], [], header, ane]),
    ];
    const { customers, codes } = await understand(await open(await write(...sheets)));
    expect(customers).toMatchObject([{ line: 4, name: 'Ane Holm' }]);
    expect(codes).toContain('sheet-chosen');
  });

  test.each([['Gamle'], ['gamle'], ['2']])('reads the sheet that --sheet %s names', async (asked) => {
    const content = await write(sheet([header, ane]), sheet([header, bo], { name: 'Gamle' }));
    const { customers, codes } = await understand(await open(content, { sheet: asked }));
    expect(customers).toMatchObject([{ name: 'Bo Lind' }]);
    expect(codes).not.toContain('sheet-chosen');
  });

  test('names the sheets where the one asked for is missing', async () => {
    const source = await open(await write(sheet([header, ane])), { sheet: 'Kunde' });
    await expect(source.inspect()).rejects.toMatchObject({
      code: 'sheet-unknown',
      message: expect.stringContaining('"Kunder"'),
    });
  });

  test('refuses a workbook without a filled cell', async () => {
    const source = await open(await write(sheet([])));
    await expect(source.inspect()).rejects.toMatchObject({ code: 'file-empty' });
  });

  test('is another import when another sheet is read', async () => {
    const content = await write(sheet([header, ane]), sheet([header, bo], { name: 'Gamle' }));
    const [one, other] = await Promise.all(
      ['Kunder', 'Gamle'].map(async (name) => (await (await open(content, { sheet: name })).inspect()).fingerprint),
    );
    expect(one).not.toBe(other);
  });
});

test('says how many rows and columns of a sheet are hidden, and reads them', async () => {
  const hidden = { rowDefs: new Map([[1, { hidden: true }]]), columns: [{}, {}, { hidden: true }] };
  const { customers, codes } = await understand(await open(await xlsx(sheet([header, ane, bo], hidden))));
  expect(customers).toMatchObject([{ name: 'Ane Holm', phone: '+4520304050' }, { name: 'Bo Lind' }]);
  expect(codes).toContain('sheet-hidden-cells');
});

test('gives rejected rows back as a workbook whose columns begin with line and reasons', async () => {
  const source = await open(await xlsx(sheet([['Kunder'], header, ane, bo])));
  await source.inspect();
  async function* rejects() {
    yield { seq: 3, line: 4, reasons: 'E-mail: has no @' };
  }
  const path = await rejectsBeside(join(folder, 'liste.xlsx')).write(source, 1, rejects());
  expect(path).toBe(join(folder, 'liste.xlsx.rejects.xlsx'));
  const { sheets } = await readXlsx(await readFile(path));
  expect(sheets[0]?.rows.map((row) => row.slice(0, 4))).toEqual([
    ['renos-sync line', 'renos-sync reasons', 'Navn', 'E-mail'],
    [4, 'E-mail: has no @', 'Bo Lind', null],
  ]);
});

describe('what is no readable workbook', () => {
  test('a workbook that was cut off is refused as damaged', async () => {
    const whole = await xlsx(sheet([header, ane]));
    await expect(open(whole.subarray(0, whole.length - 60))).rejects.toMatchObject({
      code: 'archive-damaged',
      exitCode: 2,
    });
  });

  test('a workbook with a password is refused in its own words', async () => {
    const locked = await writeXlsx({ sheets: [sheet([header, ane])], encryption: { password: 'x', spinCount: 1_000 } });
    await expect(open(locked)).rejects.toMatchObject({ code: 'workbook-locked', exitCode: 2 });
  });

  test('an old Excel workbook is called what it is', async () => {
    const old = Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(4_096)]);
    await expect(open(old)).rejects.toMatchObject({ code: 'not-text', message: expect.stringContaining('.xls') });
  });

  test('a part that is longer than the archive says is refused as damaged', async () => {
    const lying = zipOf([
      { name: 'xl/workbook.xml', content: '<workbook/>' },
      { name: 'xl/sharedStrings.xml', content: Buffer.alloc(1_000_000, 'a'), claims: 100 },
    ]);
    await expect((await open(lying)).inspect()).rejects.toMatchObject({ code: 'archive-damaged' });
  });

  test.each([
    ['a Word document', 'word/document.xml'],
    ['a PowerPoint presentation', 'ppt/presentation.xml'],
  ])('%s is called what it is, whatever its name says', async (kind, name) => {
    const archive = zipOf([{ name, content: '<xml/>' }]);
    await expect(open(archive)).rejects.toMatchObject({ code: 'not-text', message: expect.stringContaining(kind) });
  });
});

describe('a ZIP archive', () => {
  const csv = { name: 'eksport/kunder.csv', content: 'Navn;Telefon\nAne Holm;20304050\n' };
  const picture = { name: 'eksport/logo.png', content: 'x' };

  test('gives the only file in it that can be read, and says so', async () => {
    const source = await open(zipOf([csv, picture, { name: '__MACOSX/eksport/._kunder.csv', content: 'x' }]));
    const { customers, codes } = await understand(source);
    expect(customers).toMatchObject([{ line: 2, name: 'Ane Holm', phone: '+4520304050' }]);
    expect(codes).toContain('archive-entry-read');
  });

  test('asks which of several files is meant, and reads the one that --entry names', async () => {
    const archive = zipOf([csv, { name: 'gamle.csv', content: 'Navn\nBo Lind\n' }]);
    await expect(open(archive)).rejects.toMatchObject({
      code: 'archive-entry',
      message: expect.stringContaining('eksport/kunder.csv, gamle.csv'),
    });
    for (const entry of ['gamle.csv', 'kunder.csv'])
      expect((await understand(await open(archive, { entry }))).customers).toHaveLength(1);
  });

  test('may hold a workbook', async () => {
    const content = Buffer.from(await xlsx(sheet([header, ane])));
    const { customers } = await understand(await open(zipOf([{ name: 'kunder.xlsx', content }])));
    expect(customers).toMatchObject([{ name: 'Ane Holm' }]);
  });

  test('without a file that can be read names what is in it', async () => {
    await expect(open(zipOf([picture]))).rejects.toMatchObject({
      code: 'archive-entry',
      message: expect.stringContaining('logo.png'),
    });
  });

  test('that leads out of its folder is refused', async () => {
    await expect(open(zipOf([{ ...csv, name: '../../kunder.csv' }]))).rejects.toMatchObject({
      code: 'archive-damaged',
    });
  });
});

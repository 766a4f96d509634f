import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { CellValue, WriteSheet } from 'hucre';
import { writeXlsx } from 'hucre/xlsx';
import { describe, expect, test } from 'vitest';
import { analyzeFile } from '../../../src/core/customers/columns/analyze-file.js';
import { rowReader } from '../../../src/core/customers/read/understand-row.js';
import { usualImport } from '../../../src/core/options/import-options.js';
import type { Finding } from '../../../src/core/results/import-result.js';
import { openSource } from '../../../src/files/bytes/open-source.js';
import { tempFolder } from '../../helpers/temp-folder.js';
import { zipOf } from '../../helpers/zip.js';

const folder = tempFolder('shapes');

let files = 0;
async function read(content: Uint8Array) {
  files += 1;
  const path = join(folder, `fil${files}`);
  await writeFile(path, content);
  const source = await openSource(path, { archives: true });
  const analysis = await analyzeFile(source, usualImport);
  const findings: Finding[] = [...analysis.findings];
  const understand = rowReader(analysis, usualImport, (finding) => findings.push(finding));
  const customers = [];
  for await (const rows of source.rows())
    for (const row of rows) {
      if (analysis.headerSeq !== null && row.seq <= analysis.headerSeq) continue;
      const { customer, isPassedOver } = understand(row);
      if (!isPassedOver) customers.push({ line: row.line, ...customer });
    }
  return { customers, codes: findings.map(({ code }) => code) };
}

const header = ['Navn', 'Telefon', 'Adresse', 'Sidste besøg', 'Omsætning'];
const ane: CellValue[] = ['Ane Holm', 20304050, 'Skovvej 1, 8000 Aarhus C', new Date(Date.UTC(2026, 4, 3)), 1234.5];
const bo: CellValue[] = ['Bo Lind', '21 31 41 51', 'Torvet 2, 5000 Odense C', null, null];
const sheet = (rows: CellValue[][], more: Partial<WriteSheet> = {}): WriteSheet => ({ name: 'Kunder', rows, ...more });
const both = [
  { name: 'Ane Holm', phone: '+4520304050' },
  { name: 'Bo Lind', phone: '+4521314151' },
];

/** A workbook of one sheet whose XML is written by hand, as other programs write it. */
function raw(
  rows: string,
  { more = '', strings = '', namespace = main }: { more?: string; strings?: string; namespace?: string } = {},
) {
  const office =
    namespace === main
      ? 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
      : 'http://purl.oclc.org/ooxml/officeDocument/relationships';
  const relations = 'http://schemas.openxmlformats.org/package/2006/relationships';
  return zipOf([
    {
      name: '[Content_Types].xml',
      content: '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
    },
    {
      name: '_rels/.rels',
      content: `<Relationships xmlns="${relations}"><Relationship Id="rId1" Type="${office}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    },
    {
      name: 'xl/_rels/workbook.xml.rels',
      content: `<Relationships xmlns="${relations}"><Relationship Id="rId1" Type="${office}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="${office}/sharedStrings" Target="sharedStrings.xml"/></Relationships>`,
    },
    {
      name: 'xl/workbook.xml',
      content: `<workbook xmlns="${namespace}" xmlns:r="${office}">${more}<sheets><sheet name="Kunder" sheetId="1" r:id="rId1"/></sheets></workbook>`,
    },
    { name: 'xl/sharedStrings.xml', content: `<sst xmlns="${namespace}">${strings}</sst>` },
    {
      name: 'xl/worksheets/sheet1.xml',
      content: `<worksheet xmlns="${namespace}"><sheetData>${rows}</sheetData></worksheet>`,
    },
  ]);
}
const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const text = (place: string, value: string) => `<c r="${place}" t="inlineStr"><is><t>${value}</t></is></c>`;
const heads = `<row r="1">${text('A1', 'Navn')}${text('B1', 'Telefon')}${text('C1', 'Omsætning')}</row>`;

describe('workbooks as people have them', () => {
  test.each<[string, WriteSheet[]]>([
    [
      'titles in merged cells',
      [
        sheet([['Kunder 2026'], ['Rengøring, Aarhus'], header, ane, bo], {
          merges: [{ startRow: 0, startCol: 0, endRow: 0, endCol: 4 }],
        }),
      ],
    ],
    [
      'a table that begins in the middle of the sheet',
      [sheet([[], [], ...[header, ane, bo].map((row) => [null, null, ...row])])],
    ],
    [
      'a filter that hides rows',
      [sheet([header, ane, bo], { autoFilter: { range: 'A1:E3' }, rowDefs: new Map([[2, { hidden: true }]]) })],
    ],
    ['hidden columns', [sheet([header, ane, bo], { columns: [{}, { hidden: true }, { hidden: true }] })]],
    ['an empty first sheet', [sheet([], { name: 'Ark1' }), sheet([header, ane, bo])]],
    [
      'customers in a hidden sheet alone',
      [sheet([['Se næste']], { name: 'Forside' }), sheet([header, ane, bo], { hidden: true })],
    ],
    ['empty rows between customers', [sheet([header, ane, [], [null, '', null], bo])]],
    [
      'empty columns behind the last',
      [
        sheet([
          [...header, null, null],
          [...ane, null, ''],
          [...bo, null, ' '],
        ]),
      ],
    ],
    ['two rows of headers', [sheet([['Kunde', null, null, 'Historik', null], header, ane, bo])]],
    ['a row of totals', [sheet([header, ane, bo, ['I alt', null, null, null, 1234.5]])]],
    ['the headers again at the top of each page', [sheet([header, ane, header, bo])]],
    [
      'frozen headers, in a sheet with an odd name',
      [sheet([header, ane, bo], { name: "Ane's kunder (ÆØÅ) & co", freezePane: { rows: 1 } })],
    ],
    [
      'an Excel table',
      [
        sheet([header, ane, bo], {
          tables: [{ name: 'Tabel1', range: 'A1:E3', columns: header.map((name) => ({ name })) }],
        }),
      ],
    ],
  ])('%s', async (_, sheets) => {
    expect((await read(await writeXlsx({ sheets }))).customers).toMatchObject(both);
  });

  test('two tables below each other: the second one’s headers and title are no customers', async () => {
    const rows = [['Privat'], header, ane, [], ['Erhverv'], header, bo];
    expect((await read(await writeXlsx({ sheets: [sheet(rows)] }))).customers).toMatchObject(both);
  });

  test('dates as dates, as texts and of a Mac of 1904 are one', async () => {
    const at = { lastContactAt: new Date('2026-05-02T22:00:00Z') };
    const one = async (value: CellValue, dateSystem: '1900' | '1904' = '1900') =>
      (await read(await writeXlsx({ dateSystem, sheets: [sheet([header, ['Ane Holm', null, null, value, null]])] })))
        .customers;
    expect(await one(new Date(Date.UTC(2026, 4, 3)))).toMatchObject([at]);
    expect(await one(new Date(Date.UTC(2026, 4, 3)), '1904')).toMatchObject([at]);
    for (const value of ['3-5-2026', '03.05.26', '3. maj 2026', '2026-05-03'])
      expect(await one(value)).toMatchObject([at]);
  });

  test('formulas are read by their values, and one that failed is said', async () => {
    const rows = `${heads}<row r="2"><c r="A2" t="str"><f>"Ane"&amp;" Holm"</f><v>Ane Holm</v></c><c r="B2"><f>20304050</f><v>20304050</v></c><c r="C2" t="e"><f>1/0</f><v>#DIV/0!</v></c></row>`;
    const { customers, codes } = await read(raw(rows));
    expect(customers).toMatchObject([{ line: 2, name: 'Ane Holm', phone: '+4520304050', totalRevenue: null }]);
    expect(codes).toContain('excel-error');
  });

  test('shared texts, also of several formats in one cell, with what Excel escapes', async () => {
    const strings =
      '<si><r><t>Ane</t></r><r><rPr><b/></rPr><t xml:space="preserve"> Holm</t></r><rPh sb="0" eb="1"><t>x</t></rPh></si><si><t>Bo_x000D_&#10;Lind &amp; søn</t></si>';
    const rows = `${heads}<row r="2"><c r="A2" t="s"><v>0</v></c></row><row r="3"><c r="A3" t="s"><v>1</v></c></row>`;
    expect((await read(raw(rows, { strings }))).customers).toMatchObject([
      { name: 'Ane Holm' },
      { name: 'Bo Lind & søn' },
    ]);
  });

  test.each([
    ['numbers in long form', '<c r="B2"><v>2.030405E7</v></c>', '+4520304050'],
    ['numbers kept as texts', text('B2', '20304050'), '+4520304050'],
    ['numbers with a country’s code', '<c r="B2"><v>4520304050</v></c>', '+4520304050'],
    ['a text behind an apostrophe', text('B2', "'20 30 40 50"), '+4520304050'],
    ['no cell at all', '', null],
  ])('phones: %s', async (_, cell, phone) => {
    const { customers } = await read(raw(`${heads}<row r="2">${text('A2', 'Ane Holm')}${cell}</row>`));
    expect(customers).toMatchObject([{ name: 'Ane Holm', phone }]);
  });

  test('cells and rows without their places follow one another', async () => {
    const cell = (value: string) => `<c t="inlineStr"><is><t>${value}</t></is></c>`;
    const rows = `<row>${cell('Navn')}${cell('Telefon')}</row><row>${cell('Ane Holm')}${cell('20304050')}</row>`;
    expect((await read(raw(rows))).customers).toMatchObject([{ line: 2, name: 'Ane Holm', phone: '+4520304050' }]);
  });

  test('a workbook in Excel’s strict form', async () => {
    const rows = `${heads}<row r="2">${text('A2', 'Ane Holm')}</row>`;
    const { customers } = await read(raw(rows, { namespace: 'http://purl.oclc.org/ooxml/spreadsheetml/main' }));
    expect(customers).toMatchObject([{ name: 'Ane Holm' }]);
  });

  test('line numbers are those of the sheet, also behind gaps', async () => {
    const rows = `${heads}<row r="7">${text('A7', 'Ane Holm')}</row><row r="900000">${text('A900000', 'Bo Lind')}</row>`;
    expect((await read(raw(rows))).customers).toMatchObject([{ line: 7 }, { line: 900_000 }]);
  });
});

const ods = (rows: string, before = '') =>
  zipOf([
    { name: 'mimetype', content: 'application/vnd.oasis.opendocument.spreadsheet' },
    { name: 'META-INF/manifest.xml', content: '<manifest:manifest/>' },
    {
      name: 'content.xml',
      content: `<?xml version="1.0"?><office:document-content><office:body><office:spreadsheet>${before}<table:table table:name="Kunder">${rows}</table:table></office:spreadsheet></office:body></office:document-content>`,
    },
  ]);
const cells = (...texts: readonly string[]) =>
  `<table:table-row>${texts.map((one) => `<table:table-cell office:value-type="string">${one}</table:table-cell>`).join('')}</table:table-row>`;
const p = (value: string) => `<text:p>${value}</text:p>`;
const odsHeads = cells(p('Navn'), p('Telefon'), p('Noter'), p('Sidste besøg'));

describe('OpenDocument sheets', () => {
  test('a cell of several paragraphs has as many lines; comments, spans and links are no part of the text', async () => {
    const note = `<office:annotation><text:p>hemmelig</text:p></office:annotation>${p('Ring<text:s text:c="2"/>først')}${p('')}${p('<text:span>Nøgle</text:span> hos <text:a>nabo</text:a><text:line-break/>i 2&#46; th')}`;
    const { customers } = await read(ods(odsHeads + cells(p('Ane &amp; Bo Holm'), p('20304050'), note)));
    expect(customers).toMatchObject([{ name: 'Ane & Bo Holm', notes: 'Ring  først\n\nNøgle hos nabo\ni 2. th' }]);
  });

  test('rows and cells that are written once for many, rows in groups, and what was changed before', async () => {
    const changes = `<table:tracked-changes><table:cell-content-change><table:previous><table:change-track-table-cell/></table:previous></table:cell-content-change></table:tracked-changes>`;
    const gap =
      '<table:table-row table:number-rows-repeated="3"><table:table-cell table:number-columns-repeated="1024"/></table:table-row>';
    const end =
      '<table:table-row table:number-rows-repeated="1048500"><table:table-cell table:number-columns-repeated="16384"/></table:table-row>';
    const twice = cells(p('Ane Holm'), p('20304050')).replace(
      '<table:table-row>',
      '<table:table-row table:number-rows-repeated="2">',
    );
    const rows = `<table:table-header-rows>${odsHeads}</table:table-header-rows>${gap}<table:table-row-group>${twice}</table:table-row-group>${end}`;
    expect((await read(ods(rows, changes))).customers).toMatchObject([{ line: 5, name: 'Ane Holm' }, { line: 6 }]);
  });

  test('dates, times and numbers by their values, also where another text is shown', async () => {
    const row = `<table:table-row><table:table-cell office:value-type="string">${p('Ane Holm')}</table:table-cell><table:table-cell office:value-type="float" office:value="20304050">${p('2,03E+07')}</table:table-cell><table:table-cell office:value-type="time" office:time-value="PT09H30M00S">${p('9.30')}</table:table-cell><table:table-cell office:value-type="date" office:date-value="2026-05-03T10:00:00">${p('søndag')}</table:table-cell></table:table-row>`;
    expect((await read(ods(odsHeads + row))).customers).toMatchObject([
      { phone: '+4520304050', notes: '09:30', lastContactAt: new Date('2026-05-03T08:00:00Z') },
    ]);
  });

  test.each([
    [
      'a row that is said to be there a million times',
      `<table:table-row table:number-rows-repeated="1048576"><table:table-cell office:value-type="string" table:number-columns-repeated="16384">${p('x')}</table:table-cell></table:table-row>`,
    ],
    ['a tag without an end', '<table:table-row <'],
    ['a document that breaks off', '<table:table-row><table:table-cell office:value="'],
  ])('%s is refused', async (_, rows) => {
    await expect(read(ods(odsHeads + rows))).rejects.toMatchObject({ code: 'archive-damaged', exitCode: 2 });
  });
});

test('a sheet that claims more cells than any has is refused, in little memory', async () => {
  const rows = Array.from(
    { length: 3_000 },
    (_, at) => `<row r="${at + 2}">${text(`A${at + 2}`, 'Ane')}<c r="XFD${at + 2}"><v>1</v></c></row>`,
  );
  await expect(read(raw(heads + rows.join('')))).rejects.toMatchObject({ code: 'workbook-too-large', exitCode: 2 });
});

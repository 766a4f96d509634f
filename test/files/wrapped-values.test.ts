import { expect, test } from 'vitest';
import { analyzeFile } from '../../src/core/customers/columns/analyze-file.js';
import { listInCell } from '../../src/core/customers/read/list-in-cell.js';
import { rowReader } from '../../src/core/customers/read/understand-row.js';
import { usualImport } from '../../src/core/options/import-options.js';
import { sourceOfText } from '../../src/files/bytes/open-source.js';
import { unwrapRecord } from '../../src/files/wrapped-values.js';

async function understand(text: string, format: 'csv' | 'json' = 'csv') {
  const source = await sourceOfText(text, format);
  const analysis = await analyzeFile(source, usualImport);
  const told: string[] = [];
  const read = rowReader(analysis, usualImport, ({ severity, code, column }) =>
    told.push(`${severity} ${code} ${column}`),
  );
  const customers: unknown[] = [];
  for await (const rows of source.rows())
    for (const row of rows.filter(({ seq }) => seq > (analysis.headerSeq ?? -1))) customers.push(read(row).customer);
  return { customers, told };
}

test.each([
  ['{fast,"stor have"}', ['fast', 'stor have']],
  ['{}', []],
  ['[]', []],
  ['{"a \\"b\\" c",NULL,"NULL"}', ['a "b" c', 'NULL']],
  ['{20304050}', ['20304050']],
  ['["fast","hund"]', ['fast', 'hund']],
  ['[{"value":"a@example.dk","label":"work"},{"value":"b@example.dk"}]', ['a@example.dk', 'b@example.dk']],
  ['{"email":"a@example.dk","name":"Anna"}', ['a@example.dk']],
  ['[{"name":"VIP","id":3}]', ['VIP']],
  ['{{a,b},{c,d}}', null],
  ['{a', null],
  ['[privat] a@example.dk', null],
  ['[[1]]', null],
])('the list in a cell: %s', (cell, texts) => {
  expect(listInCell(cell)).toEqual(texts);
});

test('lists in cells of e-mails, phones and tags are taken apart, and the further ones kept', async () => {
  const { customers, told } = await understand(
    'name,emails,contact_numbers,tags\nElin,"[{""value"":""e@example.dk""},{""value"":""e2@example.dk""}]","[{""value"":""20 41 42 45""}]","{fast,""stor have""}"\n',
  );
  expect(customers).toMatchObject([
    { email: 'e@example.dk', phone: '+4520414245', notes: 'E-mail: e2@example.dk', tags: ['fast', 'stor have'] },
  ]);
  expect(told).toEqual(['warning several-emails emails']);
});

test('notes and names in brackets stay as they are written', async () => {
  const { customers } = await understand('Navn;Noter\n{Anna};{nøgle}\n');
  expect(customers).toMatchObject([{ name: '{Anna}', notes: '{nøgle}' }]);
});

test('what a list of leads puts before numbers comes off, and a name before one is kept', async () => {
  const { customers, told } = await understand(
    'full_name,phone_number,street_address,post_code,city\nRikke,p:+4530405061,Vej 4,z:8500,Grenaa\nBo,Eva: 30405062,,,\n',
  );
  expect(customers).toMatchObject([
    { phone: '+4530405061', address: 'Vej 4, 8500 Grenaa' },
    { phone: '+4530405062', notes: 'Phone: Eva: 30405062' },
  ]);
  expect(told).toEqual(['warning phone-words phone_number']);
});

test('a list of 100,000 elements is read in time that grows with its length', () => {
  const cell = (length: number) => `{${'"a\\\\",'.repeat(length)}`;
  expect([listInCell(`${cell(10_000)}b}`)?.length, listInCell(cell(10_000))]).toEqual([10_001, null]);
});

test('documents of Firestore’s interface are read by their typed fields, and never named by their paths', async () => {
  const name = 'projects/renos/databases/(default)/documents/customers/Ab12Cd';
  const fields = {
    navn: { stringValue: 'Runa Holm' },
    telefon: { integerValue: '21314151' },
    adresse: { mapValue: { fields: { vej: { stringValue: 'Åvej 2' }, postnr: { integerValue: '6700' } } } },
    tags: { arrayValue: { values: [{ stringValue: 'fast' }, { stringValue: 'hund' }] } },
    noter: { nullValue: null },
    lastContactAt: { timestampValue: '2025-03-01T09:30:00Z' },
  };
  const runa = {
    ...{ name: 'Runa Holm', phone: '+4521314151', address: 'Åvej 2, 6700', tags: ['fast', 'hund'], notes: null },
    lastContactAt: new Date('2025-03-01T09:30:00Z'),
  };
  const documents = { documents: [{ name, fields, createTime: '2025-01-01T10:00:00Z' }] };
  expect((await understand(JSON.stringify(documents), 'json')).customers).toMatchObject([runa]);
  const answers = [{ document: { name, fields }, readTime: '2025-01-01T10:00:00Z' }];
  expect((await understand(JSON.stringify(answers), 'json')).customers).toMatchObject([runa]);
  const paths = await understand(`Navn;Tlf\n${name};20304050\n`);
  expect(paths).toEqual({ customers: [null], told: ['error name-missing Navn'] });
});

test('MongoDB’s Extended JSON is read as the values that it stands for', async () => {
  const lines = [
    {
      ...{ _id: { $oid: '65f1c0a2e4b0a1b2c3d4e5f6' }, name: 'Pil', phone: { $numberLong: '4522232425' } },
      ...{ totalRevenue: { $numberDecimal: '1234.50' }, lastContactAt: { $date: '2025-03-01T09:30:00Z' } },
    },
    {
      name: 'Kim',
      totalRevenue: { $numberDouble: '7.125' },
      lastContactAt: { $date: { $numberLong: '1740821400000' } },
    },
    { name: 'Ib', lastContactAt: { _seconds: 1_740_821_400, _nanoseconds: 0 } },
  ];
  const { customers, told } = await understand(lines.map((line) => JSON.stringify(line)).join('\n'), 'json');
  const lastContactAt = new Date('2025-03-01T09:30:00Z');
  expect(customers).toMatchObject([
    { name: 'Pil', phone: '+4522232425', totalRevenue: 1234.5, lastContactAt },
    { name: 'Kim', totalRevenue: 7.125, lastContactAt },
    { name: 'Ib', lastContactAt },
  ]);
  expect(told).toEqual([]);
});

test.each([
  [
    { stringValue: 'a', other: 1 },
    { stringValue: 'a', other: 1 },
  ],
  [{ $numberLong: '9007199254740993' }, '9007199254740993'],
  [{ $numberDecimal: 'x' }, 'x'],
  [{ $date: 'x' }, 'x'],
  [{ $date: { $numberLong: '99999999999999999' } }, '99999999999999999'],
  [{ mapValue: {} }, null],
  [{ mapValue: 'x' }, { mapValue: 'x' }],
  [{ arrayValue: {} }, []],
  [{ constructor: 'x' }, { constructor: 'x' }],
])('a value that is not wrapped, or holds no value, is kept: %j', (cell, value) => {
  expect(unwrapRecord({ cell })).toEqual({ cell: value });
});

test('a customer with a field called fields or document stays whole', () => {
  const records = [
    { name: 'Anna', fields: { note: 'x' } },
    { name: 'Bo', document: { name: 'Aftale', fields: {} } },
  ];
  expect(records.map(unwrapRecord)).toEqual(records);
});

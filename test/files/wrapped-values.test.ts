import { expect, test } from 'vitest';
import { usualImport } from '../../src/core/customers/import-options.js';
import { listInCell } from '../../src/core/customers/list-in-cell.js';
import { surveyFile } from '../../src/core/customers/survey-file.js';
import { rowReader } from '../../src/core/customers/understand-row.js';
import { sourceOfText } from '../../src/files/open-source.js';

async function understand(text: string, format: 'csv' | 'json' = 'csv') {
  const source = await sourceOfText(text, format);
  const survey = await surveyFile(source, usualImport);
  const told: string[] = [];
  const read = rowReader(survey, usualImport, ({ severity, code, column }) =>
    told.push(`${severity} ${code} ${column}`),
  );
  const customers: unknown[] = [];
  for await (const rows of source.rows())
    for (const row of rows.filter(({ seq }) => seq > (survey.headerSeq ?? -1))) customers.push(read(row).customer);
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

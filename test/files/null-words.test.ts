import { expect, test } from 'vitest';
import { analyzeFile } from '../../src/core/customers/columns/analyze-file.js';
import { rowReader } from '../../src/core/customers/read/understand-row.js';
import { usualImport } from '../../src/core/options/import-options.js';
import { sourceOfText } from '../../src/files/bytes/open-source.js';

async function understand(text: string, format: 'csv' | 'json' = 'csv') {
  const source = await sourceOfText(text, format);
  const analysis = await analyzeFile(source, usualImport);
  const codes: string[] = analysis.findings.map(({ code }) => code);
  const read = rowReader(analysis, usualImport, ({ code }) => codes.push(code));
  const customers = [];
  for await (const rows of source.rows())
    for (const row of rows.filter(({ seq }) => seq > (analysis.headerSeq ?? -1))) customers.push(read(row).customer);
  return { customers, codes };
}

const empty = {
  email: null,
  phone: null,
  address: null,
  companyName: null,
  notes: null,
  tags: [],
  lastContactAt: null,
};
const nullWords = ['NULL', 'null', '\\N', '[NULL]', '(null)', '<null>', 'nan', 'NaN', 'None', 'undefined', 'N/A', '0'];

test.each(nullWords)('%s is nothing in every column', async (word) => {
  const header = 'Navn;E-mail;Telefon;Firma;Adresse;Postnr;By;Noter;Tags;Sidste kontakt';
  const { customers, codes } = await understand(`${header}\nAnna${`;${word}`.repeat(9)}\n`);
  expect(customers[0]).toMatchObject({ name: 'Anna', ...empty });
  expect(codes).toEqual([]);
});

test.each(nullWords)('%s is nothing in a text of JSON', async (word) => {
  const customer = { name: 'Anna', email: word, phone: word, address: word, companyName: word, notes: word };
  expect((await understand(JSON.stringify([customer]), 'json')).customers[0]).toMatchObject({ name: 'Anna', ...empty });
});

test('a word that the file writes for nothing is no name in it', async () => {
  const { customers } = await understand(
    'Fornavn;Efternavn;Mail;Firma\nHugo;NULL;;NULL\nNULL;Friis;f@example.dk;NULL\n',
  );
  expect(customers.map((customer) => customer?.name)).toEqual(['Hugo', 'Friis']);
  const { customers: nameless, codes } = await understand('Navn;Mail;Firma\nNULL;a@example.dk;NULL\n');
  expect(nameless).toEqual([null]);
  expect(codes).toContain('name-missing');
});

test('a customer may be called Null if the file writes nothing so elsewhere', async () => {
  const { customers } = await understand('Fornavn;Efternavn;Firma\nJennifer;Null;\nNan;Winther;NULL\n');
  expect(customers.map((customer) => customer?.name)).toEqual(['Jennifer Null', 'Nan Winther']);
});

test('a column of nothing but such words needs no finding', async () => {
  expect((await understand('Navn;Mail;ldap_dn\nAnna;a@example.dk;NULL\n')).codes).toEqual([]);
});

test.each([';', '-', '.', '?', '--', ' , '])('%s is no company and no address', async (text) => {
  const { customers } = await understand(`Navn,Organization,Address\nKai Dal,"${text}","${text}"\n`);
  expect(customers[0]).toMatchObject({ name: 'Kai Dal', companyName: null, address: null });
});

test('zero is a number where one is expected', async () => {
  const { customers } = await understand('Navn;Omsætning;Gade;Nr\nAnna;0;Skovvej;0\n');
  expect(customers[0]).toMatchObject({ totalRevenue: 0, address: 'Skovvej 0' });
});

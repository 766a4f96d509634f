import { expect, test } from 'vitest';
import { analyzeFile } from '../../src/core/customers/columns/analyze-file.js';
import { rowReader } from '../../src/core/customers/read/understand-row.js';
import { usualImport } from '../../src/core/options/import-options.js';
import { sourceOfText } from '../../src/files/bytes/open-source.js';

async function understand(csv: string) {
  const source = await sourceOfText(csv, 'csv');
  const analysis = await analyzeFile(source, usualImport);
  const codes: string[] = [];
  const read = rowReader(analysis, usualImport, ({ severity, code, line }) =>
    codes.push(`${severity} ${code} ${line}`),
  );
  const names: string[] = [];
  for await (const rows of source.rows())
    for (const row of rows.filter(({ seq }) => seq > (analysis.headerSeq ?? -1)))
      if (row.cells.some((cell) => cell !== '')) names.push(read(row).customer?.name ?? '');
  return { names: names.filter((name) => name !== ''), codes };
}

const five = 'Navn;E-mail;Telefon;Adresse;Noter\n';
const anna = 'Anna;a@example.dk;20304050;Skovvej 1;Nøgle\n';
const bo = 'Bo;b@example.dk;;;\n';

test.each(['Tabel 2', 'Walk-In', 'ERHVERV', 'Slut på listen', 'Private kunder'])(
  'passes over %s alone in a row of five',
  async (text) => {
    expect(await understand(`${five}${anna}${text};;;;\n${bo}`)).toEqual({
      names: ['Anna', 'Bo'],
      codes: ['warning row-alone 3'],
    });
  },
);

test.each(['Mette Larsen', 'Mormor', 'Ravn Byg ApS', 'Larsen, Mette'])(
  'holds %s alone in a row of five',
  async (text) => {
    expect(await understand(`${five}${anna}"${text}";;;;\n${bo}`)).toEqual({
      names: ['Anna', 'Bo'],
      codes: ['error row-alone 3'],
    });
  },
);

test('holds a person alone below an empty row, and passes over a word there', async () => {
  expect(await understand(`${five}${anna};;;;\nErhverv;;;;\n${bo};;;;\nMette Larsen;;;;\n`)).toEqual({
    names: ['Anna', 'Bo'],
    codes: ['warning row-alone 4', 'error row-alone 7'],
  });
});

test('passes over a block’s title below an empty row in narrow tables too', async () => {
  const table = 'Navn;Telefon;Mail;By\nAnna;20304050;a@example.dk;Viborg\nBo;20304051;;Viborg\n;;;\nTabel 2;;;\n';
  expect(await understand(table)).toEqual({ names: ['Anna', 'Bo'], codes: ['warning row-alone 5'] });
});

test('creates customers of a list of names, however many columns are empty', async () => {
  expect(await understand(`${five}Anna;;;;\nBo;;;;\nEva;;;;\n`)).toEqual({ names: ['Anna', 'Bo', 'Eva'], codes: [] });
});

test('creates a customer with a name alone in a narrow table', async () => {
  expect(await understand('Navn;Telefon\nAnna;20304050\nBo;\n')).toEqual({ names: ['Anna', 'Bo'], codes: [] });
});

test('creates a customer of a first and a last name', async () => {
  const { names } = await understand(`Fornavn;Efternavn;E-mail;Telefon;By\nAnna;Friis;a@example.dk;;\nBo;Holm;;;\n`);
  expect(names).toEqual(['Anna Friis', 'Bo Holm']);
});

test('titles and footers that are most rows of a short list make it no list of names', async () => {
  const { names, codes } = await understand(
    `${five}${anna}Erhvervskunder;;;;\n${bo}Walk-In;;;;\nI alt 2 kunder;;;;\nSide 1 af 1;;;;\n`,
  );
  expect(names).toEqual(['Anna', 'Bo']);
  expect(codes).toEqual(['error row-alone 3', 'warning row-alone 5', 'warning row-total 6', 'warning row-total 7']);
});

test('a list of names alone stays one, however short', async () => {
  expect((await understand(`${five}Mormor;;;;\nBodil;;;;\nWalter;;;;\n`)).names).toEqual(['Mormor', 'Bodil', 'Walter']);
  expect((await understand(`${five}${anna}Bo Holm;;;;\nEa Dam;;;;\n`)).names).toHaveLength(3);
});

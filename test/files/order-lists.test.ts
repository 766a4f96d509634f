import { expect, test } from 'vitest';
import { analyzeFile, isPassedOver } from '../../src/core/customers/columns/analyze-file.js';
import type { MappingChoice } from '../../src/core/customers/columns/map-headers.js';
import { checkFile } from '../../src/core/customers/import/check-file.js';
import { rowReader } from '../../src/core/customers/read/understand-row.js';
import { usualImport } from '../../src/core/options/import-options.js';
import { silentProgress } from '../../src/core/ports.js';
import { sourceOfText } from '../../src/files/bytes/open-source.js';

async function understand(csv: string, choice: MappingChoice = {}) {
  const source = await sourceOfText(csv, 'csv');
  const options = { ...usualImport, choice };
  const analysis = await analyzeFile(source, options);
  const told = analysis.findings.map(({ code, column, line }) => `${code} ${column} ${line}`);
  const read = rowReader(analysis, options, ({ code, column, line }) => told.push(`${code} ${column} ${line}`));
  const names: unknown[] = [];
  for await (const rows of source.rows())
    for (const row of rows.filter((each) => !isPassedOver(each, analysis)))
      names.push(read(row).customer?.name ?? null);
  const quiet = { start: () => {}, advance: () => {} };
  const ports = { source, clock: () => new Date(0), progress: quiet, signal: new AbortController().signal };
  const { customersCreated, customersUnchanged, customersRejected, file } = await checkFile(
    ports as unknown as Parameters<typeof checkFile>[0],
    options,
  );
  return { names, told, counts: [file.rows, customersCreated, customersUnchanged, customersRejected] };
}

const orders = `Name,Email,Financial Status,Lineitem quantity,Lineitem name,Billing Name,Billing Phone,Billing Zip,Shipping Name,Phone
#1001,mette@example.dk,paid,1,Sæbe,Mette Holm,20 30 40 50,'8000,Ida Holm,
#1001,mette@example.dk,,2,Klude,,,,,
#1001,mette@example.dk,,2,Spand,,,,,
#1002,ole@example.dk,pending,1,Spand,Ole Berg,,5000,Ole Berg,20304051
#1003,mette@example.dk,paid,1,Sæbe,Mette Holm,20 30 40 50,'8000,Ida Holm,
#1004,bo@example.dk,paid,1,Sæbe,,,,,
`;

test('a list of orders takes the billed persons as its customers, one row per order', async () => {
  const { names, told, counts } = await understand(orders);
  expect(names).toEqual(['Mette Holm', 'Ole Berg', 'Mette Holm', null]);
  expect(told.filter((each) => !each.startsWith('column-unused'))).toEqual([
    'list-of-orders Billing Name null',
    'list-of-orders null 3',
    'name-missing Billing Name 7',
  ]);
  expect(told).toContain('column-unused Shipping Name null');
  expect(counts).toEqual([4, 2, 1, 1]);
});

test('--map Name=name is followed', async () => {
  const customers = orders.replace('#1001', 'Mette').replaceAll(/#\d+/g, '');
  expect(await understand(customers, { Name: 'name' })).toMatchObject({
    names: ['Mette', null, null, null, null, null],
  });
});

test.each([
  ['#1001', null],
  ['#DK-1001', null],
  ['# 17', null],
  ['#1 Rengøring', '#1 Rengøring'],
  ['1508', '1508'],
])('%s as a name', async (cell, name) => {
  const { names, told } = await understand(`Name,Email\n${cell},a@example.dk\n`);
  expect(names).toEqual([name]);
  expect(told).toEqual(name === null ? ['name-missing Name 2'] : []);
});

test('other shops’ orders qualify what is billed', async () => {
  const csv =
    'Order Number,First Name (Billing),Last Name (Billing),Company (Billing),Address 1&2 (Billing),City (Billing),Postcode (Billing),Country Code (Billing),Email (Billing),Phone (Billing),First Name (Shipping)\n17,Mette,Holm,,Skovvej 12,Aarhus C,8000,DK,mette@example.dk,20304050,Ida\n';
  const { names, told } = await understand(csv);
  expect(names).toEqual(['Mette Holm']);
  expect(told).toEqual(['column-unused Order Number null', 'column-unused First Name (Shipping) null']);
});

test('a shop’s customers', async () => {
  const csv =
    "Customer ID,First Name,Last Name,Email,Default Address Company,Default Address Address1,Default Address City,Default Address Country Code,Default Address Zip,Default Address Phone,Phone,Total Spent\n'55512,Mette,Holm,mette@example.dk,Holm ApS,Skovvej 12,Aarhus C,DK,'8000,'+4520304050,,500.00\n";
  const source = await sourceOfText(csv, 'csv');
  const analysis = await analyzeFile(source, usualImport);
  const read = rowReader(analysis, usualImport, () => {});
  for await (const rows of source.rows())
    expect(rows.slice(1).map((row) => read(row).customer)).toMatchObject([
      { name: 'Mette Holm', companyName: 'Holm ApS', address: 'Skovvej 12, 8000 Aarhus C', phone: '+4520304050' },
    ]);
  expect(analysis.findings).toEqual([]);
  const clock = () => new Date(0);
  const ports = { source, clock, progress: silentProgress, signal: new AbortController().signal };
  expect((await checkFile(ports, usualImport)).findings).toMatchObject([{ code: 'customer-id-unknown', line: 2 }]);
});

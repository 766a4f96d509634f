import { expect, test } from 'vitest';
import type { Cell, CustomerSource } from '../../../src/core/customers/model/source.js';
import { sourceOfText } from '../../../src/files/bytes/open-source.js';
import { plainValue, recordSource } from '../../../src/files/json/record-source.js';

async function readAll(source: CustomerSource) {
  const shape = await source.inspect();
  const rows = [];
  for await (const batch of source.rows()) rows.push(...batch);
  return { shape, rows, fields: source.fields() };
}

const customers: readonly Readonly<Record<string, Cell>>[] = [
  { name: 'Åse Holm', email: 'aase@example.com', tags: ['fast', 'nøgle'] },
  {
    name: { stringValue: 'Bo' },
    oprettet: { $date: '2026-03-01T10:00:00Z' },
    adresse: { vej: 'Elmevej 1', postnr: 8000 },
  },
  {},
  {
    name: 'Cilla',
    phoneNumbers: [{ value: '20304050', type: 'mobil' }, { value: '86121212' }],
    bookings: [{ startTime: '2026-03-01T10:00' }],
  },
];

test('reads records in memory as a file with one of them a line is read, under the same fingerprint', async () => {
  const lines = `[${customers.map((one) => JSON.stringify(one)).join(',\n')}]`;
  const [posted, file] = [
    await readAll(await recordSource(customers)),
    await readAll(await sourceOfText(lines, 'json')),
  ];
  expect(posted).toEqual(file);
  expect(await readAll(await recordSource([]))).toMatchObject({ rows: [], fields: [] });
});

test('reads them as often as it is asked', async () => {
  const source = await recordSource(customers);
  expect(await readAll(source)).toEqual(await readAll(source));
});

test('takes a value as JSON would have it', () => {
  const shared = {
    at: new Date('2026-03-01T10:00:00Z'),
    none: undefined,
    count: Number.NaN,
    list: [undefined, 1, () => {}],
    deep: { never: Symbol('x') },
  };
  expect(plainValue(shared)).toEqual(JSON.parse(JSON.stringify(shared)));
  expect(plainValue(new Date('x'))).toBeNull();
});

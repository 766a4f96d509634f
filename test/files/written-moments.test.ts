import { expect, test } from 'vitest';
import { analyzeFile } from '../../src/core/customers/columns/analyze-file.js';
import { rowReader } from '../../src/core/customers/read/understand-row.js';
import { usualImport } from '../../src/core/options/import-options.js';
import { sourceOfText } from '../../src/files/bytes/open-source.js';
import { writtenMoments, writtenStarts } from '../helpers/written-dates.js';

async function understand(text: string, format: 'csv' | 'json' = 'csv') {
  const source = await sourceOfText(text, format);
  const options = { ...usualImport, createBookings: true };
  const analysis = await analyzeFile(source, options);
  const codes: string[] = [];
  const read = rowReader(analysis, options, ({ code }) => codes.push(code));
  const found = [];
  for await (const rows of source.rows())
    for (const row of rows.filter(({ seq }) => seq > (analysis.headerSeq ?? -1))) found.push(read(row));
  return { found, codes };
}

const lastContact = async (moment: string) => {
  const { found, codes } = await understand(`Navn;Sidste kontakt\nAnna;"${moment}"\n`);
  return { at: found[0]?.customer?.lastContactAt?.toISOString() ?? null, codes };
};

test.each(writtenStarts)('%s is a start, and its column is known by its cells', async (moment) => {
  const { found, codes } = await understand(`Navn;Start;Opgave\nAnna;"${moment}";Vask\n`);
  expect([found[0]?.bookings[0]?.start.toISOString(), codes]).toEqual(['2026-12-07T08:00:00.000Z', []]);
});

test.each<readonly [written: string, at: string]>([
  ...writtenMoments,
  ['1735725600', '2025-01-01T10:00:00.000Z'],
  ['1735725600000', '2025-01-01T10:00:00.000Z'],
])('reads %s', async (written, at) => {
  expect(await lastContact(written)).toEqual({ at, codes: [] });
});

test.each([
  '2026-01-01T00:00:00+99:99',
  '2026-01-01T00:00:00+14:30',
  '2026-01-01T00:00:00-12:30',
  '2026-01-01T00:00:00+02:60',
  '2026-01-01 10:00 GMT+25',
  '2026-01-01 13:00 am',
  '2026-01-01 24:30',
  '2026-01-01 25:00 PM',
  '2026-02-30 1:00 pm',
  '2026-05-28 08:00-10:00',
])('takes %s for no moment, and says so', async (written) => {
  expect(await lastContact(written)).toEqual({ at: null, codes: ['date-invalid'] });
});

test.each(['25:00 PM', '13 am', '10:75'])('takes %s for no time of day', async (time) => {
  const { found, codes } = await understand(`Navn;Booking Date;Booking Start\nAnna;2026-12-03;${time}\n`);
  expect(found[0]?.bookings).toEqual([]);
  expect(codes).toEqual(['booking-invalid']);
});

test('a column counts seconds only if all of it does', async () => {
  const { found, codes } = await understand('Navn;Sidste kontakt\nAnna;1735725600\nBo;2026-05-28\n');
  expect(found.map(({ customer }) => customer?.lastContactAt?.toISOString() ?? null)).toEqual([
    null,
    '2026-05-27T22:00:00.000Z',
  ]);
  expect(codes).toEqual(['date-invalid']);
});

test('a number of JSON may count seconds or milliseconds', async () => {
  const json = JSON.stringify([{ name: 'Anna', lastContactAt: 1735725600000 }]);
  expect((await understand(json, 'json')).found[0]?.customer?.lastContactAt).toEqual(new Date('2025-01-01T10:00:00Z'));
});

test('1:75 is not a duration', async () => {
  const { codes } = await understand('Navn;Booking Start;Varighed\nAnna;2026-12-03 10:00;1:75\n');
  expect(codes).toEqual(['booking-invalid']);
});

test.each([
  ['uge 22', 'is a week, not a day'],
  ['Uge 22, 2026', 'is a week, not a day'],
  ['2026-W22', 'is a week, not a day'],
  ['May 2026', 'is a month, not a day'],
  ['maj-26', 'is a month, not a day'],
  ['05/2026', 'is a month, not a day'],
  ['1735725600', 'counts seconds since 1970, but the other cells of the column are dates'],
  ['46170', 'is a spreadsheet’s day number'],
  ['engang i maj', 'is not a date'],
])('%s in a column of dates is reported by its kind, and not read as a day', async (moment, reason) => {
  const source = await sourceOfText(`Navn;Sidste kontakt\nAnna;"${moment}"\nBo;2026-05-28\n`, 'csv');
  const analysis = await analyzeFile(source, usualImport);
  const told: string[] = [];
  const read = rowReader(analysis, usualImport, (finding) => told.push(finding.reason));
  const moments = [];
  for await (const rows of source.rows())
    for (const row of rows.slice(1)) moments.push(read(row).customer?.lastContactAt?.toISOString());
  expect([told, moments]).toEqual([[reason], [undefined, '2026-05-27T22:00:00.000Z']]);
});

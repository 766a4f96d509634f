import { expect, test } from 'vitest';
import { analyzeFile } from '../../src/core/customers/columns/analyze-file.js';
import { columnTargets } from '../../src/core/customers/columns/header-words.js';
import { recogniseHeader } from '../../src/core/customers/columns/recognise-header.js';
import { scoreDuplicates } from '../../src/core/customers/match/duplicate-score.js';
import { matchKeys } from '../../src/core/customers/match/match-keys.js';
import { rowReader } from '../../src/core/customers/read/understand-row.js';
import { usualImport } from '../../src/core/options/import-options.js';
import { sourceOfText } from '../../src/files/bytes/open-source.js';

/** What makes a pattern try again and again: repeats that nearly match, with something behind them that does not. */
const repeats = [
  ' ',
  '\n',
  '\t',
  ',',
  ', ',
  '.',
  '-',
  '/',
  '@',
  '@.',
  'a@b ',
  'a@b.dk/',
  '<a',
  '"',
  '""',
  '(',
  ':',
  ' :',
];
const words = [
  'a',
  'A ',
  '0',
  '1,',
  '1.',
  '1 ',
  '1-',
  '1T1:00',
  '+45',
  '20304050 ',
  'tlf ',
  'kl ',
  'og ',
  ' og',
  'dk ',
];
const more = [
  'mandag ',
  'man',
  'den ',
  '2026-01-01 ',
  '1:00 ',
  ' til ',
  '\u0301',
  '\u0345\u0301',
  '\u001b[',
  '&amp;',
  '<b>',
];
const begins = ['', 'a', '1', '<', '="', '#', 'a,', '20304050', '2026-01-01 10:00', 'kl. 10', 'Navn: '];
const ends = ['', 'x', ',', '@', '\u0001x'];

/** Each repeat with something before and behind it, another thing with each `turn`. */
const textsOf = (length: number, turn = 0) =>
  [...repeats, ...words, ...more].map((unit, index) => {
    const begin = begins[(index + turn * 3) % begins.length] ?? '';
    const end = ends[(index + turn) % ends.length] ?? '';
    return begin + unit.repeat(Math.ceil(length / unit.length)) + end;
  });

/** Milliseconds of the better of two runs. */
async function timeOf(run: () => unknown): Promise<number> {
  let best = Number.POSITIVE_INFINITY;
  for (let turn = 0; turn < 2; turn += 1) {
    const { user } = process.cpuUsage();
    await run();
    best = Math.min(best, (process.cpuUsage().user - user) / 1_000);
  }
  return best;
}

/** Eight times the length takes sixteen times the time at most; the square of it would be sixty-four times. */
async function expectLinear(run: (length: number) => unknown): Promise<void> {
  await run(1_000);
  const short = await timeOf(() => run(6_000));
  const long = await timeOf(() => run(48_000));
  expect(long / Math.max(short, 10), `${short} ms and ${long} ms`).toBeLessThan(16);
}

const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;

async function understand(text: string, format: 'csv' | 'json', header = 'x', target: string = 'notes') {
  const choice = format === 'csv' ? { [header]: target as never } : {};
  const options = { ...usualImport, createBookings: true, choice };
  const source = await sourceOfText(text, format, ';');
  const analysis = await analyzeFile(source, options);
  const read = rowReader(analysis, options, () => {});
  const found = [];
  for await (const rows of source.rows()) for (const row of rows) found.push(read(row));
  return found;
}

test.each(columnTargets.filter((target) => target !== 'ignore').map((target, turn) => [target, turn] as const))(
  'a cell of %s takes time that grows with its length and no faster',
  async (target, turn) => {
    const isPart = target.startsWith('booking') && target !== 'bookingStart';
    const before = isPart ? 'Anna;2026-01-01 10:00;' : 'Anna;';
    await expectLinear(async (length) => {
      const rows = textsOf(length, turn).map((text) => `${before}${quoted(text)}\n`);
      await understand(`Navn;${isPart ? 'Booking Start;' : ''}x\n${rows.join('')}`, 'csv', 'x', target);
    });
  },
);

test.each(
  ['name', 'email', 'phone', 'tags', 'startTime', 'endTime', 'duration', 'status'].map(
    (field, turn) => [field, turn] as const,
  ),
)('a %s of JSON takes time that grows with its length and no faster', async (field, turn) => {
  await expectLinear((length) => {
    const customers = textsOf(length, turn).map((text) => {
      const booking = { startTime: '2026-01-01T10:00', [field]: text };
      return { name: 'Anna', [field]: text, bookings: [booking] };
    });
    return understand(JSON.stringify(customers), 'json');
  });
});

const qualifiers = ['contact', 'kunde', 'cell', 'fields', 'properties', 'address', 'mobil', 'home', 'phone1'];

test('a header takes time that grows with its length and no faster', async () => {
  await expectLinear((length) => {
    for (const unit of qualifiers) recogniseHeader(unit.repeat(length / unit.length));
    for (const text of textsOf(length)) recogniseHeader(text);
  });
});

test.each(qualifiers)('a header of many times %s costs no more than another', async (word) => {
  const time = await timeOf(() => Array.from({ length: 60 }, (_, count) => recogniseHeader(word.repeat(count))));
  expect(time).toBeLessThan(1_000);
});

test('comparing long customers takes time that grows with their length and no faster', async () => {
  await expectLinear((length) => {
    for (const text of textsOf(length)) {
      const customer = { name: text, email: text, phone: text, address: text };
      matchKeys({ ...customer, companyName: text } as never, 'DK');
      scoreDuplicates(customer, { ...customer, name: `x ${text}`, address: `${text} 1` }, 'DK');
      scoreDuplicates(customer, { ...customer, address: `1 ${text}` }, 'DK');
    }
  });
});

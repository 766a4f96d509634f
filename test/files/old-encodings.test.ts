import { expect, test } from 'vitest';
import { analyzeFile } from '../../src/core/customers/columns/analyze-file.js';
import { rowReader } from '../../src/core/customers/read/understand-row.js';
import { usualImport } from '../../src/core/options/import-options.js';
import { bytesOf } from '../../src/files/bytes/byte-source.js';
import { csvSource } from '../../src/files/csv/csv-source.js';

const letters = {
  cp850: { æ: 0x91, ø: 0x9b, å: 0x86, Æ: 0x92, Ø: 0x9d, Å: 0x8f, é: 0x82, ü: 0x81, ö: 0x94 },
  macintosh: { æ: 0xbe, ø: 0xbf, å: 0x8c, Æ: 0xae, Ø: 0xaf, Å: 0x81, é: 0x8e, ü: 0x9f, ö: 0x9a },
  'windows-1252': { æ: 0xe6, ø: 0xf8, å: 0xe5, Æ: 0xc6, Ø: 0xd8, Å: 0xc5, '’': 0x92, '“': 0x93, '”': 0x94, '–': 0x96 },
} as const;

function encoded(text: string, encoding: keyof typeof letters): Buffer {
  const codes: Readonly<Record<string, number>> = letters[encoding];
  return Buffer.from(Array.from(text, (letter) => codes[letter] ?? letter.charCodeAt(0)));
}

async function read(content: Buffer, encoding: string | null = null) {
  const source = csvSource(bytesOf(content), { encoding });
  const { findings } = await analyzeFile(source, usualImport);
  const rows: (readonly unknown[])[] = [];
  for await (const part of source.rows()) rows.push(...part.map(({ cells }) => cells));
  const raw: Buffer[] = [];
  for await (const part of source.records()) raw.push(...part.map(({ bytes }) => Buffer.from(bytes)));
  return { encoding: (await source.inspect()).encoding, codes: findings.map(({ code }) => code), rows, raw };
}

const danish = 'Navn;Adresse\nSøren Ågård;Æblevej 3, 8000 Århus\nÅse Møller;Ørstedsgade 4, 5000 Odense\nRené Würtz;x\n';
const wanted = danish
  .trim()
  .split('\n')
  .map((line) => line.split(';'));

test.each(['cp850', 'macintosh'] as const)(
  'Danish words written as %s are recognised, and it is said',
  async (name) => {
    const file = encoded(danish, name);
    expect(await read(file)).toMatchObject({ encoding: name, rows: wanted, codes: ['encoding-guessed'] });
  },
);

test.each(['cp850', 'macintosh'] as const)('a single Danish letter is enough for %s', async (name) => {
  const [, row] = (await read(encoded('Navn;Note\nSøren;x\n', name))).rows;
  expect(row).toEqual(['Søren', 'x']);
});

test.each([
  ['cp850', 'cp850'],
  ['ibm850', 'cp850'],
  ['CP-850', 'cp850'],
  ['dos', 'cp850'],
  ['mac', 'macintosh'],
  ['macroman', 'macintosh'],
] as const)('--encoding %s', async (asked, name) => {
  const file = encoded(danish, name);
  expect(await read(file, asked)).toMatchObject({ encoding: name, rows: wanted, codes: [] });
});

test('the records of an old encoding are the bytes that they are in the file', async () => {
  for (const name of ['cp850', 'macintosh'] as const) {
    const { raw } = await read(encoded(danish, name));
    expect(raw.map((bytes) => bytes.toString('hex'))).toEqual(
      danish
        .trim()
        .split('\n')
        .map((line) => encoded(line, name).toString('hex')),
    );
  }
});

test.each([
  'Navn;Note\nSøren Ågård;bor på Æblevej\n',
  'Navn;Note\nSmith;kundens ’egen’ nøgle – “hent den”\n',
  'Navn;Note\nSmith;Jensen’s and O’Brien’s – “the Smith”s\n',
  'Navn;Note\nSmith;2 – 3 timer\n',
])('Windows-1252 stays what it is: %j', async (text) => {
  const { encoding, codes, rows } = await read(encoded(text, 'windows-1252'));
  expect([encoding, codes]).toEqual(['windows-1252', []]);
  expect(rows[1]?.join(';')).toBe(text.split('\n')[1]);
});

test('letters that can be read in two ways are warned of, with what to do', async () => {
  const mixed = Buffer.concat([
    encoded('Navn;Note\nSøren;på Ågården\nBjørn;åben\n', 'cp850'),
    encoded('Bo;på vej\n', 'windows-1252'),
  ]);
  const source = csvSource(bytesOf(mixed));
  const { findings } = await analyzeFile(source, usualImport);
  expect((await source.inspect()).encoding).toBe('windows-1252');
  expect(findings).toMatchObject([
    { code: 'encoding-doubtful', line: 2, remedy: expect.stringContaining('--encoding cp850') },
  ]);
});

test('a guess names the line of the first word that led to it, behind lines that are plain', async () => {
  const line = async (file: Buffer) => (await csvSource(bytesOf(file)).inspect()).findings.map((each) => each.line);
  const plain = `Navn;Note\r\n${'Ole;x\r\n'.repeat(40_000)}`;
  expect(await line(encoded(`${plain}Søren;x\r\n`, 'cp850'))).toEqual([40_002]);
  expect(await line(encoded('Navn;Note\rOle;x\rBo;bor i stuen på Ågård\r', 'macintosh'))).toEqual([3]);
});

test.each([
  ['Ølgod', /\ufffdlgod/],
  ['Åsum', /\ufffdsum/],
  ['Grønnegård', /Gr\u203annegård/],
])('in a file of Windows-1252 a letter of DOS is not lost without a word: %s', async (word, stored) => {
  const file = Buffer.concat([
    encoded('Navn;Adresse\nSøren Ågård;Æblevej\n', 'windows-1252'),
    encoded(`Bo;${word.replace('gård', '')}`, 'cp850'),
    encoded(word.endsWith('gård') ? 'gård\n' : '\n', 'windows-1252'),
  ]);
  const source = csvSource(bytesOf(file));
  const analysis = await analyzeFile(source, usualImport);
  const told: unknown[] = [];
  const read = rowReader(analysis, usualImport, (finding) => told.push(finding));
  for await (const rows of source.rows()) for (const row of rows.slice(2)) told.push(read(row).customer?.address);
  expect(told).toMatchObject([
    { code: 'broken-characters', line: 3, column: 'Adresse', remedy: expect.stringContaining('--encoding') },
    expect.stringMatching(stored),
  ]);
});

test('letters that were misread before they were saved are reported', async () => {
  const told = async (names: readonly string[]) => {
    const source = csvSource(bytesOf(Buffer.from(`Navn\n${names.join('\n')}\n`)));
    const analysis = await analyzeFile(source, usualImport);
    const found: unknown[] = [];
    const read = rowReader(analysis, usualImport, ({ code, line }) => found.push(`${code} ${line}`));
    for await (const rows of source.rows()) for (const row of rows.slice(1)) read(row);
    return found;
  };
  const misread = (text: string) => new TextDecoder('windows-1252').decode(Buffer.from(text));
  expect(await told(['Søren', 'Åse', 'René', 'Ægir', 'Øre', 'Jürgen'].map(misread))).toHaveLength(6);
  expect(await told(['JOÃO', 'Conceição', 'Søren † 2020', 'Åse'])).toEqual([]);
});

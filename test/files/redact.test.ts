import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync, gzipSync } from 'node:zlib';
import { writeOds } from 'hucre/ods';
import { readXlsx, writeXlsx } from 'hucre/xlsx';
import { describe, expect, test } from 'vitest';
import type { Cell, CustomerSource } from '../../src/core/customers/model/source.js';
import { compareFound, findAll } from '../../src/core/customers/redact/compare-findings.js';
import { makeRedactor } from '../../src/core/customers/redact/redactor.js';
import { usualImport } from '../../src/core/options/import-options.js';
import { silentProgress } from '../../src/core/ports.js';
import { openSource } from '../../src/files/bytes/open-source.js';
import { tempFolder } from '../helpers/temp-folder.js';
import { zipOf } from '../helpers/zip.js';

const folder = tempFolder('redact');

const options = { ...usualImport, createBookings: true };
const found = (source: CustomerSource) =>
  findAll(
    { source, clock: () => new Date(0), progress: silentProgress, signal: new AbortController().signal },
    options,
  );

let files = 0;
async function opened(content: Uint8Array | string): Promise<CustomerSource> {
  files += 1;
  const path = join(folder, `fil${files}`);
  await writeFile(path, content);
  return openSource(path, { archives: true });
}

async function bytesOf(source: CustomerSource, seed: string): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  for await (const part of source.redacted(await makeRedactor(source, options, seed))) parts.push(part);
  return Buffer.concat(parts);
}

function* textsIn(cell: Cell): Iterable<string> {
  if (typeof cell === 'string') yield cell;
  else if (cell !== null && typeof cell === 'object') for (const each of Object.values(cell)) yield* textsIn(each);
}

async function textsOf(source: CustomerSource): Promise<string[]> {
  const texts: string[] = [];
  for await (const rows of source.rows())
    for (const { cells } of rows) for (const cell of cells) texts.push(...textsIn(cell));
  return texts;
}

/** What reading knows by itself may stay, also where it is joined: states, countries, kinds of phones, totals, days. */
const known =
  /^(?:[\s*.:;,<>/\d-]|ingen|null|none|nil|undefined|nan|true|false|work|home|mobile?|other|privat|erhverv|arbejde|danmark|denmark|dk|st|th|tv|mf|sal|kl|br|p|hours?|timer?|kunder?|customers?|company|tabel|antal|total|i alt|(?:man|tirs|ons|tors|fre|lør|søn)dag|scheduled|planlagt|confirmed|bekræftet|completed|udført|cancell?ed|aflyst|pending)+$/i;

interface Redacted {
  readonly differences: readonly unknown[];
  readonly left: readonly string[];
  readonly content: Buffer;
}

async function redacted(content: Uint8Array | string, seed = 'frø'): Promise<Redacted> {
  const source = await opened(content);
  const [before, texts] = [await found(source), await textsOf(source)];
  const headers = new Set<string>();
  const redactor = await makeRedactor(source, options, seed);
  for await (const rows of source.rows())
    for (const { seq, cells } of rows)
      if (seq === redactor.headerSeq) for (const cell of cells) headers.add(String(cell));
  const written = await bytesOf(source, seed);
  const again = await opened(written);
  const now = new Set(await textsOf(again));
  const left = texts.filter(
    (text) => (text.match(/\p{L}/gu)?.length ?? 0) > 3 && now.has(text) && !headers.has(text) && !known.test(text),
  );
  return { differences: compareFound(before, await found(again)), left: [...new Set(left)], content: written };
}

/** A text with x for each letter and 0 for each figure. */
const shapeOf = (text: string) => text.replace(/\p{L}/gu, 'x').replace(/\d/g, '0');

const fixtures = fileURLToPath(new URL('../fixtures/customers/', import.meta.url));

describe('a redacted file has the findings of the file, and no personal data', async () => {
  for (const name of (await readdir(fixtures)).sort())
    test(name, async () => {
      const content = await readFile(join(fixtures, name));
      const { differences, left, content: written } = await redacted(content);
      expect(differences).toEqual([]);
      expect(left).toEqual([]);
      expect(shapeOf(written.toString('latin1'))).toBe(shapeOf(content.toString('latin1')));
    });

  test.each([
    ['in one list', '[["Navn", "Noter"], ["Anna Ager", "Hund"], ["Bo Lind", 20304050]]'],
    ['one a line', '["Navn","E-mail"]\n["Anna Ager","anna(at)eksempel.dk"]\n'],
    [
      'below a title, in an object',
      '{"range":"A1:C9","values":[["Kunder"],["Navn","Telefon"],["Anna Ager","20304050"]]}',
    ],
  ])('rows that are lists keep their header: %s', async (_, text) => {
    const { differences, left, content } = await redacted(text);
    expect([differences, left]).toEqual([[], []]);
    expect(content.toString()).toContain('"Navn"');
    expect(content.toString()).not.toMatch(/Anna|anna|Ager|20304050/);
  });
});

const csv = [
  'Navn;E-mail;Telefon;Noter;Sidste kontakt',
  'Søren Ågård;soren@eksempel.dk;20 30 40 50;"sagde ""hej""',
  'næste linje";03-04-2026',
  'Soeren Aagaard;;+4520304050;;31-02-2026',
  'Jørgen Bær;j@b;61 62 63 64;Fløde;3/4/2026',
  'Bo "Lind;;1;2;',
  '',
  'Ivan;;20304050;"åben',
].join('\r\n');
const old = (text: string, letters: string) =>
  Buffer.from([...text].map((letter) => (letter < '\x80' ? letter.charCodeAt(0) : 128 + letters.indexOf(letter))));

describe('the bytes of a CSV keep their shape', () => {
  test.each([
    ['UTF-8', Buffer.from(csv), 'utf-8'],
    ['UTF-8 with a mark', Buffer.from(`\ufeff${csv}`), 'utf-8'],
    ['UTF-16', Buffer.from(`\ufeff${csv}`, 'utf16le'), 'utf-16le'],
    ['UTF-16, big end first', Buffer.from(`\ufeff${csv}`, 'utf16le').swap16(), 'utf-16be'],
    ['Windows-1252', Buffer.from(csv, 'latin1'), 'windows-1252'],
    ['DOS', old(csv, 'ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜø£Ø'), 'cp850'],
    ['line ends of an old Mac', Buffer.from(csv.replaceAll('\r\n', '\r')), 'utf-8'],
    [
      'sep= and a row in quotes',
      Buffer.from(`sep=;\r\n${csv}\r\n"Åse Holm;aase@eksempel.dk;20304050;x;"\r\n`),
      'utf-8',
    ],
  ])('%s', async (_, content, encoding) => {
    const { differences, left, content: written } = await redacted(content);
    expect(differences).toEqual([]);
    expect(left).toEqual([]);
    expect(written).toHaveLength(content.length);
    expect((await (await opened(written)).inspect()).encoding).toBe(encoding);
    if (encoding.startsWith('utf-8')) expect(shapeOf(written.toString())).toBe(shapeOf(content.toString()));
  });

  test('compressed, it is read and written as what is inside', async () => {
    const { differences, content } = await redacted(gzipSync(csv));
    expect(differences.length).toBe(0);
    expect(() => gunzipSync(content)).toThrow();
  });
});

describe('what cannot be understood at all can be sent too', () => {
  test.each([
    ['headers that are not known', 'Nimi;Puhelin\nAnna Ager;20304050\nBo Lind;21314151\n', /^Nimi;Puhelin\n/],
    ['no headers', 'Anna Ager;anna@eksempel.dk\nBo Lind;bo@eksempel.dk\n', /^(?!Anna)/],
    ['no name column', 'E-mail;Telefon\nanna@eksempel.dk;20304050\n', /^E-mail;Telefon\n/],
    [
      'JSON that ends too early',
      '{"customers":[{"name":"Anna Ager","phone":"20304050"},{"na',
      /^\{"customers":\[\{"name":"/,
    ],
    ['customers as the names of fields', '{"anna@eksempel.dk":{"x":"Anna Ager"}}', /^\{"/],
  ])('%s', async (_, content, shape) => {
    const source = await openSource(await kept(content), { archives: true });
    const written = (await bytesOf(source, 'frø')).toString();
    expect(written).toMatch(shape);
    expect(written).not.toMatch(/Anna|anna|Ager|Lind|2030/);
    expect(written).toHaveLength(content.length);
  });
});

async function kept(content: string): Promise<string> {
  files += 1;
  const path = join(folder, `fil${files}`);
  await writeFile(path, content);
  return path;
}

describe('other kinds of file', () => {
  test('JSON keeps its fields, its spaces and its escapes, and what systems wrap values in', async () => {
    const json =
      '[\n  {"name": "S\\u00f8ren \\"Holm\\"", "phone": 20304050, "note": "linje\\nto", "vip": true, "omsætning": 12.50},\n' +
      '  {"name": "Иван Петров", "lastContactAt": {"$date": {"$numberLong": "1740821400000"}}, "phone": {"$numberLong": "4520304050"}}\n]';
    const { differences, left, content } = await redacted(json);
    expect([differences, left]).toEqual([[], []]);
    expect(content.toString()).toMatch(
      /^\[\n {2}\{"name": "\w\\u00f8\w{3} \\"\w{4}\\"", "phone": \d{8}, "note": "\w{5}\\n\w\w", "vip": true, "omsætning": 1\d\.\d\d\},\n/,
    );
    expect(content.toString()).not.toMatch(/Holm|Иван|Петров|20304050/);
  });

  test('contacts keep their lines and parameters, and lose their pictures', async () => {
    const card = [
      'BEGIN:VCARD',
      'VERSION:2.1',
      'N;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:Bj=C3=B8rnsen;=C3=85se;;;',
      'TEL;CELL:20304050',
      'NOTE;ENCODING=QUOTED-PRINTABLE:Ring efter kl 16 =',
      'og bank h=C3=A5rdt',
      'ADR;HOME:;;Skovvej 1;Aarhus;;8000;Danmark',
      'PHOTO;ENCODING=BASE64;JPEG:/9j/4AAQSkZJRgABAQAAAQABAAD',
      'END:VCARD',
      'BEGIN:VCARD',
      'VERSION:3.0',
      'FN:Иван Петров',
      'EMAIL:ivan.petrov',
      'item1.X-ABLabel:Mors telefonnummer',
      'NOTE:Hund\\, kat\\nog en lang linje som foldes h',
      '  er',
      'END:VCARD',
      '',
    ].join('\r\n');
    const { differences, left, content } = await redacted(card);
    expect([differences, left]).toEqual([[], []]);
    const written = content.toString();
    expect(written).not.toMatch(/Bj|Skov|Иван|ivan|Mors|Hund|9j|bank/);
    expect(written).toContain('PHOTO;ENCODING=BASE64;JPEG:AAAA');
    expect(written.split('\r\n')).toHaveLength(card.split('\r\n').length);
  });

  test.each(['xlsx', 'ods'])(
    'a workbook stays one, with its sheets, hidden rows and kinds of cells: %s',
    async (format) => {
      const rows = [
        ['Kundeliste', null, null, null, null],
        [],
        ['Navn', 'E-mail', 'Telefon', 'Postnr', 'Sidste kontakt'],
        ['Ane Holm', 'ane@eksempel.dk', 20304050, '0800', new Date(Date.UTC(2026, 4, 3))],
        ['Bo Lind', 'bo@eksempel', 21314151, 8500, new Date(Date.UTC(2026, 4, 3, 10, 30))],
        ['Ane Holmm', 'ane@eksempel.dk', 'ingen', 800, null],
      ];
      const sheets = [
        { name: 'Forside', rows: [['Velkommen til Ane Holms firma']] },
        { name: 'Kunder', rows, columns: [{}, { hidden: true }], rowDefs: new Map([[4, { hidden: true }]]) },
      ];
      const content = await (format === 'ods' ? writeOds({ sheets }) : writeXlsx({ sheets }));
      const { differences, left, content: written } = await redacted(content);
      expect([differences, left]).toEqual([[], []]);
      if (format === 'ods') return;
      const values = (await readXlsx(written)).sheets[1]?.rows[3];
      expect(values?.map((value) => (value instanceof Date ? 'date' : typeof value))).toEqual([
        ...['string', 'string', 'number', 'string', 'date'],
      ]);
      expect(String(values?.[2])).toMatch(/^[2-9]\d{7}$/);
      expect(values?.[3]).toMatch(/^0\d{3}$/);
    },
  );

  test('the file inside a ZIP archive is written by itself', async () => {
    const content = await bytesOf(await opened(zipOf([{ name: 'kunder.csv', content: csv }])), 'frø');
    expect(shapeOf(content.toString())).toBe(shapeOf(csv));
  });
});

describe('kinds of value', () => {
  const rows = async (...lines: readonly string[]) =>
    (await redacted(['Navn;E-mail;Telefon;Adresse;Sidste kontakt;Omsætning', ...lines].join('\n'))).content
      .toString()
      .split('\n')
      .slice(1)
      .map((line) => line.split(';'));

  test('equal cells stay equal, also where a phone is written in two ways, and others stay apart', async () => {
    const [one, other, third] = await rows(
      'Mette Lund;m@lund.example;+45 20 30 40 50;Skovvej 3, 8000 Aarhus C;;',
      'mette lund;M@LUND.example;20304050;Skovvej 4, 8000 Aarhus C;;',
      'Mette Lind;ml@lund.example;20304051;Skovvej 3, 8000 Aarhus C;;',
    );
    expect(one?.[0]?.toLowerCase()).toBe(other?.[0]);
    expect(one?.[1]).toBe(other?.[1]?.toLowerCase());
    expect(one?.[2]?.replace(/\D/g, '').slice(2)).toBe(other?.[2]);
    expect(one?.[3]).toBe(third?.[3]);
    expect(one?.[3]).not.toBe(other?.[3]);
    expect(third?.[0]).not.toBe(one?.[0]);
    expect(third?.[0]?.split(' ')[0]).toBe(one?.[0]?.split(' ')[0]);
    expect(third?.[2]).not.toBe(other?.[2]);
  });

  test('an initial fits its name, and letters of their own stay where they are', async () => {
    const [one, other, third] = await rows('Mette Lund;;;;;', 'M. Lund;;;;;', 'Bjørn Ågård;;;;;');
    expect(other?.[0]?.[0]).toBe(one?.[0]?.[0]);
    expect(third?.[0]).toMatch(/^\p{L}{2}ø\p{L}{2} Å\p{L}å\p{L}{2}$/u);
  });

  test.each([
    ['Telefon', '20 30 40 50', /^[2-9]\d \d\d \d\d \d\d$/],
    ['Telefon', '+4920304050', /^\+49\d{8}$/],
    ['Telefon', '12', /^1\d$/],
    ['Telefon', '4,52E+09', /^[2-9],\d\dE\+09$/],
    ['Telefon', '88888888', /^88888888$/],
    ['E-mail', 'mette.lund42@firma.co.uk', /^\w{5}\.\w{4}\d\d@\w{5}\.\w\w\.uk$/],
    [
      'Adresse',
      'Skovv. 12 B, 3. tv, DK-8000 Aarhus C, Danmark',
      /^\w{4}v\. 1\d \w, [2-9]\. tv, DK-[2-9]\d{3} \w{6} \w, Danmark$/,
    ],
    ['Sidste kontakt', '3/4/2026', /^3\/4\/2054$/],
    ['Sidste kontakt', 'man. d. 31. marts 2025 kl. 14', /^man\. d\. 31\. marts 2053 kl\. 14$/],
    ['Sidste kontakt', '2026-05-28T10:00:00+02:00', /^2054-05-28T10:00:00\+02:00$/],
    ['Sidste kontakt', '31-02-26', /^31-02-54$/],
    ['Omsætning', '1.234,50 kr.', /^1\.\d{3},\d\d kr\.$/],
    ['Omsætning', '0', /^0$/],
    ['Navn', 'Krag Byg ApS v/ Poul Krag', /^(\w{4}) \w{3} ApS v\/ \w{4} \1$/],
    ['Navn', 'August Marts', /^(?!August)\w{6} (?!Marts)\w{5}$/],
    ['Navn', 'Tlf. 20304050 Hansen', /^Tlf\. (?!20304050)\d{8} (?!Hansen)\w{6}$/],
    ['Navn', '王小明', /^(?!王小明)\p{Script=Han}{3}$/u],
  ])('%s: %s', async (header, cell, shape) => {
    const content = `Navn;${header === 'Navn' ? 'Firma' : header}\n${header === 'Navn' ? `${cell};x` : `Bo;${cell}`}\n`;
    const written = (await redacted(content)).content.toString().split('\n')[1] ?? '';
    expect(written.split(';')[header === 'Navn' ? 0 : 1]).toMatch(shape);
  });

  test('the same seed gives the same file, and another one another', async () => {
    const [one, same, other] = [await redacted(csv, 'a'), await redacted(csv, 'a'), await redacted(csv, 'b')];
    expect(one.content.equals(same.content)).toBe(true);
    expect(one.content.equals(other.content)).toBe(false);
  });
});

test('rows that importing holds for one customer, or for doubtful, stay so', async () => {
  const lines = [
    'Navn;E-mail;Telefon;Adresse',
    'Charlotte Frandsen;cf@eksempel.dk;20304050;Skovvej 3, 8000 Aarhus C',
    'Charlotte Frandzen;;;Skovvej 3, 8000 Aarhus C',
    'Chr. Berg;;21314151;Torvet 1, 5000 Odense',
    'Christian Berg;;21314151;',
    'Anne Mette Krag;amk@eksempel.dk;;Søvej 2, 9000 Aalborg',
    'Anne Krag;;;Soevej 2, 9000 Aalborg',
    'Peter Juhl;peter.juhl@eksempel.dk;;',
    'Peter Juul;peter.juul@eksempel.dk;;',
  ].join('\n');
  expect((await redacted(lines)).differences).toEqual([]);
});

test('a start that can no longer be read is found without asking for bookings too', async () => {
  const world = { clock: () => new Date(0), progress: silentProgress, signal: new AbortController().signal };
  const foundIn = async (start: string) =>
    findAll({ ...world, source: await opened(`Navn;Starttid\nAnna;${start}\n`) }, usualImport);
  const [readable, broken] = [await foundIn('måndag 3 mars 2025 kl. 9'), await foundIn('zåmdir 3 mars 2053 kl. 9')];
  expect(compareFound(readable, broken)).toContainEqual({ code: 'date-invalid', line: 2, column: 'Starttid' });
});

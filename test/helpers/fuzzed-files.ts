import { writeOds } from 'hucre/ods';
import { writeXlsx } from 'hucre/xlsx';
import { randomNumbers } from '../../scripts/made-up-customers.js';
import { openArchive } from '../../src/files/workbook/archive.js';
import { type ZipPart, zipOf } from './zip.js';

/** A number from 0 up to a limit. */
type Random = (below: number) => number;

const head = ['Navn', 'E-mail', 'Telefon', 'Adresse', 'Sidste kontakt'];
const rows = [
  ['Kundeliste', null, null, null, null],
  head,
  ['Ane Holm', 'ane@eksempel.dk', 20304050, 'Skovvej 1, 8000 Aarhus', new Date(Date.UTC(2026, 4, 3))],
  ['Bo Lind', 'bo(at)eksempel', '21 31 41 51', 'Torvet 2', null],
  ['=1+1', null, 1.5e9, '#N/A', true],
];
const sheets = [
  { name: 'Forside', rows: [['Velkommen']] },
  { name: 'Kunder', rows, columns: [{}, { hidden: true }], rowDefs: new Map([[3, { hidden: true }]]) },
];
const card = [
  'BEGIN:VCARD',
  'VERSION:2.1',
  'N;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:Bj=C3=B8rn;=C3=85se;;;',
  'TEL;CELL:20304050',
  'NOTE;ENCODING=QUOTED-PRINTABLE:Ring efter kl 16 =',
  'og bank h=C3=A5rdt',
  'PHOTO;ENCODING=BASE64;JPEG:/9j/4AAQSkZJRgABAQAAAQABAAD',
  'END:VCARD',
  'BEGIN:VCARD',
  'VERSION:3.0',
  'FN:Bo Lind',
  'item1.EMAIL;type=INTERNET;type=pref:bo@eksempel.dk',
  'ADR;TYPE=HOME:;;Skovvej 1;Aarhus;;8000;Danmark',
  'NOTE:Hund\\, kat\\nog en linje som foldes h',
  '  er',
  'END:VCARD',
  'BEGIN:VCARD',
  'VERSION:4.0',
  'FN:Klinik Syd',
  'TEL;VALUE=uri;PREF=1;TYPE="voice,home":tel:+45-21-31-41-51',
  'CATEGORIES:fast,"a;b",ugentlig',
  'END:VCARD',
  '',
].join('\r\n');

/** What workbooks of bad programs, and of bad people, hold. */
const oddXml = [
  '<row r="2000000000"><c r="A2000000000"><v>1</v></c></row>',
  '<row r="-5"><c r="A-5" t="s"><v>99999999</v></c></row>',
  '<row r="3"><c r="ZZZZZZ3"><v>1</v></c></row>',
  '<row r="3"><c r="A0" t="b"><v>7</v></c><c r="" t="n"><v>1e999</v></c><c r="B3" s="4000000000" t="d"><v>x</v></c></row>',
  '<c r="C4" t="inlineStr"><is><t>&#0;&#xD800;&#xFFFFFFFF;&unknown;</t></is></c>',
  '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><x>&b;&b;</x>',
  '<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]><t>&f;</t>',
  '<table:table-row table:number-rows-repeated="2147483647"><table:table-cell table:number-columns-repeated="2147483647" office:value-type="string"><text:p>x</text:p></table:table-cell></table:table-row>',
  '<dimension ref="A1:XFD1048576"/>',
  '<mergeCell ref="A1:XFD1048576"/>',
  '<col min="1" max="99999" hidden="1"/>',
  '<![CDATA[<row>]]>',
  '<!-- ',
  '<a>'.repeat(5_000),
  ']]>',
  '\ud800',
  `<t>${'x'.repeat(200_000)}</t>`,
];
const oddNames = [
  '../../etc/kunder.csv',
  '/kunder.csv',
  'C:\\kunder.csv',
  '..\\kunder.csv',
  'xl/../../kunder.csv',
  '',
  'a'.repeat(60_000),
  'xl/workbook.xml',
];
const oddLines = [
  'N:;;;;',
  'BEGIN:VCARD',
  'END:VCARD',
  'VERSION:9.9',
  'FN;ENCODING=QUOTED-PRINTABLE;CHARSET=klingon:=FF=FE=0',
  'TEL;TYPE=";;":;;::,,',
  'ADR;;;;;;;;:::::',
  `NOTE:${'\\'.repeat(5_001)}`,
  `NOTE;${'X='.repeat(3_000)}:x`,
  ' '.repeat(4_000),
  'item1.item2.TEL:1',
  '\u0000\u0001:\u0000',
  'ORG;"',
  'CATEGORIES:"',
  '=',
  ':',
  ';',
];

interface Bases {
  readonly workbooks: readonly Buffer[];
  readonly parts: readonly (readonly ZipPart[])[];
}

let known: Promise<Bases> | null = null;

async function makeBases(): Promise<Bases> {
  const workbooks = [Buffer.from(await writeXlsx({ sheets })), Buffer.from(await writeOds({ sheets }))];
  return { workbooks, parts: await Promise.all(workbooks.map(partsOf)) };
}

async function partsOf(content: Buffer): Promise<readonly ZipPart[]> {
  const archive = await openArchive(content, 'x');
  const parts: ZipPart[] = [];
  for (const entry of archive.entries) {
    const pieces: Buffer[] = [];
    for await (const piece of archive.read(entry)) pieces.push(piece);
    parts.push({ name: entry.fileName, content: Buffer.concat(pieces) });
  }
  return parts;
}

/** A workbook, an archive or contacts that a person, or a bad disk, has changed: the same for the same seed. */
export async function fuzzedFile(seed: number): Promise<Buffer> {
  known ??= makeBases();
  const { workbooks, parts } = await known;
  const next = randomNumbers(seed);
  const random = (below: number) => Math.floor(next() * below);
  const which = random(workbooks.length);
  switch (random(5)) {
    case 0:
      return flipped(workbooks[which] ?? Buffer.alloc(0), random);
    case 1:
    case 2:
      return zipOf(changedParts(parts[which] ?? [], random));
    case 3:
      return flipped(Buffer.from(card), random);
    default:
      return Buffer.from(changedLines(random));
  }
}

/** Some bytes are others, a piece is missing or there twice, or the end is. */
function flipped(content: Buffer, random: Random): Buffer {
  let changed = Buffer.from(content);
  for (let left = 1 + random(12); left > 0; left -= 1) {
    const at = random(Math.max(1, changed.length));
    const end = Math.min(changed.length, at + 1 + random(64));
    const kind = random(5);
    if (kind < 3 && changed.length > 0) changed[at] = random(256);
    else if (kind === 3) changed = Buffer.concat([changed.subarray(0, at), changed.subarray(end)]);
    else changed = Buffer.concat([changed.subarray(0, end), changed.subarray(at)]);
  }
  return random(6) === 0 ? changed.subarray(0, random(changed.length)) : changed;
}

function changedParts(parts: readonly ZipPart[], random: Random): ZipPart[] {
  const changed = [...parts];
  for (let left = 1 + random(3); left > 0; left -= 1) {
    const at = random(changed.length);
    const part = changed[at];
    if (part === undefined) continue;
    const text = part.content.toString();
    const place = random(text.length + 1);
    const odd = oddXml[random(oddXml.length)] ?? '';
    const name = oddNames[random(oddNames.length)] ?? '';
    // Between two tags what is put in is read as one.
    const tag = text.indexOf('<', place);
    const changes: (() => void)[] = [
      () => changed.splice(at, 1),
      () => changed.push({ ...part, name }),
      () => changed.splice(at, 1, { ...part, name }),
      () => changed.splice(at, 1, { ...part, claims: random(4_000_000_000) }),
      () => changed.splice(at, 1, { ...part, content: text.slice(0, place) }),
      () => changed.splice(at, 1, { ...part, content: text.slice(0, place) + odd + text.slice(place) }),
      () => changed.splice(at, 1, { ...part, content: text.slice(0, tag) + odd + text.slice(tag) }),
      () => changed.splice(at, 1, { ...part, content: flipped(Buffer.from(part.content), random) }),
      () =>
        changed.splice(at, 1, {
          ...part,
          content: text.replace(/\d+/g, (figures) => (random(4) === 0 ? '99999999999' : figures)),
        }),
      () => changed.splice(at, 1, { ...part, content: odd }),
    ];
    changes[random(changes.length)]?.();
  }
  return changed;
}

function changedLines(random: Random): string {
  const lines = card.split('\r\n');
  for (let left = 1 + random(6); left > 0; left -= 1) {
    const at = random(lines.length);
    const odd = oddLines[random(oddLines.length)] ?? '';
    const line = lines[at] ?? '';
    const changes = [
      () => lines.splice(at, 1),
      () => lines.splice(at, 0, odd),
      () => lines.splice(at, 1, odd),
      () => lines.splice(at, 0, line),
      () => lines.splice(at, 1, line.slice(0, random(line.length + 1)) + odd),
    ];
    changes[random(changes.length)]?.();
  }
  return lines.join(['\r\n', '\n', '\r', '\r\n '][random(4)]);
}

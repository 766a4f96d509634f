import { describe, expect, test } from 'vitest';
import { analyzeFile } from '../../../src/core/customers/columns/analyze-file.js';
import { createRowReader } from '../../../src/core/customers/read/understand-row.js';
import { usualImport } from '../../../src/core/options/import-options.js';
import type { Finding } from '../../../src/core/results/import-result.js';
import { bytesOf } from '../../../src/files/bytes/byte-source.js';
import { openSource } from '../../../src/files/bytes/open-source.js';
import { vcardSource } from '../../../src/files/vcard/vcard-source.js';

async function understand(content: Buffer | string) {
  const source = vcardSource(bytesOf(Buffer.from(content)));
  const analysis = await analyzeFile(source, usualImport);
  const findings: Finding[] = [...analysis.findings];
  const reader = createRowReader({ ...usualImport, ...analysis, bookings: false }, (finding) => findings.push(finding));
  const customers = [];
  for await (const rows of source.rows())
    for (const row of rows) customers.push({ line: row.line, ...reader(row).customer });
  return { customers, codes: findings.map(({ code, line }) => (line === null ? code : `${code} ${line}`)) };
}

const card = (...lines: string[]) => ['BEGIN:VCARD', ...lines, 'END:VCARD', ''].join('\r\n');

describe('what a contact says', () => {
  test('version 3, as a phone exports it: name, numbers by kind, address, company, notes and categories', async () => {
    const text = card(
      'VERSION:3.0',
      'N:Holm;Ane;Marie;;',
      'FN:Holm, Ane Marie',
      'ORG:Holm\\, Søn & Co;Salg',
      'item1.TEL;TYPE=WORK,VOICE:86 12 13 14',
      'TEL;TYPE=CELL,pref:+45 20 30 40 50',
      'TEL;TYPE=FAX:86 12 13 15',
      'EMAIL;TYPE=INTERNET:ane@eksempel.dk',
      'item2.ADR;TYPE=HOME:;2. tv;Nørregade 1;Aarhus C;;8000;Danmark',
      'item2.X-ABLabel:Hjem',
      'NOTE:Nøgle hos nabo\\nkode 1234\\; husk',
      'CATEGORIES:fast,stor have',
      'PHOTO;ENCODING=b;TYPE=JPEG:/9j/4AAQSkZJRgABAQAAAQABAAD',
      ' /2wBDAAgGBgcGBQgHBwcJCQgKDBQNDAsLDBkSEw8UHRofHh0aHBw',
    );
    const { customers } = await understand(text);
    expect(customers).toMatchObject([
      {
        line: 1,
        name: 'Ane Marie Holm',
        companyName: 'Holm, Søn & Co',
        phone: '+4520304050',
        email: 'ane@eksempel.dk',
        address: 'Nørregade 1, 2. tv, 8000 Aarhus C',
        tags: ['fast', 'stor have'],
      },
    ]);
    expect(customers[0]?.notes).toContain('Nøgle hos nabo\nkode 1234; husk');
    expect(customers[0]?.notes).toContain('+4586121314');
  });

  test('version 2.1, quoted-printable in another character set, folded, with bare types', async () => {
    const text = card(
      'VERSION:2.1',
      'N;CHARSET=ISO-8859-1;ENCODING=QUOTED-PRINTABLE:=D8stergaard;S=F8ren',
      'TEL;CELL;VOICE:20304051',
      'ADR;HOME;ENCODING=QUOTED-PRINTABLE;CHARSET=UTF-8:;;=C3=85vej 7, baghuset;=C3=98r=',
      'sted;;8950;',
      'NOTE;ENCODING=QUOTED-PRINTABLE:linje 1=0D=0Alinje 2',
    );
    expect((await understand(text)).customers).toMatchObject([
      {
        name: 'Søren Østergaard',
        phone: '+4520304051',
        address: 'Åvej 7, baghuset, 8950 Ørsted',
        notes: 'linje 1\nlinje 2',
      },
    ]);
  });

  test('version 4, with tel: and mailto: addresses, preferences, and a second address that goes to the notes', async () => {
    const text = card(
      'VERSION:4.0',
      'FN:Bo Lind',
      'TEL;VALUE=uri;PREF=2;TYPE="voice,home":tel:+45-21-31-41-51',
      'TEL;VALUE=uri;PREF=1;TYPE=cell:tel:+4521314152',
      'EMAIL:mailto:bo@eksempel.dk',
      'ADR;TYPE=work:;;Torvet 2;Odense C;;5000;Danmark',
      'ADR;TYPE=home:;;Skovvej 3;Odense C;;5000;Danmark',
    );
    const { customers } = await understand(text);
    expect(customers).toMatchObject([
      { name: 'Bo Lind', phone: '+4521314152', email: 'bo@eksempel.dk', address: 'Skovvej 3, 5000 Odense C' },
    ]);
    expect(customers[0]?.notes).toContain('Torvet 2');
  });

  test('a firm without a person is named by its organisation', async () => {
    const { customers } = await understand(card('VERSION:3.0', 'N:;;;;', 'FN:', 'ORG:Klinik Syd', 'TEL:75121314'));
    expect(customers).toMatchObject([{ name: 'Klinik Syd', phone: '+4575121314' }]);
  });
});

describe('a file of contacts', () => {
  const two = card('VERSION:3.0', 'FN:Ane Holm', 'TEL:20304050') + card('VERSION:3.0', 'FN:Bo Lind', 'TEL:21314151');

  test('each contact has the line of its BEGIN, and one that is broken or a group does not stop the others', async () => {
    const text = `${card('VERSION:3.0', 'FN:Venner', 'KIND:group')}${two}BEGIN:VCARD\r\nFN:Uden slutning\r\n`;
    const { customers, codes } = await understand(text);
    expect(customers).toMatchObject([
      { line: 1 },
      { line: 6, name: 'Ane Holm' },
      { line: 11, name: 'Bo Lind' },
      { line: 16 },
    ]);
    expect(codes).toEqual(expect.arrayContaining(['vcard-group 1', 'vcard-broken 16']));
  });

  test.each([
    ['Windows-1252', Buffer.from(card('VERSION:3.0', 'FN:Åse Bøgh', 'TEL:20304050'), 'latin1')],
    ['UTF-16', Buffer.from(`\ufeff${card('VERSION:3.0', 'FN:Åse Bøgh', 'TEL:20304050')}`, 'utf16le')],
    [
      'line ends of an old Mac',
      Buffer.from(card('VERSION:3.0', 'FN:Åse Bøgh', 'TEL:20304050').replaceAll('\r\n', '\r')),
    ],
  ])('is read in %s', async (_, content) => {
    expect((await understand(content)).customers).toMatchObject([{ name: 'Åse Bøgh' }]);
  });

  test('is known by its content, whatever the command takes it for', async () => {
    const { Readable } = await import('node:stream');
    const source = await openSource('-', { stdin: Readable.from([Buffer.from(two)]), format: 'csv' });
    expect(await source.inspect()).toMatchObject({ format: 'vcard' });
    await source.close();
  });

  test('takes time in line with its length, also where a line never ends', async () => {
    const time = async (length: number) => {
      const begin = performance.now();
      await understand(`BEGIN:VCARD\r\nVERSION:3.0\r\nNOTE:${'a;:"='.repeat(length)}`);
      return performance.now() - begin;
    };
    await time(100_000);
    expect(await time(1_600_000)).toBeLessThan(24 * (await time(200_000)) + 200);
  });
});

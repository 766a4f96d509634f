import { readFile, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { analyzeFile, isPassedOver } from '../../src/core/customers/columns/analyze-file.js';
import { rowReader } from '../../src/core/customers/read/understand-row.js';
import { usualImport } from '../../src/core/options/import-options.js';
import { openSource, sourceOfText } from '../../src/files/bytes/open-source.js';
import { rejectsBeside } from '../../src/files/csv/rejects-file.js';
import { tempFolder } from '../helpers/temp-folder.js';

async function understand(text: string) {
  const source = await sourceOfText(text, text.startsWith('{') || text.startsWith('[') ? 'json' : 'csv');
  const options = { ...usualImport, createBookings: true };
  const analysis = await analyzeFile(source, options);
  const told = analysis.findings.map(({ code, column }) => `${code} ${column}`);
  const remedies = analysis.findings.map(({ remedy }) => remedy);
  const read = rowReader(analysis, options, ({ code, column }) => told.push(`${code} ${column}`));
  const customers = [];
  const bookings = [];
  for await (const rows of source.rows())
    for (const row of rows.filter((each) => !isPassedOver(each, analysis))) {
      const understood = read(row);
      customers.push(understood.customer);
      bookings.push(...understood.bookings.map(({ status, notes }) => `${status} ${notes ?? ''}`.trim()));
    }
  return { customers, bookings, told, remedies };
}

describe('cells speak', () => {
  test('the first of two fields of one kind is used, and the other is reported unless it says the same', async () => {
    const { customers, told } = await understand(
      '[{"navn":"Anna","land":"Danmark","country":"DK","by":"Ry"},{"navn":"Bo","land":"Norge","country":"DK","city":"Ry"}]',
    );
    expect(customers.map((customer) => customer?.name)).toEqual(['Anna', 'Bo']);
    expect(told.filter((one) => one.startsWith('said-twice'))).toEqual(['said-twice country']);
  });

  test('e-mails and phones below headers that say nothing are used, and it is said', async () => {
    const { customers, told } = await understand(
      'Navn;Felt A;Felt B\nAnna Bo;a@bo.example;20 30 40 50\nBo Ek;b@ek.example;+45 20304051\n',
    );
    expect(customers).toMatchObject([
      { email: 'a@bo.example', phone: '+4520304050' },
      { email: 'b@ek.example', phone: '+4520304051' },
    ]);
    expect(told).toEqual(['column-by-cells Felt A', 'column-by-cells Felt B']);
  });

  test('a second column of e-mails without a known header is left out, and its remedy is given', async () => {
    const { told, remedies, customers } = await understand(
      'Navn;Mail;Felt\nAnna Bo;a@bo.example;a2@bo.example\nBo Ek;b@ek.example;b2@ek.example\n',
    );
    expect(customers).toMatchObject([{ email: 'a@bo.example', notes: null }, { email: 'b@ek.example' }]);
    expect(told).toEqual(['contact-unused Felt']);
    expect(remedies[0]).toMatch('--map "Felt=email"');
  });

  test.each([
    ['our own address in every row', 'Navn;Felt\nAnna Bo;kontor@os.example\nBo Ek;kontor@os.example\n'],
    ['a colleague’s', 'Navn;Owner Email\nAnna Bo;x@os.example\nBo Ek;y@os.example\n'],
  ])('%s is not the customer’s e-mail', async (_, csv) => {
    expect((await understand(csv)).customers).toMatchObject([{ email: null }, { email: null }]);
  });

  test('eight digits alone are no phone, as a company’s number is no phone', async () => {
    const { customers } = await understand('Navn;Felt\nAnna Bo;20304050\nBo Ek;30405060\n');
    expect(customers).toMatchObject([{ phone: null }, { phone: null }]);
  });

  test('cells that contradict their header are not used, and it is said', async () => {
    const csv =
      'Navn;Telefon;By\nAnna Bo;a@bo.example;20 30 40 50\nBo Ek;b@ek.example;20 30 40 51\nCai Ul;c@ul.example;20 30 40 52\n';
    const { customers, told } = await understand(csv);
    expect(customers).toMatchObject([{ email: null, phone: null, address: null }, {}, {}]);
    expect(told).toEqual(['column-contradicts Telefon', 'column-contradicts By']);
  });

  test('contacts below headers of names are used by their kind, or left out and reported if there is such a column already', async () => {
    const csv = 'Kunde;Kontakt 1;Kontakt 2\nAnna Bo;a@bo.example;20304050\nBo Ek;b@ek.example;20304051\n';
    const { customers, told } = await understand(csv);
    expect(customers[1]).toMatchObject({ name: 'Bo Ek', email: 'b@ek.example', phone: '+4520304051', notes: null });
    expect(told).toEqual(['column-by-cells Kontakt 1', 'column-by-cells Kontakt 2']);
    const both = await understand(csv.replaceAll(/20304(05\d)/g, '$1@c.example').replace('Kontakt 1', 'Mail'));
    expect(both.customers[0]).toMatchObject({ name: 'Anna Bo', email: 'a@bo.example', notes: null });
    expect([both.told, both.remedies[0]]).toEqual([
      ['column-contradicts Kontakt 2'],
      expect.stringContaining('--map "Kontakt 2=email"'),
    ]);
    const alone = await understand('Navn;By\na@bo.example;Odense\nb@ek.example;Vejle\n');
    expect(alone.told).toEqual(['name-holds-contact Navn', 'name-holds-contact Navn']);
  });

  test('headers that are almost spelled right are used where their cells agree', async () => {
    const { customers, told } = await understand(
      'Nvan;Tlefon;E-mial;Adrese;Potsnr\nBo Let;20 91 82 73;bo@let.example;Letvej 2;8000\n',
    );
    expect(customers).toMatchObject([
      { name: 'Bo Let', phone: '+4520918273', email: 'bo@let.example', address: 'Letvej 2, 8000' },
    ]);
    expect(told.every((each) => each.startsWith('column-by-cells'))).toBe(true);
  });

  test('names without a header are found by their cells; the refusal names headers, delimiter and the likeliest column', async () => {
    expect((await understand('Mail;Hvem\na@bo.example;Anna Bo\nb@ek.example;Bo Ek\n')).customers).toMatchObject([
      { name: 'Anna Bo' },
      { name: 'Bo Ek' },
    ]);
    const refused = understand('Mail;Hvem;Kvm\na@bo.example;anna;12\nb@ek.example;bo;13\n');
    await expect(refused).rejects.toMatchObject({
      message: expect.stringMatching(/The columns are: Mail, Hvem, Kvm\..*delimiter is ";"/),
      actions: [expect.stringContaining('--map "Hvem=name"')],
    });
  });
});

describe('which of several', () => {
  test.each([
    [
      'a mobile before a landline',
      'Navn;Telefon;Mobil\nA Bo;86 11 22 33;20 30 40 50\n',
      { phone: '+4520304050', notes: 'Phone: +4586112233' },
    ],
    [
      'the customer before the contact',
      'Kontaktperson;Kontonavn\nGitte Lund;Fjord Revision\n',
      { name: 'Fjord Revision', notes: 'Name: Gitte Lund' },
    ],
    [
      'the person before the account',
      'Account Name,First Name,Last Name\nFjord Revision,Gitte,Lund\n',
      { name: 'Gitte Lund', companyName: 'Fjord Revision' },
    ],
    [
      'the parts before a name turned round',
      'File As,First Name,Last Name\n"Lund, Gitte",Gitte,Lund\n',
      { name: 'Gitte Lund', notes: null },
    ],
    [
      'where the cleaning is before the invoice',
      'Navn,Billing Street,Billing City,Service Street,Service City\nA Bo,Vej 1,Vejle,Gade 2,Skive\n',
      { address: 'Gade 2, Skive', notes: 'Address: Vej 1, Vejle' },
    ],
    [
      'a house before a post box',
      'Navn,Mailing Street,Mailing Zip,Other Street,Other Zip\nA Bo,Postboks 9,8000,Gade 2,8200\n',
      { address: 'Gade 2, 8200', notes: 'Address: Postboks 9, 8000' },
    ],
  ])('%s', async (_, csv, wanted) => {
    expect((await understand(csv)).customers).toMatchObject([wanted]);
  });
});

describe('bookings that were asked for', () => {
  test.each([
    [
      'a moment that no header explains',
      'Navn;Hvornår\nA Bo;2026-12-03 11:00\n',
      'no-bookings Hvornår',
      '--map "Hvornår=bookingStart"',
    ],
    [
      'a day without a time',
      'Navn;Dato;Ydelse\nA Bo;03-12-2026;Vinduer\n',
      'no-bookings Dato',
      'Add a column of times',
    ],
    ['a service alone', 'Navn;Ydelse\nA Bo;Vinduer\n', 'no-bookings Ydelse', '=bookingStart"'],
  ])('%s: says why there are none', async (_, csv, finding, remedy) => {
    const { told, remedies, bookings } = await understand(csv);
    expect(bookings).toEqual([]);
    expect(told).toContain(finding);
    expect(remedies.join()).toContain(remedy);
  });

  test('a price says that RenOS has no place for it, and how to keep it', async () => {
    const { told, remedies } = await understand('Navn;Starttid;Sluttid;Pris\nA Bo;2026-12-03 11:00;12:00;450,00\n');
    expect(told).toEqual(['price-left Pris']);
    expect(remedies[0]).toContain('--map "Pris=bookingNotes"');
  });

  test.each([
    ['Cancelled', 'true', 'cancelled'],
    ['Is Canceled?', 'Yes', 'cancelled'],
    ['Aflyst den', '2026-12-01', 'cancelled'],
    ['Cancelled', 'false', 'confirmed'],
    ['No-show', 'nej', 'confirmed'],
  ])('a column %s with %s makes a booking %s', async (header, cell, state) => {
    const csv = `Navn;Starttid;Sluttid;Booking Status;${header}\nA Bo;2026-12-03 11:00;12:00;Bekræftet;${cell}\n`;
    expect((await understand(csv)).bookings).toEqual([state]);
  });
});

test('what is left of a rejects file keeps the lines of the first, one pair of columns and one name', async () => {
  const folder = tempFolder('rejects');
  const rejectAll = async (path: string) => {
    const source = await openSource(path);
    async function* all() {
      for await (const rows of source.rows())
        for (const { seq, line } of rows.slice(1)) yield { seq, line: line + 40, reasons: 'E-mail: has no @' };
    }
    return rejectsBeside(path).write(source, 0, all());
  };
  await writeFile(join(folder, 'kunder.csv'), 'Navn;E-mail\nAnna;x\n"Bo; Ek";y\n');
  const first = await rejectAll(join(folder, 'kunder.csv'));
  const second = await rejectAll(first);
  expect([first, second].map((path) => basename(path))).toEqual(['kunder.csv.rejects.csv', 'kunder.csv.rejects-2.csv']);
  expect(await readFile(second, 'utf8')).toBe(await readFile(first, 'utf8'));
});

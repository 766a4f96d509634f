import { expect, test } from 'vitest';
import { analyzeFile } from '../../src/core/customers/columns/analyze-file.js';
import type { MappingChoice } from '../../src/core/customers/columns/map-headers.js';
import { recogniseHeader } from '../../src/core/customers/columns/recognise-header.js';
import { rowReader } from '../../src/core/customers/read/understand-row.js';
import { usualImport } from '../../src/core/options/import-options.js';
import { sourceOfText } from '../../src/files/bytes/open-source.js';
import { writtenDays } from '../helpers/written-dates.js';

async function understand(csv: string, choice: MappingChoice = {}) {
  const source = await sourceOfText(csv, 'csv');
  const options = { ...usualImport, choice };
  const analysis = await analyzeFile(source, options);
  const codes: string[] = [];
  const read = rowReader(analysis, options, ({ code, column }) => codes.push(`${code} ${column}`));
  const customers: unknown[] = [];
  for await (const rows of source.rows())
    for (const row of rows.filter(({ seq }) => seq > (analysis.headerSeq ?? -1))) customers.push(read(row).customer);
  return { analysis, codes, customer: customers[0] };
}

const eva = 'Eva Holm;eva@example.dk;20304051;;\n'.repeat(3);

/** The first row below the headers. */
async function understandRow(csv: string) {
  const source = await sourceOfText(csv, 'csv');
  const analysis = await analyzeFile(source, usualImport);
  const told: string[] = [];
  const read = rowReader(analysis, usualImport, (one) => told.push(`${one.severity} ${one.code} ${one.column}`));
  for await (const rows of source.rows()) {
    const row = rows.find(({ seq }) => seq > (analysis.headerSeq ?? -1));
    if (row === undefined) continue;
    const { customer, isPassedOver, reasons } = read(row);
    return { customer, isPassedOver, reasons, told };
  }
  throw new Error('no row');
}

test.each(['#REFERENCE!', '#VÆRDI!', '#NAVN?', '#I/T', '#DIVISION/0!', '#NUL!', '#######', '#N/A'])(
  'Excel’s %s is no phone and no address',
  async (damage) => {
    const { customer, codes } = await understand(`Navn;Telefon;Adresse\nAnna;${damage};${damage}\n`);
    expect(customer).toMatchObject({ name: 'Anna', phone: null, address: null });
    expect(codes.sort()).toEqual(['excel-error Adresse', 'excel-error Telefon']);
  },
);

test.each([
  ['"20304050\n60708090"', '+4520304050', 'Phone: +4560708090'],
  ['20304050 el. 60708090', '+4520304050', 'Phone: +4560708090'],
  ['"mobil: 20304050, arb. 86123456"', '+4520304050', 'Phone: +4586123456'],
  ['20304050 (privat)', '+4520304050', null],
  ['p:+4520304050', '+4520304050', null],
  ['T. 20304050', '+4520304050', null],
  ['20304050 / 60708090 lok. 12', '+4520304050', 'Phone: 60708090 lok. 12'],
  ['20304050 eller efter kl. 16 60708090', '+4520304050', 'Phone: efter kl. 16 60708090'],
  ['20304050 - 60708090', '+4520304050', 'Phone: +4560708090'],
  ['20 30 40 50 60 70 80 90', '+4520304050', 'Phone: +4560708090'],
  ['20304050 + 60708090', '+4520304050', 'Phone: +4560708090'],
  ['+4520304050 +45 60 70 80 90', '+4520304050', 'Phone: +4560708090'],
  ['20304050 & 60708090', '+4520304050', 'Phone: +4560708090'],
  ['20304050 samt 60708090', '+4520304050', 'Phone: +4560708090'],
  ['M: 20304050 T: 86123456', '+4520304050', 'Phone: +4586123456'],
  ['20304050 mobil', '+4520304050', 'Phone: 20304050 mobil'],
  ['"Mette 20304050, Ole 60708090"', '+4520304050', 'Phone: Mette 20304050, Ole 60708090'],
  ['20304050 (Mette) 60708090 (Ole)', '+4520304050', 'Phone: 20304050 (Mette) 60708090 (Ole)'],
  ['2030405060708090', '2030405060708090', null],
  ['20304050 - 6070', '20304050 - 6070', null],
  ['+46 70 123 45 67 20304050', '+46 70 123 45 67 20304050', null],
])('the phones of %s', async (cell, phone, notes) => {
  expect((await understand(`Navn;Telefon\nAnna;${cell}\n`)).customer).toMatchObject({ phone, notes });
});

test.each([
  ['a@example.dk/b@example.dk'],
  ['a@example.dk b@example.dk'],
  ['a@example.dk el. b@example.dk'],
  ['"a@example.dk\nb@example.dk"'],
])('the e-mails of %s', async (cell) => {
  const { customer } = await understand(`Navn;E-mail\nAnna;${cell}\n`);
  expect(customer).toMatchObject({ email: 'a@example.dk', notes: 'E-mail: b@example.dk' });
});

test.each(writtenDays)('%s is a day', async (date) => {
  expect((await understand(`Navn;Sidste kontakt\nAnna;"${date}"\n`)).customer).toMatchObject({
    lastContactAt: new Date('2025-03-30T22:00:00Z'),
  });
});

test('written months keep their time, and no word is taken for a month', async () => {
  const on = async (date: string) => (await understand(`Navn;Sidste kontakt\nAnna;${date}\n`)).customer;
  expect(await on('1. maj 2025 kl. 14.30')).toMatchObject({ lastContactAt: new Date('2025-05-01T12:30:00Z') });
  expect(await on('lørdag d. 3. maj 2025 kl. 14')).toMatchObject({ lastContactAt: new Date('2025-05-03T12:00:00Z') });
  for (const none of ['maj 2025', '3. maj', '3. maj 14.30', '3/5-14.30', 'uge 18 2025'])
    expect(await on(none)).toMatchObject({ lastContactAt: null });
  expect(await on('31. marsvin 2025')).toMatchObject({ lastContactAt: null });
  expect(await on('31. juni 2025')).toMatchObject({ lastContactAt: null });
});

test('in a column of mixed numbers only those that can be two things are left out', async () => {
  const revenue = async (cell: string) =>
    (await understand(`Navn;Omsætning\nX;${cell}\nY;1,50\nZ;1.50\n`)).customer as { totalRevenue: number | null };
  expect((await revenue('kr. 500,00')).totalRevenue).toBe(500);
  expect((await revenue('1234.5')).totalRevenue).toBe(1234.5);
  expect((await revenue('1.234')).totalRevenue).toBeNull();
});

test('a town’s zero is put back beside its name too, and a town is not said twice', async () => {
  expect((await understand('Navn;Adresse;Post/by\nA;Vej 1;800 Høje Taastrup\n')).customer).toMatchObject({
    address: 'Vej 1, 0800 Høje Taastrup',
  });
  const google =
    'Name,Address 1 - Formatted,Address 1 - City,Address 1 - Postal Code\nA,"Vej 1\nAarhus 8000",Aarhus,8000\n';
  expect((await understand(google)).customer).toMatchObject({ address: 'Vej 1, Aarhus 8000' });
});

test('a missing name is reported by the file’s own header', async () => {
  expect((await understand('E-mail;Kundenavn\na@example.dk;\n')).codes).toEqual(['name-missing Kundenavn']);
});

test.each([
  ['Vorname;Nachname;E-Mail-Adresse;Handy;Straße;PLZ;Ort;Bemerkungen;Firma'],
  ['Förnamn;Efternamn;E-postadress;Mobilnummer;Gatuadress;Postnummer;Ort;Anteckningar;Företag'],
  ['Fornavn;Etternavn;E-postadresse;Mobiltelefon;Gateadresse;Postnummer;Poststed;Merknader;Firma'],
])('%s', async (header) => {
  const { analysis, customer } = await understand(`${header}\nA;B;a@example.dk;+4520304050;Vej 1;12345;By;n;F\n`);
  expect(analysis.mapping.filter(({ target }) => target === null)).toEqual([]);
  expect(customer).toMatchObject({ name: 'A B', address: 'Vej 1, 12345 By', notes: 'n', companyName: 'F' });
});

test('the remedy of a finding for a column works as written', async () => {
  for (const header of ['Navn,E-mail,', 'Navn,E-mail,12345678', 'Kundenr,E-mail,Navn']) {
    const file = `${header},x\nAnna,a@example.dk,Bo,\n`;
    const { analysis } = await understand(file);
    const remedies = analysis.findings.flatMap(({ remedy }) => /--map "(.*)=(.*)"/.exec(remedy)?.slice(1, 3) ?? []);
    expect(remedies).toHaveLength(2);
    const [column = '', target = ''] = remedies;
    const fixed = await understand(file, { [column]: target } as MappingChoice);
    expect(fixed.analysis.findings).toEqual([]);
    expect(fixed.analysis.mapping.map((each) => each.target)).toContain('name');
    expect(fixed.customer).toMatchObject({ name: header.startsWith('Kundenr') ? 'Bo' : 'Anna' });
  }
});

test.each([
  ['Vejnavn;Husnr;Etage;Dør;Postnr;By', 'Skovvej;12;3;tv;8000;Aarhus C', 'Skovvej 12, 3. tv, 8000 Aarhus C'],
  ['Vej;Hus nr.;Etage;Side;Postnr;By', 'Skovvej;12B;st.;th;8000;Aarhus C', 'Skovvej 12B, st. th, 8000 Aarhus C'],
  ['Vejnavn;Vejnr.;Postnr;By', 'Skovvej;12;8000;Aarhus C', 'Skovvej 12, 8000 Aarhus C'],
  ['Adr.;Postnr. og by', 'Skovvej 12;8000 Aarhus C', 'Skovvej 12, 8000 Aarhus C'],
  ['Adresse (privat);By (privat);Land/område (privat)', 'Skovvej 12;Aarhus;Danmark', 'Skovvej 12, Aarhus'],
  ['Gade;Husnummer;Bogstav;Postnr;By', 'Skovvej;12;b;8000;Aarhus C', 'Skovvej 12b, 8000 Aarhus C'],
  ['Vejnavn;Husnummer;Postnr;By', 'Skovvej 12;12;8000;Aarhus C', 'Skovvej 12, 8000 Aarhus C'],
  ['Vejnavn;Nr;Etage;Postnr;By', 'Skovvej;12;2. sal;8000;Aarhus C', 'Skovvej 12, 2. sal, 8000 Aarhus C'],
  ['Adresse;Etage;Dør', 'Skovvej 12;2;', 'Skovvej 12, 2.'],
  ['Adresse;Etage/dør;By/postnr', 'Skovvej 12;2. tv;Aarhus 8000', 'Skovvej 12, 2. tv, Aarhus 8000'],
  ['Adresse;Etage;Dør', 'Skovvej 12, 2. tv;2;tv', 'Skovvej 12, 2. tv'],
  ['Adresse;Etage', 'Skovvej 12;3. tv', 'Skovvej 12, 3. tv'],
  ['Adresse;Husnr', ';12', null],
  ['Street name;House number;Zip;City', '10. Februar Vej;10;8000;Aarhus', '10. Februar Vej 10, 8000 Aarhus'],
])('%s: %s', async (header, row, address) => {
  const { analysis, customer } = await understand(`Navn;${header}\nAnna;${row}\n`);
  expect(analysis.findings).toEqual([]);
  expect(customer).toMatchObject({ address });
});

test('a house’s number is found behind its street, whatever other number the row has', async () => {
  const { customer } = await understand('Nr;Navn;Vejnavn;Nr.\n1001;Anna;Skovvej;12\n');
  expect(customer).toMatchObject({ address: 'Skovvej 12' });
});

test('a number that does not follow a street is not taken for a house’s', async () => {
  const { analysis, customer } = await understand('Nr;Navn;Vejnavn;Postnr;By\n1001;Anna;Skovvej 12;8000;Aarhus\n');
  expect(analysis.mapping[0]?.target).toBeNull();
  expect(customer).toMatchObject({ address: 'Skovvej 12, 8000 Aarhus' });
});

test.each([
  ['Navn;Arbejde, gade/vej;Arbejde, by;Arbejde, postnummer', 'Industrivej 44;Køge;4600', 'Industrivej 44, 4600 Køge'],
  ['Navn;Adresse (privat);Postnr (privat);By (privat)', 'Kirkevej 7;4000;Roskilde', 'Kirkevej 7, 4000 Roskilde'],
  ['Navn;Leveringsadresse;Leveringspostnr;Leveringsby', 'Kirkevej 7;4000;Roskilde', 'Kirkevej 7, 4000 Roskilde'],
  ['Navn;Faktura adresse;Faktura postnr.;Faktura by', 'Kirkevej 7;4000;Roskilde', 'Kirkevej 7, 4000 Roskilde'],
  ['Name;Billing Street;Billing Zip;Billing City', 'Kirkevej 7;4000;Roskilde', 'Kirkevej 7, 4000 Roskilde'],
])('the parts of one address by their qualifier: %s', async (header, row, address) => {
  const { analysis, customer } = await understand(`${header}\nAnna;${row}\n`);
  expect(analysis.findings).toEqual([]);
  expect(customer).toMatchObject({ address });
});

test('two addresses are kept apart by their qualifiers, and the second is kept', async () => {
  const { customer, codes } = await understand(
    'Navn;Adresse;Postnr;By;Leveringsadresse;Leveringspostnr;Leveringsby\nAnna;Vej 1;8000;Aarhus C;Vej 2;8200;Aarhus N\n',
  );
  expect(customer).toMatchObject({ address: 'Vej 1, 8000 Aarhus C', notes: 'Address: Vej 2, 8200 Aarhus N' });
  expect(codes).toEqual(['several-addresses Leveringsadresse']);
});

test.each([
  ['Kontaktperson e-mail', 'email'],
  ['Kontaktpersons telefon', 'phone'],
  ['TEL;CELL', 'phone'],
  ['EMAIL;HOME', 'email'],
  ['Telefon, arbejde', 'phone'],
  ['Arbejdstelefon', 'phone'],
  ['Privattelefon', 'phone'],
  ['E-mail(s)', 'email'],
  ['Tlf.nr.', 'phone'],
  ['Direkte tlf', 'phone'],
  ['FN', 'name'],
  ['ORG', 'companyName'],
  ['Kontrakt slut', null],
  ['Kundens hund', null],
  ['Privat', null],
  ['Mobil kontakt', 'phone'],
  ['Mob.', 'phone'],
  ['Tlf./mobil', 'phone'],
  ['Firma telefon', 'phone'],
  ['Firmanavn', 'companyName'],
  ['Firmaets adresse', 'street'],
  ['For- og efternavn', 'name'],
  ['Mailadr.', 'email'],
  ['Vej og husnummer', 'street'],
  ['Interne noter', 'notes'],
  ['By/postnr.', 'postalCodeAndCity'],
  ['Kundens by', 'city'],
  ['Customer contact date', null],
  ['Address type', null],
  ['MobilePay', null],
  ['Firmakode', null],
  ['Fakt. postnr', 'postalCode'],
  ['Lev. by', 'city'],
  ['Omsætning 2024', null],
  ['Kunde/Firma', 'name'],
  ['Arbejde', null],
])('the header %s is %s', (header, target) => {
  expect(recogniseHeader(header).target).toBe(target);
});

test.each([
  ['I alt;;;;20.750,50', 'row-total Navn'],
  ['Total:;;;;"1.000,00"', 'row-total Navn'],
  ['Total kunder: 2;;;;', 'row-total Navn'],
  ['Sum;;;;1', 'row-total Navn'],
  ['I alt 2 kunder;;;;', 'row-total Navn'],
  ['Antal kunder: 2;;;;', 'row-total Navn'],
  ['Antal kunder;;2;;', 'row-total Navn'],
  [';I alt;;;20', 'row-total E-mail'],
  ['Side 1 af 3;;;;', 'row-total Navn'],
  ['(2 rows);;;;', 'row-total Navn'],
  ['MANDAG;;;;', 'row-total Navn'],
  ['Aarhus C:;;;;', 'row-total Navn'],
  ['Udskrevet den 3. maj 2025;;;;', 'row-total Navn'],
  ['Telefon;;;;', 'name-is-header Navn'],
  ['E-mail;;;;17', 'name-is-header Navn'],
  ['Tabel 2;;;;', 'row-alone Navn'],
  ['Navn;E-mail;Telefon;Adresse;Omsætning', 'header-again null'],
  ['navn ;;;adresse;', 'header-again null'],
])('a row that is no customer is passed over, with a warning: %s', async (row, code) => {
  expect(await understandRow(`Navn;E-mail;Telefon;Adresse;Omsætning\n${row}\n${eva}`)).toEqual({
    ...{ customer: null, isPassedOver: true, reasons: [] },
    told: [`warning ${code}`],
  });
});

test.each([
  ['Total;;20304050;;1', []],
  ['Totalenergi ApS;;;;1', []],
  ['Total;;;Torvet 1;', []],
  ['Mette Larsen;;;;', ['error row-alone Navn']],
  ['"Larsen, Mette";;;;', ['error row-alone Navn']],
  ['Mormor;;;;', ['error row-alone Navn']],
])('a row that may be a customer is not passed over: %s', async (row, told) => {
  const understood = await understandRow(`Navn;E-mail;Telefon;Adresse;Omsætning\n${row}\n${eva}`);
  expect(understood).toMatchObject({ isPassedOver: false, told });
  expect(understood.customer === null).toBe(told.length > 0);
});

test.each([
  ['Navn;Firma;Tlf\nTotal;Total Byg;\n', false],
  ['Navn;Firma;Tlf\nI alt;;\n', true],
  ['Navn;Tlf;Booking Start\nTotal;;2026-12-01 10:00\n', false],
  ['Navn;Tlf;Hund\nAarhus C:;;Rex\n', false],
  ['Navn;Tlf;Anna\nTelefon;;20304050 Bo\n', false],
])('what else a row says of a customer keeps it from being passed over', async (table, isPassedOver) => {
  expect(await understandRow(table)).toMatchObject({ isPassedOver });
});

test('of two rows of headers the one that knows more is taken', async () => {
  const { analysis, customer } = await understand(
    'Kunde;;Kontakt;;Adresse;;\nFornavn;Efternavn;Telefon;E-mail;Vej;Postnr;By\nNiels;Nielsen;20304052;n@example.dk;Bakken 1;9000;Aalborg\n',
  );
  expect(analysis.rows).toBe(1);
  expect(customer).toMatchObject({ name: 'Niels Nielsen', phone: '+4520304052', address: 'Bakken 1, 9000 Aalborg' });
});

test.each([
  ['20 30 40 54 (ring efter kl 16)', '+4520304054'],
  ['ring til konen 20 30 40 56', '+4520304056'],
  ['"20-30-40-57, ikke om morgenen"', '+4520304057'],
  ['20304050 (Bo)', '+4520304050'],
  ['har ikke', null],
])('of a phone with words beside it both are kept: %s', async (cell, phone) => {
  const { customer, codes } = await understand(`Navn;Tlf\nAnna;${cell}\n`);
  expect(customer).toMatchObject({ phone, notes: `Phone: ${cell.replaceAll('"', '')}` });
  expect(codes).toEqual(['phone-words Tlf']);
});

test('a town that is not qualified belongs to the street before it', async () => {
  const { customer } = await understand(
    'Firma;Fakturaadresse;Postnr;By;Leveringsadresse\nFjord ApS;Fjordgade 1;8700;Horsens;Baggården\n',
  );
  expect(customer).toMatchObject({ address: 'Fjordgade 1, 8700 Horsens', notes: 'Address: Baggården' });
});

test('a text that was kept from being a number is the text', async () => {
  const { customer, codes } = await understand(
    'Navn,Telefon,Postnr,Adresse\n="Palle",="20304072",="0800",="Vej ""1"""\n"=""Rie""","=""20304073""",\'0800,\'Olsvej 1\n',
  );
  expect(customer).toMatchObject({ name: 'Palle', phone: '+4520304072', address: 'Vej "1", 0800' });
  expect(codes).toEqual([]);
});

test.each([
  ['Omsætning ekskl. moms', 'totalRevenue'],
  ['Omsætning (inkl. moms)', 'totalRevenue'],
  ['Vej og nr.', 'street'],
  ['Adresse by', 'city'],
  ['Debitornavn', 'name'],
  ['Mobiltlf.', 'phone'],
  ['Debitorgruppe', 'tags'],
  ['Telefon\n(mobil)', 'phone'],
  ['Omsætning\r\ni kr.', 'totalRevenue'],
  ['Sidste besøg', 'lastContactAt'],
])('the header %s too is %s', (header, target) => {
  expect(recogniseHeader(header).target).toBe(target);
});

test('a header of two lines is named in one, and a start of anything is not suggested as a booking’s', async () => {
  const { analysis, customer } = await understand(
    '"Kunde\r\nnavn";"Sko\r\nstørrelse";Startdato;Adresse\nAnna;38;01-01-2024;"Vej 1 , 8000 Aarhus"\n',
  );
  expect(analysis.findings.map(({ column, remedy }) => `${column}: ${remedy}`)).toEqual([
    'Sko størrelse: Use it with --map "Sko størrelse=notes", or leave it.',
    'Startdato: Use it with --map "Startdato=notes", or leave it.',
  ]);
  expect(customer).toMatchObject({ address: 'Vej 1, 8000 Aarhus' });
});

test.each([[',,'], ['-'], ['?'], ['…']])('%s is not a name', async (name) => {
  const row = (company: string) => understand(`Navn;Firma;By\n${name};${company};Aarhus\n`);
  expect((await row('')).codes).toEqual(['name-missing Navn']);
  expect((await row('Fjord ApS')).customer).toMatchObject({ name: 'Fjord ApS' });
});

test('where no name is found, the column that sounds like one is what to map', async () => {
  await expect(understand('Reg;Lejernavn;E-mail;Telefon\n1;Anna;a@example.dk;20304050\n')).rejects.toMatchObject({
    code: 'no-name-column',
    actions: ['--map "Lejernavn=name"', '--map "Lejernavn=ignore"   # to change customers that RenOS knows'],
  });
});

test('a Swedish postal code gets no zero', async () => {
  const { customer, codes } = await understand('Namn;Gatuadress;Postnr;Ort\nÅke;Ögatan 1;211 34;Malmö\n');
  expect(customer).toMatchObject({ address: 'Ögatan 1, 211 34 Malmö' });
  expect(codes).toEqual([]);
});

test.each([
  ['Danmark', '20 30 40 50', '+4520304050'],
  ['', '20 30 40 50', '+4520304050'],
  ['Sverige', '070-123 45 67', '+46701234567'],
  ['SE', '701234567', '+46701234567'],
  ['SE', '08.123.45.00', '+4681234500'],
  ['Norge', '412 34 567', '+4741234567'],
  ['no', '+45 20 30 40 50', '+4520304050'],
  ['Tyskland', '0171 2345678', '+491712345678'],
  ['Deutschland', '030 12345678', '+493012345678'],
  ['UK', '07400 123456', '+447400123456'],
  ['+47', '41234567', '+4741234567'],
  ['Langtbortistan', '20 30 40 50', '+4520304050'],
])('a row of %s: %s', async (country, cell, phone) => {
  const { customer, codes } = await understand(`Navn;Telefon;Land\nAnna;${cell};${country}\n`);
  expect(customer).toMatchObject({ phone });
  expect(codes).toEqual([]);
});

test('a number that may be of the row’s country or of the usual one is kept as it is written', async () => {
  for (const country of ['SE', 'DE', 'UK']) {
    const { customer, codes } = await understand(`Navn;Telefon;Land\nAnna;20 30 40 50;${country}\n`);
    expect(customer).toMatchObject({ phone: '20 30 40 50' });
    expect(codes).toEqual(['phone-doubtful Telefon']);
  }
});

test('two countries in one row steer no phone, and a calling code is no part of an address', async () => {
  const header = 'Navn;Telefon;Adresse;Postnr;By;Land;Erhverv adresse;Erhverv land';
  const { customer } = await understand(`${header}\nAnna;20304050;Vej 1;8000;Aarhus;45;Gata 2;NO\n`);
  expect(customer).toMatchObject({ phone: '+4520304050', address: 'Vej 1, 8000 Aarhus', notes: 'Address: Gata 2, NO' });
});

test.each([
  ['kr. 1.234,-', 1234],
  ['1.234,50 kr', 1234.5],
  ['DKK 1.234,50', 1234.5],
  ['500 kr. ekskl. moms', 500],
  ['1.234,50 inkl. moms', 1234.5],
  ['1,5 mio.', null],
])('an amount of %s', async (cell, totalRevenue) => {
  expect((await understand(`Navn;Omsætning\nAnna;${cell}\n`)).customer).toMatchObject({ totalRevenue });
});

test.each([
  ['"""vip"",""post"""', ['vip', 'post']],
  ['"[""vip"", ""post""]"', ['vip', 'post']],
  ['"""vip"""', ['vip']],
  ['🌟 VIP, 🐶 hund', ['🌟 VIP', '🐶 hund']],
  ['de "gode"', ['de "gode"']],
])('tags written as %s', async (cell, tags) => {
  expect((await understand(`Navn;Mærker\nAnna;${cell}\n`)).customer).toMatchObject({ tags });
});

test.each(['-', '–', '--', '?', 'n/a', 'NULL', 'ingen', 'Ukendt', 'nej', '(ingen)'])(
  '%s says that there is no e-mail, phone, number or date',
  async (cell) => {
    const header = 'Navn;E-mail;Telefon;Omsætning;Sidste kontakt';
    const { customer, codes } = await understand(`${header}\nAnna;${cell};${cell};${cell};${cell}\n`);
    expect(customer).toMatchObject({ email: null, phone: null, totalRevenue: null, lastContactAt: null, notes: null });
    expect(codes).toEqual([]);
  },
);

test('a dash is no address, note, tag or company, and a name that means nothing is a name', async () => {
  const { customer, codes } = await understand('Navn;Adresse;Noter;Mærker;Firma\nNull;-;-;-;–\n');
  expect(customer).toMatchObject({ name: 'Null', address: null, notes: null, tags: [], companyName: null });
  expect(codes).toEqual([]);
});

test.each([
  ['a@example.dk (privat)', 'a@example.dk', 'E-mail: a@example.dk (privat)'],
  ['ny: a@example.dk', 'a@example.dk', 'E-mail: ny: a@example.dk'],
  ['a@example.dk - ikke om natten', 'a@example.dk', 'E-mail: a@example.dk - ikke om natten'],
  ['a@example.dk.', 'a@example.dk', null],
])('an e-mail with words beside it: %s', async (cell, email, notes) => {
  const { customer, codes } = await understand(`Navn;E-mail\nAnna;${cell}\n`);
  expect(customer).toMatchObject({ email, notes });
  expect(codes).toEqual(notes === null ? [] : ['email-words E-mail']);
});

test.each([
  'a @example.dk',
  'a@ example.dk',
  'a@example,dk',
  'a@b@example.dk (x)',
  'anna a@example',
  '"a@example.dk, b"',
])('no e-mail is taken out of %s', async (cell) => {
  expect((await understand(`Navn;E-mail\nAnna;${cell}\n`)).codes).toEqual(['email-invalid E-mail']);
});

test.each(['20304050.0', '20304050,00', '20304050.', '20304050 *'])(
  'what a script or a person put behind a phone: %s',
  async (cell) => {
    const { customer, codes } = await understand(`Navn;Telefon\nAnna;${cell}\n`);
    expect(customer).toMatchObject({ phone: '+4520304050', notes: null });
    expect(codes).toEqual([]);
  },
);

test.each(['8000,00', '8000.0', '8.000', '8000'])('the postal code %s', async (cell) => {
  const { customer } = await understand(`Navn;Adresse;Postnr;By\nAnna;Vej 1;${cell};Aarhus\n`);
  expect(customer).toMatchObject({ address: 'Vej 1, 8000 Aarhus' });
});

test('what is mapped to the notes says there which column it is of', async () => {
  const { customer } = await understand('Navn;Noter;Kvm;Nøgle\nAnna;Har hund;120;\n', { Kvm: 'notes', Nøgle: 'notes' });
  expect(customer).toMatchObject({ notes: 'Har hund\nKvm: 120' });
});

test.each(['Efternavn, fornavn', 'Navn (efternavn, fornavn)', 'Last Name, First Name'])(
  '%s is turned',
  async (header) => {
    for (const [cell, name] of [
      ['Holm, Mette Marie', 'Mette Marie Holm'],
      ['Holm ,Mette', 'Mette Holm'],
      ['Fjord ApS', 'Fjord ApS'],
      ['Holm,', 'Holm,'],
      ['Berg, Lund, Holm', 'Berg, Lund, Holm'],
    ])
      expect((await understand(`"${header}";Tlf\n${cell};20304050\n`)).customer).toMatchObject({ name });
  },
);

test('names that look turned are reported, and turned on request', async () => {
  const file = 'Navn;Tlf\nHolm, Mette;20304050\n"Berg-Lund, Ole K.";20304051\nFjord ApS, Aarhus 8;20304052\n';
  const { analysis, customer } = await understand(file);
  expect(customer).toMatchObject({ name: 'Holm, Mette' });
  expect(analysis.findings).toMatchObject([{ code: 'names-last-first', column: 'Navn' }]);
  const asked = await understand(file, { Navn: 'lastFirstName' });
  expect(asked.customer).toMatchObject({ name: 'Mette Holm' });
  expect(asked.analysis.findings).toEqual([]);
  expect((await understand('Navn\nHolm, Mette\nOle Berg\n')).analysis.findings).toEqual([]);
});

test.each([
  ['Mette Holm <mette@example.dk>', true],
  ['Mette Holm 20 30 40 50', true],
  ['mette@example.dk', true],
  ['Salon @ Torvet', false],
  ['Restaurant 1508', false],
  ['Ejendom 12-14, 1. tv', false],
])('%s: a name that contains an e-mail or a phone is reported', async (name, isTold) => {
  const { customer, codes } = await understand(`Navn;Adresse\n${name};Vej 1\n`);
  expect(customer).toMatchObject({ name, email: null, phone: null });
  expect(codes).toEqual(isTold ? ['name-holds-contact Navn'] : []);
});

test('no e-mail that an index cannot hold is kept, validated or not', async () => {
  for (const [length, code] of [
    [500, 'warning'],
    [5_000, 'error'],
  ] as const) {
    const source = await sourceOfText(`Navn;E-mail\nAnna;${'ø'.repeat(length)}\n`, 'csv');
    const options = { ...usualImport, validateEmail: false };
    const told: string[] = [];
    const read = rowReader(await analyzeFile(source, options), options, ({ severity }) => told.push(severity));
    for await (const rows of source.rows()) for (const row of rows.slice(1)) read(row);
    expect(told).toEqual([code]);
  }
});

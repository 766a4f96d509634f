import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { analyzeFile } from '../../src/core/customers/columns/analyze-file.js';
import { checkFile } from '../../src/core/customers/import/check-file.js';
import { rowReader } from '../../src/core/customers/read/understand-row.js';
import { usualImport } from '../../src/core/options/import-options.js';
import { silentProgress } from '../../src/core/ports.js';
import { bytesOf } from '../../src/files/bytes/byte-source.js';
import { rejectsBeside } from '../../src/files/csv/rejects-file.js';
import { jsonSource } from '../../src/files/json/json-source.js';
import { tempFolder } from '../helpers/temp-folder.js';

async function understand(text: string, encoding: BufferEncoding = 'utf8') {
  const source = jsonSource(bytesOf(Buffer.from(text, encoding)));
  const options = { ...usualImport, createBookings: true };
  const analysis = await analyzeFile(source, options);
  const findings = [...analysis.findings];
  const read = rowReader(analysis, options, (finding) => findings.push(finding));
  const customers: unknown[] = [];
  const lines: number[] = [];
  for await (const rows of source.rows())
    for (const row of rows) {
      const { customer, bookings } = read(row);
      customers.push(customer === null ? null : [customer.name, customer.email, bookings.length].join(' '));
      lines.push(row.line);
    }
  return { customers, lines, findings: findings.map(({ code, column, line }) => `${code} ${column} ${line}`) };
}

test('the lines of an NDJSON may name their fields differently', async () => {
  const told = await understand(
    '{"name":"Anna","email":"a@example.dk"}\n{"navn":"Bo","mail":"b@example.dk"}\n{"Kundenavn":"Carl","bookinger":[{"startTime":"2027-06-01T10:00"}]}\n',
  );
  expect(told).toMatchObject({ customers: ['Anna a@example.dk 0', 'Bo b@example.dk 0', 'Carl  1'], findings: [] });
});

test('what two fields of one record say of the same thing is imported once, and the other is named', async () => {
  expect(
    await understand('[{"name":"Anna","navn":"Anna"},{"name":"Bo","navn":"Bodil"},{"navn":"Carl"}]'),
  ).toMatchObject({
    customers: ['Anna  0', 'Bo  0', 'Carl  0'],
    findings: ['further-name navn 1'],
  });
});

const anna = '{"name":"Anna","email":"a@example.dk","bookings":[{"startTime":"2027-06-01T10:00"}]}';

test.each([
  ['data', `{"data":[${anna}]}`],
  ['results', `{"count":1,"next":null,"results":[\n${anna}\n]}`],
  ['items', `{"items":[${anna}],"total":1}`],
  ['kunder', `{"kunder":[${anna}]}`],
  ['collection', `{"collection":[${anna}],"pagination":{"results":1,"pages":[1,2]}}`],
  ['data.customers', `{"meta":{"name":"Udtræk","tags":["a"]},"data":{"customers":[${anna}]}}`],
  ['Mine kunder', `{"Mine kunder":[${anna}]}`],
])('customers in a list called %s are read, and it is said', async (path, text) => {
  const found = { customers: ['Anna a@example.dk 1'], findings: path === 'kunder' ? [] : [`json-list ${path} null`] };
  expect(await understand(text)).toMatchObject(found);
  expect(await understand(`\ufeff${text}`, 'utf16le')).toMatchObject(found);
});

test('the customers are those so called, and other lists are named as left out', async () => {
  const text = `{"products":[{"name":"Vinduer"}],\n"customers":[${anna}],"leads":[{"name":"Bo"}]}`;
  expect(await understand(text)).toEqual({
    customers: ['Anna a@example.dk 1'],
    lines: [2],
    findings: ['json-list-left products null', 'json-list-left leads null'],
  });
  expect(await understand('{"customers":[]}')).toMatchObject({ customers: [] });
});

test.each([
  ['{"name":"Anna","items":[{"name":"Mop"}]}', ['Anna  0']],
  ['{"items":[{"name":"Mop"}],"name":"Anna"}\n{"name":"Bo"}\n', ['Anna  0', 'Bo  0']],
  ['{"bookings":[{"startTime":"2027-06-01T10:00"}],"name":"Anna"}', ['Anna  1']],
])('a list inside a customer is not the customers’: %s', async (text, customers) => {
  expect((await understand(text)).customers).toEqual(customers);
});

const keyed = {
  a: { name: 'Anna Bo', email: 'anna@bo.example', phone: '20304050' },
  b: { name: 'Carl Du', email: 'carl@du.example', phone: '20304051' },
};

test.each([
  ['a database of Firebase', { customers: { '-Nabc1': keyed.a, '-Nabc2': keyed.b } }],
  ['one customer under a key', { customers: { '-Nabc1': keyed.a } }],
  ['the document itself', { 1001: keyed.a, 1002: keyed.b }],
  [
    'deeper down, with something beside',
    { meta: { version: 2 }, data: { people: { u1: keyed.a, u2: keyed.b, u3: null } } },
  ],
  ['with lists inside', { customers: { c1: { ...keyed.a, jobs: [{ name: 'Vask' }] }, c2: keyed.b } }],
])('customers that stand under keys are not put together: %s', async (what, document) => {
  const { customers } = await understand(JSON.stringify(document, null, 1));
  expect(customers.map((text) => String(text).replace(/ 0$/, ''))).toEqual(
    what.startsWith('one') ? ['Anna Bo anna@bo.example'] : ['Anna Bo anna@bo.example', 'Carl Du carl@du.example'],
  );
});

test('an object under generated keys is one customer', async () => {
  const { customers } = await understand(
    '{"name":"Anna","billing":{"name":"Bo"},"shipping":{"name":"Bo"},"line1":{"name":"x"}}',
  );
  expect(customers).toHaveLength(1);
});

test.each([
  ['two lists', `{"active":[${anna}],"previous":[{"name":"Bo"}]}`, 'json-several-lists', /"active".*"previous"/],
  [
    'a board with a name of its own',
    `{"id":"b1","name":"Kunder","lists":[{"name":"Aktive"}],"cards":[{"name":"Bent Cort"}],"members":[{"fullName":"Rene"}]}`,
    'json-several-lists',
    /"lists".*"cards".*"members"/,
  ],
  [
    'columns',
    '{"name":{"0":"Anna","1":"Bo"},"email":{"0":"a@x.example","1":"b@x.example"}}',
    'json-in-columns',
    /by number/,
  ],
  ['two pages', `{"data":[${anna}]}\n{"data":[${anna}]}`, 'json-several-lists', /more than one/],
  ['no list', '{"a":{"b":1},"c":2}', 'no-name-column', /fields/],
  ['a list deeper down', '{"data":[{"id":1,"person":{"kaldes":"Anna"}}]}', 'no-name-column', /fields/],
  ['single quotes', "[{'name':'Anna'}]", 'no-name-column', /line 1 is not valid JSON/],
  ['a comma too many', '[\n{"name":"Anna",}\n]', 'no-name-column', /line 2 is not valid JSON/],
])('%s: says what to do', async (_, text, code, message) => {
  const actions = expect.arrayContaining([expect.stringContaining('jq -c')]);
  const wanted = { code, exitCode: 2, message: expect.stringMatching(message), actions };
  await expect(understand(text)).rejects.toMatchObject(wanted);
});

test('a nested object’s fields are read by both names', async () => {
  const source = jsonSource(
    bytesOf(
      Buffer.from(
        '[{"navn":"Zenia","kontakt":{"email":"z@example.dk","telefon":"20304077"},"adresse":{"vej":"Zvej","husnr":1,"postnr":8000,"by":"Aarhus"},"firma":{"navn":"Z ApS"},"kategori":{"navn":"x","__proto__":1}},{"navn":"Bo","adresse":"Vej 2"}]',
      ),
    ),
  );
  const analysis = await analyzeFile(source, usualImport);
  const codes: string[] = [];
  const read = rowReader(analysis, usualImport, ({ code, column }) => codes.push(`${code} ${column}`));
  const customers: unknown[] = [];
  for await (const rows of source.rows()) for (const row of rows) customers.push(read(row).customer);
  expect(customers).toMatchObject([
    {
      name: 'Zenia',
      email: 'z@example.dk',
      phone: '+4520304077',
      address: 'Zvej 1, 8000 Aarhus',
      companyName: 'Z ApS',
    },
    { name: 'Bo', address: 'Vej 2', companyName: null },
  ]);
  expect(codes).toEqual([]);
  expect(analysis.findings.map(({ column }) => column)).toEqual(['kategori.navn', 'kategori.__proto__']);
});

async function customersOf(json: unknown) {
  const source = jsonSource(bytesOf(Buffer.from(JSON.stringify(json))));
  const analysis = await analyzeFile(source, usualImport);
  const told = analysis.findings.map(({ code, column }) => `${code} ${column}`);
  const read = rowReader(analysis, usualImport, ({ code, column, line }) => told.push(`${code} ${column} ${line}`));
  const customers: unknown[] = [];
  for await (const rows of source.rows()) for (const row of rows) customers.push(read(row).customer);
  return { customers, told };
}

test('people as Google’s interface lists them', async () => {
  const mette = {
    resourceName: 'people/c1',
    etag: '%a',
    names: [{ metadata: { primary: true }, displayName: 'Mette Holm', givenName: 'Mette', familyName: 'Holm' }],
    emailAddresses: [{ metadata: {}, value: 'mette@example.dk', type: 'home' }, { value: 'mh@example.dk' }],
    phoneNumbers: [{ value: '20 30 40 50', canonicalForm: '+4520304050', type: 'mobile' }],
    addresses: [
      { formattedValue: 'Skovvej 12\n8000 Aarhus C\nDK', streetAddress: 'Skovvej 12', city: 'Aarhus C', country: 'DK' },
      { formattedValue: 'Engvej 3\n5000 Odense C', streetAddress: 'Engvej 3', city: 'Odense C', postalCode: '5000' },
    ],
    organizations: [{ name: 'Holm ApS', title: 'Direktør' }],
    biographies: [{ value: 'Har hund', contentType: 'TEXT_PLAIN' }],
    birthdays: [{ date: { year: 1970 } }],
  };
  const ole = { names: [{ givenName: 'Ole', familyName: 'Berg' }], phoneNumbers: [{ value: '20304051' }] };
  const { customers, told } = await customersOf({ connections: [mette, ole], totalPeople: 2 });
  expect(customers).toMatchObject([
    {
      name: 'Mette Holm',
      email: 'mette@example.dk',
      phone: '+4520304050',
      address: 'Skovvej 12, 8000 Aarhus C',
      companyName: 'Holm ApS',
      notes: 'Har hund\nE-mail: mh@example.dk\nAddress: Engvej 3, 5000 Odense C',
    },
    { name: 'Ole Berg', phone: '+4520304051' },
  ]);
  expect(told).toEqual([
    'json-list connections',
    'column-unused organizations.title',
    'column-unused birthdays',
    'several-emails emailAddresses 2.value 1',
    'several-addresses addresses 2.formattedValue 1',
  ]);
});

test('lists of phones and addresses, as texts and as objects', async () => {
  const { customers, told } = await customersOf([
    { name: 'Anna', emails: ['a@example.dk'], phones: [{ number: '20304050', type: 'mobil' }, '20304051'] },
    { name: 'Bo', adresser: [{ vej: 'Vej 1', postnr: 8000, by: 'Aarhus' }], telefoner: [{ nummer: '20304052' }] },
    { name: 'Carl', phone: [{ landline: '20304053' }], tags: ['a', { name: 'b' }] },
  ]);
  expect(customers).toMatchObject([
    { email: 'a@example.dk', phone: '+4520304050', notes: 'Phone: +4520304051' },
    { address: 'Vej 1, 8000 Aarhus', phone: '+4520304052' },
    { phone: '+4520304053', tags: ['a'] },
  ]);
  expect(told).toEqual(['several-phones phones 1', 'not-a-text tags 1']);
});

test('more e-mails than the limit are reported', async () => {
  const emails = Array.from({ length: 30 }, (_, index) => ({ value: `a${index}@example.dk` }));
  const { customers, told } = await customersOf([{ name: 'Anna', emails }]);
  expect(customers).toMatchObject([{ notes: expect.stringContaining('a19@example.dk') }]);
  expect(told).toContain('not-a-text emails 1');
});

test.each(['properties', 'attributes', 'fields', 'node'])('records that wrap what they say in %s', async (wrapper) => {
  const { customers } = await customersOf({ results: [{ id: '1', [wrapper]: { firstname: 'Anna', zip: '8000' } }] });
  expect(customers).toMatchObject([{ name: 'Anna', address: '8000' }]);
});

test('addresses, phones and countries as other interfaces nest them', async () => {
  const { customers, told } = await customersOf([
    {
      displayName: 'Anna',
      homeAddress: { street: 'Vej 1', city: 'Aarhus', postalCode: '8000', countryOrRegion: 'Danmark' },
    },
    { name: 'Bo', default_address: { address1: 'Vej 2', zip: '8000', country: 'Sweden', country_code: 'SE' } },
    { customer: { name: 'Carl', contact: { email: 'c@example.dk', phones: { mobile: '20304050' } } } },
  ]);
  expect(customers).toMatchObject([
    { name: 'Anna', address: 'Vej 1, 8000 Aarhus' },
    { name: 'Bo', address: 'Vej 2, 8000, Sweden' },
    { name: 'Carl', email: 'c@example.dk', phone: '+4520304050' },
  ]);
  expect(told).toEqual([]);
});

test.each([
  ['in one list', (rows: readonly unknown[]) => JSON.stringify(rows)],
  ['over many lines', (rows: readonly unknown[]) => JSON.stringify(rows, null, 2)],
  ['one a line', (rows: readonly unknown[]) => rows.map((row) => JSON.stringify(row)).join('\n')],
  ['as Google Sheets answers', (rows: readonly unknown[]) => JSON.stringify({ range: 'Ark1!A1:Z99', values: rows })],
])('rows that are lists are a table, %s', async (_, write) => {
  const rows = [
    ['Kunder 2026'],
    [],
    ['Navn', 'E-mail', 'Telefon', ''],
    ['Anna', 'a@example.dk'],
    ['Bo', null, 20_304_050],
    ['Carl', 'c(at)example.dk'],
  ];
  expect(await understand(write(rows))).toMatchObject({
    customers: expect.arrayContaining(['Anna a@example.dk 0', 'Bo  0', null]),
    findings: expect.arrayContaining(['email-invalid E-mail 6']),
  });
});

test('events that are called by what is done make no customers', async () => {
  const event = (name: string) => [{ name, start_time: '2026-12-07T08:00:00Z', end_time: '2026-12-07T09:00:00Z' }];
  const collection = (name: string) => understand(JSON.stringify({ collection: event(name) }));
  await expect(collection('Vinduespolering')).rejects.toMatchObject({ code: 'no-name-column', exitCode: 2 });
  expect((await collection('Anna Dal')).customers).toEqual(['Anna Dal  1']);
});

test('rejected rows that are lists stay lists, and can be imported again', async () => {
  const folder = tempFolder('lists');
  async function* rejects() {
    yield { seq: 2, line: 3, reasons: 'E-mail: has no @' };
  }
  const write = async (text: string) =>
    readFile(
      await rejectsBeside(join(folder, 'k.json')).write(jsonSource(bytesOf(Buffer.from(text))), 0, rejects()),
      'utf8',
    );
  const first = await write('{"values":[["Navn","E-mail"],["Anna",null],["Bo","b(at)x.dk"]]}');
  expect(first.split('\n')).toEqual([
    '["renos-sync line","renos-sync reasons","Navn","E-mail"]',
    '[3,"E-mail: has no @","Bo","b(at)x.dk"]',
    '',
  ]);
  expect(await understand(first)).toMatchObject({ findings: expect.arrayContaining(['email-invalid E-mail 2']) });
  const again = first.replace('[3,', '[9,"","Anna",null]\n[3,');
  expect((await write(again)).split('\n')[1]).toBe('[3,"E-mail: has no @","Bo","b(at)x.dk"]');
});

test.each([
  ['a contact as jCard', '[["vcard",[["fn",{},"text","Anna"]]]]', 'no-header'],
  ['figures alone', '[[1,2],[3,4]]', 'no-header'],
  ['a table in columns', '{"values":[["Navn","Anna"],["Telefon","20304050"],["Adresse","Vej 2"]]}', 'table-transposed'],
])('lists that are no rows of customers are refused: %s', async (_, text, code) => {
  await expect(understand(text)).rejects.toMatchObject({ code, exitCode: 2 });
});

test('a list of names is not a name', async () => {
  const { customers, told } = await customersOf({ name: ['Anna', 'Bo'], email: ['a@example.dk', 'b@example.dk'] });
  expect(customers).toEqual([null]);
  expect(told).toContain('several-names name 1');
  expect((await customersOf([{ name: ['Anna'] }])).customers).toMatchObject([{ name: 'Anna' }]);
});

test('findings name records of one line by their number and their customer', async () => {
  const people = [
    { navn: 'Mette Larsen', mail: 'mette(at)a.example' },
    { fornavn: 'Bo', efternavn: 'Lind', mail: 'bo@b.example, bo2@b.example' },
    { navn: 'Peter\u001b[31m Larsen', mail: 'p@c.example', telefon: '20607080' },
    { navn: 'Ib Larsen', telefon: '20607080' },
    { mail: 'ea(at)d.example' },
  ];
  const source = jsonSource(bytesOf(Buffer.from(JSON.stringify(people))));
  const signal = new AbortController().signal;
  const ports = { source, clock: () => new Date(0), progress: silentProgress, signal };
  const { findings, findingGroups, errors } = await checkFile(ports, usualImport);
  expect(findings.map(({ code, line, record }) => [code, line, record?.number, record?.name])).toEqual([
    ['email-invalid', 1, 1, 'Mette Larsen'],
    ['several-emails', 1, 2, 'Bo Lind'],
    ['control-characters', 1, 3, 'Peter [31m Larsen'],
    ['shared-phone', 1, 4, 'Ib Larsen'],
    ['email-invalid', 1, 5, null],
    ['name-missing', 1, 5, null],
  ]);
  expect(findings[3]?.reason).toMatch(/^is probably the customer in record 3: /);
  expect(findingGroups[0]).toMatchObject({ lines: [1, 1], records: [{ name: 'Mette Larsen' }, { number: 5 }] });
  expect(errors[0]).toBe('record 1, line 1, column mail: has no @');
});

test('so do those that are said of several records at once', async () => {
  const people = [
    { navn: 'Mette Larsen', mail: 'mette@a.example' },
    { customerId: 'k7', navn: 'Bo Lind', mail: 'bo@b.example', bookings: [{ startTime: '2027-06-01T10:00' }] },
    { customerId: 'k8', navn: 'Ib Dam', mail: 'ib@d.example', bookings: [{ startTime: '2027-06-01T11:00' }] },
  ];
  const source = jsonSource(bytesOf(Buffer.from(JSON.stringify(people))));
  const signal = new AbortController().signal;
  const ports = { source, clock: () => new Date(0), progress: silentProgress, signal };
  const { findings } = await checkFile(ports, { ...usualImport, createBookings: true });
  expect(findings.map(({ code, record }) => [code, record?.number, record?.name])).toEqual([
    ['booking-overlaps', 2, 'Bo Lind'],
    ['customer-id-unknown', 2, 'Bo Lind'],
  ]);
});

import { describe, expect, test } from 'vitest';
import { everyCustomer } from '../../src/core/export/customer-repository.js';
import { customerRecord } from '../../src/core/export/export-customers.js';
import { createCustomerRepository } from '../../src/db/read/customer-repository.js';
import { databaseKinds, emptyDatabase } from '../helpers/databases.js';
import { countsOf, customersIn, importText, type World } from '../helpers/import-world.js';
import { importWorldInTurn } from '../helpers/worlds-in-turn.js';

describe.each(databaseKinds)('people who share a phone or an e-mail, in a %s database', (kind) => {
  let world: World;
  importWorldInTurn(kind, (opened) => {
    world = opened;
  });

  const told = async (text: string, options = {}) => {
    const result = await importText(world, text, options);
    return [countsOf(result), result.findings.map(({ code, line }) => `${code} ${line}`)];
  };
  const names = async () => (await customersIn(world)).map(({ name }) => name);

  test('a couple with e-mails of their own are two customers, in one file and over two, at every run', async () => {
    const couple = 'Navn;Telefon;Mail\nMette Larsen;20607080;mette@a.example\nPeter Larsen;20607080;peter@b.example\n';
    expect(await told(couple)).toEqual([[2, 0, 0, 0, 0], ['phone-shared 3']]);
    expect(await told(couple)).toEqual([[0, 0, 2, 0, 0], []]);
    await emptyDatabase(world.database);
    const [head, mette, peter] = couple.split('\n');
    await told(`${head};Adresse\n${mette};Hjemvej 1, 8000 Aarhus C\n`);
    expect(await told(`${head}\n${peter}\n`)).toEqual([[1, 0, 0, 0, 0], ['phone-shared 2']]);
    expect(await told(`${head}\n${peter}\n`)).toEqual([[0, 0, 1, 0, 0], []]);
    expect(await customersIn(world)).toMatchObject([
      { name: 'Mette Larsen', email: 'mette@a.example' },
      { name: 'Peter Larsen', email: 'peter@b.example' },
    ]);
  });

  test('the id that RenOS gave a customer is a key, whatever else the row says', async () => {
    await told('Navn;Telefon;Mail\nMette Larsen;20607080;mette@a.example\nBo Fyn;20607081;bo@f.example\n');
    const [bo, mette] = await customersIn(world);
    const edited = `Name,Email,Phone,Customer Id\nMette Holm,ny@post.example,30405060,${mette?.id}\n`;
    expect(await told(edited)).toMatchObject([[0, 1, 0, 0, 0], {}]);
    expect(await told(edited)).toEqual([[0, 0, 1, 0, 0], []]);
    expect(await customersIn(world)).toMatchObject([
      { id: bo?.id, name: 'Bo Fyn' },
      { id: mette?.id, name: 'Mette Holm', email: 'ny@post.example', phone: '+4530405060' },
    ]);
    const taken = `Name,Email,Customer Id\nMette Holm,bo@f.example,${mette?.id}\nBo Fyn,bo@f.example,${mette?.id}\n`;
    expect(await told(taken, { acceptRejects: true })).toEqual([
      [0, 0, 0, 0, 2],
      ['id-conflict 2', 'id-conflict 3'],
    ]);
    expect(await told('Name,Email,Customer Id\nUma Ny,uma@n.example,17\nUlf Ny,ulf@n.example,17\n')).toEqual([
      [2, 0, 0, 0, 0],
      ['customer-id-unknown 2'],
    ]);
    expect(await told('Name,Customer Id\nAnna Helt Ny,17\n')).toEqual([[1, 0, 0, 0, 0], ['customer-id-unknown 2']]);
  });

  test('a record of the JSON export with every key changed is still its customer', async () => {
    await told('Navn;Telefon;Mail\nMette Larsen;20607080;mette@a.example\n');
    const records: object[] = [];
    for await (const page of createCustomerRepository(world.database).list(everyCustomer))
      records.push(...page.map(customerRecord));
    expect(await told(JSON.stringify(records))).toEqual([[0, 0, 1, 0, 0], []]);
    const changed = records.map((record) => ({
      ...record,
      email: 'ny@post.example',
      phone: '30405060',
      name: 'Mette Holm',
    }));
    expect(await told(JSON.stringify(changed))).toMatchObject([[0, 1, 0, 0, 0], {}]);
    expect(await names()).toEqual(['Mette Holm']);
  });

  test('a note that is a part of another one is a note of its own', async () => {
    await told('Navn;Mail;Noter\nMette Larsen;mette@a.example;Nøgle 14\n');
    const part = 'Name;Mail;Notes\nMette Larsen;mette@a.example;Nøgle 1\n';
    expect(await told(part)).toEqual([[0, 1, 0, 0, 0], []]);
    expect(await told(part)).toEqual([[0, 0, 1, 0, 0], []]);
    expect(await customersIn(world)).toMatchObject([{ notes: 'Nøgle 14\nNøgle 1' }]);
  });

  test('a row with only the phone of another customer is held, and all others are imported', async () => {
    const family =
      'Navn;Telefon;Mail\nAnna Fyn;20607080;a@f.example\nBo Fyn;20607080;\nCilla Fyn;20607080;\nDan Fyn;20607080;\n';
    expect(await told(family)).toEqual([
      [1, 0, 0, 0, 3],
      ['shared-phone 3', 'shared-phone 4', 'shared-phone 5'],
    ]);
    expect(await told(family, { onProbable: 'create' })).toMatchObject([[3, 0, 1, 0, 0], {}]);
    expect(await names()).toEqual(['Anna Fyn', 'Bo Fyn', 'Cilla Fyn', 'Dan Fyn']);
  });

  test('a second e-mail and a second phone, put into the notes, are keys of their customer', async () => {
    const first =
      'Name,E-mail 1 - Value,E-mail 2 - Value,Phone 1 - Value,Phone 2 - Value\nSigne Dalgas,signe@d.example,sd@arkiv.example,20112233,86112233\n';
    const second = 'Navn;Mail;Telefon\nSigne Dalgas;sd@arkiv.example;86112233\n';
    await told(first);
    const before = await customersIn(world);
    expect(await told(second)).toEqual([[0, 0, 1, 0, 0], []]);
    expect(await told('Navn;Mail;Telefon\nSigne D.;SD@arkiv.example;\n')).toEqual([[0, 0, 1, 0, 0], []]);
    expect(await customersIn(world)).toEqual(before);
    expect(await told(first)).toMatchObject([[0, 0, 1, 0, 0], {}]);
    await emptyDatabase(world.database);
    await told(second);
    expect(await told(first)).toMatchObject([[0, 1, 0, 0, 0], {}]);
    expect(await told(first)).toMatchObject([[0, 0, 1, 0, 0], {}]);
    expect(await customersIn(world)).toMatchObject([
      { email: 'sd@arkiv.example', notes: 'E-mail: signe@d.example\nPhone: +4520112233' },
    ]);
    await emptyDatabase(world.database);
    expect(
      await told('Navn;Mail;E-mail 2\nSigne Dalgas;signe@d.example;sd@arkiv.example\nSigne Dalgas;sd@arkiv.example;\n'),
    ).toMatchObject([[1, 0, 1, 0, 0], {}]);
  });

  test('a list of contacts without names changes the customers that are known, and makes none', async () => {
    const named =
      'Name,Email,Phone\nAda Holm,ada@x.example,20304050\nBo Friis,bo@x.example,21314151\nCy Dam,,22324252\n';
    await told(`${named}Do Vang,do@x.example,23334353\nIb Vang,ib@x.example,23334353\n`);
    const [ada] = await customersIn(world);
    const lists: [string, number[], string[]][] = [
      ['Email;Telefon\nada@x.example;29292929\nny@x.example;28282828\n', [0, 1, 0, 0, 1], ['customer-unknown 3']],
      ['Email;Telefon\nADA@x.example;29 29 29 29\nny@x.example;28282828\n', [0, 0, 1, 0, 1], ['customer-unknown 3']],
      [
        'Mobile,E-mail address\n22324252,cy@x.example\n21314151,andre@x.example\n',
        [0, 1, 0, 0, 1],
        ['probable-duplicate 3'],
      ],
      [
        'E-mail;Adresse\nbo@x.example;Skovvej 3, 8000 Aarhus C\n;Byvej 2, 8000 Aarhus C\n',
        [0, 1, 0, 0, 1],
        ['key-missing 3'],
      ],
      [
        `Customer Id,Phone\n${ada?.id},27272727\nunknown,26262626\n`,
        [0, 1, 0, 0, 1],
        ['customer-id-unknown 3', 'customer-unknown 3'],
      ],
      ['Telefon;Noter\n23334353;Ring først\n22324252;Har hund\n', [0, 1, 0, 0, 1], ['several-customers 2']],
      ['Email;Telefon\nbo@x.example;23334353\n', [0, 0, 0, 0, 1], ['email-phone-conflict 2']],
    ];
    for (const [text, counts, findings] of lists)
      expect([text, ...(await told(text))]).toEqual([text, counts, expect.arrayContaining(findings)]);
    expect(await customersIn(world)).toMatchObject([
      { name: 'Ada Holm', email: 'ada@x.example', phone: '+4527272727' },
      { name: 'Bo Friis', email: 'bo@x.example', address: 'Skovvej 3, 8000 Aarhus C' },
      { name: 'Cy Dam', email: 'cy@x.example', phone: '+4522324252', notes: 'Har hund' },
      { name: 'Do Vang', notes: null },
      { name: 'Ib Vang', notes: null },
    ]);
    await emptyDatabase(world.database);
    expect(await told('Email,Phone\nada@x.example,20304050\nada@x.example,20304050\n')).toMatchObject([
      [0, 0, 0, 0, 2],
      {},
    ]);
    expect(await customersIn(world)).toEqual([]);
  });

  test('what another list replaces is counted, and what two rows of one file say is kept', async () => {
    await told('Navn;Mail;Telefon;Adresse\nAda Holm;ada@x.example;20304050;Skovvej 3, 8000 Aarhus C\n');
    const result = await importText(
      world,
      'Navn;Mail;Telefon;Adresse\nAda Holm;ada@x.example;29292929;Byvej 2, 8000 Aarhus C\n',
    );
    expect(result.replaced).toEqual({ name: 0, email: 0, phone: 1, address: 1, companyName: 0, notes: 0 });
    const two =
      'Navn;Mail;Telefon;Adresse\nBo Friis;bo@x.example;21314151;Ad 1, 8000 Aarhus C\nBo Friis;bo@x.example;22324252;Ad 2, 8000 Aarhus C\n';
    expect(await told(two)).toEqual([[1, 1, 0, 0, 0], ['rows-differ 3']]);
    const stored = await customersIn(world);
    expect(stored[1]).toMatchObject({
      phone: '+4522324252',
      notes: 'Phone: +4521314151\nAddress: Ad 1, 8000 Aarhus C',
    });
    expect(await told(two)).toMatchObject([[0, 0, 2, 0, 0], {}]);
    expect(await customersIn(world)).toEqual(stored);
  });

  test('customers of one shared e-mail are held, or made without it where a person says so, once', async () => {
    const shared = [
      'Navn;Mail;Telefon;Adresse',
      'Alfa ApS;info@x.example;86203030;Vestergade 70, 8000 Aarhus C',
      'Beta ApS;info@x.example;86203031;Havnegade 5, 8000 Aarhus C',
      'Gamma ApS;info@x.example;86203032;Torvet 1, 8000 Aarhus C',
    ].join('\n');
    expect(await told(shared)).toEqual([
      [1, 0, 0, 0, 2],
      ['shared-email 3', 'shared-email 4'],
    ]);
    expect(await told(shared, { onProbable: 'create' })).toMatchObject([[2, 0, 1, 0, 0], {}]);
    const stored = await customersIn(world);
    expect(stored).toMatchObject([
      { email: 'info@x.example' },
      { email: null, notes: 'E-mail: info@x.example' },
      { email: null },
    ]);
    for (const onProbable of ['create', 'hold', 'update'])
      expect(await told(shared, { onProbable })).toEqual([[0, 0, 3, 0, 0], []]);
    expect(await customersIn(world)).toEqual(stored);
  });

  const people = ['Anna Fyn', 'Bent Sund', 'Cilla Holm', 'Dan Krogh', 'Eva Lund', 'Finn Dam', 'Gerda Ris', 'Hugo Bæk'];
  const list = (of: (n: number) => readonly [name: string, phone: string, address: string]) =>
    [
      'Navn;Mail;Telefon;Adresse',
      ...people.map((_, n) => {
        const [name, phone, address] = of(n);
        return `${name};k${n}@x.example;${phone};${address}`;
      }),
    ].join('\n');
  const at = (n: number) => (n + 1) % people.length;
  const right = (n: number) => [people[n] ?? '', `2030405${n}`, `Skovvej ${n + 1}, 8000 Aarhus C`] as const;

  test.each([
    ['name', (n: number) => [right(at(n))[0], right(n)[1], right(n)[2]] as const],
    ['address', (n: number) => [right(n)[0], right(n)[1], right(at(n))[2]] as const],
    ['phone', (n: number) => [right(n)[0], right(at(n))[1], right(n)[2]] as const],
  ])('a column of %ss that was sorted alone changes nothing, and the override is named', async (_, of) => {
    await told(list(right));
    const before = await customersIn(world);
    const result = await importText(world, list(of));
    expect(result.refusal).toMatchObject({ override: '--accept-renames' });
    expect(await customersIn(world)).toEqual(before);
    expect((await importText(world, list(of), { acceptRenames: true })).customersUpdated).toBe(people.length);
  });

  test('customers on one line of JSON are distinguished by their numbers, in findings and rejects', async () => {
    const [mette, peter, ea] = [
      { navn: 'Mette Larsen', telefon: '20607080', mail: 'mette@a.example' },
      { navn: 'Peter Larsen', telefon: '20607080' },
      { navn: 'Ea Dam', mail: 'ea@d.example' },
    ];
    const result = await importText(world, JSON.stringify([mette, peter, ea, ea, ea]));
    const [held, repeated, again] = result.findings;
    expect(held).toMatchObject({ code: 'shared-phone', record: { number: 2, name: 'Peter Larsen' } });
    expect(held?.reason).toMatch(/^is probably the customer in record 1: /);
    expect(repeated).toMatchObject({ reason: 'is the same as record 3 (and 1 more row)', record: { number: 4 } });
    expect([again, result.findingGroups[1]?.records?.map(({ number }) => number)]).toEqual([undefined, [4, 5]]);
  });
});

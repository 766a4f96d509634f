import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { decideRows } from '../../../../src/core/customers/match/decide-rows.js';
import type { KnownCustomer } from '../../../../src/core/customers/match/people.js';
import type { MatchRules, RowToDecide } from '../../../../src/core/customers/match/row-decision.js';
import type { CustomerDraft } from '../../../../src/core/customers/model/customer.js';

const rules: MatchRules = { mode: 'overwrite', country: 'DK', onDuplicate: 'update', onProbable: 'hold' };
const nothing: CustomerDraft = {
  ...{ name: '', email: null, phone: null, address: null, companyName: null, notes: null, tags: [] },
  ...{ totalLeads: null, totalBookings: null, totalRevenue: null, lastContactAt: null },
};
type Said = Partial<CustomerDraft> & { readonly name: string };

const rowOf = (said: Said, seq = 0): RowToDecide => ({
  ...{ seq, line: seq + 2, newId: `new${seq}`, hasBookings: false },
  customer: { ...nothing, ...said },
});
const known = (id: string, said: Said): KnownCustomer => ({ ...nothing, ...said, id, formerly: [], wroteNotes: [] });
const phone = '+4520607080';
const home = 'Hjemvej 1, 8000 Aarhus C';

/** One row against customers of RenOS, and the same with the customers as earlier rows of its file. */
function outcomes(customers: readonly Said[], row: Said, how: Partial<MatchRules> = {}) {
  const stored = customers.map((one, index) => known(`c${index}`, one));
  const [against] = decideRows([rowOf(row)], stored, { ...rules, ...how });
  const inFile = decideRows([...customers, row].map(rowOf), [], { ...rules, ...how }).at(-1);
  return { against, inFile };
}

const mette = { name: 'Mette Larsen', email: 'mette@a.example', phone, address: home };
const peter = { name: 'Peter Larsen', email: 'peter@b.example', phone };
const jens = { name: 'Jens Hansen', address: home, email: 'jens@a.example' };

interface Case {
  readonly want: string;
  readonly customers: readonly Said[];
  readonly row: Said;
  readonly rule: string;
  readonly outcome: 'created' | 'merged' | 'rejected';
}

const cases: readonly Case[] = [
  {
    want: 'same-email; another given name is a rename, and counted',
    customers: [{ name: 'Anna Fyn', email: 'a@fyn.example' }],
    row: { name: 'Bent Fyn', email: 'A@fyn.example' },
    rule: 'same-email',
    outcome: 'merged',
  },
  {
    want: 'shared-email: name, and each phone and address given, differ: held',
    customers: [mette],
    row: { name: 'Bo Holm', email: 'mette@a.example', phone: '+4529292929' },
    rule: 'shared-email',
    outcome: 'rejected',
  },
  {
    want: 'same-email, same name: they share the phone',
    customers: [mette, { ...peter, phone: null }],
    row: peter,
    rule: 'same-email',
    outcome: 'merged',
  },
  {
    want: 'email-phone-conflict: rejected, never merged',
    customers: [mette, { ...peter, phone: '+4529292929' }],
    row: { ...mette, email: 'peter@b.example' },
    rule: 'email-phone-conflict',
    outcome: 'rejected',
  },
  {
    want: 'same-phone; both have an e-mail: held',
    customers: [mette],
    row: { name: 'Mette Larsen', phone, email: 'ml@c.example' },
    rule: 'probable-duplicate',
    outcome: 'rejected',
  },
  {
    want: 'same-phone; both have an e-mail: held',
    customers: [mette],
    row: { name: 'M. Larsen', phone },
    rule: 'same-phone',
    outcome: 'merged',
  },
  {
    want: 'same-phone with the one of that name; else several-customers',
    customers: [mette, peter],
    row: { name: 'Larsen, Peter', phone },
    rule: 'same-phone',
    outcome: 'merged',
  },
  {
    want: 'shared-phone: created if each has an e-mail or address of its own',
    customers: [mette],
    row: peter,
    rule: 'shared-phone',
    outcome: 'created',
  },
  {
    want: 'shared-phone: created if each has an e-mail or address of its own',
    customers: [{ name: 'Mette Larsen', phone, address: home }],
    row: { name: 'Bo Holm', phone, address: 'Byvej 2, 8000 Aarhus C' },
    rule: 'shared-phone',
    outcome: 'created',
  },
  {
    want: 'shared-phone: held if one has nothing but the phone',
    customers: [mette],
    row: { name: 'Peter Larsen', phone },
    rule: 'shared-phone',
    outcome: 'rejected',
  },
  {
    want: 'shared-phone: held if one has nothing but the phone',
    customers: [{ name: 'Mormor', phone }],
    row: { name: 'Inger Friis', phone, email: 'inger@friis.example' },
    rule: 'shared-phone',
    outcome: 'rejected',
  },
  {
    want: 'shared-phone: held if one has nothing but the phone',
    customers: [mette],
    row: { name: 'Peter Larsen', phone, address: home },
    rule: 'shared-phone',
    outcome: 'rejected',
  },
  {
    want: 'same-name-address; both have an e-mail: held',
    customers: [jens],
    row: { ...jens, email: 'son@a.example' },
    rule: 'probable-duplicate',
    outcome: 'rejected',
  },
  {
    want: 'same-name-address; both have an e-mail: held',
    customers: [jens],
    row: { ...jens, email: null },
    rule: 'same-name-address',
    outcome: 'merged',
  },
  {
    want: 'several-customers: rejected',
    customers: [{ ...jens, id: 'x' } as Said, { ...jens, email: 'son@a.example' }],
    row: { ...jens, email: null },
    rule: 'several-customers',
    outcome: 'rejected',
  },
  {
    want: 'probable-duplicate: held',
    customers: [{ name: 'Lars Bæk', address: home }],
    row: { name: 'Lars Bæck', address: home },
    rule: 'probable-duplicate',
    outcome: 'rejected',
  },
  {
    want: 'no-match: created',
    customers: [mette],
    row: { name: 'Ida Krogh', phone: '+4530303030' },
    rule: 'no-match',
    outcome: 'created',
  },
];

const outcomeOf = (outcome: string | undefined) =>
  outcome === 'updated' || outcome === 'unchanged' ? 'merged' : outcome;

describe('the customer of a row', () => {
  test.each(cases)('$row.name: $want', ({ customers, row, rule, outcome }) => {
    const { against } = outcomes(customers, row);
    expect([against?.rule, outcomeOf(against?.outcome)]).toEqual([rule, outcome]);
  });

  // A file cannot make two customers of one name and address, or one e-mail written in two ways.
  const inOneFile = cases.filter(({ rule }) => rule !== 'several-customers');
  test.each(inOneFile)('$row.name within one file: $want', ({ customers, row, rule, outcome }) => {
    const { inFile } = outcomes(customers, row);
    expect([inFile?.rule, outcomeOf(inFile?.outcome)]).toEqual([rule, outcome]);
  });

  test('each kind of row in the table above the code has an example', () => {
    const source = readFileSync(
      new URL('../../../../src/core/customers/match/same-customer.ts', import.meta.url),
      'utf8',
    );
    const table = [...source.matchAll(/^ \* \|.*\| ([^|]+?)\s*\|$/gm)].map(([, then]) => then as string).slice(2);
    expect(table.length).toBeGreaterThan(10);
    const elsewhere = new Set([
      'same-email with that one (A@x.dk and a@x.dk can both exist)',
      'several-customers: rejected, unless one has exactly the same spelling',
    ]);
    expect(table.filter((want) => !cases.some((one) => one.want === want) && !elsewhere.has(want))).toEqual([]);
  });

  test('two customers of one e-mail in other spelling are distinguished by the phone, or by the spelling', () => {
    const both = [
      { name: 'Ada Holm', email: 'A@x.example', phone },
      { name: 'Bo Friis', email: 'a@x.example' },
    ];
    expect(outcomes(both, { name: 'Ada Holm', email: 'a@X.example', phone }).against).toMatchObject({
      rule: 'same-email',
      customerId: 'c0',
    });
    expect(outcomes(both, { name: 'Bo Friis', email: 'a@x.example' }).against).toMatchObject({
      rule: 'same-email',
      customerId: 'c1',
    });
    expect(outcomes(both, { name: 'Bo Friis', email: 'A@X.example' }).against).toMatchObject({
      rule: 'several-customers',
    });
  });
});

describe('what becomes of the customer', () => {
  test('a customer that is found by its phone keeps its given name; the notes keep the other', () => {
    const { against } = outcomes([{ name: 'M. Larsen', phone }], { name: 'Martin Larsen', phone });
    expect(against?.update).toEqual({ notes: [null, 'Name: Martin Larsen'] });
    expect(against?.remarks).toEqual([{ id: 'kept-in-notes', params: { who: { id: 'c0' }, fields: ['name'] } }]);
  });

  test('--on-probable update does not rename a customer by a phone', () => {
    const { against } = outcomes([mette], { name: 'Peter Larsen', phone }, { onProbable: 'update' });
    expect(against?.update).toEqual({ notes: [null, 'Name: Peter Larsen'] });
  });

  test('initials and another order of words replace no name', () => {
    for (const name of ['Signe D.', 'Dalgas, Signe', 'S. Dalgas', 'Signe'])
      expect(
        outcomes([{ name: 'Signe Dalgas', email: 'signe@d.example' }], { name, email: 'signe@d.example' }).against
          ?.outcome,
      ).toBe('unchanged');
  });

  test('a doubtful phone replaces no good one', () => {
    for (const doubtful of ['2030', '0', '12345678']) {
      const { against } = outcomes([mette], { ...mette, phone: doubtful });
      expect([doubtful, against?.outcome]).toEqual([doubtful, 'unchanged']);
    }
    expect(outcomes([{ ...mette, phone: '2030' }], mette).against?.update).toEqual({ phone: ['2030', phone] });
  });

  test('values that differ between two rows of one file are kept in the notes, and the finding names both lines', () => {
    const rows = [
      { ...mette, companyName: 'Afd. 1' },
      { ...mette, phone: '+4529292929', address: 'Byvej 2, 8000 Aarhus C', companyName: 'Afd. 2' },
    ];
    const [first, second] = decideRows(rows.map(rowOf), [], rules);
    expect(first?.create).toMatchObject({
      ...{ phone: '+4529292929', address: 'Byvej 2, 8000 Aarhus C', companyName: 'Afd. 2' },
      notes: `Phone: ${phone}\nAddress: ${home}\nCompany: Afd. 1`,
    });
    expect(second?.remarks).toEqual([
      { id: 'rows-differ', params: { fields: ['phone', 'address', 'companyName'], places: [{ line: 2 }] } },
    ]);
  });

  test('of rows that differ in nothing but the address the first one counts, and the notes keep the others', () => {
    const rows = ['Byvej 2, 8000 Aarhus C', 'Havnen 3, 8000 Aarhus C', home].map((address) => ({ ...mette, address }));
    const [first, second, third] = decideRows([mette, ...rows].map(rowOf), [], rules);
    expect(first?.create).toMatchObject({
      ...{ phone, address: home, notes: 'Address: Byvej 2, 8000 Aarhus C\nAddress: Havnen 3, 8000 Aarhus C' },
    });
    const differs = { id: 'rows-differ', params: { fields: ['address'], places: [{ line: 2 }] } };
    for (const row of [second, third]) expect(row?.remarks).toEqual([differs]);
    const { against } = outcomes([mette], { ...mette, address: 'Byvej 2, 8000 Aarhus C' });
    expect(against?.update).toEqual({ address: [home, 'Byvej 2, 8000 Aarhus C'] });
  });

  test('a phone or e-mail that the notes keep finds its customer, and pushes no other out', () => {
    const signe = {
      name: 'Signe Dalgas',
      email: 'signe@d.example',
      phone,
      notes: 'E-mail: sd@arkiv.example\nPhone: +4586112233',
    };
    for (const row of [
      { name: 'Signe Dalgas', email: 'SD@arkiv.example', phone: '+4586112233' },
      { name: 'Signe D.', email: 'sd@arkiv.example' },
      { name: 'Signe Dalgas', phone: '+4586112233' },
    ])
      expect(outcomes([signe], row).against).toMatchObject({ outcome: 'unchanged', customerId: 'c0' });
  });

  test('a row that names what is known beside another value adds that value to the notes', () => {
    const { against } = outcomes([{ name: 'Signe Dalgas', email: 'sd@arkiv.example' }], {
      ...{ name: 'Signe Dalgas', email: 'signe@d.example', notes: 'E-mail: sd@arkiv.example' },
    });
    expect(against?.update).toEqual({ notes: [null, 'E-mail: signe@d.example'] });
  });

  test('a shared e-mail is left out of a customer that a person wants, who is found at the next run', () => {
    const info = { name: 'Bolig Nord', email: 'info@n.example', phone: '+4586203030', address: home };
    const other = {
      name: 'Byens Tag',
      email: 'info@n.example',
      phone: '+4586203031',
      address: 'Byvej 2, 8000 Aarhus C',
    };
    const { inFile } = outcomes([info], other, { onProbable: 'create' });
    expect(inFile?.create).toMatchObject({ email: null, notes: 'E-mail: info@n.example' });
    expect(inFile?.remarks.map(({ id }) => id)).toEqual(['probable-created', 'email-shared']);
    const made = { ...other, email: null, notes: 'E-mail: info@n.example' };
    expect(outcomes([info, made], other).against).toMatchObject({ outcome: 'unchanged', customerId: 'c1' });
  });

  test('a rename by e-mail is reported, and a new family name is not', () => {
    const anna = { name: 'Anna Fyn', email: 'a@fyn.example' };
    expect(outcomes([anna], { ...anna, name: 'Bent Sund' }).against).toMatchObject({
      renamed: true,
      remarks: [{ id: 'customer-renamed' }],
    });
    expect(outcomes([anna], { ...anna, name: 'Anna Sund' }).against).toMatchObject({
      renamed: false,
      update: { name: ['Anna Fyn', 'Anna Sund'] },
    });
  });

  test('a row that only fills blanks sets what is empty or zero, and leaves the rest', () => {
    const before = { ...mette, address: null, totalBookings: 0, companyName: 'Larsen ApS' };
    const row = { ...mette, phone: '+4529292929', address: home, totalBookings: 4, companyName: 'Holm ApS' };
    const { against } = outcomes([before], row, { mode: 'fill' });
    expect(against?.update).toEqual({ address: [null, home], totalBookings: [0, 4] });
  });
});

import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Database } from '../../src/db/client/database.js';
import { openSource } from '../../src/files/bytes/open-source.js';
import { databaseKinds, openTestDatabase } from '../helpers/databases.js';
import { countsOf, customersIn, importInto, type World, worldOf } from '../helpers/import-world.js';

const folder = fileURLToPath(new URL('../fixtures/customers', import.meta.url));

/** Each file, in its own encoding and dialect, and the customers in it. Times are UTC. */
const expected: Record<
  string,
  { reads: string; customers: Record<string, unknown>[]; unused?: string[]; warnings?: string[]; rejected?: string[] }
> = {
  'renos.csv': {
    reads: 'utf-8 ,',
    customers: [
      { name: 'Bo Krag', email: null, phone: '+4521314151', company: 'Krag ApS', bookings: 1, revenue: 800 },
      {
        name: 'Kirsten Ørum',
        email: 'kirsten.orum@example.dk',
        phone: '+4520304050',
        address: 'Skovvej 3, 8000 Aarhus C',
        notes: 'Ring først\nNøgle hos nabo',
        tags: ['fast', 'privat'],
        leads: 2,
        bookings: 14,
        revenue: 12_500.5,
        last: '2025-03-01T09:30:00',
      },
    ],
  },
  'dansk-excel.csv': {
    reads: 'windows-1252 ;',
    customers: [
      {
        name: 'Søren Ågård',
        phone: '+4520304051',
        address: 'Åvej 7, 8000 Aarhus C',
        revenue: 1234.5,
        last: '2025-03-30T22:00:00',
      },
      {
        name: 'Ægir Østergård',
        phone: '+4521314152',
        address: 'Engvej 2, 1. tv, 0800 Høje Taastrup',
        revenue: 12_500,
        tags: ['erhverv'],
      },
    ],
    warnings: ['postal-code-zero'],
  },
  'dansk-excel-sep.csv': {
    reads: 'windows-1252 ;',
    customers: [{ name: 'Hanne Højgård', email: 'hanne.holm@example.dk', phone: '+4522324253' }],
  },
  'google-contacts.csv': {
    reads: 'utf-8 ,',
    customers: [
      {
        name: 'Mette Marie Friis',
        company: 'Friis & Søn',
        email: 'mette@example.com',
        phone: '+4523334353',
        address: 'Bakkevej 4, 9000 Aalborg',
        notes: 'E-mail: mette.privat@example.com\nPhone: +4524344454',
        tags: ['Fast kunde'],
      },
    ],
    warnings: ['several-emails', 'several-phones'],
  },
  'google-contacts-old.csv': {
    reads: 'utf-16le ,',
    customers: [
      {
        name: 'Lars Bæk',
        email: 'lars.baek@example.dk',
        phone: '+4525354555',
        address: 'Møllevej 9, 5000 Odense C',
        tags: ['Vinduer'],
      },
    ],
  },
  'outlook.csv': {
    reads: 'windows-1252 ,',
    customers: [
      {
        name: 'Inger Winther',
        company: 'Winther Revision',
        phone: '+4526364656',
        address: 'Havnegade 12, 7100 Vejle',
        notes: 'Kun før middag\nAddress: Parkvej 1, 7100 Vejle',
        tags: ['Erhverv', 'Fast'],
      },
    ],
    warnings: ['several-addresses'],
  },
  'effihub.csv': {
    reads: 'utf-8 ;',
    customers: [
      {
        name: 'Nordlys Café',
        company: 'Nordlys Café',
        email: 'faktura@nordlys.example',
        phone: '+4575123456',
        address: 'Torvegade 5, 6700 Esbjerg',
        notes: 'Lukket mandag',
      },
    ],
    unused: ['Kundenummer', 'CVR nummer', 'Webside'],
  },
  'rackbeat.csv': {
    reads: 'utf-8 ,',
    customers: [{ name: 'Solsikken A/S', address: 'Markvej 8, 2. sal, 8600 Silkeborg', tags: ['Erhverv'] }],
    unused: ['Kundenr'],
  },
  'previsto.csv': {
    reads: 'utf-8 ,',
    customers: [{ name: 'Tove Lund', phone: '+4527374757', address: 'Rosenvej 10, st. th, 5700 Svendborg' }],
    unused: ['Customer number'],
  },
  'quickbutik.csv': {
    reads: 'utf-8 ;',
    customers: [
      { name: 'Viggo Dahl', email: 'viggo@example.dk', phone: '+4528384858', address: 'Fjordvej 3, 7800 Skive' },
    ],
  },
  'tripletex.csv': {
    reads: 'windows-1252 ;',
    customers: [{ name: 'Fjellrens Bodø AS', email: 'post@fjellrens.example', address: 'Storgata 1, 0155 Oslo' }],
    unused: ['Kundenr', 'Organisasjonsnummer', 'Kontonummer'],
  },
  'economic.csv': {
    reads: 'utf-8 ,',
    customers: [
      {
        name: 'Kjær Byg',
        email: 'kjaer@example.dk',
        phone: '+4529394959',
        address: 'Industrivej 4, 7400 Herning',
        tags: ['1'],
      },
    ],
    unused: ['customerNumber', 'corporateIdentificationNumber'],
  },
  'economic-gammel.csv': {
    reads: 'windows-1252 ;',
    customers: [{ name: 'Niels Sønderby', address: 'Algade 20, 4000 Roskilde', phone: '+4530405060' }],
  },
  'bookings.csv': { reads: 'utf-8 ;', customers: [{ name: 'Signe Toft', email: 'signe@example.dk' }] },
  'preamble.csv': {
    reads: 'windows-1252 ;',
    customers: [
      { name: 'Alma Skov', phone: '+4531415161', revenue: 1500 },
      { name: 'Viola Vang', phone: '+4532425262', revenue: 2250.75 },
    ],
  },
  'shopify-orders.csv': {
    reads: 'utf-8 ,',
    customers: [
      {
        name: 'Anton Bech',
        company: 'Bech AB',
        email: 'anton@example.se',
        phone: '+46701234567',
        address: 'Storgatan 5, 211 34 Malmö, SE',
        notes: 'Address: Storgatan 7, 211 34 Malmö, SE',
      },
      {
        name: 'Laura Mørk',
        email: 'laura@example.dk',
        phone: '+4535465768',
        address: 'Strandvej 8, 6000 Kolding',
        notes: 'Ring på',
        tags: ['stamkunde'],
      },
    ],
    unused: ['Financial Status', 'Paid at', 'Total', 'Lineitem quantity', 'Lineitem name', 'Shipping Name', 'Id'],
    warnings: ['list-of-orders', 'same-customer', 'several-addresses'],
  },
  'ugeliste.csv': {
    reads: 'windows-1252 ;',
    customers: [
      {
        name: 'Fam. Øster',
        email: null,
        phone: '+4538495061',
        address: 'Lærkevej 4, 1. th, 0800 Høje Taastrup',
        notes: 'Phone: +4539506172',
        tags: ['fast'],
        revenue: 1234,
        last: '2025-05-02T22:00:00',
      },
      {
        name: 'Poul Nymand',
        email: 'poul@example.dk',
        phone: '+4540516273',
        address: 'Fasanvej 2, 6000 Kolding',
        notes: 'E-mail: poul@example.dk (privat)',
        tags: ['VIP', 'hund'],
        revenue: 1234.5,
        last: '2025-05-02T22:00:00',
      },
      { name: 'Å Bro', phone: null, address: 'Åvej 1, 9000 Aalborg', revenue: 0, last: null },
    ],
    warnings: ['date-invalid', 'email-words', 'postal-code-zero', 'row-in-quotes', 'row-total', 'several-phones'],
    rejected: [],
  },
  'google-people.json': {
    reads: 'utf-8 null',
    customers: [
      {
        name: 'Clara Stjerne',
        company: 'Stjerne Salon',
        email: 'clara@example.dk',
        phone: '+4536475869',
        address: 'Birkevej 6, 4700 Næstved',
        notes: 'Har hund\nE-mail: cs@stjerne.example',
      },
      { name: 'Otto Ravn', phone: '+4537485960' },
    ],
    unused: ['birthdays'],
    warnings: ['json-list', 'several-emails'],
  },
  'customers.json': {
    reads: 'utf-8 null',
    customers: [
      {
        name: 'Emil Brandt',
        phone: '+4533435363',
        tags: ['fast', 'vinduer'],
        revenue: 1.234,
        last: '2025-02-03T10:00:00',
      },
      { name: 'Freja Krogh', phone: null, company: 'Krogh ApS' },
    ],
  },
  'customers.ndjson': {
    reads: 'utf-8 null',
    customers: [
      { name: 'Ida Holm', phone: '+4534445464' },
      { name: 'Oskar Lund', email: 'oskar@example.dk' },
    ],
  },
};

test('every fixture is asserted', async () => {
  expect((await readdir(folder)).sort()).toEqual(Object.keys(expected).sort());
});

describe.each(databaseKinds)('files as people have them, into a %s database', (kind) => {
  let database: Database;
  let world: World;
  beforeAll(async () => {
    database = await openTestDatabase(kind);
    world = worldOf(database);
  });
  afterAll(() => database.close());

  test.each(Object.entries(expected))(
    '%s',
    async (name, { reads, customers, unused = [], warnings = [], rejected = [] }) => {
      const known = new Set((await customersIn(world)).map(({ id }) => id));
      const from = () => openSource(join(folder, name));
      const dry = await importInto(world, await from(), { dryRun: true, createBookings: true });
      const result = await importInto(world, await from(), { createBookings: true });
      expect(`${result.file.encoding} ${result.file.delimiter}`).toBe(reads);
      const errors = result.findings.filter(({ severity }) => severity === 'error');
      expect(errors.map(({ code, line }) => `${code} ${line}`)).toEqual(rejected);
      expect((await customersIn(world)).filter(({ id }) => !known.has(id))).toMatchObject(customers);
      expect(result.findings.filter(({ code }) => code === 'column-unused').map(({ column }) => column)).toEqual(
        unused,
      );
      const codes = result.findings
        .filter(({ severity }) => severity === 'warning')
        .map(({ code }) => code)
        .filter((code) => code !== 'column-unused');
      expect([...new Set(codes)].sort()).toEqual(warnings);
      expect([...countsOf(dry), dry.bookingsCreated, dry.findings]).toEqual([
        ...countsOf(result),
        result.bookingsCreated,
        result.findings,
      ]);
      const again = await importInto(world, await from(), { createBookings: true });
      expect([again.customersCreated, again.customersUpdated, again.bookingsCreated, again.customersRejected]).toEqual([
        0,
        0,
        0,
        rejected.length,
      ]);
    },
  );
});

import { expect, test } from 'vitest';
import { analyzeFile } from '../../src/core/customers/columns/analyze-file.js';
import { rowReader } from '../../src/core/customers/read/understand-row.js';
import { usualImport } from '../../src/core/options/import-options.js';
import { sourceOfText } from '../../src/files/bytes/open-source.js';
import { rejectReason } from '../../src/messages/findings.js';

/** The bookings of a file as people write it: start–end on Greenwich's clock and the status, or why the row is rejected. */
async function bookingsOf(csv: string): Promise<string[]> {
  const source = await sourceOfText(csv, 'csv');
  const options = { ...usualImport, createBookings: true };
  const analysis = await analyzeFile(source, options);
  const read = rowReader(analysis, options, () => {});
  const told: string[] = [];
  for await (const rows of source.rows())
    for (const row of rows.filter(({ seq }) => seq > (analysis.headerSeq ?? -1))) {
      const { bookings, reasons } = read(row);
      for (const { start, end, status } of bookings)
        told.push(`${start.toISOString().slice(5, 16)} ${end.toISOString().slice(5, 16)} ${status}`);
      told.push(...reasons.map(rejectReason('en')));
    }
  return told;
}

const lasting = async (duration: string, header = 'Varighed') =>
  (await bookingsOf(`Navn;Starttid;${header}\nA;01-06-2027 10:00;${duration}\n`))[0];

test.each([
  ['2,5', '06-01T08:00 06-01T10:30 scheduled'],
  ['1.5', '06-01T08:00 06-01T09:30 scheduled'],
  ['2,5 timer', '06-01T08:00 06-01T10:30 scheduled'],
  ['2 t 30 min', '06-01T08:00 06-01T10:30 scheduled'],
  ['2 timer og 30 minutter', '06-01T08:00 06-01T10:30 scheduled'],
  ['1 time', '06-01T08:00 06-01T09:00 scheduled'],
  ['2:30', '06-01T08:00 06-01T10:30 scheduled'],
  ['02:30:00', '06-01T08:00 06-01T10:30 scheduled'],
  ['90', '06-01T08:00 06-01T09:30 scheduled'],
  ['10 min', '06-01T08:00 06-01T08:10 scheduled'],
])('a duration of %s', async (duration, wanted) => {
  expect(await lasting(duration)).toBe(wanted);
});

test('a small whole number may be hours or minutes: only the header can tell', async () => {
  expect(await lasting('2')).toBe('Varighed: can mean hours or minutes');
  expect(await lasting('2', 'Varighed (timer)')).toBe('06-01T08:00 06-01T10:00 scheduled');
  expect(await lasting('10', 'Varighed (minutter)')).toBe('06-01T08:00 06-01T08:10 scheduled');
});

test('an end at midnight is the end of the day', async () => {
  const file = (end: string) => `Navn;Starttid;Sluttid\nA;01-06-2027 22:00;${end}\n`;
  const midnight = ['06-01T20:00 06-01T22:00 scheduled'];
  expect(await bookingsOf(file('00:00'))).toEqual(midnight);
  expect(await bookingsOf(file('24:00'))).toEqual(midnight);
  expect(await bookingsOf(file('01-06-2027 24:00'))).toEqual(midnight);
  expect(await bookingsOf(file('21:00'))).toEqual(['Sluttid: ends before it starts']);
});

test('the status beside a start is the booking’s: a cancelled one does not come to life', async () => {
  const file = 'Navn;Starttid;Sluttid;Status\nA;01-06-2027 10:00;12:00;Aflyst\n';
  expect(await bookingsOf(file)).toEqual(['06-01T08:00 06-01T10:00 cancelled']);
  const both = 'Navn;Status;Starttid;Sluttid;Booking Status\nA;Aktiv;01-06-2027 10:00;12:00;Bekræftet\n';
  expect(await bookingsOf(both)).toEqual(['06-01T08:00 06-01T10:00 confirmed']);
});

test.each([
  ['Dato;Start;Slut', '01-06-2027;10:00;12:30', '06-01T08:00 06-01T10:30 scheduled'],
  ['Dato;Starttid;Sluttid', '01-06-2027;10.00;12.30', '06-01T08:00 06-01T10:30 scheduled'],
  ['Dato;Fra;Til', '1. juni 2027;kl. 10;12', '06-01T08:00 06-01T10:00 scheduled'],
  ['Dato;Kl.;Varighed (timer)', 'tirsdag den 1. juni 2027;10:00;2', '06-01T08:00 06-01T10:00 scheduled'],
  ['Dato;Tid', '2027-06-01;10:00', '06-01T08:00 06-01T10:00 scheduled'],
  ['Dato;Tidspunkt', '01-06-2027;10:00-12:30', '06-01T08:00 06-01T10:30 scheduled'],
  ['Dato;Tid', '01.06.2027;kl. 10 - 12', '06-01T08:00 06-01T10:00 scheduled'],
  ['Bookingdato;Starttid;Sluttid', '01-06-2027;10:00;12:30', '06-01T08:00 06-01T10:30 scheduled'],
  ['Bookingdato;Varighed (timer)', '01-06-2027 10:00;2', '06-01T08:00 06-01T10:00 scheduled'],
  ['Startdato;Starttid;Slutdato;Sluttid', '01-06-2027;22:00;02-06-2027;01:00', '06-01T20:00 06-01T23:00 scheduled'],
  [
    'Start Date;Start Time;End Date;End Time',
    '6/1/2027;10:00 AM;6/13/2027;2:00 PM',
    '06-01T08:00 06-13T12:00 scheduled',
  ],
  ['Dato;Start;Slut', '01-06-2027;22:00;01:00', 'Slut: ends before it starts'],
  ['Dato;Start;Slut', ';10:00;12:00', 'Start: has no date'],
  ['Dato;Start;Slut', '01-06-2027;;', 'Dato: has no time of day'],
  ['Dato;Start;Slut', ';;', null],
  ['Dato;Start;Slut', 'tirsdag 01.06.2027;10:00;12:00', '06-01T08:00 06-01T10:00 scheduled'],
  ['Dato;Start;Slut', '01-06-2027 00:00:00;10:00:00;12:00:00', '06-01T08:00 06-01T10:00 scheduled'],
  ['Dato;Tid', '01-06-2027;0800-1000', '06-01T06:00 06-01T08:00 scheduled'],
  ['Start;Slut;Ydelse', '01-06-2027 10:00;12:00;Vinduer', '06-01T08:00 06-01T10:00 scheduled'],
  ['Dato;Start;Slut', '01-06-2027;formiddag;12:00', 'Start: is not a time of day'],
  ['Dato;Start;Slut', '01-06-2027;01-06-2027 10:00;01-06-2027 12:00', '06-01T08:00 06-01T10:00 scheduled'],
])('%s: %s', async (header, row, wanted) => {
  expect(await bookingsOf(`Navn;${header}\nA;${row}\n`)).toEqual(wanted === null ? [] : [wanted]);
});

test('a date alone is not taken for a booking’s', async () => {
  const analysis = await analyzeFile(await sourceOfText('Navn;Dato;Til\nA;01-06-2027;x\n', 'csv'), usualImport);
  expect(analysis.mapping.map(({ target }) => target)).toEqual(['name', null, null]);
});

test('an hour that daylight saving leaves out, or that comes twice, is warned of', async () => {
  const told = async (text: string) => {
    const source = await sourceOfText(text, text.startsWith('[') ? 'json' : 'csv');
    const options = { ...usualImport, createBookings: true };
    const analysis = await analyzeFile(source, options);
    const codes: string[] = [];
    const read = rowReader(analysis, options, ({ code, severity, column }) =>
      codes.push(`${severity} ${code} ${column}`),
    );
    for await (const rows of source.rows())
      for (const row of rows.slice(analysis.headerSeq === null ? 0 : 1)) read(row);
    return codes;
  };
  const row = (start: string, end: string) => told(`Navn;Starttid;Sluttid\nA;${start};${end}\n`);
  expect(await row('28-03-2027 02:30', '28-03-2027 05:00')).toEqual(['warning time-skipped Starttid']);
  expect(await row('31-10-2027 01:00', '31-10-2027 02:30')).toEqual(['warning time-doubled Sluttid']);
  expect(await row('28-03-2027 03:00', '31-10-2027 03:00')).toEqual(['error booking-invalid Sluttid']);
  expect(await row('2027-10-31T02:30+02:00', '2027-10-31T03:00+01:00')).toEqual([]);
  const json = '[{"name":"A","bookings":[{"startTime":"2027-03-28T02:30","endTime":"2027-03-28T04:30"}]}]';
  expect(await told(json)).toEqual(['warning time-skipped bookings']);
});

test('bookings that were not requested are reported', async () => {
  const told = async (text: string, createBookings: boolean) => {
    const source = await sourceOfText(text, text.startsWith('[') ? 'json' : 'csv');
    const { findings } = await analyzeFile(source, { ...usualImport, createBookings });
    return findings.map(({ code, column, remedy }) => `${code} ${column} ${remedy}`);
  };
  const wanted = ['bookings-left Dato Add --create-bookings.'];
  const csv = 'Navn;Dato;Start;Slut\nA;01-06-2027;10:00;12:00\n';
  expect(await told(csv, false)).toEqual(wanted);
  expect(await told(csv, true)).toEqual([]);
  expect(await told('Navn;Dato;Start;Slut\nA;;;\n', false)).toEqual([]);
  expect(await told('[{"name":"A","bookings":[{"startTime":"2027-06-01T10:00"}]}]', false)).toHaveLength(1);
  expect(await told('[{"name":"A","bookings":[]}]', false)).toEqual([]);
});

test.each([
  ['Dato;Tid;Timer', '01-06-2027;10:00;2,5', '06-01T08:00 06-01T10:30 scheduled'],
  ['Dato;Kl.;Antal timer', '01-06-2027;10:00;2', '06-01T08:00 06-01T10:00 scheduled'],
  ['Dato;Start;Minutter', '01-06-2027;10:00;90', '06-01T08:00 06-01T09:30 scheduled'],
])('%s: %s lasts so long', async (header, row, wanted) => {
  expect(await bookingsOf(`Navn;${header}\nA;${row}\n`)).toEqual([wanted]);
});

test.each(['price', 'pris', 'Beløb', 'totalAmount'])(
  'a booking in a JSON record with %s says that it is left out',
  async (field) => {
    const booking = { startTime: '2027-06-01T10:00', endTime: '2027-06-01T12:00', [field]: 850 };
    const text = JSON.stringify([{ name: 'A', bookings: [booking, { ...booking, [field]: null }] }]);
    const source = await sourceOfText(text, 'json');
    const codes: string[] = [];
    const options = { ...usualImport, createBookings: true };
    const read = rowReader(await analyzeFile(source, options), options, ({ code, column }) =>
      codes.push(`${code} ${column}`),
    );
    for await (const rows of source.rows()) for (const row of rows) read(row);
    expect(codes).toEqual([`price-left bookings.${field}`]);
  },
);

test.each([
  ['Rengøringsdag;Fra;Til', '01-06-2027;10:00;12:30', '06-01T08:00 06-01T10:30 scheduled'],
  ['Rengøringsdag;Kl.', '13-06-2027;10:00', '06-13T08:00 06-13T10:00 scheduled'],
  ['Næste gang;Møder;Går', '01.06.2027;10.00;12.30', '06-01T08:00 06-01T10:30 scheduled'],
  ['Vinduespudsning;Starttid;Sluttid', '13/06/2027;10:00;11:00', '06-13T08:00 06-13T09:00 scheduled'],
  ['Fra;Til;Opgavens dag', '10:00;12:00;2027-06-01', '06-01T08:00 06-01T10:00 scheduled'],
  ['Starttid;Sluttid;Opgavens dag', '10:00;12:00;2027-06-01', '06-01T08:00 06-01T10:00 scheduled'],
  ['Tur;Fra;Til;Vindueshold', '01-06-2027;10:00;12:00;02-06-2027', '06-01T08:00 06-01T10:00 scheduled'],
])('days beside times of day are those of bookings: %s', async (headers, cells, wanted) => {
  expect((await bookingsOf(`Navn;${headers}\nA;${cells}\nB;${cells}\n`)).slice(0, 1)).toEqual([wanted]);
});

test.each([
  ['a birthday', 'Fødselsdag;Kl.', '01-06-1977;10:00'],
  ['a day of its own', 'Rengøringsdag;Ugedag;Fra', '01-06-2027;mandag;10:00'],
  ['no time', 'Rengøringsdag;Til', '01-06-2027;12:00'],
])('makes no bookings of days that are not beside a start: %s', async (_, headers, cells) => {
  expect(await bookingsOf(`Navn;${headers}\nA;${cells}\nB;${cells}\n`)).toEqual([]);
});

test('reads days that no header explains in the order that the file shows', async () => {
  const file = 'Navn;Job dag;Tid\nA;06/01/2027;10:00\nB;06/15/2027;10:00\n';
  expect((await bookingsOf(file))[0]).toBe('06-01T08:00 06-01T10:00 scheduled');
});

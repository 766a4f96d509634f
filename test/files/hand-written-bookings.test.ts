import { expect, test } from 'vitest';
import { usualImport } from '../../src/core/customers/import-options.js';
import { surveyFile } from '../../src/core/customers/survey-file.js';
import { rowReader } from '../../src/core/customers/understand-row.js';
import { sourceOfText } from '../../src/files/open-source.js';

/** The bookings of a file as people write it: start–end on Greenwich's clock and the status, or why the row is rejected. */
async function bookingsOf(csv: string): Promise<string[]> {
  const source = await sourceOfText(csv, 'csv');
  const options = { ...usualImport, createBookings: true };
  const survey = await surveyFile(source, options);
  const read = rowReader(survey, options, () => {});
  const told: string[] = [];
  for await (const rows of source.rows())
    for (const row of rows.filter(({ seq }) => seq > (survey.headerSeq ?? -1))) {
      const { bookings, reasons } = read(row);
      for (const { start, end, status } of bookings)
        told.push(`${start.toISOString().slice(5, 16)} ${end.toISOString().slice(5, 16)} ${status}`);
      told.push(...reasons);
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
  expect(await lasting('2')).toBe('Varighed: can be hours or minutes');
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

/** The ways to write a day that reading knows: each is 31 March 2025. */
export const writtenDays: readonly string[] = [
  '31/3 2025',
  '31/3-2025',
  '31. marts 2025',
  '31-mar-2025',
  '31 Mar 2025',
  'mandag den 31. marts 2025',
  'man 31-03-2025',
  '31 - 03 - 2025',
  'March 31, 2025',
  'd. 31/3-25',
  '31/3-25',
  '31. marts 25',
  '31-mar-25',
  '31/mar/2025',
  '20250331',
];

/** A day with its time: 7 December 2026, nine o'clock. */
export const writtenStarts: readonly string[] = [
  'man. 7. dec. 2026 kl. 9',
  'd. 7/12-2026 kl. 9',
  'mandag d. 7. dec 2026 9:00',
  'man d. 7.12.26 kl. 09',
  '7 dec 2026 klokken 9',
  'Mandag, 7. december 2026, kl. 9:00',
  'ma. 7. dec. 2026 kl 9,00',
  'måndag 7 december 2026 kl. 9',
  'Mo., 7. Dez. 2026, 9 Uhr',
  'Mon, Dec 7, 2026 at 9am',
  'Dec 7, 2026 9 AM',
];

/** What systems write, and the moment it is in Copenhagen. */
export const writtenMoments: readonly (readonly [written: string, at: string])[] = [
  ['2026-06-03 11:00 am', '2026-06-03T09:00:00.000Z'],
  ['2026-06-03 01:00 PM', '2026-06-03T11:00:00.000Z'],
  ['2026-06-03 12:30 a.m.', '2026-06-02T22:30:00.000Z'],
  ['03-06-2026 01:00 PM', '2026-06-03T11:00:00.000Z'],
  ['3/13/2026 1:00:05 PM', '2026-03-13T12:00:05.000Z'],
  ['Jun 3 2026 1:00PM', '2026-06-03T11:00:00.000Z'],
  ['2026/05/28 7:01:33 PM GMT+2', '2026-05-28T17:01:33.000Z'],
  ['2026/05/28 7:01:33 PM GMT-03:30', '2026-05-28T22:31:33.000Z'],
  ['Thu May 28 2026 19:01:33 GMT+0200 (CEST)', '2026-05-28T17:01:33.000Z'],
  ['Thu, 28 May 2026 17:01:33 GMT', '2026-05-28T17:01:33.000Z'],
  ['28-05-2026 19:01 CEST', '2026-05-28T17:01:00.000Z'],
  ['2026-05-28 19:01:33.123456+02', '2026-05-28T17:01:33.123Z'],
  ['2026-05-28T19:01:33+0200', '2026-05-28T17:01:33.000Z'],
  ['2026-05-28T24:00:00Z', '2026-05-29T00:00:00.000Z'],
];

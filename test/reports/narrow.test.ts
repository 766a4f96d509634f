import { expect, test } from 'vitest';
import type { ImportResult } from '../../src/core/results/import-result.js';
import type { SyncResult } from '../../src/core/results/sync-result.js';
import { renderFailure } from '../../src/reports/failure.js';
import { renderImport } from '../../src/reports/import-report.js';
import type { Page } from '../../src/reports/page.js';
import { renderSync } from '../../src/reports/sync-report.js';
import { textWidth } from '../../src/reports/text-width.js';

const narrow: Page = { width: 70, colors: false, language: 'da' };
const english: Page = { ...narrow, language: 'en' };
const widest = (text: string) => Math.max(...text.split('\n').map(textWidth));

const imported = {
  customersCreated: 1234,
  customersUpdated: 0,
  customersUnchanged: 2,
  customersSkipped: 0,
  customersRejected: 1,
  customersProcessed: 1237,
  bookingsCreated: 3,
  bookingsUpdated: 0,
  bookingsUnchanged: 0,
  runId: null,
  customersRenamed: 2,
  replaced: { name: 12, email: 0, phone: 1234, address: 1, companyName: 0, notes: 0 },
  dryRun: true,
  resumed: false,
  file: {
    name: 'ku\u001b[31mnder.csv',
    format: 'csv',
    encoding: 'utf-8',
    delimiter: ';',
    rows: 1237,
    columns: 1,
    columnsUsed: 1,
  },
  mapping: [
    { column: 'Navn', target: 'name' },
    ...Array.from({ length: 12 }, (_, n) => ({ column: `En kolonne mere, nummer ${n}`, target: null })),
  ],
  findingGroups: [
    {
      severity: 'error',
      code: 'email-invalid',
      column: 'E-mail',
      reason: 'has a letter that e-mail addresses cannot have',
      remedy: 'Correct the e-mail, empty the cell, or run with --no-validate to keep it as it is.',
      count: 1234,
      lines: [4, 5, 6, 1007, 1008],
    },
  ],
  rejectsFile: null,
  refusal: null,
} as unknown as ImportResult;

test('an import on a narrow terminal: nothing wraps, nothing steers it, numbers as Danes write them', () => {
  const text = renderImport(imported, narrow);
  expect(widest(text)).toBeLessThanOrEqual(70);
  expect(text).not.toContain('\u001b');
  expect(renderImport({ ...imported, runId: 'r1' }, narrow)).toContain(
    '\n  renos-sync history r1\n  renos-sync undo r1\n',
  );
  expect(text).toMatchInlineSnapshot(`
    "ku [31mnder.csv: tegnsæt utf-8, skilletegn ;, 1 kolonne, 1 brugt,
    1.237 rækker

      Navn → name
      ikke importeret: En kolonne mere, nummer 0, En kolonne mere, nummer
      1, En kolonne mere, nummer 2, En kolonne mere, nummer 3, En kolonne
      mere, nummer 4, En kolonne mere, nummer 5, En kolonne mere, nummer
      6, En kolonne mere, nummer 7, En kolonne mere, nummer 8, En kolonne
      mere, nummer 9 og 2 mere

    ville blive  oprettet  rettet  uændret  sprunget over  afvist  rækker
    Kunder          1.234       0        2              0       1   1.237
    Bookinger           3       0        0

    Erstattet: 12 navne, heraf 2 fra en anden person, 1.234 telefonnumre,
    1 adresse.

      fejl 1.234 × kolonne E-mail: has a letter that e-mail addresses
          cannot have [email-invalid], linjer 4, 5, 6, 1.007, 1.008, …
          Correct the e-mail, empty the cell, or run with --no-validate to
          keep it as it is.

    Der blev ikke skrevet noget."
  `);
});

test('in a pipe a finding is one line, and a remedy another', () => {
  const text = renderImport(imported, { width: null, colors: false, language: 'en' });
  expect(text).toContain(
    '\n  error 1234 × column E-mail: has a letter that e-mail addresses cannot have [email-invalid], lines 4, 5, 6, 1007, 1008, …\n',
  );
});

const sides = { google: { created: 0, updated: 0, deleted: 0 }, database: { created: 0, updated: 0, cancelled: 0 } };
const synced = {
  ...sides,
  dryRun: false,
  linked: 0,
  notes: [],
  elsewhere: [],
  conflicts: [],
  errors: [],
  skipped: {},
  deferred: 0,
  changes: [],
};
const held = {
  bookingId: 'cm5h2v0c40000qzrm9b1xk3de',
  eventId: 'e',
  fields: ['title', 'location'],
  decision: 'held',
  code: 'policy-hold',
  reason: 'the policy says hold',
};
const failed = {
  bookingId: 'cm5h2v0c40000qzrm9b1xk3de',
  eventId: null,
  calendarId: 'p',
  code: 'ends-before-start',
  message: 'The booking ends before it begins.',
};

test('a sync says that both sides are in step only where they are', () => {
  const report = (more: object) => renderSync({ ...synced, ...more } as unknown as SyncResult, english);
  expect(report({})).toBe('In step: nothing to do.');
  expect(report({ dryRun: true })).toContain('Nothing to do: both sides agree.');
  for (const failure of [{ conflicts: [held] }, { errors: [failed] }, { skipped: { 'failed-before': 2 } }]) {
    expect(report(failure)).toMatch(/^Nothing was written\.\n/);
    expect(report({ ...failure, dryRun: true })).toMatch(/^Nothing would be written\.\n/);
    expect(widest(report(failure))).toBeLessThanOrEqual(70);
  }
});

test('an error keeps the margin of its lines, and a step that is a sentence is broken like one', () => {
  const message =
    'Two settings are wrong:\n  PORT must be a whole number, and here it is something else. Example: PORT=3000';
  const actions = [{ step: 'Correct it in the environment, or in the .env file of this folder, and run it again.' }];
  expect(renderFailure({ message, actions }, english)).toMatchInlineSnapshot(`
    "Error: Two settings are wrong:
      PORT must be a whole number, and here it is something else. Example:
      PORT=3000

    What to do:
      Correct it in the environment, or in the .env file of this folder,
      and run it again."
  `);
});

test('an error is broken at its spaces; what is to be pasted is not', () => {
  const action = 'GOOGLE_CALENDAR_API_URL=sandbox renos-sync sync   # a local calendar, without an account';
  const message = `No column is known: ${'Kolonne '.repeat(20)}`.trim();
  const text = renderFailure({ message, actions: [action] }, english);
  expect(text.split('\n').at(-1)).toBe(`  ${action}`);
  expect(widest(text.slice(0, text.indexOf('What to do')))).toBeLessThanOrEqual(70);
});

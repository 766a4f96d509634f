import { describe, expect, test } from 'vitest';
import { failureIn, failureOf as scripted } from '../../src/app/explain-failure.js';
import type { Complaint } from '../../src/core/codes/complaints.js';
import type { Failures } from '../../src/core/codes/failures.js';
import type { FileKind } from '../../src/core/codes/file-failures.js';
import {
  BusyError,
  ConfigurationError,
  GuardRefusal,
  InputFileError,
  RenosSyncError,
  saying,
  UnavailableError,
} from '../../src/core/errors.js';
import { complaints as inDanish } from '../../src/messages/da/complaints.js';
import { checks as checksInDanish } from '../../src/messages/da/doctor.js';
import { fileKinds as kindsInDanish } from '../../src/messages/da/failures/file-kinds.js';
import { complaints } from '../../src/messages/en/complaints.js';
import { checks } from '../../src/messages/en/doctor.js';
import { columnFailures } from '../../src/messages/en/failures/column.js';
import { databaseFailures } from '../../src/messages/en/failures/database.js';
import { failures } from '../../src/messages/en/failures/failures.js';
import { fileFailures } from '../../src/messages/en/failures/file.js';
import { fileKinds } from '../../src/messages/en/failures/file-kinds.js';
import { googleFailures } from '../../src/messages/en/failures/google.js';
import { planFailures } from '../../src/messages/en/failures/plan.js';
import { requestFailures } from '../../src/messages/en/failures/request.js';
import { setupFailures } from '../../src/messages/en/failures/setup.js';
import { syncFailures } from '../../src/messages/en/failures/sync.js';
import { usageFailures } from '../../src/messages/en/failures/usage.js';
import { tellFailure } from '../../src/messages/failures.js';
import { type Explanation, textOf, type Voice, voiceOf } from '../../src/messages/voice.js';
import { renderFailure } from '../../src/reports/failure.js';
import { textWidth } from '../../src/reports/text-width.js';
import { failureOf } from '../../src/server/http/failure.js';
import { failureSamples } from '../helpers/failure-samples.js';
import { englishWordsIn, sharedWords } from '../helpers/words.js';

const ids = Object.keys(failures) as (keyof Failures)[];
const wholeOf = ({ message, actions }: Explanation) => [message, ...actions.map(textOf)].join('\n');
/** Without what is ready to paste, but with the comment behind it. */
const proseOf = ({ message, actions }: Explanation) =>
  [message, ...actions.map((one) => (typeof one === 'string' ? (one.split('   # ')[1] ?? '') : one.step))].join('\n');
const typed = (id: keyof Failures, language: 'en' | 'da') =>
  tellFailure({ id, params: failureSamples[id] }, { language, as: 'typed' });

/** What only a command or the start of the server can meet. */
const ofCommands = new Set<string>([
  ...Object.keys(usageFailures),
  ...Object.keys(setupFailures),
  'google-credentials-missing',
  'database-not-embedded',
  'nothing-to-undo',
  'redact-same-file',
  'database-too-old',
  'file-is-url',
  ...ids.filter((id) => /^(file-unwritable|mapping-file|rejects-unwritable)/.test(id)),
]);
const met = [
  'run-unknown/none',
  'sync-first',
  'too-many-removals/undo',
  'busy/not-ended',
  'event-ids-used-up',
  'too-little-memory',
];

describe.each(ids)('%s', (id) => {
  test('names no flag or command on a page but as something for the command line', () => {
    for (const language of ['en', 'da'] as const) {
      const { actions } = tellFailure({ id, params: failureSamples[id] }, { language, as: 'shown' });
      for (const action of actions) {
        if (typeof action === 'string' || ofCommands.has(id)) continue;
        const isSaid = /only on the command line|kun på kommandolinjen/.test(action.step);
        expect({ id, step: action.step, isSaid: isSaid || !/(^|\s)--\w|renos-sync /.test(action.step) }).toMatchObject({
          isSaid: true,
        });
      }
    }
  });

  test('is shown to a person in both languages, within 80 columns, with what to do', () => {
    for (const language of ['en', 'da'] as const) {
      const told = typed(id, language);
      if (!Object.hasOwn(requestFailures, id)) expect(told.actions.length).toBeGreaterThan(0);
      expect(wholeOf(told)).not.toMatch(/undefined|null|NaN|\[object/);
      const lines = renderFailure(told, { width: 80, colors: false, language }).split('\n');
      // What is to be pasted stays whole, whatever its length.
      const prose = lines.filter((line) => !told.actions.includes(line.trim()));
      expect(Math.max(...prose.map(textWidth))).toBeLessThanOrEqual(80);
    }
  });

  test('has no English word in Danish, and as many actions', () => {
    const [english, danish] = [typed(id, 'en'), typed(id, 'da')];
    expect(danish.message).not.toBe(english.message);
    expect(danish.actions).toHaveLength(english.actions.length);
    expect(englishWordsIn(proseOf(danish)), wholeOf(danish)).toEqual([]);
    expect(sharedWords(proseOf(english), proseOf(danish)), wholeOf(danish)).toEqual([]);
  });

  test('is given to a script in English, in any language', () => {
    class Thrown extends RenosSyncError {
      readonly exitCode = 2;
    }
    const error = new Thrown({ id, params: failureSamples[id] });
    expect(scripted(error)).toMatchObject({ code: id.split('/')[0], message: typed(id, 'en').message });
    expect(scripted(error).actions).toEqual(error.actions);
    expect(failureIn('da', error).message).toBe(typed(id, 'da').message);
  });

  test.skipIf(ofCommands.has(id) && !met.includes(id))('names no flag over HTTP, in either language', () => {
    for (const language of ['en', 'da'] as const) {
      const told = tellFailure({ id, params: failureSamples[id] }, { language, as: 'posted' });
      const elsewhere = language === 'en' ? 'On the server: ' : 'På serveren: ';
      const asked = told.actions.map(textOf).filter((action) => !action.startsWith(elsewhere));
      expect([told.message, ...asked].join('\n')).not.toMatch(/(^|[\s"'])--[a-z]/m);
      expect(asked.join('\n')).not.toMatch(/^renos-sync /m);
    }
  });
});

test('all variants of a code stand in one group, but for those that only requests are answered with', () => {
  const groups = [
    ...[syncFailures, planFailures, usageFailures, setupFailures],
    ...[databaseFailures, googleFailures, fileFailures, columnFailures],
  ];
  const codes = groups.flatMap((group) => [...new Set(Object.keys(group).map((id) => id.split('/')[0]))]);
  expect(codes.filter((code, at) => codes.indexOf(code) !== at)).toEqual([]);
});

test('every value of a sentence has Danish words', () => {
  for (const kind of Object.keys(fileKinds) as FileKind[]) {
    const words = kindsInDanish[kind].map((one) => (typeof one === 'string' ? one : one.comment)).join(' ');
    expect(englishWordsIn(words), words).toEqual([]);
    expect(kindsInDanish[kind]).toHaveLength(fileKinds[kind].length);
  }
  for (const id of Object.keys(complaints) as Complaint['id'][]) {
    const [english, danish] = [complaints[id](['a', 'b']), inDanish[id](['a', 'b'])];
    expect(danish).not.toBe(english);
    expect(englishWordsIn(danish), danish).toEqual([]);
  }
});

test('every check of doctor has Danish words', () => {
  const values = {
    ...{
      version: '18.1',
      wanted: '20.19',
      path: '/var/lib',
      exists: true,
      server: { isEmbedded: false, version: '18.1' },
      as: 'renos',
    },
    ...{
      encoding: 'LATIN1',
      statements: ['CREATE INDEX'],
      names: ['0001_first'],
      grants: ['GRANT'],
      features: ['row-hashes'],
      account: null,
    },
    ...{ tables: [{ table: 'runs', rows: 2, bytes: 8192, oldest: '2026-01-01' }], days: 400, role: 'reader' },
    ...{ timeZone: 'UTC', hidesPrivate: true, isIdentified: false, seconds: 12, isBehind: true },
  };
  const say = voiceOf('typed', 'da');
  for (const id of Object.keys(checks) as (keyof typeof checks)[]) {
    const [english, danish] = [checks, checksInDanish].map((all) =>
      proseOf((all[id] as (params: object, say: Voice) => Explanation)(values, say)),
    );
    expect(englishWordsIn(danish ?? ''), danish).toEqual([]);
    expect(sharedWords(english ?? '', danish ?? ''), danish).toEqual([]);
  }
});

test.each([
  ['da', 'Der er intet på denne sti; se /openapi.json.', 'not-found'],
  ['en', 'There is nothing at this path; see /openapi.json.', 'not-found'],
] as const)('an answer in %s', (language, message, id) => {
  const error = new ConfigurationError(saying(id, {}));
  expect(failureOf(error, language).body).toMatchObject({ success: false, error: 'not-found', message });
});

test('a code keeps its status, whatever its language', () => {
  for (const [error, status] of [
    [new BusyError(saying('busy', { name: 'sync' })), 409],
    [new GuardRefusal(saying('bookings-gone', { calendarId: 'a', bookings: 3 })), 409],
    [new InputFileError(saying('file-empty/file', { name: 'a.csv' })), 400],
    [new UnavailableError(saying('google-denied/role', failureSamples['google-denied/role'])), 502],
  ] as const) {
    expect([failureOf(error, 'da').status, failureOf(error, 'en').status]).toEqual([status, status]);
    expect(failureOf(error, 'da').body.error).toBe(failureOf(error, 'en').body.error);
  }
});

test('a refusal gives the request that continues', () => {
  const refusal = new GuardRefusal(saying('too-many-removals/events', { removed: 12, links: 20 }), { items: ['b1'] });
  expect(failureOf(refusal)).toMatchObject({
    status: 409,
    body: {
      error: 'too-many-removals',
      message: '12 of 20 linked pairs would be deleted from the calendar; nothing was changed.',
      items: ['b1'],
      actions: [
        'POST /api/calendar-sync/sync {"dryRun": true}   # shows each of them',
        'POST /api/calendar-sync/sync {"maxDeletes": 12}   # if it is meant',
      ],
    },
  });
});

import { describe, expect, test } from 'vitest';
import { GuardRefusal, saying } from '../../src/core/errors.js';
import { type FailureId, type Failures, failures } from '../../src/messages/en/failures.js';
import { tellFailure } from '../../src/messages/failures.js';
import { posted, typed } from '../../src/messages/voice.js';
import { renderFailure } from '../../src/reports/failure.js';
import { textWidth } from '../../src/reports/text-width.js';
import { failureOf } from '../../src/server/http/failure.js';
import { englishWordsIn } from '../helpers/words.js';

const calendarId = 'kontor@example.dk';
const command = 'renos-sync sync';

/** Every failure with values; the compiler misses none. */
const samples: { readonly [Id in FailureId]: Parameters<Failures[Id]>[0] } = {
  'database-copied': { calendarId },
  'calendar-kept-elsewhere': { calendarId, events: 3 },
  'nothing-to-move/same': {},
  'nothing-to-move/none': { calendarId },
  'database-restored': { older: 2, gone: 1, unknown: 4, isProven: false },
  'calendar-emptied': { calendarId, events: 3 },
  'calendar-replaced': { calendarId, before: 'gammel@example.dk', now: 'ny@example.dk' },
  'events-missing': { calendarId, missing: 12, links: 40 },
  'calendar-hides-details': { calendarId },
  'calendar-read-only': { calendarId, role: 'reader' },
  'calendar-empty': { calendarId, events: 20 },
  'bookings-gone': { calendarId, bookings: 20 },
  'noted-events-missing': { bookings: 12, calendars: calendarId },
  'calendar-known-by-another-name': { calendarId, other: 'primary', events: 9 },
  'calendar-not-renamed/synced': { from: 'a', to: 'b' },
  'calendar-not-renamed/unknown': { from: 'a', to: 'b' },
  'too-many-removals/events': { removed: 12, links: 20 },
  'too-many-removals/bookings': { removed: 12, links: 0 },
  busy: { name: 'sync' },
  'lease-lost': { name: 'import' },
  'plan-moved-on': { moved: 1, items: 3 },
  'plan-of-another-database': { kind: 'sync' },
  'plan-of-another-calendar': { calendarId: 'hold2', before: 'a@example.dk', now: 'b@example.dk' },
  'plan-unreadable/not-json': { file: 'plan.json' },
  'plan-unreadable/other-document': { file: 'plan.json' },
  'plan-unreadable/wrong-field': { file: 'plan.json', place: 'items.0.seal' },
  'plan-version': { file: 'plan.json', version: 2 },
  'plan-file-changed': { file: 'kunder.csv' },
  'plan-file-unnamed': {},
  'plan-not-replaced': { file: 'plan.json' },
  'usage/plan-without-dry-run': { flag: 'save-plan' },
  'usage/redact-without-plan': {},
  'interrupted/kept': { signal: 'SIGINT' },
  'interrupted/undone': { signal: 'SIGTERM' },
  'run-unknown/none': {},
  'run-unknown/several': { count: 2, ids: ['3f9a1c0001', '3f9a1c0002'] },
  'item-unknown/none': {},
  'item-unknown/several': { count: 2, ids: ['b1', 'b12'] },
  'conflict-unknown/none': {},
  'conflict-unknown/several': { count: 2 },
  'conflict-undecided': {
    id: '3f9a',
    fields: ['title'],
    unknown: ['titel'],
    open: [{ field: 'title', bookingId: 'b1' }],
  },
  'usage/choice': {},
  'usage/undecided': {},
  'usage/flags': {
    problems: [
      { flag: 'since', kind: 'no-day' },
      { flag: 'until', kind: 'no-such-day' },
      { flag: 'until', kind: 'not-later', than: 'since' },
    ],
    example: 'renos-sync stats --since 2026-01-01',
  },
  flags: {
    problems: [
      { flag: 'country', kind: 'no-country' },
      { flag: 'timezone', kind: 'no-zone' },
    ],
    example: '--country DK --timezone Europe/Copenhagen',
  },
  'usage/account': { address: 'anna' },
  'usage/duration': { flag: 'max-age' },
  'usage/only-csv': { flag: '--excel', format: 'json' },
  'usage/two-files': { file: 'a.csv', output: 'b.csv' },
  'usage/no-file-name': {},
  'usage/no-command': { typed: 'synk', near: ['renos-sync sync'] },
  'usage/unknown-flags': { command, flags: ['--dryrun'], near: ['--dry-run'] },
  'usage/unexpected-words': { command, words: ['nu'] },
  'usage/missing-words': { command: 'renos-sync show', names: ['id'] },
  'usage/wrong-value': { command, flag: '--direction', allowed: ['bidirectional', 'google-to-db'] },
  'usage/missing-value': { command, flag: '--calendar' },
  'usage/once': { command, flag: '--direction' },
  'usage/missing-flags': { command: 'renos-sync move-calendar', flags: ['--from', '--to'] },
  'usage/not-together': { command: 'renos-sync export', flags: ['--excel', '--bom'] },
  'usage/no-whole-number': { command: 'renos-sync serve', flag: '--port', least: null, most: '65535' },
  'page-elsewhere': { path: 'kunder.csv' },
  'confirmation-missing': {},
  'not-confirmed': {},
  'confirmation-idle/no-sync': {},
  'confirmation-idle/no-bookings': {},
  'env-file-unreadable': {},
  'google-credentials-missing': {},
  'too-little-memory': {},
  'cannot-listen/server': { host: '127.0.0.1', port: 3000, reason: null },
  'cannot-listen/database': { port: 5432, reason: null },
  'booking-not-ours': {},
  'database-not-embedded': {},
  internal: {},
  'event-ids-used-up': {},
};
const ids = Object.keys(samples) as FailureId[];

describe('every failure', () => {
  test.each(ids)('%s says what and what to do in both languages, within 80 columns', (id) => {
    const sentence = { id, params: samples[id] };
    for (const language of ['en', 'da'] as const) {
      const told = tellFailure(sentence, language, typed);
      expect(told.actions.length).toBeGreaterThan(0);
      expect([told.message, ...told.actions].join('\n')).not.toMatch(/undefined|null|NaN|\[object/);
      if (language === 'da') expect(englishWordsIn([told.message, ...told.actions].join('\n'))).toEqual([]);
      const page = { width: 80, colors: false, language };
      const lines = renderFailure({ code: id, exitCode: 2, ...told }, page).split('\n');
      // What is to be pasted stays whole, whatever its length.
      const prose = lines.filter((line) => !/^ {2}\S/.test(line) || !told.actions.includes(line.trim()));
      expect(Math.max(...prose.map(textWidth))).toBeLessThanOrEqual(80);
    }
  });

  test('Danish has the same failures', () => {
    for (const id of ids) {
      const sentence = { id, params: samples[id] };
      expect(tellFailure(sentence, 'da', typed).message).not.toBe(tellFailure(sentence, 'en', typed).message);
      expect(tellFailure(sentence, 'da', typed).actions).toHaveLength(
        tellFailure(sentence, 'en', typed).actions.length,
      );
    }
    expect(ids).toEqual(Object.keys(failures));
  });
});

describe('over HTTP', () => {
  test.each(
    ids.filter(
      (id) =>
        !/^(usage|flags|conflict|confirmation|not-confirmed|google-cred|run-|item-|env|cannot|too-little|internal)/.test(
          id,
        ),
    ),
  )('%s names requests, and no flag', (id) => {
    const told = tellFailure({ id, params: samples[id] }, 'en', posted);
    const requests = told.actions.filter((action) => !action.startsWith('On the server: '));
    expect(requests.join('\n')).not.toMatch(/--[a-z]|renos-sync /);
  });

  test('a refusal gives the request that goes on', () => {
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
});

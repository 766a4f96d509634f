import { expect, test } from 'vitest';
import type { RunResult } from '../../src/core/results/story-result.js';
import { renderFields, renderHistory } from '../../src/reports/history-report.js';
import { plainPage } from '../../src/reports/page.js';

test('a run that did not come to its end says what it changed before it stopped, and never that there was nothing to do', () => {
  const run: RunResult['run'] = {
    id: '41f4172d3f',
    kind: 'import',
    status: 'interrupted',
    startedAt: '2026-11-24T14:22:00.000Z',
    finishedAt: null,
    durationMs: null,
    counts: {},
    changes: 2_549,
    error: null,
  };
  const runs: readonly RunResult['run'][] = [
    run,
    { ...run, changes: 1 },
    { ...run, changes: 0 },
    { ...run, status: 'failed', changes: 0 },
    { ...run, status: 'succeeded', changes: 0 },
  ];
  const [, ...lines] = renderHistory({ success: true, runs }, plainPage).split('\n');
  expect(lines.map((line) => line.replace(/^.*(interrupted|failed|succeeded) +/, ''))).toEqual([
    '2549 changes',
    '1 change',
    'no changes',
    'no changes',
    'nothing to do',
  ]);
});

test('a run that was refused says why in the language of the reader; one of an earlier version as it was written', () => {
  const errorSentence = { id: 'calendar-empty', params: { calendarId: 'primary', events: 20 } };
  const run = { id: '41f4172d3f', kind: 'sync', status: 'refused', startedAt: '2026-11-24T14:22:00.000Z' } as const;
  const facts = { finishedAt: null, durationMs: null, counts: {}, changes: 0, error: 'The calendar is empty.' };
  const told = { ...run, ...facts, errorSentence };
  const show = (one: RunResult['run'], language: 'en' | 'da') =>
    renderHistory({ success: true, runs: [one] }, { ...plainPage, language });
  expect(show(told, 'da')).toContain('pludselig tom');
  expect(show(told, 'en')).toContain('suddenly empty');
  expect(show({ ...run, ...facts }, 'da')).toContain('The calendar is empty.');
});

test("times of a change are on Denmark's clock, as instants, as a column's UTC, and from start to end", () => {
  const fields = {
    time: ['2026-12-08T09:00:00.000Z/2026-12-08T12:00:00.000Z', null],
    start: ['2026-12-08T07:30:00', '2026-07-08T07:30:00.000Z'],
    notes: ['kl. 9', '2026-12-08'],
  } as const;
  expect(renderFields(fields, { ...plainPage, language: 'da' })).toEqual([
    '    tid: 08.12.2026 10.00–13.00 → (intet)',
    '    start: 08.12.2026 08.30 → 08.07.2026 09.30',
    '    notes: "kl. 9" → "2026-12-08"',
  ]);
});

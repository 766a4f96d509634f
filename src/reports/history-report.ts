import type { ChangeStory, HistoryResult, RunResult, RunStory } from '../core/runs/history.js';
import { countsInWords } from './counts.js';
import { oneLine, safeText } from './one-line.js';
import { duration, moment, number, type Page, paint, period } from './page.js';
import { renderTable } from './table.js';
import { textWidth } from './text-width.js';
import { fold, paragraph } from './wrap.js';

/** The runs, one a line, the newest first. */
export function renderHistory({ runs }: HistoryResult, page: Page): string {
  if (runs.length === 0) return 'Nothing has been run yet.';
  return renderTable(
    page,
    [
      { head: 'run' },
      { head: 'kind' },
      { head: 'started' },
      { head: 'took', align: 'right' },
      { head: 'outcome' },
      { head: 'what it did', flexible: true },
    ],
    runs.map((run) => [
      run.id,
      run.kind,
      moment(page, run.startedAt),
      run.durationMs === null ? '' : duration(page, run.durationMs),
      run.status,
      run.error ?? whatItDid(run, page),
    ]),
  );
}

/** A run counts at its end only: one that was stopped has its changes to tell of. */
function whatItDid({ counts, changes, status }: RunStory, page: Page): string {
  const told = countsInWords(page, counts);
  if (told !== '' || (status === 'succeeded' && changes === 0)) return told || 'nothing to do';
  if (changes === 0) return 'no changes';
  return `${number(page, changes)} change${changes === 1 ? '' : 's'}`;
}

/** One run with every change of it, field by field. */
export function renderRun({ run, changes }: RunResult, page: Page): string {
  const rest = run.changes - changes.length;
  return [
    ...headOf(run, page),
    '',
    ...(changes.length === 0 ? ['It changed nothing.'] : renderChanges(changes, page)),
    ...(rest > 0 ? [`… and ${number(page, rest)} more: renos-sync history ${run.id} --limit 0`] : []),
  ].join('\n');
}

function headOf(run: RunStory, page: Page): string[] {
  const took = run.durationMs === null ? '' : `, took ${duration(page, run.durationMs)}`;
  return [
    `${run.id}  ${run.kind}, ${run.status}, started ${moment(page, run.startedAt)}${took}`,
    countsInWords(page, run.counts),
    run.error === null ? '' : safeText(run.error),
  ].flatMap((line) => (line === '' ? [] : paragraph(line, page, 0)));
}

/** Changes as blocks: what was done to which item, by which rule, then each field from → to. */
export function renderChanges(changes: readonly ChangeStory[], page: Page): string[] {
  return changes.flatMap(({ side, action, kind, itemId, rule, fields }) => {
    const where = side === 'google' ? 'Google' : 'Database';
    return [
      `${paint(page, 'bold', `${where}: ${action}`)} ${kind} ${safeText(itemId)}`,
      `${' '.repeat(indent)}${paint(page, 'dim', `rule: ${safeText(rule)}`)}`,
      ...renderFields(fields, page),
    ];
  });
}

const indent = 4;

/** `field: from → to`, on a line each where they do not fit on one. */
export function renderFields(fields: ChangeStory['fields'], page: Page): string[] {
  return Object.entries(fields).flatMap(([field, [from, to]]) => {
    const name = `${' '.repeat(indent)}${safeText(field)}: `;
    const value = (said: unknown) =>
      field === 'time' && typeof said === 'string' && said.includes('/')
        ? period(page, safeText(said))
        : oneLine(said, null);
    const line = `${name}${value(from)} → ${value(to)}`;
    if (page.width === null || textWidth(line) <= page.width) return [line];
    const room = page.width - name.length;
    const under = (lines: readonly string[], first: string) =>
      lines.map((text, at) => `${at === 0 ? first : ' '.repeat(first.length)}${text}`);
    return [...under(fold(value(from), room), name), ...under(fold(value(to), room), '→ '.padStart(name.length))];
  });
}

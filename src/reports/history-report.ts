import type { HistoryResult, RunResult, UndoStory } from '../core/results/story-result.js';
import { tellRun } from '../messages/results.js';
import { countsInWords } from './counts.js';
import { oneLine, safeText } from './one-line.js';
import { duration, moment, named, type Page, paint, timeOf, wordsOn } from './page.js';
import { renderTable } from './table.js';
import { textWidth } from './text-width.js';
import { fold, paragraph } from './wrap.js';

/** The runs, one a line, the newest first. */
export function renderHistory({ runs }: HistoryResult, page: Page, { isPart = false } = {}): string {
  const words = wordsOn(page).runs;
  if (runs.length === 0) return isPart ? words.noneFits : words.nothingRun;
  const columns = runHeads(page).map((head) => ({ head, align: head === words.took ? 'right' : 'left' }) as const);
  const flexible = columns.map((column) => ({ ...column, flexible: column.head === words.whatItDid }));
  return renderTable(
    page,
    flexible,
    runs.map((run) => runCells(run, page)),
  );
}

/** The column heads of a table of runs, and a row of it. */
export function runHeads(page: Page): readonly string[] {
  const { run, kind, started, took, outcome, whatItDid: did } = wordsOn(page).runs;
  return [run, kind, started, took, outcome, did];
}

export function runCells(run: RunResult['run'], page: Page) {
  const { items } = wordsOn(page);
  return [
    run.id,
    items.runKinds[run.kind],
    moment(page, run.startedAt),
    run.durationMs === null ? '' : duration(page, run.durationMs),
    items.runStatuses[run.status],
    errorOf(run, page) ?? whatItDid(run, page),
  ] as const;
}

/** The error of a run; null: there is none. */
export function errorOf(run: RunResult['run'], { language }: Page): string | null {
  return tellRun(run, { language, as: 'typed' }).error;
}

/** A run stores its counts only at its end: for a stopped run, the changes are counted. */
function whatItDid({ counts, changes, status }: RunResult['run'], page: Page): string {
  const words = wordsOn(page).runs;
  const counted = countsInWords(page, counts);
  if (counted !== '' || (status === 'succeeded' && changes === 0)) return counted || words.nothingToDo;
  return changes === 0 ? words.noChanges : words.changes(changes);
}

/** One run with every change of it, field by field. */
export function renderRun({ run, changes, undo }: RunResult, page: Page): string {
  const words = wordsOn(page);
  const rest = run.changes - changes.length;
  return [
    ...headOf(run, page),
    '',
    ...(changes.length === 0 ? [words.runs.changedNothing] : renderChanges(changes, page)),
    ...(rest > 0 ? [words.items.moreAt(rest, `renos-sync history ${run.id} --limit 0`)] : []),
    ...(undo === null ? [] : ['', ...renderUndoStory(run.id, undo, page)]),
  ].join('\n');
}

const shownKept = 20;

/** Whether an undo can reverse a run, and which changes it could not. */
function renderUndoStory(id: string, { canBeUndone, items, kept }: UndoStory, page: Page): string[] {
  const { items: names, undo, runs } = wordsOn(page);
  const lines = kept
    .slice(0, shownKept)
    .flatMap((item) =>
      paragraph(
        `${names.kinds[item.kind]} ${named(page, { title: item.title ?? null, time: item.time ?? null, bookingId: item.id })}: ${undo.reasons[item.reason]}`,
        page,
        2,
      ),
    );
  const rest = kept.length - shownKept;
  return [
    ...paragraph(runs.canBeUndone[canBeUndone](id, items), page, 0),
    ...lines,
    ...(rest > 0 ? [`  ${names.moreInJson(rest)}`] : []),
  ];
}

function headOf(run: RunResult['run'], page: Page): string[] {
  const { items, runs } = wordsOn(page);
  const took = run.durationMs === null ? [] : [runs.tookTime(duration(page, run.durationMs))];
  const head = [
    items.runKinds[run.kind],
    items.runStatuses[run.status],
    runs.startedAt(moment(page, run.startedAt)),
    ...took,
  ];
  return [`${run.id}  ${head.join(', ')}`, countsInWords(page, run.counts), safeText(errorOf(run, page) ?? '')].flatMap(
    (line) => (line === '' ? [] : paragraph(line, page, 0)),
  );
}

/** Changes as blocks: the change and its item, the rule, then each field from → to. */
export function renderChanges(changes: RunResult['changes'], page: Page): string[] {
  const { items, runs } = wordsOn(page);
  return changes.flatMap(({ side, action, kind, itemId, title, time, rule, fields }) => [
    ...headed(
      `${items[side]}: ${items.actions[action]}`,
      `${items.kinds[kind]} ${named(page, { title, time, bookingId: itemId })}`,
      page,
    ),
    `${' '.repeat(indent)}${paint(page, 'dim', runs.rule(safeText(rule)))}`,
    ...renderFields(fields, page),
  ]);
}

/** A paragraph whose first words are bold. */
function headed(head: string, rest: string, page: Page): string[] {
  const [first = '', ...more] = paragraph(`${head} ${rest}`, page, 0);
  return [first.startsWith(head) ? `${paint(page, 'bold', head)}${first.slice(head.length)}` : first, ...more];
}

const indent = 4;

/** `field: from → to`, on separate lines if they do not fit on one. */
export function renderFields(fields: RunResult['changes'][number]['fields'], page: Page): string[] {
  return Object.entries(fields).flatMap(([field, [from, to]]) => {
    const name = `${' '.repeat(indent)}${fieldName(page, field)}: `;
    const value = (said: unknown) => fieldValue(page, field, said);
    const line = `${name}${value(from)} → ${value(to)}`;
    if (page.width === null || textWidth(line) <= page.width) return [line];
    const room = page.width - name.length;
    const under = (lines: readonly string[], first: string) =>
      lines.map((text, at) => `${at === 0 ? first : ' '.repeat(first.length)}${text}`);
    return [...under(fold(value(from), room), name), ...under(fold(value(to), room), '→ '.padStart(name.length))];
  });
}

/** A value of a field on one line; `most`: characters at most. */
export function fieldValue(page: Page, field: string, said: unknown, most: number | null = null): string {
  const time = typeof said === 'string' ? timeOf(page, field, safeText(said)) : null;
  return time ?? oneLine(said, most, wordsOn(page).items.nothing);
}

/** A field's name in the reader's language; a column of a table keeps its own. */
export function fieldName(page: Page, field: string): string {
  const names: Readonly<Record<string, string>> = wordsOn(page).items.fields;
  return names[field] ?? safeText(field);
}

import type { KeptItem, UndoResult } from '../core/results/undo-result.js';
import { fieldName, fieldValue, renderFields } from './history-report.js';
import { safeText } from './one-line.js';
import { named, number, type Page, plainPage, wordsOn } from './page.js';
import { renderTable } from './table.js';
import { paragraph } from './wrap.js';

const shown = 50;

/** The changes of an undo, or of its dry run, and the items that it kept. */
export function renderUndo(result: UndoResult, page: Page = plainPage): string {
  const { items, undo: words } = wordsOn(page);
  const { id, kind } = result.undone;
  const parts = [
    words.run(safeText(id), items.runKinds[kind]),
    result.dryRun ? renderChanges(result.changes, page) : '',
    result.changes.length === 0 ? words.nothing : renderCounts(result, page),
    renderKept(result.kept, page),
    renderErrors(result, page),
    result.dryRun ? words.dryRun : '',
    result.runId === null ? '' : words.doAgain(result.runId),
  ];
  return parts.filter((part) => part !== '').join('\n\n');
}

function renderCounts(result: UndoResult, page: Page): string {
  const { columns, rows } = wordsOn(page).undo;
  return renderTable(
    page,
    columns.map((head, at) => (at === 0 ? { head } : { head, align: 'right' as const })),
    (['customers', 'bookings', 'events'] as const).map((name) => {
      const { removed, restored, madeAgain } = result[name];
      return [rows[name], ...[removed, restored, madeAgain].map((count) => number(page, count))];
    }),
  );
}

function renderChanges(changes: UndoResult['changes'], page: Page): string {
  const { items, undo: words } = wordsOn(page);
  const lines = changes
    .slice(0, shown)
    .flatMap(({ side, action, kind, id, title, time, fields }) => [
      `${side === 'google' ? items.google : items.database}: ${words.actions[action]} ${items.kinds[kind]} ${namedItem(page, { id, title, time })}`,
      ...renderFields(fields, page),
    ]);
  return [...lines, ...more(changes.length, page)].join('\n');
}

function renderKept(kept: readonly KeptItem[], page: Page): string {
  if (kept.length === 0) return '';
  const { items, undo: words } = wordsOn(page);
  const lines = kept.slice(0, shown).flatMap(({ kind, id, title, time, reason, fields, usedBy }) => {
    const by = usedBy.length === 0 ? '' : ` (${usedBy.map(safeText).join(', ')})`;
    return [
      ...paragraph(
        `${items.kinds[kind]} ${namedItem(page, { id, title, time })}: ${words.reasons[reason]}${by}`,
        page,
        2,
      ),
      ...Object.entries(fields).flatMap(([field, said]) => {
        const value = (of: unknown) => fieldValue(page, field, of, 60);
        const values = { before: value(said.before), written: value(said.written), now: value(said.now) };
        return paragraph(words.field({ field: fieldName(page, field), ...values }), page, 6);
      }),
    ];
  });
  return [words.kept(kept.length), ...lines, ...more(kept.length, page)].join('\n');
}

/** `Vinduer - Mette Holm, 2026-03-01 09:00–11:00 (b12)` */
function namedItem(page: Page, { id, title, time }: Pick<KeptItem, 'id' | 'title' | 'time'>): string {
  return named(page, { title: title ?? null, time: time ?? null, bookingId: id });
}

function renderErrors({ errors }: UndoResult, page: Page): string {
  if (errors.length === 0) return '';
  const { items, undo: words, causes } = wordsOn(page);
  const lines = errors
    .slice(0, shown)
    .flatMap((error) =>
      paragraph(
        `${items.kinds[error.kind]} ${safeText(error.id)}: ${safeText(causes.undone(error))} [${error.code}]`,
        page,
        2,
      ),
    );
  return [words.failed(errors.length), ...lines, ...more(errors.length, page)].join('\n');
}

function more(count: number, page: Page): string[] {
  return count > shown ? [`  ${wordsOn(page).items.moreInJson(count - shown)}`] : [];
}

import type { SyncChange, SyncResult } from '../core/results/sync-result.js';
import { fieldName, renderFields } from './history-report.js';
import { safeText } from './one-line.js';
import { named, number, type Page, plainPage, wordsOn } from './page.js';
import { renderTable } from './table.js';
import { paragraph } from './wrap.js';

const shown = 50;

/** A sync's outcome, or with `--dry-run` its plan: counts of both sides, then what needs a person. */
export function renderSync(result: SyncResult, page: Page = plainPage, { onlyWritten = false } = {}): string {
  const words = wordsOn(page).sync;
  const parts = [
    result.dryRun ? renderChanges(result.changes, page) : '',
    isQuiet(result) ? quietWords(result, page) : renderCounts(result, page, onlyWritten),
    result.linked > 0 ? words.linked(result.linked) : '',
    renderConflicts(result, page),
    renderErrors(result, page),
    renderNotes(result, page),
    renderElsewhere(result.elsewhere, page),
    renderSkipped(result, page),
    result.deferred > 0 ? words.deferred(result.deferred, '--max-events') : '',
    result.dryRun ? words.dryRun : '',
  ];
  return parts.filter((part) => part !== '').join('\n\n');
}

/** The sync after an import: its bookings have been counted, so a side without writes is left out. */
export function renderSyncOfImport(result: SyncResult, page: Page): string {
  return `${wordsOn(page).sync.afterImport}\n${renderSync(result, page, { onlyWritten: true })}`;
}

function renderCounts(result: SyncResult, page: Page, onlyWritten: boolean): string {
  const [[side = '', ...heads], sides] = syncCounts(result, page);
  const columns = [{ head: side }, ...heads.map((head) => ({ head, align: 'right' as const }))];
  const isShown = ([, ...counts]: readonly string[]) => !onlyWritten || counts.some((count) => count !== '0');
  return renderTable(page, columns, sides.filter(isShown));
}

/** The changes on each side, done or planned: heads, and a row a side. */
export function syncCounts({ google, database }: SyncResult, page: Page): readonly [heads: string[], rows: string[][]] {
  const words = wordsOn(page).sync;
  const row = (name: string, counts: readonly number[]) => [name, ...counts.map((count) => number(page, count))];
  const rows = [
    row(words.googleCalendar, [google.created, google.updated, google.deleted]),
    row(words.bookings, [database.created, database.updated, database.cancelled]),
  ];
  return [['', words.created, words.updated, words.removed], rows];
}

function isQuiet({ google, database }: SyncResult): boolean {
  return (
    google.created + google.updated + google.deleted + database.created + database.updated + database.cancelled === 0
  );
}

/** If something is held or failed, the sides are not in sync. */
function quietWords({ dryRun, conflicts, errors, skipped, elsewhere }: SyncResult, page: Page): string {
  const words = wordsOn(page).sync;
  const failed = errors.length + (skipped['failed-before'] ?? 0);
  const isInStep = failed + elsewhere.length === 0 && conflicts.every(({ decision }) => decision !== 'held');
  if (dryRun) return isInStep ? words.bothAgree : words.wouldWriteNothing;
  return isInStep ? words.inStep : words.wroteNothing;
}

function renderChanges(changes: readonly SyncChange[], page: Page): string {
  const { causes, items } = wordsOn(page);
  const lines = changes
    .slice(0, shown)
    .flatMap((change) => [
      ...paragraph(
        `${items[change.side]}: ${items.actions[change.action]} ${named(page, change)}: ${safeText(causes.change(change))}`,
        page,
        0,
      ),
      ...renderFields(change.fields, page),
    ]);
  const rest = changes.length - shown;
  return [...lines, ...(rest > 0 ? [items.moreInJson(rest)] : [])].join('\n');
}

function renderConflicts({ conflicts }: SyncResult, page: Page): string {
  if (conflicts.length === 0) return '';
  const { causes, sync } = wordsOn(page);
  const held = conflicts.filter(({ decision }) => decision === 'held');
  const decided = conflicts.length - held.length;
  const lines = held
    .slice(0, shown)
    .flatMap((conflict) =>
      paragraph(
        `${named(page, conflict)}: ${conflict.fields.map((field) => fieldName(page, field)).join(', ')} (${causes.conflict(conflict)})`,
        page,
        2,
      ),
    );
  return [
    decided > 0 ? sync.decided(decided) : '',
    held.length > 0 ? sync.held(held.length, 'renos-sync conflicts') : '',
    ...lines,
  ]
    .filter((line) => line !== '')
    .join('\n');
}

function renderErrors(result: SyncResult, page: Page): string {
  const { errors } = result;
  if (errors.length === 0) return '';
  const { causes, sync } = wordsOn(page);
  const lines = errors.slice(0, shown).flatMap((failure) => {
    const { code, message: reason } = failure;
    return paragraph(`${named(page, failure)}: ${safeText(causes.failure({ code, reason }))} [${code}]`, page, 2);
  });
  const head = isQuiet(result) || result.dryRun ? sync.failed : sync.failedAlone;
  return [head(errors.length), ...lines].join('\n');
}

function renderNotes({ notes }: SyncResult, page: Page): string {
  return notes
    .slice(0, shown)
    .flatMap((note) => paragraph(`${safeText(note.bookingId)}: ${wordsOn(page).causes.note(note)}`, page, 0))
    .join('\n');
}

/** Bookings in calendars that are not synced, and the two ways to solve that. */
export function renderElsewhere(elsewhere: SyncResult['elsewhere'], page: Page): string {
  const words = wordsOn(page).sync;
  return elsewhere
    .flatMap(({ calendarId, bookings }) => [
      ...paragraph(words.elsewhere(bookings, safeText(calendarId)), page, 0),
      `  renos-sync sync --calendar ${safeText(calendarId)}   # ${words.toSyncIt}`,
      `  renos-sync move-calendar --from ${safeText(calendarId)} --to …   # ${words.toMoveThem}`,
    ])
    .join('\n');
}

function renderSkipped({ skipped }: SyncResult, page: Page): string {
  const words = wordsOn(page).sync;
  const names: Readonly<Record<string, string>> = words.skipped;
  const entries = Object.entries(skipped).map(([reason, count]) => `${number(page, count)} ${names[reason] ?? reason}`);
  return entries.length === 0 ? '' : paragraph(words.leftAlone(entries.join(', ')), page, 0).join('\n');
}

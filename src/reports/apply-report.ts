import type { ApplyResult } from '../core/results/plan-result.js';
import { renderImport } from './import-report.js';
import { safeText } from './one-line.js';
import { moment, named, type Page, plainPage, wordsOn } from './page.js';
import { renderSync } from './sync-report.js';
import { paragraph } from './wrap.js';

const shown = 50;

/** The changes of an applied plan, or of its dry run, and the items that had changed since. */
export function renderApply(result: ApplyResult, page: Page = plainPage): string {
  const { plans } = wordsOn(page);
  const { id, madeAt, items } = result.plan;
  const parts = [
    plans.of(safeText(id), moment(page, madeAt), items),
    changesOf(result) === 0 && failuresOf(result) === 0 ? plans.nothing : renderDone(result, page),
    result.doneBefore > 0 ? plans.doneBefore(result.doneBefore) : '',
    renderMoved(result.moved, page),
    result.runId !== null && (result.import?.bookingsCreated ?? 0) > 0 ? plans.calendarLater : '',
    result.runId === null ? '' : plans.undo(result.runId),
  ];
  return parts.filter((part) => part !== '').join('\n\n');
}

/** How many changes were made, or would be. */
export function changesOf({ sync, import: imported }: ApplyResult): number {
  if (sync !== null) return sync.changes.length + sync.linked;
  if (imported === null) return 0;
  const { customersCreated, customersUpdated, bookingsCreated, bookingsUpdated } = imported;
  return customersCreated + customersUpdated + bookingsCreated + bookingsUpdated;
}

function failuresOf({ sync }: ApplyResult): number {
  return sync?.errors.length ?? 0;
}

function renderDone({ sync, import: imported }: ApplyResult, page: Page): string {
  if (sync !== null) return renderSync(sync, page);
  if (imported === null) return '';
  return renderImport(imported, page, { brief: true });
}

function renderMoved(moved: ApplyResult['moved'], page: Page): string {
  if (moved.length === 0) return '';
  const { items, plans } = wordsOn(page);
  const lines = moved
    .slice(0, shown)
    .flatMap((item) => paragraph(`${nameOf(item, page)}: ${plans.reasons[item.reason]}`, page, 2));
  const rest = moved.length - shown;
  return [plans.moved(moved.length), ...lines, ...(rest > 0 ? [`  ${items.moreInJson(rest)}`] : [])].join('\n');
}

function nameOf({ kind, line, id, bookingId, eventId, title, time }: ApplyResult['moved'][number], page: Page): string {
  const { items, plans } = wordsOn(page);
  if (kind !== 'pair')
    return `${line === undefined ? '' : `${plans.line(line)}, `}${items.kinds[kind]} ${safeText(id ?? '')}`.trim();
  const about = { title: title ?? null, time: time ?? null };
  return bookingId == null
    ? `${items.kinds.event} ${named(page, { ...about, bookingId: null, eventId: eventId ?? null })}`
    : `${items.kinds.booking} ${named(page, { ...about, bookingId })}`;
}

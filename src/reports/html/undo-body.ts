import type { KeptItem, UndoResult } from '../../core/results/undo-result.js';
import { named, number, wordsOn } from '../page.js';
import { badge, command, notice, section, table } from './components.js';
import { changedFields, fieldTable } from './fields.js';
import { html, type Part } from './markup.js';
import { form, listed, runLink, type View } from './view.js';

/** If more than this many customers, bookings or events are removed, the user has to confirm it. */
const asksFrom = 10;
const looks = { remove: ['bad', '−'], restore: ['info', '↩'], 'make-again': ['good', '+'] } as const;

/** The changes of an undo, or of its dry run, with both values, and the items that it keeps, with the reason. */
export function undoBody(result: UndoResult, view: View): Part {
  const { causes, items, pages, undo: words } = wordsOn(view);
  const { changes, kept, errors, undone, runId, dryRun } = result;
  const nameOf = ({ kind, id, title, time }: Pick<KeptItem, 'kind' | 'id' | 'title' | 'time'>) =>
    html`${items.kinds[kind]} <bdi>${named(view, { title: title ?? null, time: time ?? null, bookingId: id })}</bdi>`;
  const showChange = (change: UndoResult['changes'][number]) => {
    const [tone, sign] = looks[change.action];
    const what = badge(tone, `${items[change.side]}: ${words.actions[change.action]}`, sign);
    return [html`<p>${what} ${nameOf(change)}</p>`, changedFields(change.fields, view)];
  };
  const showKept = (item: KeptItem) => {
    const all = Object.entries(item.fields).map(
      ([name, { before, written, now }]) => [name, before, written, now] as const,
    );
    const by = item.usedBy.length === 0 ? '' : ` (${item.usedBy.join(', ')})`;
    const why = html`<p>${badge('warn', pages.kept)} ${nameOf(item)}: ${words.reasons[item.reason]}${by}</p>`;
    return [why, all.length > 0 && fieldTable(pages.keptHeads, all, view)];
  };
  const showError = (error: UndoResult['errors'][number]) =>
    html`<p>${badge('bad', error.code)} ${nameOf(error)}: <bdi>${causes.undone(error)}</bdi></p>`;
  const all = 'renos-sync undo RUN --dry-run --json';
  const counts = (['customers', 'bookings', 'events'] as const).map((name) => {
    const { removed, restored, madeAgain } = result[name];
    return [words.rows[name], ...[removed, restored, madeAgain].map((count) => number(view, count))];
  });
  return [
    dryRun && view.formToken === null && notice('info', html`<p>${words.dryRun}</p>`),
    section(words.run(undone.id, items.runKinds[undone.kind]), [
      changes.length === 0 ? html`<p>${words.nothing}</p>` : table(words.columns, counts, html` class="counts"`),
      question(result, view),
    ]),
    listed(words.failed(errors.length), { items: errors, show: showError, all }, view),
    listed(words.kept(kept.length), { items: kept, show: showKept, all }, view),
    listed(pages.changesHead, { items: changes, show: showChange, all }, view),
    runId !== null && section(pages.again, [html`<p>${words.doAgain(runId)}</p>`, command(`renos-sync undo ${runId}`)]),
  ];
}

/** The button of an undo; with a checkbox if it removes many items. */
function question({ customers, bookings, events, changes, undone }: UndoResult, view: View): Part {
  const { site } = wordsOn(view);
  const removes = Math.max(customers.removed, bookings.removed, events.removed);
  const sure = html`<label class="check"><input type="checkbox" name="sure" required> ${site.sureToRemove(removes)}</label>`;
  const button = html`<input type="hidden" name="removes" value="${removes}">${removes > asksFrom && sure}<button class="danger">${site.undoNow}</button> `;
  const body = [changes.length > 0 && button, runLink(undone.id, site.back)];
  return form(view, `/runs/${undone.id}/undo`, body, html` class="bar"`);
}

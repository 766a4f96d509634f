import type { KeptItem, UndoChange, UndoFailure, UndoResult } from '../../core/results/undo-result.js';
import { fieldName } from '../history-report.js';
import { number, period, wordsOn } from '../page.js';
import { badge, command, countTable, notice, section, table } from './components.js';
import { changedFields, fieldValue } from './fields.js';
import { html, type Part } from './markup.js';
import { form, list, runLink, type View } from './view.js';

const most = 500;
/** Where more than so many customers, bookings or events are removed, a person has to say that it is meant. */
const asksFrom = 10;
const looks = { remove: ['bad', '−'], restore: ['info', '↩'], 'make-again': ['good', '+'] } as const;

/** What an undo took back, or would take back, each change with both values, and what it kept and why. */
export function undoBody(result: UndoResult, view: View): Part {
  const { page } = view;
  const { items, pages, site, undo: words } = wordsOn(page);
  const { changes, kept, errors, undone, runId, dryRun } = result;
  const nameOf = ({ title, time }: Pick<KeptItem, 'title' | 'time'>) => {
    const known = [title, time === undefined ? '' : period(page, time)].filter(Boolean);
    return known.length > 0 && html`<bdi>${known.join(', ')}</bdi> `;
  };
  const showChange = ({ side, action, kind, id, fields, ...about }: UndoChange) =>
    html`<li><p>${badge(looks[action][0], `${items[side]}: ${words.actions[action]}`, looks[action][1])} ${items.kinds[kind]} ${nameOf(about)}<code>${id}</code></p>
${changedFields(fields, page)}</li>`;
  const showKept = ({ kind, id, reason, fields, usedBy, ...about }: KeptItem) => {
    const rows = Object.entries(fields).map(([field, { before, written, now }]) => [
      fieldName(page, field),
      ...[before, written, now].map((value) => fieldValue(field, value, page)),
    ]);
    const by = usedBy.length === 0 ? '' : ` (${usedBy.join(', ')})`;
    return html`<li><p>${badge('warn', pages.kept)} ${items.kinds[kind]} ${nameOf(about)}<code>${id}</code>: ${words.reasons[reason]}${by}</p>
${rows.length > 0 && table(pages.keptHeads, rows)}</li>`;
  };
  const showError = ({ kind, id, message, code }: UndoFailure) =>
    html`<li><p>${badge('bad', code)} ${items.kinds[kind]} <code>${id}</code>: <bdi>${message}</bdi></p></li>`;
  const all = 'renos-sync undo RUN --dry-run --json';
  const counts = (['customers', 'bookings', 'events'] as const).map((name) => {
    const { removed, restored, madeAgain } = result[name];
    return [words.rows[name], ...[removed, restored, madeAgain].map((count) => number(page, count))];
  });
  const removes = Math.max(result.customers.removed, result.bookings.removed, result.events.removed);
  const sure =
    removes > asksFrom &&
    html`<label class="check"><input type="checkbox" name="sure" required> ${site.sureToRemove(removes)}</label>`;
  const button =
    changes.length > 0 &&
    html`<input type="hidden" name="removes" value="${removes}">${sure}<button class="danger">${site.undoNow}</button> `;
  const ask = form(
    view,
    `/runs/${undone.id}/undo`,
    html`${button}${runLink(undone.id, site.back)}`,
    html` class="bar"`,
  );
  const counted = changes.length === 0 ? html`<p>${words.nothing}</p>` : countTable(words.columns, counts);
  return [
    dryRun && view.formToken === null && notice('info', html`<p>${words.dryRun}</p>`),
    section(words.run(undone.id, items.runKinds[undone.kind]), [counted, ask]),
    errors.length > 0 &&
      section(words.failed(errors.length), list({ items: errors, most, show: showError, all, page })),
    kept.length > 0 && section(words.kept(kept.length), list({ items: kept, most, show: showKept, all, page })),
    changes.length > 0 && section(pages.changesHead, list({ items: changes, most, show: showChange, all, page })),
    runId !== null && section(pages.again, [html`<p>${words.doAgain(runId)}</p>`, command(`renos-sync undo ${runId}`)]),
  ];
}

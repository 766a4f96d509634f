import type { HistoryResult, RunResult } from '../../../core/results/story-result.js';
import { countsInWords } from '../../counts.js';
import { errorOf, runCells, runHeads } from '../../history-report.js';
import { duration, moment, named, number, type Page, wordsOn } from '../../page.js';
import { badge, notice, said, section, table } from '../components.js';
import { changedFields } from '../fields.js';
import { type Html, html, type Part } from '../markup.js';
import { idOf, itemLink, link, listed, runLink, statusBadge, type View } from '../view.js';

const again = html` data-again="1000"`;

export function runsBody({ runs }: HistoryResult, view: View): Html {
  const { runs: words, site } = wordsOn(view);
  if (runs.length === 0)
    return html`<section><p>${words.nothingRun}</p><p>${site.firstSteps} ${link('/', site.places.week)}, ${link('/import', site.places.import)}</p></section>`;
  const rows = runs.map((run) => {
    const [id, kind, started, took, , did] = runCells(run, view);
    return [runLink(id), kind, started, took, statusBadge(run, view), said(did, view)];
  });
  return html`<section${runs.some(({ status }) => status === 'running') && again}>${table(runHeads(view), rows)}</section>`;
}

export interface LiveProgress {
  readonly label: string;
  readonly done: number;
  readonly total: number | null;
}

/** One run: live while it is running, then every change with both values; the imported file, and its undo. */
export function runBody(
  { run, changes }: RunResult,
  progress: LiveProgress | null,
  hasFile: boolean,
  view: View,
): Part {
  const { items, runs: words, site } = wordsOn(view);
  const isLive = run.status === 'running';
  const took = isLive || run.durationMs === null ? '' : `, ${words.tookTime(duration(view, run.durationMs))}`;
  const head = html`<p>${statusBadge(run, view)} ${items.runKinds[run.kind]}, ${words.startedAt(moment(view, run.startedAt))}${took}</p>`;
  const error = run.error !== null && notice('bad', html`<p>${said(errorOf(run, view) ?? '', view)}</p>`);
  const about = [head, html`<p>${countsInWords(view, run.counts)}</p>`, error];
  if (isLive) return html`<section${again}>${about}${waiting(progress, view)}</section>`;
  const file = hasFile && link('/import/result', site.importResult);
  const undo = run.changes > 0 && html`<a href="/runs/${run.id}/undo">${site.undoThis}</a>`;
  const show = (change: RunResult['changes'][number]) => changePart(change, view);
  const all = `renos-sync history ${run.id} --limit 0`;
  return [
    html`<section>${about}<div class="bar">${file}${undo}</div></section>`,
    changes.length === 0
      ? section(words.changes(run.changes), html`<p>${words.changedNothing}</p>`)
      : listed(words.changes(run.changes), { items: changes, show, all, of: run.changes }, view),
  ];
}

/** The progress of running work, and a link that reloads without a script. */
export function waiting(progress: LiveProgress | null, page: Page): Part {
  const { programs, site } = wordsOn(page);
  const link = html`<p><a href="">${site.lookAgain}</a></p>`;
  if (progress === null) return link;
  const { label, done, total } = progress;
  const name = (programs.progress as Readonly<Record<string, string>>)[label] ?? label;
  const amount = total === null ? number(page, done) : programs.ofTotal(number(page, done), number(page, total));
  const bar = total !== null && html`<progress max="${total}" value="${done}" aria-label="${name}"></progress>`;
  return [html`<p role="status">${name}: ${amount}</p>`, bar, link];
}

/** One change of a run, with the old and the new value of each field. */
export function changePart(change: RunResult['changes'][number], view: View): Part {
  const { side, action, kind, itemId, title, time, rule, fields } = change;
  const { items, runs } = wordsOn(view);
  const isNamed = (title ?? time) !== undefined;
  const name = isNamed ? html`<bdi>${named(view, { title, time, bookingId: itemId })}</bdi>` : idOf(itemId, view);
  const item = kind === 'customer' ? html`<a href="/customers/${itemId}">${name}</a>` : itemLink(view, itemId, name);
  const what = badge('quiet', `${items[side]}: ${items.actions[action]}`);
  return html`<p>${what} ${items.kinds[kind]} ${item} <span class="dim">${runs.rule(rule)}</span></p>${changedFields(fields, view)}`;
}

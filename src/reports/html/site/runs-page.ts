import type { ChangeStory, HistoryResult, RunResult, RunStory } from '../../../core/results/story-result.js';
import type { UndoResult } from '../../../core/results/undo-result.js';
import { countsInWords } from '../../counts.js';
import { fieldName } from '../../history-report.js';
import { duration, moment, number, type Page, period, wordsOn } from '../../page.js';
import { badge, beforeAndAfter, firstOf, notice, said, section, type Tone, table, tiles } from '../components.js';
import { type Html, html } from '../markup.js';
import { form, itemLink, runLink, type Site } from './site.js';

const tones: Readonly<Record<RunStory['status'], Tone>> = {
  running: 'info',
  succeeded: 'good',
  partly: 'warn',
  failed: 'bad',
  refused: 'warn',
  interrupted: 'warn',
};
const [mostChanges, room] = [300, 700_000];

export function runsBody(site: Site, { runs }: HistoryResult): Html {
  const { page } = site;
  const { items, runs: words } = wordsOn(page);
  if (runs.length === 0) return html`<section><p>${words.nothingRun}</p></section>`;
  const rows = runs.map((run) => [
    runLink(run.id),
    items.runKinds[run.kind],
    moment(page, run.startedAt),
    run.durationMs === null ? '' : duration(page, run.durationMs),
    statusBadge(run, page),
    whatItDid(run, page),
  ]);
  const heads = [words.run, words.kind, words.started, words.took, words.outcome, words.whatItDid];
  const live = runs.some(({ status }) => status === 'running') && again;
  return html`<section${live}>${table(
    heads.map((text) => ({ text })),
    rows,
  )}</section>`;
}

const again = html` data-again="1000"`;

const statusBadge = ({ status }: RunStory, page: Page) => badge(tones[status], wordsOn(page).items.runStatuses[status]);

function whatItDid(run: RunStory, page: Page): string {
  const { runs: words } = wordsOn(page);
  if (run.error !== null) return run.error.slice(0, 300);
  return countsInWords(page, run.counts) || (run.changes === 0 ? words.nothingToDo : words.changes(run.changes));
}

interface LiveProgress {
  readonly label: string;
  readonly done: number;
  readonly total: number | null;
}

/** One run: live while it goes on, then every change with both values; and the way to undo it. */
export function runBody(site: Site, { run, changes }: RunResult, progress: LiveProgress | null): Html {
  const { page } = site;
  const { items, runs: words, site: here } = wordsOn(page);
  const isLive = run.status === 'running';
  const took = isLive || run.durationMs === null ? null : words.tookTime(duration(page, run.durationMs));
  const head = html`<p>${statusBadge(run, page)} ${items.runKinds[run.kind]}, ${words.startedAt(moment(page, run.startedAt))}${took !== null && `, ${took}`}</p><p>${countsInWords(page, run.counts)}</p>${run.error !== null && notice('bad', html`<p>${run.error}</p>`)}`;
  const live =
    isLive && html`${progress !== null && progressBar(site, progress)}<p><a href="">${here.lookAgain}</a></p>`;
  const undo = !isLive && run.changes > 0 && html`<p><a href="/runs/${run.id}/undo">${here.undoThis}</a></p>`;
  const { shown, rest } = firstOf(changes, { most: mostChanges, room, show: (change) => changeBlock(change, page) });
  const left = run.changes - changes.length + rest;
  const result = !isLive && run.kind === 'import' && html`<p><a href="/import/result">${here.importResult}</a></p>`;
  const list =
    changes.length === 0
      ? html`<p>${words.changedNothing}</p>`
      : html`<ul>${shown}</ul>${left > 0 && html`<p>${here.moreChanges(left, run.id)}</p>`}`;
  return html`<section${isLive && again}>${head}${live}${result}${undo}</section>${!isLive && section(words.changes(run.changes), list)}`;
}

function progressBar({ page }: Site, { label, done, total }: LiveProgress): Html {
  const { programs } = wordsOn(page);
  const name = (programs.progress as Readonly<Record<string, string>>)[label] ?? label;
  const amount = total === null ? number(page, done) : programs.ofTotal(number(page, done), number(page, total));
  return html`<p role="status">${name}: ${amount}</p>${total !== null && html`<progress max="${total}" value="${done}" aria-label="${name}"></progress>`}`;
}

export function changeBlock({ side, action, kind, itemId, rule, fields }: ChangeStory, page: Page): Html {
  const { items, runs } = wordsOn(page);
  const id = kind === 'customer' ? said(itemId, page) : itemLink(itemId, said(itemId, page));
  return html`<li>${items[side]}: ${items.actions[action]} ${items.kinds[kind]} ${id} <span class="dim">${runs.rule(rule)}</span>${fieldLines(fields, page)}</li>`;
}

/** Each field with what it was and what it is. */
export function fieldLines(fields: Readonly<Record<string, readonly [unknown, unknown]>>, page: Page): Html[] {
  return Object.entries(fields).map(
    ([field, [from, to]]) =>
      html`<div>${fieldName(page, field)}: ${beforeAndAfter(fieldValue(field, from, page), fieldValue(field, to, page), page)}</div>`,
  );
}

export function fieldValue(field: string, value: unknown, page: Page): Html {
  const isTime = field === 'time' && typeof value === 'string' && value.includes('/');
  return said(isTime ? period(page, value) : value, page);
}

/** What an undo would do; the one button below does it. */
export function undoBody(site: Site, result: UndoResult): Html {
  const { page } = site;
  const { items, site: here, undo: words } = wordsOn(page);
  const { undone, changes, kept } = result;
  const heads = words.columns.map((text, at) => (at === 0 ? { text } : { text, align: 'right' as const }));
  const counts = (['customers', 'bookings', 'events'] as const).map((name) => {
    const { removed, restored, madeAgain } = result[name];
    return [words.rows[name], ...[removed, restored, madeAgain].map((count) => number(page, count))];
  });
  const list = firstOf(changes, {
    most: mostChanges,
    room,
    show: ({ side, action, kind, id, fields }) =>
      html`<li>${items[side]}: ${words.actions[action]} ${items.kinds[kind]} ${said(id, page)}${fieldLines(fields, page)}</li>`,
  });
  const keeping = firstOf(kept, {
    most: mostChanges,
    room,
    show: ({ kind, id, reason }) => html`<li>${items.kinds[kind]} ${said(id, page)}: ${words.reasons[reason]}</li>`,
  });
  const more = (rest: number) => rest > 0 && html`<p>${items.more(rest)}</p>`;
  const button =
    changes.length > 0 && form(site, `/runs/${undone.id}/undo`, html`<button class="danger">${here.undoNow}</button>`);
  return html`${tiles([{ label: words.run('', items.runKinds[undone.kind]).trim(), value: undone.id }])}<section>${changes.length === 0 ? html`<p>${words.nothing}</p>` : table(heads, counts)}<div class="bar">${button}${html`<a href="/runs/${undone.id}">${here.back}</a>`}</div></section>${changes.length > 0 && section(here.wouldDo, html`<ul>${list.shown}</ul>${more(list.rest)}`)}${kept.length > 0 && section(words.kept(kept.length), html`<ul>${keeping.shown}</ul>${more(keeping.rest)}`)}`;
}

import type { ChangeStory, HistoryResult, RunResult, RunStory } from '../../../core/results/story-result.js';
import { countsInWords } from '../../counts.js';
import { duration, moment, number, type Page, wordsOn } from '../../page.js';
import { badge, notice, said, section, type Tone, table } from '../components.js';
import { changedFields } from '../fields.js';
import { type Html, html, type Part } from '../markup.js';
import { idOf, itemLink, link, list, runLink, type View } from '../view.js';
import type { Site } from './site.js';

const tones: Readonly<Record<RunStory['status'], Tone>> = {
  running: 'info',
  succeeded: 'good',
  partly: 'warn',
  failed: 'bad',
  refused: 'warn',
  interrupted: 'warn',
};
const mostChanges = 300;
const again = html` data-again="1000"`;

export function runsBody({ page }: Site, { runs }: HistoryResult): Html {
  const { items, runs: words, site } = wordsOn(page);
  if (runs.length === 0)
    return html`<section><p>${words.nothingRun}</p><p>${site.firstSteps} ${link('/', site.places.week)}, ${link('/import', site.places.import)}</p></section>`;
  const rows = runs.map((run) => [
    runLink(run.id),
    items.runKinds[run.kind],
    moment(page, run.startedAt),
    run.durationMs === null ? '' : duration(page, run.durationMs),
    statusBadge(run, page),
    said(whatItDid(run, page), page),
  ]);
  const heads = [words.run, words.kind, words.started, words.took, words.outcome, words.whatItDid];
  const live = runs.some(({ status }) => status === 'running') && again;
  return html`<section${live}>${table(heads, rows)}</section>`;
}

const statusBadge = ({ status }: RunStory, page: Page) => badge(tones[status], wordsOn(page).items.runStatuses[status]);

function whatItDid(run: RunStory, page: Page): string {
  const { runs: words } = wordsOn(page);
  if (run.error !== null) return run.error;
  return countsInWords(page, run.counts) || (run.changes === 0 ? words.nothingToDo : words.changes(run.changes));
}

export interface LiveProgress {
  readonly label: string;
  readonly done: number;
  readonly total: number | null;
}

export interface RunAround {
  /** null: it is not running here. */
  readonly progress: LiveProgress | null;
  /** It imported the file that this person sent last. */
  readonly hasFile: boolean;
}

/** One run: live while it goes on, then every change with both values; and the way to undo it. */
export function runBody(view: Site, { run, changes }: RunResult, { progress, hasFile }: RunAround): Part {
  const { page } = view;
  const { items, runs: words, site } = wordsOn(page);
  const isLive = run.status === 'running';
  const took = isLive || run.durationMs === null ? null : words.tookTime(duration(page, run.durationMs));
  const live = isLive && [progressPart(progress, page), html`<p><a href="">${site.lookAgain}</a></p>`];
  const ways = !isLive && [
    hasFile && link('/import/result', site.importResult),
    run.changes > 0 && html`<a href="/runs/${run.id}/undo">${site.undoThis}</a>`,
  ];
  const show = (change: ChangeStory) => html`<li>${changePart(change, view)}</li>`;
  const all = `renos-sync history ${run.id} --limit 0`;
  return [
    html`<section${isLive && again}><p>${statusBadge(run, page)} ${items.runKinds[run.kind]}, ${words.startedAt(moment(page, run.startedAt))}${took !== null && `, ${took}`}</p><p>${countsInWords(page, run.counts)}</p>${run.error !== null && notice('bad', html`<p>${said(run.error, page)}</p>`)}${live}<div class="bar">${ways}</div></section>`,
    !isLive &&
      section(
        words.changes(run.changes),
        changes.length === 0
          ? html`<p>${words.changedNothing}</p>`
          : list({ items: changes, most: mostChanges, show, all, page, of: run.changes }),
      ),
  ];
}

/** How far something has come that goes on. */
export function progressPart(progress: LiveProgress | null, page: Page): Part {
  if (progress === null) return null;
  const { label, done, total } = progress;
  const { programs } = wordsOn(page);
  const name = (programs.progress as Readonly<Record<string, string>>)[label] ?? label;
  const amount = total === null ? number(page, done) : programs.ofTotal(number(page, done), number(page, total));
  return html`<p role="status">${name}: ${amount}</p>${total !== null && html`<progress max="${total}" value="${done}" aria-label="${name}"></progress>`}`;
}

/** One change of a run, with what each field was and is. */
export function changePart({ side, action, kind, itemId, rule, fields }: ChangeStory, view: View): Part {
  const { page } = view;
  const { items, runs } = wordsOn(page);
  const id =
    kind === 'customer' ? html`<a href="/customers/${itemId}">${idOf(itemId, page)}</a>` : itemLink(view, itemId);
  return html`<p>${badge('quiet', `${items[side]}: ${items.actions[action]}`)} ${items.kinds[kind]} ${id} <span class="dim">${runs.rule(rule)}</span></p>${changedFields(fields, page)}`;
}

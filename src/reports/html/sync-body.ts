import type { SyncChange, SyncConflict, SyncFailure, SyncResult } from '../../core/results/sync-result.js';
import { number, wordsOn } from '../page.js';
import { syncCounts } from '../sync-report.js';
import { badge, counts, facts, notice, section, type Tone } from './components.js';
import { changedFields, disputedFields } from './fields.js';
import { html, type Part } from './markup.js';
import { itemName, listed, mostOfList, type View } from './view.js';
import { type CalendarItem, weekGrids } from './week-grid.js';

const looks: Readonly<Record<SyncChange['action'] | 'move' | 'conflict', readonly [tone: Tone, sign: string]>> = {
  create: ['good', '+'],
  revive: ['good', '+'],
  update: ['info', '✎'],
  move: ['info', '→'],
  delete: ['bad', '−'],
  cancel: ['bad', '−'],
  conflict: ['warn', '!'],
};
type Look = keyof typeof looks;

/** The changes of a sync, or of its dry run: the week as a calendar, then each change with both values and its rule. */
export function syncBody(result: SyncResult, view: View): Part {
  const { causes, items, pages, runs, sync } = wordsOn(view);
  const showConflict = (conflict: SyncConflict, at: number) => [
    html`<p id="conflict-${at}">${badge('warn', conflict.decision === 'held' ? pages.held : sync.sides[conflict.decision])} ${itemName(conflict, view)}</p>`,
    disputedFields(conflict.values, view),
    html`<p class="dim"><bdi>${causes.conflict(conflict)}</bdi></p>`,
  ];
  const showFailure = (failure: SyncFailure) =>
    html`<p>${badge('bad', failure.code)} ${itemName(failure, view)}: <bdi>${causes.failure({ ...failure, reason: failure.message })}</bdi></p>`;
  const showChange = (change: SyncChange, at: number) => {
    const look = lookOf(change);
    const [tone, sign] = looks[look];
    return [
      html`<p id="change-${at}">${badge(tone, `${items[change.side]}: ${pages.changes[look]}`, sign)} ${itemName(change, view)}</p>`,
      changedFields(change.fields, view),
      html`<p class="dim"><bdi>${causes.change(change)}</bdi>. ${runs.rule(change.rule)}.</p>`,
    ];
  };
  const all = result.dryRun ? 'renos-sync sync --dry-run --json' : 'renos-sync history RUN --limit 0';
  return [
    verdict(result, view),
    counts(syncCounts(result, view)),
    calendar(result, view),
    listed(pages.conflicts, { items: result.conflicts, show: showConflict, all: 'renos-sync conflicts' }, view),
    listed(pages.failed, { items: result.errors, show: showFailure, all: 'renos-sync status' }, view),
    listed(pages.changesHead, { items: result.changes, show: showChange, all }, view),
    others(result, view),
  ];
}

function verdict({ dryRun, success, conflicts, changes, errors }: SyncResult, view: View): Part {
  const { site, sync } = wordsOn(view);
  const where = view.formToken === null ? 'renos-sync conflicts' : site.onPage(site.places.conflicts);
  const held = conflicts.filter(({ decision }) => decision === 'held').length;
  const lines = [
    ...(dryRun ? [sync.dryRun] : []),
    ...(changes.length > 0 ? [] : [dryRun ? sync.wouldWriteNothing : sync.wroteNothing]),
    ...(held > 0 ? [sync.held(held, where)] : []),
    ...(errors.length > 0 ? [sync.failed(errors.length)] : []),
  ].map((line) => html`<p>${line.replace(/:$/, '.')}</p>`);
  return lines.length > 0 && notice(success ? (held > 0 ? 'warn' : 'info') : 'bad', lines);
}

function lookOf({ action, fields }: SyncChange): Look {
  return action === 'update' && fields.time !== undefined ? 'move' : action;
}

/** The position of a change in the calendar: its new time; for a deletion the old one. */
function calendar({ changes, conflicts }: SyncResult, view: View): Part {
  const { pages } = wordsOn(view);
  const placed = (time: string | null, title: string | null, look: Look, at: number): CalendarItem[] => {
    const [tone, sign] = looks[look];
    const href = at < mostOfList ? html`href="#${look === 'conflict' ? look : 'change'}-${at}"` : null;
    return time === null ? [] : [{ time, title, tone, sign, word: pages.changes[look], href }];
  };
  const items = [
    ...changes.flatMap((change, at) => {
      const { time, title } = change.fields;
      const [when, name] = [time?.[1] ?? change.time ?? time?.[0], title?.[1] ?? change.title ?? title?.[0]];
      return placed(when ?? null, name ?? null, lookOf(change), at);
    }),
    ...conflicts.flatMap(({ time, title }, at) => placed(time, title, 'conflict', at)),
  ];
  const legend = (['create', 'update', 'move', 'delete', 'conflict'] as const).map((look) =>
    badge(looks[look][0], pages.changes[look], looks[look][1]),
  );
  return items.length > 0 && section(pages.calendar, [html`<p class="legend">${legend}</p>`, weekGrids(items, view)]);
}

function others({ skipped, deferred, linked, notes, elsewhere, requests }: SyncResult, view: View): Part {
  const { pages, site, sync } = wordsOn(view);
  const names: Readonly<Record<string, string>> = sync.skipped;
  return section(pages.others, [
    known(notes, elsewhere, view),
    linked > 0 && html`<p>${sync.linked(linked)}</p>`,
    deferred > 0 && html`<p>${sync.deferred(deferred, view.formToken === null ? '--max-events' : site.limit)}</p>`,
    facts([
      ...Object.entries(skipped).map(([why, count]) => [names[why] ?? why, number(view, count)] as const),
      [pages.requests, number(view, requests)],
    ]),
  ]);
}

/** Notes; they change nothing. */
export function known(notes: SyncResult['notes'], elsewhere: SyncResult['elsewhere'], view: View): Part {
  const { causes, sync } = wordsOn(view);
  return [
    notes.slice(0, 100).map((note) => html`<p>${itemName(note, view)}: <bdi>${causes.note(note)}</bdi></p>`),
    elsewhere.slice(0, 100).map(({ bookings, calendarId }) => html`<p>${sync.elsewhere(bookings, calendarId)}</p>`),
  ];
}

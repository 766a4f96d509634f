import type { SyncChange, SyncConflict, SyncFailure, SyncResult } from '../../core/results/sync-result.js';
import { number, type Page, wordsOn } from '../page.js';
import { badge, facts, notice, said, section, type Tile, type Tone, tiles } from './components.js';
import { changedFields, disputedFields, fieldValue } from './fields.js';
import { type Html, html, type Part } from './markup.js';
import { itemLink, list, type View } from './view.js';
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

const mostWeeks = 6;
const mostChanges = 500;

/** What a sync did, or would do: the week as a calendar, then each change with both values and its rule. */
export function syncBody(result: SyncResult, view: View): Part {
  const { page } = view;
  return [
    verdict(result, page),
    tiles(countsOf(result, page)),
    calendar(result, page),
    conflicts(result, view),
    failures(result, view),
    changes(result, view),
    others(result, page),
  ];
}

function verdict({ dryRun, success, conflicts, changes, errors }: SyncResult, page: Page): Part {
  const { sync } = wordsOn(page);
  const held = conflicts.filter(({ decision }) => decision === 'held').length;
  const text = [
    ...(dryRun ? [sync.dryRun] : []),
    ...(changes.length === 0 ? [dryRun ? sync.wouldWriteNothing : sync.wroteNothing] : []),
    ...(held > 0 ? [sync.held(held)] : []),
    ...(errors.length > 0 ? [sync.failed(errors.length)] : []),
  ];
  if (text.length === 0) return null;
  const tone = !success ? 'bad' : held > 0 ? 'warn' : 'info';
  return notice(
    tone,
    text.map((line) => html`<p>${line.replace(/:$/, '.')}</p>`),
  );
}

function countsOf({ google, database, linked, conflicts, errors }: SyncResult, page: Page): readonly Tile[] {
  const { pages, sync } = wordsOn(page);
  const tile = (label: string, value: number, tone: Tone): Tile => ({
    label,
    value: number(page, value),
    tone: value === 0 ? 'quiet' : tone,
  });
  return [
    tile(`${sync.googleCalendar}: ${sync.created}`, google.created, 'good'),
    tile(`${sync.googleCalendar}: ${sync.updated}`, google.updated, 'info'),
    tile(`${sync.googleCalendar}: ${sync.removed}`, google.deleted, 'bad'),
    tile(`${sync.bookings}: ${sync.created}`, database.created, 'good'),
    tile(`${sync.bookings}: ${sync.updated}`, database.updated, 'info'),
    tile(`${sync.bookings}: ${sync.removed}`, database.cancelled, 'bad'),
    ...(linked > 0 ? [tile(pages.linked, linked, 'good')] : []),
    tile(pages.conflicts, conflicts.length, 'warn'),
    tile(pages.failed, errors.length, 'bad'),
  ];
}

function lookOf({ action, fields }: SyncChange): keyof typeof looks {
  return action === 'update' && fields.time !== undefined ? 'move' : action;
}

/** Where a change is in the calendar: where it moves to; what goes, where it was. */
function calendar({ changes, conflicts }: SyncResult, page: Page): Part {
  const { pages } = wordsOn(page);
  const items = [
    ...changes.flatMap((change, at): CalendarItem[] => {
      const time = change.fields.time?.[1] ?? change.time ?? change.fields.time?.[0] ?? null;
      const title = change.fields.title?.[1] ?? change.title ?? change.fields.title?.[0] ?? null;
      return placed({ time, title }, lookOf(change), at < mostChanges ? html`href="#change-${at}"` : null, page);
    }),
    ...conflicts.flatMap((conflict, at) =>
      placed(conflict, 'conflict', at < mostChanges ? html`href="#conflict-${at}"` : null, page),
    ),
  ];
  if (items.length === 0) return null;
  const weeks = weekGrids(items, page, mostWeeks);
  const legend = (Object.keys(looks) as (keyof typeof looks)[])
    .filter((look) => look !== 'revive' && look !== 'cancel')
    .map((look) => [badge(looks[look][0], pages.changes[look], looks[look][1]), ' ']);
  return section(pages.calendar, [html`<p class="legend">${legend}</p>`, weeks]);
}

function placed(
  { time, title }: { readonly time: string | null; readonly title: string | null },
  look: keyof typeof looks,
  href: Html | null,
  page: Page,
): CalendarItem[] {
  if (time === null) return [];
  const [tone, sign] = looks[look];
  const word = wordsOn(page).pages.changes[look];
  return [{ time, title, tone, sign, word, href }];
}

function headOf({ time, title }: { readonly time: string | null; readonly title: string | null }, page: Page): Part {
  return [
    html`<strong>${said(title, page)}</strong>`,
    time !== null && [' ', html`<span class="dim">${fieldValue('time', time, page)}</span>`],
  ];
}

function changes({ changes, dryRun }: SyncResult, view: View): Part {
  if (changes.length === 0) return null;
  const { page } = view;
  const { causes, items, pages, runs } = wordsOn(page);
  const show = (change: SyncChange, at: number) => {
    const look = lookOf(change);
    const side = change.side === 'google' ? items.google : items.database;
    return html`<li id="change-${at}"><p>${badge(looks[look][0], `${side}: ${pages.changes[look]}`, looks[look][1])} ${headOf(change, page)}</p>
${changedFields(change.fields, page)}<p class="dim"><bdi>${causes.change(change)}</bdi>. ${runs.rule(change.rule)}. ${itemLink(view, change.bookingId, items.bookingNamed(change.bookingId ?? '–'))}</p></li>`;
  };
  const all = dryRun ? 'renos-sync sync --dry-run --json' : 'renos-sync history RUN --limit 0';
  return section(pages.changesHead, list({ items: changes, most: mostChanges, show, all, page }));
}

function conflicts({ conflicts }: SyncResult, view: View): Part {
  if (conflicts.length === 0) return null;
  const { page } = view;
  const { causes, pages, sync } = wordsOn(page);
  const show = (conflict: SyncConflict, at: number) =>
    html`<li id="conflict-${at}"><p>${badge('warn', conflict.decision === 'held' ? pages.held : sync.sides[conflict.decision])} ${headOf(conflict, page)}</p>
${disputedFields(conflict.values, page)}<p class="dim"><bdi>${causes.conflict(conflict)}</bdi></p></li>`;
  const all = 'renos-sync conflicts';
  return section(pages.conflicts, list({ items: conflicts, most: mostChanges, show, all, page }));
}

function failures({ errors }: SyncResult, view: View): Part {
  if (errors.length === 0) return null;
  const { page } = view;
  const { causes, pages } = wordsOn(page);
  const show = (error: SyncFailure) =>
    html`<li><p>${badge('bad', error.code)} ${itemLink(view, error.bookingId ?? error.eventId)}: <bdi>${causes.failure({ ...error, reason: error.message })}</bdi></p></li>`;
  return section(pages.failed, list({ items: errors, most: mostChanges, show, all: 'renos-sync status', page }));
}

function others({ skipped, deferred, notes, elsewhere, requests }: SyncResult, page: Page): Part {
  const { causes, pages, sync } = wordsOn(page);
  const names: Readonly<Record<string, string>> = sync.skipped;
  return section(pages.others, [
    notes.slice(0, 100).map((note) => html`<p><code>${note.bookingId}</code>: <bdi>${causes.note(note)}</bdi></p>`),
    elsewhere.slice(0, 100).map(({ bookings, calendarId }) => html`<p>${sync.elsewhere(bookings, calendarId)}</p>`),
    deferred > 0 && html`<p>${sync.deferred(deferred)}</p>`,
    facts([
      ...Object.entries(skipped).map(([why, count]) => [names[why] ?? why, number(page, count)] as const),
      [pages.requests, number(page, requests)],
    ]),
  ]);
}

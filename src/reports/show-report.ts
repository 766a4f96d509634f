import type { SyncField } from '../core/calendar/model/content.js';
import type { NextStep, PairStory, Says, SideStory } from '../core/calendar/status/pair-story.js';
import type { ChangeStory } from '../core/runs/history.js';
import { renderChanges, renderFields } from './history-report.js';
import { safeText } from './one-line.js';
import { moment, type Page, paint, period } from './page.js';
import { renderTable } from './table.js';
import { paragraph } from './wrap.js';

const nothing = '–';
const order: readonly SyncField[] = ['time', 'title', 'location', 'description', 'customer'];

/** One pair's story: both sides beside what they agreed on, then what comes next, then what was. */
export function renderPair(story: PairStory, page: Page): string {
  const { next, held, failed, notes, changes } = story;
  return [
    ...headOf(story, page),
    '',
    renderSides(story, page),
    '',
    ...(next === null ? ['Next run: cannot be told while Google is not reached.'] : renderNext(next, page)),
    ...held.flatMap(({ id, fields }) => [`Held: ${fields.join(', ')}`, `    renos-sync conflicts resolve ${id}`]),
    ...failed.flatMap(({ code, reason, help }) => [
      ...paragraph(`Failed: ${safeText(reason)} [${code}]`, page, 0),
      ...paragraph(help, page, 4),
    ]),
    ...notes.flatMap(({ message }) => paragraph(`Worth knowing: ${message}`, page, 0)),
    '',
    ...renderPast(changes, page),
  ].join('\n');
}

function headOf({ bookingId, eventId, calendarId, agreed }: PairStory, page: Page): string[] {
  const line = (name: string, value: string) => `${paint(page, 'dim', name.padEnd(9))} ${safeText(value)}`;
  return [
    line('booking', bookingId ?? 'none'),
    line('event', eventId === null ? 'none' : eventId),
    ...(calendarId === null ? [] : [line('calendar', calendarId)]),
    line('agreed', agreed === null ? 'never: they are not linked' : moment(page, agreed.at)),
  ];
}

function renderSides({ booking, event, agreed }: PairStory, page: Page): string {
  const rows = [
    ['', stateOf(booking), stateOf(event), agreed === null ? nothing : moment(page, agreed.at)],
    ...order.map((field) => [
      field,
      value(booking?.says, field, page),
      value(event?.says, field, page),
      agreedOn(agreed, field, page),
    ]),
  ];
  return renderTable(
    page,
    [
      { head: 'field' },
      { head: 'booking says', flexible: true },
      { head: 'event says', flexible: true },
      { head: 'last agreed on', flexible: true },
    ],
    rows.filter(([field, ...cells]) => field === '' || cells.some((cell) => cell !== nothing)),
  );
}

function stateOf(side: SideStory | null): string {
  if (side === null) return '(is not there)';
  return `${side.removed ? '(is gone; it said)' : '(is there)'}${side.remembered ? ' as last read' : ''}`;
}

function value(says: Says | undefined, field: SyncField, page: Page): string {
  const text = says?.[field] ?? null;
  if (text === null) return nothing;
  return field === 'time' ? period(page, text) : safeText(text);
}

/** The two may agree in different words: a title written by hand beside the booking's own. */
function agreedOn(agreed: PairStory['agreed'], field: SyncField, page: Page): string {
  const [ours, theirs] = [value(agreed?.booking, field, page), value(agreed?.event, field, page)];
  return ours === theirs ? ours : `${ours} / ${theirs}`;
}

function renderNext({ action, state, reason, google, database, holds, refusal }: NextStep, page: Page): string[] {
  const rule = state === null ? action : `${action} (${state})`;
  const isWork = google !== null || database !== null;
  const does = isWork ? 'writes' : 'does nothing';
  const keeps = `holds ${holds.join(', ')} for a person${isWork ? ' and writes the rest' : ''}`;
  return [
    paint(page, 'bold', `Next run ${holds.length === 0 ? does : keeps}:`),
    ...paragraph(safeText(`${reason}.`), page, 4),
    `    ${paint(page, 'dim', `rule: ${rule}`)}`,
    ...(google === null ? [] : [`  Google: ${google.action}`, ...renderFields(google.fields, page)]),
    ...(database === null ? [] : [`  Database: ${database.action}`, ...renderFields(database.fields, page)]),
    ...(refusal === null ? [] : [...paragraph(`But the whole run would refuse: ${safeText(refusal)}`, page, 2)]),
  ];
}

/** The page that is left beside an indentation. */
function narrower(page: Page): Page {
  return page.width === null ? page : { ...page, width: page.width - 2 };
}

function renderPast(changes: readonly ChangeStory[], page: Page): string[] {
  if (changes.length === 0) return ['No run has changed it yet.'];
  return changes.flatMap((change) => [
    `${moment(page, change.at)}  renos-sync history ${change.runId}`,
    ...renderChanges([change], narrower(page)).map((line) => `  ${line}`),
  ]);
}

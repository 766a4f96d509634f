import type { SyncField } from '../core/calendar/model/content.js';
import type { NextStep, PairStory, RunResult, SideStory } from '../core/results/story-result.js';
import { tellStated } from '../messages/results.js';
import { voiceOf } from '../messages/voice.js';
import { renderAction } from './failure.js';
import { fieldName, renderChanges, renderFields } from './history-report.js';
import { safeText } from './one-line.js';
import { moment, type Page, paint, period, wordsOn } from './page.js';
import { renderTable } from './table.js';
import { paragraph } from './wrap.js';

const nothing = '–';
const order: readonly SyncField[] = ['time', 'title', 'location', 'description', 'customer'];

/** One pair's history: both sides beside the agreed values, then the next change, then the past ones. */
export function renderPair(story: PairStory, page: Page): string {
  const { next, held, failed, notes, changes } = story;
  const { causes, status: words } = wordsOn(page);
  return [
    ...headOf(story, page),
    '',
    renderSides(story, page),
    '',
    ...(next === null ? [words.nextUnknown] : renderNext(next, page)),
    ...held.flatMap(({ id, fields }) => [
      words.heldFields(fieldNames(page, fields)),
      `    renos-sync conflicts resolve ${id}`,
    ]),
    ...failed.flatMap((failure) => [
      ...paragraph(words.failedFor(safeText(causes.failure(failure)), failure.code), page, 0),
      ...renderAction(causes.help(failure, voiceOf('typed', page.language)), page, 4),
    ]),
    ...notes.flatMap((note) => paragraph(words.note(causes.note(note)), page, 0)),
    '',
    ...renderPast(changes, page),
  ].join('\n');
}

function headOf({ bookingId, eventId, calendarId, agreed }: PairStory, page: Page): string[] {
  const words = wordsOn(page).status;
  const line = (name: string, value: string) => `${paint(page, 'dim', name.padEnd(9))} ${safeText(value)}`;
  return [
    line(words.booking, bookingId ?? words.none),
    line(words.event, eventId === null ? words.none : eventId),
    ...(calendarId === null ? [] : [line(words.calendar, calendarId)]),
    line(words.agreed, agreed === null ? words.neverAgreed : moment(page, agreed.at)),
  ];
}

function renderSides({ booking, event, agreed }: PairStory, page: Page): string {
  const words = wordsOn(page).status;
  const rows = [
    ['', stateOf(booking, page), stateOf(event, page), agreed === null ? nothing : moment(page, agreed.at)],
    ...order.map((field) => [
      fieldName(page, field),
      value(booking?.says, field, page),
      value(event?.says, field, page),
      agreedOn(agreed, field, page),
    ]),
  ];
  return renderTable(
    page,
    [
      { head: words.field },
      { head: words.bookingSays, flexible: true },
      { head: words.eventSays, flexible: true },
      { head: words.lastAgreed, flexible: true },
    ],
    rows.filter(([field, ...cells]) => field === '' || cells.some((cell) => cell !== nothing)),
  );
}

function stateOf(side: SideStory | null, page: Page): string {
  const words = wordsOn(page).status;
  if (side === null) return words.missing;
  return `${side.removed ? words.gone : words.there}${side.remembered ? ` ${words.asLastRead}` : ''}`;
}

function value(says: SideStory['says'] | undefined, field: SyncField, page: Page): string {
  const text = says?.[field] ?? null;
  if (text === null) return nothing;
  return field === 'time' ? period(page, text) : safeText(text);
}

/** The two may agree in different words: a title written by hand beside the booking's own. */
function agreedOn(agreed: PairStory['agreed'], field: SyncField, page: Page): string {
  const [ours, theirs] = [value(agreed?.booking, field, page), value(agreed?.event, field, page)];
  return ours === theirs ? ours : `${ours} / ${theirs}`;
}

function renderNext(next: NextStep, page: Page): string[] {
  const { action, state, google, database, holds, refusal, refusalSentence } = next;
  const { causes, items, status: words } = wordsOn(page);
  const rule = state === null ? action : `${action} (${state})`;
  const isWork = google !== null || database !== null;
  const holding = isWork ? words.nextHoldsAndWrites : words.nextHolds;
  const does = isWork ? words.nextWrites : words.nextDoesNothing;
  const actionIn = (side: 'google' | 'database', name: string) =>
    `  ${items[side]}: ${(items.actions as Readonly<Record<string, string>>)[name] ?? name}`;
  return [
    paint(page, 'bold', holds.length === 0 ? does : holding(fieldNames(page, holds))),
    ...paragraph(safeText(`${causes.next(next)}.`), page, 4),
    `    ${paint(page, 'dim', words.rule(rule))}`,
    ...(google === null ? [] : [actionIn('google', google.action), ...renderFields(google.fields, page)]),
    ...(database === null ? [] : [actionIn('database', database.action), ...renderFields(database.fields, page)]),
    ...(refusal === null
      ? []
      : paragraph(
          words.wholeRunRefuses(
            safeText(
              tellStated({ message: refusal, sentence: refusalSentence }, { language: page.language, as: 'typed' })
                .message,
            ),
          ),
          page,
          2,
        )),
  ];
}

function fieldNames(page: Page, fields: readonly string[]): string {
  return fields.map((field) => fieldName(page, field)).join(', ');
}

/** The page to the right of an indentation. */
function narrower(page: Page): Page {
  return page.width === null ? page : { ...page, width: page.width - 2 };
}

function renderPast(changes: RunResult['changes'], page: Page): string[] {
  if (changes.length === 0) return [wordsOn(page).status.unchanged];
  return changes.flatMap((change) => [
    `${moment(page, change.at)}  renos-sync history ${change.runId}`,
    ...renderChanges([change], narrower(page)).map((line) => `  ${line}`),
  ]);
}

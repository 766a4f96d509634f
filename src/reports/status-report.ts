import type { UnreachableStatus } from '../core/calendar/status/unreachable-status.js';
import type { SyncStatus } from '../core/results/status-result.js';
import type { Messages } from '../messages/messages.js';
import { tellStated, tellStatus } from '../messages/results.js';
import { type Medium, textOf, voiceOf } from '../messages/voice.js';
import { renderAction } from './failure.js';
import { fieldName } from './history-report.js';
import { safeText } from './one-line.js';
import { duration, moment, named, number, type Page, paint, wordsOn } from './page.js';
import { renderElsewhere } from './sync-report.js';
import { renderTable } from './table.js';
import { paragraph, wrap } from './wrap.js';

const shown = 20;

/** The status on one screen: the verdict first, then what waits, the errors, and what to do. */
export function renderStatus(status: SyncStatus | UnreachableStatus, page: Page): string {
  const { database, google } = status;
  const words = wordsOn(page).status;
  const reached = [
    line(words.database, reachInWords(database, page), page),
    line(words.google, reachInWords(google, page), page),
  ];
  if (!('calendars' in status)) return [paint(page, 'red', words.databaseUnusable), '', ...reached].join('\n');
  return [
    headline(status, page),
    '',
    ...overviewOf(status, page).map(([name, value]) => line(name, value, page)),
    ...reached,
    '',
    renderCalendars(status.calendars, page),
    ...problems(status, page),
  ].join('\n');
}

/** The last and the next sync, the totals, and what waits: each with its name. */
export function overviewOf(status: SyncStatus, page: Page): readonly (readonly [name: string, value: string])[] {
  const words = wordsOn(page).status;
  const { nextSync } = status;
  return [
    [words.lastSync, lastSyncInWords(status, page)],
    ...(nextSync === null ? [] : [[words.nextSync, moment(page, nextSync)] as const]),
    [words.bookings, bookingCount(status, page)],
    [words.waiting, waitingInWords(status, page)],
  ];
}

const margin = 12;

function line(name: string, value: string, page: Page): string {
  const [first = '', ...rest] = wrap(value, page, { indent: margin });
  return [`${paint(page, 'dim', name.padEnd(margin))}${first}`, ...rest.map((more) => ' '.repeat(margin) + more)].join(
    '\n',
  );
}

function headline(status: SyncStatus, page: Page): string {
  const { colour, text } = verdictOf(status, page);
  return paint(page, colour, text);
}

/** The verdict in a sentence, and its colour. */
export function verdictOf(
  { verdict, lastSync, deep }: SyncStatus,
  page: Page,
  as: Medium = 'typed',
): { readonly colour: 'red' | 'yellow' | 'green'; readonly text: string } {
  const { verdicts } = wordsOn(page).status;
  const how = textOf(voiceOf(as, page.language).sync({}));
  const toSync = (text: string) => `${text}${as === 'shown' ? '.' : ':'} ${how}`;
  if (verdict === 'unreachable') return { colour: 'red', text: verdicts[verdict] };
  if (verdict === 'stale') return { colour: 'red', text: toSync(verdicts[verdict]) };
  if (verdict === 'attention') return { colour: 'yellow', text: verdicts.attention };
  if (lastSync === null) return { colour: 'yellow', text: toSync(verdicts['not-synced']) };
  if (verdict === 'changes-waiting') return { colour: 'yellow', text: toSync(verdicts[verdict]) };
  return { colour: 'green', text: verdicts[deep ? 'in-step-deep' : 'in-step'] };
}

/** When the last run finished, and how it ended. */
function lastSyncInWords({ lastSync, lastRun, checkedAt }: SyncStatus, page: Page): string {
  const { items, status: words } = wordsOn(page);
  const statuses: Readonly<Record<string, string>> = items.runStatuses;
  const run = lastRun === null ? '' : `; ${words.lastRun(lastRun.id, statuses[lastRun.status] ?? lastRun.status)}`;
  if (lastSync === null) return `${words.never}${run}`;
  const age = Math.max(0, Date.parse(checkedAt) - Date.parse(lastSync));
  return `${words.ago(moment(page, lastSync), duration(page, age))}${run}`;
}

/** How many bookings there are, and for how many of them no run creates an event. */
function bookingCount({ totalBookings, outsideWindow }: SyncStatus, page: Page): string {
  const total = number(page, totalBookings);
  return outsideWindow === 0 ? total : wordsOn(page).status.outsideWindow(total, outsideWindow);
}

/** The changes of the next run on either side. */
function waitingInWords({ waiting, toBeHeld }: SyncStatus, page: Page): string {
  const words = wordsOn(page).status;
  if (waiting === null) return words.unknown;
  const [google, database] = [sum(waiting.google, page), sum(waiting.database, page)];
  const parts = [
    google === '' && database === '' ? '' : words.waits(google || words.nothing, database || words.nothing),
    toBeHeld === 0 ? '' : words.toBeHeld(toBeHeld),
  ];
  return parts.filter((part) => part !== '').join('; ') || words.nothing;
}

function sum(counts: Partial<Record<keyof Messages['status']['counts'], number>>, page: Page): string {
  const words = wordsOn(page).status.counts;
  return (['created', 'updated', 'deleted', 'cancelled'] as const)
    .filter((name) => (counts[name] ?? 0) > 0)
    .map((name) => words[name](counts[name] ?? 0))
    .join(', ');
}

/** Whether a service answered; the error on stderr says what to do about it. */
export function reachInWords(reached: SyncStatus['google'], page: Page): string {
  const { reachable, milliseconds, as, problem: message, sentence } = reached;
  const words = wordsOn(page).status;
  const account = as === null ? null : (words.guests[as] ?? safeText(as));
  if (reachable) return words.reachable(duration(page, milliseconds), account);
  return words.unreachable(
    account,
    safeText(tellStated({ message: message ?? '', sentence }, { language: page.language, as: 'typed' }).message),
  );
}

function renderCalendars(calendars: SyncStatus['calendars'], page: Page): string {
  const [[name = '', ...heads], rows] = calendarsTable(calendars, page);
  const columns = heads.map((head, at) => ({ head, align: at < 3 ? 'right' : 'left' }) as const);
  return renderTable(page, [{ head: name, flexible: true }, ...columns], rows);
}

/** The calendars: heads, then a row each; the second to the fourth column are counts. */
export function calendarsTable(all: SyncStatus['calendars'], page: Page): readonly [heads: string[], string[][]] {
  const { items, status: words } = wordsOn(page);
  const statuses: Readonly<Record<string, string>> = items.runStatuses;
  const { calendar, events, linked, waitingHead, token, lastRunHead, outcome } = words;
  const rows = all.map(({ calendarId, waiting, tokenAgeSeconds, lastRun, ...counts }) => [
    calendarId,
    number(page, counts.events),
    number(page, counts.linkedEvents),
    waiting === null ? '?' : number(page, total(waiting.google) + total(waiting.database)),
    tokenAgeSeconds === null ? words.noToken : words.old(duration(page, Math.max(1, tokenAgeSeconds) * 1_000)),
    lastRun === null ? words.never : moment(page, lastRun.startedAt),
    lastRun === null ? '' : (statuses[lastRun.status] ?? lastRun.status),
  ]);
  return [[calendar, events, linked, waitingHead, token, lastRunHead, outcome], rows];
}

function total(counts: Readonly<Record<string, number>>): number {
  return Object.values(counts).reduce((sum, count) => sum + count, 0);
}

function problems(status: SyncStatus, page: Page): string[] {
  const { held, failed, notes, elsewhere, refusal } = tellStatus(status, { language: page.language, as: 'typed' });
  const { causes, items, status: words } = wordsOn(page);
  const title = (text: string) => paint(page, 'yellow', text);
  const rest = (count: number, command: string) => (count > shown ? [`  ${items.moreAt(count - shown, command)}`] : []);
  const booking = (id: string) => items.bookingNamed(safeText(id));
  return [
    ...(refusal === null
      ? []
      : ['', title(words.wouldRefuse), ...paragraph(safeText(refusal), page, 2), '    renos-sync sync --dry-run']),
    ...(held.length === 0 ? [] : ['', title(words.held(held.length))]),
    ...held.slice(0, shown).flatMap((conflict) => {
      const { fields, help } = conflict;
      const names = fields.map((field) => fieldName(page, field)).join(', ');
      return [
        ...paragraph(`${named(page, conflict)}: ${names} (${safeText(causes.conflict(conflict))})`, page, 2),
        `    ${help}`,
      ];
    }),
    ...rest(held.length, 'renos-sync conflicts'),
    ...(failed.length === 0 ? [] : ['', title(words.failed(failed.length))]),
    ...failed.slice(0, shown).flatMap((failure) => {
      const { bookingId, eventId, code, time = null, title = null } = failure;
      const byId = bookingId === null ? items.eventNamed(safeText(eventId ?? '')) : booking(bookingId);
      const name = time === null && title === null ? byId : named(page, { time, title, bookingId, eventId });
      return [
        ...paragraph(`${name}: ${safeText(causes.failure(failure))} [${code}]`, page, 2),
        ...renderAction(causes.help(failure, voiceOf('typed', page.language)), page, 4),
      ];
    }),
    ...rest(failed.length, 'renos-sync status --json'),
    ...(elsewhere.length === 0 ? [] : ['', renderElsewhere(elsewhere, page)]),
    ...(notes.length === 0 ? [] : ['', words.notes(notes.length)]),
    ...notes.slice(0, shown).flatMap((note) => paragraph(`${booking(note.bookingId)}: ${causes.note(note)}`, page, 2)),
    ...rest(notes.length, 'renos-sync status --json'),
  ];
}

import type { CalendarStatus, Reachability, SyncStatus } from '../core/calendar/status/sync-status.js';
import type { UnreachableStatus } from '../core/calendar/status/unreachable-status.js';
import { safeText } from './one-line.js';
import { duration, moment, number, type Page, paint } from './page.js';
import { renderElsewhere } from './sync-report.js';
import { renderTable } from './table.js';
import { paragraph, wrap } from './wrap.js';

const shown = 20;

/** Whether all is well, on one screen: the verdict first, then what waits, what is wrong, and what to do. */
export function renderStatus(status: SyncStatus | UnreachableStatus, page: Page): string {
  const { database, google } = status;
  const reached = [line('Database', reach(database, page), page), line('Google', reach(google, page), page)];
  if (!('calendars' in status)) return [paint(page, 'red', 'The database cannot be used.'), '', ...reached].join('\n');
  return [
    headline(status, page),
    '',
    line('Last sync', lastSync(status, page), page),
    ...(status.nextSync === null ? [] : [line('Next sync', moment(page, status.nextSync), page)]),
    line('Bookings', number(page, status.totalBookings), page),
    line('Waiting', waitingOf(status, page), page),
    ...reached,
    '',
    renderCalendars(status.calendars, page),
    ...problems(status, page),
  ].join('\n');
}

const margin = 12;

function line(name: string, value: string, page: Page): string {
  const [first = '', ...rest] = wrap(value, page, { indent: margin });
  return [`${paint(page, 'dim', name.padEnd(margin))}${first}`, ...rest.map((more) => ' '.repeat(margin) + more)].join(
    '\n',
  );
}

function headline({ verdict, lastSync, deep }: SyncStatus, page: Page): string {
  if (verdict === 'unreachable') return paint(page, 'red', 'Google Calendar cannot be used.');
  if (verdict === 'stale') return paint(page, 'red', 'The last sync is too long ago: renos-sync sync');
  if (verdict === 'attention') return paint(page, 'yellow', 'Something needs a person.');
  if (lastSync === null) return paint(page, 'yellow', 'Not synced yet: renos-sync sync');
  if (verdict === 'changes-waiting') return paint(page, 'yellow', 'Changes wait for the next run: renos-sync sync');
  return paint(page, 'green', deep ? 'In step: everything was compared.' : 'In step.');
}

function lastSync({ lastSync, lastRun, checkedAt }: SyncStatus, page: Page): string {
  const run = lastRun === null ? '' : `; last run ${lastRun.id}: ${lastRun.status}`;
  if (lastSync === null) return `never${run}`;
  const age = Math.max(0, Date.parse(checkedAt) - Date.parse(lastSync));
  return `${moment(page, lastSync)} (${duration(page, age)} ago)${run}`;
}

function waitingOf({ waiting, toBeHeld }: SyncStatus, page: Page): string {
  if (waiting === null) return 'cannot be told';
  const [google, database] = [sum(waiting.google, page), sum(waiting.database, page)];
  const parts = [
    google === '' && database === ''
      ? ''
      : `for Google ${google || 'nothing'}; for the database ${database || 'nothing'}`,
    toBeHeld === 0 ? '' : `${number(page, toBeHeld)} to be held for a person`,
  ];
  return parts.filter((part) => part !== '').join('; ') || 'nothing';
}

function sum(counts: Readonly<Record<string, number>>, page: Page): string {
  return Object.entries(counts)
    .filter(([, count]) => count > 0)
    .map(([name, count]) => `${number(page, count)} ${name}`)
    .join(', ');
}

/** What to do about it is told with the error, on stderr. */
function reach({ reachable, milliseconds, as, problem }: Reachability, page: Page): string {
  const whom = as === null ? '' : `, as ${safeText(as)}`;
  if (reachable) return `reachable in ${duration(page, milliseconds)}${whom}`;
  return `not reachable${whom}: ${safeText(problem ?? '')}`;
}

function renderCalendars(calendars: readonly CalendarStatus[], page: Page): string {
  return renderTable(
    page,
    [
      { head: 'calendar', flexible: true },
      { head: 'events', align: 'right' },
      { head: 'linked', align: 'right' },
      { head: 'waiting', align: 'right' },
      { head: 'token' },
      { head: 'last run' },
      { head: 'outcome' },
    ],
    calendars.map(({ calendarId, events, linkedEvents, waiting, tokenAgeSeconds, lastRun }) => [
      calendarId,
      number(page, events),
      number(page, linkedEvents),
      waiting === null ? '?' : number(page, total(waiting.google) + total(waiting.database)),
      tokenAgeSeconds === null ? 'none' : `${duration(page, Math.max(1, tokenAgeSeconds) * 1_000)} old`,
      lastRun === null ? 'never' : moment(page, lastRun.startedAt),
      lastRun?.status ?? '',
    ]),
  );
}

function total(counts: Readonly<Record<string, number>>): number {
  return Object.values(counts).reduce((sum, count) => sum + count, 0);
}

function problems({ held, failed, refusal, notes, elsewhere }: SyncStatus, page: Page): string[] {
  const title = (text: string) => paint(page, 'yellow', text);
  const rest = (count: number, command: string) =>
    count > shown ? [`  … and ${number(page, count - shown)} more: ${command}`] : [];
  return [
    ...(refusal === null
      ? []
      : [
          '',
          title('The next run would refuse:'),
          ...paragraph(safeText(refusal), page, 2),
          '    renos-sync sync --dry-run',
        ]),
    ...(held.length === 0 ? [] : ['', title(`Held, until somebody decides (${number(page, held.length)}):`)]),
    ...held
      .slice(0, shown)
      .flatMap(({ bookingId, fields, reason, help }) => [
        ...paragraph(`booking ${safeText(bookingId)}: ${fields.join(', ')} (${safeText(reason)})`, page, 2),
        `    ${help}`,
      ]),
    ...rest(held.length, 'renos-sync conflicts'),
    ...(failed.length === 0 ? [] : ['', title(`Could not be carried over (${number(page, failed.length)}):`)]),
    ...failed
      .slice(0, shown)
      .flatMap(({ bookingId, eventId, code, reason, help }) => [
        ...paragraph(
          `${bookingId === null ? `event ${safeText(eventId ?? '')}` : `booking ${safeText(bookingId)}`}: ${safeText(reason)} [${code}]`,
          page,
          2,
        ),
        `    ${help}`,
      ]),
    ...rest(failed.length, 'renos-sync status --json'),
    ...(elsewhere.length === 0 ? [] : ['', renderElsewhere(elsewhere, page)]),
    ...(notes.length === 0 ? [] : ['', `Worth knowing (${number(page, notes.length)}):`]),
    ...notes
      .slice(0, shown)
      .flatMap(({ bookingId, message }) => paragraph(`booking ${safeText(bookingId)}: ${message}`, page, 2)),
    ...rest(notes.length, 'renos-sync status --json'),
  ];
}

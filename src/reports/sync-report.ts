import type { SyncChange, SyncResult } from '../core/calendar/apply/sync-result.js';
import { renderFields } from './history-report.js';
import { safeText } from './one-line.js';
import { number, type Page, plainPage } from './page.js';
import { renderTable } from './table.js';
import { paragraph } from './wrap.js';

const shown = 50;

/** A sync's outcome, or with `--dry-run` its plan: counts of both sides, then what needs a person. */
export function renderSync(result: SyncResult, page: Page = plainPage): string {
  const { google, database } = result;
  const right = (head: string) => ({ head, align: 'right' as const });
  const table = renderTable(
    page,
    [{ head: '' }, right('created'), right('updated'), right('removed')],
    [
      ['Google Calendar', google.created, google.updated, google.deleted],
      ['Bookings', database.created, database.updated, database.cancelled],
    ].map(([name, ...counts]) => [String(name), ...counts.map((each) => number(page, Number(each)))]),
  );
  const parts = [
    result.dryRun ? renderChanges(result.changes, page) : '',
    isQuiet(result) ? quietWords(result) : table,
    result.linked > 0 ? `${count(result.linked, 'pair')} found to belong together and linked.` : '',
    renderConflicts(result, page),
    renderErrors(result, page),
    renderNotes(result, page),
    renderElsewhere(result.elsewhere, page),
    renderSkipped(result, page),
    result.deferred > 0 ? `${count(result.deferred, 'change')} left for the next run (--max-events).` : '',
    result.dryRun ? 'Dry run: nothing was written on either side.' : '',
  ];
  return parts.filter((part) => part !== '').join('\n\n');
}

function isQuiet({ google, database }: SyncResult): boolean {
  return (
    google.created + google.updated + google.deleted + database.created + database.updated + database.cancelled === 0
  );
}

/** Who is held or failed is not in step. */
function quietWords({ dryRun, conflicts, errors, skipped, elsewhere }: SyncResult): string {
  const failed = errors.length + (skipped['failed-before'] ?? 0);
  const isInStep = failed + elsewhere.length === 0 && conflicts.every(({ decision }) => decision !== 'held');
  if (dryRun) return isInStep ? 'Nothing to do: both sides agree.' : 'Nothing would be written.';
  return isInStep ? 'In step: nothing to do.' : 'Nothing was written.';
}

function renderChanges(changes: readonly SyncChange[], page: Page): string {
  const lines = changes.slice(0, shown).flatMap((change) => {
    const where = change.side === 'google' ? 'Google' : 'Database';
    return [
      `${where}: ${change.action} ${safeText(change.bookingId ?? change.eventId ?? '')} (${safeText(change.reason)})`,
      ...renderFields(change.fields, page),
    ];
  });
  const rest = changes.length - shown;
  return [...lines, ...(rest > 0 ? [`… and ${rest} more; --json shows all.`] : [])].join('\n');
}

function renderConflicts({ conflicts }: SyncResult, page: Page): string {
  if (conflicts.length === 0) return '';
  const held = conflicts.filter(({ decision }) => decision === 'held');
  const decided = conflicts.length - held.length;
  const lines = held
    .slice(0, shown)
    .flatMap(({ bookingId, fields, reason }) => paragraph(`${bookingId}: ${fields.join(', ')} (${reason})`, page, 2));
  return [
    decided > 0 ? `${count(decided, 'conflict')} decided; the other value is kept on record.` : '',
    held.length > 0 ? `${count(held.length, 'conflict')} held, until somebody decides (renos-sync conflicts):` : '',
    ...lines,
  ]
    .filter((line) => line !== '')
    .join('\n');
}

function renderErrors({ errors }: SyncResult, page: Page): string {
  if (errors.length === 0) return '';
  const lines = errors
    .slice(0, shown)
    .flatMap(({ code, message, bookingId, eventId }) =>
      paragraph(`${bookingId ?? eventId}: ${safeText(message)} [${code}]`, page, 2),
    );
  return [`${count(errors.length, 'item')} could not be carried over; the others were:`, ...lines].join('\n');
}

function renderNotes({ notes }: SyncResult, page: Page): string {
  return notes
    .slice(0, shown)
    .flatMap(({ bookingId, message }) => paragraph(`${safeText(bookingId)}: ${message}`, page, 0))
    .join('\n');
}

/** Bookings that wait in calendars which are not synced, and the two ways out. */
export function renderElsewhere(elsewhere: SyncResult['elsewhere'], page: Page): string {
  return elsewhere
    .flatMap(({ calendarId, bookings }) => [
      ...paragraph(
        `Waiting: ${count(bookings, 'booking')} linked with events of the calendar ${safeText(calendarId)}, which is not synced now.`,
        page,
        0,
      ),
      `  renos-sync sync --calendar ${safeText(calendarId)}   # to sync it`,
      `  renos-sync move-calendar --from ${safeText(calendarId)} --to …   # to move the events to another calendar`,
    ])
    .join('\n');
}

const reasons: Readonly<Record<string, string>> = {
  'outside-window': 'outside the window',
  private: 'private',
  'details-hidden': 'not shown by Google',
  declined: 'declined',
  'other-event-type': 'not ordinary events',
  'no-time': 'without a time',
  'failed-before': 'failed before and unchanged (see: renos-sync status)',
};

function renderSkipped({ skipped }: SyncResult, page: Page): string {
  const entries = Object.entries(skipped).map(([reason, number]) => `${number} ${reasons[reason] ?? reason}`);
  return entries.length === 0 ? '' : paragraph(`Left alone: ${entries.join(', ')}.`, page, 0).join('\n');
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}

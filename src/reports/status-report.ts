import type { SyncStatus } from '../core/calendar/sync-status.js';

const shown = 20;

/** Whether all is well, on one screen: the verdict first, then what waits, what is wrong, and what to do. */
export function renderStatus(status: SyncStatus): string {
  const { waiting } = status;
  return [
    headline(status),
    '',
    `Last sync    ${status.lastSync ?? 'never'}${status.lastRun === null ? '' : ` (last run ${status.lastRun.id}: ${status.lastRun.status})`}`,
    `Bookings     ${status.totalBookings}`,
    ...status.calendars.map(
      ({ calendarId, linkedEvents }) => `Calendar     ${calendarId}: ${linkedEvents} linked events`,
    ),
    waiting === null ? '' : `Waiting      for Google ${sum(waiting.google)}, for the database ${sum(waiting.database)}`,
    `Database     ${reach(status.database)}`,
    `Google       ${reach(status.google)}`,
    ...problems(status),
  ]
    .filter((line, index) => line !== '' || index === 1)
    .join('\n');
}

function headline({ verdict, lastSync }: SyncStatus): string {
  if (verdict === 'unreachable') return 'Google Calendar cannot be reached.';
  if (verdict === 'stale') return 'The last sync is too long ago.';
  if (verdict === 'attention') return 'Something needs a person.';
  if (lastSync === null) return 'Not synced yet: renos-sync sync';
  return verdict === 'in-step' ? 'In step.' : 'Changes wait for the next run: renos-sync sync';
}

function sum(counts: Readonly<Record<string, number>>): string {
  const parts = Object.entries(counts).filter(([, number]) => number > 0);
  return parts.length === 0 ? 'nothing' : parts.map(([name, number]) => `${number} ${name}`).join(', ');
}

function reach({ reachable, milliseconds, problem }: SyncStatus['google']): string {
  return reachable ? `reachable (${milliseconds} ms)` : `not reachable: ${problem}`;
}

function problems({ held, failed, refusal }: SyncStatus): string[] {
  return [
    ...(refusal === null ? [] : ['', `The next run would refuse: ${refusal}`, '  renos-sync sync --dry-run']),
    ...(held.length === 0 ? [] : ['', `Held, until somebody decides (renos-sync conflicts):`]),
    ...held
      .slice(0, shown)
      .map(({ bookingId, fields, reason }) => `  booking ${bookingId}: ${fields.join(', ')} (${reason})`),
    ...(failed.length === 0
      ? []
      : ['', 'Could not be carried over (tried again when changed, or by renos-sync sync --retry-failed):']),
    ...failed
      .slice(0, shown)
      .map(
        ({ bookingId, eventId, code, reason }) =>
          `  ${bookingId === null ? `event ${eventId}` : `booking ${bookingId}`}: ${reason} [${code}]`,
      ),
  ];
}

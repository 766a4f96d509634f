import type { SyncField } from '../../core/calendar/model/content.js';
import type { JournalEntry, RunKind, RunStatus } from '../../core/ports.js';
import { counter } from '../language.js';

const n = counter('en');

/** Names of things that many reports show. */
export const items = {
  nothing: '(nothing)',
  none: 'none',
  and: 'and',
  google: 'Google',
  database: 'Database',
  wholeDays: (first: string, last: string) => `${first} to ${last} (whole days)`,
  units: { day: 'd', hour: 'h', minute: 'min', second: 's', millisecond: 'ms' },
  more: (count: number) => `… and ${n(count, 'more', 'more')}`,
  moreAt: (count: number, command: string) => `… and ${n(count, 'more', 'more')}: ${command}`,
  moreInJson: (count: number) => `… and ${n(count, 'more', 'more')}; --json shows all.`,
  bookingNamed: (id: string) => `booking ${id}`,
  eventNamed: (id: string) => `event ${id}`,
  kinds: { booking: 'booking', event: 'event', customer: 'customer' } satisfies Record<JournalEntry['kind'], string>,
  actions: {
    create: 'create',
    update: 'update',
    revive: 'revive',
    cancel: 'cancel',
    delete: 'delete',
    link: 'link',
    unlink: 'unlink',
  } as Record<JournalEntry['action'] | 'revive', string>,
  fields: {
    time: 'time',
    title: 'title',
    location: 'location',
    description: 'description',
    customer: 'customer',
    removed: 'removed',
    line: 'line',
    start: 'start',
    end: 'end',
  } as Record<SyncField | 'removed' | 'line' | 'start' | 'end', string>,
  /** Fields of customers and bookings in the journal keep their column's name unless they are here. */
  runKinds: { sync: 'sync', import: 'import', undo: 'undo' } as Record<RunKind, string>,
  runStatuses: {
    running: 'running',
    succeeded: 'succeeded',
    partly: 'partly',
    failed: 'failed',
    refused: 'refused',
    interrupted: 'interrupted',
  } as Record<RunStatus, string>,
};

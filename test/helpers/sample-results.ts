import type { StatisticsResult } from '../../src/core/results/export-result.js';
import type { ConflictsResult, SyncStatus } from '../../src/core/results/status-result.js';
import type { SyncChange, SyncResult } from '../../src/core/results/sync-result.js';
import type { UndoResult } from '../../src/core/results/undo-result.js';

/** Changes each text that comes from outside: an attack is put into all of them. */
export type Disguise = (text: string) => string;

const jobs = [
  'Flytterengøring · Åse Holm',
  'Vinduespolering · Bo Lind',
  'Hovedrengøring · Café Ø',
  'Gulvbehandling · Dorthe Skov Jensen',
];
const day = (at: number) => `2026-11-${String(23 + (at % 6)).padStart(2, '0')}`;
const span = (at: number, hour: number, hours = 2) =>
  `${day(at)}T${String(hour).padStart(2, '0')}:00:00Z/${day(at)}T${String(hour + hours).padStart(2, '0')}:30:00Z`;

function change(at: number, of: Partial<SyncChange>, say: Disguise): SyncChange {
  const [time, title] = [span(at, 7 + ((at * 2) % 7)), say(jobs[at % jobs.length] ?? '')];
  const fields: SyncChange['fields'] = { time: [null, time], title: [null, title] };
  return {
    ...{ side: 'google', action: 'create', calendarId: say('kontor@example.dk'), time, title, fields },
    ...{ bookingId: say(`b${at}`), eventId: `e${at}`, reason: 'the booking is new', rule: 'create-event (new/none)' },
    ...of,
  };
}

export function sampleSync(say: Disguise): SyncResult {
  const notes = say('Nøglen ligger under måtten. '.repeat(20));
  const changes = [
    ...[0, 1, 2].map((at) => change(at, {}, say)),
    change(
      3,
      { action: 'update', fields: { time: [span(2, 9), span(3, 12)], location: [say('Nygade 1'), say('Torvet 2')] } },
      say,
    ),
    change(
      4,
      {
        side: 'database',
        action: 'cancel',
        fields: {},
        reason: 'the event is gone',
        rule: 'cancel-booking (same/gone)',
      },
      say,
    ),
    change(1, { action: 'update', time: span(1, 8), fields: { description: [null, notes] } }, say),
    change(
      6,
      {
        side: 'database',
        action: 'update',
        time: '2026-11-26/2026-11-28',
        fields: { time: [span(2, 8), '2026-11-26/2026-11-28'] },
      },
      say,
    ),
    change(2, { action: 'delete', time: '2026-11-25T20:00:00Z/2026-11-26T05:00:00Z', fields: {} }, say),
  ];
  const values = { location: { base: say('Nygade 1'), booking: say('Torvet 2'), event: say('Åvej 3') } };
  const about = { time: span(4, 9), title: say(jobs[3] ?? '') };
  const ids = { calendarId: say('kontor@example.dk'), bookingId: say('b9'), eventId: 'e9' };
  return {
    ...{ success: false, dryRun: true, eventsProcessed: 40, eventsCreated: 3, eventsUpdated: 3, eventsDeleted: 2 },
    errors: [{ code: 'google-refused-event', message: say('Google refuses it: the time is empty'), ...about, ...ids }],
    lastSyncTime: '2026-11-24T08:00:00.000Z',
    google: { created: 3, updated: 2, deleted: 1 },
    database: { created: 0, updated: 1, cancelled: 1 },
    linked: 1,
    conflicts: [
      {
        ...about,
        bookingId: ids.bookingId,
        eventId: 'e9',
        fields: ['location'],
        decision: 'held',
        code: 'policy-hold',
        reason: 'the policy says hold',
        values,
      },
    ],
    skipped: { private: 2, 'outside-window': 14 },
    notes: [{ code: 'declined', message: say('a guest has declined'), ...ids }],
    elsewhere: [{ calendarId: say('gammel@example.dk'), bookings: 2 }],
    ...{ deferred: 0, requests: 12, changes },
  };
}

const counts = { google: { created: 1, updated: 0, deleted: 0 }, database: { created: 0, updated: 2, cancelled: 0 } };

export function sampleStatus(say: Disguise): SyncStatus {
  const ids = { calendarId: say('kontor@example.dk'), bookingId: say('b9'), eventId: 'e9' };
  const at = '2026-11-24T08:00:00.000Z';
  const lastRun = { id: '3f9a1c0001', status: 'partly', startedAt: at, error: null };
  return {
    ...{ success: false, verdict: 'attention', checkedAt: '2026-11-24T09:05:00.000Z', deep: false, lastSync: at },
    ...{
      nextSync: '2026-11-24T10:00:00.000Z',
      totalEvents: 310,
      totalBookings: 1_204,
      outsideWindow: 894,
      syncErrors: 1,
      lastRun,
    },
    calendars: [
      {
        ...{ calendarId: ids.calendarId, lastRun, lastSync: at, linkedEvents: 298, events: 310, eventsCounted: true },
        ...{ tokenAgeSeconds: 4_000, waiting: counts },
      },
      {
        ...{ calendarId: say('lager@example.dk'), lastRun: null, lastSync: null, linkedEvents: 0, events: 12 },
        ...{ eventsCounted: false, tokenAgeSeconds: null, waiting: null },
      },
    ],
    ...{ waiting: counts, toBeHeld: 1, refusal: null },
    held: [
      {
        id: '3f9a',
        ...ids,
        title: say('Vinduer - Mette Holm'),
        time: '2026-11-25T08:00:00.000Z/2026-11-25T10:00:00.000Z',
        fields: ['location'],
        code: 'policy-hold',
        reason: 'the policy says hold',
        since: at,
        help: 'renos-sync conflicts resolve 3f9a',
      },
    ],
    failed: [
      {
        time: null,
        title: say('Vinduer - Bo Lind'),
        bookingId: say('b4'),
        eventId: 'e4',
        code: 'ends-before-start',
        reason: say('it ends before it begins'),
        help: 'Correct the time in RenOS.',
      },
    ],
    notes: [{ code: 'declined', message: say('a guest has declined'), ...ids }],
    elsewhere: [{ calendarId: say('gammel@example.dk'), bookings: 2 }],
    database: { reachable: true, milliseconds: 4, as: say('renos'), problem: null, help: [] },
    google: {
      reachable: false,
      milliseconds: 900,
      as: null,
      problem: say('the account may not read it'),
      help: ['renos-sync doctor'],
    },
  };
}

export function sampleStatistics(say: Disguise): StatisticsResult {
  const months = Array.from({ length: 14 }, (_, at) => ({
    month: `${2025 + Math.floor((at + 9) / 12)}-${String(((at + 9) % 12) + 1).padStart(2, '0')}`,
    ...{ bookings: 40 + ((at * 17) % 31), cancelled: at % 4, newCustomers: 8 + (at % 5), returningCustomers: 30 },
    revenue: 40_000 + ((at * 13_577) % 27_000),
  }));
  const top = { bookings: 31, revenue: 61_250.5 };
  return {
    ...{
      success: true,
      totalCustomers: 812,
      customersWithEmail: 640,
      customersWithPhone: 790,
      customersWithAddress: 700,
    },
    ...{ totalBookings: 2_310, totalRevenue: 4_120_300.25, period: { since: null, until: null }, tags: [] },
    coverage: { email: 78.8, phone: 97.3, address: 86.2 },
    duplicates: { customers: 4, likenesses: [{ by: 'email', groups: 2, customers: 4, examples: [[say('c1'), 'c2']] }] },
    bookings: {
      ...{ total: 780, cancelled: 21, revenue: 702_340.5, customersServed: 310, newCustomers: 120 },
      ...{ returningCustomers: 190, cameBack: 205 },
    },
    months,
    services: [
      { service: say('Flytterengøring'), ...top },
      { service: null, bookings: 3, revenue: null },
    ],
    topCustomers: [{ id: say('c1'), name: say('Dorthe Skov Jensen'), ...top }],
  };
}

export function sampleConflicts(say: Disguise): ConflictsResult {
  const ids = { id: '3f9a1c0001', calendarId: say('kontor@example.dk'), bookingId: say('b9'), eventId: 'e9' };
  const values = {
    location: { base: say('Nygade 1'), booking: say('Torvet 2'), event: say('Åvej 3') },
    time: { base: span(1, 8), booking: span(2, 8), event: span(3, 8) },
    removed: { base: null, booking: 'yes', event: null },
  };
  return {
    success: true,
    held: [
      {
        ...ids,
        title: 'Vinduer - Mette Holm',
        time: '2026-11-25T08:00:00.000Z/2026-11-25T10:00:00.000Z',
        fields: ['location', 'time'],
        code: 'policy-hold',
        reason: 'the policy says hold',
        since: '2026-11-24T08:00:00.000Z',
        values,
      },
    ],
    decided: [
      {
        ...ids,
        title: say('Vinduer - Mette Holm'),
        time: '2026-11-25T08:00:00.000Z/2026-11-25T10:00:00.000Z',
        runId: 'r1',
        decision: 'google',
        code: 'decided-by-hand',
        reason: say('decided by hand'),
        at: '2026-11-23T08:00:00.000Z',
        values,
      },
    ],
  };
}

export function sampleUndo(say: Disguise): UndoResult {
  const none = { removed: 0, restored: 0, madeAgain: 0 };
  return {
    ...{ success: false, dryRun: true, runId: null, undone: { id: '3f9a1c0001', kind: 'import' } },
    ...{ customers: { removed: 1, restored: 1, madeAgain: 0 }, bookings: none, events: { ...none, madeAgain: 1 } },
    kept: [
      {
        ...{ side: 'database', kind: 'customer', id: say('c3'), reason: 'changed-since', usedBy: [say('invoices')] },
        fields: { phone: { before: say('+4520304050'), written: say('+4530405060'), now: say('+4540506070') } },
      },
    ],
    errors: [{ code: 'google-refused-event', message: say('Google refuses it'), kind: 'event', id: say('e4') }],
    changes: [
      { side: 'database', kind: 'customer', id: say('c1'), action: 'remove', fields: {} },
      {
        side: 'database',
        kind: 'customer',
        id: say('c2'),
        action: 'restore',
        fields: { name: [say('Bo Lind'), say('Bo Lindhardt')] },
      },
      {
        side: 'google',
        kind: 'event',
        id: say('e1'),
        action: 'make-again',
        fields: { title: [null, say(jobs[0] ?? '')] },
      },
    ],
  };
}

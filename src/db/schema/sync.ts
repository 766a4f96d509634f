import { sql } from 'drizzle-orm';
import {
  bigint,
  bigserial,
  boolean,
  doublePrecision,
  index,
  integer,
  jsonb,
  pgSchema,
  primaryKey,
  text,
  uniqueIndex,
} from 'drizzle-orm/pg-core';
import type { Conflict } from '../../core/calendar/model/conflict.js';
import type { RunKind, RunRecord, RunStatus } from '../../core/ports.js';
import { instant, moment } from './moments.js';

/*
 * The own tables of renos-sync. Dropping this schema removes every trace of it from a RenOS database; the next sync
 * rebuilds the links from the bookings and the events.
 */
export const renosSync = pgSchema('renos_sync');

/** How far each calendar has been read. */
export const calendars = renosSync.table('calendars', {
  calendarId: text('calendar_id').primaryKey(),
  timeZone: text('time_zone'),
  /** Google's sync token, stored together with the changes from its pages. */
  syncToken: text('sync_token'),
  tokenAt: instant('token_at'),
  /** The window inside which unlinked events and occurrences have been read. */
  coveredFrom: instant('covered_from'),
  coveredUntil: instant('covered_until'),
  /** Events that were included then (`private`, `declined`), comma-separated: including more means listing everything again. */
  included: text('included').notNull().default(''),
  /** Google's id for this name, and the account that asked: the name may refer to another calendar later. */
  googleId: text('google_id'),
  googleAccount: text('google_account'),
});

/** Which database owns a calendar, as this one knows it: a copy of this table is in another place. */
export const keepers = renosSync.table('keepers', {
  calendarId: text('calendar_id').primaryKey(),
  /** The database's place when it last wrote: a hash of its server and its number there. */
  place: text('place').notNull(),
  /** Rises each time a person chooses the database of the calendar: the calendar's marks contain it. */
  epoch: integer('epoch').notNull(),
  /** The addresses under which the server was reached, and when it was started. */
  addresses: jsonb('addresses').notNull().default([]),
  serverStarted: text('server_started'),
});

/** A booking and an event that belong together, and their values when they last agreed. */
export const links = renosSync.table(
  'links',
  {
    id: text('id').primaryKey(),
    bookingId: text('booking_id').notNull(),
    calendarId: text('calendar_id').notNull(),
    eventId: text('event_id').notNull(),
    etag: text('etag').notNull(),
    /** When Google last changed the version of the event with this ETag, by Google's own clock. */
    eventUpdated: instant('event_updated'),
    /** The series' master, for an occurrence. */
    recurringEventId: text('recurring_event_id'),
    /** The original start of the occurrence in its series: an instant or a day, as text. */
    originalStart: text('original_start'),
    /** Both sides are gone; kept, so that either side can be restored and find its other half. */
    closed: boolean('closed').notNull().default(false),
    /** {booking, event}: the values of each side when they last agreed, as Google returned them. */
    base: jsonb('base').notNull(),
    /** The event as last read, while it differs from the base. */
    seen: jsonb('seen'),
    /** Fingerprint of the booking's content at that time; null = read it again. */
    print: text('print'),
    /** The version of the booking's row, and its customer's, that `print` belongs to; null = not known. */
    version: text('version'),
    /** The row's `updatedAt` at that time: an earlier one means an older row was restored. */
    rowUpdated: moment('row_updated'),
    /** The fingerprints before that one, the latest first: a row with one of them may have been restored. */
    pastPrints: text('past_prints').array().notNull().default([]),
    /** A write to the event whose result is not known: its ETag then, and the values of both sides after it. */
    sent: jsonb('sent'),
    /** The event that the booking's row named when it was last read. */
    noted: text('noted'),
    createdAt: instant('created_at').notNull().default(sql`now()`),
    updatedAt: instant('updated_at').notNull().default(sql`now()`),
  },
  (table) => [
    uniqueIndex('links_booking_key').on(table.bookingId),
    uniqueIndex('links_event_key').on(table.calendarId, table.eventId),
    index('links_event_idx').on(table.eventId),
    index('links_series_idx').on(table.calendarId, table.recurringEventId),
    index('links_closed_idx').on(table.updatedAt).where(sql`closed`),
  ],
);

/** Items that could not be synced, one row each while that lasts. */
export const failures = renosSync.table(
  'troubles',
  {
    id: text('id').primaryKey(),
    calendarId: text('calendar_id').notNull(),
    eventId: text('event_id'),
    bookingId: text('booking_id'),
    code: text('code').notNull(),
    reason: text('reason').notNull(),
    /** The item's fingerprint when it failed: it is tried again when this changes. */
    print: text('print'),
    /** A temporary failure, tried again at every run. */
    passing: boolean('passing').notNull().default(false),
    attempts: integer('attempts').notNull().default(1),
    firstAt: instant('first_at').notNull().default(sql`now()`),
    lastAt: instant('last_at').notNull().default(sql`now()`),
  },
  (table) => [index('troubles_calendar_idx').on(table.calendarId), index('troubles_last_idx').on(table.lastAt)],
);

/** Fields that both sides changed: held ones wait for a person, decided ones keep the losing value. */
export const conflicts = renosSync.table(
  'conflicts',
  {
    id: text('id').primaryKey(),
    runId: text('run_id').notNull(),
    bookingId: text('booking_id').notNull(),
    calendarId: text('calendar_id').notNull(),
    eventId: text('event_id').notNull(),
    /** field → {base, booking, event} */
    fields: jsonb('fields').$type<Conflict['fields']>().notNull(),
    policy: text('policy').notNull(),
    decision: text('decision').$type<'held' | 'google' | 'database'>().notNull(),
    reason: text('reason').notNull(),
    at: instant('at').notNull().default(sql`now()`),
    resolvedAt: instant('resolved_at'),
  },
  (table) => [index('conflicts_open_idx').on(table.resolvedAt), index('conflicts_booking_idx').on(table.bookingId)],
);

/** Each execution of a command that writes. */
export const runs = renosSync.table(
  'runs',
  {
    id: text('id').primaryKey(),
    /** The order in which runs began, independent of any clock. */
    seq: bigserial('seq', { mode: 'number' }).notNull(),
    kind: text('kind').$type<RunKind>().notNull(),
    status: text('status').$type<RunStatus>().notNull(),
    options: jsonb('options').notNull(),
    counts: jsonb('counts').$type<Readonly<Record<string, number>>>(),
    error: text('error'),
    /** The same as data: a code with its variant, and the values in it. */
    errorSentence: jsonb('error_sentence').$type<NonNullable<RunRecord['errorSentence']>>(),
    startedAt: instant('started_at').notNull(),
    finishedAt: instant('finished_at'),
    durationMs: doublePrecision('duration_ms'),
  },
  (table) => [index('runs_kind_idx').on(table.kind, table.seq), index('runs_started_idx').on(table.startedAt)],
);

/**
 * Runs that were removed because of their age. They are kept while their journal is being removed, and as long as an
 * event may have their id: an event of an unknown run means that the database was restored from a backup.
 */
export const pastRuns = renosSync.table(
  'past_runs',
  {
    id: text('id').primaryKey(),
    /** It may have written to Google. */
    wrote: boolean('wrote').notNull(),
    /** Its whole journal is removed. */
    cleared: boolean('cleared').notNull().default(false),
  },
  (table) => [index('past_runs_open_idx').on(table.id).where(sql`not cleared`)],
);

/** Every change of every run, field by field: `history` shows it and an undo needs it. */
export const journal = renosSync.table(
  'journal',
  {
    runId: text('run_id').notNull(),
    seq: integer('seq').notNull(),
    at: instant('at').notNull().default(sql`now()`),
    side: text('side').notNull(),
    action: text('action').notNull(),
    kind: text('kind').notNull(),
    itemId: text('item_id').notNull(),
    /** field → [from, to] */
    fields: jsonb('fields').notNull(),
    rule: text('rule').notNull(),
    /** What an undo needs besides the fields: the row's own columns before and after, or a hash of a new row. */
    undo: jsonb('undo'),
  },
  (table) => [
    primaryKey({ columns: [table.runId, table.seq] }),
    // Customers are many, and their changes are only read for one run at a time.
    index('journal_item_idx').on(table.itemId).where(sql`kind <> 'customer'`),
  ],
);

/**
 * The customers that an import created, one row per batch, because they are many and similar. `journalEntries` returns
 * them with the rest of the journal, one entry each.
 */
export const journalCreations = renosSync.table(
  'journal_creations',
  {
    runId: text('run_id').notNull(),
    /** The first of `seqs`. */
    seq: integer('seq').notNull(),
    at: instant('at').notNull().default(sql`now()`),
    seqs: integer('seqs').array().notNull(),
    /** Lines of the file. */
    lines: integer('lines').array().notNull(),
    customerIds: text('customer_ids').array().notNull(),
    /** A fingerprint of each new row, to see whether it was changed since; null: not known. */
    prints: bigint('prints', { mode: 'bigint' }).array(),
  },
  (table) => [primaryKey({ columns: [table.runId, table.seq] })],
);

/** Which process runs what: one row per name; another process takes it over when it has expired or its holder is gone. */
export const leases = renosSync.table('leases', {
  name: text('name').primaryKey(),
  /** The fence token: it rises with every take-over, and a write with an older one is refused. */
  fence: integer('fence').notNull(),
  holder: text('holder').notNull(),
  /** The database session of the holder: when it is gone, so is the holder. */
  session: text('session').notNull(),
  expiresAt: instant('expires_at').notNull(),
});

/** The units that all processes used of a Google account's quota in the last minute: one row per account, updated in place. */
export const quota = renosSync.table('quota', {
  account: text('account').primaryKey(),
  /** Seconds since 1970 at which units were used, the oldest first, and how many. */
  takenAt: doublePrecision('taken_at').array().notNull(),
  units: integer('units').array().notNull(),
});

import { sql } from 'drizzle-orm';
import { bigint, doublePrecision, index, integer, jsonb, primaryKey, text } from 'drizzle-orm/pg-core';
import { instant, moment } from './moments.js';
import { renosSync } from './sync.js';

/*
 * The tables in which a customer file is staged, matched and planned before it is merged. All of it can be created
 * again: the tables are UNLOGGED, and if the staged rows of an import are gone, it starts again.
 */

/** The keys by which customers are compared, stored so that an import need not compute all of them. */
export const customerKeys = renosSync.table('customer_keys', {
  customerId: text('customer_id').primaryKey(),
  /** Fingerprint of the values from which the keys were computed. */
  print: bigint('print', { mode: 'bigint' }).notNull(),
  emailKey: text('email_key'),
  phoneKey: text('phone_key'),
  nameKey: text('name_key'),
  /** `FurtherKey`s: e-mails and phones in the notes; null: none. */
  furtherKeys: text('further_keys').array(),
  blocks: integer('blocks').array().notNull(),
  /** `NameLetters`: once in the upper 32 bits, twice in the lower. */
  letters: bigint('letters', { mode: 'bigint' }).notNull(),
  /**
   * Fingerprint of the row that created the customer, combined with one of the created customer; null: several rows, or
   * doubtful.
   */
  sourcePrint: bigint('source_print', { mode: 'bigint' }),
  /** Fingerprint of that row alone: a file's rows are looked up by it, without computing one for every customer. */
  rowPrint: bigint('row_print', { mode: 'bigint' }),
});

/**
 * Hashed keys by which `stats` compares customers; null: no key. They are valid while the version of the customer's row
 * is the same.
 */
export const likenessKeys = renosSync.table('likeness_keys', {
  customerId: text('customer_id').primaryKey(),
  version: bigint('version', { mode: 'bigint' }).notNull(),
  email: bigint('email', { mode: 'bigint' }),
  phone: bigint('phone', { mode: 'bigint' }),
  place: bigint('place', { mode: 'bigint' }),
});

/**
 * Keys by which rows of a file found a customer that does not have them any more, because the import changed it: the
 * same file finds it again by them.
 */
export const customerAliases = renosSync.table(
  'customer_aliases',
  {
    customerId: text('customer_id').notNull(),
    /** `email`, `phone` or `name`: which of the keys it is. */
    kind: text('kind').notNull(),
    key: text('key').notNull(),
    /** When a file last matched the customer, to within a month. */
    seenAt: instant('seen_at').notNull().default(sql`now()`),
  },
  (table) => [
    index('customer_aliases_customer_idx').on(table.customerId),
    index('customer_aliases_key_idx').on(table.kind, table.key),
    index('customer_aliases_seen_idx').on(table.seenAt),
  ],
);

/**
 * The bookings that imports created, with the values of their rows: the same row still means this booking, even if it
 * was moved since or has another service now.
 */
export const importedBookings = renosSync.table(
  'imported_bookings',
  {
    bookingId: text('booking_id').primaryKey(),
    customerId: text('customer_id').notNull(),
    start: moment('start').notNull(),
    /** In lower case; empty for none. */
    service: text('service').notNull(),
  },
  (table) => [index('imported_bookings_customer_idx').on(table.customerId, table.start)],
);

/** The lines that imports wrote into a customer's notes: if a list changes a line, its own old line is replaced. */
export const importedNotes = renosSync.table('imported_notes', {
  customerId: text('customer_id').primaryKey(),
  /** `NotesLine`s. */
  lines: text('lines').array().notNull(),
});

/** A file that is being imported; deleted when the import has ended. */
export const imports = renosSync.table(
  'imports',
  {
    id: integer('id').primaryKey().generatedAlwaysAsIdentity(),
    /** Of the file's bytes and of the options that influence the import. */
    fingerprint: text('fingerprint').notNull(),
    runId: text('run_id'),
    /** `staging`, then `merging` once the plan is complete. */
    stage: text('stage').notNull(),
    /** The number of staged rows, once all are staged. */
    rows: integer('rows'),
    /** Rows before this one are merged. */
    mergedBefore: integer('merged_before').notNull().default(0),
    /** Counts of the merged rows so far, and the findings of reading and matching. */
    state: jsonb('state'),
    at: instant('at').notNull(),
  },
  (table) => [index('imports_fingerprint_idx').on(table.fingerprint)],
);

/** The parsed rows of a file. */
export const importRows = renosSync.table(
  'import_rows',
  {
    importId: integer('import_id').notNull(),
    seq: integer('seq').notNull(),
    line: integer('line').notNull(),
    /** Its outcome, unless `import_plan` has another one. */
    outcome: text('outcome').notNull(),
    /** Why it is rejected; null for a good row. */
    reasons: text('reasons'),
    /** Its id if it is a new customer. */
    newId: text('new_id'),
    name: text('name'),
    email: text('email'),
    phone: text('phone'),
    address: text('address'),
    companyName: text('company_name'),
    notes: text('notes'),
    /** Their `NotesLine`s. */
    notesLines: text('notes_lines').array(),
    tags: text('tags').array(),
    totalLeads: integer('total_leads'),
    totalBookings: integer('total_bookings'),
    totalRevenue: doublePrecision('total_revenue'),
    lastContactAt: moment('last_contact_at'),
    /** [{id, start, end, service, status, notes}], times in UTC. */
    bookings: jsonb('bookings'),
    emailKey: text('email_key'),
    phoneKey: text('phone_key'),
    nameKey: text('name_key'),
    furtherKeys: text('further_keys').array(),
    blocks: integer('blocks').array(),
    letters: bigint('letters', { mode: 'bigint' }),
    /** Of its cells, and of how they were read; null if the row has a finding. */
    print: bigint('print', { mode: 'bigint' }),
  },
  (table) => [primaryKey({ columns: [table.importId, table.seq] })],
);

/** Rows of a file that `export` wrote, by a fingerprint of their texts. */
export const importWritten = renosSync.table(
  'import_written',
  {
    importId: integer('import_id').notNull(),
    seq: integer('seq').notNull(),
    print: text('print').notNull(),
    leads: doublePrecision('leads'),
    bookings: doublePrecision('bookings'),
    revenue: doublePrecision('revenue'),
    contact: moment('contact'),
  },
  (table) => [primaryKey({ columns: [table.importId, table.seq] })],
);
/** Rows of a file that may have been imported before, by a fingerprint of their cells. */
export const importPrints = renosSync.table('import_prints', {
  importId: integer('import_id').notNull(),
  seq: integer('seq').notNull(),
  print: bigint('print', { mode: 'bigint' }).notNull(),
});

/** Keys and blocks that occur a second time in a file, and by chance some that do not. */
export const importRepeats = renosSync.table('import_repeats', {
  importId: integer('import_id').notNull(),
  /** `email`, `phone` or `name` with the key, or `block` with the block. */
  kind: text('kind').notNull(),
  key: text('key'),
  block: integer('block'),
});

/** The customers that a row may match. */
export const importHits = renosSync.table(
  'import_hits',
  {
    importId: integer('import_id').notNull(),
    seq: integer('seq').notNull(),
    customerId: text('customer_id').notNull(),
  },
  (table) => [primaryKey({ columns: [table.importId, table.seq, table.customerId] })],
);

/** Pairs that only share a block, to be scored: a row, and a customer or an earlier row. */
export const importNear = renosSync.table(
  'import_near',
  {
    importId: integer('import_id').notNull(),
    n: integer('n').notNull(),
    seq: integer('seq').notNull(),
    customerId: text('customer_id'),
    otherSeq: integer('other_seq'),
  },
  (table) => [primaryKey({ columns: [table.importId, table.n] })],
);

/** Rows that share a key or a customer with an earlier row. */
export const importPairs = renosSync.table(
  'import_pairs',
  {
    importId: integer('import_id').notNull(),
    n: integer('n').notNull(),
    seq: integer('seq').notNull(),
    otherSeq: integer('other_seq').notNull(),
  },
  (table) => [primaryKey({ columns: [table.importId, table.n] })],
);

/** Rows that need a decision of their own; `label` is the first row of their group. */
export const importGroups = renosSync.table(
  'import_groups',
  {
    importId: integer('import_id').notNull(),
    label: integer('label').notNull(),
    seq: integer('seq').notNull(),
  },
  (table) => [primaryKey({ columns: [table.importId, table.label, table.seq] })],
);

/** The outcome of a row, if it differs from the staged one. */
export const importPlan = renosSync.table(
  'import_plan',
  {
    importId: integer('import_id').notNull(),
    seq: integer('seq').notNull(),
    outcome: text('outcome').notNull(),
    customerId: text('customer_id'),
    rule: text('rule').notNull(),
    reason: text('reason'),
    /** The whole draft of a new customer that several rows create. */
    created: jsonb('created'),
    /** field → [from, to] */
    updated: jsonb('updated'),
    /** The new value for `imported_notes`, if it changes. */
    wroteNotes: text('wrote_notes').array(),
    /** [{kind, key}]: rows to add to `customer_aliases`. */
    formerly: jsonb('formerly'),
  },
  (table) => [primaryKey({ columns: [table.importId, table.seq] })],
);

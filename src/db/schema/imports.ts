import { bigint, doublePrecision, index, integer, jsonb, primaryKey, text, timestamp } from 'drizzle-orm/pg-core';
import { renosSync } from './sync.js';

/*
 * Where a customer file is staged, matched and planned before it is merged. All of it can be made again: the tables
 * are UNLOGGED, and a row of `imports` whose staged rows are gone only means starting over.
 */

/** What customers are compared by, kept beside them so that an import need not compute it for all of them. */
export const customerKeys = renosSync.table('customer_keys', {
  customerId: text('customer_id').primaryKey(),
  /** Fingerprint of what the keys were computed from. */
  print: bigint('print', { mode: 'bigint' }).notNull(),
  emailKey: text('email_key'),
  phoneKey: text('phone_key'),
  nameKey: text('name_key'),
  /** `FurtherKey`s: e-mails and phones that the notes keep; null: none. */
  furtherKeys: text('further_keys').array(),
  blocks: integer('blocks').array().notNull(),
  /** `NameLetters`: once in the upper 32 bits, twice in the lower. */
  letters: bigint('letters', { mode: 'bigint' }).notNull(),
  /** Fingerprint of the row that made the customer, crossed with one of what it made; null: more than a row, or doubtful. */
  sourcePrint: bigint('source_print', { mode: 'bigint' }),
  /** Fingerprint of that row alone: a file's rows are looked up by it, without one being made of every customer. */
  rowPrint: bigint('row_print', { mode: 'bigint' }),
});

/**
 * What `stats` compares customers by, hashed; null: nothing that tells a customer apart. While a customer's row is the same
 * version, so is what was made of it.
 */
export const likenessKeys = renosSync.table('likeness_keys', {
  customerId: text('customer_id').primaryKey(),
  version: bigint('version', { mode: 'bigint' }).notNull(),
  email: bigint('email', { mode: 'bigint' }),
  phone: bigint('phone', { mode: 'bigint' }),
  place: bigint('place', { mode: 'bigint' }),
});

/**
 * Keys by which rows of a file found a customer that does not have them any more, as the import changed it: the same
 * file finds it again by them.
 */
export const customerAliases = renosSync.table(
  'customer_aliases',
  {
    customerId: text('customer_id').notNull(),
    /** `email`, `phone` or `name`: which of the keys it is. */
    kind: text('kind').notNull(),
    key: text('key').notNull(),
    /** When a file last met the customer, give or take a month. */
    seenAt: timestamp('seen_at', { precision: 3, mode: 'date', withTimezone: true }).notNull().defaultNow(),
  },
  (table) => [
    index('customer_aliases_customer_idx').on(table.customerId),
    index('customer_aliases_key_idx').on(table.kind, table.key),
    index('customer_aliases_seen_idx').on(table.seenAt),
  ],
);

/**
 * The bookings that imports made, as their rows said them: one that was moved since, or is another service's now, is still
 * what the same row means.
 */
export const importedBookings = renosSync.table(
  'imported_bookings',
  {
    bookingId: text('booking_id').primaryKey(),
    customerId: text('customer_id').notNull(),
    start: timestamp('start', { precision: 3, mode: 'date' }).notNull(),
    /** In lower case; empty for none. */
    service: text('service').notNull(),
  },
  (table) => [index('imported_bookings_customer_idx').on(table.customerId, table.start)],
);

/** The lines that imports wrote into a customer's notes: a list that says another one corrects its own. */
export const importedNotes = renosSync.table('imported_notes', {
  customerId: text('customer_id').primaryKey(),
  /** `NotesLine`s. */
  lines: text('lines').array().notNull(),
});

/** A file that is being imported; it is gone when the import has ended. */
export const imports = renosSync.table(
  'imports',
  {
    id: integer('id').primaryKey().generatedAlwaysAsIdentity(),
    /** Of the file's bytes and of the options that decide what is done with them. */
    fingerprint: text('fingerprint').notNull(),
    runId: text('run_id'),
    /** `staging`, then `merging` once the plan is complete. */
    stage: text('stage').notNull(),
    /** How many staged rows there are, once all are there. */
    rows: integer('rows'),
    /** Rows before this one are merged. */
    mergedBefore: integer('merged_before').notNull().default(0),
    /** Counts of what was merged so far, and the findings of understanding and matching. */
    state: jsonb('state'),
    at: timestamp('at', { precision: 3, mode: 'date', withTimezone: true }).notNull(),
  },
  (table) => [index('imports_fingerprint_idx').on(table.fingerprint)],
);

/** The rows of a file as they were understood. */
export const importRows = renosSync.table(
  'import_rows',
  {
    importId: integer('import_id').notNull(),
    seq: integer('seq').notNull(),
    line: integer('line').notNull(),
    /** What becomes of it, unless `import_plan` says otherwise. */
    outcome: text('outcome').notNull(),
    /** Why it is rejected; null for a good row. */
    reasons: text('reasons'),
    /** The id that it gets if it is a new customer. */
    newId: text('new_id'),
    name: text('name'),
    email: text('email'),
    phone: text('phone'),
    address: text('address'),
    companyName: text('company_name'),
    notes: text('notes'),
    /** `NotesLine`s of them. */
    notesLines: text('notes_lines').array(),
    tags: text('tags').array(),
    totalLeads: integer('total_leads'),
    totalBookings: integer('total_bookings'),
    totalRevenue: doublePrecision('total_revenue'),
    lastContactAt: timestamp('last_contact_at', { precision: 3, mode: 'date' }),
    /** [{id, start, end, service, status, notes}], times in UTC. */
    bookings: jsonb('bookings'),
    emailKey: text('email_key'),
    phoneKey: text('phone_key'),
    nameKey: text('name_key'),
    furtherKeys: text('further_keys').array(),
    blocks: integer('blocks').array(),
    letters: bigint('letters', { mode: 'bigint' }),
    /** Of its cells, and of how they were read; null where something had to be said of them. */
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
    contact: timestamp('contact', { precision: 3, mode: 'date' }),
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

/** Which customers a row may be. */
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

/** Rows that need a decision of their own; `label` is the first row of those that belong together. */
export const importGroups = renosSync.table(
  'import_groups',
  {
    importId: integer('import_id').notNull(),
    label: integer('label').notNull(),
    seq: integer('seq').notNull(),
  },
  (table) => [primaryKey({ columns: [table.importId, table.label, table.seq] })],
);

/** What becomes of a row, where that is something else than it was staged with. */
export const importPlan = renosSync.table(
  'import_plan',
  {
    importId: integer('import_id').notNull(),
    seq: integer('seq').notNull(),
    outcome: text('outcome').notNull(),
    customerId: text('customer_id'),
    rule: text('rule').notNull(),
    reason: text('reason'),
    /** The whole draft of a new customer that several rows make. */
    created: jsonb('created'),
    /** field → [from, to] */
    updated: jsonb('updated'),
    /** What `imported_notes` shall keep, where that is something else than before. */
    wroteNotes: text('wrote_notes').array(),
    /** [{kind, key}]: what `customer_aliases` shall keep. */
    formerly: jsonb('formerly'),
  },
  (table) => [primaryKey({ columns: [table.importId, table.seq] })],
);

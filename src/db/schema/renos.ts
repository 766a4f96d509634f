import { sql } from 'drizzle-orm';
import {
  date,
  doublePrecision,
  foreignKey,
  index,
  integer,
  jsonb,
  pgTable,
  text,
  uniqueIndex,
} from 'drizzle-orm/pg-core';
import { moment } from './moments.js';

/*
 * The three tables of the RenOS application that we share with it. Their shape is the application's: a migration
 * creates them only if they are missing, and never changes them. Times are UTC without a zone.
 */
const now = sql`CURRENT_TIMESTAMP`;

export const customers = pgTable(
  'customers',
  {
    id: text('id').primaryKey(),
    name: text('name').notNull(),
    email: text('email'),
    phone: text('phone'),
    address: text('address'),
    companyName: text('companyName'),
    notes: text('notes'),
    status: text('status').notNull().default('active'),
    tags: text('tags').array(),
    totalLeads: integer('totalLeads').notNull().default(0),
    totalBookings: integer('totalBookings').notNull().default(0),
    totalRevenue: doublePrecision('totalRevenue').notNull().default(0),
    lastContactAt: moment('lastContactAt'),
    createdAt: moment('createdAt').notNull().default(now),
    updatedAt: moment('updatedAt').notNull(),
  },
  (table) => [
    uniqueIndex('customers_email_key').on(table.email),
    index('customers_email_idx').on(table.email),
    index('customers_status_idx').on(table.status),
  ],
);

export const bookings = pgTable(
  'bookings',
  {
    id: text('id').primaryKey(),
    customerId: text('customerId'),
    leadId: text('leadId'),
    quoteId: text('quoteId'),
    serviceType: text('serviceType'),
    address: text('address'),
    scheduledAt: moment('scheduledAt').notNull().default(now),
    /** Minutes. */
    estimatedDuration: integer('estimatedDuration').notNull().default(120),
    startTime: moment('startTime'),
    endTime: moment('endTime'),
    status: text('status').notNull().default('scheduled'),
    calendarEventId: text('calendarEventId'),
    calendarLink: text('calendarLink'),
    notes: text('notes'),
    actualStartTime: moment('actualStartTime'),
    actualEndTime: moment('actualEndTime'),
    actualDuration: integer('actualDuration'),
    timeVariance: integer('timeVariance'),
    efficiencyScore: doublePrecision('efficiencyScore'),
    timeNotes: text('timeNotes'),
    timerStatus: text('timerStatus').notNull().default('not_started'),
    createdAt: moment('createdAt').notNull().default(now),
    updatedAt: moment('updatedAt').notNull(),
  },
  (table) => [
    index('bookings_customerId_idx').on(table.customerId),
    index('bookings_leadId_idx').on(table.leadId),
    index('bookings_scheduledAt_idx').on(table.scheduledAt),
    index('bookings_status_idx').on(table.status),
    index('bookings_timerStatus_idx').on(table.timerStatus),
    foreignKey({ name: 'bookings_customerId_fkey', columns: [table.customerId], foreignColumns: [customers.id] })
      .onDelete('set null')
      .onUpdate('cascade'),
  ],
);

export const analytics = pgTable(
  'analytics',
  {
    id: text('id').primaryKey(),
    date: date('date', { mode: 'string' }).notNull(),
    metric: text('metric').notNull(),
    value: doublePrecision('value').notNull(),
    metadata: jsonb('metadata'),
    createdAt: moment('createdAt').notNull().default(now),
  },
  (table) => [uniqueIndex('analytics_date_metric_key').on(table.date, table.metric)],
);

import * as v from 'valibot';
import { count, kroner, moment, type Result, text } from './parts.js';

const customer = v.object({
  id: v.string(),
  name: v.string(),
  email: text,
  phone: text,
  address: text,
  companyName: text,
  notes: text,
  status: v.string(),
  tags: v.array(v.string()),
  totalLeads: v.number(),
  totalBookings: v.number(),
  totalRevenue: kroner,
  lastContactAt: text,
  createdAt: text,
});

const booking = v.object({
  id: v.string(),
  customerId: text,
  customerName: text,
  customerEmail: text,
  customerPhone: text,
  serviceType: text,
  status: v.string(),
  address: text,
  startTime: text,
  endTime: text,
  notes: text,
  eventId: text,
  createdAt: text,
});
const records = { customer, booking };
/** A customer or booking as the JSON export writes it: texts as they are stored, times ISO in UTC. */
export type ExportRecord<Of extends keyof typeof records> = Result<(typeof records)[Of]>;

export const exportResult = v.object({
  success: v.literal(true),
  kind: v.picklist(['customers', 'bookings']),
  format: v.picklist(['csv', 'json', 'ndjson']),
  rows: count,
  file: v.pipe(text, v.description('null: the export is in csv or records.')),
  csv: v.optional(v.string()),
  records: v.optional(v.union([v.array(customer), v.array(booking)])),
});
/** Output of `export --json`. */
export type ExportResult = Omit<Result<typeof exportResult>, 'records'> & { readonly records?: readonly object[] };

const share = v.nullable(v.pipe(v.number(), v.minValue(0), v.maxValue(100), v.description('Per cent.')));
const month = v.pipe(v.string(), v.regex(/^\d{4}-\d\d$/));
const likeness = v.object({
  by: v.picklist(['email', 'phone', 'name-and-address']),
  groups: count,
  customers: count,
  examples: v.pipe(v.array(v.array(v.string())), v.description('Ids of the first groups.')),
});

export const customerStatistics = v.object({
  totalCustomers: count,
  customersWithEmail: count,
  customersWithPhone: count,
  customersWithAddress: count,
  totalBookings: v.number(),
  totalRevenue: v.number(),
});
/** RenOS's six figures. */
export type CustomerStatistics = Result<typeof customerStatistics>;

export const statisticsResult = v.object({
  success: v.literal(true),
  ...customerStatistics.entries,
  period: v.object({ since: v.nullable(moment), until: v.nullable(moment) }),
  tags: v.array(v.string()),
  coverage: v.object({ email: share, phone: share, address: share }),
  duplicates: v.object({ customers: count, likenesses: v.array(likeness) }),
  bookings: v.object({
    total: count,
    cancelled: count,
    revenue: kroner,
    customersServed: count,
    newCustomers: count,
    returningCustomers: count,
    cameBack: count,
  }),
  months: v.array(
    v.object({
      month,
      bookings: count,
      cancelled: count,
      newCustomers: count,
      returningCustomers: count,
      revenue: kroner,
    }),
  ),
  services: v.array(v.object({ service: text, bookings: count, revenue: kroner })),
  topCustomers: v.array(v.object({ id: v.string(), name: v.string(), bookings: count, revenue: kroner })),
});
/** Output of `stats --json`. Amounts in kroner, exact to the øre. */
export type StatisticsResult = Result<typeof statisticsResult>;

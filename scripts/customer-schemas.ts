import * as v from 'valibot';
import type { ExportResult } from '../src/cli/commands/export.js';
import { columnTargets } from '../src/core/customers/columns/header-words.js';
import type { ImportResult } from '../src/core/customers/import/import-result.js';
import type { Finding, FindingGroup } from '../src/core/customers/model/finding.js';
import type { bookingRecord } from '../src/core/export/export-bookings.js';
import type { CustomerRecord } from '../src/core/export/export-customers.js';
import type { StatisticsResult } from '../src/core/statistics/read-statistics.js';
import { importData, statisticsData } from '../src/server/schemas/answers.js';
import { count, type Described, id, kroner, moment, text } from './schema-parts.js';

const finding = v.object({
  severity: v.picklist(['error', 'warning']),
  code: v.pipe(v.string(), v.description('Stable, kebab-case.')),
  line: v.nullable(v.pipe(count, v.description('Where the record begins; null is the whole column or file.'))),
  column: text,
  reason: v.pipe(v.string(), v.description('What is wrong; never the value.')),
  remedy: v.string(),
});
const group = v.object({
  severity: finding.entries.severity,
  code: v.string(),
  column: text,
  reason: v.string(),
  remedy: v.string(),
  count,
  lines: v.pipe(v.array(count), v.description('The first ones.')),
});
const target = v.nullable(v.picklist(columnTargets));

/** What import, import-csv and validate have in common; `sync` is added by those who know it. */
export const imported = v.object({
  ...v.omit(importData, ['sync']).entries,
  file: v.object({
    name: v.string(),
    format: v.picklist(['csv', 'json', 'xlsx', 'ods', 'vcard']),
    encoding: v.string(),
    delimiter: text,
    rows: count,
    columns: count,
    columnsUsed: count,
  }),
  mapping: v.array(v.object({ column: v.string(), target })),
  findings: v.pipe(v.array(finding), v.description('The first thousand.')),
  findingGroups: v.array(group),
  rejectsFile: text,
});

/** What `--print-mapping` gives. */
export const printedMapping = v.pipe(
  v.record(v.string(), v.picklist(columnTargets)),
  v.description('With --print-mapping: header → target.'),
);

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
  customerId: id,
  customerName: text,
  customerEmail: text,
  customerPhone: text,
  service: text,
  status: v.string(),
  address: text,
  start: text,
  end: text,
  notes: text,
  eventId: id,
  createdAt: text,
});

export const exported = v.object({
  success: v.literal(true),
  kind: v.picklist(['customers', 'bookings']),
  format: v.picklist(['csv', 'json', 'ndjson']),
  rows: count,
  file: v.pipe(text, v.description('null: what was exported is in csv or records.')),
  csv: v.optional(v.string()),
  records: v.optional(v.union([v.array(customer), v.array(booking)])),
});

export const redacted = v.object({
  success: v.pipe(v.boolean(), v.description('Whether the same is found in both files.')),
  file: v.pipe(v.string(), v.description('The file that was written.')),
  differences: v.pipe(
    v.array(v.object({ code: v.string(), line: v.nullable(count), column: text })),
    v.description('What is found in one of the two files only.'),
  ),
});

const share = v.nullable(v.pipe(v.number(), v.minValue(0), v.maxValue(100), v.description('Per cent.')));
const month = v.pipe(v.string(), v.regex(/^\d{4}-\d\d$/));
const likeness = v.object({
  by: v.picklist(['email', 'phone', 'name-and-address']),
  groups: count,
  customers: count,
  examples: v.pipe(v.array(v.array(v.string())), v.description('Ids of the first groups.')),
});

export const statistics = v.object({
  success: v.literal(true),
  ...statisticsData.entries,
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

true satisfies Described<ImportResult, typeof imported>;
true satisfies Described<Finding, typeof finding>;
true satisfies Described<FindingGroup, typeof group>;
true satisfies Described<CustomerRecord, typeof customer>;
true satisfies Described<ReturnType<typeof bookingRecord>, typeof booking>;
true satisfies Described<
  Omit<ExportResult, 'records'>,
  v.ObjectSchema<Omit<typeof exported.entries, 'records'>, undefined>
>;
true satisfies Described<StatisticsResult, typeof statistics>;

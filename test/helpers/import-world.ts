import { sql } from 'drizzle-orm';
import { importCustomers } from '../../src/core/customers/import-customers.js';
import type { ImportPlan, ImportStaging, ImportStore } from '../../src/core/customers/match/import-store.js';
import type { ImportPorts } from '../../src/core/customers/match/ports.js';
import type { CustomerSource, RejectsWriter } from '../../src/core/customers/model/source.js';
import { type ImportOptions, usualImport } from '../../src/core/options/import-options.js';
import { silentProgress } from '../../src/core/ports.js';
import type { ImportResult } from '../../src/core/results/import-result.js';
import { newCuid } from '../../src/db/client/cuid.js';
import { type Database, rowsOf } from '../../src/db/client/database.js';
import { createImportStore } from '../../src/db/import/import-store.js';
import { createRunRepository } from '../../src/db/read/run-repository.js';
import { createLeases } from '../../src/db/sync/leases.js';
import { runsWithCleanup } from '../../src/db/sync/remove-history.js';
import { sourceOfText } from '../../src/files/bytes/open-source.js';
import { rejectReason } from '../../src/messages/findings.js';

export interface World {
  readonly database: Database;
  readonly store: ImportStore;
  /** The program's; `1.0.0` unless said. */
  readonly version?: string;
}

/** Imports from any source into a test's database. */
export async function importInto(
  { database, store, version = '1.0.0' }: World,
  source: CustomerSource,
  options: Partial<ImportOptions> = {},
  rejects: RejectsWriter | null = null,
  signal: AbortSignal = new AbortController().signal,
): Promise<ImportResult> {
  const ports: ImportPorts = {
    source,
    store,
    runs: runsWithCleanup(createRunRepository(database), database, { days: 400 }),
    leases: createLeases(database, () => {}),
    rejects,
    tellReason: rejectReason('en'),
    version,
    newId: newCuid,
    clock: () => new Date(),
    progress: silentProgress,
    signal,
  };
  return importCustomers(ports, { ...usualImport, ...options });
}

export async function importText(
  world: World,
  text: string,
  options: Partial<ImportOptions> = {},
): Promise<ImportResult> {
  return importInto(world, await sourceOfText(text, /^\s*[[{]/.test(text) ? 'json' : 'csv'), options);
}

export function worldOf(database: Database): World {
  return { database, store: createImportStore(database) };
}

/** The store, through which each import's plan is handed on as `change` makes it. */
export function withPlans(store: ImportStore, change: (plan: ImportPlan) => ImportPlan): ImportStore {
  return withStaging(store, (staging) => ({
    ...staging,
    match: async (matcher) => {
      const matching = await staging.match(matcher);
      return { ...matching, decide: async (...asked) => change(await matching.decide(...asked)) };
    },
  }));
}

/** The same of its staging. */
export function withStaging(store: ImportStore, change: (staging: ImportStaging) => ImportStaging): ImportStore {
  return { ...store, begin: async (starting) => change(await store.begin(starting)) };
}

/** The store, with something that happens before each batch is merged. */
export function beforeBatches(store: ImportStore, happen: () => Promise<void>): ImportStore {
  return withPlans(store, (plan) => ({
    ...plan,
    merge: async (...asked) => {
      const merging = await plan.merge(...asked);
      const merge: typeof merging.merge = async (batch) => {
        await happen();
        return merging.merge(batch);
      };
      return { ...merging, merge };
    },
  }));
}

/** The store of an import that dies before it merges batch number `n`. */
export function killedBefore(store: ImportStore, n: number): ImportStore {
  let batches = 0;
  return beforeBatches(store, async () => {
    batches += 1;
    if (batches === n) throw new Error('killed');
  });
}

export interface CustomerLine extends Record<string, unknown> {
  readonly id: string;
  readonly name: string;
  readonly email: string | null;
  readonly phone: string | null;
  readonly address: string | null;
  readonly company: string | null;
  readonly notes: string | null;
  readonly tags: readonly string[];
  readonly leads: number;
  readonly bookings: number;
  readonly revenue: number;
  readonly last: string | null;
}

/** All customers by name, as plain values. */
export async function customersIn({ database }: World): Promise<readonly CustomerLine[]> {
  return rowsOf<CustomerLine>(
    database.orm,
    sql`select id, name, email, phone, address, "companyName" as company, notes, to_json(coalesce(tags, '{}')) as tags, "totalLeads" as leads,
      "totalBookings" as bookings, "totalRevenue" as revenue, to_char("lastContactAt", 'YYYY-MM-DD"T"HH24:MI:SS') as last
      from customers order by name, email nulls first, phone nulls first, id`,
  );
}

export interface BookingLine extends Record<string, unknown> {
  readonly customer: string;
  readonly start: string;
  readonly end: string;
  readonly service: string | null;
  readonly status: string;
  readonly minutes: number;
}

export async function bookingsIn({ database }: World): Promise<readonly BookingLine[]> {
  return rowsOf<BookingLine>(
    database.orm,
    sql`select c.name as customer, to_char(b."startTime", 'YYYY-MM-DD"T"HH24:MI') as start, to_char(b."endTime", 'YYYY-MM-DD"T"HH24:MI') as "end",
      b."serviceType" as service, b.status, b."estimatedDuration" as minutes
      from bookings b join customers c on c.id = b."customerId" order by 2, 1, 4`,
  );
}

export const countsOf = (result: ImportResult) => [
  result.customersCreated,
  result.customersUpdated,
  result.customersUnchanged,
  result.customersSkipped,
  result.customersRejected,
];

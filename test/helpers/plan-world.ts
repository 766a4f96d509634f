import type { SyncPorts } from '../../src/core/calendar/model/sync-store.js';
import { importCustomers } from '../../src/core/customers/import-customers.js';
import type { ImportPorts } from '../../src/core/customers/match/ports.js';
import { type ImportOptions, usualImport } from '../../src/core/options/import-options.js';
import { defaultSyncOptions, type SyncOptions } from '../../src/core/options/sync-options.js';
import { approvingGate, savingGate } from '../../src/core/plans/apply-import-plan.js';
import { applySyncPlan } from '../../src/core/plans/apply-sync-plan.js';
import { importPlanOf, syncPlanOf } from '../../src/core/plans/make-plan.js';
import { sealWith } from '../../src/core/plans/plan-ports.js';
import { readPlan } from '../../src/core/plans/read-plan.js';
import { silentProgress } from '../../src/core/ports.js';
import type { ImportResult } from '../../src/core/results/import-result.js';
import type { SavedPlan } from '../../src/core/results/plan-result.js';
import { newCuid } from '../../src/db/client/cuid.js';
import type { Database } from '../../src/db/client/database.js';
import { createImportStore } from '../../src/db/import/import-store.js';
import { createPlanStore } from '../../src/db/plans/plan-store.js';
import { createRunRepository } from '../../src/db/read/run-repository.js';
import { createLeases } from '../../src/db/sync/leases.js';
import { sourceOfText } from '../../src/files/bytes/open-source.js';
import { rejectReason } from '../../src/messages/findings.js';
import type { SyncWorld } from './sync-world.js';

const head = async (database: Database) => {
  const identity = await createPlanStore(database).identity();
  return { id: newCuid(), madeBy: '1.0.0', identity };
};

/** Plans a sync, and gives the plan as it is read from its file. */
export async function planSync(world: SyncWorld, options: Partial<SyncOptions> = {}): Promise<SavedPlan<'sync'>> {
  const asked = { ...defaultSyncOptions, ...options };
  const { planned, result, stopped } = await world.syncOutcome({ ...options, dryRun: true });
  if (stopped !== null) throw stopped;
  const made = await syncPlanOf(await head(world.database), planned, { options: asked, result });
  return (await asRead(made)).saved as SavedPlan<'sync'>;
}

/** A plan as it is after it was written and read. */
function asRead(plan: SavedPlan) {
  return readPlan(JSON.parse(JSON.stringify(plan)), 'plan.json');
}

export interface ApplyChoice {
  readonly dryRun?: boolean;
  readonly allOrNothing?: boolean;
  readonly ports?: Partial<SyncPorts>;
}

/** Applies a plan; throws what stopped it. */
export async function applySync(
  world: SyncWorld,
  plan: SavedPlan<'sync'>,
  choice: ApplyChoice = {},
): ReturnType<typeof applySyncPlan> {
  const { dryRun = false, allOrNothing = false, ports = {} } = choice;
  const plans = createPlanStore(world.database);
  const { planKey } = await plans.identity();
  const read = await asRead(plan);
  if (read.kind !== 'sync') throw new Error('not the plan of a sync');
  const applied = await applySyncPlan(
    { ports: { ...world.ports(), ...ports }, plans, seal: sealWith(planKey), saved: read.saved, options: read.options },
    { dryRun, allOrNothing, wait: false },
  );
  if (applied.outcome.stopped !== null) throw applied.outcome.stopped;
  return applied;
}

async function importPorts(database: Database, text: string): Promise<ImportPorts> {
  return {
    source: await sourceOfText(text, 'csv'),
    store: createImportStore(database),
    runs: createRunRepository(database),
    leases: createLeases(database, () => {}),
    rejects: null,
    tellReason: rejectReason('en'),
    version: '1.0.0',
    newId: newCuid,
    clock: () => new Date(),
    progress: silentProgress,
    signal: new AbortController().signal,
  };
}

/** Plans the import of a file's text. */
export async function planImport(
  database: Database,
  text: string,
  asked: Partial<ImportOptions> = {},
): Promise<SavedPlan<'import'>> {
  const ports = await importPorts(database, text);
  const made = await head(database);
  const gate = savingGate(sealWith(made.identity.planKey));
  const options = { ...usualImport, ...asked, dryRun: true };
  const result = await importCustomers(ports, options, gate);
  const read = { path: null, reading: {}, shape: await ports.source.inspect(), madeAt: new Date() };
  return (await asRead(importPlanOf(made, read, { options, result, items: gate.items }))).saved as SavedPlan<'import'>;
}

export interface AppliedImport extends ReturnType<ReturnType<typeof approvingGate>['approved']> {
  readonly result: ImportResult;
}

/** Applies the plan of an import, of the same text. */
export async function applyImport(
  database: Database,
  text: string,
  plan: SavedPlan<'import'>,
  {
    dryRun = false,
    allOrNothing = false,
    ports: overrides = {},
  }: Omit<ApplyChoice, 'ports'> & {
    readonly ports?: Partial<ImportPorts>;
  } = {},
): Promise<AppliedImport> {
  const ports = { ...(await importPorts(database, text)), ...overrides };
  const plans = createPlanStore(database);
  const { planKey } = await plans.identity();
  const read = await asRead(plan);
  if (read.kind !== 'import') throw new Error('not the plan of an import');
  const { saved, options } = read;
  const { createBookings } = options;
  const gate = approvingGate({
    plans,
    seal: sealWith(planKey),
    saved,
    allOrNothing,
    createBookings,
  });
  const runs = {
    ...ports.runs,
    start: (kind: 'import', facts: object) => ports.runs.start(kind, { ...facts, plan: saved.id }),
  };
  const result = await importCustomers(
    { ...ports, runs: runs as ImportPorts['runs'] },
    { ...options, dryRun, wait: false, batchSize: null },
    gate,
  );
  return { result, ...gate.approved() };
}

import { importCustomers } from '../core/customers/import-customers.js';
import { sentenceOf } from '../core/customers/model/finding.js';
import type { CustomerSource } from '../core/customers/model/source.js';
import { ConfigurationError, GuardRefusal, InputFileError, saying } from '../core/errors.js';
import { approvingGate } from '../core/plans/apply-import-plan.js';
import { type ApplyOptions, applySyncPlan } from '../core/plans/apply-sync-plan.js';
import { sealWith } from '../core/plans/plan-ports.js';
import { parsePlan, type ReadPlan, refuseOtherDatabase } from '../core/plans/read-plan.js';
import type { ApplyResult } from '../core/results/plan-result.js';
import { readPlanFile } from '../files/plan-file.js';
import type { FileFormat } from '../files/source-options.js';
import { openInput } from './open/open-files.js';
import type { RunContext } from './run-context.js';
import { openImport } from './run-import.js';
import { openSync } from './run-sync.js';
import type { Services } from './services.js';

export { readPlan } from '../core/plans/read-plan.js';

/** Reads a plan file; throws InputFileError (exit 2) if it holds no plan. */
export async function openPlan(path: string): Promise<ReadPlan> {
  return parsePlan(await readPlanFile(path), path);
}

/** `stopped` is the error that ended the run early: throw it after the report is printed. */
export interface ApplyOutcome {
  readonly result: ApplyResult;
  readonly stopped: unknown;
}

/** Applies a plan to everything that has not changed since; `source` is the file of an import's plan. */
export async function runApply(
  services: Services,
  plan: ReadPlan,
  asked: ApplyOptions & { readonly source: CustomerSource | null },
  context: RunContext = {},
): Promise<ApplyOutcome> {
  const identity = await (await services.planStore()).identity();
  refuseOtherDatabase(plan.saved, identity);
  const dryRun = asked.dryRun || services.config.runMode === 'dry-run';
  const applying = { services, asked: { ...asked, dryRun }, seal: sealWith(identity.planKey) };
  const followed = { ...context, facts: { ...context.facts, plan: plan.saved.id } };
  return plan.kind === 'sync' ? applySync(applying, plan, followed) : applyImport(applying, plan, followed);
}

interface Applying {
  readonly services: Services;
  readonly asked: ApplyOptions & { readonly source: CustomerSource | null };
  readonly seal: ReturnType<typeof sealWith>;
}

async function applySync(
  { services, asked, seal }: Applying,
  { saved, options }: Extract<ReadPlan, { kind: 'sync' }>,
  context: RunContext,
): Promise<ApplyOutcome> {
  const ports = await openSync(services, context);
  const plans = await services.planStore();
  const { outcome, moved, doneBefore, runId } = await applySyncPlan({ ports, plans, seal, saved, options }, asked);
  const { result: sync, stopped } = outcome;
  const success = sync.success && moved.length === 0 && stopped === null;
  const shared = { success, dryRun: asked.dryRun, plan: planOf(saved), runId, moved, doneBefore };
  return { result: { ...shared, sync, import: null }, stopped };
}

async function applyImport(
  { services, asked, seal }: Applying,
  { saved, options }: Extract<ReadPlan, { kind: 'import' }>,
  context: RunContext,
): Promise<ApplyOutcome> {
  const { source, dryRun, wait, allOrNothing } = asked;
  if (source === null) throw new ConfigurationError(saying('plan-file-unnamed', {}));
  const { fingerprint, name } = await source.inspect();
  if (fingerprint !== saved.madeFrom.file.fingerprint)
    throw new InputFileError(saying('plan-file-changed', { file: name }));
  const ports = await openImport(services, source, null, context);
  const gate = approvingGate({
    plans: await services.planStore(),
    seal,
    saved,
    allOrNothing,
    createBookings: options.createBookings,
  });
  const batchSize = services.config.importBatchSize;
  const imported = await importCustomers(ports, { ...options, dryRun, wait, batchSize }, gate);
  const { moved, doneBefore } = gate.approved();
  const { refusal } = imported;
  const success = imported.success && moved.length === 0;
  const shared = { success, dryRun, plan: planOf(saved), runId: imported.runId, moved, doneBefore };
  const stopped = refusal === null ? null : refused(refusal, { moved: moved.length, items: saved.items.length });
  return { result: { ...shared, sync: null, import: imported }, stopped };
}

type Refusal = NonNullable<NonNullable<ApplyResult['import']>['refusal']>;

function refused(refusal: Refusal, counts: { readonly moved: number; readonly items: number }): GuardRefusal {
  return refusal.code === 'plan-moved-on'
    ? new GuardRefusal(saying('plan-moved-on', counts))
    : new GuardRefusal(sentenceOf(refusal));
}

/** Opens the file of an import's plan: the named one, or the one that the plan was made from; null for a sync's plan. */
export async function openPlanned(plan: ReadPlan, file: string | null): Promise<CustomerSource | null> {
  if (plan.kind === 'sync') return null;
  const { file: made, reading } = plan.saved.madeFrom;
  const path = file ?? made.path;
  if (path === null) throw new ConfigurationError(saying('plan-file-unnamed', {}));
  const { encoding = null, delimiter = null, sheet = null, entry = null, format = null } = reading;
  const isKnown = format === 'csv' || format === 'json';
  return openInput(path, {
    encoding,
    delimiter,
    sheet,
    entry,
    format: isKnown ? (format as FileFormat) : null,
    archives: true,
  });
}

function planOf({ id, kind, madeAt, items }: ReadPlan['saved']): ApplyResult['plan'] {
  return { id, kind, madeAt, items: items.length };
}

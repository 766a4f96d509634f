import { learnGoogleIds } from '../core/calendar/load/calendar-identity.js';
import type { SyncOutcome } from '../core/calendar/sync-calendar.js';
import { importCustomers } from '../core/customers/import-customers.js';
import type { ImportPorts } from '../core/customers/match/ports.js';
import type { CustomerSource } from '../core/customers/model/source.js';
import { ConfigurationError, saying } from '../core/errors.js';
import type { ImportOptions } from '../core/options/import-options.js';
import type { SyncOptions } from '../core/options/sync-options.js';
import { savingGate } from '../core/plans/apply-import-plan.js';
import { importPlanOf, syncPlanOf } from '../core/plans/make-plan.js';
import { sealWith } from '../core/plans/plan-ports.js';
import type { ImportResult } from '../core/results/import-result.js';
import type { SavedPlan } from '../core/results/plan-result.js';
import type { RunContext } from './run-context.js';
import { openImport } from './run-import.js';
import { runSync } from './run-sync.js';
import type { Services } from './services.js';

export { withoutValues } from '../core/plans/make-plan.js';
export { aimPlan, writePlan } from '../files/plan-file.js';

/** The outcome, and the plan as it is saved; null if a guard refused it. */
export interface PlanMade<Outcome> {
  readonly outcome: Outcome;
  readonly plan: SavedPlan | null;
}

/** Plans a sync, and writes nothing on either side. Throws ConfigurationError if the sync would rename a calendar. */
export async function planSync(
  services: Services,
  options: SyncOptions & { readonly wait?: boolean },
): Promise<PlanMade<SyncOutcome>> {
  if (options.renamedFrom !== null) {
    const flags = ['--renamed-from', '--save-plan'];
    throw new ConfigurationError(saying('usage/not-together', { command: 'renos-sync sync', flags }));
  }
  const outcome = await runSync(services, { ...options, dryRun: true });
  if (outcome.stopped !== null) return { outcome, plan: null };
  const { result, planned } = outcome;
  // A calendar that was never synced is known only by its name, which may refer to another calendar later.
  const calendars = await learnGoogleIds(await services.calendar(), planned.state.calendars, async () => {});
  const known = { ...planned, state: { ...planned.state, calendars } };
  return { outcome, plan: await syncPlanOf(await newHead(services), known, { options, result }) };
}

interface ImportToPlan {
  readonly source: CustomerSource;
  readonly options: ImportOptions;
  readonly review?: ImportPorts['review'];
  /** The file's path (null: standard input), and how its bytes are read. */
  readonly from: { readonly path: string | null; readonly reading: SavedPlan<'import'>['madeFrom']['reading'] };
}

/** Plans the import of a file, and writes nothing. */
export async function planImport(
  services: Services,
  { source, options, review, from }: ImportToPlan,
  context: RunContext = {},
): Promise<PlanMade<ImportResult>> {
  const head = await newHead(services);
  const ports = await openImport(services, source, null, context);
  const gate = savingGate(sealWith(head.identity.planKey));
  const looking = review === undefined ? ports : { ...ports, review };
  const outcome = await importCustomers(looking, { ...options, dryRun: true }, gate);
  if (outcome.refusal !== null) return { outcome, plan: null };
  const read = { ...from, shape: await source.inspect(), madeAt: services.clock() };
  return { outcome, plan: importPlanOf(head, read, { options, result: outcome, items: gate.items }) };
}

async function newHead(services: Services) {
  const { newId, version } = await services.importPorts();
  return { id: newId(), madeBy: version, identity: await (await services.planStore()).identity() };
}

import { type Planned, withUnstaged } from '../customers/import/import-outcome.js';
import type { PlanGate } from '../customers/import/load-import.js';
import type { ImportPlan } from '../customers/match/import-store.js';
import type { PlannedChange } from '../customers/match/planned-change.js';
import { withoutChanges } from '../customers/match/replaced.js';
import { GuardRefusal, saying } from '../errors.js';
import { eachInTurn } from '../give-way.js';
import type { ImportResult } from '../results/import-result.js';
import type { ApplyResult, PlanItem, SavedPlan } from '../results/plan-result.js';
import type { PlanStore, Seal } from './plan-ports.js';
import { rowItem } from './row-items.js';

/** Records the planned changes, and admits all of them. */
export function savingGate(seal: Seal): PlanGate & { readonly items: PlanItem<'import'>[] } {
  const items: PlanItem<'import'>[] = [];
  return {
    items,
    planId: null,
    admit: async (plan, planned) => {
      for await (const page of plan.changes())
        for (const item of await eachInTurn(page, (one) => rowItem(one, seal))) items.push(item);
      return { planned, refusal: null, isIdle: false };
    },
    resumed: () => {},
  };
}

type Approved = NonNullable<Planned['approved']>;

interface Approval {
  readonly plans: PlanStore;
  readonly seal: Seal;
  readonly saved: SavedPlan<'import'>;
  readonly allOrNothing: boolean;
  readonly createBookings: boolean;
}

/** Admits the changes of a saved plan, if they are still planned today; reports those that have changed. */
export function approvingGate(approval: Approval): PlanGate & { readonly approved: () => Approved } {
  let approved: Approved = { moved: [], doneBefore: 0 };
  const keep = (planned: Planned) => {
    approved = planned.approved ?? approved;
  };
  return {
    approved: () => approved,
    planId: approval.saved.id,
    admit: async (plan, whole) => {
      const gated = await letThrough(approval, plan, whole);
      keep(gated.planned);
      return gated;
    },
    resumed: keep,
  };
}

async function letThrough(approval: Approval, plan: ImportPlan, whole: Planned) {
  const { saved, seal, allOrNothing, createBookings } = approval;
  const wanted = new Set(saved.items.map((item) => item.seal));
  const first = await sealed(plan, seal);
  let today = first;
  const leftOut: PlannedChange[] = [];
  // Leaving out one change may add another: the second of two equal bookings of the file.
  for (let others = notIn(wanted, today); others.length > 0; others = notIn(wanted, today)) {
    leftOut.push(...others);
    await plan.leaveOut({
      created: seqsOf(others, 'create'),
      updated: seqsOf(others, 'update'),
      bookings: others.filter(({ kind }) => kind === 'booking'),
    });
    today = await sealed(plan, seal);
  }
  const missing = saved.items.filter((item) => !today.has(item.seal));
  const moved = await movedOf(approval, plan, { missing, first });
  const approved = { moved, doneBefore: missing.length - moved.length };
  const { counts, bookings } = await plan.forecast({ bookings: createBookings, namedIds: false });
  const planned: Planned = {
    ...whole,
    approved,
    counts: withUnstaged(counts, whole),
    replacements: withoutChanges(whole.replacements, leftOut),
    bookings: bookings ?? whole.bookings,
  };
  return { planned, refusal: allOrNothing ? refusalOf(moved, saved) : null, isIdle: today.size === 0 };
}

type Sealed = ReadonlyMap<string, PlannedChange>;

async function sealed(plan: ImportPlan, seal: Seal): Promise<Sealed> {
  const found = new Map<string, PlannedChange>();
  for await (const page of plan.changes()) for (const change of page) found.set(rowItem(change, seal).seal, change);
  return found;
}

function notIn(wanted: ReadonlySet<string>, today: Sealed): readonly PlannedChange[] {
  return [...today].flatMap(([seal, change]) => (wanted.has(seal) ? [] : [change]));
}

function seqsOf(changes: readonly PlannedChange[], action: PlannedChange['action']): readonly number[] {
  return changes.filter((one) => one.kind === 'customer' && one.action === action).map(({ seq }) => seq);
}

interface Missing {
  readonly missing: readonly PlanItem<'import'>[];
  /** The planned changes before anything was left out. */
  readonly first: Sealed;
}

/** Items of the plan that will not be applied, except those that are already done. */
async function movedOf(
  { plans, saved }: Approval,
  plan: ImportPlan,
  { missing, first }: Missing,
): Promise<ApplyResult['moved']> {
  if (missing.length === 0) return [];
  const lines = missing.map(({ line }) => line);
  const outcomes = await plan.outcomesOf(lines);
  const created = await plans.linesCreatedBy(saved.id);
  const wanted = new Set(saved.items.map((item) => item.seal));
  const others = new Set(notIn(wanted, first).map(({ kind, line }) => `${kind} ${line}`));
  return missing.flatMap(({ kind, line, id, seal }) => {
    const isOther = others.has(`${kind} ${line}`);
    const isThere = ['unchanged', 'updated'].includes(outcomes.get(line) ?? 'unchanged');
    if (created.has(line) || (isThere && !isOther && !first.has(seal))) return [];
    return [{ kind, line, id, reason: isOther ? 'changed-since' : 'no-longer-planned' } as const];
  });
}

function refusalOf(moved: ApplyResult['moved'], { items }: SavedPlan<'import'>): ImportResult['refusal'] {
  if (moved.length === 0) return null;
  const { code, message } = new GuardRefusal(saying('plan-moved-on', { moved: moved.length, items: items.length }));
  return { code, message, override: '' };
}

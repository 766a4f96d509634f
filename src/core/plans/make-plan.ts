import type { SyncOutcome } from '../calendar/sync-calendar.js';
import type { SourceShape } from '../customers/model/source.js';
import { eachInTurn } from '../give-way.js';
import type { ImportOptions } from '../options/import-options.js';
import type { SyncOptions } from '../options/sync-options.js';
import type { ImportResult } from '../results/import-result.js';
import { type PlanItem, planVersion, type SavedPlan } from '../results/plan-result.js';
import type { SyncResult } from '../results/sync-result.js';
import { isItem, pairItem } from './pair-items.js';
import { type DatabaseIdentity, sealWith } from './plan-ports.js';
import { saveImportOptions, saveSyncOptions } from './saved-options.js';

/** The head of every plan. */
interface PlanHead {
  readonly id: string;
  readonly madeBy: string;
  readonly identity: DatabaseIdentity;
}

/** The values at the top of every plan. */
function headOf({ id, madeBy, identity }: PlanHead, madeAt: Date) {
  return {
    head: {
      document: 'renos-sync plan',
      version: planVersion,
      id,
      madeAt: madeAt.toISOString(),
      madeBy,
      redacted: false,
    } as const,
    database: { id: identity.id, place: identity.places[0] },
  };
}

/** The plan of a sync's dry run, as it is saved. */
export async function syncPlanOf(
  head: PlanHead,
  { state, plan }: SyncOutcome['planned'],
  { options, result }: { readonly options: SyncOptions; readonly result: SyncResult },
): Promise<SavedPlan<'sync'>> {
  const seal = sealWith(head.identity.planKey);
  const items: PlanItem<'sync'>[] = await eachInTurn(plan.pairs.filter(isItem), (one) => pairItem(one, seal));
  // A run that applies the plan uses that day's window, so the same items count as new.
  const { head: shared, database } = headOf(head, state.now);
  return {
    ...shared,
    kind: 'sync',
    madeFrom: {
      database,
      calendars: state.calendars.map(({ calendarId, progress, next }) => ({
        calendarId,
        googleId: next.googleId,
        syncToken: progress.syncToken,
      })),
      options: saveSyncOptions(options),
    },
    counts: { google: result.google, database: result.database, linked: result.linked },
    items,
  };
}

/** The file that a plan was made from. */
interface FileRead {
  /** null: standard input. */
  readonly path: string | null;
  readonly reading: SavedPlan<'import'>['madeFrom']['reading'];
  readonly shape: Pick<SourceShape, 'name' | 'format' | 'fingerprint'>;
  readonly madeAt: Date;
}

/** The plan of an import's dry run, as it is saved. */
export function importPlanOf(
  head: PlanHead,
  { path, reading, shape: { name, format, fingerprint }, madeAt }: FileRead,
  made: {
    readonly options: ImportOptions;
    readonly result: ImportResult;
    readonly items: readonly PlanItem<'import'>[];
  },
): SavedPlan<'import'> {
  const { head: shared, database } = headOf(head, madeAt);
  const { customersCreated, customersUpdated, bookingsCreated, bookingsUpdated, customersRejected } = made.result;
  return {
    ...shared,
    kind: 'import',
    madeFrom: {
      database,
      file: { path, name, format, fingerprint },
      reading,
      options: saveImportOptions(made.options),
    },
    counts: { customersCreated, customersUpdated, bookingsCreated, bookingsUpdated, customersRejected },
    items: made.items,
  };
}

/** The plan without customers' data: it can still be applied, because each item is identified by its seal. */
export function withoutValues(plan: SavedPlan): SavedPlan {
  const redacted = true;
  if (plan.kind === 'import') {
    return { ...plan, redacted, items: plan.items.map((item) => ({ ...item, fields: hidden(item.fields) })) };
  }
  const items = plan.items.map((item) => ({
    ...item,
    changes: item.changes.map((change) => ({ ...change, fields: hidden(change.fields) })),
    // A row's fingerprint would allow guessing its values.
    expects: { ...item.expects, booking: null },
  }));
  const calendars = plan.madeFrom.calendars.map((calendar) => ({ ...calendar, syncToken: null }));
  return { ...plan, redacted, madeFrom: { ...plan.madeFrom, calendars }, items };
}

type Hidden = readonly [from: string | null, to: string | null];

function hidden(fields: Readonly<Record<string, readonly [unknown, unknown]>>): Readonly<Record<string, Hidden>> {
  const mark = (value: unknown) => (value === null ? null : '…');
  return Object.fromEntries(Object.entries(fields).map(([field, [from, to]]) => [field, [mark(from), mark(to)]]));
}

import * as v from 'valibot';
import { GuardRefusal, InputFileError, saying } from '../errors.js';
import { eachInTurn } from '../give-way.js';
import type { ImportOptions } from '../options/import-options.js';
import type { SyncOptions } from '../options/sync-options.js';
import { planItems, planVersion, type SavedPlan, savedPlan } from '../results/plan-result.js';
import type { DatabaseIdentity } from './plan-ports.js';
import { readImportOptions, readSyncOptions } from './saved-options.js';

/** A plan with the options that it was made with. */
export type ReadPlan =
  | { readonly kind: 'sync'; readonly saved: SavedPlan<'sync'>; readonly options: SyncOptions }
  | {
      readonly kind: 'import';
      readonly saved: SavedPlan<'import'>;
      readonly options: Omit<ImportOptions, 'dryRun' | 'wait' | 'batchSize'>;
    };

/** Reads the text of a plan; throws InputFileError (exit 2) if it is not a plan, or has an unknown version. */
export async function parsePlan(text: string, file: string): Promise<ReadPlan> {
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch {
    throw new InputFileError(saying('plan-unreadable/not-json', { file }));
  }
  return readPlan(document, file);
}

/** The same for a parsed document. */
export async function readPlan(document: unknown, file: string): Promise<ReadPlan> {
  const { document: kind, version } = Object(document) as { document?: unknown; version?: unknown };
  if (kind !== 'renos-sync plan') throw new InputFileError(saying('plan-unreadable/other-document', { file }));
  if (typeof version === 'number' && version > planVersion) {
    throw new InputFileError(saying('plan-version', { file, version }));
  }
  try {
    const saved = await checked(document);
    const { options } = saved.madeFrom;
    return saved.kind === 'sync'
      ? { kind: 'sync', saved, options: readSyncOptions(options) }
      : { kind: 'import', saved, options: readImportOptions(options) };
  } catch (error) {
    if (!(error instanceof v.ValiError)) throw error;
    // The path is reported, never the value.
    const place = v.getDotPath(error.issues[0]) ?? 'a field';
    throw new InputFileError(saying('plan-unreadable/wrong-field', { file, place }));
  }
}

/** A plan may hold fifty thousand items: each is checked by itself. */
async function checked(document: unknown): Promise<SavedPlan> {
  const { items } = document as { readonly items?: unknown };
  if (!Array.isArray(items)) return v.parse(savedPlan, document);
  const head = v.parse(savedPlan, { ...Object(document), items: [] });
  const read = await eachInTurn(items, (item: unknown, index) => {
    const found = v.safeParse(planItems[head.kind], item);
    if (found.success) return found.output;
    const [issue] = found.issues;
    const above = [
      { type: 'object', origin: 'value', input: {}, key: 'items', value: items },
      { type: 'array', origin: 'value', input: items, key: index, value: item },
    ] as const;
    throw new v.ValiError([{ ...issue, path: [...above, ...(issue.path ?? [])] } as typeof issue]);
  });
  return { ...head, items: read } as SavedPlan;
}

/** Throws GuardRefusal (exit 3) if a plan was made from another database, or from this one in another place. */
export function refuseOtherDatabase({ kind, madeFrom: { database } }: SavedPlan, identity: DatabaseIdentity): void {
  if (database.id === identity.id && identity.places.includes(database.place)) return;
  throw new GuardRefusal(saying('plan-of-another-database', { kind }));
}

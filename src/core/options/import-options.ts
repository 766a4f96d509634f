import * as v from 'valibot';
import { type MappingChoice, readMappingChoice } from '../customers/columns/map-headers.js';
import type { MatchRules } from '../customers/match/row-decision.js';
import type { DateOrder } from '../customers/values/formats.js';
import { importRequest } from './import-request.js';
import type { Asked } from './option.js';

type AskedImport = Asked<typeof importRequest>;
type Replaced = 'map' | 'validateData' | 'dateOrder' | 'batchSize' | 'sync' | 'sendConfirmations';

/** The options of an import, with defaults from the environment. */
export interface ImportOptions extends Readonly<Omit<AskedImport, Replaced>> {
  /** Whether a wrong e-mail rejects its row, or is kept with a warning. */
  readonly validateEmail: boolean;
  readonly choice: MappingChoice;
  readonly dateOrder: DateOrder | null;
  /** Rows per transaction; null: a fast number. */
  readonly batchSize: number | null;
  /** Wait for another import instead of giving up. */
  readonly wait: boolean;
}

/** Settings from the environment for every import. */
interface UsualImport {
  readonly dryRun: boolean;
  readonly validateEmail: boolean;
  readonly batchSize: number | null;
}

/** The options of an import, with defaults from the environment; `map` takes precedence over `mapping`. */
export function toImportOptions(
  { map, validateData, sync: _, sendConfirmations: __, mapping, ...asked }: AskedImport & { mapping?: MappingChoice },
  usual: UsualImport,
): ImportOptions {
  return {
    ...asked,
    choice: { ...mapping, ...readMappingChoice([map].flat()) },
    validateEmail: validateData ?? usual.validateEmail,
    dateOrder: asked.dateOrder ?? null,
    batchSize: asked.batchSize ?? usual.batchSize,
    dryRun: asked.dryRun || usual.dryRun,
    wait: false,
  };
}

/** The default options. */
export const usualImport: ImportOptions = toImportOptions(v.getDefaults(v.object(importRequest)) as AskedImport, {
  dryRun: false,
  validateEmail: true,
  batchSize: null,
});

/** The options that decide which customer a row belongs to, and its outcome. */
export function matchRules({ onDuplicate, onProbable, fillBlanks, country }: ImportOptions): MatchRules {
  return { onDuplicate, onProbable, mode: fillBlanks ? 'fill' : 'overwrite', country };
}

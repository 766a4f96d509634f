import * as v from 'valibot';
import { type MappingChoice, readMappingChoice } from '../customers/columns/map-headers.js';
import type { MatchRules } from '../customers/match/row-decision.js';
import type { DateOrder } from '../customers/values/formats.js';
import { importRequest } from './import-request.js';
import type { Asked } from './option.js';

type AskedImport = Asked<typeof importRequest>;
type Replaced = 'map' | 'validateData' | 'dateOrder' | 'batchSize' | 'sync' | 'sendConfirmations';

/** How a customer file is to be imported: what was asked, with the environment behind it. */
export interface ImportOptions extends Readonly<Omit<AskedImport, Replaced>> {
  /** Whether a wrong e-mail rejects its row, or is kept with a warning. */
  readonly validateEmail: boolean;
  readonly choice: MappingChoice;
  readonly dateOrder: DateOrder | null;
  /** Rows a transaction; null: what is fast. */
  readonly batchSize: number | null;
  /** Wait for another import instead of giving up. */
  readonly wait: boolean;
}

/** What the environment says of every import. */
interface UsualImport {
  readonly dryRun: boolean;
  readonly validateEmail: boolean;
  readonly batchSize: number | null;
}

/** What was asked, with the environment behind it; `mapping` is what `map` goes before. */
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

/** What happens if nothing is said. */
export const usualImport: ImportOptions = toImportOptions(v.getDefaults(v.object(importRequest)) as AskedImport, {
  dryRun: false,
  validateEmail: true,
  batchSize: null,
});

/** What of the options decides whom a row is about, and what becomes of it. */
export function matchRules({ onDuplicate, onProbable, fillBlanks, country }: ImportOptions): MatchRules {
  return { onDuplicate, onProbable, mode: fillBlanks ? 'fill' : 'overwrite', country };
}

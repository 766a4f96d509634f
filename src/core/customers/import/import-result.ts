import type { ColumnTarget } from '../columns/header-words.js';
import type { Replaced } from '../match/replaced.js';
import type { Finding, FindingGroup } from '../model/finding.js';
import type { SourceFormat } from '../model/source.js';

/** What an import did, or would do: RenOS's fields first, then ours. It is the JSON document of `--json`. */
export interface ImportResult {
  readonly success: boolean;
  /** Rows of the file that are not blank and were not passed over as titles or totals: created + updated + unchanged + skipped + rejected. */
  readonly customersProcessed: number;
  readonly customersCreated: number;
  readonly customersUpdated: number;
  readonly bookingsCreated: number;
  /** One sentence an error, by line; the first thousand. */
  readonly errors: readonly string[];
  readonly warnings: readonly string[];
  /** Milliseconds. */
  readonly processingTime: number;
  readonly customersUnchanged: number;
  readonly customersSkipped: number;
  readonly customersRejected: number;
  /** Bookings whose id the file names, and that it changes. */
  readonly bookingsUpdated: number;
  /** Bookings of the file that RenOS has already. */
  readonly bookingsUnchanged: number;
  /** Customers of RenOS that got another given name, and how many of each field's values were put in place of others. */
  readonly customersRenamed: number;
  readonly replaced: Replaced;
  readonly dryRun: boolean;
  /** Taken up where a killed import of the same file had stopped. */
  readonly resumed: boolean;
  /** null on a dry run. */
  readonly runId: string | null;
  readonly file: {
    readonly name: string;
    readonly format: SourceFormat;
    readonly encoding: string;
    readonly delimiter: string | null;
    readonly rows: number;
    readonly columns: number;
    readonly columnsUsed: number;
  };
  /** Each column's header and what it was taken for; null is unused. */
  readonly mapping: readonly { readonly column: string; readonly target: ColumnTarget | null }[];
  readonly findings: readonly Finding[];
  readonly findingGroups: readonly FindingGroup[];
  readonly rejectsFile: string | null;
  /** Set when a guard stood in the way: nothing was written. */
  readonly refusal: { readonly code: string; readonly message: string; readonly override: string } | null;
}

/** Says a finding in one line, without any of the customer's data. */
export function describeFinding({ line, column, reason }: Pick<Finding, 'line' | 'column' | 'reason'>): string {
  const where = [line === null ? null : `line ${line}`, column === null ? null : `column ${column}`].filter(Boolean);
  return where.length === 0 ? reason : `${where.join(', ')}: ${reason}`;
}

/** Every warning as an error, for those who want files without a doubt. The counts stay what an import would do. */
export function strictly<Result extends ImportResult>(result: Result): Result {
  const asError = <Of extends { readonly remedy: string }>(of: Of) =>
    ({ ...of, severity: 'error', remedy: strictRemedy(of.remedy) }) as const;
  return {
    ...result,
    success: result.success && result.findings.length === 0,
    errors: result.findings.map(describeFinding),
    warnings: [],
    findings: result.findings.map(asError),
    findingGroups: result.findingGroups.map(asError),
  };
}

/** What needs nothing in an import has to be mended in a file that is to be without a doubt. */
function strictRemedy(remedy: string): string {
  return remedy.replace(/^Nothing: (.*)\.$/, 'Mend the file, or leave --strict out ($1).');
}

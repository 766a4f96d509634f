import { inEnglish } from '../../english.js';
import type { ImportOptions } from '../../options/import-options.js';
import type { Clock } from '../../ports.js';
import type { Finding, FindingGroup, ImportResult } from '../../results/import-result.js';
import type { ApplyResult } from '../../results/plan-result.js';
import type { Analysis } from '../columns/analyze-file.js';
import type { BookingForecast, FoundRow, OutcomeCounts, RowsFound } from '../match/forecast.js';
import { noReplacements, type Replacements } from '../match/replaced.js';
import { refusalOf, warningOf } from '../model/finding.js';
import type { SourceShape } from '../model/source.js';
import { recordNamed } from '../read/row-reports.js';

export const noneFound: RowsFound = { count: 0, first: null };
export const noBookings: BookingForecast = {
  toCreate: 0,
  toChange: 0,
  known: 0,
  overlaps: noneFound,
  others: noneFound,
};

/** The summary of a plan; stored with it, so that an import that was killed ends with the same report. */
export interface Planned {
  readonly findings: readonly Finding[];
  readonly groups: readonly FindingGroup[];
  readonly bookings: BookingForecast;
  readonly counts: OutcomeCounts;
  readonly replacements: Replacements;
  /** How many of the unchanged rows were never staged. */
  readonly settled: number;
  /** For an approved plan: its items that have changed since, and how many were already done. */
  readonly approved?: { readonly moved: ApplyResult['moved']; readonly doneBefore: number };
}

/** The rows' outcomes, with those that were never staged. */
export function withUnstaged(counts: OutcomeCounts, { settled }: Pick<Planned, 'settled'>): OutcomeCounts {
  return { ...counts, unchanged: counts.unchanged + settled };
}

/** An analyzed file and the options of its import. */
export interface AnalyzedFile {
  readonly clock: Clock;
  readonly options: ImportOptions;
  readonly shape: SourceShape;
  readonly analysis: Analysis;
  /** Epoch milliseconds. */
  readonly startedAt: number;
}

/** The number of rows that were not skipped as titles or the like. */
function processed({ created, updated, unchanged, skipped, rejected }: OutcomeCounts): number {
  return created + updated + unchanged + skipped + rejected;
}

/** Why a file is not imported as a whole: the file or its mapping is wrong, or its columns do not belong together. */
export function refuse(
  counts: OutcomeCounts,
  options: ImportOptions,
  replacements: Replacements = noReplacements,
  { rows }: Pick<Analysis, 'rows'> = { rows: 0 },
): ImportResult['refusal'] {
  return (
    refuseNoCustomers(counts, options, rows) ??
    refuseRejects(counts, options, replacements) ??
    refuseRenames(counts, options, replacements)
  );
}

/** A file that contains only titles is a wrong file or mapping too. */
function refuseNoCustomers(
  counts: OutcomeCounts,
  { acceptRejects }: ImportOptions,
  rows: number,
): ImportResult['refusal'] {
  return acceptRejects || rows === 0 || processed(counts) > 0 ? null : refusalOf('no-customers', { rows });
}

/**
 * If more than half of the rows are rejected, the file or its mapping is wrong. Rows that a person has to check do not
 * count.
 */
function refuseRejects(
  counts: OutcomeCounts,
  { acceptRejects }: ImportOptions,
  { held }: Replacements,
): ImportResult['refusal'] {
  const { rejected } = counts;
  const all = processed(counts);
  return acceptRejects || (rejected - held) * 2 <= all ? null : refusalOf('most-rows-rejected', { rejected, all });
}

/**
 * The limit for customers that get another person's name equals the limit for removals of a sync. If one column was
 * sorted alone, customers get values that others had before: more than two and a quarter of them is no coincidence.
 */
function refuseRenames(
  counts: OutcomeCounts,
  { acceptRenames }: ImportOptions,
  { renamed, moved }: Replacements,
): ImportResult['refusal'] {
  if (acceptRenames) return null;
  const known = counts.updated + counts.unchanged;
  const quarter = Math.floor(known * 0.25);
  if (renamed > Math.max(10, quarter)) return refusalOf('many-renames', { renamed, known });
  for (const field of ['name', 'email', 'phone', 'address', 'notes'] as const)
    if (moved[field] > Math.max(2, quarter))
      return refusalOf('many-renames/sorted', { moved: moved[field], known, field });
  return null;
}

interface Reported {
  readonly counts: OutcomeCounts;
  readonly planned: Planned;
  readonly bookingsCreated: number;
  readonly bookingsChanged: number;
  readonly refusal: ImportResult['refusal'];
}

/** The result of an analyzed file: for a dry run, or completed later by a run. */
export function resultOf(
  { clock, options, shape, analysis, startedAt }: AnalyzedFile,
  reported: Reported,
): ImportResult {
  const { counts, planned, refusal } = reported;
  const used = analysis.mapping.filter(({ target }) => target !== null && target !== 'ignore');
  const say = (severity: Finding['severity']) =>
    planned.findings.filter((finding) => finding.severity === severity).map(inEnglish().placed);
  return {
    success: refusal === null,
    customersProcessed: processed(counts),
    customersCreated: counts.created,
    customersUpdated: counts.updated,
    bookingsCreated: reported.bookingsCreated,
    errors: say('error'),
    warnings: say('warning'),
    processingTime: clock().getTime() - startedAt,
    customersUnchanged: counts.unchanged,
    customersSkipped: counts.skipped,
    customersRejected: counts.rejected,
    bookingsUpdated: reported.bookingsChanged,
    bookingsUnchanged: planned.bookings.known,
    customersRenamed: planned.replacements.renamed,
    replaced: planned.replacements.replaced,
    dryRun: options.dryRun,
    resumed: false,
    runId: null,
    file: {
      name: shape.name,
      format: shape.format,
      encoding: shape.encoding,
      delimiter: shape.delimiter,
      rows: analysis.rows,
      columns: analysis.mapping.length,
      columnsUsed: used.length,
    },
    mapping: analysis.mapping.map(({ header, target }) => ({ column: header, target })),
    findings: planned.findings,
    findingGroups: planned.groups,
    rejectsFile: null,
    refusal,
  };
}

/** Whether records are named by their numbers, as those of JSON are. */
export const isNumbered = ({ headerSeq }: Analysis) => headerSeq === null;

/** One finding for several rows, with the place of the first. */
export function findingOf(
  id: 'booking-overlaps' | 'booking-of-another' | 'customer-id-unknown',
  { count, first }: RowsFound,
  analysis: Analysis,
): Finding {
  const about = warningOf(null, id, { count });
  return first === null ? about : { ...about, ...placeOfFound(first, analysis) };
}

export function outrunFinding(row: FoundRow, analysis: Analysis): Finding {
  return { ...warningOf(null, 'outrun', {}), severity: 'error', ...placeOfFound(row, analysis) };
}

function placeOfFound({ seq, line, name }: FoundRow, analysis: Analysis): Pick<Finding, 'line' | 'record'> {
  return { line, ...recordNamed(isNumbered(analysis) ? seq + 1 : undefined, name) };
}

import type { ImportOptions } from '../../options/import-options.js';
import type { Clock } from '../../ports.js';
import type { Finding, FindingGroup, ImportResult } from '../../results/import-result.js';
import type { MovedItem } from '../../results/plan-result.js';
import type { Survey } from '../columns/survey-file.js';
import type { BookingForecast, LinesFound, OutcomeCounts } from '../match/ports.js';
import { noReplacements, type Replacements } from '../match/replaced.js';
import type { SourceShape } from '../model/source.js';
import { describeFinding } from './import-result.js';

export const noLines: LinesFound = { count: 0, lines: [] };
export const noBookings: BookingForecast = { toCreate: 0, toChange: 0, known: 0, overlaps: noLines, others: noLines };

/** What the plan came to; kept with it, so that a killed import ends with the same report. */
export interface Planned {
  readonly findings: readonly Finding[];
  readonly groups: readonly FindingGroup[];
  readonly bookings: BookingForecast;
  readonly counts: OutcomeCounts;
  readonly replacements: Replacements;
  /** How many of the unchanged rows were never staged. */
  readonly settled: number;
  /** Of an approved plan: its items that moved on, and how many were as planned already. */
  readonly approved?: { readonly moved: readonly MovedItem[]; readonly doneBefore: number };
}

/** A file that was surveyed, and how it is to be taken. */
export interface Looked {
  readonly clock: Clock;
  readonly options: ImportOptions;
  readonly shape: SourceShape;
  readonly survey: Survey;
  /** Epoch milliseconds. */
  readonly startedAt: number;
}

/** The rows that were not passed over. */
export function processed({ created, updated, unchanged, skipped, rejected }: OutcomeCounts): number {
  return created + updated + unchanged + skipped + rejected;
}

/** Why a file is not imported as a whole: it is a wrong file or mapping, or one whose columns do not belong together. */
export function refuse(
  counts: OutcomeCounts,
  options: ImportOptions,
  replacements: Replacements = noReplacements,
  { rows }: Pick<Survey, 'rows'> = { rows: 0 },
): ImportResult['refusal'] {
  return (
    refuseNobody(counts, options, rows) ??
    refuseRejects(counts, options, replacements) ??
    refuseRenames(counts, options, replacements)
  );
}

/** A file of titles alone is a wrong file or mapping too. */
function refuseNobody(counts: OutcomeCounts, { acceptRejects }: ImportOptions, rows: number): ImportResult['refusal'] {
  if (acceptRejects || rows === 0 || processed(counts) > 0) return null;
  return {
    code: 'no-customers',
    message: `None of the ${rows} rows is a customer, but a title, a total or the headers again: nothing was written.`,
    override: '--accept-rejects',
  };
}

/** More than half rejected is a wrong file or mapping, not a file with mistakes. Whom a person is to look at is no mistake. */
function refuseRejects(
  counts: OutcomeCounts,
  { acceptRejects }: ImportOptions,
  { held }: Replacements,
): ImportResult['refusal'] {
  const all = processed(counts);
  if (acceptRejects || (counts.rejected - held) * 2 <= all) return null;
  return {
    code: 'most-rows-rejected',
    message: `${counts.rejected} of ${all} rows would be rejected: nothing was written.`,
    override: '--accept-rejects',
  };
}

const columns = { name: 'name', email: 'e-mail', phone: 'phone', address: 'address', notes: 'notes' } as const;

/**
 * As many customers may get another person's name as a sync may remove pairs. A column that was sorted alone gives
 * customers what others of the file had before: more than two and a quarter of them is no chance.
 */
function refuseRenames(
  counts: OutcomeCounts,
  { acceptRenames }: ImportOptions,
  { renamed, moved }: Replacements,
): ImportResult['refusal'] {
  if (acceptRenames) return null;
  const known = counts.updated + counts.unchanged;
  const quarter = Math.floor(known * 0.25);
  const refusal = { override: '--accept-renames', code: 'many-renames' };
  if (renamed > Math.max(10, quarter)) {
    const message = `${renamed} of ${known} known customers would get another person’s name: nothing was written. A column of names that was sorted alone looks like this.`;
    return { ...refusal, message };
  }
  for (const field of ['name', 'email', 'phone', 'address', 'notes'] as const)
    if (moved[field] > Math.max(2, quarter)) {
      const message = `${moved[field]} of ${known} known customers would get the ${columns[field]} that another of them has: nothing was written. A column that was sorted alone looks like this.`;
      return { ...refusal, message };
    }
  return null;
}

export interface Told {
  readonly counts: OutcomeCounts;
  readonly planned: Planned;
  readonly bookingsCreated: number;
  readonly bookingsChanged: number;
  readonly refusal: ImportResult['refusal'];
}

/** The result of a file that was looked at: of a dry run, or before a run's own words. */
export function resultOf({ clock, options, shape, survey, startedAt }: Looked, told: Told): ImportResult {
  const { counts, planned, refusal } = told;
  const used = survey.mapping.filter(({ target }) => target !== null && target !== 'ignore');
  const say = (severity: Finding['severity']) =>
    planned.findings.filter((finding) => finding.severity === severity).map(describeFinding);
  return {
    success: refusal === null,
    customersProcessed: processed(counts),
    customersCreated: counts.created,
    customersUpdated: counts.updated,
    bookingsCreated: told.bookingsCreated,
    errors: say('error'),
    warnings: say('warning'),
    processingTime: clock().getTime() - startedAt,
    customersUnchanged: counts.unchanged,
    customersSkipped: counts.skipped,
    customersRejected: counts.rejected,
    bookingsUpdated: told.bookingsChanged,
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
      rows: survey.rows,
      columns: survey.mapping.length,
      columnsUsed: used.length,
    },
    mapping: survey.mapping.map(({ header, target }) => ({ column: header, target })),
    findings: planned.findings,
    findingGroups: planned.groups,
    rejectsFile: null,
    refusal,
  };
}

export function overlapFinding({ overlaps }: BookingForecast): Finding {
  return {
    severity: 'warning',
    code: 'booking-overlaps',
    line: overlaps.lines[0] ?? null,
    column: null,
    reason:
      overlaps.count === 1
        ? '1 new booking overlaps another booking'
        : `${overlaps.count} new bookings overlap another booking`,
    remedy: 'Look at them in RenOS; they are imported all the same.',
  };
}

export function othersFinding({ others }: BookingForecast): Finding {
  return {
    severity: 'warning',
    code: 'booking-of-another',
    line: others.lines[0] ?? null,
    column: null,
    reason:
      others.count === 1
        ? '1 row names a booking that is another customer’s'
        : `${others.count} rows name a booking that is another customer’s`,
    remedy: 'Nothing of it was changed. Correct the customer or the booking’s id, or move the booking in RenOS.',
  };
}

export function unknownIdFinding({ count, lines }: LinesFound): Finding {
  return {
    severity: 'warning',
    code: 'customer-id-unknown',
    line: lines[0] ?? null,
    column: null,
    reason:
      count === 1
        ? '1 row names a customer’s id that RenOS does not have'
        : `${count} rows name a customer’s id that RenOS does not have`,
    remedy:
      'Nothing: e-mail, phone, name and address say whose row it is. Keep another system’s number with --map "HEADER=notes".',
  };
}

export function outrunFinding(line: number): Finding {
  return {
    severity: 'error',
    code: 'outrun',
    line,
    column: null,
    reason: 'another program took this e-mail during the import',
    remedy: 'Import the file again.',
  };
}

import type { Clock } from '../ports.js';
import type { Finding, FindingGroup } from './finding.js';
import type { ImportOptions } from './import-options.js';
import { describeFinding, type ImportResult } from './import-result.js';
import type { BookingForecast, OutcomeCounts } from './ports.js';
import type { SourceShape } from './source.js';
import type { Survey } from './survey-file.js';

export const noBookings: BookingForecast = { toCreate: 0, known: 0, overlaps: { count: 0, lines: [] } };

/** What the plan came to; kept with it, so that a killed import ends with the same report. */
export interface Planned {
  readonly findings: readonly Finding[];
  readonly groups: readonly FindingGroup[];
  readonly bookings: BookingForecast;
  readonly counts: OutcomeCounts;
  /** How many of the unchanged rows were never staged. */
  readonly settled: number;
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

/** More than half rejected is a wrong file or mapping, not a file with mistakes. */
export function refuse(counts: OutcomeCounts, options: ImportOptions): ImportResult['refusal'] {
  const all = counts.created + counts.updated + counts.unchanged + counts.skipped + counts.rejected;
  if (options.acceptRejects || counts.rejected * 2 <= all) return null;
  return {
    code: 'most-rows-rejected',
    message: `${counts.rejected} of ${all} rows would be rejected: nothing was written.`,
    override: '--accept-rejects',
  };
}

export interface Told {
  readonly counts: OutcomeCounts;
  readonly planned: Planned;
  readonly bookingsCreated: number;
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
    customersProcessed: counts.created + counts.updated + counts.unchanged + counts.skipped + counts.rejected,
    customersCreated: counts.created,
    customersUpdated: counts.updated,
    bookingsCreated: told.bookingsCreated,
    errors: say('error'),
    warnings: say('warning'),
    processingTime: clock().getTime() - startedAt,
    customersUnchanged: counts.unchanged,
    customersSkipped: counts.skipped,
    customersRejected: counts.rejected,
    bookingsUnchanged: planned.bookings.known,
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

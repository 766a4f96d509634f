import type { Finding } from './finding.js';
import type { ColumnFormat } from './formats.js';
import type { ClockChange } from './local-time.js';
import type { ColumnMapping, MappedColumn } from './map-headers.js';
import type { remedies } from './remedies.js';

/** How a file's rows are to be understood: the same for every row of it. */
export interface Understanding {
  readonly mapping: ColumnMapping;
  /** By column index. */
  readonly formats: ReadonlyMap<number, ColumnFormat>;
  /** ISO 3166 code: national phone numbers are this country's. */
  readonly country: string;
  /** IANA name: times without a zone are this one's. */
  readonly timeZone: string;
  /** Whether a wrong e-mail rejects its row (true) or is kept with a warning. */
  readonly validateEmail: boolean;
  readonly bookings: boolean;
}

/** What a row's readers share: where findings go, and the extra values that belong into the notes. */
export interface RowContext {
  readonly line: number;
  report(severity: Finding['severity'], code: keyof typeof remedies, column: string | null, reason: string): void;
}

/** The filled cells of one target, in the order of the columns. */
export type Texts = { readonly column: MappedColumn; readonly text: string }[];

/** Says what is wrong with a date. */
export function reportDate(
  severity: Finding['severity'],
  problem: 'not-a-date' | 'ambiguous' | 'no-such-date' | 'excel-serial',
  column: string,
  context: RowContext,
): void {
  if (problem === 'ambiguous') context.report(severity, 'date-ambiguous', column, 'can be day-month or month-day');
  else if (problem === 'no-such-date')
    context.report(severity, 'date-invalid', column, 'is a day or time that does not exist');
  else if (problem === 'excel-serial') context.report(severity, 'excel-date', column, 'is a spreadsheet’s day number');
  else context.report(severity, 'date-invalid', column, 'is not a date');
}

/** Warns of a time that is not one instant. */
export function reportClock(clock: ClockChange | null, column: string, context: RowContext): void {
  if (clock === 'skipped')
    context.report('warning', 'time-skipped', column, 'is in the hour that daylight saving leaves out');
  if (clock === 'doubled')
    context.report('warning', 'time-doubled', column, 'is in the hour that comes twice that night');
}

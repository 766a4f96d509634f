import type { FindingId, Findings } from '../../codes/findings.js';
import type { Finding } from '../../results/import-result.js';
import type { ColumnTarget } from '../columns/header-words.js';
import type { LonelyCell } from '../columns/lonely-cells.js';
import type { ColumnMapping, MappedColumn } from '../columns/map-headers.js';
import type { ColumnFormat } from '../values/formats.js';
import type { ClockChange } from '../values/local-time.js';
import type { DateProblem } from '../values/written-date.js';

/** How a file's rows are to be understood: the same for every row of it. */
export interface Understanding {
  readonly mapping: ColumnMapping;
  /** By column index. */
  readonly formats: ReadonlyMap<number, ColumnFormat>;
  /** The record that holds the headers; null where there is no table. */
  readonly headerSeq: number | null;
  /** Which rows look like a title, by their number and how many of their cells are filled. */
  readonly lonelyCell: (seq: number, filled: number) => LonelyCell;
  /** What the file writes where there is nothing. */
  readonly nullWords: ReadonlySet<string>;
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
  report<Id extends FindingId>(
    severity: Finding['severity'],
    column: string | null,
    id: Id,
    params: Findings[Id],
  ): void;
}

/** The filled cells of one target, in the order of the columns. */
export type Texts = { readonly column: MappedColumn; readonly text: string }[];

/** The texts of a row, by their targets. */
export interface RowTexts {
  readonly size: number;
  get(target: ColumnTarget): Texts | undefined;
}

/** `RowTexts` for one row after the other: a map for each of them took longer to fill than its cells to read. */
export class TextSlots implements RowTexts {
  readonly #places = new Map<ColumnTarget, number>();
  readonly #slots: (Texts | undefined)[] = [];
  size = 0;

  /** Where the texts of a target stand, from now on. */
  placeOf(target: ColumnTarget): number {
    const known = this.#places.get(target);
    if (known !== undefined) return known;
    this.#places.set(target, this.#slots.length);
    return this.#slots.push(undefined) - 1;
  }

  clear(): void {
    if (this.size > 0) this.#slots.fill(undefined);
    this.size = 0;
  }

  add(place: number, column: MappedColumn, text: string): void {
    const texts = this.#slots[place];
    if (texts !== undefined) {
      texts.push({ column, text });
      return;
    }
    this.#slots[place] = [{ column, text }];
    this.size += 1;
  }

  get(target: ColumnTarget): Texts | undefined {
    const place = this.#places.get(target);
    return place === undefined ? undefined : this.#slots[place];
  }
}

/** Says what is wrong with a date. */
export function reportDate(
  severity: Finding['severity'],
  problem: DateProblem,
  column: string,
  context: RowContext,
): void {
  if (problem === 'ambiguous') context.report(severity, column, 'date-ambiguous', {});
  else if (problem === 'excel-serial') context.report(severity, column, 'excel-date', {});
  else context.report(severity, column, `date-invalid/${problem}`, {});
}

/** Warns of a time that is not one instant. */
export function reportClock(clock: ClockChange | null, column: string, context: RowContext): void {
  if (clock === 'skipped') context.report('warning', column, 'time-skipped', {});
  if (clock === 'doubled') context.report('warning', column, 'time-doubled', {});
}

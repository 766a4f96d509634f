import type { FindingId, Findings } from '../../codes/findings.js';
import type { Finding } from '../../results/import-result.js';
import type { ColumnTarget } from '../columns/header-words.js';
import type { LonelyCell } from '../columns/lonely-cells.js';
import type { ColumnMapping, MappedColumn } from '../columns/map-headers.js';
import type { ColumnFormat } from '../values/formats.js';
import type { ClockChange } from '../values/local-time.js';
import type { DateProblem } from '../values/written-date.js';

/** How a file's rows are read: the same for every row of it. */
export interface Understanding {
  readonly mapping: ColumnMapping;
  /** By column index. */
  readonly formats: ReadonlyMap<number, ColumnFormat>;
  /** The record with the headers; null if there is no table. */
  readonly headerSeq: number | null;
  /** Whether a row looks like a title, by its number and the number of its filled cells. */
  readonly lonelyCell: (seq: number, filled: number) => LonelyCell;
  /** The file's words for an empty value. */
  readonly nullWords: ReadonlySet<string>;
  /** ISO 3166 code: the country of phone numbers without a calling code. */
  readonly country: string;
  /** IANA name: the zone of times without one. */
  readonly timeZone: string;
  /** Whether a wrong e-mail rejects its row (true) or is kept with a warning. */
  readonly validateEmail: boolean;
  readonly bookings: boolean;
}

/** Shared by a row's readers: collects findings, and the additional values for the notes. */
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

/** `RowTexts`, reused for one row after the other: filling a map for each row took longer than reading its cells. */
export class TextSlots implements RowTexts {
  readonly #places = new Map<ColumnTarget, number>();
  readonly #slots: (Texts | undefined)[] = [];
  size = 0;

  /** Reserves a slot for the texts of a target. */
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

/** Reports a wrong date. */
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

/** Warns about a time that is skipped or doubled by a change of the clocks. */
export function reportClock(clock: ClockChange | null, column: string, context: RowContext): void {
  if (clock === 'skipped') context.report('warning', column, 'time-skipped', {});
  if (clock === 'doubled') context.report('warning', column, 'time-doubled', {});
}

import type { Finding } from '../../results/import-result.js';
import { type CustomerSource, isBlank, type SourceRow } from '../model/source.js';
import type { ColumnFormat, DateOrder } from '../values/formats.js';
import { bookingsLeft, lastFirst, mixedColumns, noRows, turnedNames, unusedColumns } from './analysis-findings.js';
import { bookingsLeftOut } from './bookings-left-out.js';
import { CellTally } from './cell-kinds.js';
import { mayHoldDates } from './columns-beside.js';
import { nameLike } from './columns-by-cells.js';
import { findHeaderRow, trimEnd } from './find-header-row.js';
import { foldHeader } from './fold-header.js';
import { ColumnEvidence } from './format-evidence.js';
import type { ColumnTarget } from './header-words.js';
import { type LonelyCell, LonelyCells } from './lonely-cells.js';
import { type ColumnMapping, chooser, type MappingChoice, mapHeaders } from './map-headers.js';
import { nullWordIn } from './null-words.js';
import { furtherLines, ordersFindings } from './order-lists.js';
import { recogniseHeader } from './recognise-header.js';
import { noHeader, requireName } from './require-name.js';
import { refuseTransposed } from './transposed-table.js';

/** The result of a first reading of the whole file. */
export interface Analysis {
  /** The record that holds the headers; null for JSON. */
  readonly headerSeq: number | null;
  readonly mapping: ColumnMapping;
  readonly formats: ReadonlyMap<number, ColumnFormat>;
  /** Whether a row looks like a title, by its number and the number of its filled cells. */
  readonly lonelyCell: (seq: number, filled: number) => LonelyCell;
  /** The file's words for an empty value. */
  readonly nullWords: ReadonlySet<string>;
  /** Records after the header that are not blank. */
  readonly rows: number;
  /** The number of the last record; -1 if there is none. */
  readonly lastSeq: number;
  /** How many rows fill each used column. */
  readonly filled: ReadonlyMap<number, number>;
  readonly findings: readonly Finding[];
  /** Some values of each column, only for the user who checks how the file is read. */
  readonly samples: ReadonlyMap<number, readonly string[]>;
  /** Finds rows that continue the order above and hold no customer; null: there are none. */
  readonly isFurther: ((cells: SourceRow['cells']) => boolean) | null;
}

interface AnalysisOptions {
  readonly choice: MappingChoice;
  readonly dateOrder: DateOrder | null;
  readonly createBookings: boolean;
}

/** A few titles may come before the headers, but not a page of text. */
const preamble = 30;

/**
 * Reads the file once, passing every row to `note`: finds the headers, the meaning of each column, and the formats of
 * its dates and numbers. Throws InputFileError if no column can be a customer's name.
 */
export async function analyzeFile(
  source: CustomerSource,
  options: AnalysisOptions,
  note: (rows: readonly SourceRow[]) => void = () => {},
): Promise<Analysis> {
  const analyzer = new Analyzer(options);
  for await (const rows of source.rows()) {
    analyzer.read(rows, source.fields());
    note(rows);
  }
  const { findings, delimiter } = await source.inspect();
  const analysis = analyzer.finish(source.fields(), delimiter);
  return findings.length === 0 ? analysis : { ...analysis, findings: [...findings, ...analysis.findings] };
}

class Analyzer {
  readonly #options: AnalysisOptions;
  readonly #chosen: ReadonlyMap<string, ColumnTarget>;
  #choose: ((index: number) => ColumnTarget | undefined) | null = null;
  #early: SourceRow[] = [];
  #headers: readonly string[] | null = null;
  #headerSeq: number | null = null;
  #rows = 0;
  #lastSeq = -1;
  readonly #targets: (ColumnTarget | null)[] = [];
  readonly #evidence = new ColumnEvidence();
  readonly #filled: number[] = [];
  readonly #cells: CellTally[] = [];
  readonly #nullWords = new Set<string>();
  readonly #alone = new LonelyCells();
  #turned = 0;
  #problem: SourceRow | null = null;
  #isFurther: Analysis['isFurther'] = null;
  #further = 0;
  #furtherLine: number | null = null;
  #nestedList: string | null = null;

  constructor(options: AnalysisOptions) {
    this.#options = options;
    this.#chosen = new Map(Object.entries(options.choice).map(([header, target]) => [foldHeader(header), target]));
  }

  read(rows: readonly SourceRow[], fields: readonly string[] | null): void {
    if (fields !== null) this.#headers = fields;
    let from = 0;
    if (this.#headers === null) {
      this.#early.push(...rows);
      from = rows.length;
      if (this.#early.length >= preamble) this.#findHeader();
    }
    for (let index = from; index < rows.length; index += 1) this.#look(rows[index] as SourceRow);
  }

  finish(fields: readonly string[] | null, delimiter: string | null): Analysis {
    if (this.#headers === null && fields === null) this.#findHeader();
    const headers = this.#headers ?? [];
    const {
      mapping,
      findings: heard,
      columns,
    } = mapHeaders(headers, {
      choice: this.#options.choice,
      isLoose: fields !== null,
      cells: (index) => this.#cellsOf(index),
    });
    const source = { isJson: fields !== null, problem: this.#problem, delimiter, nestedList: this.#nestedList };
    if (this.#rows > 0 || headers.length > 0)
      heard.push(...requireName(mapping, headers, { ...source, nameLike: nameLike(columns)?.name ?? null }));
    const formats = this.#evidence.formats(this.#options.dateOrder);
    const filled = new Map(Array.from(this.#filled, (count, index) => [index, count ?? 0] as const));
    const orders = ordersFindings(mapping, this.#further, this.#furtherLine);
    if (this.#options.createBookings) heard.push(...bookingsLeftOut(columns, mapping));
    const reported = new Set(heard.map(({ column }) => column));
    const unused = unusedColumns(mapping, filled).filter(({ column }) => !reported.has(column));
    const findings = [...heard, ...orders, ...unused, ...mixedColumns(mapping, formats)];
    findings.push(...turnedNames(mapping, filled, this.#turned));
    if (!this.#options.createBookings) findings.push(...bookingsLeft(mapping, filled));
    if (this.#rows === 0) findings.push(noRows);
    return {
      nullWords: this.#nullWords,
      lonelyCell: this.#headerSeq === null ? () => null : this.#alone.titles(this.#rows, mapping.length),
      ...{ headerSeq: this.#headerSeq, mapping, formats, rows: this.#rows, lastSeq: this.#lastSeq, filled, findings },
      isFurther: this.#isFurther,
      samples: new Map(Array.from(this.#cells, (cells, index) => [index, cells?.samples ?? []] as const)),
    };
  }

  #findHeader(): void {
    const early = this.#early;
    this.#early = [];
    const texts = early.map(({ cells }) => cells.map(String));
    const place = findHeaderRow(texts, this.#chosen);
    if (this.#chosen.size === 0) refuseTransposed(texts, place);
    const header = early[place];
    if (header === undefined) throw noHeader(texts[0]?.length ?? 0);
    this.#headers = trimEnd(texts[place] ?? []);
    this.#headerSeq = header.seq;
    const asked = { choice: this.#options.choice, isLoose: false, cells: () => new CellTally() };
    this.#isFurther = furtherLines(mapHeaders(this.#headers, asked).mapping);
    for (const row of early.slice(place + 1)) this.#look(row);
  }

  #look(row: SourceRow): void {
    if (isBlank(row)) {
      this.#alone.blank();
      return;
    }
    if (this.#isFurther?.(row.cells)) {
      this.#further += 1;
      this.#furtherLine ??= row.line;
      return;
    }
    if (row.problem !== null) this.#problem ??= row;
    this.#rows += 1;
    this.#lastSeq = row.seq;
    const { cells } = row;
    let filled = 0;
    for (let index = 0; index < cells.length; index += 1) {
      const cell = cells[index];
      if (cell === '' || cell === null || cell === undefined) continue;
      if (Array.isArray(cell)) {
        if (cell.length === 0) continue;
        if (typeof cell[0] === 'object') this.#nestedList ??= lastName(this.#headers?.[index] ?? '');
      }
      const target = this.#targetOf(index);
      const nullWord = typeof cell === 'string' ? nullWordIn(cell, target) : null;
      if (nullWord !== null) {
        this.#nullWords.add(nullWord);
        continue;
      }
      this.#filled[index] = (this.#filled[index] ?? 0) + 1;
      filled += 1;
      this.#cellsOf(index).add(cell);
      this.#evidence.read(index, cell, target, () => this.#cellsOf(index).kind);
      if (target === 'name' && typeof cell === 'string' && cell.includes(',') && lastFirst.test(cell))
        this.#turned += 1;
    }
    this.#alone.row(row.seq, filled, cells);
  }

  #targetOf(index: number): ColumnTarget | null {
    const known = this.#targets[index];
    if (known !== undefined) return known;
    const header = this.#headers?.[index] ?? '';
    this.#choose ??= chooser(this.#headers ?? [], this.#options.choice);
    const target =
      this.#choose(index) ?? recogniseHeader(header).target ?? (mayHoldDates(header) ? 'bookingDate' : null);
    this.#targets[index] = target;
    return target;
  }

  #cellsOf(index: number): CellTally {
    let cells = this.#cells[index];
    if (cells === undefined) {
      cells = new CellTally();
      this.#cells[index] = cells;
    }
    return cells;
  }
}

/** The last of the names that lead to a field, if jq can write it that way. */
function lastName(path: string): string | null {
  return /(?:^|\.)([A-Za-z_]\w*)$/.exec(path)?.[1] ?? null;
}

/** Whether a record holds no customer. */
export function isPassedOver(row: SourceRow, { headerSeq, isFurther }: Analysis): boolean {
  return (headerSeq !== null && row.seq <= headerSeq) || isBlank(row) || isFurther?.(row.cells) === true;
}

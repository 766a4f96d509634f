import type { ImportOptions } from '../../options/import-options.js';
import type { Finding } from '../../results/import-result.js';
import type { Analysis } from '../columns/analyze-file.js';
import type { FindingTally } from '../model/finding.js';
import type { RowPlace, SourceRow } from '../model/source.js';
import { recordNamer } from '../read/row-reports.js';
import { limitedReader, type TextLimits } from '../read/text-limits.js';
import type { UnderstoodRow } from '../read/understand-row.js';
import { type EqualRows, EqualRowWatch, joinsEqualRows } from './equal-rows.js';

interface EqualTo extends EqualRows {
  readonly bookings: number;
}

/** A checked file, the options of its import, and the limits of its database. */
interface Checked {
  readonly analysis: Analysis;
  readonly options: ImportOptions;
  readonly limits: TextLimits | null;
}

/** Reads a file's rows except those that equal the one before them: these are counted. */
export class EqualRowsTally {
  readonly #checked: Checked;
  readonly #tally: FindingTally;
  readonly #found = new Map<number, EqualTo>();

  constructor(checked: Checked, tally: FindingTally) {
    this.#checked = checked;
    this.#tally = tally;
  }

  reader(): (row: SourceRow) => UnderstoodRow | null {
    const watch = new EqualRowWatch();
    const { analysis, options, limits } = this.#checked;
    const joins = joinsEqualRows(options);
    const nameRecord = recordNamer(analysis.mapping);
    let remarks: Finding[] = [];
    let before: UnderstoodRow | null = null;
    const tell = (finding: Finding) => {
      remarks.push(finding);
      this.#tally.add(finding);
    };
    const read = limitedReader(analysis, options, tell, limits);
    return (row) => {
      if (before !== null && watch.isAgain(row)) {
        for (const remark of remarks) this.#tally.again(remark, 1, [{ line: row.line, ...nameRecord(row) }]);
        this.#count(before, row);
        return null;
      }
      remarks = [];
      before = read(row);
      if (joins) watch.follow(row, before);
      return before;
    };
  }

  has(seq: number): boolean {
    return this.#found.has(seq);
  }

  all(): Iterable<EqualTo> {
    return this.#found.values();
  }

  #count({ seq, line, record, bookings }: UnderstoodRow, here: RowPlace): void {
    const { count, lines, records = [] } = this.#found.get(seq) ?? { count: 0, lines: [] };
    const more = lines.length < 5 ? [here] : [];
    const places = {
      lines: [...lines, ...more.map((one) => one.line)],
      records: [...records, ...more.flatMap((one) => one.record ?? [])],
    };
    this.#found.set(seq, {
      seq,
      line,
      record,
      bookings: bookings.length,
      hasBookings: bookings.length > 0,
      count: count + 1,
      ...places,
    });
  }
}

import { createHash } from 'node:crypto';
import type { ImportOptions } from '../../options/import-options.js';
import type { Survey } from '../columns/survey-file.js';
import type { SourceRow } from '../model/source.js';
import { Numbers } from '../values/numbers.js';
import type { ImportStore, PrintedRow } from './ports.js';
import { cross, type Print, printOfCells } from './print.js';
import { WrittenRows } from './written-rows.js';

/*
 * A file that comes again mostly says what it said before. Of a row that made a customer without a remark, a print of
 * its cells is kept with the customer; while the customer is as the row left it, the same cells say nothing new, and
 * need not be understood again.
 */

/**
 * What the rows of a file are understood by: the same cells mean the same only where this is the same, and in the same
 * version of the program.
 */
export function printOfReading(
  version: string,
  { mapping, formats, nullWords }: Survey,
  options: ImportOptions,
): Print {
  const { country, timeZone, validateEmail } = options;
  const columns = mapping.map(({ header, target, group, index }) => [header, target, group, formats.get(index)]);
  const hash = createHash('sha256')
    .update(JSON.stringify([version, country, timeZone, validateEmail, columns, [...nullWords].sort()]))
    .digest();
  return { upper: hash.readInt32BE(0), lower: hash.readInt32BE(4) };
}

const width = 3;

/** Remembers 12 bytes of each row of a file. */
export class SourcePrints {
  readonly #prints = new Numbers(1024 * width);

  note(rows: readonly SourceRow[]): void {
    for (const { seq, cells, problem, doubt } of rows) {
      // Of a doubtful one something is to be said at every run, whatever its cells are.
      if (problem !== null || doubt) continue;
      const { upper, lower } = printOfCells(cells);
      this.#prints.push(seq);
      this.#prints.push(upper);
      this.#prints.push(lower);
    }
  }

  /** The rows below the headers, crossed with how they are read. */
  *pages(how: Print, headerSeq: number | null): Iterable<readonly PrintedRow[]> {
    const prints = this.#prints.all();
    let page: PrintedRow[] = [];
    for (let at = 0; at < prints.length; at += width) {
      const seq = prints[at] as number;
      if (headerSeq !== null && seq <= headerSeq) continue;
      page.push({ seq, print: cross({ upper: prints[at + 1] as number, lower: prints[at + 2] as number }, how) });
      if (page.length < pageSize) continue;
      yield page;
      page = [];
    }
    yield page;
  }
}

/** Rows at a time. */
const pageSize = 1_000;

/** Finds the rows whose customers are as those very rows left them. */
export async function findPrinted(
  store: Pick<ImportStore, 'stagePrints' | 'settlePrints'>,
  prints: SourcePrints,
  { importId, survey, how }: { readonly importId: number; readonly survey: Survey; readonly how: Print },
): Promise<WrittenRows> {
  await store.stagePrints(importId, prints.pages(how, survey.headerSeq));
  const found = new WrittenRows(survey.lastSeq + 1);
  for await (const seqs of store.settlePrints(importId)) for (const seq of seqs) found.add(seq);
  return found;
}
